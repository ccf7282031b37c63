//! Markets, with what stands on them: each twice, and beside the first one another of the same owner.

use co_staking_client::{instructions as client, pda};
use solana_program::pubkey::Pubkey;

use super::initialize;
use crate::world::{Device, Wallet, World, offers::asking};

/// A device with an offer that was claimed.
pub(super) struct CoStaked {
    pub device: Device,
    /// The same wallet claimed another one of the device, or none.
    pub own_offer: Option<u32>,
    pub wallet: Wallet,
    /// Of the offer and of the wallet's counter.
    pub rent_payer: Wallet,
}

impl CoStaked {
    pub fn offer(&self) -> Pubkey {
        pda::offer(&self.device.key, 0)
    }

    /// Of all that the wallet claimed.
    pub fn offers(&self) -> impl Iterator<Item = u32> {
        [Some(0), self.own_offer].into_iter().flatten()
    }

    pub fn counter(&self) -> Pubkey {
        pda::claims(&self.wallet.key())
    }
}

/// A device whose owner has staked enough for offers.
pub(super) struct Market {
    pub device: Device,
    /// Who pays for its offers and for the counters of those who claim them: another wallet than the owner.
    pub payer: Wallet,
}

/// Two markets, and another device of the first one's owner.
pub(super) async fn markets(world: &mut World) -> ([Market; 2], Device) {
    initialize(world).await;
    let devices = [world.market(1_000, 1_000).await, world.market(1_000, 1_000).await];
    let own = world.unregistered_of(devices[0].owner.clone());
    world.register(&own, 1, 0).await;
    world.stake(&own, 1_000).await;
    world.set_operational(&own, true).await;
    (devices.map(|device| Market { device, payer: world.wallet(0) }), own)
}

/// The same, with an offer of each, and a second one of the first.
pub(super) async fn offered(world: &mut World) -> ([Market; 2], Device) {
    let (markets, own) = markets(world).await;
    for (market, index, amount) in [(&markets[0], 0, 300), (&markets[1], 0, 300), (&markets[0], 1, 200)] {
        let Market { device, payer } = market;
        let owner = device.owner.key();
        let ix = client::owner::create_offer(&device.key, index, &owner, &payer.key(), asking(amount, 1));
        world.accept(&[ix], &[&device.owner.keypair, &payer.keypair]).await;
    }
    (markets, own)
}

/// The same, claimed by a wallet each.
pub(super) async fn co_staked(world: &mut World) -> ([CoStaked; 2], Device) {
    let ([first, second], own) = offered(world).await;
    ([claimed(world, first, Some(1)).await, claimed(world, second, None).await], own)
}

async fn claimed(world: &mut World, market: Market, own_offer: Option<u32>) -> CoStaked {
    let Market { device, payer: rent_payer } = market;
    let wallet = world.wallet(500);
    let ix = client::co_staker::open_claims(&rent_payer.key(), &wallet.key());
    world.accept(&[ix], &[&rent_payer.keypair]).await;
    let co_staked = CoStaked { device, own_offer, wallet, rent_payer };
    for offer in co_staked.offers() {
        world.claim(&co_staked.device, offer, &co_staked.wallet).await;
    }
    co_staked
}

/// Their wallets leave all of their co-stakes.
pub(super) async fn leave(world: &mut World, pair: &[CoStaked; 2]) {
    for staked in pair {
        for offer in staked.offers() {
            world.leave(&staked.device, offer, &staked.wallet).await;
        }
    }
}
