//! The same two offers and three wallets on the real ledger: the steps, and going back.

use std::collections::HashSet;

use co_staking_client::{
    CreateOfferArgs, ExpectedTerms, Pubkey, UpdateDeviceArgs,
    error::Failure,
    explain::{Accounts, Action},
    instructions::{admin, co_staker, owner, registrar},
    pda,
    rules::{facts::FactsUpdate, hire::HireUpdate},
};
use solana_account::Account;
use solana_keypair::Keypair;
use solana_program::instruction::Instruction;
use solana_signer::Signer;

use super::{
    offers_compare::Seen,
    offers_model::{AMOUNTS, BASE, CARDS, DAY, Model, OWNER, Offer, SHARES, Slot, Step, WALLET},
};
use crate::world::{Device, START, Wallet, World, offers::asking};

pub struct Stage {
    pub world: World,
    pub device: Device,
    pub wallets: [Wallet; 3],
    stranger: Keypair,
    sent: u32,
}

fn elsewhere_until(free_from: Option<i64>) -> Option<Slot> {
    Some(Slot { offer: None, free_from })
}

/// All accounts of the stage, by address.
pub type Snapshot = Vec<(Pubkey, Option<Account>)>;

impl Stage {
    /// The first offer's last second is the end of a wait that begins at the start. The third wallet has two claims
    /// elsewhere, of which one frees itself in that same second.
    pub async fn new() -> (Self, Model) {
        let mut world = World::new().await;
        let elsewhere = world.market(10, 5).await;
        let wallets = [0, 0, 2].map(|more| world.wallet(WALLET + more));
        for wallet in &wallets {
            world.open_claims(wallet).await;
        }
        for index in 0..2 {
            world.create(&elsewhere, asking(1, 1)).await;
            world.claim(&elsewhere, index, &wallets[2]).await;
        }
        world.leave(&elsewhere, 0, &wallets[2]).await;
        let changes = co_staking_client::ConfigChanges { base_requirement: Some(BASE), ..Default::default() };
        world.update_config(changes).await;
        let owner = world.wallet(OWNER);
        let device = world.new_device(owner);
        world.enrol(&device, CARDS).await;
        world.set_operational(&device, true).await;
        world.stake(&device, OWNER).await;
        let expires_at = [Some(7 * DAY), None];
        for offer in 0..2 {
            let expires_at = expires_at[offer].map(|at| START + at);
            world.create(&device, CreateOfferArgs { expires_at, ..asking(AMOUNTS[offer], SHARES[offer]) }).await;
        }
        let roles = &world.roles;
        let signers = [&roles.admin, &roles.guardian, &roles.registrar].map(Signer::pubkey);
        for signer in signers.iter().chain([&device.owner.key()]) {
            world.fund(signer);
        }
        let model = Model {
            now: 0,
            paused: false,
            req: BASE * u64::from(CARDS),
            pending: None,
            hire: None,
            owner: OWNER,
            exit: None,
            left: false,
            offers: [Offer::Open; 2],
            expires_at,
            slots: [[None; 2], [None; 2], [Some(7 * DAY), None].map(elsewhere_until)],
        };
        let stranger = world.wallet(0).keypair;
        (Self { world, device, wallets, stranger, sent: 0 }, model)
    }

    fn addresses(&self) -> Vec<Pubkey> {
        let device = &self.device;
        let counters = self.wallets.iter().map(|wallet| pda::claims(&wallet.key()));
        let tokens = self.wallets.iter().chain([&device.owner]).map(|wallet| wallet.token);
        let offers = (0..2).map(|index| pda::offer(&device.key, index));
        [pda::config(), device.key]
            .into_iter()
            .chain(offers)
            .chain(counters)
            .chain(tokens)
            .chain([device.vault])
            .collect()
    }

    pub async fn save(&mut self) -> Snapshot {
        let addresses = self.addresses();
        self.world.snapshot(&addresses).await
    }

    /// The accounts after an instruction: what it may not write is what it was.
    pub async fn save_after(&mut self, before: &Snapshot, instruction: Option<&Instruction>) -> Snapshot {
        let metas = instruction.into_iter().flat_map(|ix| &ix.accounts);
        let written: HashSet<Pubkey> = metas.filter(|meta| meta.is_writable).map(|meta| meta.pubkey).collect();
        let mut after = before.clone();
        for (address, account) in after.iter_mut().filter(|(address, _)| written.contains(address)) {
            *account = self.world.account(address).await;
        }
        after
    }

    /// Puts back what differs.
    pub fn restore(&mut self, from: &Snapshot, to: &Snapshot) {
        for ((address, before), (_, after)) in from.iter().zip(to) {
            if before != after {
                self.world.put(address, after.clone().unwrap_or_default());
            }
        }
    }

    pub fn set_time(&mut self, model: &Model) {
        self.world.set_time(START + model.now);
    }

