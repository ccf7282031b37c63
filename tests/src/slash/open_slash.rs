//! R28: a slash takes its part of each stake that answers for the offence, into escrow.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError as E, ConfigChanges, Slash,
    event::{Event, SlashOpened},
    instructions::slash::open_slash,
    pda,
    rules::{slash::CaseState, time::NEVER},
};
use solana_account::Account;
use solana_signer::Signer;

use super::scene::{LEFT, PARTS, REST, Scene, TAKEN, THIRD};
use crate::world::{
    ALREADY_IN_USE, DAY, START, World,
    figures::owner_stake,
    slash::{Case, WINDOW, co_stake_part, owner_part, parts, taking},
};

/// R28, R33: with every figure. The co-stakes' terms and times stay, and so does the supply.
#[tokio::test]
async fn takes_a_part_of_every_stake_into_escrow() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let (device, [owner, first, second]) = (&scene.device, scene.wallets());
    let (supply, before) = (world.supply().await, world.read(device).await);
    world.wait(DAY).await;
    let (case, slash) = (Case::new(device, "offline"), taking(THIRD, START + 1));
    let receipt = world.open_case(&case, slash).await;
    let taken = parts(&[
        owner_part(owner, PARTS[0], 0, START),
        co_stake_part(first, scene.first.0, PARTS[1], 0, START),
        co_stake_part(second, scene.second.0, PARTS[2], 0, START),
    ]);
    let expected = SlashOpened {
        device: device.key,
        case: case.key,
        offence_id: case.offence_id,
        slash,
        opened_at: START + DAY,
        owner_stake: owner_stake(REST[0], 0, 0, START),
        parts: taken,
        escrowed: TAKEN,
    };
    assert_eq!(receipt.event(), Event::SlashOpened(expected));

    let stored = world.case(&case).await;
    assert_eq!((stored.state(), stored.bps(), *stored.parts()), (CaseState::Open, THIRD, taken));
    assert_eq!((stored.device, *stored.offence_id(), stored.owner), (device.key, case.offence_id, owner.key()));
    assert_eq!((stored.offence_at(), stored.opened_at(), stored.appealed_at()), (START + 1, START + DAY, NEVER));
    assert_eq!(stored.window_ends(WINDOW), Ok(START + DAY + WINDOW));
    let read = world.read(device).await;
    assert_eq!(*read.owner_stake(), owner_stake(REST[0], 0, 0, START));
    assert_eq!(world.stakes(device).await, (REST[0], REST[1..].to_vec()));
    for (now, was) in read.held().zip(before.held()) {
        assert_eq!((now.claimed_stake(), now.reward_bps()), (was.claimed_stake(), was.reward_bps()));
        assert_eq!((now.claimed_at(), now.cooldown_at(), now.unlock_at()), (START, NEVER, NEVER));
    }
    assert_eq!((read.slash_cases(), world.pool().await.escrowed()), (1, TAKEN));
    assert_eq!((world.balance(&device.vault).await, world.balance(&pda::escrow()).await), (LEFT, TAKEN));
    assert_eq!(world.supply().await, supply);
}

/// R28: 1 to 10,000 bps.
#[tokio::test]
async fn a_slash_out_of_range_is_refused() {
    let mut world = World::new().await;
    let device = world.market(10_000, 10_000).await;
    let case = |bps: u16| Case::new(&device, &bps.to_string());
    for bps in [0, 10_001, u16::MAX] {
        world.refuse_opening(&case(bps), taking(bps, START), E::SlashOutOfRange).await;
    }
    for (bps, left) in [(1, 9_999), (10_000, 0)] {
        world.open_case(&case(bps), taking(bps, START)).await;
        assert_eq!(world.stakes(&device).await.0, left);
    }
}

/// R28: `now − wait − cooldown ≤ offence_at ≤ now`.
#[tokio::test]
async fn only_offences_of_the_last_21_days() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let now = START + 30 * DAY;
    world.set_time(now);
    let oldest = now - 21 * DAY;
    let case = |at: i64| Case::new(&device, &at.to_string());
    for at in [now + 1, i64::MAX] {
        world.refuse_opening(&case(at), taking(100, at), E::OffenceInFuture).await;
    }
    for at in [oldest - 1, 0, i64::MIN] {
        world.refuse_opening(&case(at), taking(100, at), E::OffenceTooOld).await;
    }
    for at in [oldest, oldest + 1, now - 1, now] {
        world.open_case(&case(at), taking(100, at)).await;
        assert_eq!(world.case(&case(at)).await.offence_at(), at);
    }
}

