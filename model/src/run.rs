//! Many walks, on several threads, until so many transactions have run or one walk fails.

use std::{
    collections::BTreeMap,
    env,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread,
};

use anyhow::{Context, Result, anyhow};

use crate::{
    act::{Action, Call, Spans, walker::Walker, walker::one},
    case_file::Case,
    coverage::Coverage,
    exit,
    genesis::Genesis,
    ledger::{Deployed, keys::Keys},
    spec::DEPLOYER,
    walk::{Disagreement, Walk},
};

const DAY: i64 = 86_400;
/// As the network runs it.
const REAL: Spans = [7 * DAY, 14 * DAY, 30 * DAY, 7 * DAY, 30 * DAY, DAY];

/// How far to go.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub transactions: u64,
    pub seed: u64,
    pub threads: u64,
}

/// So many transactions, where nothing else is said: the variable's, or a hundred thousand.
///
/// # Errors
/// Where the variable is no number.
pub fn steps() -> Result<u64> {
    match env::var("CO_STAKING_MODEL_STEPS") {
        Ok(steps) => steps.parse().with_context(|| format!("CO_STAKING_MODEL_STEPS is no number: {steps}")),
        Err(_) => Ok(100_000),
    }
}

/// A walk that failed.
#[derive(Clone, Debug)]
pub struct Failed {
    pub walk: u64,
    pub case: Case,
    pub disagreement: Disagreement,
}

/// What many walks came to.
#[derive(Debug, Default)]
pub struct Report {
    /// Of the first walks, as many as fulfil the plan: the same whatever thread was faster.
    pub coverage: Coverage,
    pub failed: Option<Failed>,
    /// Transactions of all walks, the one that failed included.
    pub ran: u64,
    /// Walks that ended before one of a lower number.
    early: BTreeMap<u64, Coverage>,
}

impl Report {
    fn is_done(&self, plan: Plan) -> bool {
        self.failed.is_some() || self.coverage.transactions >= plan.transactions
    }

    fn enter(&mut self, walk: u64, coverage: Coverage, plan: Plan) {
        self.ran += coverage.transactions;
        self.early.insert(walk, coverage);
        while !self.is_done(plan)
            && let Some(next) = self.early.remove(&self.coverage.walks)
        {
            self.coverage.add(&next);
        }
    }
}

/// Runs walks until the plan is fulfilled, or one fails.
///
/// # Errors
/// Where the file is no program.
pub fn many(elf: &[u8], plan: Plan) -> Result<Report> {
    let (number, report) = (AtomicU64::new(0), Mutex::new(Report::default()));
    let work = || -> Result<()> {
        let mut keys = Keys::default();
        let deployed = Deployed::new(elf, &keys)?;
        loop {
            let walk = number.fetch_add(1, Relaxed);
            let (case, result, coverage) = walk_once(&deployed, &mut keys, plan.seed, walk);
            let mut report = report.lock().map_err(|_| anyhow!("another thread panicked"))?;
            report.enter(walk, coverage, plan);
            if let Err(disagreement) = result {
                report.failed.get_or_insert(Failed { walk, case, disagreement });
            }
            if report.is_done(plan) {
                return Ok(());
            }
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..plan.threads.max(1)).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| anyhow!("a walk panicked"))?)
    })?;
    report.into_inner().map_err(|_| anyhow!("a walk panicked"))
}

/// One walk of a plan: the same for the same seed and number.
pub fn walk_once(
    deployed: &Deployed,
    keys: &mut Keys,
    seed: u64,
    number: u64,
) -> (Case, Result<(), Disagreement>, Coverage) {
    let mut rng = fastrand::Rng::with_seed(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ number.wrapping_mul(0xD1B5_4A32));
    let genesis = begin(&mut rng);
    let length = rng.u32(60..500);
    let mut walk = Walk::new(deployed, keys, &genesis);
    let mut actions = opening(&mut rng, &genesis);
    let mut walker = Walker::new(rng.fork());
    let mut result = actions.iter().try_for_each(|action| walk.step(action));
    for _ in 0..length {
        if result.is_err() {
            break;
        }
        let action = walker.next(&walk.model);
        result = walk.step(&action);
        actions.push(action);
    }
    let result = result.and_then(|()| exit::probe(&mut walk));
    walk.coverage.walks = 1;
    (Case { genesis, actions }, result, std::mem::take(&mut walk.coverage))
}

/// Plays a case, with its exit probe.
pub fn replay(deployed: &Deployed, keys: &mut Keys, case: &Case) -> Result<(), Disagreement> {
    let mut walk = Walk::new(deployed, keys, &case.genesis);
    case.actions.iter().try_for_each(|action| walk.step(action))?;
    exit::probe(&mut walk)
}

/// Real durations, tiny ones that collide, and any; requirements from one unit to what 64 bits hold.
fn begin(rng: &mut fastrand::Rng) -> Genesis {
    let spans = match rng.u8(..10) {
        0..=4 => REAL,
        5..=7 => std::array::from_fn(|_| rng.i64(1..6)),
        8 => std::array::from_fn(|_| rng.i64(1..3 * DAY)),
        _ => std::array::from_fn(|_| if rng.bool() { 365 * DAY } else { 1 }),
    };
    let (base, wealth) = match rng.u8(..10) {
        0..=2 => (rng.u64(1..4), rng.u64(50..2_000)),
        3..=5 => (rng.u64(4..1_000), 100_000),
        6..=8 => (20_000_000_000, 2_000_000_000_000),
        // All wallets together hold nearly all that there can be.
        _ => (rng.u64(1 << 54..1 << 58), u64::MAX / 24),
    };
    Genesis { wealth, base, spans }
}

/// The config, after somebody has tried to make it wrongly.
fn opening(rng: &mut fastrand::Rng, genesis: &Genesis) -> Vec<Action> {
    let right = Call::InitializeConfig {
        authority: DEPLOYER,
        payer: 1,
        can_freeze: false,
        admin: Some(2),
        roles: std::array::from_fn(|_| Some(rng.u8(..6))),
        spans: genesis.spans,
        base: genesis.base,
        max: if rng.bool() { u64::MAX } else { genesis.base.saturating_mul(10) },
    };
    let mut wrong = right.clone();
    if let Call::InitializeConfig { authority, can_freeze, admin, roles, spans, base, .. } = &mut wrong {
        match rng.u8(..8) {
            0 => *authority = 1,
            1 => *can_freeze = true,
            2 => *admin = None,
            3 => roles[rng.usize(..5)] = None,
            4 => spans[rng.usize(..6)] = 0,
            5 => spans[rng.usize(..6)] = 365 * DAY + 1,
            6 => *base = 0,
            _ => (*authority, *base) = (3, 0),
        }
    }
    vec![one(wrong), one(right)]
}