    /// The instruction of a step, and who signs it.
    pub fn instruction(&self, step: Step, model: &Model) -> Option<(Instruction, Keypair)> {
        let (device, owner) = (&self.device, &self.device.owner);
        let (key, mint, roles) = (device.key, self.world.mint, &self.world.roles);
        let stranger = self.stranger.pubkey();
        let holder = |offer: usize| &self.wallets[model.held(offer).map_or(0, |held| held.wallet)];
        let update = |args: UpdateDeviceArgs| registrar::update_device(&roles.registrar.pubkey(), &key, args);
        let hired = |hire| update(UpdateDeviceArgs { hire: Some(hire), ..UpdateDeviceArgs::default() });
        let (ix, signer) = match step {
            Step::Retract(offer) => (owner::retract_offer(&key, offer as u32, &owner.key()), &owner.keypair),
            Step::RetractByStranger(offer) => (owner::retract_offer(&key, offer as u32, &stranger), &self.stranger),
            Step::Claim(offer, wallet) => {
                let wallet = &self.wallets[wallet];
                let expected = ExpectedTerms { amount: AMOUNTS[offer], reward_bps: SHARES[offer] };
                let ix = co_staker::claim_offer(&key, offer as u32, &wallet.key(), &wallet.token, &mint, expected);
                (ix, &wallet.keypair)
            }
            Step::Leave(offer) => {
                (co_staker::unstake_co_stake(&key, offer as u32, &holder(offer).key()), &holder(offer).keypair)
            }
            Step::OwnerExit => (owner::unstake(&key, &owner.key()), &owner.keypair),
            Step::OwnerWithdraw => (owner::withdraw(&key, &stranger, &owner.token, &mint), &self.stranger),
            Step::Withdraw(offer) => {
                let to = holder(offer);
                let ix = co_staker::withdraw_co_stake(&key, offer as u32, &to.key(), &stranger, &to.token, &mint);
                (ix, &self.stranger)
            }
            Step::Release(offer, wallet) => {
                (co_staker::release_claim(&key, offer as u32, &self.wallets[wallet].key(), &stranger), &self.stranger)
            }
            Step::Hire => (hired(HireUpdate::Start { ends_at: START + model.now + 30 * DAY }), &roles.registrar),
            Step::EndHire => (hired(HireUpdate::End), &roles.registrar),
            Step::Cards(cards) => {
                let facts = FactsUpdate { cards: Some(cards), ..FactsUpdate::default() };
                (update(UpdateDeviceArgs { facts, hire: None }), &roles.registrar)
            }
            Step::Pause => (admin::set_paused(&roles.guardian.pubkey(), true), &roles.guardian),
            Step::Unpause => (admin::set_paused(&roles.admin.pubkey(), false), &roles.admin),
            Step::To(_) => return None,
        };
        Some((ix, signer.insecure_clone()))
    }

    /// Who asks the client what, for the steps that it explains.
    pub fn question(&self, step: Step, model: &Model) -> Option<(Action, Pubkey)> {
        let owner = self.device.owner.key();
        let stranger = self.stranger.pubkey();
        let holder = |offer: usize| self.wallets[model.held(offer).map_or(0, |held| held.wallet)].key();
        Some(match step {
            Step::Retract(_) => (Action::RetractOffer, owner),
            Step::RetractByStranger(_) => (Action::RetractOffer, stranger),
            Step::Claim(offer, wallet) => {
                let expected = ExpectedTerms { amount: AMOUNTS[offer], reward_bps: SHARES[offer] };
                (Action::ClaimOffer(expected), self.wallets[wallet].key())
            }
            Step::Leave(offer) => (Action::UnstakeCoStake { offer_index: offer as u32 }, holder(offer)),
            Step::OwnerExit => (Action::Unstake, owner),
            Step::OwnerWithdraw => (Action::Withdraw, stranger),
            Step::Withdraw(offer) => (Action::WithdrawCoStake { offer_index: offer as u32 }, stranger),
            Step::Release(offer, _) => (Action::ReleaseClaim { offer_index: offer as u32 }, stranger),
            Step::Hire | Step::EndHire | Step::Cards(_) | Step::Pause | Step::Unpause | Step::To(_) => return None,
        })
    }

    pub fn accounts<'a>(&self, seen: &'a Seen, step: Step) -> Accounts<'a> {
        let (offer, wallet) = match step {
            Step::Retract(offer) | Step::RetractByStranger(offer) => (Some(offer), None),
            Step::Claim(offer, wallet) | Step::Release(offer, wallet) => (Some(offer), Some(wallet)),
            _ => (None, None),
        };
        Accounts {
            offer: offer.map(|offer| &seen.offers[offer]),
            counter: wallet.map(|wallet| &seen.counters[wallet]),
            ..Accounts::of_device(&seen.config, &seen.device, self.device.key)
        }
    }

    /// Sends without simulating first, so that thousands of steps take no longer than they must.
    pub async fn attempt(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Result<(), Failure> {
        self.sent += 1;
        self.world.process(instructions, signers, self.sent).await
    }
}
