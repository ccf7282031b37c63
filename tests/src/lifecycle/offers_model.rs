//! Two offers of one device and three wallets, as the rules' text has it: an oracle with its own arithmetic, that knows
//! neither the program's formulas nor its layout. It lists every reason why a step may not be taken.

use co_staking_client::CoStakingError as E;

pub const DAY: i64 = 86_400;
/// What each offer asks for, at which share, and the last second of its life.
pub const AMOUNTS: [u64; 2] = [300, 199];
pub const SHARES: [u16; 2] = [6_000, 4_000];
/// Three cards at 333 make an odd requirement, of which the owner has just its larger half.
pub const BASE: u64 = 333;
pub const CARDS: u32 = 3;
pub const OWNER: u64 = 500;
pub const WALLET: u64 = 499;

/// Offers are 0 and 1, wallets 0, 1 and 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    Retract(usize),
    /// By somebody else than the owner.
    RetractByStranger(usize),
    Claim(usize, usize),
    /// By whoever holds the co-stake.
    Leave(usize),
    OwnerExit,
    OwnerWithdraw,
    Withdraw(usize),
    Release(usize, usize),
    /// For thirty days.
    Hire,
    EndHire,
    Cards(u32),
    Pause,
    Unpause,
    /// So many seconds after the start, if that lies ahead.
    To(i64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CoStake {
    pub wallet: usize,
    pub claimed_at: i64,
    /// When it was left: end of wait, and unlock.
    pub leave: Option<(i64, i64)>,
}

/// A claim in one of a wallet's slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    /// Which offer, if it is one of these two.
    pub offer: Option<usize>,
    /// When it frees itself.
    pub free_from: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Offer {
    Open,
    Retracted,
    Held(CoStake),
    Ended,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    Active,
    Waiting,
    Cooldown,
    Unlocked,
}

/// Times are seconds after the start.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Model {
    pub now: i64,
    pub paused: bool,
    pub req: u64,
    pub pending: Option<(u64, i64)>,
    pub hire: Option<(i64, i64)>,
    pub owner: u64,
    /// Amount and unlock.
    pub exit: Option<(u64, i64)>,
    /// Whether the owner has taken its stake out.
    pub left: bool,
    pub offers: [Offer; 2],
    pub expires_at: [Option<i64>; 2],
    /// Per wallet.
    pub slots: [[Option<Slot>; 2]; 3],
}

impl Model {
    /// What holds for the step and does not; nothing if it may be taken.
    pub fn reasons(&self, step: Step) -> Vec<E> {
        let list: Vec<(bool, E)> = match step {
            Step::Retract(offer) => vec![(self.is_open(offer), E::OfferNotOpen)],
            Step::RetractByStranger(offer) => {
                vec![(self.is_open(offer), E::OfferNotOpen), (self.expired(offer), E::OfferNotExpired)]
            }
            Step::Claim(offer, wallet) => vec![
                (!self.paused, E::Paused),
                (self.is_open(offer), E::OfferNotOpen),
                (!self.expired(offer), E::OfferExpired),
                (self.exit.is_none(), E::OwnerExiting),
                (self.taken(wallet) < 2, E::TooManyClaims),
                (2 * self.owner >= self.req_now(), E::OwnerBelowHalf),
                (2 * (self.sum(Phase::Active) + self.promised()) <= self.req_now(), E::CoStakeAboveHalf),
            ],
            Step::Leave(offer) => match self.held(offer) {
                None => vec![(false, E::NoSuchCoStake)],
                Some(_) => vec![(self.phase(offer) == Some(Phase::Active), E::CoStakeAlreadyLeft)],
            },
            Step::OwnerExit => vec![
                (self.exit.is_none(), E::OwnerExiting),
                (self.owner > 0, E::NothingStaked),
                (!self.hired(), E::DeviceHired),
                (!self.is_open(0) && !self.is_open(1), E::RetractOffersFirst),
            ],
            Step::OwnerWithdraw => vec![
                (self.exit.is_some(), E::NotExiting),
                (self.exit.is_none_or(|(_, unlock_at)| self.now >= unlock_at), E::CooldownNotOver),
            ],
            Step::Withdraw(offer) => match self.phase(offer) {
                None => vec![(false, E::NoSuchCoStake)],
                Some(phase) => {
                    vec![(phase != Phase::Active, E::CoStakeNotLeft), (phase == Phase::Unlocked, E::CoStakeLocked)]
                }
            },
            Step::Release(offer, wallet) => {
                let counts = matches!(self.phase(offer), Some(Phase::Active | Phase::Waiting));
                let own = self.held(offer).is_some_and(|held| held.wallet == wallet);
                let slot = self.slots[wallet].iter().flatten().any(|slot| slot.offer == Some(offer));
                vec![(!(counts && own), E::ClaimStillHeld), (slot, E::NoSuchClaim)]
            }
            Step::Hire => vec![
                (!self.paused, E::Paused),
                (!self.hired(), E::AlreadyHired),
                (self.hire.is_none_or(|(_, ended)| self.now >= ended + DAY), E::HireGapNotOver),
            ],
            Step::EndHire => vec![(!self.paused, E::Paused), (self.hired(), E::NotHired)],
            Step::Cards(_) => vec![(!self.paused, E::Paused)],
            Step::Pause | Step::Unpause | Step::To(_) => vec![],
        };
        list.into_iter().filter(|(holds, _)| !holds).map(|(_, refusal)| refusal).collect()
    }

