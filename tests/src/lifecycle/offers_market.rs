//! The marketplace: which offers a filter finds, by what the cluster compares and by what is left to the client, and what
//! an offer may earn.

use std::slice::from_ref;

use co_staking_client::{
    ClaimCounter, Config, CreateOfferArgs, Device as DeviceAccount, Offer, Pubkey,
    explain::Accounts,
    marketplace::{Memcmp, OfferFilter, estimate_reward},
    pda,
    rules::facts::FactsUpdate,
};

use crate::{
    layout::{self, at},
    world::{DAY, Device, START, World, offers::asking},
};

/// What a cluster would answer for these bytes.
fn found(filter: &OfferFilter, data: &[u8]) -> bool {
    filter.memcmps().iter().all(|Memcmp { offset, bytes }| data.get(*offset..offset + bytes.len()) == Some(bytes))
}

async fn data(world: &mut World, address: Pubkey) -> Vec<u8> {
    world.account(&address).await.unwrap().data
}

async fn with_facts(world: &mut World, device: &Device, model: &str, reliability_bps: u16) {
    let facts =
        FactsUpdate { model: Some(model.into()), reliability_bps: Some(reliability_bps), ..FactsUpdate::default() };
    world.update_device(device, facts, None).await;
}

fn any() -> OfferFilter {
    OfferFilter::default()
}

fn model(name: &str) -> OfferFilter {
    OfferFilter { model: Some(name.into()), ..any() }
}

/// The bytes that are compared, literally: type, version and state in one, the device, the model with its zeros.
#[test]
fn a_filter_compiles_to_as_few_comparisons_as_possible() {
    let kind = Memcmp { offset: 0, bytes: vec![215, 88, 60, 71, 170, 162, 73, 229, 1, 0] };
    assert_eq!(any().memcmps(), from_ref(&kind));
    let local = OfferFilter {
        amount_from: Some(1),
        amount_to: Some(2),
        reliability_from_bps: Some(3),
        reward_from_bps: Some(4),
        claimable_by: Some(Pubkey::new_unique()),
        ..any()
    };
    assert_eq!(local.memcmps(), from_ref(&kind));
    let device = Pubkey::new_unique();
    let both = OfferFilter { device: Some(device), ..model("H100") };
    let name = [b"H100".as_slice(), &[0; 28]].concat();
    let expected =
        [kind, Memcmp { offset: 16, bytes: device.to_bytes().to_vec() }, Memcmp { offset: 144, bytes: name }];
    assert_eq!(both.memcmps(), expected);
    assert!(!both.needs_device() && local.needs_device());
    assert!(OfferFilter { reliability_from_bps: Some(0), ..any() }.needs_device());
    assert!(OfferFilter { claimable_by: Some(device), ..any() }.needs_device());
}

