//! What a transaction tells: one event for each of its instructions, and of a batch of rewards what became of each row.

use co_staking_client::{
    Accrual,
    event::{self, Event},
    rules::rewards::Skip as Told,
};

use crate::{
    act::{Call, Sent},
    spec::rewards::{Row, Skip},
};

/// Whether the events are those of the transaction's instructions.
///
/// # Errors
/// Where one is missing, is another's, or tells something else.
pub fn check(transaction: &[Sent], inner: &[Vec<u8>], rows: &[Row]) -> Result<(), String> {
    let told: Result<Vec<_>, _> = inner.iter().filter_map(|data| event::decode(data).transpose()).collect();
    let told = told.map_err(|error| error.to_string())?;
    let names: Vec<_> = told.iter().map(Event::name).collect();
    let expected: Vec<_> = transaction.iter().map(|sent| name(&sent.call)).collect();
    if names != expected {
        return Err(format!("the events are {names:?}, expected {expected:?}"));
    }
    let [Event::RewardsAccrued(batch)] = &told[..] else { return Ok(()) };
    if batch.rows.len() != rows.len() {
        return Err(format!("{} rows are told, of {}", batch.rows.len(), rows.len()));
    }
    let mut pairs = batch.rows.iter().zip(rows);
    pairs.try_for_each(
        |(told, row)| if agree(&told.accrual, row) { Ok(()) } else { Err(format!("{told:?}, expected {row:?}")) },
    )
}

fn agree(told: &Accrual, row: &Row) -> bool {
    match (told, row) {
        (Accrual::Credited { amount, co_stakes }, Row::Credited(expected, shares)) => {
            // A co-stake that gets nothing of it need not be told.
            let told =
                co_stakes.iter().map(|credit| (credit.offer_index, credit.amount)).filter(|(_, share)| *share > 0);
            let shares = shares.iter().copied().filter(|(_, share)| *share > 0);
            amount == expected && told.eq(shares)
        }
        (Accrual::Skipped(told), Row::Skipped(reasons)) => reasons.contains(&match told {
            Told::NotADevice => Skip::NotADevice,
            Told::AlreadyPaid => Skip::AlreadyPaid,
            Told::NotOperational => Skip::NotOperational,
            Told::OwnerExiting => Skip::OwnerExiting,
            Told::Insufficient => Skip::Insufficient,
        }),
        (Accrual::Credited { .. }, Row::Skipped(_)) | (Accrual::Skipped(_), Row::Credited(..)) => false,
    }
}

/// The event of each instruction, as the documents name it.
const fn name(call: &Call) -> &'static str {
    match call {
        Call::InitializeConfig { .. } => "ConfigInitialized",
        Call::UpdateConfig { .. } => "ConfigUpdated",
        Call::ProposeAdmin { .. } => "AdminProposed",
        Call::AcceptAdmin { .. } => "AdminAccepted",
        Call::SetPaused { .. } => "PauseSet",
        Call::RegisterDevice { .. } => "DeviceRegistered",
        Call::UpdateDevice { .. } => "DeviceUpdated",
        Call::RefreshRequirement { .. } => "RequirementRefreshed",
        Call::Stake { .. } => "OwnerStaked",
        Call::WithdrawOverflow { .. } => "OverflowWithdrawn",
        Call::Unstake { .. } => "OwnerUnstaked",
        Call::Withdraw { .. } => "OwnerWithdrew",
        Call::CloseDevice { .. } => "DeviceClosed",
        Call::CreateOffer { .. } => "OfferCreated",
        Call::RetractOffer { .. } => "OfferRetracted",
        Call::CloseOffer { .. } => "OfferClosed",
        Call::OpenClaims { .. } => "ClaimsOpened",
        Call::CloseClaims { .. } => "ClaimsClosed",
        Call::ClaimOffer { .. } => "OfferClaimed",
        Call::UnstakeCoStake { .. } => "CoStakeUnstaked",
        Call::WithdrawCoStake { .. } => "CoStakeWithdrawn",
        Call::ReleaseClaim { .. } => "ClaimReleased",
        Call::FundRewards { .. } => "RewardsFunded",
        Call::AccrueRewards { .. } => "RewardsAccrued",
        Call::ClaimRewards { .. } => "RewardsClaimed",
        Call::OpenSlash { .. } => "SlashOpened",
        Call::AppealSlash { .. } => "SlashAppealed",
        Call::RuleSlash { .. } | Call::FinalizeSlash { .. } => "SlashDecided",
        Call::ReturnSlashed { .. } => "SlashReturned",
    }
}