    /// The step is taken.
    pub fn take(&mut self, step: Step) {
        let now = self.now;
        match step {
            Step::Retract(offer) | Step::RetractByStranger(offer) => self.offers[offer] = Offer::Retracted,
            Step::Claim(offer, wallet) => {
                self.offers[offer] = Offer::Held(CoStake { wallet, claimed_at: now, leave: None });
                // The first slot that is free: with nothing in it, or a claim that counts no more.
                let free = |slot: &Option<Slot>| slot.is_none_or(|slot| slot.free_from.is_some_and(|at| now >= at));
                let slot = self.slots[wallet].iter_mut().find(|slot| free(slot)).unwrap();
                *slot = Some(Slot { offer: Some(offer), free_from: None });
            }
            Step::Leave(offer) => {
                let times = (now + 7 * DAY, now + 21 * DAY);
                let Offer::Held(held) = &mut self.offers[offer] else { panic!() };
                held.leave = Some(times);
                let mut slots = self.slots[held.wallet].iter_mut().flatten();
                slots.find(|slot| slot.offer == Some(offer)).unwrap().free_from = Some(times.0);
            }
            Step::OwnerExit => {
                self.exit = Some((self.owner, now + 14 * DAY));
                self.owner = 0;
                for offer in 0..2 {
                    let counts = matches!(self.phase(offer), Some(Phase::Active | Phase::Waiting));
                    if let (Offer::Held(held), true) = (&mut self.offers[offer], counts) {
                        let unlock_at = held.leave.map_or(i64::MAX, |(_, unlock_at)| unlock_at).min(now + 14 * DAY);
                        held.leave = Some((now, unlock_at));
                    }
                }
            }
            Step::OwnerWithdraw => (self.exit, self.left) = (None, true),
            Step::Withdraw(offer) => {
                let wallet = self.held(offer).unwrap().wallet;
                self.free(offer, wallet);
                self.offers[offer] = Offer::Ended;
            }
            Step::Release(offer, wallet) => self.free(offer, wallet),
            Step::Hire => self.hire = Some((now, now + 30 * DAY)),
            Step::EndHire => self.hire = self.hire.map(|(started, _)| (started, now)),
            Step::Cards(cards) => self.propose(u64::from(cards) * BASE),
            Step::Pause => self.paused = true,
            Step::Unpause => self.paused = false,
            Step::To(at) => self.now = now.max(at),
        }
    }

    fn free(&mut self, offer: usize, wallet: usize) {
        for slot in &mut self.slots[wallet] {
            *slot = slot.filter(|slot| slot.offer != Some(offer));
        }
    }