/// Against the bytes of real accounts: every type of the program, and each stored state of an offer.
#[tokio::test]
async fn the_cluster_finds_open_offers_of_the_model_and_device_alone() {
    let mut world = World::new().await;
    let (h100, pcie) = (world.market(1_000, 500).await, world.market(1_000, 500).await);
    with_facts(&mut world, &h100, "H100", 1).await;
    with_facts(&mut world, &pcie, "H100 PCIe", 1).await;
    let open = world.create(&h100, asking(1, 1)).await;
    let other = world.create(&pcie, asking(1, 1)).await;
    let (claimed, wallet) = world.co_staked(&h100, 1, 1).await;
    let retracted = world.create(&h100, asking(1, 1)).await;
    world.retract(&h100, retracted).await;
    // What the offer showed when it was made stays, whatever the device becomes.
    with_facts(&mut world, &h100, "H200", 1).await;

    let of = |device: &Device| OfferFilter { device: Some(device.key), ..any() };
    let long = "x".repeat(33);
    let filters = [
        any(),
        model("H100"),
        model("H100 PCIe"),
        of(&h100),
        of(&pcie),
        OfferFilter { device: Some(h100.key), ..model("H100 PCIe") },
        model("H200"),
        model(""),
        model(&long),
    ];
    let offer = |device: &Device, index| pda::offer(&device.key, index);
    for (address, expected) in [
        (offer(&h100, open), [true, true, false, true, false, false, false, false, false]),
        (offer(&pcie, other), [true, false, true, false, true, false, false, false, false]),
        (offer(&h100, claimed), [false; 9]),
        (offer(&h100, retracted), [false; 9]),
        (h100.key, [false; 9]),
        (pda::config(), [false; 9]),
        (pda::claims(&wallet.key()), [false; 9]),
        (h100.vault, [false; 9]),
    ] {
        let data = data(&mut world, address).await;
        assert_eq!(filters.each_ref().map(|filter| found(filter, &data)), expected);
    }
    // `matches` decides the same by itself.
    for (device, index) in [(&h100, open), (&pcie, other), (&h100, claimed), (&h100, retracted)] {
        let data = data(&mut world, offer(device, index)).await;
        let read = Read::of(&mut world, device, index).await;
        for filter in &filters {
            assert_eq!(filter.matches(&read.offer, read.accounts(), START), Ok(found(filter, &data)), "{filter:?}");
        }
    }
}

/// The accounts that decide about one offer.
struct Read {
    config: Config,
    device: DeviceAccount,
    key: Pubkey,
    offer: Offer,
    counter: Option<ClaimCounter>,
}

impl Read {
    async fn of(world: &mut World, device: &Device, index: u32) -> Self {
        Self {
            config: world.config().await,
            device: world.read(device).await,
            key: device.key,
            offer: world.offer(device, index).await,
            counter: None,
        }
    }

    fn accounts(&self) -> Accounts<'_> {
        Accounts { counter: self.counter.as_ref(), ..Accounts::of_device(&self.config, &self.device, self.key) }
    }
}

/// Each bound is inclusive.
#[tokio::test]
async fn what_the_client_filters_is_exact() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    with_facts(&mut world, &device, "H100", 9_000).await;
    let index = world.create(&device, asking(300, 7_400)).await;
    let read = Read::of(&mut world, &device, index).await;
    let passes = |filter: OfferFilter| filter.matches(&read.offer, read.accounts(), START).unwrap();
    for (value, least, most) in [(299, true, false), (300, true, true), (301, false, true), (u64::MAX, false, true)] {
        assert_eq!(passes(OfferFilter { amount_from: Some(value), ..any() }), least);
        assert_eq!(passes(OfferFilter { amount_to: Some(value), ..any() }), most);
    }
    for (value, expected) in [(0, true), (7_399, true), (7_400, true), (7_401, false), (u16::MAX, false)] {
        assert_eq!(passes(OfferFilter { reward_from_bps: Some(value), ..any() }), expected);
    }
    for (value, expected) in [(0, true), (8_999, true), (9_000, true), (9_001, false)] {
        assert_eq!(passes(OfferFilter { reliability_from_bps: Some(value), ..any() }), expected);
    }
    let all = OfferFilter {
        model: Some("H100".into()),
        device: Some(device.key),
        amount_from: Some(300),
        amount_to: Some(300),
        reliability_from_bps: Some(9_000),
        reward_from_bps: Some(7_400),
        claimable_by: Some(Pubkey::new_unique()),
    };
    assert!(passes(all.clone()));
    assert!(!passes(OfferFilter { device: Some(Pubkey::new_unique()), ..all.clone() }));
    assert!(!passes(OfferFilter { model: Some("H10".into()), ..all }));
}

