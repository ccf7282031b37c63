//! Reading: the marketplace, status and the forms of what is printed.

use serde_json::Value;

use super::world::World;

/// Three devices of two owners, and an offer on each.
fn world() -> World {
    let world = World::with_offer();
    for (id, owner, amount, reward) in [("gpu-2", "owner", 100, 40), ("gpu-3", "stranger", 300, 10)] {
        world.register(id, owner);
        world.costake(owner, &format!("stake {id} 2000")).done();
        world.costake(owner, &format!("offer create {id} {amount} --reward {reward} --expires +1d")).done();
    }
    world.costake("registrar", "device update gpu-3 --reliability 50").done();
    world
}

fn amounts(found: &Value) -> Vec<u64> {
    let offers = found["offers"].as_array().unwrap();
    offers.iter().map(|offer| offer["amount"].as_u64().unwrap() / 100_000_000).collect()
}

#[test]
fn filters_sorting_and_pages() {
    let world = world();
    let alice = world.key("alice");
    for (line, found) in [
        ("", vec![100, 500, 300]),
        ("--sort amount", vec![100, 300, 500]),
        ("--sort expires", vec![100, 300, 500]),
        ("--amount-from 300", vec![500, 300]),
        ("--amount-to 300 --sort amount", vec![100, 300]),
        ("--reward-from 25", vec![100, 500]),
        ("--reliability-from 97.5", vec![100, 500]),
        ("--device gpu-3", vec![300]),
        ("--model H100", vec![100, 500, 300]),
        ("--model H10", vec![]),
        ("--limit 2", vec![100, 500]),
        ("--limit 2 --page 2", vec![300]),
        ("--limit 2 --page 3", vec![]),
        (&format!("--claimable-by {alice}"), vec![100, 500, 300]),
        (&format!("--claimable-by {}", world.key("owner")), vec![300]),
    ] {
        let listed = world.json("alice", &format!("offer list {line}"));
        let mut listed = (amounts(&listed), line);
        if line == "--sort expires" {
            // Two expire at nearly the same time: which is first depends on their addresses alone.
            listed.0[..2].sort_unstable();
        }
        assert_eq!(listed.0, found, "{line}");
    }
    world.ledger.wait(86_401);
    // What has expired cannot be claimed, and is not offered.
    assert_eq!(amounts(&world.json("alice", "offer list")), [500]);
    let text = world.costake("alice", "offer list").done();
    assert!(text.stdout.contains("500 IO  25%     97.5%"), "{}", text.stdout);
    assert!(text.stdout.contains("Page 1 of 1, 1 offers"), "{}", text.stdout);
    assert!(text.stderr.contains("Transferred "), "{}", text.stderr);
}

/// A wallet that owns one device and co-stakes on another.
#[test]
fn status() {
    let world = world();
    world.costake("stranger", "offer claim gpu-1#0").done();
    let before = world.json("stranger", "status");
    assert_eq!((&before["staked"], &before["inWallet"]), (&250_000_000_000u64.into(), &9_750_000_000_000u64.into()));
    assert_eq!((before["devices"].as_array().unwrap().len(), before["coStakes"].as_array().unwrap().len()), (1, 1));
    assert_eq!(before["freeClaims"], 1);
    world.costake("stranger", "co-stake unstake gpu-1#0").done();
    let text = world.costake("stranger", "status").done().stdout;
    for part in [
        "Leaving: 500 IO",
        "Sufficient Stake (Wait Period)",
        "no: it waits, and counts toward the requirement",
        "2026-03-08 12:00:00 UTC (in 7 d)  the cooldown starts: the claim slot is free",
        "2026-03-22 12:00:00 UTC (in 21 d)  500 IO can be withdrawn",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    world.ledger.wait(21 * 86_400);
    let after = world.json("stranger", &format!("status {}", world.key("stranger")));
    assert_eq!((&after["withdrawable"], &after["leaving"]), (&50_000_000_000u64.into(), &0.into()));
}

/// Devices of everybody, and of one owner.
#[test]
fn devices_by_owner() {
    let world = world();
    let devices = world.json("owner", "device list");
    assert_eq!(devices.as_array().unwrap().len(), 3);
    let own = world.json("owner", &format!("device list --owner {}", world.key("owner")));
    assert_eq!(own.as_array().unwrap().len(), 2);
}

/// The cluster sends of each offer only what lists are made from, and of the devices those of the page.
#[test]
fn ten_thousand_offers() {
    use std::time::Instant;

    use co_staking_client::{ID, Pubkey, pda};

    const OFFERS: u32 = 10_000;
    let world = World::with_offer();
    let device = pda::device(&pda::device_id("gpu-1"));
    let template = world.ledger.account(&pda::offer(&device, 0)).unwrap();
    for index in 1..OFFERS {
        let mut data = template.data.clone();
        // The index of the offer, which stands behind the discriminator, the version and the state.
        data[12..16].copy_from_slice(&index.to_le_bytes());
        world.ledger.put(&Pubkey::new_unique(), ID, data);
    }
    let started = Instant::now();
    let ended = world.costake("alice", "offer list --reward-from 20 --limit 10 --page 7").done();
    assert!(ended.stdout.ends_with("Page 7 of 1000, 10,000 offers\n"), "{}", ended.stdout);
    let told = ended.stderr.lines().last().unwrap();
    println!("{told} in {:?}", started.elapsed());
    let bytes: usize = told.split(' ').nth(1).unwrap().replace(',', "").parse().unwrap();
    // In base64, with their addresses and JSON around them, the whole accounts would be 7 MB.
    assert!(bytes < 5_500_000, "{told}");
}
