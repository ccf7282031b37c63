//! Whole lives, on a clock that nobody moves.

use co_staking_world::DURATIONS;

use super::node::{LEAVING_SECS, Node};

/// R6 to R20, R23 to R26: a device from its registration to its end, with a co-staker and a block's rewards.
#[test]
fn a_device_and_its_co_staker() {
    let node = Node::shared();
    let (owner, alice) = (node.io("owner"), node.io("alice"));
    node.register("life", "owner");
    let staked = node.costake("owner", "stake life 5000").done();
    assert!(staked.stderr.contains("+5,000 IO: the device's vault"), "{}", staked.stderr);
    node.costake("owner", "overflow life 100").done();
    node.costake("owner", "offer create life 500 --reward 25").done();
    node.costake("alice", "offer claim life#0").done();
    assert_eq!(node.json("alice", "offer show life#0")["status"], "Active");
    assert_eq!((node.io("owner"), node.io("alice")), (owner - 4_900, alice - 500));

    node.wait(5);
    let funded = node.io("stranger");
    node.costake("stranger", "rewards fund 400").done();
    assert_eq!(node.io("stranger"), funded - 400);
    let rows = node.file("life.txt", "life 400\n");
    let post = format!("rewards accrue {rows} --started -2s --ended -1s");
    node.costake("rewarder", &post).done();
    node.costake("alice", "rewards claim --offer life#0").done();
    node.costake("owner", "rewards claim --device life").done();
    assert_eq!((node.io("owner"), node.io("alice")), (owner - 4_600, alice - 400));

    node.costake("alice", "co-stake unstake life#0").done();
    node.costake("alice", "co-stake withdraw life#0").ends(5, &["too early", "[R19]"]);
    node.wait(LEAVING_SECS + 1);
    // Anyone may send it; the co-staker is paid.
    node.costake("stranger", "co-stake withdraw life#0").done();
    assert_eq!(node.io("alice"), alice + 100);
    node.costake("owner", "offer close life#0").done();
    node.costake("owner", "unstake life").done();
    node.costake("owner", "withdraw life").ends(5, &["too early", "[R10]"]);
    node.wait(DURATIONS.cooldown_secs + 1);
    node.costake("owner", "withdraw life").done();
    assert_eq!(node.io("owner"), owner + 300);
    node.costake("owner", "device close life").done();
    node.costake("owner", "device show life").ends(5, &["There is no device at"]);
    node.costake("alice", "claims close").done();
}