/// `claimable_by` is what the program would accept now from that wallet.
#[tokio::test]
async fn claimable_means_that_a_claim_would_work() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (guest, other) = (world.co_staker(10).await, world.wallet(10));
    let args = CreateOfferArgs { reserved_for: Some(guest.key()), expires_at: Some(START + DAY), ..asking(1, 1) };
    let index = world.create(&device, args).await;
    let by = |wallet: Pubkey| OfferFilter { claimable_by: Some(wallet), ..any() };
    let mut read = Read::of(&mut world, &device, index).await;
    let passes = |read: &Read, wallet, now| by(wallet).matches(&read.offer, read.accounts(), now).unwrap();
    assert!(passes(&read, guest.key(), START), "a wallet without a counter has two slots");
    assert!(passes(&read, guest.key(), START + DAY) && !passes(&read, guest.key(), START + DAY + 1));
    assert!(!passes(&read, other.key(), START) && !passes(&read, device.owner.key(), START));
    // With both slots taken elsewhere; one frees itself when a wait ends.
    let elsewhere = world.market(1_000, 500).await;
    for index in 0..2 {
        world.create(&elsewhere, asking(1, 1)).await;
        world.claim(&elsewhere, index, &guest).await;
    }
    read.counter = Some(world.counter(&guest).await);
    assert!(!passes(&read, guest.key(), START));
    world.set_time(START - 7 * DAY + 5);
    world.leave(&elsewhere, 0, &guest).await;
    read.counter = Some(world.counter(&guest).await);
    assert_eq!([4, 5].map(|secs| passes(&read, guest.key(), START + secs)), [false, true]);
    world.switch(true).await;
    read.config = world.config().await;
    assert!(!passes(&read, guest.key(), START + 5), "paused");
}

/// R27: rewards and blocks of the last seven days, today's included; older and later days do not count.
#[tokio::test]
async fn the_estimate_is_the_share_of_the_seven_day_average() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let index = world.create(&device, asking(300, 7_400)).await;
    let today = u32::try_from(START / DAY).unwrap();
    let buckets = async |world: &mut World, days: [(u64, u32, u32); 7]| {
        let bytes = days.map(|(rewards, blocks, day)| {
            [rewards.to_le_bytes().as_slice(), &blocks.to_le_bytes(), &day.to_le_bytes()].concat()
        });
        world.poke(&device.key, at(layout::DEVICE, "buckets[0].rewards"), &bytes.concat()).await;
        (world.offer(&device, index).await, world.read(&device).await)
    };
    let (offer, read) = (world.offer(&device, index).await, world.read(&device).await);
    assert_eq!(estimate_reward(&offer, &read, START), Ok(None), "no block was ever rewarded");

    let none = (0, 0, 0);
    let oldest = today - 6;
    let (offer, read) =
        buckets(&mut world, [(1_000, 3, today), (200, 1, oldest), (9_999, 1, today - 7), none, none, none, none]).await;
    // 1,200 over 4 blocks are 300 a block, of which 74% are 222.
    assert_eq!(estimate_reward(&offer, &read, START), Ok(Some(222)));
    let midnight = i64::from(today + 1) * DAY;
    for (now, expected) in [
        (midnight - 1, Some(222)),
        // The oldest day drops out: 1,000 over 3 are 333, of which 74% are 246.
        (midnight, Some(246)),
        (midnight + 6 * DAY - 1, Some(246)),
        (midnight + 6 * DAY, None),
        // Seen from the day before, today is to come, and the day that was too old is the seventh: 10,199 over 2.
        (midnight - DAY - 1, Some(3_773)),
    ] {
        assert_eq!(estimate_reward(&offer, &read, now), Ok(expected), "at {now}");
    }
    let (offer, read) = buckets(&mut world, [(u64::MAX, 1, today); 7]).await;
    assert_eq!(estimate_reward(&offer, &read, START), Ok(Some(13_650_590_614_545_068_195)));
    let (offer, read) = buckets(&mut world, [(5, 0, today), none, none, none, none, none, none]).await;
    assert_eq!(estimate_reward(&offer, &read, START), Ok(None));
}
