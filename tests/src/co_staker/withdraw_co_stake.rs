//! R19, R21: anyone sends the withdrawal of an unlocked co-stake, and only the co-staker is paid.

use std::slice::from_ref;

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError as E, Pubkey,
    event::{CoStakeWithdrawn, Event},
    instructions::co_staker::{close_claims, withdraw_co_stake},
    pda,
    rules::{status::OfferState, time::NEVER},
};
use solana_signer::Signer;

use crate::{
    layout::{self, at, at_place},
    world::{
        DAY, Device, START, Wallet, World,
        offers::{anchor, asking, only, swapped, unsigned},
    },
};

/// A co-stake of 300 under offer 0 of a device that requires 1,000, left just now.
async fn left(world: &mut World) -> (Device, Wallet) {
    let device = world.market(1_000, 500).await;
    let (_, wallet) = world.co_staked(&device, 300, 6_000).await;
    world.leave(&device, 0, &wallet).await;
    (device, wallet)
}

/// The same, unlocked.
async fn unlocked(world: &mut World) -> (Device, Wallet) {
    let both = left(world).await;
    world.wait(21 * DAY).await;
    both
}

/// R19, R34: with every figure, also while paused and with a donation in the vault. Unclaimed rewards move to the offer.
#[tokio::test]
async fn pays_the_stake_and_empties_the_position() {
    let mut world = World::new().await;
    let (device, wallet) = unlocked(&mut world).await;
    world.poke(&device.key, at_place(0, "rewards"), &77u64.to_le_bytes()).await;
    world.litter(&device).await;
    world.switch(true).await;
    let receipt = world.pay_out(&device, 0, &wallet).await;
    let expected = CoStakeWithdrawn {
        device: device.key,
        offer: pda::offer(&device.key, 0),
        index: 0,
        co_staker: wallet.key(),
        sender: world.payer().pubkey(),
        destination: wallet.token,
        amount: 300,
        rewards: 77,
    };
    assert_eq!(only(receipt), Event::CoStakeWithdrawn(expected));
    assert_eq!((world.balance(&wallet.token).await, world.balance(&device.vault).await), (300, 501));
    let read = world.read(&device).await;
    assert_eq!((read.held().count(), read.ledger().unwrap()), (0, 500));
    assert!(read.positions().iter().all(|position| *position == bytemuck_zero()));
    let offer = world.offer(&device, 0).await;
    assert_eq!((offer.rewards(), offer.state(), offer.co_staker), (77, OfferState::Claimed, wallet.key()));
    assert_eq!(world.claims_of(&wallet).await, [None, None]);
    // Once.
    let again = world.paying_out(&device, 0, &wallet, &wallet.key());
    world.refuse(&[again], &[&wallet.keypair], E::NoSuchCoStake).await;
}

fn bytemuck_zero() -> co_staking_client::Position {
    anchor_lang::AnchorDeserialize::try_from_slice(&[0; 88]).unwrap()
}

/// R19: at `now == unlock_at` it works, a second before it does not; whoever sends it.
#[tokio::test]
async fn works_from_the_unlock_on() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (index, wallet) = world.co_staked(&device, 300, 1).await;
    let own = [world.paying_out(&device, index, &wallet, &wallet.key())];
    world.refuse(&own, &[&wallet.keypair], E::CoStakeNotLeft).await;
    world.leave(&device, index, &wallet).await;
    for now in [START, START + 7 * DAY, START + 21 * DAY - 1] {
        world.set_time(now);
        world.refuse(&own, &[&wallet.keypair], E::CoStakeLocked).await;
        let sender = world.payer();
        let others = world.paying_out(&device, index, &wallet, &sender.pubkey());
        world.refuse(&[others], &[&sender], E::CoStakeLocked).await;
    }
    world.set_time(START + 21 * DAY);
    world.accept(&own, &[&wallet.keypair]).await;
    let absent = world.create(&device, asking(1, 1)).await;
    let ix = world.paying_out(&device, absent, &wallet, &wallet.key());
    world.refuse(&[ix], &[&wallet.keypair], E::NoSuchCoStake).await;
}

