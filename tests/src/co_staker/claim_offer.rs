//! R14: a co-staker takes an offer, under the terms that it expects, and pays exactly its amount.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError as E, CreateOfferArgs, ExpectedTerms, Pubkey,
    event::{ClaimsOpened, Event, OfferClaimed},
    instructions::co_staker::{claim_offer, claim_offer_first},
    pda,
    rules::{offer::Terms, phase::CoStakePhase, status::OfferState, time::NEVER},
};
use spl_token::error::TokenError;

use crate::{
    layout::{self, at},
    world::{
        DAY, Device, START, Wallet, World,
        offers::{anchor, asking, only, slots, swapped, unsigned},
    },
};

/// A device that requires 1,001 with an offer of 500 at 74%, and a co-staker who holds 600.
pub async fn offered(world: &mut World) -> (Device, Wallet) {
    let device = world.market(1_001, 501).await;
    world.create(&device, asking(500, 7_400)).await;
    let wallet = world.co_staker(600).await;
    (device, wallet)
}

/// R14: with every figure.
#[tokio::test]
async fn pays_the_offers_amount_into_the_vault() {
    let mut world = World::new().await;
    let (device, wallet) = offered(&mut world).await;
    world.litter(&device).await;
    world.wait(60).await;
    let receipt = world.claim(&device, 0, &wallet).await;
    let slots = slots([Some((device.key, 0, NEVER)), None]);
    let expected = OfferClaimed {
        device: device.key,
        offer: pda::offer(&device.key, 0),
        index: 0,
        co_staker: wallet.key(),
        terms: Terms::new(500, 7_400, NEVER),
        claimed_at: START + 60,
        place: 0,
        slots,
    };
    assert_eq!(only(receipt), Event::OfferClaimed(expected));
    assert_eq!((world.balance(&wallet.token).await, world.balance(&device.vault).await), (100, 501 + 1 + 500));
    let read = world.read(&device).await;
    let position = read.position(0).unwrap();
    assert_eq!((position.co_staker(), position.stake(), position.claimed_stake()), (&wallet.key(), 500, 500));
    assert_eq!((position.reward_bps(), position.rewards(), position.claimed_at()), (7_400, 0, START + 60));
    assert_eq!((position.cooldown_at(), position.unlock_at()), (NEVER, NEVER));
    assert_eq!(position.phase(i64::MAX - 1), Some(CoStakePhase::Active));
    assert_eq!((read.open_offers(), read.open_amount(), read.ledger().unwrap()), (0, 0, 1_001));
    assert_eq!(read.load(START + 60).unwrap().shares, 7_400);
    assert!(read.is_sufficient(START + 60).unwrap());
    let offer = world.offer(&device, 0).await;
    assert_eq!((offer.state(), offer.co_staker, offer.claimed_at()), (OfferState::Claimed, wallet.key(), START + 60));
    assert_eq!(*world.counter(&wallet).await.slots(), slots);
}

/// R20: the first claim of a wallet makes its counter in the same transaction.
#[tokio::test]
async fn a_first_claim_opens_the_counter_with_it() {
    let mut world = World::new().await;
    let (device, _) = offered(&mut world).await;
    let wallet = world.wallet(500);
    let expected = ExpectedTerms { amount: 500, reward_bps: 7_400 };
    let both = claim_offer_first(&device.key, 0, &wallet.key(), &wallet.token, &world.mint, expected);
    world.refuse(&both[1..], &[&wallet.keypair], anchor(ErrorCode::AccountOwnedByWrongProgram)).await;
    let receipt = world.accept(&both, &[&wallet.keypair]).await;
    let counter = pda::claims(&wallet.key());
    let opened = ClaimsOpened { wallet: wallet.key(), counter, rent_payer: wallet.key() };
    assert_eq!(receipt.events[0], Event::ClaimsOpened(opened));
    assert!(matches!(receipt.events[1], Event::OfferClaimed(_)));
}

/// R14: each refusal by its own error.
#[tokio::test]
async fn refuses_whoever_may_not_claim() {
    let mut world = World::new().await;
    let (device, wallet) = offered(&mut world).await;
    world.open_claims(&device.owner).await;
    world.refuse_claim(&device, 0, &device.owner, E::SelfCoStake).await;
    world.set_operational(&device, false).await;
    world.refuse_claim(&device, 0, &wallet, E::DeviceNotOperational).await;
    world.set_operational(&device, true).await;
    world.switch(true).await;
    world.refuse_claim(&device, 0, &wallet, E::Paused).await;
    world.switch(false).await;
    world.claim(&device, 0, &wallet).await;
    let late = world.co_staker(500).await;
    world.refuse_claim(&device, 0, &late, E::OfferNotOpen).await;
    world.leave(&device, 0, &wallet).await;
    world.refuse_claim(&device, 0, &late, E::OfferNotOpen).await;
    let retracted = world.create(&device, asking(500, 1)).await;
    world.retract(&device, retracted).await;
    world.refuse_claim(&device, retracted, &late, E::OfferNotOpen).await;
}

