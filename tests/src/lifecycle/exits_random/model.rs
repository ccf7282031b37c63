//! Two devices, their offers, co-stakes, rewards and slash cases in plain numbers, written from the rules' text and not
//! from the program. It knows what each step does; what a wallet must hold in the end follows from two sums: what it
//! earned, and what was burned of its stake.

pub const DAY: i64 = 86_400;
/// Wallets 0 and 1 own the devices 0 and 1; every wallet may co-stake.
pub const WALLETS: usize = 5;
/// What each of them starts with.
pub const FUNDS: u64 = 100_000;
/// What the reward pool starts with.
pub const FUNDED: u64 = 10_000_000;
/// The requirement of a card.
pub const BASE: u64 = 501;
pub const CARDS: u32 = 2;
pub const WINDOW: i64 = 30 * DAY;
pub const COOLDOWN: i64 = 14 * DAY;

#[derive(Clone, Debug)]
pub struct Model {
    pub now: i64,
    pub paused: bool,
    pub devices: [Device; 2],
    pub cases: Vec<Case>,
    /// Which wallets have a claim counter.
    pub counters: [bool; WALLETS],
    /// What each wallet must hold once everything is paid out.
    pub due: [u64; WALLETS],
    /// Of all blocks.
    pub credited: u64,
    /// Rewards withheld by cases that were upheld.
    pub forgiven: u64,
    pub burned: u64,
}

#[derive(Clone, Debug)]
pub struct Device {
    pub req: u64,
    pub pending: Option<(u64, i64)>,
    pub hire_ends: i64,
    pub operational: bool,
    pub owner: Owner,
    pub offers: Vec<Offer>,
    /// Which offer's co-stake is in each place.
    pub places: [Option<usize>; 8],
    pub last_block: i64,
    pub closed: bool,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Owner {
    pub active: u64,
    /// Amount and unlock.
    pub exit: Option<(u64, i64)>,
    /// When the present stake was begun.
    pub since: Option<i64>,
    pub rewards: u64,
    /// Whether a case gave something back to this stake while everybody left.
    pub restored: bool,
}

#[derive(Clone, Debug)]
pub struct Offer {
    pub amount: u64,
    pub bps: u16,
    pub expires_at: Option<i64>,
    pub state: State,
    /// Whose co-stake it is or was.
    pub wallet: usize,
    /// Rewards of an ended co-stake.
    pub left: u64,
}

#[derive(Clone, Copy, Debug)]
pub enum State {
    Open,
    Retracted,
    Held(CoStake),
    Ended,
    Closed,
}

#[derive(Clone, Copy, Debug)]
pub struct CoStake {
    pub stake: u64,
    pub claimed_at: i64,
    pub rewards: u64,
    /// End of wait, and unlock.
    pub leave: Option<(i64, i64)>,
    pub restored: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Open,
    Appealed,
    Upheld,
    Overturned,
}

#[derive(Clone, Debug)]
pub struct Case {
    pub device: usize,
    pub stage: Stage,
    /// When the present window began.
    pub since: i64,
    pub parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub number: u8,
    pub wallet: usize,
    pub of: Of,
    pub stake: u64,
    pub rewards: u64,
    pub returned: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The stake that the owner began then.
    Owner(i64),
    Offer(usize),
}

impl Model {
    /// The owners' first stakes are in, so much each.
    pub fn new(now: i64, staked: u64) -> Self {
        let owner = Owner { active: staked, since: Some(now), ..Owner::default() };
        let device = Device {
            req: BASE * u64::from(CARDS),
            pending: None,
            hire_ends: i64::MIN,
            operational: true,
            owner,
            offers: vec![],
            places: [None; 8],
            last_block: i64::MIN,
            closed: false,
        };
        Self {
            now,
            paused: false,
            devices: [device.clone(), device],
            cases: vec![],
            counters: [true; WALLETS],
            due: [FUNDS; WALLETS],
            credited: 0,
            forgiven: 0,
            burned: 0,
        }
    }

    pub fn co_stake(&self, device: usize, offer: usize) -> Option<&CoStake> {
        self.devices[device].co_stake(offer)
    }

    /// Cases of the device that are undecided, or overturned with something left to return.
    pub fn pending_cases(&self, device: usize) -> bool {
        self.cases.iter().any(|case| case.device == device && case.is_pending())
    }

    /// What the escrow holds.
    pub fn escrowed(&self) -> u64 {
        let due = self.cases.iter().filter(|case| case.stage != Stage::Upheld).flat_map(|case| &case.parts);
        due.filter(|part| !part.returned).map(|part| part.stake).sum()
    }
}

impl Device {
    pub fn co_stake(&self, offer: usize) -> Option<&CoStake> {
        match &self.offers[offer].state {
            State::Held(held) => Some(held),
            State::Open | State::Retracted | State::Ended | State::Closed => None,
        }
    }

    pub fn co_stake_mut(&mut self, offer: usize) -> Option<&mut CoStake> {
        match &mut self.offers[offer].state {
            State::Held(held) => Some(held),
            State::Open | State::Retracted | State::Ended | State::Closed => None,
        }
    }

    pub fn held(&self) -> impl Iterator<Item = (usize, &CoStake)> {
        (0..self.offers.len()).filter_map(|offer| Some((offer, self.co_stake(offer)?)))
    }

    pub fn is_open(&self, offer: usize) -> bool {
        matches!(self.offers[offer].state, State::Open)
    }

    /// What the vault holds.
    pub fn staked(&self) -> u64 {
        let owner = self.owner.active + self.owner.exit.map_or(0, |(amount, _)| amount);
        owner + self.held().map(|(_, held)| held.stake).sum::<u64>()
    }

    pub fn req_at(&self, now: i64) -> u64 {
        self.pending.filter(|(_, from)| now >= *from).map_or(self.req, |(value, _)| value)
    }

    /// `O + A + W`.
    pub fn counted(&self, now: i64) -> u64 {
        let counts = |held: &CoStake| held.leave.is_none_or(|(cooldown_at, _)| now < cooldown_at);
        self.owner.active + self.held().filter(|(_, held)| counts(held)).map(|(_, held)| held.stake).sum::<u64>()
    }
}

impl CoStake {
    /// Whether it may be paid out.
    pub fn is_free(&self, now: i64) -> bool {
        self.stake == 0 || self.leave.is_some_and(|(_, unlock_at)| now >= unlock_at)
    }
}

impl Case {
    pub fn is_undecided(&self) -> bool {
        matches!(self.stage, Stage::Open | Stage::Appealed)
    }

    pub fn is_pending(&self) -> bool {
        self.is_undecided() || self.stage == Stage::Overturned && self.parts.iter().any(|part| !part.returned)
    }
}
