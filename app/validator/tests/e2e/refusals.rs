//! How a refused command ends on a real cluster: its code, and what it says.

use co_staking_client::CoStakingError;

use super::node::Node;

/// Exit 2 and 5: nothing is sent, and the rule is named.
#[test]
fn what_is_known_before() {
    let node = Node::shared();
    for (who, line, code, parts) in [
        ("oscar", "stake gpu-3", 2, vec!["<AMOUNT>"]),
        ("oscar", "stake gpu-3 1.123456789", 2, vec!["IO has 8"]),
        ("oscar", "unstake gpu-3", 5, vec!["4 open", "[R8]"]),
        ("oscar", "withdraw gpu-3", 5, vec!["[R10]"]),
        ("oscar", "overflow gpu-3 799", 5, vec!["[R7]"]),
        ("oscar", "offer create gpu-3 1 --reward 1", 5, vec!["[R11]"]),
        ("oscar", "offer claim gpu-3#0", 5, vec!["[R14]"]),
        ("oscar", "device show gpu-unknown", 5, vec!["There is no device at"]),
        ("stranger", "offer claim gpu-3#9", 5, vec!["There is no offer at"]),
        ("stranger", "offer retract gpu-3#0", 5, vec!["[R13]"]),
        ("stranger", "stake gpu-3 1", 5, vec!["[Roles]"]),
        ("stranger", "slash open gpu-3 x --share 1 --at -1s", 5, vec!["[Roles]"]),
        ("stranger", "admin pause", 5, vec!["guardian"]),
    ] {
        let ended = node.costake(who, line).ends(code, &parts);
        assert!(ended.stdout.is_empty() && !ended.stderr.contains("Sending "), "{line}: {}", ended.stderr);
    }
}

/// Exit 3: the cluster's own answer, with the program's code and advice.
#[test]
fn what_the_program_refuses() {
    let refusal = CoStakingError::NotProposedAdmin;
    let code = format!("({})", u32::from(refusal));
    let parts = ["Refused:", &refusal.name(), &code, &refusal.to_string()];
    Node::shared().costake("stranger", "admin accept").ends(3, &parts);
}

/// Exit 1: nobody answers.
#[test]
fn no_validator() {
    let node = Node::shared();
    node.costake("stranger", "status --url http://127.0.0.1:1").ends(1, &["127.0.0.1:1"]);
}
