use std::rc::Rc;

use anyhow::{Result, ensure};
use co_staking_client::{
    ID, Instruction, Pubkey,
    error::Failure,
    event::{self, Event},
};
use litesvm::types::TransactionMetadata;
use solana_message::{VersionedMessage, compiled_instruction::CompiledInstruction, v0};
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;

use super::{Ledger, Move, moves};
use crate::wallet::Wallet;

/// What a cluster puts into one packet.
const PACKET_LEN: usize = 1_232;
/// How many accounts a transaction may lock on mainnet.
const LOCKS: usize = 64;

/// A signed transaction that a cluster would take.
pub struct Signed {
    transaction: VersionedTransaction,
    pub bytes: usize,
}

/// What became of a transaction.
pub struct Processed {
    pub signature: String,
    pub failure: Option<Failure>,
    pub units: u64,
    /// Lamports.
    pub fee: u64,
    pub events: Vec<Event>,
    pub moves: Vec<Move>,
}

impl Signed {
    /// Every account that it names.
    pub fn keys(&self) -> &[Pubkey] {
        self.transaction.message.static_account_keys()
    }

    fn program_of(&self, instruction: &CompiledInstruction) -> Option<Pubkey> {
        self.keys().get(usize::from(instruction.program_id_index)).copied()
    }
}

impl Ledger {
    /// One transaction of these instructions, signed by these wallets, of whom the first pays the fee.
    ///
    /// # Errors
    /// Where a cluster would not take it: a signature missing or too many, too many accounts, too long.
    pub fn sign(&mut self, instructions: &[Instruction], signers: &[Rc<Wallet>]) -> Result<Signed> {
        ensure!(!signers.is_empty(), "nobody signs");
        // One of its own, so that the same instruction sent again is another transaction.
        self.svm.expire_blockhash();
        let payer = signers[0].key();
        let message = v0::Message::try_compile(&payer, instructions, &[], self.svm.latest_blockhash())?;
        let keys: Vec<&dyn Signer> = signers.iter().map(|wallet| &wallet.keypair as &dyn Signer).collect();
        let transaction = VersionedTransaction::try_new(VersionedMessage::V0(message), &keys)?;
        // The embedded ledger checks neither.
        let bytes = 1 + 64 * transaction.signatures.len() + transaction.message.serialize().len();
        ensure!(bytes <= PACKET_LEN, "the transaction has {bytes} bytes, more than the {PACKET_LEN} of a packet");
        let locks = transaction.message.static_account_keys().len();
        ensure!(locks <= LOCKS, "the transaction names {locks} accounts, more than {LOCKS}");
        Ok(Signed { transaction, bytes })
    }

    /// Sends it.
    ///
    /// # Errors
    /// Where the program emitted an event that the client does not know.
    pub fn process(&mut self, signed: &Signed) -> Result<Processed> {
        let (failure, meta) = match self.svm.send_transaction(signed.transaction.clone()) {
            Ok(meta) => (None, meta),
            Err(failed) => (Some(Failure::from(failed.err)), failed.meta),
        };
        // What a failed transaction did was undone: its inner instructions moved nothing.
        let done = if failure.is_none() { flat(signed, &meta) } else { vec![] };
        let mut events = vec![];
        for instruction in done.iter().filter(|instruction| signed.program_of(instruction) == Some(ID)) {
            events.extend(event::decode(&instruction.data)?);
        }
        let moves = done.iter().filter_map(|instruction| moves::read(instruction, signed.keys())).collect();
        let (units, fee) = (meta.compute_units_consumed, meta.fee);
        Ok(Processed { signature: meta.signature.to_string(), failure, units, fee, events, moves })
    }
}

/// All instructions in the order in which they were begun: each of the transaction, then those that it called.
fn flat(signed: &Signed, meta: &TransactionMetadata) -> Vec<CompiledInstruction> {
    let mut called = meta.inner_instructions.iter();
    let mut all = vec![];
    for instruction in signed.transaction.message.instructions() {
        all.push(instruction.clone());
        all.extend(called.next().into_iter().flatten().map(|inner| inner.instruction.clone()));
    }
    all
}
