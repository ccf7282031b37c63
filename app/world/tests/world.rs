//! The world on an embedded ledger: the built program takes its accounts for its own.

use std::path::Path;

use co_staking_client::{
    ExpectedTerms, Instruction, Pubkey,
    instructions::co_staker,
    pda,
    rpc::{CommitmentConfig, Http, Intent, Outcome, Rpc},
};
use co_staking_test_node::ledger::{Ledger, elf};
use co_staking_world::{OFFERS_OF_A_DEVICE, OWNERS, World};
use solana_keypair::{Keypair, read_keypair_file};
use solana_signer::Signer;
use solana_transaction::Transaction;

/// 2026-03-01 12:00:00 UTC.
const NOW: i64 = 1_772_366_400;
const DEVICES: u32 = 7;

fn world(name: &str) -> World {
    World::with_devices(&Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), DEVICES, NOW).unwrap()
}

fn ledger(world: &World) -> Ledger {
    let ledger = Ledger::empty(NOW);
    ledger.deploy(&elf(), &world.wallets.key("deployer"));
    ledger.put_all(&world.accounts);
    ledger
}

async fn send(ledger: &Ledger, signer: &Keypair, instructions: &[Instruction]) -> Outcome {
    let node = ledger.node().unwrap();
    let rpc = Rpc::new(Http::new(&node.url()).unwrap(), CommitmentConfig::confirmed());
    let sign = |hash| Ok(Transaction::new_signed_with_payer(instructions, Some(&signer.pubkey()), &[signer], hash));
    rpc.send(&Intent { sign: &sign, blockhash: None, sending: &|_| {} }).await.unwrap()
}

/// The program pays a claim into each device's vault: the accounts are what its instructions would have made.
#[tokio::test]
async fn offers_can_be_claimed() {
    let world = world("claims");
    let ledger = ledger(&world);
    let mint = world.wallets.mint();
    // A wallet may claim two.
    let claimers = ["alice", "bob", "carol", "dave"].into_iter().flat_map(|name| [name; 2]);
    for (number, name) in (1..=DEVICES).zip(claimers) {
        let wallet = read_keypair_file(world.wallets.path(name)).unwrap();
        let device = pda::device(&pda::device_id(&format!("gpu-{number}")));
        let index = u32::try_from(OFFERS_OF_A_DEVICE).unwrap() - 1;
        let offer = ledger.account(&pda::offer(&device, index)).unwrap().offer().unwrap();
        let expected = ExpectedTerms { amount: offer.terms().amount, reward_bps: offer.terms().reward_bps };
        let key = wallet.pubkey();
        let source = pda::associated_token(&key, &mint);
        let before = ledger.balance(&source);
        let both = co_staker::claim_offer_first(&device, index, &key, &source, &mint, expected);
        let opened = ledger.account(&pda::claims(&key)).is_some();
        let outcome = send(&ledger, &wallet, if opened { &both[1..] } else { &both }).await;
        assert!(matches!(outcome, Outcome::Done(_)), "gpu-{number}: {outcome:?}");
        assert_eq!(ledger.balance(&source), before - expected.amount);
    }
}

/// No account twice, each with its rent, and every IO that somebody holds was minted.
#[test]
fn the_books_are_right() {
    let world = world("books");
    let mut keys: Vec<Pubkey> = world.accounts.iter().map(|(key, _)| *key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), world.accounts.len());
    let ledger = ledger(&world);
    let held: u64 = keys.iter().map(|key| ledger.balance(key)).sum();
    let mint = ledger.account(&world.wallets.mint()).unwrap();
    assert_eq!(u64::from_le_bytes(mint.data[36..44].try_into().unwrap()), held);
    let owned = |name| {
        let of = |number: &u32| {
            let device = ledger.account(&pda::device(&pda::device_id(&format!("gpu-{number}")))).unwrap();
            device.device().unwrap().owner == world.wallets.key(name)
        };
        (1..=DEVICES).filter(of).count()
    };
    assert_eq!(OWNERS.map(owned), [3, 2, 2]);
}
