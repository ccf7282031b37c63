//! Offers and co-stakes: what honest users do, and the parts of hostile instructions.

use anchor_lang::{error::ErrorCode, system_program};
use borsh::BorshDeserialize;
use co_staking_client::{
    ClaimCounter, ClaimSlot, ConfigChanges, CreateOfferArgs, ExpectedTerms, Offer, RegisterDeviceArgs, account,
    error::Failure,
    event::Event,
    instructions::{admin, co_staker, owner, registrar},
    pda,
    rules::facts::FactsUpdate,
};
use solana_account::Account;
use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_keypair::Keypair;
use solana_program::{instruction::Instruction, program_option::COption, pubkey::Pubkey};
use solana_signer::Signer;
use solana_transaction::Transaction;

use super::{Device, Wallet, World, ledger::Receipt, raised};

/// An offer to anyone that does not expire.
pub const fn asking(amount: u64, reward_bps: u16) -> CreateOfferArgs {
    CreateOfferArgs { amount, reward_bps, reserved_for: None, expires_at: None }
}

impl World {
    /// An operational device that requires exactly `req` base units, with `staked` of its owner.
    pub async fn market(&mut self, req: u64, staked: u64) -> Device {
        let device = self.device_requiring(req, staked.saturating_add(1_000_000)).await;
        if staked > 0 {
            self.stake(&device, staked).await;
        }
        self.set_operational(&device, true).await;
        device
    }

    /// The same, not yet operational and with nothing staked; the owner holds `wealth`.
    pub async fn device_requiring(&mut self, req: u64, wealth: u64) -> Device {
        let before = self.config().await.base_requirement;
        let base = |base| ConfigChanges { base_requirement: Some(base), ..ConfigChanges::default() };
        self.update_config(base(req)).await;
        let owner = self.wallet(wealth);
        let device = self.new_device(owner);
        self.enrol(&device, 1).await;
        self.update_config(base(before)).await;
        device
    }

    /// A device's addresses; it is not registered yet.
    pub fn new_device(&self, owner: Wallet) -> Device {
        let id = pda::device_id(&owner.key().to_string());
        let key = pda::device(&id);
        Device { id, key, vault: pda::vault(&key), owner }
    }

    /// Registers a device, for the first time or again; each card requires the present base.
    pub async fn enrol(&mut self, device: &Device, cards: u32) {
        let args = RegisterDeviceArgs { cards, multiplier_bps: 1, ..self.registration(device) };
        let registrar = self.roles.registrar.insecure_clone();
        let ix = registrar::register_device(&registrar.pubkey(), &self.payer().pubkey(), &self.mint, args);
        self.accept(&[ix], &[&registrar]).await;
    }

    pub async fn set_operational(&mut self, device: &Device, operational: bool) {
        let facts = FactsUpdate { operational: Some(operational), ..FactsUpdate::default() };
        self.update_device(device, facts, None).await;
    }

    /// The requirement becomes what this many cards need, after the notice.
    pub async fn announce_cards(&mut self, device: &Device, cards: u32) {
        let facts = FactsUpdate { cards: Some(cards), ..FactsUpdate::default() };
        self.update_device(device, facts, None).await;
    }

    /// Pauses or unpauses as the admin.
    pub async fn switch(&mut self, paused: bool) {
        let admin = self.roles.admin.insecure_clone();
        self.accept(&[admin::set_paused(&admin.pubkey(), paused)], &[&admin]).await;
    }

    /// The device's next offer, paid for by its owner.
    pub async fn creation(&mut self, device: &Device, args: CreateOfferArgs) -> (u32, Instruction) {
        let index = self.read(device).await.next_offer_index();
        let owner = device.owner.key();
        (index, owner::create_offer(&device.key, index, &owner, &owner, args))
    }

    pub async fn create(&mut self, device: &Device, args: CreateOfferArgs) -> u32 {
        let (index, ix) = self.creation(device, args).await;
        self.accept(&[ix], &[&device.owner.keypair]).await;
        index
    }

    pub async fn refuse_creation(&mut self, device: &Device, args: CreateOfferArgs, expected: impl Into<Failure>) {
        let (_, ix) = self.creation(device, args).await;
        self.refuse(&[ix], &[&device.owner.keypair], expected).await;
    }

