//! The steps of the random walk.

use co_staking_client::{
    Slash,
    instructions::{co_staker, owner, slash as ix},
};
use solana_signer::Signer;

use super::walk::Walk;
use crate::world::{DAY, offers::asking, rewards::row, slash::Case};

impl Walk {
    /// One random step of that kind.
    pub async fn step(&mut self, kind: usize) -> bool {
        let number = self.random.below(2) as usize;
        let device = self.devices[number].clone();
        let who = self.random.below(4) as usize;
        let mut wallet = self.wallets[who].clone();
        let (owner, mint, payer) = (device.owner.clone(), self.world.mint, self.world.payer());
        let read = self.world.read(&device).await;
        let mut offer = self.random.below(u64::from(read.next_offer_index().max(1))) as u32;
        // Mostly something that is there, so that enough of it works.
        let held: Vec<_> = read.held().collect();
        if !held.is_empty() && !self.random.chance(4) {
            let position = held[self.random.below(held.len() as u64) as usize];
            offer = position.offer_index();
            if kind == 4 || kind == 5 {
                wallet = self.wallets.iter().find(|wallet| wallet.key() == *position.co_staker()).unwrap().clone();
            }
        }
        // Mostly one that is not long decided.
        let recent = self.cases.len().min(if self.random.chance(4) { usize::MAX } else { 3 });
        let case = self.cases.iter().rev().nth(self.random.below(recent.max(1) as u64) as usize).cloned();
        match (kind, case) {
            (0, _) => {
                let amount = 1 + self.random.below(400);
                self.send(owner::stake(&device.key, &owner.key(), &owner.token, &mint, amount), &[&owner.keypair]).await
            }
            (1, _) => self.send(owner::unstake(&device.key, &owner.key()), &[&owner.keypair]).await,
            (2, _) => self.send(owner::withdraw(&device.key, &payer.pubkey(), &owner.token, &mint), &[&payer]).await,
            (3, _) => {
                let (amount, bps) = (1 + self.random.below(400), self.random.below(3_000) as u16);
                let (index, ix) = self.world.creation(&device, asking(amount, bps)).await;
                if !self.send(ix, &[&owner.keypair]).await {
                    return false;
                }
                let claim = self.world.claiming(&device, index, &wallet).await;
                let claimed = self.send(claim, &[&wallet.keypair]).await;
                if !claimed {
                    let retract = owner::retract_offer(&device.key, index, &owner.key());
                    assert!(self.send(retract, &[&owner.keypair]).await);
                }
                claimed
            }
            (4, _) => {
                let ix = co_staker::unstake_co_stake(&device.key, offer, &wallet.key());
                self.send(ix, &[&wallet.keypair]).await
            }
            (5, _) => {
                let ix = self.world.paying_out(&device, offer, &wallet, &payer.pubkey());
                self.send(ix, &[&payer]).await
            }
            (6, _) => {
                let back = self.random.below(22 * DAY as u64) as i64;
                let offence_at = self.world.now().await - back * i64::from(self.random.chance(2));
                let bps = if self.random.chance(4) { 10_000 } else { 1 + self.random.below(10_000) as u16 };
                let case = Case::new(&device, &self.sent.to_string());
                let slash = Slash { bps, offence_at, forfeit_rewards: self.random.chance(2) };
                let ix = self.world.opening(&case, slash);
                let slasher = self.world.roles.slasher.insecure_clone();
                let opened = self.send(ix, &[&payer, &slasher]).await;
                if opened {
                    self.cases.push((number, case));
                }
                opened
            }
            (7, Some((_, case))) => {
                let by = if self.random.chance(2) { wallet } else { case.device.owner.clone() };
                self.send(ix::appeal_slash(&case.key, &by.key()), &[&by.keypair]).await
            }
            (8, Some((_, case))) => {
                let uphold = self.random.chance(3);
                let arbiter = self.world.roles.arbiter.insecure_clone();
                let ix = self.world.ruling(&case, uphold);
                self.send(ix, &[&payer, &arbiter]).await
            }
            (9, Some((_, case))) => {
                let ix = self.world.finalizing(&case);
                self.send(ix, &[&payer]).await
            }
            (10, Some((_, case))) => {
                let number = self.random.below(5) as u8;
                self.give_back(&case, number).await
            }
            (11, _) => {
                let days = if self.random.chance(8) { 31 } else { self.random.below(4) as i64 };
                self.world.wait(days * DAY + 3_600).await;
                true
            }
            (12, _) => {
                let ix = owner::close_offer(&device.key, offer, &owner.key(), &owner.key());
                self.send(ix, &[&owner.keypair]).await
            }
            (13, _) => {
                let block = self.world.last_hour().await;
                let ix = self.world.accruing(block, &[row(&device, 997)]);
                let rewarder = self.world.roles.rewarder.insecure_clone();
                let before = self.world.pool().await.owed();
                self.send(ix, &[&payer, &rewarder]).await && self.world.pool().await.owed() > before
            }
            (14, _) => {
                let of_owner = self.random.chance(2);
                let ix = if of_owner {
                    self.world.claiming_owner_rewards(&device)
                } else {
                    self.world.claiming_co_stake_rewards(&device, offer, &wallet)
                };
                self.send(ix, &[&payer]).await
            }
            _ => false,
        }
    }
}
