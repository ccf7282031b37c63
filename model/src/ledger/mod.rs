//! The built program on an embedded ledger: what a walk's actions do there, and what is there after them.

mod build;
mod bytes;
pub mod keys;
mod observe;
mod read;

use std::collections::BTreeMap;

use anchor_lang::prelude::Clock;
use anchor_spl::token::{
    self,
    spl_token::state::{Account as TokenAccount, AccountState, Mint},
};
use anyhow::{Context, Result, anyhow};
use co_staking_client::{ID, Instruction, Pubkey, pda};
use litesvm::LiteSVM;
use solana_account::{Account, AccountSharedData};
use solana_instruction_error::InstructionError;
use solana_message::{Hash, Message, VersionedMessage};
use solana_program::{program_option::COption, program_pack::Pack};
use solana_signature::Signature;
use solana_transaction::versioned::VersionedTransaction;
use solana_transaction_error::TransactionError;

pub use self::build::Builder;
use self::keys::Keys;
use crate::{
    act::{Place, Purse},
    spec::{
        Model,
        world::{Holder, World},
    },
};

/// In the program's data account: variant and slot, then whether there is an authority, and which.
const AUTHORITY_AT: usize = 12;
const HEADER_LEN: usize = 45;
const PLENTY: u64 = 1 << 60;

/// What a refused transaction answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// A custom code, of which instruction.
    Code(usize, u32),
    /// Anything else, as the ledger says it.
    Other(String),
}

/// What a transaction came to.
pub struct Answer {
    pub refused: Option<Refused>,
    pub units: u64,
    pub events: Vec<Vec<u8>>,
}

/// Every account of a walk, as it is.
pub type Snapshot = BTreeMap<Place, AccountSharedData>;

/// A ledger with the program, to start walks from.
#[derive(Clone)]
pub struct Deployed(LiteSVM);

impl Deployed {
    /// # Errors
    /// Where the file is no program.
    pub fn new(elf: &[u8], keys: &Keys) -> Result<Self> {
        // Signatures are of no interest here: whoever is named as a signer has signed.
        let svm = LiteSVM::new().with_sigverify(false).with_blockhash_check(false).with_transaction_history(0);
        let mut svm = svm.with_log_bytes_limit(Some(0));
        svm.add_program(ID, elf).map_err(|error| anyhow!("this is no program: {error}"))?;
        let mut data = svm.get_account(&pda::program_data()).context("the program has no data account")?;
        let header = data.data.get_mut(AUTHORITY_AT..HEADER_LEN).and_then(|header| header.split_first_mut());
        let (is_some, key) = header.context("the program's data account is too short")?;
        *is_some = 1;
        key.copy_from_slice(keys.deployer().as_ref());
        let mut ledger = Self(svm);
        put(&mut ledger.0, pda::program_data(), data);
        put(&mut ledger.0, payer(), Account { lamports: PLENTY, ..Account::default() });
        for (mint, can_freeze) in [(build::freezable_mint(), true), (build::other_mint(), false)] {
            put(&mut ledger.0, mint, mint_account(0, can_freeze, 0));
        }
        Ok(ledger)
    }
}

/// Pays every fee, and has no other part in anything.
fn payer() -> Pubkey {
    keys::fixed(0, b"fees")
}

fn put(svm: &mut LiteSVM, key: Pubkey, account: Account) {
    svm.set_account(key, account).expect("no sysvar and no program is written");
}

fn mint_account(supply: u64, can_freeze: bool, lamports: u64) -> Account {
    let freeze_authority = if can_freeze { COption::Some(payer()) } else { COption::None };
    let mint = Mint { decimals: 8, is_initialized: true, supply, freeze_authority, ..Mint::default() };
    let mut data = vec![0; Mint::LEN];
    mint.pack_into_slice(&mut data);
    Account { lamports: lamports.max(10_000_000), data, owner: token::ID, ..Account::default() }
}

