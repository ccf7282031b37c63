//! The embedded ledger, and what a transaction on it costs.

use std::{collections::BTreeSet, env, fs, path::PathBuf};

use anchor_lang::prelude::{Clock, system_program};
use anyhow::{Context, Result, anyhow, ensure};
use co_staking_client::{
    ID, Instruction, Pubkey,
    batch::{ACCOUNT_LOCKS, PACKET_BYTES},
    error::Failure,
    pda,
};
use litesvm::LiteSVM;
use solana_account::Account;
use solana_keypair::Keypair;
use solana_message::{AddressLookupTableAccount, Message, VersionedMessage, v0};
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;

/// As the build names the program.
const PROGRAM: &str = "co_staking.so";
/// In the program's data account: variant and slot, then whether there is an authority, and which.
const AUTHORITY_AT: usize = 12;
const HEADER_LEN: usize = 45;
/// 2026-03-01 00:00:00 UTC, so that a day is ahead.
const START: i64 = 1_772_323_200;
const LAMPORTS: u64 = 1_000_000_000_000;

/// The built program, from the folder that `SBF_OUT_DIR` names.
///
/// # Errors
/// Where there is none, with the command that builds it.
pub fn elf() -> Result<Vec<u8>> {
    let folder =
        env::var_os("SBF_OUT_DIR").context("SBF_OUT_DIR is not set: `cargo xtask bench` builds and names it")?;
    let file = PathBuf::from(folder).join(PROGRAM);
    fs::read(&file).with_context(|| format!("{} cannot be read: build it with `cargo xtask build`", file.display()))
}

/// What a transaction took.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Compute units that it consumed.
    pub units: u64,
    pub bytes: usize,
    pub locks: usize,
    pub write_locks: usize,
    pub signatures: usize,
    /// Bytes of all instructions' data.
    pub data: usize,
}

impl Cost {
    /// Whether a cluster would take the transaction.
    pub const fn fits(&self) -> bool {
        self.bytes <= PACKET_BYTES && self.locks <= ACCOUNT_LOCKS
    }
}

/// A transaction and what is known of it before it runs.
pub struct Signed {
    transaction: VersionedTransaction,
    pub cost: Cost,
}

/// What one instruction took.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub cost: Cost,
    /// Compute units of the programs that it called, the fee of each call included.
    pub called: u64,
    /// Lamports that accounts gained or lost which are no wallets.
    pub rent: i64,
}

/// Accounts, a clock, and a way to send transactions.
pub struct Ledger {
    svm: LiteSVM,
}

impl Ledger {
    /// The program is deployed by `authority`.
    ///
    /// # Errors
    /// Where the file is no program.
    pub fn new(elf: &[u8], authority: &Pubkey) -> Result<Self> {
        let mut svm = LiteSVM::new();
        svm.add_program(ID, elf).map_err(|error| anyhow!("{PROGRAM} is no program: {error}"))?;
        let mut data = svm.get_account(&pda::program_data()).context("the program has no data account")?;
        // The ledger deploys without an authority.
        let header = data.data.get_mut(AUTHORITY_AT..HEADER_LEN).and_then(|header| header.split_first_mut());
        let (is_some, key) = header.context("the program's data account is too short")?;
        *is_some = 1;
        key.copy_from_slice(authority.as_ref());
        let mut ledger = Self { svm };
        ledger.put(&pda::program_data(), data)?;
        // Lookup tables are of use from the slot after their last change.
        ledger.svm.warp_to_slot(1);
        ledger.set_time(START);
        Ok(ledger)
    }

    pub fn now(&self) -> i64 {
        self.svm.get_sysvar::<Clock>().unix_timestamp
    }

    fn set_time(&mut self, unix_timestamp: i64) {
        let clock = Clock { unix_timestamp, ..self.svm.get_sysvar() };
        self.svm.set_sysvar(&clock);
    }

    pub fn wait(&mut self, secs: i64) {
        self.set_time(self.now() + secs);
    }

    /// The account at that address.
    ///
    /// # Errors
    /// Where there is none.
    pub fn account(&self, address: &Pubkey) -> Result<Account> {
        self.svm.get_account(address).with_context(|| format!("there is no account {address}"))
    }

    /// # Errors
    /// Where the ledger does not take it.
    pub fn put(&mut self, address: &Pubkey, account: Account) -> Result<()> {
        self.svm.set_account(*address, account).map_err(|error| anyhow!("{address} cannot be set: {error}"))
    }

    /// Puts an account of that owner there, with the rent that it needs.
    ///
    /// # Errors
    /// Those of [`Self::put`].
    pub fn put_data(&mut self, address: &Pubkey, owner: Pubkey, data: Vec<u8>) -> Result<()> {
        let lamports = self.svm.minimum_balance_for_rent_exemption(data.len());
        self.put(address, Account { lamports, data, owner, executable: false, rent_epoch: 0 })
    }

    /// A wallet with SOL.
    ///
    /// # Errors
    /// Where the ledger has none left.
    pub fn fund(&mut self, wallet: &Pubkey) -> Result<()> {
        self.svm.airdrop(wallet, LAMPORTS).map(drop).map_err(|failed| anyhow!("no lamports: {:?}", failed.err))
    }

