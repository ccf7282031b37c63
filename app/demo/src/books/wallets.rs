use anyhow::Result;
use co_staking_client::{Pubkey, rules::amount::add};
use serde::Serialize;

use super::Read;
use crate::{
    report::{Amount, Party},
    story::unreadable,
    wallet::Wallet,
};

/// Where the tokens of a wallet came from, and where they are now.
#[derive(PartialEq, Eq, Serialize)]
pub struct WalletLine {
    pub wallet: Party,
    /// What came in: minted for it, and credited as rewards; without those that an upheld case dropped. By the events.
    pub given: Amount,
    pub earned: Amount,
    /// What went out for good: put into the reward pool, and burned. By the events.
    pub funded: Amount,
    pub burned: Amount,
    /// What it has: in its account, on devices, as rewards to claim, and in slash cases. By the accounts.
    pub holds: Amount,
    pub staked: Amount,
    pub can_claim: Amount,
    /// Stake that is in the escrow.
    pub in_cases: Amount,
    /// Rewards that a case withholds.
    pub withheld: Amount,
    /// Whether what came in is what went out and what is there.
    pub agrees: bool,
}

impl Read<'_> {
    pub(super) fn wallets(&self) -> Result<Vec<WalletLine>> {
        self.world.holders().map(|(wallet, given)| self.wallet(wallet, given)).collect()
    }

    fn wallet(&self, wallet: &Wallet, given: u64) -> Result<WalletLine> {
        let (key, told) = (wallet.key(), &self.world.told);
        let earned = told.credited.of(&key).saturating_sub(told.forgiven.of(&key));
        let (funded, burned) = (told.funded.of(&key), told.burned.of(&key));
        let holds = self.world.ledger.balance(&wallet.token(&self.world.mint));
        let (staked, can_claim) = (self.staked(&key)?, self.can_claim(&key)?);
        let own = || self.due().filter(|part| *part.party() == key);
        let in_cases = sum(own().map(|part| part.stake()))?;
        let withheld = sum(own().map(|part| part.rewards()))?;
        let all = |amounts: &[u64]| amounts.iter().map(|amount| u128::from(*amount)).sum::<u128>();
        let has = [funded, burned, holds, staked, can_claim, in_cases, withheld];
        Ok(WalletLine {
            wallet: self.world.names.party(&key),
            given: Amount(given),
            earned: Amount(earned),
            funded: Amount(funded),
            burned: Amount(burned),
            holds: Amount(holds),
            staked: Amount(staked),
            can_claim: Amount(can_claim),
            in_cases: Amount(in_cases),
            withheld: Amount(withheld),
            agrees: all(&[given, earned]) == all(&has),
        })
    }

    /// As owner and as co-staker.
    fn staked(&self, wallet: &Pubkey) -> Result<u64> {
        let mut all = vec![];
        for (_, device) in &self.devices {
            if device.owner == *wallet {
                all.push(device.owner_stake().total().map_err(unreadable)?);
            }
            all.extend(device.held().filter(|held| held.co_staker() == wallet).map(|held| held.stake()));
        }
        sum(all.into_iter())
    }

    /// As owner, as co-staker, and what ended co-stakes left on their offers.
    fn can_claim(&self, wallet: &Pubkey) -> Result<u64> {
        let offers = self.world.told.offers.iter().filter_map(|key| self.world.ledger.offer(key));
        let mut all: Vec<_> = offers.filter(|offer| offer.co_staker == *wallet).map(|offer| offer.rewards()).collect();
        for (_, device) in &self.devices {
            if device.owner == *wallet {
                all.push(device.owner_stake().rewards());
            }
            all.extend(device.held().filter(|held| held.co_staker() == wallet).map(|held| held.rewards()));
        }
        sum(all.into_iter())
    }
}

fn sum(mut amounts: impl Iterator<Item = u64>) -> Result<u64> {
    amounts.try_fold(0, add).map_err(unreadable)
}
