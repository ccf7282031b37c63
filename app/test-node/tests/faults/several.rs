//! Several nodes of one cluster, and several faults of one node.

use std::time::Duration;

use co_staking_client::{
    CoStakingError,
    error::Failure,
    rpc::{Clock, CommitmentConfig, Http, Outcome, Patience, Rpc, RpcError, TransportError, WrongCluster},
};
use co_staking_test_node::{
    http,
    script::{Fault, Kind, Length, Script, Step, answers::GENESIS},
};

use solana_keypair::Keypair;
use solana_message::Message;
use solana_signer::Signer;
use solana_transaction::Transaction;

use super::runs::run;

fn fault(kind: Kind, step: Step, length: Length, node: Option<usize>) -> Fault {
    Fault { kind, step, length, node }
}

/// A connection to one node of a healthy cluster, whose answers are all that the test is about.
fn one_node(faults: Vec<Fault>) -> (Script, http::Server, Rpc<Http, Script>) {
    let script = Script::new(faults);
    let server = script.node(0).unwrap();
    let rpc = connect(&[&server.url()], &script);
    (script, server, rpc)
}

fn connect(urls: &[&str], script: &Script) -> Rpc<Http, Script> {
    let nodes = urls.iter().map(|url| Http::new(url).unwrap()).collect();
    Rpc::with(nodes, script.clone(), CommitmentConfig::confirmed(), Patience::default())
}

fn wait<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// F5, F6, F7: whatever ails the first node for ever, the second one does the work.
#[test]
fn a_healthy_node_stands_in_for_another() {
    let kinds = [
        Kind::RequestLost,
        Kind::Status(503),
        Kind::Page,
        Kind::Unhealthy,
        Kind::RateLimit(Some(86_400)),
        Kind::Behind(200),
    ];
    for kind in kinds {
        let faults = Step::ALL.map(|step| fault(kind, step, Length::ForEver, Some(0)));
        let run = run(&faults, 2);
        assert_eq!(run.cell(), "done 1/1", "{kind:?}");
        assert!(run.took < Duration::from_secs(30), "{kind:?}: {:?}", run.took);
    }
}

/// F7: the node that has not seen the blockhash is not the one that decides.
#[test]
fn a_blockhash_that_one_node_lacks_is_sent_to_the_other() {
    let run = run(&[fault(Kind::BlockhashNotFound, Step::Send, Length::ForEver, Some(0))], 2);
    assert_eq!(run.cell(), "done 1/1");
}

/// F3: one node's word is not enough to sign anew where there are two.
#[test]
fn a_blockhash_has_ended_when_two_nodes_say_so() {
    let dropped = fault(Kind::Dropped, Step::Send, Length::ForEver, None);
    let silent = fault(Kind::RequestLost, Step::Height, Length::ForEver, Some(1));
    assert_eq!(run(&[dropped], 2).cell(), "expired 0/3");
    assert_eq!(run(&[dropped, silent], 2).cell(), "unknown 0/1");
}

/// F2 and F3 together: nobody tells of the transaction that landed, and its blockhash ends meanwhile.
#[test]
fn what_landed_unseen_is_never_signed_anew() {
    let lost = fault(Kind::ReplyLost, Step::Send, Length::ForEver, None);
    for kind in [Kind::RequestLost, Kind::Status(503), Kind::Behind(600)] {
        let blind = fault(kind, Step::Status, Length::ForEver, None);
        let run = run(&[lost, blind], 1);
        assert_eq!(run.cell(), "unknown 1/1", "{kind:?}");
    }
}

/// What was signed elsewhere may have been sent by somebody else: that no node takes it says nothing of its fate, nor does
/// a simulation that refuses what may be on its way.
#[test]
fn of_foreign_bytes_only_the_cluster_tells_what_became() {
    let refusal = u32::from(CoStakingError::OfferNotOpen);
    let refused = fault(Kind::Preflight(refusal), Step::Send, Length::ForEver, None);
    let (_, _server, rpc) = one_node(vec![refused]);
    let payer = Keypair::new();
    let (hash, last_valid, _) = wait(rpc.blockhash()).unwrap();
    let transaction = Transaction::new(&[&payer], Message::new(&[], Some(&payer.pubkey())), hash);
    let unknown = Outcome::Unknown { signature: transaction.signatures[0].to_string() };
    let fate = |rpc: &Rpc<Http, Script>, sent_before| wait(rpc.deliver(&transaction, last_valid, sent_before));
    let refused = fate(&rpc, false);
    assert!(matches!(refused, Outcome::Refused { failure: Failure::Refused(CoStakingError::OfferNotOpen), .. }));
    assert_eq!(fate(&rpc, true), unknown);
    let script = Script::default();
    let nobody = connect(&[&http::nobody().unwrap()], &script);
    assert_eq!([fate(&nobody, false), fate(&nobody, true)], [unknown.clone(), unknown]);
}

/// Nothing was ever sent: that is known, and said.
#[test]
fn nobody_listens() {
    let script = Script::default();
    let rpc = connect(&[&http::nobody().unwrap()], &script);
    let error = wait(rpc.blockhash()).unwrap_err();
    assert!(matches!(error, RpcError::NoAnswer { last: TransportError::Unreachable(_), .. }), "{error:?}");
    assert!(script.now() <= Patience::default().unreachable);
}

/// F6: what a lagging node tells is not believed over what is known already.
#[test]
fn a_node_that_lags_behind_ones_own_write_is_not_believed() {
    let lagging = fault(Kind::Behind(200), Step::Blockhash, Length::ForEver, None);
    let (_, _server, rpc) = one_node(vec![lagging]);
    let (_, _, old) = wait(rpc.blockhash()).unwrap();
    // An answer of the present slot makes every older one unbelievable.
    wait(rpc.accounts(&[Default::default()])).unwrap();
    assert!(rpc.newest_slot() > old);
    let error = wait(rpc.blockhash()).unwrap_err();
    assert!(matches!(error, RpcError::Behind { slot, .. } if slot == rpc.newest_slot()), "{error:?}");
}

/// F5: a node that says "tomorrow" is asked again after ten seconds, not tomorrow and not at once.
#[test]
fn a_rate_limit_is_honoured_up_to_a_limit() {
    let (script, _server, rpc) =
        one_node(vec![fault(Kind::RateLimit(Some(86_400)), Step::Blockhash, Length::Times(1), None)]);
    wait(rpc.blockhash()).unwrap();
    let took = script.now();
    assert!((Duration::from_secs(10)..Duration::from_secs(11)).contains(&took), "{took:?}");
    assert_eq!(script.chain().requests, 2);
}

/// F14: no node of another cluster.
#[test]
fn another_clusters_node_is_refused() {
    let script = Script::default();
    let server = script.node(0).unwrap();
    let foreign = http::Server::start(|_, _| http::Answer::Result("AnotherGenesis".into())).unwrap();
    let rpc = connect(&[&server.url(), &foreign.url()], &script);
    let error = wait(rpc.check_genesis(GENESIS)).unwrap_err();
    let expected = WrongCluster::Genesis { expected: GENESIS.into(), found: "AnotherGenesis".into() };
    assert_eq!(error, RpcError::WrongCluster(expected));
    wait(connect(&[&server.url()], &script).check_genesis(GENESIS)).unwrap();
}

/// F14: no cluster without the program.
#[test]
fn a_cluster_without_the_program_is_refused() {
    let (_, _server, rpc) = one_node(vec![]);
    assert_eq!(wait(rpc.check_program(None)).unwrap_err(), RpcError::WrongCluster(WrongCluster::NoProgram));
}
