//! One intent, sent through a cluster with faults, and what must hold whatever the faults are.

use std::time::Duration;

use co_staking_client::{
    error::Failure,
    rpc::{Clock, CommitmentConfig, Http, Intent, Outcome, Patience, Rpc, RpcError, SendError, TransportError},
};
use co_staking_test_node::script::{Fault, Script};
use solana_keypair::Keypair;
use solana_message::Message;
use solana_signer::Signer;
use solana_transaction::Transaction;

/// No run may take longer than its three signatures' patience, the questions between them, and a simulation.
const LONGEST: Duration = Duration::from_secs(3 * (180 + 30) + 2 * 30);
/// A lost answer shows at once here: the connection breaks.
const TIMEOUT: Duration = Duration::from_secs(60);

/// What came of it.
pub struct Run {
    /// In a word, or two.
    pub outcome: String,
    pub effects: usize,
    pub signatures: usize,
    pub requests: u64,
    pub took: Duration,
}

/// Simulates and sends one intent through `nodes` nodes of a cluster with these faults.
pub fn run(faults: &[Fault], nodes: usize) -> Run {
    let script = Script::new(faults.to_vec());
    let servers: Vec<_> = (0..nodes).map(|number| script.node(number).unwrap()).collect();
    let connections = servers.iter().map(|server| Http::with_timeout(&server.url(), TIMEOUT).unwrap()).collect();
    let rpc = Rpc::with(connections, script.clone(), CommitmentConfig::confirmed(), Patience::default());
    let payer = Keypair::new();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let outcome = runtime.block_on(async {
        let message = Message::new(&[], Some(&payer.pubkey()));
        match rpc.simulate(&message).await {
            Ok(simulation) if simulation.failure.is_some() => return "refused".to_owned(),
            Ok(_) => {}
            Err(error) => return error_name(&error),
        }
        let sign = |blockhash| Ok(Transaction::new(&[&payer], message.clone(), blockhash));
        let outcome = rpc.send(&Intent { sign: &sign, blockhash: None, sending: &|_| () }).await;
        name(outcome)
    });
    let took = script.now();
    // All that can still land has landed by then.
    script.chain().pass(Duration::from_secs(300));
    let chain = script.chain();
    let run = Run { outcome, effects: chain.effects(), signatures: chain.bytes.len(), requests: chain.requests, took };
    run.hold(chain.two_could_land(), faults);
    run
}

impl Run {
    /// The promises, whatever happens: they are not taken from the table, and the table is not needed for them.
    fn hold(&self, two_could_land: bool, faults: &[Fault]) {
        let Self { outcome, effects, requests, took, .. } = self;
        assert!(*effects <= 1, "{faults:?}: {effects} effects");
        assert!(!two_could_land, "{faults:?}: two signatures could have landed");
        assert!(*took <= LONGEST, "{faults:?}: took {took:?}");
        assert!(*requests < 3_000, "{faults:?}: {requests} requests");
        match outcome.as_str() {
            "done" => assert_eq!(*effects, 1, "{faults:?}: no effect, though it was called done"),
            // Says of itself that it does not know.
            "unknown" => {}
            // All others say that nothing happened.
            _ => assert_eq!(*effects, 0, "{faults:?}: an effect, though the outcome was {outcome}"),
        }
    }

    /// As the table shows it.
    pub fn cell(&self) -> String {
        format!("{} {}/{}", self.outcome, self.effects, self.signatures)
    }
}

fn name(outcome: Result<Outcome, SendError>) -> String {
    match outcome {
        Ok(Outcome::Done(_)) => "done".into(),
        Ok(Outcome::Failed { failure: Failure::Refused(refusal), .. }) => format!("failed {}", u32::from(refusal)),
        Ok(Outcome::Refused { failure: Failure::Refused(refusal), .. }) => format!("refused {}", u32::from(refusal)),
        Ok(Outcome::Failed { failure, .. } | Outcome::Refused { failure, .. }) => format!("{failure}"),
        Ok(Outcome::Expired { .. }) => "expired".into(),
        Ok(Outcome::Unknown { .. }) => "unknown".into(),
        Err(SendError::NotSigned(why)) => why,
        Err(SendError::Rpc(error)) => error_name(&error),
    }
}

fn error_name(error: &RpcError) -> String {
    match error {
        RpcError::RateLimited { .. } => "rate limited".into(),
        RpcError::Behind { .. } => "behind".into(),
        RpcError::NoAnswer { last: TransportError::Status { code, .. }, .. } => format!("HTTP {code}"),
        RpcError::NoAnswer { .. } => "no answer".into(),
        RpcError::Refused { code, .. } => format!("code {code}"),
        other => other.to_string(),
    }
}
