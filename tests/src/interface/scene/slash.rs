//! A slash case: what the slasher, the parties, the arbiter, and in the end anyone, send.

use co_staking_client::{
    Slash,
    instructions::slash::{self, ReturnTo},
};

use solana_signer::Signer;

use super::{CoStaked, Scene, co_staked};
use crate::world::{
    DAY, World,
    slash::{Case, WINDOW},
};

const SLASH: Slash = Slash { bps: 2_000, offence_at: crate::world::START, forfeit_rewards: true };

impl Scene {
    /// With the cases of both, too.
    fn beside_cases(mut self, [present, sibling]: &[Slashed; 2]) -> Self {
        self = self.beside_co_stake(&sibling.staked, &present.staked);
        self.siblings.insert("case", sibling.case.key);
        self.others.insert("case", present.staked.device.key);
        self
    }
}

/// A case on a device with a co-stake.
struct Slashed {
    staked: CoStaked,
    case: Case,
}

/// Two devices that earned and were slashed, each with its own case of the same offence.
async fn slashed(world: &mut World) -> [Slashed; 2] {
    let pair = co_staked(world).await;
    world.fund_pool(1_000_000).await;
    for staked in &pair {
        world.earn(&staked.device, 100_000).await;
    }
    let cases = pair.map(|staked| Slashed { case: Case::new(&staked.device, "offence"), staked });
    for slashed in &cases {
        world.open_case(&slashed.case, SLASH).await;
    }
    cases
}

async fn appealed(world: &mut World) -> [Slashed; 2] {
    let cases = slashed(world).await;
    for slashed in &cases {
        world.appeal(&slashed.case, &slashed.staked.wallet).await;
    }
    cases
}

pub async fn open_slash(world: &mut World) -> Scene {
    let [present, sibling] = co_staked(world).await;
    let (payer, slasher) = (world.wallet(0), world.roles.slasher.insecure_clone());
    // So that it could pay, too.
    world.fund(&slasher.pubkey());
    let [case, other] = [&present, &sibling].map(|staked| Case::new(&staked.device, "offence"));
    let (device, mint) = (present.device.key, world.mint);
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
    let mut scene = Scene::new(world, ix, &[&slasher, &payer.keypair], &names).beside_co_stake(&sibling, &present);
    scene.siblings.insert("case", other.key);
    scene.others.insert("case", device);
    scene
}

pub async fn appeal_slash(world: &mut World) -> Scene {
    let cases = slashed(world).await;
    let wallet = cases[0].staked.wallet.clone();
    let ix = slash::appeal_slash(&cases[0].case.key, &wallet.key());
    Scene::new(world, ix, &[&wallet.keypair], &["party", "config", "case"]).beside_cases(&cases)
}

const DECISION: [&str; 6] = ["device", "case", "pool", "escrow", "mint", "token_program"];

pub async fn rule_slash(world: &mut World) -> Scene {
    let cases = appealed(world).await;
    let arbiter = world.roles.arbiter.insecure_clone();
    let ix = world.ruling(&cases[0].case, true);
    Scene::new(world, ix, &[&arbiter], &[["arbiter", "config"].as_slice(), &DECISION].concat()).beside_cases(&cases)
}

/// Nobody has appealed: it is burned.
pub async fn finalize_slash(world: &mut World) -> Scene {
    let cases = slashed(world).await;
    world.wait(WINDOW + 1).await;
    let sender = world.wallet(0);
    let Case { device, key, .. } = &cases[0].case;
    let ix = slash::finalize_slash(&device.key, key, &sender.key(), &world.mint);
    let names = [["sender", "config"].as_slice(), &DECISION].concat();
    Scene::new(world, ix, &[&sender.keypair], &names).beside_cases(&cases)
}

/// The co-staker's part, after its stake has ended: it needs all accounts.
pub async fn return_slashed(world: &mut World) -> Scene {
    let cases = appealed(world).await;
    for Slashed { staked, case } in &cases {
        world.rule(case, false).await;
        world.leave(&staked.device, 0, &staked.wallet).await;
    }
    world.wait(21 * DAY).await;
    for Slashed { staked, .. } in &cases {
        world.pay_out(&staked.device, 0, &staked.wallet).await;
    }
    let (Slashed { staked, case }, mint) = (&cases[0], world.mint);
    let wallet = &staked.wallet;
    let to = ReturnTo { offer_index: Some(0), destination: Some(wallet.token) };
    let ix = slash::return_slashed(&case.device.key, &case.key, 1, &wallet.key(), to, &mint);
    let names =
        ["sender", "device", "case", "offer", "pool", "escrow", "vault", "destination", "mint", "token_program"];
    Scene::new(world, ix, &[&wallet.keypair], &names).beside_cases(&cases)
}
