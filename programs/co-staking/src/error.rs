//! Every refusal of this program: what is wrong, and what to do. The figures come from the client's `explain`.

use anchor_lang::{error::ERROR_CODE_OFFSET, prelude::*};
use num_enum::TryFromPrimitive;

/// What the program answers instead of doing something. Codes start at 6000 and never change their meaning.
#[error_code]
#[derive(PartialEq, Eq, TryFromPrimitive)]
pub enum CoStakingError {
    // Configuration
    #[msg("Only the program's upgrade authority may initialize the config: sign with that key.")]
    NotUpgradeAuthority,
    #[msg("The mint has a freeze authority, which could lock every stake: use a mint without one.")]
    MintCanFreeze,
    #[msg("A duration is out of range: each must be between 1 second and 365 days.")]
    DurationOutOfRange,
    #[msg("The base requirement is zero: set at least one base unit per card.")]
    BaseRequirementZero,
    #[msg("A role is the zero address, which nobody can sign for: name a real key.")]
    RoleIsZero,
    #[msg("This wallet is not the proposed admin: ask the admin to propose it first.")]
    NotProposedAdmin,
    #[msg("Only the guardian or the admin may pause: sign with one of these keys.")]
    NotGuardianOrAdmin,
    #[msg("Only the admin may unpause: sign with the admin's key.")]
    OnlyAdminUnpauses,
    #[msg("The program is paused: this waits until the admin unpauses; withdrawals, unstaking and claims still work.")]
    Paused,

    // Devices
    #[msg("The device's owner is the zero address, which nobody can sign for: name the owner's wallet.")]
    OwnerIsZero,
    #[msg("The model name must be 1 to 32 bytes of printable text: shorten or correct it.")]
    ModelInvalid,
    #[msg("A device needs at least one card: correct the number of cards.")]
    CardsZero,
    #[msg("The reliability is above 10000 bps: give 0 to 10000.")]
    ReliabilityOutOfRange,
    #[msg("The requirement does not fit 64 bits: check cards, multiplier and the base requirement.")]
    RequirementTooLarge,
    #[msg("The device is hired already: move the hire's end instead of starting another.")]
    AlreadyHired,
    #[msg("The device is not hired: start a hire first.")]
    NotHired,
    #[msg("The hire would end in the past: give an end after the present time, or end the hire.")]
    HireEndsInPast,
    #[msg("The hire would be longer than the longest hire, extensions included: choose an earlier end.")]
    HireTooLong,
    #[msg("The gap after the last hire is not over, in which the owner may leave: start the next hire later.")]
    HireGapNotOver,

    // The owner's stake
    #[msg("The amount is zero: give at least one base unit.")]
    AmountZero,
    #[msg("The owner is unstaking, and cannot stake until it has withdrawn: wait for the unlock and withdraw first.")]
    OwnerExiting,
    #[msg("Nothing is staked by the owner: stake first.")]
    NothingStaked,
    #[msg("The device is hired and cannot be unstaked: wait until the hire ends.")]
    DeviceHired,
    #[msg("An offer is still open: retract it before unstaking.")]
    RetractOffersFirst,
    #[msg("The amount exceeds the overflow: withdraw at most the overflow, or unstake the whole stake.")]
    AmountExceedsOverflow,
    #[msg("The owner is not unstaking, so nothing waits to be withdrawn: unstake first.")]
    NotExiting,
    #[msg("The cooldown is not over: withdraw once the unlock time has come.")]
    CooldownNotOver,

