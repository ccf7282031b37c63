//! What `cargo xtask bench-web` measures on.

use std::io::Read;

use crate::scene::ledger;

/// As many as make 10,000 offers.
pub const DEVICES: u32 = 2_500;

/// A node with a large market on it. It says where it is, and stays until its input ends.
#[test]
#[ignore = "it waits for the end of its input, and proves nothing: `cargo xtask bench-web` starts it"]
fn node() {
    let (_, ledger) = ledger("bench", DEVICES);
    let node = ledger.node().unwrap();
    println!("\nRPC URL: {}", node.url());
    let mut rest = vec![];
    std::io::stdin().read_to_end(&mut rest).unwrap();
}
