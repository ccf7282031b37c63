//! A slash case, as the events tell it.

use co_staking_client::{
    PARTS, Part, Pubkey, Slash, SlashCase,
    event::{SlashAppealed, SlashDecided, SlashOpened, SlashReturned},
    rules::{slash::CaseState, time::NEVER},
};

#[derive(Debug, PartialEq)]
pub struct CaseCopy {
    device: Pubkey,
    offence_id: [u8; 32],
    owner: Pubkey,
    bps: u16,
    offence_at: i64,
    opened_at: i64,
    appealed_at: i64,
    state: CaseState,
    parts: [Part; PARTS],
}

impl CaseCopy {
    pub fn opened(e: &SlashOpened, owner: Pubkey) -> Self {
        let Slash { bps, offence_at, .. } = e.slash;
        Self {
            device: e.device,
            offence_id: e.offence_id,
            owner,
            bps,
            offence_at,
            opened_at: e.opened_at,
            appealed_at: NEVER,
            state: CaseState::Open,
            parts: e.parts,
        }
    }

    pub fn appealed(&mut self, e: &SlashAppealed) {
        assert_eq!((self.device, self.state), (e.device, CaseState::Open));
        (self.state, self.appealed_at) = (CaseState::Appealed, e.appealed_at);
    }

    pub fn decided(&mut self, e: &SlashDecided) {
        let sum = |of: fn(&Part) -> u64| self.parts.iter().map(of).sum::<u64>();
        let burned = if e.upheld { (sum(Part::stake), sum(Part::rewards)) } else { (0, 0) };
        assert_eq!((e.burned, e.forgiven), burned);
        self.state = if e.upheld { CaseState::Upheld } else { CaseState::Overturned };
    }

    /// Whether nothing is left to be returned.
    pub fn returned(&mut self, e: &SlashReturned) -> bool {
        let part = &mut self.parts[usize::from(e.number)];
        assert!(part.is_due() && !e.part.is_due(), "each part once");
        *part = e.part;
        !self.parts.iter().any(Part::is_due)
    }
}

impl From<&SlashCase> for CaseCopy {
    fn from(case: &SlashCase) -> Self {
        Self {
            device: case.device,
            offence_id: *case.offence_id(),
            owner: case.owner,
            bps: case.bps(),
            offence_at: case.offence_at(),
            opened_at: case.opened_at(),
            appealed_at: case.appealed_at(),
            state: case.state(),
            parts: *case.parts(),
        }
    }
}
