//! Time, accounts and transactions.

use co_staking_client::{
    ID,
    error::Failure,
    event::{self, Event},
};
use solana_account::{Account, AccountSharedData};
use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_keypair::Keypair;
use solana_program::{clock::Clock, instruction::Instruction, pubkey::Pubkey};
use solana_signer::Signer;
use solana_transaction::{Transaction, versioned::VersionedTransaction};

use super::{World, raised};

/// What a cluster puts into one packet.
const PACKET_LEN: usize = 1_232;
/// How many accounts a transaction may lock on mainnet.
const LOCKS: usize = 64;

/// What a transaction that was accepted did.
pub struct Receipt {
    pub events: Vec<Event>,
    /// Compute units, those of the compute-budget instruction included.
    pub units: u64,
}

impl Receipt {
    /// The event of a transaction with one instruction.
    pub fn event(mut self) -> Event {
        assert_eq!(self.events.len(), 1, "one instruction tells one event: {:?}", self.events);
        self.events.remove(0)
    }
}

impl World {
    pub async fn now(&mut self) -> i64 {
        let clock: Clock = self.context.banks_client.get_sysvar().await.unwrap();
        clock.unix_timestamp
    }

    pub fn set_time(&mut self, unix_timestamp: i64) {
        self.context.set_sysvar(&Clock { unix_timestamp, ..Clock::default() });
    }

    pub async fn wait(&mut self, secs: i64) {
        let now = self.now().await;
        self.set_time(now + secs);
    }

    /// Who pays for all transactions, and for rent where no other payer is named.
    pub fn payer(&self) -> Keypair {
        self.context.payer.insecure_clone()
    }

    pub async fn account(&mut self, address: &Pubkey) -> Option<Account> {
        self.context.banks_client.get_account(*address).await.unwrap()
    }

    pub async fn lamports(&mut self, address: &Pubkey) -> u64 {
        self.account(address).await.map_or(0, |account| account.lamports)
    }

    pub fn put(&mut self, address: &Pubkey, account: Account) {
        self.context.set_account(address, &AccountSharedData::from(account));
    }

    /// Rewrites an account's bytes in place, as no instruction could.
    pub async fn corrupt(&mut self, address: &Pubkey, change: impl FnOnce(&mut Account)) {
        let mut account = self.account(address).await.expect("the account exists");
        change(&mut account);
        self.put(address, account);
    }

    /// Sends the instructions in one transaction, with the payer's signature and these.
    pub async fn send(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Result<Receipt, Failure> {
        let transaction = self.sign(instructions, signers).await;
        // Events show in the simulation alone; the effects come from the processing.
        let simulated = self.simulate(transaction.clone()).await;
        let processed = self.context.banks_client.process_transaction_with_metadata(transaction).await.unwrap();
        assert_eq!(processed.result.map_err(Failure::from), simulated.as_ref().map(drop).map_err(Clone::clone));
        self.told.extend(simulated.iter().flat_map(|receipt| receipt.events.clone()));
        simulated
    }

    /// What sending them would answer; nothing happens.
    pub async fn would(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Result<(), Failure> {
        let transaction = self.sign(instructions, signers).await;
        self.simulate(transaction).await.map(drop)
    }

    async fn simulate(&mut self, transaction: VersionedTransaction) -> Result<Receipt, Failure> {
        let keys = transaction.message.static_account_keys().to_vec();
        let simulated = self.context.banks_client.simulate_transaction(transaction).await.unwrap();
        simulated.result.expect("the simulation ran").map_err(raised::failure)?;
        let details = simulated.simulation_details.expect("a simulation has details");
        let inner = details.inner_instructions.unwrap_or_default().into_iter().flatten();
        let of_program = inner.filter(|inner| keys[usize::from(inner.instruction.program_id_index)] == ID);
        let events = of_program.map(|inner| event::decode(&inner.instruction.data).unwrap().expect("an event"));
        Ok(Receipt { events: events.collect(), units: details.units_consumed })
    }

    async fn sign(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> VersionedTransaction {
        self.sent += 1;
        // A limit of its own makes each transaction's bytes its own, so that none is taken for a repeated one.
        let limit = ComputeBudgetInstruction::set_compute_unit_limit(1_400_000 - self.sent);
        let instructions: Vec<_> = std::iter::once(limit).chain(instructions.iter().cloned()).collect();
        let payer = self.payer();
        let mut all = vec![&payer];
        all.extend(signers.iter().filter(|signer| signer.pubkey() != payer.pubkey()));
        let blockhash = self.context.banks_client.get_latest_blockhash().await.unwrap();
        let transaction = Transaction::new_signed_with_payer(&instructions, Some(&payer.pubkey()), &all, blockhash);
        // Neither limit nor signatures are checked by this ledger.
        transaction.verify().unwrap();
        assert!(transaction.message.account_keys.len() <= LOCKS, "more than {LOCKS} accounts");
        let transaction = VersionedTransaction::from(transaction);
        let signatures = 1 + 64 * transaction.signatures.len();
        assert!(signatures + transaction.message.serialize().len() <= PACKET_LEN, "more than {PACKET_LEN} bytes");
        transaction
    }

    /// Expects the transaction to work.
    pub async fn accept(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Receipt {
        match self.send(instructions, signers).await {
            Ok(receipt) => receipt,
            Err(failure) => panic!("refused: {failure}"),
        }
    }

    /// Expects exactly this refusal, and that nothing changed but what the payer paid in fees (I8).
    pub async fn refuse(&mut self, instructions: &[Instruction], signers: &[&Keypair], expected: impl Into<Failure>) {
        let payer = self.payer().pubkey();
        let metas = instructions.iter().flat_map(|instruction| &instruction.accounts);
        let touched: Vec<Pubkey> = metas.map(|meta| meta.pubkey).filter(|key| *key != payer).collect();
        let before = self.snapshot(&touched).await;
        let expected = expected.into();
        match self.send(instructions, signers).await {
            Ok(_) => panic!("accepted, expected {expected}"),
            Err(failure) => assert_eq!(failure, expected),
        }
        assert_eq!(before, self.snapshot(&touched).await, "a refused transaction changed something");
    }

    /// What these accounts hold.
    pub async fn snapshot(&mut self, keys: &[Pubkey]) -> Vec<(Pubkey, Option<Account>)> {
        let mut all = vec![];
        for key in keys {
            all.push((*key, self.account(key).await));
        }
        all
    }
}