/// R14: at `now == expires_at` a claim still works.
#[tokio::test]
async fn an_offer_is_claimable_until_it_expires() {
    for (secs, works) in [(-1, true), (0, true), (1, false)] {
        let mut world = World::new().await;
        let device = world.market(1_000, 500).await;
        let expires_at = START + DAY;
        world.create(&device, CreateOfferArgs { expires_at: Some(expires_at), ..asking(1, 1) }).await;
        let wallet = world.co_staker(1).await;
        world.set_time(expires_at + secs);
        match works {
            true => drop(world.claim(&device, 0, &wallet).await),
            false => world.refuse_claim(&device, 0, &wallet, E::OfferExpired).await,
        }
    }
}

#[tokio::test]
async fn a_reserved_offer_is_for_that_wallet_alone() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (guest, other) = (world.co_staker(1).await, world.co_staker(1).await);
    let index = world.create(&device, CreateOfferArgs { reserved_for: Some(guest.key()), ..asking(1, 1) }).await;
    world.refuse_claim(&device, index, &other, E::ReservedForAnother).await;
    world.claim(&device, index, &guest).await;
}

/// The owner stays the owner, whatever an offer says: neither an offer reserved for it nor one that names another owner
/// lets it claim. And no owner that is leaving is joined.
#[tokio::test]
async fn no_overwritten_field_makes_the_owner_a_co_staker() {
    let mut world = World::new().await;
    let (device, wallet) = offered(&mut world).await;
    world.open_claims(&device.owner).await;
    let offer = pda::offer(&device.key, 0);
    world.poke(&offer, at(layout::OFFER, "reserved_for"), device.owner.key().as_ref()).await;
    world.refuse_claim(&device, 0, &device.owner, E::SelfCoStake).await;
    world.poke(&offer, at(layout::OFFER, "reserved_for"), &[0; 32]).await;
    world.poke(&offer, at(layout::OFFER, "owner"), wallet.key().as_ref()).await;
    world.refuse_claim(&device, 0, &device.owner, E::SelfCoStake).await;
    // A wallet that becomes the device's owner is refused from then on.
    world.poke(&device.key, at(layout::DEVICE, "owner"), wallet.key().as_ref()).await;
    world.refuse_claim(&device, 0, &wallet, E::SelfCoStake).await;
    world.poke(&device.key, at(layout::DEVICE, "owner"), device.owner.key().as_ref()).await;
    world.poke(&device.key, at(layout::DEVICE, "owner_stake.exiting"), &1u64.to_le_bytes()).await;
    world.refuse_claim(&device, 0, &wallet, E::OwnerExiting).await;
    world.poke(&device.key, at(layout::DEVICE, "owner_stake.exiting"), &0u64.to_le_bytes()).await;
    world.claim(&device, 0, &wallet).await;
}

/// R14: R11's caps must hold still. Only a change of the requirement moves them once an offer is made.
#[tokio::test]
async fn the_caps_are_judged_again_at_the_claim() {
    for (cards, least, refusal) in [(2, 1_000, E::OwnerBelowHalf), (1, 999, E::CoStakeAboveHalf)] {
        let mut world = World::new().await;
        // Two cards need 2,000; then the base changes.
        let device = world.market(2_000, 1_000).await;
        world.create(&device, asking(1_000, 1)).await;
        let wallet = world.co_staker(1_000).await;
        let base_requirement = if cards == 2 { Some(1_001) } else { Some(2 * least + 1) };
        let changes = co_staking_client::ConfigChanges { base_requirement, ..Default::default() };
        world.update_config(changes).await;
        world.announce_cards(&device, cards).await;
        let refresh = co_staking_client::instructions::registrar::refresh_requirement(&device.key);
        world.accept(&[refresh], &[]).await;
        world.set_time(START + 7 * DAY);
        world.refuse_claim(&device, 0, &wallet, refusal).await;
        // One unit less, or one second earlier, and it would have worked.
        world.set_time(START + 7 * DAY - 1);
        world.claim(&device, 0, &wallet).await;
    }
}

