//! What the client makes of accounts: figures, statuses, estimates, and why something is refused. It reads them from a
//! cluster, so they may say anything; it answers, or with an error, and never panics.

use std::fmt::Write;

use anchor_lang::Discriminator;
use bytemuck::Pod;
use co_staking_client::{
    ClaimCounter, Config, CreateOfferArgs, Device, ExpectedTerms, ID, Offer, Pubkey, RewardPool, Slash, SlashCase,
    account::{self, AccountError},
    explain::{Accounts, Action, explain},
    marketplace::{OfferFilter, estimate_reward},
    rules::{phase::CoStakePhase, rewards::Block},
};

use crate::input::Input;

/// Eight bytes somewhere in one of the accounts: most are zeros, as most of real ones are.
struct Patch {
    account: u8,
    at: u16,
    bytes: [u8; 8],
}

/// Accounts with any bytes in any of their fields, at any time.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let (now, kind, amount, index) = (input.take(), input.below(22), input.take(), input.take());
    let (flags, signer): (u8, u8) = (input.take(), input.take());
    let mut patches = vec![];
    while !input.is_empty() {
        patches.push(Patch { account: input.below(6) as u8, at: input.take(), bytes: input.take() });
    }
    let config: Config = patched(0, &patches, account::config);
    let device: Device = patched(1, &patches, account::device);
    let offer: Offer = patched(2, &patches, account::offer);
    let counter: ClaimCounter = patched(3, &patches, account::claim_counter);
    let pool: RewardPool = patched(4, &patches, account::reward_pool);
    let case: SlashCase = patched(5, &patches, account::slash_case);
    let some = |bit: u8| flags & (1 << bit) == 0;
    let accounts = Accounts {
        offer: some(0).then_some(&offer),
        counter: some(1).then_some(&counter),
        case: some(2).then_some(&case),
        pool: some(3).then_some(&pool),
        balance: some(4).then_some(amount),
        ..Accounts::of_device(&config, &device, offer.device)
    };
    let signers = [device.owner, offer.co_staker, counter.wallet, config.roles.registrar, config.admin];
    let signer = signers[usize::from(signer) % signers.len()];
    assert_tells(action(kind, amount, index, now), &signer, accounts, now);
    figures(&device, &offer, accounts, &signer, amount, now);
}

/// A version that the client reads, and the patches.
fn patched<T: Pod + Discriminator>(
    number: u8,
    patches: &[Patch],
    decode: fn(&Pubkey, &[u8]) -> Result<T, AccountError>,
) -> T {
    let mut data = [T::DISCRIMINATOR, &vec![0; size_of::<T>()]].concat();
    for patch in patches.iter().filter(|patch| patch.account == number) {
        let at = 8 + usize::from(patch.at) % (size_of::<T>() - 8);
        data[at..at + 8].copy_from_slice(&patch.bytes);
    }
    data[8] = 1;
    decode(&ID, &data).expect("its type, length and version are right")
}

fn action(kind: usize, amount: u64, offer_index: u32, at: i64) -> Action {
    let bps = offer_index as u16;
    match kind {
        0 => Action::UpdateDevice,
        1 => Action::Stake { amount },
        2 => Action::WithdrawOverflow { amount },
        3 => Action::Unstake,
        4 => Action::Withdraw,
        5 => Action::CloseDevice,
        6 => Action::CreateOffer(CreateOfferArgs {
            amount,
            reward_bps: bps,
            reserved_for: None,
            expires_at: Some(at.wrapping_add(offer_index.into())),
        }),
        7 => Action::RetractOffer,
        8 => Action::CloseOffer,
        9 => Action::ClaimOffer(ExpectedTerms { amount, reward_bps: bps }),
        10 => Action::UnstakeCoStake { offer_index },
        11 => Action::WithdrawCoStake { offer_index },
        12 => Action::ReleaseClaim { offer_index },
        13 => Action::CloseClaims,
        14 => Action::FundRewards { amount },
        15 => Action::ClaimOwnerRewards,
        16 => Action::ClaimCoStakeRewards,
        17 => Action::OpenSlash(Slash { bps, offence_at: at.wrapping_sub(offer_index.into()), forfeit_rewards: true }),
        18 => Action::AppealSlash,
        19 => Action::RuleSlash,
        20 => Action::FinalizeSlash,
        _ => Action::ReturnSlashed { number: offer_index as u8 },
    }
}

/// The same answer twice, each reason in words.
fn assert_tells(action: Action, signer: &Pubkey, accounts: Accounts<'_>, now: i64) {
    let reasons = explain(action, signer, accounts, now);
    assert_eq!(reasons, explain(action, signer, accounts, now));
    let mut words = String::new();
    for reason in reasons.into_iter().flatten() {
        words.clear();
        write!(words, "{reason}").expect("a string takes all");
        assert!(words.contains(reason.rule) && !reason.expected.is_empty() && !reason.found.is_empty(), "{words}");
    }
}

/// What is shown of a device and of an offer.
fn figures(device: &Device, offer: &Offer, accounts: Accounts<'_>, signer: &Pubkey, amount: u64, now: i64) {
    use CoStakePhase::{Active, Cooldown, Unlocked, Waiting};
    let stakes = [Active, Waiting, Cooldown, Unlocked].map(|phase| device.co_stake_in(phase, now));
    if let (Ok(ledger), [Ok(a), Ok(b), Ok(c), Ok(d)]) = (device.ledger(), stakes) {
        let owner = device.owner_stake().total().expect("a part of the ledger");
        assert_eq!(u128::from(ledger), [owner, a, b, c, d].map(u128::from).iter().sum(), "each is in one phase");
    }
    if let (Ok(overflow), Ok(true)) = (device.overflow(now), device.is_sufficient(now)) {
        assert!(overflow <= device.owner_stake().active());
    }
    let _ = (offer.status(device, now), estimate_reward(offer, device, now), offer.model_name());
    let filter = OfferFilter { claimable_by: Some(*signer), amount_from: Some(1), ..OfferFilter::default() };
    let _ = filter.matches(offer, accounts, now);

    let mut earning = *device;
    let block = Block { started_at: now.saturating_sub(1), ended_at: now };
    let _ = earning.accrue(amount, &block, now);
}
