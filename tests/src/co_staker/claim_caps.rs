//! R20: two claims a wallet, however they are sent, and each slot free again exactly when its cooldown starts.

use co_staking_client::{CoStakingError as E, pda, rules::time::NEVER};

use crate::{
    layout::{self, at},
    world::{DAY, Device, START, Wallet, World, offers::asking},
};

/// Three devices with an offer each, and a wallet that could pay all.
async fn three(world: &mut World) -> ([Device; 3], Wallet) {
    let mut devices = vec![];
    for _ in 0..3 {
        let device = world.market(1_000, 500).await;
        world.create(&device, asking(1, 1)).await;
        devices.push(device);
    }
    (devices.try_into().ok().unwrap(), world.co_staker(10).await)
}

/// Attack A18.
#[tokio::test]
async fn a_third_claim_is_refused_however_it_is_sent() {
    let mut world = World::new().await;
    let (devices, wallet) = three(&mut world).await;
    let [a, b, c] = &devices;
    let mut all = vec![];
    for device in &devices {
        all.push(world.claiming(device, 0, &wallet).await);
    }
    world.refuse(&all, &[&wallet.keypair], E::TooManyClaims).await;
    world.accept(&all[..2], &[&wallet.keypair]).await;
    world.refuse(&all[2..], &[&wallet.keypair], E::TooManyClaims).await;
    assert_eq!(world.claims_of(&wallet).await, [Some((a.key, 0, NEVER)), Some((b.key, 0, NEVER))]);
    // The slots are the wallet's, not the device's: offers of one device count the same.
    let same = world.create(b, asking(1, 1)).await;
    world.refuse_claim(b, same, &wallet, E::TooManyClaims).await;
    assert_eq!(world.balance(&wallet.token).await, 8);
    let other = world.co_staker(1).await;
    world.claim(c, 0, &other).await;
}

/// R20: from the second on when the cooldown starts, with nobody doing anything.
#[tokio::test]
async fn a_slot_frees_itself_exactly_when_the_cooldown_starts() {
    let mut world = World::new().await;
    let ([a, b, c], wallet) = three(&mut world).await;
    world.claim(&a, 0, &wallet).await;
    world.claim(&b, 0, &wallet).await;
    world.set_time(START + 100);
    world.leave(&b, 0, &wallet).await;
    let free_from = START + 100 + 7 * DAY;
    assert_eq!(world.claims_of(&wallet).await, [Some((a.key, 0, NEVER)), Some((b.key, 0, free_from))]);
    world.refuse_claim(&c, 0, &wallet, E::TooManyClaims).await;
    world.set_time(free_from - 1);
    world.refuse_claim(&c, 0, &wallet, E::TooManyClaims).await;
    world.set_time(free_from);
    world.claim(&c, 0, &wallet).await;
    assert_eq!(world.claims_of(&wallet).await, [Some((a.key, 0, NEVER)), Some((c.key, 0, NEVER))]);
    // Withdrawing the first one later frees its own slot only, which is another's by now.
    world.set_time(free_from + 14 * DAY);
    world.pay_out(&b, 0, &wallet).await;
    assert_eq!(world.claims_of(&wallet).await, [Some((a.key, 0, NEVER)), Some((c.key, 0, NEVER))]);
    let fourth = world.create(&b, asking(1, 1)).await;
    world.refuse_claim(&b, fourth, &wallet, E::TooManyClaims).await;
}

/// I3: a counter that holds one claim twice is broken, and stops the claim that would make it so.
#[tokio::test]
async fn one_claim_never_takes_two_slots() {
    let mut world = World::new().await;
    let ([a, ..], wallet) = three(&mut world).await;
    let counter = pda::claims(&wallet.key());
    world.poke(&counter, at(layout::COUNTER, "slots[1].device"), a.key.as_ref()).await;
    world.poke(&counter, at(layout::COUNTER, "slots[1].free_from"), &NEVER.to_le_bytes()).await;
    world.poke(&counter, at(layout::COUNTER, "slots[1].used"), &[1]).await;
    world.refuse_claim(&a, 0, &wallet, E::LedgerBroken).await;
}
