use co_staking_client::{format::IO, instructions::slash::ReturnTo};

use crate::world::{World, slash::WINDOW};

#[tokio::test]
async fn one_case_is_returned_and_one_burned() {
    let mut world = World::new().await;
    let device = world.market(1_000 * IO, 1_000 * IO).await;
    let (_, wallet) = world.co_staked(&device, 500 * IO, 7_400).await;
    let supply = world.supply().await;
    let first = world.slash(&device, "first", 2_000).await;
    let second = world.slash(&device, "second", 2_000).await;
    world.appeal(&first, &wallet).await;
    world.rule(&first, false).await;
    for number in [0, 1] {
        world.return_part(&first, number, ReturnTo::default()).await;
    }
    world.wait(WINDOW + 1).await;
    world.finalize(&second).await;
    assert_eq!(world.supply().await, supply - 160 * IO - 80 * IO);
}