/// Attack A1 to A4, A9: another's signature, counter, offer, vault or token account in each place.
#[tokio::test]
async fn foreign_accounts_are_refused() {
    let mut world = World::new().await;
    let (device, wallet) = offered(&mut world).await;
    let (other, stranger) = offered(&mut world).await;
    let ix = world.claiming(&device, 0, &wallet).await;
    let offer = |device: &Device| pda::offer(&device.key, 0);
    let counter = |wallet: &Wallet| pda::claims(&wallet.key());
    let swaps = [
        (offer(&device), offer(&other), anchor(ErrorCode::ConstraintHasOne)),
        (device.key, other.key, anchor(ErrorCode::ConstraintHasOne)),
        (device.vault, other.vault, anchor(ErrorCode::ConstraintHasOne)),
        (counter(&wallet), counter(&stranger), E::WrongClaimCounter.into()),
        // The token program's own word: the signer may not spend from it.
        (wallet.token, stranger.token, TokenError::OwnerMismatch.into()),
    ];
    world.refuse_swaps(&ix, &[&wallet.keypair], swaps).await;
    let bare = unsigned(&ix, &wallet.key());
    world.refuse(&[bare], &[], anchor(ErrorCode::AccountNotSigner)).await;
    let both = swapped(&swapped(&ix, &device.key, &other.key), &device.vault, &other.vault);
    world.refuse(&[both], &[&wallet.keypair], anchor(ErrorCode::ConstraintHasOne)).await;
}

/// Money comes from a live account of the config's mint that holds it, through the real token program.
#[tokio::test]
async fn only_money_that_is_there_is_staked() {
    let mut world = World::new().await;
    let (device, wallet) = offered(&mut world).await;
    let ix = world.claiming(&device, 0, &wallet).await;
    let other_mint = Pubkey::new_unique();
    world.create_mint(other_mint, |_| {});
    let foreign = Pubkey::new_unique();
    world.put_token(foreign, other_mint, wallet.key(), 500);
    let frozen = world.token_account(wallet.key(), 500);
    world.freeze(&frozen).await;
    let poor = world.token_account(wallet.key(), 499);
    let closed = Pubkey::new_unique();
    let fake = Pubkey::new_unique();
    let swaps = [
        (wallet.token, foreign, anchor(ErrorCode::ConstraintTokenMint)),
        (wallet.token, frozen, TokenError::AccountFrozen.into()),
        (wallet.token, poor, TokenError::InsufficientFunds.into()),
        (wallet.token, closed, anchor(ErrorCode::AccountNotInitialized)),
        (world.mint, other_mint, anchor(ErrorCode::ConstraintTokenMint)),
        (spl_token::ID, fake, anchor(ErrorCode::InvalidProgramId)),
    ];
    world.refuse_swaps(&ix, &[&wallet.keypair], swaps).await;
    // Mint and source that fit each other are still not the vault's.
    let both = swapped(&swapped(&ix, &wallet.token, &foreign), &world.mint, &other_mint);
    world.refuse(&[both], &[&wallet.keypair], anchor(ErrorCode::ConstraintAddress)).await;
    // From another account of the wallet it works, and from one that the wallet may spend from.
    let lent = world.token_account(device.owner.key(), 500);
    world
        .change_token(&lent, |account| {
            account.delegate = crate::world::offers::delegate(wallet.key());
            account.delegated_amount = 500;
        })
        .await;
    world.accept(&[swapped(&ix, &wallet.token, &lent)], &[&wallet.keypair]).await;
    assert_eq!(world.balance(&lent).await, 0);
}

/// Attack A9: paying the vault from itself, or from another device's, would stake what others staked.
#[tokio::test]
async fn the_vault_is_no_source() {
    let mut world = World::new().await;
    let (device, wallet) = offered(&mut world).await;
    let (other, _) = offered(&mut world).await;
    let ix = world.claiming(&device, 0, &wallet).await;
    for vault in [device.vault, other.vault] {
        let aliased = swapped(&ix, &wallet.token, &vault);
        world.refuse(&[aliased], &[&wallet.keypair], TokenError::OwnerMismatch).await;
    }
}

/// A counter and an offer of another version are refused; I1 stops a vault that holds too little.
#[tokio::test]
async fn broken_accounts_stop_a_claim() {
    let mut world = World::new().await;
    let (device, wallet) = offered(&mut world).await;
    let (counter, offer) = (pda::claims(&wallet.key()), pda::offer(&device.key, 0));
    for (account, version) in
        [(counter, at(layout::COUNTER, "version")), (offer, at(layout::OFFER, "version")), (device.key, 8)]
    {
        let ix = claim_offer(
            &device.key,
            0,
            &wallet.key(),
            &wallet.token,
            &world.mint,
            ExpectedTerms { amount: 500, reward_bps: 7_400 },
        );
        world.poke(&account, version, &[2]).await;
        world.refuse(&[ix], &[&wallet.keypair], E::UnknownVersion).await;
        world.poke(&account, version, &[1]).await;
    }
    world.change_token(&device.vault, |vault| vault.amount -= 1).await;
    world.refuse_claim(&device, 0, &wallet, E::VaultBelowLedger).await;
}
