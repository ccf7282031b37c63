//! R28 to R32 on a clock that nobody moves: a case that is overturned, and one that burns.

use co_staking_client::format::IO;
use co_staking_world::DURATIONS;

use super::node::Node;

#[test]
fn an_appeal_and_a_case_without() {
    let node = Node::shared();
    node.register("slashed", "olivia");
    node.costake("olivia", "stake slashed 5000").done();
    node.costake("olivia", "offer create slashed 500 --reward 10").done();
    node.costake("bob", "offer claim slashed#0").done();
    node.wait(3);
    let open = "slash open slashed first --share 10 --at -1s";
    node.costake("olivia", open).ends(5, &["[Roles]"]);
    node.costake("slasher", open).done().ends(0, &["+550 IO: the escrow"]);
    assert_eq!(node.json("bob", "device show slashed")["staked"], 4_500 * IO);
    node.costake("stranger", "slash appeal slashed first").ends(5, &["[R30]"]);
    node.costake("bob", "slash appeal slashed first").done();
    node.costake("arbiter", "slash rule slashed first overturn").done();
    for part in [0, 1] {
        node.costake("stranger", &format!("slash return slashed first --part {part}")).done();
    }
    node.costake("stranger", "slash return slashed first --part 1").ends(5, &["[R32]"]);
    assert_eq!(node.json("bob", "device show slashed")["staked"], 5_000 * IO);

    let supply = node.supply();
    node.costake("slasher", "slash open slashed second --share 1 --at -1s").done();
    node.costake("carol", "slash finalize slashed second").ends(5, &["before its end"]);
    node.wait(DURATIONS.appeal_window_secs + 1);
    node.costake("carol", "slash finalize slashed second").done();
    assert_eq!(node.json("bob", "slash show slashed second")["state"], "upheld and burned");
    assert_eq!(node.supply(), supply - 55 * IO);
}