/// One walk's ledger.
pub struct Ledger<'a> {
    svm: LiteSVM,
    pub keys: &'a mut Keys,
    /// Of each device, beyond its last offer so far.
    pub offers_seen: [u32; keys::DEVICES as usize],
}

impl<'a> Ledger<'a> {
    /// As the model begins.
    pub fn new(deployed: &Deployed, keys: &'a mut Keys, model: &Model) -> Self {
        let mut ledger = Self { svm: deployed.0.clone(), keys, offers_seen: Default::default() };
        ledger.set_time(model.now);
        let purses: Vec<Purse> = model.world.tokens.keys().copied().collect();
        for purse in purses {
            ledger.put_purse(&model.world, purse);
        }
        for (place, lamports) in &model.world.lamports {
            ledger.put_lamports(*place, *lamports);
        }
        ledger.put_mint(&model.world);
        ledger
    }

    pub fn set_time(&mut self, unix_timestamp: i64) {
        let clock = Clock { unix_timestamp, ..self.svm.get_sysvar() };
        self.svm.set_sysvar(&clock);
    }

    /// Makes a wallet's token account what it is in that world.
    pub fn put_purse(&mut self, world: &World, purse: Purse) {
        let key = self.keys.at(Place::Purse(purse));
        let Some(found) = world.tokens.get(&purse) else { return put(&mut self.svm, key, Account::default()) };
        if let Some(mut there) = self.svm.get_account(&key).filter(|account| account.owner == token::ID) {
            there.data[64..72].copy_from_slice(&found.amount.to_le_bytes());
            if let Holder::Wallet(wallet) = found.holder {
                there.data[32..64].copy_from_slice(self.keys.at(Place::Wallet(wallet)).as_ref());
            }
            return put(&mut self.svm, key, there);
        }
        let Holder::Wallet(wallet) = found.holder else { unreachable!("the program makes its own") };
        let state = AccountState::Initialized;
        let (mint, owner) = (self.keys.mint(), self.keys.at(Place::Wallet(wallet)));
        let account = TokenAccount { mint, owner, amount: found.amount, state, ..TokenAccount::default() };
        let mut data = vec![0; TokenAccount::LEN];
        account.pack_into_slice(&mut data);
        let lamports = world.lamports[&Place::Purse(purse)];
        put(&mut self.svm, key, Account { lamports, data, owner: token::ID, ..Account::default() });
    }

    pub fn put_lamports(&mut self, place: Place, lamports: u64) {
        let key = self.keys.at(place);
        let there = self.svm.get_account(&key).unwrap_or_default();
        put(&mut self.svm, key, Account { lamports, ..there });
    }

    /// The mint with that world's supply.
    pub fn put_mint(&mut self, world: &World) {
        let lamports = world.lamports[&Place::Mint];
        put(&mut self.svm, self.keys.mint(), mint_account(world.supply, false, lamports));
    }

    /// Sends one transaction.
    pub fn send(&mut self, instructions: &[Instruction]) -> Answer {
        let message = Message::new_with_blockhash(instructions, Some(&payer()), &Hash::default());
        let signatures = vec![Signature::default(); message.header.num_required_signatures.into()];
        let message = VersionedMessage::Legacy(message);
        match self.svm.send_transaction(VersionedTransaction { signatures, message }) {
            Ok(meta) => {
                let inner = meta.inner_instructions.into_iter().flatten();
                let events = inner.map(|inner| inner.instruction.data).collect();
                Answer { refused: None, units: meta.compute_units_consumed, events }
            }
            Err(failed) => {
                let refused = match failed.err {
                    TransactionError::InstructionError(at, InstructionError::Custom(code)) => {
                        Refused::Code(at.into(), code)
                    }
                    other => Refused::Other(format!("{other:?}")),
                };
                Answer { refused: Some(refused), units: failed.meta.compute_units_consumed, events: vec![] }
            }
        }
    }
}
