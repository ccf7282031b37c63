//! I1, I6, I8 on a random walk: an independent little model says before each step what must happen, and after it what
//! every account must hold.

mod model;

use std::collections::BTreeSet;

use co_staking_client::{
    Instruction, UpdateDeviceArgs,
    format::IO,
    instructions::{
        admin::set_paused,
        owner::{close_device, stake, unstake, withdraw, withdraw_overflow},
        registrar::update_device,
    },
    rules::{facts::FactsUpdate, hire::HireUpdate},
};
use model::{Model, Step};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{
    lifecycle::replay::Replayer,
    world::{BASE, DAY, Device, Random, START, Wallet, World},
};

const STEPS: usize = 200;
const FUNDS: u64 = 5_000 * IO;

/// Walks that do not meet these prove little.
const OUTCOMES: &[&str] = &[
    "stake",
    "stake refused: Refused(Paused)",
    "stake refused: Refused(AmountZero)",
    "stake refused: Refused(OwnerExiting)",
    "stake refused: Refused(MathOverflow)",
    "stake refused: Token { code: 1 }",
    "withdraw_overflow",
    "withdraw_overflow refused: Refused(AmountZero)",
    "withdraw_overflow refused: Refused(AmountExceedsOverflow)",
    "unstake",
    "unstake refused: Refused(OwnerExiting)",
    "unstake refused: Refused(NothingStaked)",
    "unstake refused: Refused(DeviceHired)",
    "withdraw",
    "withdraw refused: Refused(NotExiting)",
    "withdraw refused: Refused(CooldownNotOver)",
    "close",
    "close refused: Refused(DeviceHasStake)",
    "set_cards",
    "set_cards refused: Refused(Paused)",
    "hire",
    "hire refused: Refused(AlreadyHired)",
    "hire refused: Refused(HireGapNotOver)",
    "hire refused: Refused(HireEndsInPast)",
    "hire refused: Refused(HireTooLong)",
];

struct Walk {
    world: World,
    devices: Vec<(Device, Model)>,
    stranger: Wallet,
    paused: bool,
    /// Of all token accounts.
    supply: u128,
    random: Random,
    /// What happened at least once.
    seen: BTreeSet<String>,
}

impl Walk {
    async fn new(seed: u64) -> Self {
        let mut world = World::new().await;
        let stranger = world.wallet(FUNDS);
        let mut devices = vec![];
        for _ in 0..3 {
            let owner = world.wallet(FUNDS);
            let device = world.unregistered_of(owner);
            world.register(&device, 4, 2_500).await;
            let requirement = u128::from(4 * BASE);
            devices.push((device, Model { wallet: FUNDS.into(), requirement, ..Model::default() }));
        }
        let (supply, random, seen) = (4 * u128::from(FUNDS), Random::new(seed), BTreeSet::new());
        Self { world, devices, stranger, paused: false, supply, random, seen }
    }

    /// Times beside the boundaries, and far from them.
    fn later(&mut self, now: i64) -> i64 {
        let model = &self.devices[self.random.below(3) as usize].1;
        let boundaries = [model.unlock_at, model.hired_until, model.pending.map_or(0, |(_, from)| from)];
        let near = self.random.pick(&boundaries) + self.random.pick(&[-1, 0, 1]);
        if near > now { near } else { now + self.random.below(4 * 86_400) as i64 }
    }

    fn amount(&mut self, model: &Model, now: i64) -> u64 {
        let (overflow, wallet) = (model.overflow(now) as u64, model.wallet as u64);
        let some = self.random.below(1_500 * IO);
        self.random.pick(&[0, 1, some, some, some, overflow, overflow, overflow + 1, wallet, wallet + 1, u64::MAX])
    }

    fn choose(&mut self, model: &Model, now: i64) -> Step {
        let amount = self.amount(model, now);
        match self.random.below(14) {
            0..3 => Step::Stake(amount),
            3..6 => Step::WithdrawOverflow(amount),
            6 => Step::Unstake,
            7..9 => Step::Withdraw { by_owner: self.random.chance(2) },
            9 => Step::SetCards(1 + self.random.below(6) as u32),
            10..13 => Step::Hire(self.random.pick(&[0, 1, 3 * DAY, 30 * DAY, 30 * DAY + 1])),
            _ => Step::Close,
        }
    }