/// R28: the case's address is that of the offence, on that device.
#[tokio::test]
async fn one_case_per_offence_of_a_device() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let sibling = world.market(1_000, 1_000).await;
    let case = world.slash(&device, "offline", 100).await;
    for slash in [taking(100, START), taking(1, START), Slash { forfeit_rewards: true, ..taking(100, START) }] {
        world.refuse_opening(&case, slash, ALREADY_IN_USE).await;
    }
    world.slash(&sibling, "offline", 100).await;
    world.slash(&device, "offline again", 100).await;
    // Nor when it is decided.
    world.uphold(&case).await;
    world.refuse_opening(&case, taking(100, START), ALREADY_IN_USE).await;
    world.overturned(&device, "third", 100).await;
    world.refuse_opening(&Case::new(&device, "third"), taking(100, START), ALREADY_IN_USE).await;
}

/// R28: a case that takes nothing is none.
#[tokio::test]
async fn a_slash_of_nothing_is_refused() {
    let mut world = World::new().await;
    let empty = world.market(1_000, 0).await;
    world.refuse_opening(&Case::new(&empty, "x"), taking(10_000, START), E::NothingToSlash).await;
    // 9,999 / 10,000 of a unit is none; each party's part is rounded by itself.
    let device = world.market(20_000, 12_000).await;
    let (index, wallet) = world.co_staked(&device, 9_999, 1).await;
    let slash = world.slash(&device, "one unit", 1).await;
    assert_eq!(
        *world.case(&slash).await.parts(),
        parts(&[owner_part(&device.owner, 1, 0, START), co_stake_part(&wallet, index, 0, 0, START)])
    );
    let small = world.market(20_000, 9_999).await;
    world.refuse_opening(&Case::new(&small, "x"), taking(1, START), E::NothingToSlash).await;
}

/// Roles: the slasher alone, read live.
#[tokio::test]
async fn nobody_but_the_slasher() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let (device, payer) = (&scene.device, world.payer().pubkey());
    let (case, mint, slash) = (Case::new(device, "x"), world.mint, taking(THIRD, START));
    let opening =
        |by: &solana_keypair::Keypair| [open_slash(&device.key, &by.pubkey(), &payer, &mint, case.offence_id, slash)];
    let roles = world.roles.all();
    let others = roles.iter().filter(|(name, _)| *name != "slasher").map(|(_, keypair)| keypair);
    let wallets = scene.wallets().map(|wallet| &wallet.keypair);
    let stranger = world.wallet(0);
    for by in others.chain(wallets).chain([&stranger.keypair]) {
        world.refuse(&opening(by), &[by], ErrorCode::ConstraintHasOne).await;
    }
    // The previous one, from the moment on at which there is another.
    let old = world.roles.slasher.insecure_clone();
    world.update_config(ConfigChanges { slasher: Some(stranger.key()), ..ConfigChanges::default() }).await;
    world.refuse(&opening(&old), &[&old], ErrorCode::ConstraintHasOne).await;
    world.accept(&opening(&stranger.keypair), &[&stranger.keypair]).await;
}

/// R34
#[tokio::test]
async fn not_while_paused() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let case = Case::new(&scene.device, "x");
    world.pause().await;
    world.refuse_opening(&case, taking(THIRD, START), E::Paused).await;
    world.unpause().await;
    world.open_case(&case, taking(THIRD, START)).await;
}

/// Edge case 38: SOL at the case's address does not stop it; the named payer pays what is missing.
#[tokio::test]
async fn lamports_at_the_cases_address_stop_nothing() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let rent = solana_program::rent::Rent::default().minimum_balance(776);
    for (offence, there) in [("one", 1), ("rent", rent), ("more", rent + 1)] {
        let case = Case::new(&scene.device, offence);
        world.put(&case.key, Account { lamports: there, ..Account::default() });
        let (payer, slasher) = (world.wallet(0), world.roles.slasher.insecure_clone());
        let before = world.lamports(&payer.key()).await;
        let mint = world.mint;
        let ix =
            open_slash(&scene.device.key, &slasher.pubkey(), &payer.key(), &mint, case.offence_id, taking(100, START));
        world.accept(&[ix], &[&slasher, &payer.keypair]).await;
        assert_eq!(before - world.lamports(&payer.key()).await, rent.saturating_sub(there));
    }
}
