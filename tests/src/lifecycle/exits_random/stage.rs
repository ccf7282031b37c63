//! The same two devices on the real ledger: the steps as instructions, and going back.

use std::collections::BTreeMap;

use co_staking_client::{
    ConfigChanges, CreateOfferArgs, ExpectedTerms, Pubkey, Slash, UpdateDeviceArgs,
    error::Failure,
    instructions::{
        admin, co_staker, owner, registrar,
        rewards::{Row, accrue_rewards, claim_co_stake_rewards, claim_owner_rewards},
        slash::{ReturnTo, appeal_slash, finalize_slash, open_slash, return_slashed, rule_slash},
    },
    pda,
    rules::{facts::FactsUpdate, hire::HireUpdate, rewards::Block},
};
use solana_account::Account;
use solana_keypair::Keypair;
use solana_program::instruction::Instruction;
use solana_signer::Signer;

use super::{
    effects::Step,
    model::{BASE, CARDS, FUNDED, FUNDS, Model, Of, WALLETS},
};
use crate::world::{Device, Wallet, World, offers::asking};

pub struct Stage {
    pub world: World,
    pub devices: Vec<Device>,
    pub wallets: Vec<Wallet>,
    /// Sends what anyone may send, and pays the fees of those who leave.
    pub stranger: Keypair,
    /// The config with every role gone.
    deserted: Account,
    /// What the accounts held when it began, of all that was written since.
    journal: BTreeMap<Pubkey, Option<Account>>,
    sent: u32,
}

impl Stage {
    /// The owners have staked so much each.
    pub async fn new(staked: u64) -> Self {
        let mut world = World::new().await;
        let changes = ConfigChanges { base_requirement: Some(BASE), ..ConfigChanges::default() };
        world.update_config(changes).await;
        let wallets: Vec<Wallet> = (0..WALLETS).map(|_| world.wallet(FUNDS)).collect();
        let mut devices = vec![];
        for wallet in &wallets {
            world.open_claims(wallet).await;
            world.fund(&wallet.key());
        }
        for owner in &wallets[..2] {
            let device = world.new_device(owner.clone());
            world.enrol(&device, CARDS).await;
            world.set_operational(&device, true).await;
            world.stake(&device, staked).await;
            devices.push(device);
        }
        world.fund_pool(FUNDED).await;
        let stranger = world.wallet(0).keypair;
        let roles = world.roles.all().map(|(_, role)| role.pubkey());
        for key in roles.iter().chain([&stranger.pubkey()]) {
            world.fund(key);
        }
        let deserted = deserted(&mut world).await;
        Self { world, devices, wallets, stranger, deserted, journal: BTreeMap::new(), sent: 0 }
    }

    /// The program is paused, and every role, the admin included, has a key that nobody has.
    pub async fn everyone_with_a_role_is_gone(&mut self) {
        self.remember(pda::config()).await;
        self.world.put(&pda::config(), self.deserted.clone());
    }

    /// From here on, what is written can be undone. Returns what was written before.
    pub fn begin(&mut self) -> BTreeMap<Pubkey, Option<Account>> {
        std::mem::take(&mut self.journal)
    }

    /// Undoes all since [`Self::begin`] gave that.
    pub fn go_back(&mut self, earlier: BTreeMap<Pubkey, Option<Account>>) {
        for (address, account) in std::mem::replace(&mut self.journal, earlier) {
            self.world.put(&address, account.unwrap_or_default());
        }
    }

    pub async fn remember(&mut self, address: Pubkey) {
        if !self.journal.contains_key(&address) {
            let account = self.world.account(&address).await;
            self.journal.insert(address, account);
        }
    }

