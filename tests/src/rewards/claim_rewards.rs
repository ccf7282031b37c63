use co_staking_client::format::IO;

use crate::world::World;

#[tokio::test]
async fn owner_and_co_staker_get_their_shares() {
    let mut world = World::new().await;
    let device = world.market(1_000 * IO, 1_000 * IO).await;
    let (index, wallet) = world.co_staked(&device, 500 * IO, 7_400).await;
    world.fund_pool(100 * IO).await;
    let told = world.earn(&device, 100 * IO).await;
    println!("{told:?}");
    world.claim_owner_rewards(&device).await;
    world.claim_co_stake_rewards(&device, index, &wallet).await;
    assert_eq!(world.balance(&wallet.token).await, 74 * IO);
    assert_eq!((world.pool().await.owed(), world.pool().await.paid()), (0, 100 * IO));
}
