//! R11: an offer is made within every cap, and never beyond one.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError as E, CreateOfferArgs, Pubkey,
    error::Failure,
    event::{Event, OfferCreated},
    instructions::owner::create_offer,
    pda,
    rules::{offer::Terms, status::OfferState, time::NEVER},
};
use solana_program::rent::Rent;

use crate::{
    layout::{self, at, at_place},
    world::{
        DAY, START, World,
        offers::{anchor, asking, only, unsigned},
    },
};

const MODEL: [u8; 32] = *b"NVIDIA H100\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// R11: with every figure. The owner signs, anyone may pay for the account.
#[tokio::test]
async fn makes_an_offer_of_every_kind() {
    let mut world = World::new().await;
    let device = world.market(1_000, 700).await;
    let (owner, sponsor, guest) = (device.owner.key(), world.wallet(0), Pubkey::new_unique());
    let terms = [
        (asking(300, 7_400), Pubkey::default(), NEVER),
        (CreateOfferArgs { reserved_for: Some(guest), ..asking(1, 0) }, guest, NEVER),
        (CreateOfferArgs { expires_at: Some(START), ..asking(199, 2_600) }, Pubkey::default(), START),
    ];
    let (mut count, mut sum) = (0, 0);
    for (args, reserved_for, expires_at) in terms {
        let ix = create_offer(&device.key, count, &owner, &sponsor.key(), args);
        let receipt = world.accept(&[ix], &[&device.owner.keypair, &sponsor.keypair]).await;

        let expected = OfferCreated {
            device: device.key,
            offer: pda::offer(&device.key, count),
            index: count,
            owner,
            reserved_for,
            model: MODEL,
            terms: Terms::new(args.amount, args.reward_bps, expires_at),
            created_at: START,
            rent_payer: sponsor.key(),
        };
        assert_eq!(only(receipt), Event::OfferCreated(expected));
        let offer = world.offer(&device, count).await;
        assert_eq!((offer.device, offer.owner, offer.index()), (device.key, owner, count));
        assert_eq!((offer.state(), offer.co_staker), (OfferState::Open, Pubkey::default()));
        assert_eq!((offer.reserved_for, offer.model), (reserved_for, MODEL));
        assert_eq!(*offer.terms(), Terms::new(args.amount, args.reward_bps, expires_at));
        assert_eq!((offer.created_at(), offer.rewards(), offer.rent_payer), (START, 0, sponsor.key()));
        count += 1;
        sum += args.amount;
        let read = world.read(&device).await;
        assert_eq!((read.next_offer_index(), read.open_offers()), (count, count as u8));
        assert_eq!(read.open_amount(), sum);
        assert_eq!(read.remains().unwrap().offer_accounts, count);
    }
    let rent = Rent::default().minimum_balance(320);
    assert_eq!(world.lamports(&sponsor.key()).await, 1_000_000_000 - 3 * rent);
}

/// R11: each refusal that is not a cap, by its own error.
#[tokio::test]
async fn refuses_what_no_offer_may_be() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let owner = device.owner.key();
    for (args, expected) in [
        (asking(0, 1), E::AmountZero),
        (asking(1, 10_001), E::RewardShareOutOfRange),
        (asking(1, u16::MAX), E::RewardShareOutOfRange),
        (CreateOfferArgs { expires_at: Some(START - 1), ..asking(1, 1) }, E::OfferExpiresInPast),
        (CreateOfferArgs { expires_at: Some(i64::MIN), ..asking(1, 1) }, E::OfferExpiresInPast),
        (CreateOfferArgs { reserved_for: Some(owner), ..asking(1, 1) }, E::ReservedForNobody),
        (CreateOfferArgs { reserved_for: Some(Pubkey::default()), ..asking(1, 1) }, E::ReservedForNobody),
        (asking(u64::MAX, 1), E::CoStakeAboveHalf),
    ] {
        world.refuse_creation(&device, args, expected).await;
    }
    world.set_operational(&device, false).await;
    world.refuse_creation(&device, asking(1, 1), E::DeviceNotOperational).await;
    world.set_operational(&device, true).await;
    world.switch(true).await;
    world.refuse_creation(&device, asking(1, 1), E::Paused).await;
    world.switch(false).await;
    world.unstake(&device).await;
    world.refuse_creation(&device, asking(1, 1), E::OwnerExiting).await;
    world.wait(14 * DAY).await;
    world.withdraw(&device).await;
    world.refuse_creation(&device, asking(1, 1), E::OwnerBelowHalf).await;
}

