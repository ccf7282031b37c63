//! A slash case: what the slasher, the parties, the arbiter, and in the end anyone, send.

use co_staking_client::{
    Slash,
    instructions::slash::{self, ReturnTo},
};

use solana_signer::Signer;

use super::{
    Scene,
    market::{CoStaked, co_staked, leave},
};
use crate::world::{
    DAY, Device, World,
    slash::{Case, WINDOW},
};

const SLASH: Slash = Slash { bps: 2_000, offence_at: crate::world::START, forfeit_rewards: true };

/// Two devices that earned and were slashed, each with its own case of the same offence.
struct Slashed {
    pair: [CoStaked; 2],
    cases: [Case; 2],
    /// Another device of the first one's owner.
    own: Device,
    /// Another case of the first device, which nobody has appealed.
    own_case: Case,
}

impl Scene {
    /// With all of them.
    fn beside_cases(mut self, slashed: &Slashed) -> Self {
        self = self.beside_co_stake(&slashed.pair, &slashed.own);
        self.others.insert("case", slashed.cases[1].key);
        self.own.insert("case", slashed.own_case.key);
        self
    }
}

async fn slashed(world: &mut World) -> Slashed {
    let (pair, own) = co_staked(world).await;
    world.fund_pool(1_000_000).await;
    for staked in &pair {
        world.earn(&staked.device, 100_000).await;
    }
    let cases = [&pair[0], &pair[1]].map(|staked| Case::new(&staked.device, "offence"));
    let own_case = Case::new(&pair[0].device, "another offence");
    for case in cases.iter().chain([&own_case]) {
        world.open_case(case, SLASH).await;
    }
    Slashed { pair, cases, own, own_case }
}

async fn appealed(world: &mut World) -> Slashed {
    let slashed = slashed(world).await;
    for (case, staked) in slashed.cases.iter().zip(&slashed.pair) {
        world.appeal(case, &staked.wallet).await;
    }
    slashed
}

pub async fn open_slash(world: &mut World) -> Scene {
    let (pair, own) = co_staked(world).await;
    let (payer, slasher) = (world.wallet(0), world.roles.slasher.insecure_clone());
    // So that it could pay, too.
    world.fund(&slasher.pubkey());
    let [case, other] = [&pair[0], &pair[1]].map(|staked| Case::new(&staked.device, "offence"));
    let own_case = Case::new(&pair[0].device, "another offence");
    let (device, mint) = (pair[0].device.key, world.mint);
    let ix = slash::open_slash(&device, &slasher.pubkey(), &payer.key(), &mint, case.offence_id, SLASH);
    let names = [
        "slasher",
        "payer",
        "config",
        "device",
        "case",
        "pool",
        "vault",
        "escrow",
        "mint",
        "token_program",
        "system_program",
    ];
    let mut scene = Scene::new(world, ix, &[&slasher, &payer.keypair], &names).beside_co_stake(&pair, &own);
    scene.others.insert("case", other.key);
    scene.own.insert("case", own_case.key);
    scene
}

pub async fn appeal_slash(world: &mut World) -> Scene {
    let slashed = slashed(world).await;
    let wallet = &slashed.pair[0].wallet;
    let ix = slash::appeal_slash(&slashed.cases[0].key, &wallet.key());
    Scene::new(world, ix, &[&wallet.keypair], &["party", "config", "case"]).beside_cases(&slashed)
}

const DECISION: [&str; 6] = ["device", "case", "pool", "escrow", "mint", "token_program"];

pub async fn rule_slash(world: &mut World) -> Scene {
    let slashed = appealed(world).await;
    let arbiter = world.roles.arbiter.insecure_clone();
    let ix = world.ruling(&slashed.cases[0], true);
    Scene::new(world, ix, &[&arbiter], &[["arbiter", "config"].as_slice(), &DECISION].concat()).beside_cases(&slashed)
}

/// Nobody has appealed: it is burned.
pub async fn finalize_slash(world: &mut World) -> Scene {
    let slashed = slashed(world).await;
    world.wait(WINDOW + 1).await;
    let sender = world.wallet(0);
    let Case { device, key, .. } = &slashed.cases[0];
    let ix = slash::finalize_slash(&device.key, key, &sender.key(), &world.mint);
    let names = [["sender", "config"].as_slice(), &DECISION].concat();
    Scene::new(world, ix, &[&sender.keypair], &names).beside_cases(&slashed)
}

/// The co-staker's part, after its stake has ended: it needs all accounts.
pub async fn return_slashed(world: &mut World) -> Scene {
    let slashed = appealed(world).await;
    for case in &slashed.cases {
        world.rule(case, false).await;
    }
    leave(world, &slashed.pair).await;
    world.wait(21 * DAY).await;
    for staked in &slashed.pair {
        for offer in staked.offers() {
            world.pay_out(&staked.device, offer, &staked.wallet).await;
        }
    }
    let (case, wallet, mint) = (&slashed.cases[0], &slashed.pair[0].wallet, world.mint);
    let to = ReturnTo { offer_index: Some(0), destination: Some(wallet.token) };
    let ix = slash::return_slashed(&case.device.key, &case.key, 1, &wallet.key(), to, &mint);
    let names =
        ["sender", "device", "case", "offer", "pool", "escrow", "vault", "destination", "mint", "token_program"];
    Scene::new(world, ix, &[&wallet.keypair], &names).beside_cases(&slashed)
}
