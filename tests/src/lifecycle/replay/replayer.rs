//! What the events say, held against the accounts.

use std::{collections::BTreeMap, fmt::Debug};

use co_staking_client::{
    Pubkey,
    account::{self, AccountError},
    event::Event,
    pda,
};

use super::{
    case::CaseCopy, config::ConfigCopy, counter::CounterCopy, device::DeviceCopy, offer::OfferCopy, pool::PoolCopy,
};
use crate::world::World;

/// What the events say, so far.
#[derive(Default)]
pub struct Replayer {
    pub(super) config: Option<ConfigCopy>,
    pub(super) pool: Option<PoolCopy>,
    pub(super) devices: BTreeMap<Pubkey, DeviceCopy>,
    pub(super) offers: BTreeMap<Pubkey, OfferCopy>,
    pub(super) counters: BTreeMap<Pubkey, CounterCopy>,
    pub(super) cases: BTreeMap<Pubkey, CaseCopy>,
}

impl Replayer {
    pub fn of(events: &[Event]) -> Self {
        let mut replayer = Self::default();
        events.iter().for_each(|event| replayer.apply(event));
        replayer
    }

    pub(super) fn config(&mut self) -> &mut ConfigCopy {
        self.config.as_mut().expect("the config was initialized")
    }

    pub(super) fn pool(&mut self) -> &mut PoolCopy {
        self.pool.as_mut().expect("the config was initialized")
    }

    pub(super) fn device(&mut self, key: &Pubkey) -> &mut DeviceCopy {
        self.devices.get_mut(key).expect("the device was registered")
    }

    pub(super) fn offer(&mut self, key: &Pubkey) -> &mut OfferCopy {
        self.offers.get_mut(key).expect("the offer was created")
    }

    pub(super) fn case(&mut self, key: &Pubkey) -> &mut CaseCopy {
        self.cases.get_mut(key).expect("the case was opened")
    }

    pub(super) fn counter(&mut self, wallet: &Pubkey) -> &mut CounterCopy {
        self.counters.get_mut(&pda::claims(wallet)).expect("the counter was opened")
    }

    /// A counter that was closed has nothing to free.
    pub(super) fn free(&mut self, wallet: &Pubkey, device: &Pubkey, index: u32) {
        if let Some(counter) = self.counters.get_mut(&pda::claims(wallet)) {
            counter.free(device, index);
        }
    }

    /// Compares every field with the accounts.
    pub async fn assert_rebuilds(&self, world: &mut World) {
        assert_eq!(self.config, Some((&world.config().await).into()));
        assert_eq!(self.pool, Some((&world.pool().await).into()));
        let pool = self.pool.as_ref().unwrap();
        assert!(world.balance(&pda::reward_vault()).await >= pool.funded - pool.paid);
        assert!(world.balance(&pda::escrow()).await >= pool.escrowed);
        assert_equal(world, &self.devices, account::device).await;
        assert_equal(world, &self.offers, account::offer).await;
        assert_equal(world, &self.counters, account::claim_counter).await;
        assert_equal(world, &self.cases, account::slash_case).await;
        for device in self.devices.values() {
            assert!(world.balance(&device.vault).await >= device.ledger);
        }
    }
}

/// Every account that the events know is there, and is what they say.
async fn assert_equal<Account, Copy: for<'a> From<&'a Account> + PartialEq + Debug>(
    world: &mut World,
    copies: &BTreeMap<Pubkey, Copy>,
    read: impl Fn(&Pubkey, &[u8]) -> Result<Account, AccountError>,
) {
    for (key, copy) in copies {
        let found = world.account(key).await.unwrap_or_else(|| panic!("the events know {copy:?}"));
        assert_eq!(*copy, Copy::from(&read(&found.owner, &found.data).unwrap()));
    }
}
