//! Block rewards: what honest users do.

use co_staking_client::{
    Accrual, ConfigChanges, Credit, RewardPool, account,
    event::{Event, RewardsAccrued},
    instructions::rewards::{Row, accrue_rewards, claim_co_stake_rewards, claim_owner_rewards, fund_rewards},
    pda,
    rules::rewards::{Block, Skip},
};
use solana_program::instruction::Instruction;
use solana_signer::Signer;

use super::{Device, Receipt, Wallet, World};
use crate::layout;

/// What a block pays one device.
pub fn row(device: &Device, amount: u64) -> Row {
    Row { device: device.key, amount }
}

/// What became of a row that was paid: its amount, and by offer index what its co-stakes got of it.
pub fn credited(amount: u64, co_stakes: &[(u32, u64)]) -> Accrual {
    let credit = |(offer_index, amount): &(u32, u64)| Credit { offer_index: *offer_index, amount: *amount };
    Accrual::Credited { amount, co_stakes: co_stakes.iter().map(credit).collect() }
}

/// What became of a row that was not.
pub const fn skipped(reason: Skip) -> Accrual {
    Accrual::Skipped(reason)
}

/// What became of the rows of a batch.
pub fn accruals(event: RewardsAccrued) -> Vec<Accrual> {
    event.rows.into_iter().map(|row| row.accrual).collect()
}

impl World {
    /// A new wallet puts that much into the pool.
    pub async fn fund_pool(&mut self, amount: u64) -> Receipt {
        let funder = self.wallet(amount);
        let ix = fund_rewards(&funder.key(), &funder.token, &self.mint, amount);
        self.accept(&[ix], &[&funder.keypair]).await
    }

    /// A block of one hour that ends now.
    pub async fn last_hour(&mut self) -> Block {
        let ended_at = self.now().await;
        Block { started_at: ended_at - 3_600, ended_at }
    }

    pub fn accruing(&self, block: Block, rows: &[Row]) -> Instruction {
        accrue_rewards(&self.roles.rewarder.pubkey(), block, rows)
    }

    /// Posts a block. Returns what became of each row.
    pub async fn accrue(&mut self, block: Block, rows: &[Row]) -> RewardsAccrued {
        let rewarder = self.roles.rewarder.insecure_clone();
        let ix = self.accruing(block, rows);
        match self.accept(&[ix], &[&rewarder]).await.event() {
            Event::RewardsAccrued(event) => event,
            other => panic!("{other:?}"),
        }
    }

    /// An hour passes, and its block pays that much to the device.
    pub async fn earn(&mut self, device: &Device, amount: u64) -> RewardsAccrued {
        self.wait(3_600).await;
        let block = self.last_hour().await;
        self.accrue(block, &[row(device, amount)]).await
    }

    /// The owner's rewards, to its associated token account, sent by a wallet that has nothing to do with it.
    pub fn claiming_owner_rewards(&self, device: &Device) -> Instruction {
        claim_owner_rewards(&device.key, &self.payer().pubkey(), &device.owner.token, &self.mint)
    }

    pub async fn claim_owner_rewards(&mut self, device: &Device) -> Receipt {
        let ix = self.claiming_owner_rewards(device);
        self.accept(&[ix], &[]).await
    }

    /// The same for the co-staker of an offer.
    pub fn claiming_co_stake_rewards(&self, device: &Device, index: u32, wallet: &Wallet) -> Instruction {
        claim_co_stake_rewards(&device.key, index, &self.payer().pubkey(), &wallet.token, &self.mint)
    }

    pub async fn claim_co_stake_rewards(&mut self, device: &Device, index: u32, wallet: &Wallet) -> Receipt {
        let ix = self.claiming_co_stake_rewards(device, index, wallet);
        self.accept(&[ix], &[]).await
    }

    pub async fn pool(&mut self) -> RewardPool {
        let account = self.account(&pda::reward_pool()).await.expect("the pool exists");
        account::reward_pool(&account.owner, &account.data).unwrap()
    }

    /// Owed, paid and funded, as the pool's ledger has them.
    pub async fn pool_figures(&mut self) -> (u64, u64, u64) {
        let pool = self.pool().await;
        (pool.owed(), pool.paid(), pool.funded())
    }

    /// What a device's bytes would be with these fields set, and all others as they are.
    pub async fn device_with(&mut self, device: &Device, fields: &[(&str, &[u8])]) -> Vec<u8> {
        let mut data = self.account(&device.key).await.expect("the device exists").data;
        fields.iter().for_each(|(path, value)| layout::DEVICE.set(&mut data, path, value));
        data
    }

    /// A device's bytes.
    pub async fn bytes(&mut self, device: &Device) -> Vec<u8> {
        self.device_with(device, &[]).await
    }

    /// The most that a block may pay a device.
    pub async fn set_max_block_reward(&mut self, maximum: u64) {
        let changes = ConfigChanges { max_block_reward: Some(maximum), ..ConfigChanges::default() };
        self.update_config(changes).await;
    }
}
