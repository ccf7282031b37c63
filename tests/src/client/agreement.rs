//! The client explains exactly what the program refuses, and first what it refuses first.

use co_staking_client::{
    CoStakingError, Instruction, UpdateDeviceArgs,
    explain::{Accounts, Action, explain},
    format::IO,
    instructions::{
        owner::{close_device, stake, unstake, withdraw, withdraw_overflow},
        registrar::update_device,
    },
    pda,
};

use solana_signer::Signer;

use crate::{
    layout::{CONFIG, DEVICE},
    world::{DAY, Device, Random, START, Wallet, World},
};

const STATES: usize = 600;

/// Writes a random state into the accounts, also of what no instruction of today makes: offers, co-stakes, cases, rewards.
async fn shuffle(world: &mut World, device: &Device, random: &mut Random) {
    let amounts = [0, 0, 1, 400 * IO, 800 * IO, 900 * IO];
    let times = [START - DAY, START - 1, START, START + 1, START + DAY];
    let exits = random.chance(2);
    let stake = random.pick(&amounts);
    let (active, exiting) = if exits { (0, stake) } else { (stake, 0) };
    let mut fields: Vec<(String, Vec<u8>)> = vec![
        ("owner_stake.active".into(), active.to_le_bytes().into()),
        ("owner_stake.exiting".into(), exiting.to_le_bytes().into()),
        ("owner_stake.unlock_at".into(), random.pick(&times).to_le_bytes().into()),
        ("owner_stake.rewards".into(), u64::from(random.chance(5)).to_le_bytes().into()),
        ("ever_staked".into(), vec![random.below(2) as u8]),
        ("hire.started_at".into(), (START - DAY).to_le_bytes().into()),
        ("hire.ends_at".into(), random.pick(&times).to_le_bytes().into()),
        ("open_offers".into(), vec![u8::from(random.chance(5))]),
        ("open_amount".into(), random.pick(&[0u64, 0, 100 * IO]).to_le_bytes().into()),
        ("offer_accounts".into(), u32::from(random.chance(5)).to_le_bytes().into()),
        ("undecided_cases".into(), u32::from(random.chance(5)).to_le_bytes().into()),
        ("unreturned_cases".into(), u32::from(random.chance(5)).to_le_bytes().into()),
        ("requirement.pending".into(), (400 * IO).to_le_bytes().into()),
        ("requirement.pending_from".into(), random.pick(&times).to_le_bytes().into()),
    ];
    for place in 0..2 {
        let held = random.chance(5);
        let leaves = random.pick(&[i64::MAX, START, START + 1]);
        for (field, value) in [
            ("held", vec![u8::from(held)]),
            ("stake", if held { random.pick(&amounts) } else { 0 }.to_le_bytes().into()),
            ("cooldown_at", leaves.to_le_bytes().into()),
            ("unlock_at", leaves.saturating_add(DAY).to_le_bytes().into()),
        ] {
            fields.push((format!("positions[{place}].{field}"), value));
        }
    }
    world.corrupt(&device.key, |a| fields.iter().for_each(|(f, v)| DEVICE.set(&mut a.data, f, v))).await;
    let paused = [u8::from(random.chance(5))];
    world.corrupt(&pda::config(), |account| CONFIG.set(&mut account.data, "paused", &paused)).await;
    let (ledger, balance) = (world.read(device).await.ledger().unwrap(), random.pick(&[0, 1, 1_000 * IO]));
    world.change_token(&device.vault, |vault| vault.amount = ledger + random.below(2)).await;
    world.change_token(&device.owner.token, |account| account.amount = balance).await;
}

fn action(random: &mut Random) -> Action {
    let amount = random.pick(&[0, 1, 100 * IO, 100 * IO + 1, 500 * IO, u64::MAX]);
    match random.below(6) {
        0 => Action::UpdateDevice,
        1 => Action::Stake { amount },
        2 => Action::WithdrawOverflow { amount },
        3 => Action::Unstake,
        4 => Action::Withdraw,
        _ => Action::CloseDevice,
    }
}

/// Of the owner's actions; those on offers and co-stakes have an agreement test of their own (`lifecycle::offers_explain`).
fn instruction(world: &World, device: &Device, signer: &Wallet, action: Action) -> Instruction {
    let (mint, owner, key) = (&world.mint, &device.owner, &device.key);
    match action {
        Action::UpdateDevice => update_device(&signer.key(), key, UpdateDeviceArgs::default()),
        Action::Stake { amount } => stake(key, &signer.key(), &owner.token, mint, amount),
        Action::WithdrawOverflow { amount } => withdraw_overflow(key, &signer.key(), &owner.token, mint, amount),
        Action::Unstake => unstake(key, &signer.key()),
        Action::Withdraw => withdraw(key, &signer.key(), &owner.token, mint),
        Action::CloseDevice => close_device(key, &signer.key(), &owner.token, &world.payer().pubkey(), mint),
        other => unreachable!("`action` makes no {other:?}"),
    }
}

#[tokio::test]
async fn explain_is_empty_exactly_where_the_program_accepts_and_starts_with_its_refusal() {
    let mut world = World::new().await;
    let device = world.device().await;
    let stranger = world.wallet(0);
    let registrar = Wallet { keypair: world.roles.registrar.insecure_clone(), token: stranger.token };
    let mut random = Random::new(1);
    let (mut accepted, mut refused) = (0, std::collections::BTreeSet::new());
    for _ in 0..STATES {
        shuffle(&mut world, &device, &mut random).await;
        let action = action(&mut random);
        let signer = [&device.owner, &device.owner, &device.owner, &registrar, &stranger][random.below(5) as usize];
        let (config, read) = (world.config().await, world.read(&device).await);
        let balance = Some(world.balance(&device.owner.token).await);
        let accounts = Accounts { balance, ..Accounts::of_device(&config, &read, device.key) };
        let reasons = explain(action, &signer.key(), accounts, START).unwrap();

        let ix = instruction(&world, &device, signer, action);
        let answer = world.would(&[ix], &[&signer.keypair]).await;
        assert_eq!(answer.err(), reasons.first().map(|reason| reason.failure.clone()), "{action:?}: {reasons:?}");
        accepted += usize::from(reasons.is_empty());
        refused.extend(reasons.first().map(|reason| format!("{:?}", reason.failure)));
    }
    assert!(accepted > STATES / 12, "{accepted} accepted");
    for refusal in [CoStakingError::DeviceHired, CoStakingError::DeviceHasRewards, CoStakingError::MathOverflow] {
        assert!(refused.contains(&format!("Refused({refusal:?})")), "{refusal:?} was never met: {refused:?}");
    }
    assert!(refused.len() >= 18, "{refused:?}");
}