    /// Signs the instructions as one transaction, whose fee the first signer pays; without a lookup table as a message
    /// of the old form, which is the shorter one.
    ///
    /// # Errors
    /// Where a signature is missing.
    pub fn sign(
        &mut self,
        instructions: &[Instruction],
        signers: &[&Keypair],
        tables: &[AddressLookupTableAccount],
    ) -> Result<Signed> {
        self.svm.expire_blockhash();
        let (payer, blockhash) = (signers.first().context("nobody signs")?.pubkey(), self.svm.latest_blockhash());
        let message = if tables.is_empty() {
            VersionedMessage::Legacy(Message::new_with_blockhash(instructions, Some(&payer), &blockhash))
        } else {
            VersionedMessage::V0(v0::Message::try_compile(&payer, instructions, tables, blockhash)?)
        };
        let transaction = VersionedTransaction::try_new(message, signers)?;
        let message = &transaction.message;
        let lookups = message.address_table_lookups().unwrap_or_default();
        let written: usize = lookups.iter().map(|lookup| lookup.writable_indexes.len()).sum();
        let read: usize = lookups.iter().map(|lookup| lookup.readonly_indexes.len()).sum();
        let keys = message.static_account_keys().len();
        let header = message.header();
        let read_keys = header.num_readonly_signed_accounts + header.num_readonly_unsigned_accounts;
        let cost = Cost {
            units: 0,
            bytes: 1 + 64 * transaction.signatures.len() + message.serialize().len(),
            locks: keys + written + read,
            write_locks: keys - usize::from(read_keys) + written,
            signatures: transaction.signatures.len(),
            data: message.instructions().iter().map(|instruction| instruction.data.len()).sum(),
        };
        Ok(Signed { transaction, cost })
    }

    /// Runs a transaction that a cluster would take.
    ///
    /// # Errors
    /// Where a cluster would not, or the program refuses it.
    pub fn send(&mut self, signed: Signed) -> Result<Cost> {
        Ok(self.send_and_read(signed)?.0)
    }

    fn send_and_read(&mut self, signed: Signed) -> Result<(Cost, Vec<String>)> {
        let Signed { transaction, cost } = signed;
        ensure!(cost.fits(), "no cluster takes {} bytes and {} locks", cost.bytes, cost.locks);
        match self.svm.send_transaction(transaction) {
            Ok(meta) => Ok((Cost { units: meta.compute_units_consumed, ..cost }, meta.logs)),
            Err(failed) => Err(anyhow!("{}\n{}", Failure::from(failed.err), failed.meta.logs.join("\n"))),
        }
    }

    /// Sends one instruction.
    ///
    /// # Errors
    /// Those of [`Self::sign`] and [`Self::send`].
    pub fn run(&mut self, instruction: Instruction, signers: &[&Keypair]) -> Result<Step> {
        let addresses: Vec<Pubkey> = instruction.accounts.iter().map(|meta| meta.pubkey).collect();
        let signed = self.sign(&[instruction], signers, &[])?;
        let before = self.lamports(&addresses);
        let (cost, logs) = self.send_and_read(signed)?;
        let after = self.lamports(&addresses);
        let rent = before.iter().zip(&after).map(|(before, after)| {
            let wallet = before.is_wallet && after.is_wallet;
            if wallet { 0 } else { after.lamports - before.lamports }
        });
        Ok(Step { cost, called: units_of_calls(&logs), rent: rent.sum() })
    }

    fn lamports(&self, addresses: &[Pubkey]) -> Vec<Balance> {
        let balance = |address: &Pubkey| {
            let account = self.svm.get_account(address).filter(|account| account.lamports > 0);
            let lamports = account.as_ref().map_or(0, |account| account.lamports.cast_signed());
            // What is not there can become either.
            Balance { lamports, is_wallet: account.is_some_and(|account| account.owner == system_program::ID) }
        };
        let mut seen = BTreeSet::new();
        addresses.iter().filter(|address| seen.insert(**address)).map(balance).collect()
    }
}

/// What an address holds.
struct Balance {
    lamports: i64,
    is_wallet: bool,
}

/// What the runtime takes for a call, besides what the called program consumes.
const CALL_UNITS: u64 = 946;

/// From lines such as `Program 11111111111111111111111111111111 invoke [2]` and `Program Token… consumed 105 of 190000
/// compute units`. Programs of the runtime itself write no such second line, and take 150 units.
fn units_of_calls(logs: &[String]) -> u64 {
    const BUILT_IN_UNITS: u64 = 150;
    let (mut depth, mut units) = (0u32, 0);
    for line in logs {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["Program", program, "invoke", _] => {
                depth += 1;
                if depth == 2 {
                    units += CALL_UNITS + if *program == system_program::ID.to_string() { BUILT_IN_UNITS } else { 0 };
                }
            }
            ["Program", _, "consumed", consumed, ..] if depth == 2 => units += consumed.parse::<u64>().unwrap_or(0),
            ["Program", _, "success"] => depth -= 1,
            _ => {}
        }
    }
    units
}
