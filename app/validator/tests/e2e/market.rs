//! A marketplace of ten thousand open offers.

use std::time::{Duration, Instant};

use co_staking_client::Offer;
use co_staking_world::OFFERS_OF_A_DEVICE;

use super::node::{DEVICES, Node};

const OFFERS: usize = DEVICES as usize * OFFERS_OF_A_DEVICE;
/// What a list may take.
const LIMIT: Duration = Duration::from_secs(2);

/// The number behind `Transferred`.
fn transferred(stderr: &str) -> usize {
    let line = stderr.lines().find_map(|line| line.strip_prefix("Transferred ")).expect("it says what it transferred");
    line.split(' ').next().unwrap().replace(',', "").parse().unwrap()
}

#[test]
fn ten_thousand_offers() {
    let node = Node::shared();
    // The other tests add offers of H100s and claim some of them, but none of an A100.
    let line = "offer list --model A100 --reward-from 20 --limit 10 --page 7";
    let tries = [(); 3].map(|()| {
        let started = Instant::now();
        let ended = node.costake("stranger", line).done();
        (started.elapsed(), ended)
    });
    // A quarter of the devices; of the shares 10, 15, 20, 25 and 12% each has four in turn, beginning with its number.
    let shares = [10, 15, 20, 25, 12];
    let a100 = (1..=DEVICES as usize).filter(|number| number % 4 == 2);
    let expected =
        a100.flat_map(|number| (number - 1..number + 3).map(|at| shares[at % 5])).filter(|share| *share >= 20);
    let expected = expected.count();
    let (fastest, ended) = tries.iter().min_by_key(|(took, _)| *took).unwrap();
    let pages = expected.div_ceil(10);
    let last = format!("Page 7 of {pages}, {},{:03} offers\n", expected / 1_000, expected % 1_000);
    assert!(ended.stdout.ends_with(&last), "{last}{}", ended.stdout);
    assert_eq!(ended.stdout.lines().count(), 1 + 10 + 1);
    // In base64, as a cluster sends them.
    let (bytes, all) = (transferred(&ended.stderr), OFFERS * Offer::SPACE.div_ceil(3) * 4);
    println!("{bytes} bytes of {all} in offers, {fastest:?}; all: {:?}", tries.each_ref().map(|(took, _)| *took));
    // What comes around each of them included: addresses, owners, lamports.
    assert!(bytes < all / 3, "{bytes} of {all} bytes");
    // What else this machine does may slow down one, and not all of them.
    assert!(*fastest < LIMIT, "{fastest:?}");
}
