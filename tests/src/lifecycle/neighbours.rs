//! I8, R33: what is credited to or slashed from one device touches no other, nor offers and counters of its own.

use co_staking_client::{Pubkey, instructions::slash::ReturnTo, pda};

use crate::world::{Device, Wallet, World, slash::WINDOW};

/// A device's own accounts, and beside them those of its offer and co-staker.
fn accounts(device: &Device, offer: u32, wallet: &Wallet) -> ([Pubkey; 2], [Pubkey; 4]) {
    let beside = [pda::offer(&device.key, offer), pda::claims(&wallet.key()), wallet.token, device.owner.token];
    ([device.key, device.vault], beside)
}

#[tokio::test]
async fn notice_no_block_and_no_slash() {
    let mut world = World::new().await;
    let (device, other) = (world.market(1_000, 1_000).await, world.market(1_000, 1_000).await);
    let (offer, wallet) = world.co_staked(&device, 300, 7_400).await;
    let (kept, neighbour) = world.co_staked(&other, 300, 7_400).await;
    world.fund_pool(1_000_000).await;
    world.earn(&device, 10_007).await;
    world.earn(&other, 10_007).await;

    let (_, beside) = accounts(&device, offer, &wallet);
    let (own, others) = accounts(&other, kept, &neighbour);
    let keys: Vec<_> = beside.into_iter().chain(own).chain(others).collect();
    let before = world.snapshot(&keys).await;
    world.earn(&device, 999).await;
    let burned = world.slash_with_rewards(&device, "burned", 3_333).await;
    let returned = world.slash_with_rewards(&device, "returned", 10_000).await;
    world.appeal(&returned, &device.owner).await;
    world.rule(&returned, false).await;
    for number in [0, 1] {
        world.return_part(&returned, number, ReturnTo::default()).await;
    }
    world.wait(WINDOW + 1).await;
    world.finalize(&burned).await;
    assert_eq!(world.snapshot(&keys).await, before);

    // The pool still has what the neighbour is owed.
    world.claim_owner_rewards(&other).await;
    world.claim_co_stake_rewards(&other, kept, &neighbour).await;
    assert_eq!(world.balance(&neighbour.token).await, 10_007 * 74 / 100);
}
