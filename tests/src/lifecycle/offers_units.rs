//! What each instruction on offers and co-stakes costs, in its dearest case: a full device, both claim slots in use. An
//! address that is derived costs 1,500 units more for each bump that is tried in vain, which depends on the keys alone.

use co_staking_client::{
    Instruction, Pubkey,
    instructions::{co_staker, owner},
};
use solana_keypair::Keypair;

use crate::world::{DAY, World, offers::asking};

/// What every instruction keeps below.
const MOST: u64 = 25_000;
/// Of the instruction that sets the limit.
const LIMIT: u64 = 150;

fn vain_bumps(seeds: &[&[u8]], program: &Pubkey) -> u64 {
    u64::from(255 - Pubkey::find_program_address(seeds, program).1)
}

async fn cost(world: &mut World, name: &str, ix: Instruction, signer: &Keypair, vain_bumps: u64) {
    let units = world.accept(&[ix], &[signer]).await.units - LIMIT - 1_500 * vain_bumps;
    println!("{name}: {units}");
    assert!(units <= MOST, "{name} costs {units} units");
}

#[tokio::test]
async fn nothing_costs_more_than_25_000_units() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    for _ in 0..6 {
        let (index, wallet) = world.co_staked(&device, 10, 1).await;
        world.leave(&device, index, &wallet).await;
    }
    let (wallet, owner, program) = (world.wallet(20), device.owner.clone(), co_staking_client::ID);
    let counter = vain_bumps(&[b"claims", wallet.key().as_ref()], &program);
    let ix = co_staker::open_claims(&wallet.key(), &wallet.key());
    cost(&mut world, "open_claims", ix, &wallet.keypair, counter).await;
    for index in 6..8 {
        let (_, ix) = world.creation(&device, asking(10, 1)).await;
        let offer = vain_bumps(&[b"offer", device.key.as_ref(), &u32::to_le_bytes(index)], &program);
        cost(&mut world, "create_offer", ix, &owner.keypair, offer).await;
        let ix = world.claiming(&device, index, &wallet).await;
        cost(&mut world, "claim_offer", ix, &wallet.keypair, 0).await;
    }
    let ix = co_staker::unstake_co_stake(&device.key, 7, &wallet.key());
    cost(&mut world, "unstake_co_stake", ix, &wallet.keypair, 0).await;
    let ix = owner::unstake(&device.key, &owner.key());
    cost(&mut world, "unstake, of eight", ix, &owner.keypair, 0).await;
    let ix = co_staker::release_claim(&device.key, 6, &wallet.key(), &wallet.key());
    cost(&mut world, "release_claim", ix, &wallet.keypair, 0).await;
    world.wait(14 * DAY).await;
    let ix = world.paying_out(&device, 7, &wallet, &wallet.key());
    cost(&mut world, "withdraw_co_stake, by itself", ix, &wallet.keypair, counter).await;
    let sender = world.payer();
    let (party, mint) = (wallet.key(), world.mint);
    let seeds: [&[u8]; 3] = [party.as_ref(), spl_token::ID.as_ref(), mint.as_ref()];
    let associated = vain_bumps(&seeds, &anchor_lang::pubkey!("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL"));
    let ix = world.paying_out(&device, 6, &wallet, &solana_signer::Signer::pubkey(&sender));
    cost(&mut world, "withdraw_co_stake, by anyone", ix, &sender, counter + associated).await;
    let ix = owner::close_offer(&device.key, 7, &owner.key(), &owner.key());
    cost(&mut world, "close_offer", ix, &owner.keypair, 0).await;
    let ix = co_staker::close_claims(&wallet.key(), &wallet.key());
    cost(&mut world, "close_claims", ix, &wallet.keypair, 0).await;

    let device = world.market(1_000, 500).await;
    let index = world.create(&device, asking(10, 1)).await;
    let ix = owner::retract_offer(&device.key, index, &device.owner.key());
    cost(&mut world, "retract_offer", ix, &device.owner.keypair, 0).await;
}
