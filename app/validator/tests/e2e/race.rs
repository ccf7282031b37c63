//! R14: two terminals race for one offer.

use std::process::Stdio;

use co_staking_client::{CoStakingError, format::IO};

use super::{ended::Ended, node::Node};

/// Each wallet may claim two, so that this is what they have.
const ROUNDS: u32 = 2;

#[test]
fn one_offer_has_one_co_staker() {
    let node = Node::shared();
    for round in 0..ROUNDS {
        let offer = format!("gpu-5#{round}");
        let before = node.json("stranger", &format!("offer show {offer}"));
        assert_eq!(before["status"], "Sufficient Stake (Waiting for Co-Staker)");
        let amount = before["amount"].as_u64().unwrap() / IO;
        let names = ["carol", "dave"];
        let held = names.map(|name| node.io(name));
        let racing = names.map(|name| {
            let mut command = node.command(name, &format!("offer claim {offer}"));
            (name, command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
        });
        let ended = racing.map(|(name, child)| Ended::of(name.into(), child.wait_with_output().unwrap()));
        let codes = ended.each_ref().map(|ended| ended.code);
        let winner = codes.iter().position(|code| *code == 0).unwrap_or_else(|| panic!("nobody won: {codes:?}"));
        let loser = 1 - winner;
        // The cluster refuses it, or its accounts say so before: then nothing is sent.
        let [first, second] = ended;
        let lost = if loser == 0 { first } else { second };
        println!("round {round}: {} won, the other ended with {}", names[winner], lost.code);
        match lost.code {
            3 => lost.ends(3, &[&CoStakingError::OfferNotOpen.name()]),
            _ => lost.ends(5, &["[R14]"]),
        };
        let after = node.json("stranger", &format!("offer show {offer}"));
        assert_eq!(after["coStaker"], node.wallets.key(names[winner]).to_string());
        assert_eq!(node.io(names[winner]), held[winner] - amount);
        assert_eq!(node.io(names[loser]), held[loser], "the loser's tokens");
    }
}
