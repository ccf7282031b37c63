//! I7 from a thousand states and more, each reached by a random walk over two devices: every role is gone, the program is
//! paused, and somebody has thrown a token into every vault. Everybody still gets out in time exactly what is theirs, and
//! nothing is left but what was donated, or funded and never earned.

mod effects;
mod leaving;
mod model;
mod stage;
mod walk;

use std::collections::BTreeMap;

use co_staking_client::pda;
use leaving::{Leaving, features};
use model::{FUNDED, FUNDS, Model, WALLETS};
use solana_program::pubkey::Pubkey;
use solana_signer::Signer;
use stage::Stage;
use walk::Walk;

use crate::world::{Random, START};

/// What each owner has staked when a walk begins.
const STAKED: u64 = 1_500;
/// Steps that are tried between two exits.
const STRIDE: usize = 6;
/// Instructions of one transaction: the runtime follows 64, those that they call included.
const BATCH: usize = 10;

/// How often each feature was met at the time when everybody left.
type Met = BTreeMap<&'static str, usize>;

#[tokio::test]
async fn everybody_gets_out_of_a_thousand_random_states() {
    let met = probe(1, 60, 17).await;
    assert!(met["states"] >= 1_000);
    for (feature, times) in &met {
        assert!(*times >= 5, "only {times} states with: {feature}");
    }
    assert_eq!(met.len(), 27, "features that no state had: {met:#?}");
}

#[tokio::test]
#[ignore = "takes minutes"]
async fn everybody_gets_out_of_twenty_thousand_random_states() {
    probe(1_000, 400, 50).await;
}

/// So many walks with so many exits each; each exit is undone, and the walk goes on.
async fn probe(seed: u64, walks: u64, exits: usize) -> Met {
    let mut stage = Stage::new(STAKED).await;
    let mut met = Met::new();
    for number in 0..walks {
        let start = stage.begin();
        let mut walk = Walk { model: Model::new(START, STAKED), random: Random::new(seed + number) };
        stage.world.set_time(START);
        for exit in 0..exits {
            for _ in 0..STRIDE {
                walk.go_on(&mut stage).await;
            }
            println!("walk {number}, exit {exit}: {:?}", walk.model);
            features(&walk.model).into_iter().chain(["states"]).for_each(|name| *met.entry(name).or_default() += 1);
            let before = stage.begin();
            stage.everybody_leaves(&walk.model, &mut walk.random).await;
            stage.go_back(before);
            stage.world.set_time(walk.model.now);
        }
        stage.go_back(start);
    }
    println!("{met:#?}");
    met
}

impl Stage {
    async fn everybody_leaves(&mut self, model: &Model, random: &mut Random) {
        let mut model = model.clone();
        model.devices.iter_mut().for_each(|device| {
            device.owner.restored = false;
            (0..device.offers.len())
                .filter_map(|offer| device.co_stake_mut(offer).map(|held| held.restored = false))
                .count();
        });
        self.assert_agrees(&model).await;
        self.everyone_with_a_role_is_gone().await;
        let vaults = [self.devices[0].vault, self.devices[1].vault, pda::reward_vault(), pda::escrow()];
        for vault in vaults {
            self.remember(vault).await;
            self.world.donate(&vault, 1).await;
        }
        let leaving = Leaving::new(&model, random);
        let rents = if leaving.tidy { self.rents(&model).await } else { vec![] };

        loop {
            self.all_that_is_possible(&leaving, &mut model).await;
            let Some(next) = leaving.next_time(&model) else { break };
            model.now = next;
            self.world.set_time(next);
        }
        leaving.assert_in_time(&model);

        for wallet in 0..WALLETS {
            // What was donated to a device's vault is its owner's.
            let donation = u64::from(wallet < 2);
            let found = self.world.balance(&self.wallets[wallet].token).await;
            assert_eq!(found, model.due[wallet] + donation, "I6: wallet {wallet}");
        }
        let [reward_vault, escrow] = [self.world.balance(&vaults[2]).await, self.world.balance(&vaults[3]).await];
        assert_eq!(reward_vault, FUNDED - model.credited + model.forgiven + 1, "I6: what nobody earned");
        assert_eq!(escrow, 1, "I6: what was donated");
        let pool = self.world.pool().await;
        assert_eq!((pool.owed(), pool.escrowed(), pool.available()), (0, 0, reward_vault - 1));
        assert_eq!(u64::MAX - self.world.supply().await, model.burned);
        let all = model.due.iter().sum::<u64>() + 2 + reward_vault + escrow + model.burned;
        assert_eq!(all, FUNDS * WALLETS as u64 + FUNDED + 4, "I6: not a token more or less");
        for (address, lamports) in rents {
            assert_eq!(self.world.lamports(&address).await, lamports, "the rent is back");
        }
        for device in self.devices.clone() {
            assert_eq!((self.world.account(&device.key).await, self.world.account(&device.vault).await), (None, None));
        }
    }

    /// I1: before anything is donated, each vault holds its ledger to the unit.
    async fn assert_agrees(&mut self, model: &Model) {
        for (device, expected) in self.devices.clone().iter().zip(&model.devices) {
            let ledger = self.world.read(device).await.ledger().unwrap();
            assert_eq!((ledger, self.world.balance(&device.vault).await), (expected.staked(), expected.staked()), "I1");
        }
        let pool = self.world.pool().await;
        let escrow = self.world.balance(&pda::escrow()).await;
        assert_eq!((pool.escrowed(), escrow), (model.escrowed(), model.escrowed()), "I1");
        assert_eq!(self.world.balance(&pda::reward_vault()).await, pool.owed() + pool.available(), "I1");
    }

    /// What whoever paid rent must have in the end. The stranger pays the fees.
    async fn rents(&mut self, model: &Model) -> Vec<(Pubkey, u64)> {
        let mut due = vec![];
        for (number, wallet) in self.wallets.clone().iter().enumerate() {
            let mut lamports =
                self.world.lamports(&wallet.key()).await + self.world.lamports(&pda::claims(&wallet.key())).await;
            let offers = model.devices.get(number).map_or(0, |device| device.offers.len());
            for offer in 0..offers {
                let offer = pda::offer(&self.devices[number].key, u32::try_from(offer).unwrap());
                lamports += self.world.lamports(&offer).await;
            }
            due.push((wallet.key(), lamports));
        }
        let registering = self.world.payer().pubkey();
        let mut lamports = self.world.lamports(&registering).await;
        for device in self.devices.clone() {
            lamports += self.world.lamports(&device.key).await + self.world.lamports(&device.vault).await;
        }
        due.push((registering, lamports));
        due
    }

    /// Everything that the model allows at this time must work.
    async fn all_that_is_possible(&mut self, leaving: &Leaving, model: &mut Model) {
        loop {
            let (mut steps, mut instructions, mut signers) = (vec![], vec![], vec![]);
            while let Some(step) = (steps.len() < BATCH).then(|| leaving.next(model)).flatten() {
                let (ix, signer) = self.instruction(step, model);
                model.take(step);
                steps.push(step);
                instructions.push(ix);
                signers.push(signer);
            }
            if steps.is_empty() {
                return;
            }
            let payer = self.stranger.insecure_clone();
            signers.retain(|signer| signer.pubkey() != payer.pubkey());
            signers.sort_by_key(Signer::pubkey);
            signers.dedup_by_key(|signer| signer.pubkey());
            let signers: Vec<_> = std::iter::once(&payer).chain(&signers).collect();
            let answer = self.attempt(&instructions, &signers).await;
            assert_eq!(answer, Ok(()), "{steps:?} at {} in {model:?}", model.now);
        }
    }
}
