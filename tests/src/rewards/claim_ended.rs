//! R19, R26, R5, R13: rewards outlive the co-stake, on its offer, and hold up what would lose them.

use co_staking_client::{
    CoStakingError as E, Pubkey,
    event::{Event, RewardsClaimed},
    instructions::owner::{close_device, close_offer},
    pda,
};
use solana_signer::Signer;

use crate::{
    layout::{self, at},
    world::{COOLDOWN, DAY, Device, Wallet, World},
};

/// A co-stake that earned 74 of 100, left, and was withdrawn.
async fn ended(world: &mut World) -> (Device, u32, Wallet) {
    let device = world.market(1_000, 1_000).await;
    let (index, wallet) = world.co_staked(&device, 500, 7_400).await;
    world.fund_pool(100).await;
    world.earn(&device, 100).await;
    world.leave(&device, index, &wallet).await;
    world.wait(21 * DAY).await;
    world.pay_out(&device, index, &wallet).await;
    (device, index, wallet)
}

#[tokio::test]
async fn an_ended_co_stakes_rewards_are_claimed_from_its_offer() {
    let mut world = World::new().await;
    let (device, index, wallet) = ended(&mut world).await;
    assert_eq!((world.offer(&device, index).await.rewards(), world.balance(&wallet.token).await), (74, 500));
    let before = world.bytes(&device).await;
    let receipt = world.claim_co_stake_rewards(&device, index, &wallet).await;
    let expected = RewardsClaimed {
        device: device.key,
        offer_index: Some(index),
        party: wallet.key(),
        sender: world.payer().pubkey(),
        destination: wallet.token,
        amount: 74,
        owed: 26,
        paid: 74,
    };
    assert_eq!(receipt.event(), Event::RewardsClaimed(expected));
    assert_eq!(world.balance(&wallet.token).await, 574);
    assert_eq!((world.offer(&device, index).await.rewards(), world.bytes(&device).await), (0, before));
    let again = world.claiming_co_stake_rewards(&device, index, &wallet);
    world.refuse(&[again], &[], E::NothingToClaim).await;
}

/// What was claimed before the withdrawal does not wait on the offer.
#[tokio::test]
async fn claimed_from_the_position_nothing_moves_to_the_offer() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let (index, wallet) = world.co_staked(&device, 500, 7_400).await;
    world.fund_pool(100).await;
    world.earn(&device, 100).await;
    world.leave(&device, index, &wallet).await;
    world.claim_co_stake_rewards(&device, index, &wallet).await;
    world.wait(21 * DAY).await;
    world.pay_out(&device, index, &wallet).await;
    assert_eq!(world.offer(&device, index).await.rewards(), 0);
    world.close_offer(&device, index).await;
}

/// R13
#[tokio::test]
async fn the_offer_closes_once_its_rewards_are_claimed() {
    let mut world = World::new().await;
    let (device, index, wallet) = ended(&mut world).await;
    let owner = device.owner.key();
    let ix = close_offer(&device.key, index, &owner, &owner);
    world.refuse(&[ix], &[&device.owner.keypair], E::OfferHasRewards).await;
    world.claim_co_stake_rewards(&device, index, &wallet).await;
    world.close_offer(&device, index).await;
    let ix = world.claiming_co_stake_rewards(&device, index, &wallet);
    world.refuse(&[ix], &[], anchor_lang::error::ErrorCode::AccountOwnedByWrongProgram).await;
}

/// R5
#[tokio::test]
async fn the_device_closes_once_the_owners_rewards_are_claimed() {
    let mut world = World::new().await;
    let (device, index, wallet) = ended(&mut world).await;
    world.claim_co_stake_rewards(&device, index, &wallet).await;
    world.close_offer(&device, index).await;
    world.unstake(&device).await;
    world.wait(COOLDOWN).await;
    world.withdraw(&device).await;
    let payer = world.payer().pubkey();
    let ix = close_device(&device.key, &device.owner.key(), &device.owner.token, &payer, &world.mint);
    world.refuse(&[ix], &[&device.owner.keypair], E::DeviceHasRewards).await;
    world.claim_owner_rewards(&device).await;
    world.close_device(&device).await;
    assert_eq!(world.pool_figures().await, (0, 100, 100));
    let ix = world.claiming_owner_rewards(&device);
    world.refuse(&[ix], &[], anchor_lang::error::ErrorCode::AccountOwnedByWrongProgram).await;
}

/// Two co-stakes that took the same place one after the other keep their rewards apart.
#[tokio::test]
async fn the_next_co_stake_in_the_place_gets_its_own() {
    let mut world = World::new().await;
    let (device, first, wallet) = ended(&mut world).await;
    let (second, next) = world.co_staked(&device, 500, 5_000).await;
    world.fund_pool(10).await;
    world.earn(&device, 10).await;
    world.claim_co_stake_rewards(&device, second, &next).await;
    world.claim_co_stake_rewards(&device, first, &wallet).await;
    assert_eq!((world.balance(&next.token).await, world.balance(&wallet.token).await), (5, 574));
}

/// The party is the co-staker that the offer names; nobody is while that is the zero address.
#[tokio::test]
async fn an_offer_without_a_co_staker_pays_nobody() {
    let mut world = World::new().await;
    let (device, index, wallet) = ended(&mut world).await;
    world.poke(&pda::offer(&device.key, index), at(layout::OFFER, "co_staker"), &[0; 32]).await;
    let ix = world.claiming_co_stake_rewards(&device, index, &wallet);
    world.refuse(&[ix], &[], E::DestinationNotOwned).await;
    assert_ne!(wallet.key(), Pubkey::default());
}