/// R19: a stake slashed to nothing leaves at once, in every phase, and needs no token account of its co-staker.
#[tokio::test]
async fn a_stake_of_nothing_leaves_at_once() {
    for leaves in [false, true] {
        let mut world = World::new().await;
        let device = world.market(1_000, 500).await;
        let (index, wallet) = world.co_staked(&device, 300, 1).await;
        if leaves {
            world.leave(&device, index, &wallet).await;
        }
        world.poke(&device.key, at_place(0, "stake"), &1u64.to_le_bytes()).await;
        let sender = world.wallet(0);
        let ix = withdraw_co_stake(&device.key, index, &wallet.key(), &sender.key(), &sender.token, &world.mint);
        let refusal = if leaves { E::CoStakeLocked } else { E::CoStakeNotLeft };
        world.refuse(from_ref(&ix), &[&sender.keypair], refusal).await;
        world.poke(&device.key, at_place(0, "stake"), &0u64.to_le_bytes()).await;
        let Event::CoStakeWithdrawn(event) = only(world.accept(&[ix], &[&sender.keypair]).await) else { panic!() };
        assert_eq!((event.amount, event.sender), (0, sender.key()));
        assert_eq!(world.read(&device).await.held().count(), 0);
        assert_eq!(world.claims_of(&wallet).await, [None, None]);
        assert_eq!(world.balance(&sender.token).await, 0);
    }
}

/// Payouts: signed by the co-staker to any account of its own, sent by anyone else to its associated one alone.
#[tokio::test]
async fn pays_nobody_but_the_co_staker() {
    let mut world = World::new().await;
    let (device, wallet) = unlocked(&mut world).await;
    let sender = world.wallet(0);
    let mine = world.paying_out(&device, 0, &wallet, &wallet.key());
    let theirs = world.paying_out(&device, 0, &wallet, &sender.key());
    let side = world.token_account(wallet.key(), 0);
    let to = |ix: &_, destination: &Pubkey| [swapped(ix, &wallet.token, destination)];
    for destination in [sender.token, device.owner.token] {
        world.refuse(&to(&mine, &destination), &[&wallet.keypair], E::DestinationNotOwned).await;
        world.refuse(&to(&theirs, &destination), &[&sender.keypair], E::DestinationNotOwned).await;
    }
    world.refuse(&to(&theirs, &side), &[&sender.keypair], E::DestinationNotAssociated).await;
    // An associated account that was given away is the co-staker's no more.
    let other = sender.key();
    world.change_token(&wallet.token, |account| account.owner = other).await;
    world.refuse(from_ref(&mine), &[&wallet.keypair], E::DestinationNotOwned).await;
    world.refuse(&[theirs], &[&sender.keypair], E::DestinationNotOwned).await;
    world.accept(&to(&mine, &side), &[&wallet.keypair]).await;
    assert_eq!((world.balance(&side).await, world.balance(&wallet.token).await), (300, 0));
}

#[tokio::test]
async fn foreign_accounts_are_refused() {
    let mut world = World::new().await;
    let (device, wallet) = unlocked(&mut world).await;
    let (other, stranger) = unlocked(&mut world).await;
    let ix = world.paying_out(&device, 0, &wallet, &wallet.key());
    let offer = |device: &Device| pda::offer(&device.key, 0);
    let (other_mint, fake, absent) = (Pubkey::new_unique(), Pubkey::new_unique(), Pubkey::new_unique());
    world.create_mint(other_mint, |_| {});
    let foreign = Pubkey::new_unique();
    world.put_token(foreign, other_mint, wallet.key(), 0);
    let swaps = [
        (device.key, other.key, anchor(ErrorCode::ConstraintHasOne)),
        (offer(&device), offer(&other), anchor(ErrorCode::ConstraintHasOne)),
        (device.vault, other.vault, anchor(ErrorCode::ConstraintHasOne)),
        (pda::claims(&wallet.key()), pda::claims(&stranger.key()), E::WrongClaimCounter.into()),
        (pda::claims(&wallet.key()), device.key, E::WrongClaimCounter.into()),
        (pda::claims(&wallet.key()), absent, E::WrongClaimCounter.into()),
        (wallet.token, foreign, anchor(ErrorCode::ConstraintTokenMint)),
        (wallet.token, absent, anchor(ErrorCode::AccountNotInitialized)),
        (world.mint, other_mint, anchor(ErrorCode::ConstraintTokenMint)),
        (spl_token::ID, fake, anchor(ErrorCode::InvalidProgramId)),
    ];
    world.refuse_swaps(&ix, &[&wallet.keypair], swaps).await;
    // Mint and destination that fit each other are still not the vault's.
    let both = swapped(&swapped(&ix, &wallet.token, &foreign), &world.mint, &other_mint);
    world.refuse(&[both], &[&wallet.keypair], anchor(ErrorCode::ConstraintAddress)).await;
    world.refuse(&[unsigned(&ix, &wallet.key())], &[], anchor(ErrorCode::AccountNotSigner)).await;
    world.accept(&[ix], &[&wallet.keypair]).await;
}

