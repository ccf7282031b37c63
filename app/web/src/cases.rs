//! Slash cases that are not settled, and what is in them.

use co_staking_client::{Part, Pubkey, SlashCase, rules::slash::CaseState};

/// Whether something can still be done about it.
pub fn is_unsettled(case: &SlashCase) -> bool {
    match case.state() {
        CaseState::Open | CaseState::Appealed => true,
        CaseState::Overturned => !case.is_returned(),
        CaseState::Upheld => false,
    }
}

/// Whether that wallet may appeal it (R30), or something of the wallet's was taken.
pub fn names(case: &SlashCase, wallet: &Pubkey) -> bool {
    case.owner == *wallet || case.parts().iter().any(|part| part.is_some() && part.party() == wallet)
}

/// Base units that an unsettled case holds, stake and withheld rewards together, of the parts that `is_meant`.
pub fn held(case: &SlashCase, is_meant: impl Fn(&Part) -> bool) -> u64 {
    let due = case.parts().iter().filter(|part| part.is_due() && is_meant(part));
    due.fold(0, |sum: u64, part| sum.saturating_add(part.stake()).saturating_add(part.rewards()))
}

/// Base units that unsettled cases hold of a wallet's.
pub fn held_of(wallet: &Pubkey, cases: &[(Pubkey, &SlashCase)]) -> u64 {
    cases.iter().map(|(_, case)| held(case, |part| part.party() == wallet)).fold(0, u64::saturating_add)
}
