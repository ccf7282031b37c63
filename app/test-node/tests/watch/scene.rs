//! A program in whose config one key has every role.

use co_staking_client::{
    InitializeConfigArgs, Instruction, Pubkey, Roles,
    instructions::admin,
    rpc::{CommitmentConfig, Http, Intent, Outcome, Rpc},
};
use co_staking_test_node::{
    http::Server,
    ledger::{Ledger, elf},
};
use solana_keypair::Keypair;
use solana_message::Message;
use solana_signer::Signer;
use solana_transaction::Transaction;

/// A ledger with an admin that pauses and unpauses, an event each.
pub struct Scene {
    pub ledger: Ledger,
    admin: Keypair,
    pub rpc: Rpc<Http>,
    _node: Server,
}

impl Scene {
    pub async fn new() -> Self {
        let ledger = Ledger::empty(1_772_366_400);
        let (admin, mint) = (Keypair::new(), Pubkey::new_unique());
        ledger.fund(&admin.pubkey(), 10_000_000_000);
        ledger.create_mint(&mint, &admin.pubkey());
        ledger.deploy(&elf(), &admin.pubkey());
        let node = ledger.node().unwrap();
        let rpc = Rpc::new(Http::new(&node.url()).unwrap(), CommitmentConfig::confirmed());
        let scene = Self { ledger, admin, rpc, _node: node };
        let key = scene.admin.pubkey();
        let roles = Roles { registrar: key, rewarder: key, slasher: key, arbiter: key, guardian: key };
        let args = InitializeConfigArgs {
            admin: key,
            roles,
            durations: Default::default(),
            base_requirement: 1,
            max_block_reward: 1,
        };
        scene.send(admin::initialize_config(&key, &key, &mint, args)).await;
        scene
    }

    async fn send(&self, instruction: Instruction) -> String {
        let message = Message::new(&[instruction], Some(&self.admin.pubkey()));
        let sign = |blockhash| Ok(Transaction::new(&[&self.admin], message.clone(), blockhash));
        let outcome = self.rpc.send(&Intent { sign: &sign, blockhash: None, sending: &|_| () }).await.unwrap();
        let Outcome::Done(sent) = outcome else { panic!("{outcome:?}") };
        sent.signature
    }

    /// Pauses or unpauses; the transaction's signature.
    pub async fn pause(&self, paused: bool) -> String {
        self.send(admin::set_paused(&self.admin.pubkey(), paused)).await
    }
}