    fn propose(&mut self, value: u64) {
        // A matured value first; it is the current one from then on.
        let from = self.now + 7 * DAY;
        let current = self.req_now();
        let running = self.pending.filter(|(_, from)| self.now < *from);
        self.req = current;
        self.pending = match running {
            Some((pending, from)) if pending == value => Some((pending, from)),
            _ if value == current => None,
            _ => Some((value, from)),
        };
    }

    pub fn req_now(&self) -> u64 {
        self.pending.filter(|(_, from)| self.now >= *from).map_or(self.req, |(value, _)| value)
    }

    pub fn is_open(&self, offer: usize) -> bool {
        self.offers[offer] == Offer::Open
    }

    pub fn expired(&self, offer: usize) -> bool {
        self.expires_at[offer].is_some_and(|at| self.now > at)
    }

    pub fn held(&self, offer: usize) -> Option<CoStake> {
        match self.offers[offer] {
            Offer::Held(held) => Some(held),
            Offer::Open | Offer::Retracted | Offer::Ended => None,
        }
    }

    pub fn phase(&self, offer: usize) -> Option<Phase> {
        self.held(offer).map(|held| match held.leave {
            None => Phase::Active,
            Some((cooldown_at, _)) if self.now < cooldown_at => Phase::Waiting,
            Some((_, unlock_at)) if self.now < unlock_at => Phase::Cooldown,
            Some(_) => Phase::Unlocked,
        })
    }

    fn hired(&self) -> bool {
        self.hire.is_some_and(|(started, ends)| started <= self.now && self.now < ends)
    }

    /// `A`, `W` or `C`.
    pub fn sum(&self, phase: Phase) -> u64 {
        (0..2).filter(|offer| self.phase(*offer) == Some(phase)).map(|offer| AMOUNTS[offer]).sum()
    }

    /// `P`.
    pub fn promised(&self) -> u64 {
        (0..2).filter(|offer| self.is_open(*offer)).map(|offer| AMOUNTS[offer]).sum()
    }

    /// `O + A + W`.
    pub fn counted(&self) -> u64 {
        self.owner + self.sum(Phase::Active) + self.sum(Phase::Waiting)
    }

    /// What the owner may take so that every promise is kept, found by trying.
    pub fn overflow(&self) -> u64 {
        let (active, promised, req) = (self.sum(Phase::Active), self.promised(), self.req_now());
        let keeps = |left: u64| left + active >= req && 2 * left >= req && left >= active + promised;
        (0..=self.owner).rev().find(|taken| keeps(self.owner - taken)).unwrap_or(0)
    }

    /// Slots of the wallet that count.
    pub fn taken(&self, wallet: usize) -> usize {
        let counts = |slot: &&Slot| slot.free_from.is_none_or(|at| self.now < at);
        self.slots[wallet].iter().flatten().filter(counts).count()
    }

    /// What the offer shows, in the documents' words (R22).
    pub fn words(&self, offer: usize) -> &'static str {
        let enough = self.counted() >= self.req_now();
        match (self.offers[offer], self.phase(offer)) {
            (Offer::Retracted, _) => "Offer Closed",
            (Offer::Ended, _) => "Co-Staker Withdrawn",
            (Offer::Open, _) if self.expired(offer) => "Expired",
            (Offer::Open, _) if enough => "Sufficient Stake (Waiting for Co-Staker)",
            (Offer::Open, _) => "Insufficient Stake (Waiting for Co-Staker)",
            (Offer::Held(_), Some(Phase::Active)) if enough => "Active",
            (Offer::Held(_), Some(Phase::Active)) => "Active (Insufficient Stake)",
            (Offer::Held(_), Some(Phase::Waiting)) if enough => "Sufficient Stake (Wait Period)",
            (Offer::Held(_), Some(Phase::Waiting)) => "Co-Staker Unstaked (In Wait Period)",
            (Offer::Held(_), Some(Phase::Cooldown)) => "In Cooldown",
            (Offer::Held(_), _) => "In Cooldown (withdrawable)",
        }
    }
}