    /// A wallet that holds `amount` and has a claim counter.
    pub async fn co_staker(&mut self, amount: u64) -> Wallet {
        let wallet = self.wallet(amount);
        self.open_claims(&wallet).await;
        wallet
    }

    pub async fn open_claims(&mut self, wallet: &Wallet) {
        self.accept(&[co_staker::open_claims(&wallet.key(), &wallet.key())], &[&wallet.keypair]).await;
    }

    /// The claim of an offer under the terms that it has now.
    pub async fn claiming(&mut self, device: &Device, index: u32, wallet: &Wallet) -> Instruction {
        let offer = self.offer(device, index).await;
        let expected = ExpectedTerms { amount: offer.terms().amount, reward_bps: offer.terms().reward_bps };
        co_staker::claim_offer(&device.key, index, &wallet.key(), &wallet.token, &self.mint, expected)
    }

    pub async fn claim(&mut self, device: &Device, index: u32, wallet: &Wallet) -> Receipt {
        let ix = self.claiming(device, index, wallet).await;
        self.accept(&[ix], &[&wallet.keypair]).await
    }

    pub async fn refuse_claim(&mut self, device: &Device, index: u32, wallet: &Wallet, expected: impl Into<Failure>) {
        let ix = self.claiming(device, index, wallet).await;
        self.refuse(&[ix], &[&wallet.keypair], expected).await;
    }

    /// An offer, claimed by a new wallet that holds exactly its amount.
    pub async fn co_staked(&mut self, device: &Device, amount: u64, reward_bps: u16) -> (u32, Wallet) {
        let wallet = self.co_staker(amount).await;
        let index = self.create(device, asking(amount, reward_bps)).await;
        self.claim(device, index, &wallet).await;
        (index, wallet)
    }

    pub async fn retract(&mut self, device: &Device, index: u32) {
        let ix = owner::retract_offer(&device.key, index, &device.owner.key());
        self.accept(&[ix], &[&device.owner.keypair]).await;
    }

    /// Closes the account of an offer for which the owner had paid.
    pub async fn close_offer(&mut self, device: &Device, index: u32) {
        let owner = device.owner.key();
        self.accept(&[owner::close_offer(&device.key, index, &owner, &owner)], &[&device.owner.keypair]).await;
    }

    /// A co-staker starts its exit.
    pub async fn leave(&mut self, device: &Device, index: u32, wallet: &Wallet) {
        let ix = co_staker::unstake_co_stake(&device.key, index, &wallet.key());
        self.accept(&[ix], &[&wallet.keypair]).await;
    }

    /// A co-stake's withdrawal to the wallet's associated token account.
    pub fn paying_out(&self, device: &Device, index: u32, wallet: &Wallet, sender: &Pubkey) -> Instruction {
        co_staker::withdraw_co_stake(&device.key, index, &wallet.key(), sender, &wallet.token, &self.mint)
    }

    /// Sent by a wallet that has nothing to do with it.
    pub async fn pay_out(&mut self, device: &Device, index: u32, wallet: &Wallet) -> Receipt {
        let sender = self.payer();
        let ix = self.paying_out(device, index, wallet, &sender.pubkey());
        self.accept(&[ix], &[&sender]).await
    }

    /// Sent by a wallet that has nothing to do with it.
    pub fn releasing(&self, device: &Device, index: u32, wallet: &Wallet) -> Instruction {
        co_staker::release_claim(&device.key, index, &wallet.key(), &self.payer().pubkey())
    }

    pub async fn release(&mut self, device: &Device, index: u32, wallet: &Wallet) {
        let ix = self.releasing(device, index, wallet);
        self.accept(&[ix], &[]).await;
    }

    pub async fn offer(&mut self, device: &Device, index: u32) -> Offer {
        let account = self.account(&pda::offer(&device.key, index)).await.expect("the offer exists");
        account::offer(&account.owner, &account.data).unwrap()
    }

    pub async fn counter(&mut self, wallet: &Wallet) -> ClaimCounter {
        let account = self.account(&pda::claims(&wallet.key())).await.expect("the counter exists");
        account::claim_counter(&account.owner, &account.data).unwrap()
    }