/// Another offer of the same device pays its own co-staker alone.
#[tokio::test]
async fn each_offer_pays_its_own_co_staker() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (first, wallet) = world.co_staked(&device, 100, 1).await;
    let (second, other) = world.co_staked(&device, 200, 1).await;
    world.leave(&device, first, &wallet).await;
    world.leave(&device, second, &other).await;
    world.wait(21 * DAY).await;
    let ix = world.paying_out(&device, first, &wallet, &wallet.key());
    let crossed = swapped(&ix, &pda::offer(&device.key, first), &pda::offer(&device.key, second));
    world.refuse(from_ref(&crossed), &[&wallet.keypair], E::WrongClaimCounter).await;
    let counter = swapped(&crossed, &pda::claims(&wallet.key()), &pda::claims(&other.key()));
    world.refuse(&[counter], &[&wallet.keypair], E::DestinationNotOwned).await;
    world.pay_out(&device, second, &other).await;
    world.pay_out(&device, first, &wallet).await;
    assert_eq!((world.balance(&wallet.token).await, world.balance(&other.token).await), (100, 200));
}

/// Attack A9: the vault paying itself would leave the stake nowhere.
#[tokio::test]
async fn the_vault_is_no_destination() {
    let mut world = World::new().await;
    let (device, wallet) = unlocked(&mut world).await;
    let other = world.market(1_000, 500).await;
    let ix = world.paying_out(&device, 0, &wallet, &wallet.key());
    for vault in [device.vault, other.vault] {
        world.refuse(&[swapped(&ix, &wallet.token, &vault)], &[&wallet.keypair], E::DestinationNotOwned).await;
    }
}

/// A counter that its wallet closed, once both slots were free, does not hold up the withdrawal; neither does one that
/// was opened anew and holds other claims.
#[tokio::test]
async fn works_without_the_counter_and_frees_nothing_else() {
    let mut world = World::new().await;
    let (device, wallet) = left(&mut world).await;
    world.wait(7 * DAY).await;
    let close = close_claims(&wallet.key(), &wallet.key());
    world.accept(from_ref(&close), &[&wallet.keypair]).await;
    world.wait(14 * DAY).await;
    world.pay_out(&device, 0, &wallet).await;
    assert_eq!(world.balance(&wallet.token).await, 300);
    assert!(world.account(&pda::claims(&wallet.key())).await.is_none());

    let (device, wallet) = left(&mut world).await;
    let other = world.market(1_000, 500).await;
    world.create(&other, asking(1, 1)).await;
    world.change_token(&wallet.token, |account| account.amount += 1).await;
    world.wait(7 * DAY).await;
    world.accept(&[close_claims(&wallet.key(), &wallet.key())], &[&wallet.keypair]).await;
    world.open_claims(&wallet).await;
    world.claim(&other, 0, &wallet).await;
    world.wait(14 * DAY).await;
    world.pay_out(&device, 0, &wallet).await;
    assert_eq!(world.claims_of(&wallet).await, [Some((other.key, 0, NEVER)), None]);
}

/// Versions, a sum beyond 64 bits, and I1: a vault that holds too little pays nobody.
#[tokio::test]
async fn broken_accounts_stop_a_payout() {
    let mut world = World::new().await;
    let (device, wallet) = unlocked(&mut world).await;
    let (counter, offer) = (pda::claims(&wallet.key()), pda::offer(&device.key, 0));
    let ix = [world.paying_out(&device, 0, &wallet, &wallet.key())];
    for (account, version) in [
        (counter, at(layout::COUNTER, "version")),
        (offer, at(layout::OFFER, "version")),
        (device.key, at(layout::DEVICE, "version")),
    ] {
        world.poke(&account, version, &[2]).await;
        world.refuse(&ix, &[&wallet.keypair], E::UnknownVersion).await;
        world.poke(&account, version, &[1]).await;
    }
    world.poke(&offer, at(layout::OFFER, "state"), &[3]).await;
    world.refuse(&ix, &[&wallet.keypair], E::LedgerBroken).await;
    world.poke(&offer, at(layout::OFFER, "state"), &[1]).await;
    world.poke(&offer, at(layout::OFFER, "rewards"), &[255; 8]).await;
    world.poke(&device.key, at_place(0, "rewards"), &1u64.to_le_bytes()).await;
    world.refuse(&ix, &[&wallet.keypair], E::MathOverflow).await;
    world.poke(&offer, at(layout::OFFER, "rewards"), &[0; 8]).await;
    world.change_token(&device.vault, |vault| vault.amount -= 1).await;
    world.refuse(&ix, &[&wallet.keypair], E::VaultBelowLedger).await;
}