/// Only the owner, with its signature; and no other device's index or place.
#[tokio::test]
async fn only_the_owner_offers_and_only_on_its_device() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let other = world.market(1_000, 1_000).await;
    world.create(&other, asking(1, 1)).await;
    let (owner, stranger) = (device.owner.key(), world.wallet(0));
    let args = asking(1, 1);
    let by_stranger = create_offer(&device.key, 0, &stranger.key(), &stranger.key(), args);
    world.refuse(&[by_stranger], &[&stranger.keypair], anchor(ErrorCode::ConstraintHasOne)).await;
    let ix = create_offer(&device.key, 0, &owner, &stranger.key(), args);
    world.refuse(&[unsigned(&ix, &owner)], &[&stranger.keypair], anchor(ErrorCode::AccountNotSigner)).await;
    let payer = unsigned(&ix, &stranger.key());
    world.refuse(&[payer], &[&device.owner.keypair], anchor(ErrorCode::AccountNotSigner)).await;
    // Indices are the device's own: neither one ahead, nor another device's.
    let ahead = create_offer(&device.key, 1, &owner, &owner, args);
    world.refuse(&[ahead], &[&device.owner.keypair], anchor(ErrorCode::ConstraintSeeds)).await;
    let swaps = [(pda::offer(&device.key, 0), pda::offer(&other.key, 1), anchor(ErrorCode::ConstraintSeeds))];
    let ix = create_offer(&device.key, 0, &owner, &owner, args);
    world.refuse_swaps(&ix, &[&device.owner.keypair], swaps).await;
    world.create(&device, args).await;
    // The same again finds that index taken.
    world.refuse(&[ix], &[&device.owner.keypair], anchor(ErrorCode::ConstraintSeeds)).await;
}

/// Attack A35: lamports sent ahead to an offer's address do not block it.
#[tokio::test]
async fn an_address_with_lamports_in_it_still_becomes_an_offer() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let rent = Rent::default().minimum_balance(320);
    for (index, lamports) in (0..).zip([1, rent, rent + 1]) {
        let account = solana_account::Account { lamports, ..Default::default() };
        world.put(&pda::offer(&device.key, index), account);
        assert_eq!(world.create(&device, asking(1, 1)).await, index);
        assert_eq!(world.lamports(&pda::offer(&device.key, index)).await, lamports.max(rent));
    }
}

/// R11: indices run out rather than repeat; accounts of another version are refused.
#[tokio::test]
async fn the_last_index_and_another_version_are_refused() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let (version, next) = (at(layout::DEVICE, "version"), at(layout::DEVICE, "next_offer_index"));
    world.poke(&device.key, version, &[2]).await;
    let ix = create_offer(&device.key, 0, &device.owner.key(), &device.owner.key(), asking(1, 1));
    world.refuse(&[ix], &[&device.owner.keypair], E::UnknownVersion).await;
    world.poke(&device.key, version, &[1]).await;
    world.poke(&device.key, next, &u32::MAX.to_le_bytes()).await;
    world.refuse_creation(&device, asking(1, 1), E::MathOverflow).await;
}

/// I4 stops what no sequence can bring about: shares that are counted wrongly.
#[tokio::test]
async fn broken_shares_stop_every_change() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let (index, wallet) = world.co_staked(&device, 100, 6_000).await;
    world.poke(&device.key, at_place(0, "reward_bps"), &10_001u16.to_le_bytes()).await;
    let open = create_offer(&device.key, 1, &device.owner.key(), &device.owner.key(), asking(1, 0));
    world.refuse(&[open], &[&device.owner.keypair], E::RewardSharesAboveWhole).await;
    let ix = co_staking_client::instructions::owner::stake(
        &device.key,
        &device.owner.key(),
        &device.owner.token,
        &world.mint,
        1,
    );
    world.refuse(&[ix], &[&device.owner.keypair], Failure::from(E::RewardSharesBroken)).await;
    // An exit is open nevertheless, since it takes the share out.
    world.leave(&device, index, &wallet).await;
}
