//! What must hold before an action, as data, so that the program can refuse and the client can explain.

use super::RuleResult;
use crate::error::CoStakingError;

/// One thing that must hold, and the refusal if it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Precondition {
    pub holds: bool,
    pub otherwise: CoStakingError,
}

/// `holds`, or else this refusal.
pub const fn require(holds: bool, otherwise: CoStakingError) -> Precondition {
    Precondition { holds, otherwise }
}

/// R34: what must hold for the few instructions that a pause stops.
pub const fn not_paused(paused: bool) -> Precondition {
    require(!paused, CoStakingError::Paused)
}

/// Refuses with the first precondition that does not hold. Every refusal of the program passes through here.
pub fn check<const N: usize>(preconditions: [Precondition; N]) -> RuleResult<()> {
    for precondition in preconditions {
        if !precondition.holds && !dropped(precondition.otherwise) {
            return Err(precondition.otherwise);
        }
    }
    Ok(())
}

#[cfg(not(feature = "planted-faults"))]
#[inline(always)]
const fn dropped(_check: CoStakingError) -> bool {
    false
}

#[cfg(feature = "planted-faults")]
fn dropped(check: CoStakingError) -> bool {
    crate::faults::planted() == u32::from(check)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_fails_is_the_refusal() {
        let list = |a, b| [require(a, CoStakingError::AmountZero), require(b, CoStakingError::Paused)];
        assert_eq!(check(list(true, true)), Ok(()));
        assert_eq!(check(list(true, false)), Err(CoStakingError::Paused));
        assert_eq!(check(list(false, false)), Err(CoStakingError::AmountZero));
    }
}
