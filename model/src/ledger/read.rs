//! Accounts, byte by byte, as the model's types.

use super::{bytes::Bytes, keys::Keys};
use crate::{
    act::Wallet,
    spec::world::{
        Bucket, Case, CaseState, Config, Counter, Device, Holder, Offer, OfferState, OwnStake, Part, Pool, Position,
        Slot, Token, Totals,
    },
};

const VERSION: u8 = 1;

/// Reads with the addresses that it knows, at a time.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub keys: &'a Keys,
    pub now: i64,
}

impl Reader<'_> {
    fn known(&self, bytes: Bytes<'_>, at: usize) -> Wallet {
        self.keys.wallet(bytes.key(at)).expect("a wallet stands here, not the zero address")
    }

    fn maybe(&self, bytes: Bytes<'_>, at: usize) -> Option<Wallet> {
        self.keys.wallet(bytes.key(at))
    }

    /// Whether it is an account of that size that the program has written.
    fn is_sound(bytes: Bytes<'_>, size: u64) -> bool {
        bytes.0.len() as u64 == size && bytes.u8(8) == VERSION
    }

    pub fn config(&self, bytes: Bytes<'_>) -> Config {
        assert!(Self::is_sound(bytes, 464), "a config");
        Config {
            paused: bytes.u8(10) == 1,
            admin: self.maybe(bytes, 16),
            proposed: self.maybe(bytes, 48),
            roles: [80, 112, 144, 176, 208].map(|at| self.maybe(bytes, at)),
            spans: [272, 280, 288, 296, 304, 312].map(|at| bytes.i64(at)),
            base: bytes.u64(320),
            max: bytes.u64(328),
        }
    }

    pub fn pool(&self, bytes: Bytes<'_>) -> Pool {
        assert!(Self::is_sound(bytes, 176), "a pool");
        let [funded, owed, paid, escrowed] = [80, 88, 96, 104].map(|at| bytes.u64(at));
        Pool { funded, owed, paid, escrowed }
    }

    pub fn device(&self, bytes: Bytes<'_>) -> Device {
        assert!(Self::is_sound(bytes, 1_248), "a device");
        let never = |at| Some(bytes.i64(at)).filter(|time| *time != i64::MIN);
        let pending_from = bytes.time(224);
        let matured = pending_from.is_some_and(|from| self.now >= from);
        let (current, pending) = (bytes.u64(208), bytes.u64(216));
        Device {
            owner: self.known(bytes, 48),
            rent_payer: self.known(bytes, 112),
            ever_staked: bytes.u8(10) == 1,
            model: bytes.name(144),
            cards: bytes.u32(176),
            multiplier: bytes.u32(180),
            reliability: bytes.u16(184),
            operational: bytes.u8(186) == 1,
            hire: never(192).zip(never(200)),
            required: if matured { pending } else { current },
            pending: pending_from.filter(|_| !matured).map(|from| (pending, from)),
            stake: own_stake(bytes.from(232)),
            rewards: bytes.u64(264),
            next_offer: bytes.u32(284),
            totals: Totals {
                open_offers: bytes.u8(11).into(),
                open_bps: bytes.u32(12),
                open_amount: bytes.u64(272).into(),
                offers: bytes.u32(280),
                undecided: bytes.u32(288),
                unreturned: bytes.u32(292),
            },
            last_block: never(296),
            buckets: std::array::from_fn(|number| bucket(bytes.from(304 + 16 * number))),
            places: std::array::from_fn(|number| self.position(bytes.from(416 + 88 * number))),
        }
    }

    fn position(&self, bytes: Bytes<'_>) -> Option<Position> {
        if bytes.u8(86) == 0 {
            assert!(bytes.0[..88].iter().all(|byte| *byte == 0), "an empty place is all zero");
            return None;
        }
        Some(Position {
            co_staker: self.known(bytes, 0),
            stake: bytes.u64(32),
            claimed: bytes.u64(40),
            rewards: bytes.u64(48),
            claimed_at: bytes.i64(56),
            cooldown_at: bytes.time(64),
            unlock_at: bytes.time(72),
            offer: bytes.u32(80),
            bps: bytes.u16(84),
        })
    }

    pub fn offer(&self, bytes: Bytes<'_>) -> Offer {
        assert!(Self::is_sound(bytes, 320), "an offer");
        let state = match bytes.u8(9) {
            0 => OfferState::Open,
            1 => OfferState::Claimed,
            2 => OfferState::Retracted,
            other => panic!("an offer in state {other}"),
        };
        Offer {
            state,
            owner: self.known(bytes, 48),
            co_staker: self.maybe(bytes, 80),
            reserved_for: self.maybe(bytes, 112),
            model: bytes.name(144),
            amount: bytes.u64(176),
            expires_at: bytes.time(184),
            bps: bytes.u16(192),
            created_at: bytes.i64(200),
            // Of no meaning before.
            claimed_at: (state == OfferState::Claimed).then(|| bytes.i64(208)),
            rewards: bytes.u64(216),
            rent_payer: self.known(bytes, 224),
        }
    }

    pub fn counter(&self, bytes: Bytes<'_>) -> Counter {
        assert!(Self::is_sound(bytes, 240), "a claim counter");
        let slot = |at: usize| {
            let bytes = bytes.from(at);
            (bytes.u8(44) == 1).then(|| Slot {
                device: self.keys.device(&bytes.key(0)),
                offer: bytes.u32(40),
                free_from: bytes.time(32),
            })
        };
        Counter { rent_payer: self.known(bytes, 48), slots: [80, 128].map(slot) }
    }

    pub fn case(&self, bytes: Bytes<'_>) -> Case {
        assert!(Self::is_sound(bytes, 776), "a slash case");
        let states = [CaseState::Open, CaseState::Appealed, CaseState::Upheld, CaseState::Overturned];
        Case {
            state: states[usize::from(bytes.u8(9))],
            bps: bytes.u16(10),
            owner: self.known(bytes, 80),
            offence_at: bytes.i64(112),
            opened_at: bytes.i64(120),
            appealed_at: bytes.time(128),
            parts: std::array::from_fn(|number| self.part(bytes.from(136 + 64 * number))),
        }
    }

    fn part(&self, bytes: Bytes<'_>) -> Option<Part> {
        let kind = bytes.u8(60);
        (kind != 0).then(|| Part {
            party: self.known(bytes, 0),
            stake: bytes.u64(32),
            rewards: bytes.u64(40),
            since: bytes.i64(48),
            offer: (kind == 2).then(|| bytes.u32(56)),
            returned: bytes.u8(61) == 1,
        })
    }

    /// A token account, as the classic token program lays it out.
    pub fn token(&self, bytes: Bytes<'_>) -> Token {
        let holder = bytes.key(32);
        let holder = match self.keys.device(&holder) {
            super::keys::STRANGE if holder == self.keys.pool() => Holder::Pool,
            super::keys::STRANGE => Holder::Wallet(self.known(bytes, 32)),
            device => Holder::Device(device),
        };
        Token { holder, amount: bytes.u64(64) }
    }
}

fn own_stake(bytes: Bytes<'_>) -> OwnStake {
    let exiting = bytes.u64(8);
    OwnStake { active: bytes.u64(0), exiting, unlock_at: bytes.time(16).filter(|_| exiting > 0), since: bytes.time(24) }
}

fn bucket(bytes: Bytes<'_>) -> Bucket {
    Bucket { rewards: bytes.u64(0), blocks: bytes.u32(8), day: bytes.u32(12) }
}