    // Closing a device
    #[msg("The owner's stake is not empty: unstake and withdraw it first.")]
    DeviceHasStake,
    #[msg("A co-stake is still held on the device: it must be withdrawn first, which anyone may send.")]
    DeviceHasPositions,
    #[msg("An offer account of the device is left: retract and close it first.")]
    DeviceHasOffers,
    #[msg("A slash case of the device is undecided or not yet returned: settle it first.")]
    DeviceHasSlashCases,
    #[msg("The owner's rewards are not claimed: claim them first.")]
    DeviceHasRewards,
    #[msg(
        "Only the owner may close the device, or the registrar if nothing was ever staked on it: sign with that key."
    )]
    NotYoursToClose,

    // Payouts
    #[msg("The destination is not a token account of the party that is paid: use one that the party owns.")]
    DestinationNotOwned,
    #[msg("Sent by another wallet, a payout goes only to the party's associated token account: use that one.")]
    DestinationNotAssociated,

    // Invariants. None of these can be reached by any sequence of instructions; each stops a bug before money moves.
    #[msg(
        "A sum would leave the range of 64 bits, and nothing was changed: give a smaller amount, or report this if you gave none."
    )]
    MathOverflow,
    #[msg("The account was written by another version of the program: use the client of that version.")]
    UnknownVersion,
    #[msg("The vault holds less than its ledger (I1): nothing was changed; please report this.")]
    VaultBelowLedger,
    #[msg("The device's ledger contradicts itself: nothing was changed; please report this.")]
    LedgerBroken,
    #[msg(
        "The offers and co-stakes promise more than the whole block reward (I4): nothing was changed; please report this."
    )]
    RewardSharesBroken,

    // Offers
    #[msg("The reward share is above 10000 bps: give 0 to 10000.")]
    RewardShareOutOfRange,
    #[msg("The offer would expire in the past: give a later time, or none.")]
    OfferExpiresInPast,
    #[msg("The offer would be reserved for a wallet that can never claim it: name a co-staker's wallet, or nobody.")]
    ReservedForNobody,
    #[msg("The device is not operational: wait until the registrar attests that it is.")]
    DeviceNotOperational,
    #[msg("The owner's stake is below half of the requirement: the owner must stake more first.")]
    OwnerBelowHalf,
    #[msg("Offers and co-stakes would exceed half of the requirement: ask for less, or retract another offer.")]
    CoStakeAboveHalf,
    #[msg("The co-stakers' shares would exceed the whole block reward: offer a smaller share.")]
    RewardSharesAboveWhole,
    #[msg("The device has four open offers and active co-stakes already: retract an offer first.")]
    TooManyOffers,
    #[msg("All eight places of the device are taken or promised: wait until a co-stake is withdrawn.")]
    NoPlaceLeft,
    #[msg("The offer is not open: it was claimed or retracted; choose another.")]
    OfferNotOpen,
    #[msg("The offer has expired: ask the owner for a new one.")]
    OfferExpired,
    #[msg("Only the owner may retract an offer that has not expired: sign as the owner, or wait until it expires.")]
    OfferNotExpired,
    #[msg("The offer's terms are not the expected ones: read the offer again before you claim it.")]
    TermsDiffer,
    #[msg("The owner cannot co-stake on its own device: stake as the owner instead.")]
    SelfCoStake,
    #[msg("The offer is reserved for another wallet: choose another offer.")]
    ReservedForAnother,
    #[msg("The offer is still open or its co-stake still held: retract it, or withdraw the co-stake, first.")]
    OfferNotOver,
    #[msg("The offer still holds rewards that its co-staker has not claimed: they must be claimed first.")]
    OfferHasRewards,

    // Co-stakes
    #[msg("The wallet has claimed two offers already: unstake one and wait until its cooldown starts.")]
    TooManyClaims,
    #[msg("The device holds no co-stake of that offer: it was never claimed, or has been withdrawn.")]
    NoSuchCoStake,
    #[msg("The co-stake belongs to another wallet: sign with the co-staker's.")]
    NotTheCoStaker,
    #[msg("The co-stake has left already: its times are set; withdraw it once it is unlocked.")]
    CoStakeAlreadyLeft,
    #[msg("The co-stake is active: unstake it first.")]
    CoStakeNotLeft,
    #[msg("The co-stake is still in its wait or cooldown: withdraw it once it is unlocked.")]
    CoStakeLocked,
    #[msg("The co-stake still counts, so its claim slot is taken: it frees itself when the cooldown starts.")]
    ClaimStillHeld,
    #[msg("The wallet holds no claim of that offer: nothing to free.")]
    NoSuchClaim,
    #[msg(
        "A claim slot is still taken: wait until the cooldown of its co-stake starts, and release it if it was pushed out."
    )]
    ClaimsNotFree,
    #[msg("The account is not the claim counter of that wallet: pass the one that follows from the wallet.")]
    WrongClaimCounter,

    // Rewards
    #[msg(
        "A reward is above the most that one block may pay one device: lower it, or have the admin raise the maximum."
    )]
    RewardAboveMaximum,
    #[msg("The batch needs exactly one amount per device: pass as many amounts as device accounts, in the same order.")]
    RewardRowsMismatch,
    #[msg("The block must end after it started: correct its times.")]
    BlockEndsBeforeStart,
    #[msg("The block ends in the future: post it once it has ended.")]
    BlockInFuture,
    #[msg("The reward pool holds less than the batch would owe: fund it, or post fewer rows.")]
    RewardPoolUnderfunded,
    #[msg("No rewards are credited to this party: wait for the next block, or for an open slash case to be decided.")]
    NothingToClaim,
    #[msg("The reward vault holds less than what is owed (I1): nothing was changed; please report this.")]
    RewardVaultBelowLedger,

    // Slashing
    #[msg("The slash is out of range: give 1 to 10000 bps.")]
    SlashOutOfRange,
    #[msg("The offence lies in the future: give the time at which it happened.")]
    OffenceInFuture,
    #[msg("The offence is too old: whoever was staked then may have left; slash within the wait and the cooldown.")]
    OffenceTooOld,
    #[msg(
        "Nothing of the device's stake can be slashed for this: what counted then has left, or the parts round to zero."
    )]
    NothingToSlash,
    #[msg("The case cannot be appealed any more: it was appealed or decided already.")]
    CaseNotOpen,
    #[msg("The time to appeal is over: the case can only be finalized.")]
    AppealWindowOver,
    #[msg("Only the owner or a co-staker in the case may appeal: sign with that wallet.")]
    NotInTheCase,
    #[msg("The case is not under appeal: nothing to rule on.")]
    CaseNotAppealed,
    #[msg("The time to rule is over: anyone may finalize the case, which restores what was slashed.")]
    RulingWindowOver,
    #[msg("The case is decided already: its outcome stands.")]
    CaseDecided,
    #[msg("The window of the case is still open: finalize it once it is over.")]
    CaseWindowOpen,
    #[msg("The case was not overturned, so nothing of it is returned: wait for its decision.")]
    CaseNotOverturned,
    #[msg("The case has no such part: choose one that it lists.")]
    NoSuchPart,
    #[msg("The part was returned already: it goes out once.")]
    PartReturned,
    #[msg("The part goes to the party itself, whose stake has ended: pass a token account of the party.")]
    DestinationMissing,
    #[msg("The part's rewards go to the offer, whose co-stake has ended: pass the offer's account.")]
    OfferMissing,
    #[msg("The offer is not the one of this part: pass the offer with the part's index.")]
    WrongOffer,
    #[msg("The escrow holds less than its ledger (I1): nothing was changed; please report this.")]
    EscrowBelowLedger,
}

impl core::error::Error for CoStakingError {}

impl CoStakingError {
    /// The refusal with that code, if it is one of this program's.
    pub fn from_code(code: u32) -> Option<Self> {
        code.checked_sub(ERROR_CODE_OFFSET).and_then(|index| Self::try_from(index).ok())
    }

    /// Every refusal, in the order of the codes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..).map_while(|index: u32| Self::try_from(index).ok())
    }
}
