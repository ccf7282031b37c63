use co_staking::error::CoStakingError;

use super::Action;

/// The rule that the refusal upholds.
pub(super) fn rule(refusal: CoStakingError, action: Action) -> &'static str {
    use CoStakingError as E;
    match refusal {
        E::Paused => "R34",
        E::AmountZero => match action {
            Action::CreateOffer(_) => "R11",
            Action::WithdrawOverflow { .. } => "R7",
            Action::FundRewards { .. } => "R23",
            _ => "R6",
        },
        E::AmountExceedsOverflow => "R7",
        E::NothingStaked | E::DeviceHired | E::RetractOffersFirst => "R8",
        E::OwnerExiting | E::NotExiting | E::CooldownNotOver => "R10",
        E::DeviceHasStake
        | E::DeviceHasPositions
        | E::DeviceHasOffers
        | E::DeviceHasSlashCases
        | E::DeviceHasRewards
        | E::NotYoursToClose => "R5",
        E::OwnerBelowHalf
        | E::CoStakeAboveHalf
        | E::RewardSharesAboveWhole
        | E::RewardShareOutOfRange
        | E::TooManyOffers
        | E::NoPlaceLeft
        | E::OfferExpiresInPast
        | E::ReservedForNobody => "R11",
        E::OfferNotExpired | E::OfferNotOver | E::OfferHasRewards => "R13",
        E::DeviceNotOperational | E::OfferNotOpen | E::OfferExpired => match action {
            Action::CreateOffer(_) => "R11",
            Action::RetractOffer | Action::CloseOffer => "R13",
            _ => "R14",
        },
        E::TermsDiffer | E::SelfCoStake | E::ReservedForAnother => "R14",
        E::NotTheCoStaker | E::CoStakeAlreadyLeft => "R17",
        E::CoStakeNotLeft | E::CoStakeLocked => "R19",
        E::NoSuchCoStake => match action {
            Action::UnstakeCoStake { .. } => "R17",
            _ => "R19",
        },
        E::TooManyClaims | E::ClaimStillHeld | E::NoSuchClaim | E::ClaimsNotFree => "R20",
        E::NothingToClaim => "R26",
        E::SlashOutOfRange | E::OffenceInFuture | E::OffenceTooOld | E::NothingToSlash => "R28",
        E::NotInTheCase | E::CaseNotOpen | E::AppealWindowOver => "R30",
        E::CaseNotAppealed | E::RulingWindowOver => "R31",
        E::CaseDecided | E::CaseWindowOpen => "R30, R31",
        E::CaseNotOverturned | E::NoSuchPart | E::PartReturned | E::OfferMissing | E::WrongOffer => "R32",
        _ => "the program's",
    }
}