    fn build(&self, device: &Device, step: Step, now: i64) -> (Instruction, Keypair) {
        let (owner, mint) = (&device.owner, &self.world.mint);
        let registrar = &self.world.roles.registrar;
        let update = |facts, hire| update_device(&registrar.pubkey(), &device.key, UpdateDeviceArgs { facts, hire });
        let (instruction, signer) = match step {
            Step::Stake(amount) => (stake(&device.key, &owner.key(), &owner.token, mint, amount), &owner.keypair),
            Step::WithdrawOverflow(amount) => {
                (withdraw_overflow(&device.key, &owner.key(), &owner.token, mint, amount), &owner.keypair)
            }
            Step::Unstake => (unstake(&device.key, &owner.key()), &owner.keypair),
            Step::Withdraw { by_owner } => {
                let sender = if by_owner { owner } else { &self.stranger };
                (withdraw(&device.key, &sender.key(), &owner.token, mint), &sender.keypair)
            }
            Step::Close => {
                let payer = self.world.payer().pubkey();
                (close_device(&device.key, &owner.key(), &owner.token, &payer, mint), &owner.keypair)
            }
            Step::SetCards(cards) => {
                (update(FactsUpdate { cards: Some(cards), ..FactsUpdate::default() }, None), registrar)
            }
            Step::Hire(secs) => {
                (update(FactsUpdate::default(), Some(HireUpdate::Start { ends_at: now + secs })), registrar)
            }
        };
        (instruction, signer.insecure_clone())
    }

    async fn take_a_step(&mut self) {
        let now = self.world.now().await;
        match self.random.below(8) {
            0..2 => {
                let later = self.later(now);
                self.world.set_time(later);
            }
            2 if self.paused || self.random.chance(4) => self.toggle_pause().await,
            3 => self.donate().await,
            _ => self.act(now).await,
        }
        self.assert_agrees().await;
    }

    async fn act(&mut self, now: i64) {
        let index = self.random.below(3) as usize;
        let (device, mut model) = self.devices[index].clone();
        let step = self.choose(&model, now);
        let expected = model.step(step, self.paused, now);
        let (instruction, signer) = self.build(&device, step, now);
        let answer = self.world.send(&[instruction], &[&signer]).await.map(drop);
        assert_eq!(answer, expected, "{step:?} at {now}");
        self.seen.insert(match &expected {
            Ok(()) => step.name().into(),
            Err(failure) => format!("{} refused: {failure:?}", step.name()),
        });
        if expected.is_ok() {
            self.devices[index].1 = model;
            if matches!(step, Step::Close) {
                self.register_again(&device).await;
            }
        }
    }

    async fn register_again(&mut self, device: &Device) {
        if self.paused {
            self.toggle_pause().await;
        }
        self.world.register(device, 4, 2_500).await;
    }

    async fn toggle_pause(&mut self) {
        self.paused = !self.paused;
        let admin = self.world.roles.admin.insecure_clone();
        self.world.accept(&[set_paused(&admin.pubkey(), self.paused)], &[&admin]).await;
    }

    async fn donate(&mut self) {
        let index = self.random.below(3) as usize;
        let amount = self.random.below(3 * IO);
        let vault = self.devices[index].0.vault;
        self.world.transfer(&self.stranger.clone(), &vault, amount).await;
        self.devices[index].1.donated += u128::from(amount);
    }

    async fn assert_agrees(&mut self) {
        let mut sum = u128::from(self.world.balance(&self.stranger.token).await);
        for (device, model) in self.devices.clone() {
            let read = self.world.read(&device).await;
            let stake = read.owner_stake();
            let found = (u128::from(stake.active()), u128::from(stake.exiting()));
            assert_eq!(found, (model.active, model.exiting));
            if model.exiting > 0 {
                assert_eq!(stake.unlock_at(), model.unlock_at);
            }
            let now = self.world.now().await;
            assert_eq!(u128::from(read.requirement().at(now)), model.requirement_at(now));

            let vault = u128::from(self.world.balance(&device.vault).await);
            assert_eq!(vault, model.active + model.exiting + model.donated, "I1");
            let wallet = u128::from(self.world.balance(&device.owner.token).await);
            assert_eq!(wallet, model.wallet);
            sum += vault + wallet;
        }
        assert_eq!(sum, self.supply, "I6");
    }
}

#[tokio::test]
async fn random_walks_agree_with_the_model_in_every_step() {
    let mut seen = BTreeSet::new();
    for seed in 1..=3 {
        let mut walk = Walk::new(seed).await;
        assert_eq!(walk.world.now().await, START);
        for _ in 0..STEPS {
            walk.take_a_step().await;
        }
        Replayer::of(&walk.world.told).assert_rebuilds(&mut walk.world).await;
        seen.append(&mut walk.seen);
    }
    for outcome in OUTCOMES {
        assert!(seen.contains(*outcome), "no walk met `{outcome}`, but {seen:#?}");
    }
}