    /// The claims in a wallet's slots: device, offer index, and when the slot frees itself.
    pub async fn claims_of(&mut self, wallet: &Wallet) -> [Option<(Pubkey, u32, i64)>; 2] {
        claims_in(self.counter(wallet).await.slots())
    }

    /// One token of somebody else's in a device's vault.
    pub async fn litter(&mut self, device: &Device) {
        self.change_token(&device.vault, |vault| vault.amount += 1).await;
    }

    /// Overwrites bytes of an account, as no instruction could.
    pub async fn poke(&mut self, address: &Pubkey, offset: usize, bytes: &[u8]) {
        self.corrupt(address, |account| account.data[offset..offset + bytes.len()].copy_from_slice(bytes)).await;
    }
}

pub fn claims_in(slots: &[ClaimSlot; 2]) -> [Option<(Pubkey, u32, i64)>; 2] {
    slots.map(|slot| slot.claim().map(|(device, index)| (device, index, slot.free_from())))
}

/// Claim slots with these claims, from plain numbers as the layout says.
pub fn slots(claims: [Option<(Pubkey, u32, i64)>; 2]) -> [ClaimSlot; 2] {
    claims.map(|claim| {
        let bytes = claim.map_or(vec![0; 48], |(device, index, free_from)| {
            [device.as_ref(), &free_from.to_le_bytes(), &index.to_le_bytes(), &[1, 0, 0, 0]].concat()
        });
        ClaimSlot::try_from_slice(&bytes).unwrap()
    })
}

/// The one event of a transaction.
pub fn only(receipt: Receipt) -> Event {
    receipt.event()
}

/// The instruction with another account in the place of one.
pub fn swapped(ix: &Instruction, from: &Pubkey, to: &Pubkey) -> Instruction {
    let mut ix = ix.clone();
    assert!(ix.accounts.iter().any(|meta| meta.pubkey == *from), "the account is there");
    ix.accounts.iter_mut().filter(|meta| meta.pubkey == *from).for_each(|meta| meta.pubkey = *to);
    ix
}

/// The instruction without that wallet's signature.
pub fn unsigned(ix: &Instruction, signer: &Pubkey) -> Instruction {
    let mut ix = ix.clone();
    ix.accounts.iter_mut().filter(|meta| meta.pubkey == *signer).for_each(|meta| meta.is_signer = false);
    ix
}

impl World {
    /// Puts one other account at a time in the place of one, and expects that refusal.
    pub async fn refuse_swaps(
        &mut self,
        ix: &Instruction,
        signers: &[&Keypair],
        swaps: impl IntoIterator<Item = (Pubkey, Pubkey, Failure)>,
    ) {
        for (from, to, expected) in swaps {
            self.refuse(&[swapped(ix, &from, &to)], signers, expected).await;
        }
    }
}

pub fn anchor(code: ErrorCode) -> Failure {
    Failure::from(code)
}

pub fn delegate(key: Pubkey) -> COption<Pubkey> {
    COption::Some(key)
}

impl World {
    /// Sends without a simulation before it, for tests of thousands of transactions: the first signer pays, which spares
    /// a signature, and `number` makes the bytes the transaction's own.
    pub async fn process(&mut self, ixs: &[Instruction], signers: &[&Keypair], number: u32) -> Result<(), Failure> {
        let limit = ComputeBudgetInstruction::set_compute_unit_limit(1_000_000 - number);
        let all: Vec<_> = std::iter::once(limit).chain(ixs.iter().cloned()).collect();
        let payer = signers[0].pubkey();
        let blockhash = self.context.banks_client.get_latest_blockhash().await.unwrap();
        let transaction = Transaction::new_signed_with_payer(&all, Some(&payer), signers, blockhash);
        let done = self.context.banks_client.process_transaction_with_metadata(transaction).await.unwrap();
        done.result.map_err(raised::failure)
    }

    /// SOL for fees.
    pub fn fund(&mut self, wallet: &Pubkey) {
        let account = Account { lamports: 1_000_000_000_000, owner: system_program::ID, ..Account::default() };
        self.put(wallet, account);
    }
}