    /// Sends without simulating first. The first signer pays.
    pub async fn attempt(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Result<(), Failure> {
        let metas = instructions.iter().flat_map(|ix| &ix.accounts).filter(|meta| meta.is_writable);
        for address in metas.map(|meta| meta.pubkey).chain([signers[0].pubkey()]) {
            self.remember(address).await;
        }
        self.sent += 1;
        self.world.process(instructions, signers, self.sent).await
    }

    /// The address of a case, by its number. Each walk begins anew with 0.
    pub fn case(&self, device: usize, number: usize) -> Pubkey {
        pda::slash_case(&self.devices[device].key, &offence(number))
    }

    /// A step's instruction, and who signs it. What anyone may send, the stranger sends.
    pub fn instruction(&self, step: Step, model: &Model) -> (Instruction, Keypair) {
        let (mint, roles, stranger) = (&self.world.mint, &self.world.roles, &self.stranger);
        let key = |device: usize| self.devices[device].key;
        let owner_of = |device: usize| &self.wallets[device];
        let holder = |device: usize, offer: usize| &self.wallets[model.devices[device].offers[offer].wallet];
        let update = |device: usize, facts: FactsUpdate, hire: Option<HireUpdate>| {
            registrar::update_device(&roles.registrar.pubkey(), &key(device), UpdateDeviceArgs { facts, hire })
        };
        let case = |number: usize| {
            let device = model.cases[number].device;
            (key(device), self.case(device, number))
        };
        let index = |offer: usize| u32::try_from(offer).unwrap();
        let (ix, signer) = match step {
            Step::Stake(device, amount) => {
                let owner = owner_of(device);
                (owner::stake(&key(device), &owner.key(), &owner.token, mint, amount), &owner.keypair)
            }
            Step::Overflow(device, amount) => {
                let owner = owner_of(device);
                (owner::withdraw_overflow(&key(device), &owner.key(), &owner.token, mint, amount), &owner.keypair)
            }
            Step::OwnerUnstake(device) => {
                (owner::unstake(&key(device), &owner_of(device).key()), &owner_of(device).keypair)
            }
            Step::OwnerWithdraw(device) => {
                (owner::withdraw(&key(device), &stranger.pubkey(), &owner_of(device).token, mint), stranger)
            }
            Step::Create { device, amount, bps, expires_at } => {
                let (owner, next) = (owner_of(device), index(model.devices[device].offers.len()));
                let args = CreateOfferArgs { expires_at, ..asking(amount, bps) };
                (owner::create_offer(&key(device), next, &owner.key(), &owner.key(), args), &owner.keypair)
            }
            Step::Retract(device, offer) => {
                let expires_at = model.devices[device].offers[offer].expires_at;
                let expired = expires_at.is_some_and(|at| model.now > at);
                let sender = if expired { stranger } else { &owner_of(device).keypair };
                (owner::retract_offer(&key(device), index(offer), &sender.pubkey()), sender)
            }
            Step::Claim(device, offer, wallet) => {
                let (wallet, terms) = (&self.wallets[wallet], &model.devices[device].offers[offer]);
                let expected = ExpectedTerms { amount: terms.amount, reward_bps: terms.bps };
                let (device, offer) = (key(device), index(offer));
                let ix = co_staker::claim_offer(&device, offer, &wallet.key(), &wallet.token, mint, expected);
                (ix, &wallet.keypair)
            }
            Step::Leave(device, offer) => {
                let wallet = holder(device, offer);
                (co_staker::unstake_co_stake(&key(device), index(offer), &wallet.key()), &wallet.keypair)
            }
            Step::Withdraw(device, offer) => {
                let (to, sender) = (holder(device, offer), stranger.pubkey());
                let (device, offer) = (key(device), index(offer));
                (co_staker::withdraw_co_stake(&device, offer, &to.key(), &sender, &to.token, mint), stranger)
            }
            Step::Release(device, offer, wallet) => {
                let wallet = self.wallets[wallet].key();
                (co_staker::release_claim(&key(device), index(offer), &wallet, &stranger.pubkey()), stranger)
            }
            Step::CloseOffer(device, offer) => {
                let owner = owner_of(device);
                (owner::close_offer(&key(device), index(offer), &owner.key(), &owner.key()), &owner.keypair)
            }
            Step::CloseDevice(device) => {
                let (owner, payer) = (owner_of(device), self.world.payer().pubkey());
                (owner::close_device(&key(device), &owner.key(), &owner.token, &payer, mint), &owner.keypair)
            }
            Step::OpenCounter(wallet) => {
                let wallet = &self.wallets[wallet];
                (co_staker::open_claims(&wallet.key(), &wallet.key()), &wallet.keypair)
            }
            Step::CloseCounter(wallet) => {
                let wallet = &self.wallets[wallet];
                (co_staker::close_claims(&wallet.key(), &wallet.key()), &wallet.keypair)
            }
            Step::Accrue(amount) => {
                let rows = [0, 1].map(|device| Row { device: key(device), amount });
                let block = Block { started_at: model.now - 3_600, ended_at: model.now };
                (accrue_rewards(&roles.rewarder.pubkey(), block, &rows), &roles.rewarder)
            }
            Step::OwnerRewards(device) => {
                (claim_owner_rewards(&key(device), &stranger.pubkey(), &owner_of(device).token, mint), stranger)
            }
            Step::CoStakeRewards(device, offer) => {
                let (to, sender) = (holder(device, offer).token, stranger.pubkey());
                (claim_co_stake_rewards(&key(device), index(offer), &sender, &to, mint), stranger)
            }
            Step::Slash { device, bps, offence_at, forfeit } => {
                let (slasher, offence_id) = (roles.slasher.pubkey(), offence(model.cases.len()));
                let slash = Slash { bps, offence_at, forfeit_rewards: forfeit };
                (open_slash(&key(device), &slasher, &slasher, mint, offence_id, slash), &roles.slasher)
            }
            Step::Appeal(number, wallet) => {
                let wallet = &self.wallets[wallet];
                (appeal_slash(&case(number).1, &wallet.key()), &wallet.keypair)
            }
            Step::Rule(number, uphold) => {
                let (device, case) = case(number);
                (rule_slash(&device, &case, &roles.arbiter.pubkey(), mint, uphold), &roles.arbiter)
            }
            Step::Finalize(number) => {
                let (device, case) = case(number);
                (finalize_slash(&device, &case, &stranger.pubkey(), mint), stranger)
            }
            Step::Return(number, part) => {
                let ((device, case), part) = (case(number), model.cases[number].parts[part]);
                let offer_index = match part.of {
                    Of::Owner(_) => None,
                    Of::Offer(offer) => Some(index(offer)),
                };
                // What was nothing needs no destination.
                let destination = (part.stake > 0).then_some(self.wallets[part.wallet].token);
                let to = ReturnTo { offer_index, destination };
                (return_slashed(&device, &case, part.number, &stranger.pubkey(), to, mint), stranger)
            }
            Step::Hire(device, secs) => {
                let hire = HireUpdate::Start { ends_at: model.now + secs };
                (update(device, FactsUpdate::default(), Some(hire)), &roles.registrar)
            }
            Step::EndHire(device) => (update(device, FactsUpdate::default(), Some(HireUpdate::End)), &roles.registrar),
            Step::Cards(device, cards) => {
                (update(device, FactsUpdate { cards: Some(cards), ..FactsUpdate::default() }, None), &roles.registrar)
            }
            Step::Operational(device, operational) => {
                let facts = FactsUpdate { operational: Some(operational), ..FactsUpdate::default() };
                (update(device, facts, None), &roles.registrar)
            }
            Step::Pause(paused) => (admin::set_paused(&roles.admin.pubkey(), paused), &roles.admin),
        };
        (ix, signer.insecure_clone())
    }
}

/// What the config becomes by everybody's own instructions, once for all exits; then it is put back.
async fn deserted(world: &mut World) -> Account {
    let present = world.account(&pda::config()).await.unwrap();
    world.desert().await;
    let deserted = world.account(&pda::config()).await.unwrap();
    world.put(&pda::config(), present);
    deserted
}

fn offence(number: usize) -> [u8; 32] {
    pda::offence_id(&number.to_string())
}
