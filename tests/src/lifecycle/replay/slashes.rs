//! A device that earns, is slashed, appeals, is burned and is given back, until nothing of it is left.

use co_staking_client::{
    Accrual,
    instructions::{rewards::Row, slash::ReturnTo},
    rules::rewards::Skip,
};

use super::Replayer;
use crate::world::{COOLDOWN, DAY, Device, Wallet, World, offers::asking, rewards::row, slash::WINDOW};

struct Life {
    world: World,
    device: Device,
    /// The co-stakers of offers 0 and 1.
    wallets: [Wallet; 2],
}

impl Life {
    /// An owner's 9,000, co-stakes of 1,001 and 503 at shares of 74% and 1%, and a funded pool.
    async fn new() -> Self {
        let mut world = World::new().await;
        let device = world.market(10_000, 9_000).await;
        let (_, first) = world.co_staked(&device, 1_001, 7_400).await;
        let (_, second) = world.co_staked(&device, 503, 100).await;
        world.fund_pool(1_000_000).await;
        Self { world, device, wallets: [first, second] }
    }

    async fn check(&mut self) {
        Replayer::of(&self.world.told).assert_rebuilds(&mut self.world).await;
    }

    fn to(&self, offer: u32, wallet: &Wallet) -> ReturnTo {
        ReturnTo { offer_index: Some(offer), destination: Some(wallet.token) }
    }
}

/// R25: a batch with rows for what earns and what does not, over ten days, so that buckets are used again.
#[tokio::test]
async fn the_events_of_blocks_rebuild_the_accounts() {
    let mut life = Life::new().await;
    let (device, wallets) = (life.device.clone(), life.wallets.clone());
    let unfit = life.world.device().await;
    let closed = life.world.device().await;
    life.world.close_device(&closed).await;
    for day in 0..10 {
        life.world.wait(DAY).await;
        let block = life.world.last_hour().await;
        let nobody = Row { device: life.world.key(), amount: 1 };
        let rows = [row(&device, 1_003 + day), row(&unfit, 7), row(&closed, 7), nobody, row(&device, 1)];
        let told = life.world.accrue(block, &rows).await;
        let skips = told.rows[1..].iter().map(|row| match &row.accrual {
            Accrual::Skipped(reason) => *reason,
            credited => panic!("{credited:?}"),
        });
        let expected = [Skip::NotOperational, Skip::NotADevice, Skip::NotADevice, Skip::AlreadyPaid];
        assert_eq!(skips.collect::<Vec<_>>(), expected);
        if day == 4 {
            life.world.claim_owner_rewards(&device).await;
            life.world.claim_co_stake_rewards(&device, 0, &wallets[0]).await;
            life.world.leave(&device, 1, &wallets[1]).await;
        }
        life.check().await;
    }
    life.world.unstake(&device).await;
    life.world.wait(COOLDOWN).await;
    for (index, wallet) in (0..).zip(&wallets) {
        life.world.pay_out(&device, index, wallet).await;
        life.check().await;
        life.world.claim_co_stake_rewards(&device, index, wallet).await;
    }
    life.check().await;
}

/// R28 to R33: three cases at once, of which one is overturned, one upheld and one never appealed; then one that nobody
/// rules on, whose parties have left meanwhile.
#[tokio::test]
async fn the_events_of_slashes_rebuild_the_accounts() {
    let mut life = Life::new().await;
    let (device, [first, second]) = (life.device.clone(), life.wallets.clone());
    life.world.earn(&device, 10_007).await;
    life.world.leave(&device, 1, &second).await;
    let overturned = life.world.slash_with_rewards(&device, "overturned", 2_000).await;
    life.check().await;
    life.world.earn(&device, 999).await;
    let upheld = life.world.slash(&device, "upheld", 3_333).await;
    let burned = life.world.slash_with_rewards(&device, "burned", 10_000).await;
    life.check().await;
    assert_eq!(life.world.read(&device).await.counted(life.world.now().await), Ok(0), "slashed to nothing");

    life.world.pay_out(&device, 0, &first).await;
    life.world.appeal(&overturned, &first).await;
    life.world.appeal(&upheld, &device.owner).await;
    life.check().await;
    life.world.rule(&overturned, false).await;
    life.world.rule(&upheld, true).await;
    life.check().await;
    for (number, to) in [(1, life.to(0, &first)), (0, ReturnTo::default()), (2, life.to(1, &second))] {
        life.world.return_part(&overturned, number, to).await;
        life.check().await;
    }
    life.world.wait(WINDOW + 1).await;
    life.world.finalize(&burned).await;
    life.check().await;

    life.world.stake(&device, 9_000).await;
    let (third, newcomer) = (life.world.create(&device, asking(777, 5_000)).await, life.world.co_staker(777).await);
    life.world.claim(&device, third, &newcomer).await;
    life.world.earn(&device, 500).await;
    let silent = life.world.slash_with_rewards(&device, "silent", 2_500).await;
    life.world.appeal(&silent, &newcomer).await;
    life.world.unstake(&device).await;
    life.world.wait(WINDOW + 1).await;
    life.world.withdraw(&device).await;
    life.world.pay_out(&device, third, &newcomer).await;
    life.world.finalize(&silent).await;
    life.check().await;
    let owner = ReturnTo { offer_index: None, destination: Some(device.owner.token) };
    life.world.return_part(&silent, 0, owner).await;
    // The co-stake of offer 1 was past its unlock: the newcomer's is the only other part. It took the first place.
    let to = life.to(third, &newcomer);
    life.world.return_part(&silent, 1, to).await;
    life.check().await;

    for (index, wallet) in [(0, &first), (1, &second), (third, &newcomer)] {
        if life.world.read(&device).await.position(index).is_some() {
            life.world.pay_out(&device, index, wallet).await;
        }
        life.world.claim_co_stake_rewards(&device, index, wallet).await;
        life.world.close_offer(&device, index).await;
    }
    life.world.claim_owner_rewards(&device).await;
    life.check().await;
    life.world.close_device(&device).await;
    life.check().await;
    assert_eq!((life.world.pool().await.owed(), life.world.pool().await.escrowed()), (0, 0));
}
