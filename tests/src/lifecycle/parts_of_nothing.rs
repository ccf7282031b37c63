//! R32: a stake so small that a slash rounds to nothing is in the case all the same.

use co_staking_client::{CoStakingError as E, instructions::slash::ReturnTo};

use crate::world::{COOLDOWN, World};

/// Its party could otherwise hold up the device's end by giving its token account away.
#[tokio::test]
async fn are_returned_without_a_destination() {
    let mut world = World::new().await;
    let device = world.market(20_000, 10_000).await;
    let (nothing, first) = world.co_staked(&device, 3, 1).await;
    let (something, second) = world.co_staked(&device, 5_000, 100).await;
    let case = world.slash(&device, "offence", 2).await;
    let parts = world.case(&case).await.parts().map(|part| part.is_some().then(|| part.stake()));
    assert_eq!(parts[..4], [Some(2), Some(0), Some(1), None]);
    world.appeal(&case, &device.owner).await;
    world.rule(&case, false).await;
    world.unstake(&device).await;
    world.wait(COOLDOWN).await;
    world.withdraw(&device).await;
    for (index, wallet) in [(nothing, &first), (something, &second)] {
        world.pay_out(&device, index, wallet).await;
        let new_owner = world.key();
        world.give_away(&wallet.token, new_owner).await;
    }

    let offer_index = Some(something);
    let refused = world.returning(&case, 2, ReturnTo { offer_index, destination: None });
    world.refuse(&[refused], &[], E::DestinationMissing).await;
    let refused = world.returning(&case, 2, ReturnTo { offer_index, destination: Some(second.token) });
    world.refuse(&[refused], &[], E::DestinationNotOwned).await;
    world.return_part(&case, 1, ReturnTo::default()).await;
    let refused = world.returning(&case, 1, ReturnTo::default());
    world.refuse(&[refused], &[], E::PartReturned).await;

    let owner = ReturnTo { offer_index: None, destination: Some(device.owner.token) };
    world.return_part(&case, 0, owner).await;
    world.give_away(&second.token, second.key()).await;
    world.return_part(&case, 2, ReturnTo { offer_index, destination: Some(second.token) }).await;
    for index in [nothing, something] {
        world.close_offer(&device, index).await;
    }
    world.close_device(&device).await;
    assert_eq!(world.pool().await.escrowed(), 0);
}
