//! What `cargo xtask validator` tells people to type, typed.

use std::path::Path;

use super::node::{LEAVING_SECS, Node, free_ports};

#[test]
fn the_printed_commands_work_as_they_stand() {
    let node = Node::start("printed", free_ports(), &[]);
    let alias = node.printed.iter().find_map(|line| line.trim().strip_prefix("alias costake='")).unwrap();
    assert_eq!(alias, format!("costake --url {}'", node.url));
    let mut commands = node.printed.iter().filter_map(|line| line.trim().strip_prefix("costake -k "));
    let mut run = |code: i32, part: &str| {
        let line = commands.next().unwrap_or_else(|| panic!("{part}: it is not printed"));
        let (keypair, line) = line.split_once(' ').unwrap();
        assert!(line.starts_with(part), "expected: {part}\nfound: {line}");
        let who = Path::new(keypair).file_stem().unwrap().to_str().unwrap();
        node.costake(who, line).ends(code, &[])
    };
    let listed = run(0, "offer list").stdout;
    assert!(listed.contains("H100"), "{listed}");
    run(0, "offer claim");
    // What was claimed before the block began earns of it.
    node.wait(4);
    run(0, "rewards fund");
    run(0, "rewards accrue");
    let paid = run(0, "rewards claim").stderr;
    assert!(paid.contains("IO: your IO account"), "{paid}");
    let status = run(0, "status").stdout;
    assert!(status.contains("Earning: yes"), "{status}");
    run(0, "co-stake unstake");
    node.wait(LEAVING_SECS + 1);
    run(0, "co-stake withdraw");
    // Three of its offers are still open.
    run(5, "why unstake");
    let device = run(0, "device show").stdout;
    assert!(device.contains("Open offers: 3"), "{device}");
    assert_eq!(commands.next(), None, "all that is printed is typed here");
    node.stop();
}
