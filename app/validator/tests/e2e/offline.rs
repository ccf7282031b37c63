//! A signature made where there is no network, and what becomes of one that is too old.

use co_staking_client::format::IO;
use co_staking_world::DURATIONS;

use super::node::Node;

/// The accounts are saved here, the owner signs there without any cluster, and somebody else pays and sends it.
#[test]
fn signed_without_network_and_sent_by_somebody_else() {
    let node = Node::shared();
    node.register("offline", "oscar");
    let (owner, payer, held) = (node.wallets.key("oscar"), node.wallets.key("bob"), node.io("oscar"));
    let file = node.file("offline.json", "");
    node.costake("bob", &format!("-k {owner} --fee-payer {payer} --dry-run --save-accounts {file} stake offline 10"))
        .ends(0, &["Saved the accounts in"]);
    let blockhash = node.blockhash();
    let action = format!("--blockhash {blockhash} stake offline 10");
    let sign = format!("--url http://127.0.0.1:1 --accounts {file} --sign-only --fee-payer {payer} {action}");
    let signed = node.json("oscar", &sign);
    let signer = signed["signers"][0].as_str().unwrap();
    let payer = node.wallets.path("bob").display().to_string();
    node.costake("bob", &format!("-k {owner} --fee-payer {payer} --signer {signer} {action}")).done();
    assert_eq!(node.json("bob", "device show offline")["staked"], 10 * IO);
    assert_eq!(node.io("oscar"), held - 10);
    // Sent a second time it is the same transaction, which has landed.
    node.costake("bob", &format!("-k {owner} --fee-payer {payer} --signer {signer} {action}")).done();
    assert_eq!(node.io("oscar"), held - 10);
    node.costake("oscar", "unstake offline").done();
    node.wait(DURATIONS.cooldown_secs + 1);
    node.costake("oscar", "withdraw offline").done();
}

/// No block takes a blockhash that the chain no longer knows, and nothing is claimed to have happened.
#[test]
fn a_blockhash_that_nobody_knows() {
    let node = Node::shared();
    let held = node.io("carol");
    let line = "rewards fund 1 --blockhash CktRuQ2mttgRGkXJtyksdKHjUdc2C4TgDzyB98oEzy8";
    node.costake("carol", line).ends(1, &["Blockhash not found"]);
    assert_eq!(node.io("carol"), held);
}
