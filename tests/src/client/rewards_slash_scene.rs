//! A device in a slash case, in random states around every bound; and what somebody may ask about it.

use co_staking_client::{
    Instruction, Pubkey, Slash, SlashCase, account,
    error::Failure,
    explain::{Accounts, Action, explain},
    format::IO,
    instructions::{co_staker, rewards, slash},
    pda,
};
use solana_account::Account;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{
    layout::{CONFIG, DEVICE},
    world::{DAY, Device, Random, Wallet, World, slash::Case, slash::WINDOW},
};

/// Kinds of actions, and those of which the signer matters or is always the same.
pub const KINDS: u64 = 9;
const FUND: u64 = 1;
const OPEN: u64 = 4;
const RULE: u64 = 6;
/// Where a case's fields stand.
const STATE: usize = 9;
const APPEALED_AT: usize = 128;
const PARTS: usize = 136;
const PART: usize = 64;
const RETURNED: usize = 61;
/// Where the pool's sum of all funds stands.
const FUNDED: usize = 80;

pub struct Scene {
    pub world: World,
    device: Device,
    case: Case,
    co_stakers: [(u32, Wallet); 2],
    /// Has a claim counter with nothing in it.
    free: Wallet,
    stranger: Wallet,
    opened_at: i64,
    /// The accounts that each state changes, as they were.
    base: Vec<(Pubkey, Account)>,
}

/// What is asked about, beside the device.
#[derive(Default)]
pub struct Asked {
    offer: Option<u32>,
    case: Option<Case>,
    counter: Option<Pubkey>,
}

impl Scene {
    /// A device with an owner and two co-stakers, all with rewards, in an open case that withholds others.
    pub async fn new() -> Self {
        let mut world = World::new().await;
        let device = world.market(1_000 * IO, 1_000 * IO).await;
        let co_stakers =
            [world.co_staked(&device, 300 * IO, 5_000).await, world.co_staked(&device, 200 * IO, 2_000).await];
        world.fund_pool(100 * IO).await;
        world.earn(&device, 10 * IO).await;
        let case = world.slash_with_rewards(&device, "first", 2_000).await;
        world.earn(&device, 10 * IO).await;
        let (free, stranger, opened_at) =
            (world.co_staker(5).await, world.wallet(1_000 * IO), world.now().await - 3_600);
        let keys = [device.key, case.key, pda::reward_pool(), pda::config()];
        let base = world.snapshot(&keys).await.into_iter().map(|(key, account)| (key, account.unwrap())).collect();
        Self { world, device, case, co_stakers, free, stranger, opened_at, base }
    }

    pub async fn shuffle(&mut self, random: &mut Random) {
        for (key, account) in self.base.clone() {
            self.world.put(&key, account);
        }
        let case = self.case.key;
        let (state, appealed) =
            random.pick(&[(0, false), (0, false), (1, true), (1, true), (2, false), (3, true), (3, true)]);
        let appealed_at = if appealed { self.opened_at + DAY } else { i64::MAX };
        self.world.poke(&case, STATE, &[state]).await;
        self.world.poke(&case, APPEALED_AT, &appealed_at.to_le_bytes()).await;
        let ends = WINDOW + if appealed { appealed_at } else { self.opened_at };
        self.world.set_time(random.pick(&[self.opened_at + 7_200, ends - 1, ends, ends + 1]));

        let decided = u32::from(state > 1);
        let mut fields: Vec<(&str, Vec<u8>)> = vec![
            ("undecided_cases", (1 - decided).to_le_bytes().into()),
            ("unreturned_cases", decided.to_le_bytes().into()),
        ];
        if state == 3 && random.chance(2) {
            self.world.poke(&case, PARTS + PART * random.below(3) as usize + RETURNED, &[1]).await;
        }
        if random.chance(3) {
            // Nothing to claim, or the stakes ended to which a part would go back.
            fields.extend([("owner_stake.rewards", vec![0; 8]), ("positions[1].rewards", vec![0; 8])]);
            fields
                .extend([("positions[0].held", vec![0]), ("owner_stake.staked_since", i64::MAX.to_le_bytes().into())]);
        }
        if random.chance(6) {
            fields.extend([("owner_stake.active", vec![0; 8]), ("positions[0].stake", vec![0; 8])]);
            fields.push(("positions[1].stake", vec![0; 8]));
        }
        self.world.corrupt(&self.device.key, |a| fields.iter().for_each(|(f, v)| DEVICE.set(&mut a.data, f, v))).await;
        if random.chance(4) {
            self.world.poke(&pda::reward_pool(), FUNDED, &(u64::MAX - 2).to_le_bytes()).await;
        }
        let paused = [u8::from(random.chance(5))];
        self.world.corrupt(&pda::config(), |account| CONFIG.set(&mut account.data, "paused", &paused)).await;
    }

    /// Who may do it more often than not.
    pub fn signer(&self, kind: u64, random: &mut Random) -> Keypair {
        let roles = &self.world.roles;
        match kind {
            FUND => return self.free.keypair.insecure_clone(),
            OPEN if !random.chance(4) => return roles.slasher.insecure_clone(),
            RULE if !random.chance(4) => return roles.arbiter.insecure_clone(),
            _ => {}
        }
        let wallets = [&self.device.owner, &self.co_stakers[0].1, &self.co_stakers[1].1, &self.free, &self.stranger];
        wallets[random.below(5) as usize].keypair.insecure_clone()
    }

    /// Something to do, its instruction, and what it is about.
    pub async fn pick(&mut self, kind: u64, signer: &Pubkey, random: &mut Random) -> (Action, Instruction, Asked) {
        let (device, mint) = (self.device.key, self.world.mint);
        let now = self.world.now().await;
        let (index, wallet) = &self.co_stakers[random.below(2) as usize];
        let existing = !random.chance(8);
        let case = if existing { self.case.clone() } else { Case::new(&self.device, "never opened") };
        let about = Asked { case: existing.then(|| case.clone()), ..Asked::default() };
        match kind {
            0 => {
                let counter = random.pick(&[pda::claims(signer), pda::claims(&self.free.key())]);
                let mut close = co_staker::close_claims(signer, signer);
                close.accounts[1].pubkey = counter;
                close.accounts[2].pubkey = self.payer_of(&counter).unwrap_or(*signer);
                (Action::CloseClaims, close, Asked { counter: Some(counter), ..Asked::default() })
            }
            FUND => {
                let amount = random.pick(&[0, 1, 3, 5, 6, u64::MAX]);
                let fund = rewards::fund_rewards(signer, &self.free.token, &mint, amount);
                (Action::FundRewards { amount }, fund, Asked::default())
            }
            2 => {
                let claim = rewards::claim_owner_rewards(&device, signer, &self.device.owner.token, &mint);
                (Action::ClaimOwnerRewards, claim, Asked::default())
            }
            3 => {
                let index = if random.chance(6) { 99 } else { *index };
                let claim = rewards::claim_co_stake_rewards(&device, index, signer, &wallet.token, &mint);
                (Action::ClaimCoStakeRewards, claim, Asked { offer: Some(index), ..Asked::default() })
            }
            OPEN => {
                let oldest = now - 21 * DAY;
                let offence_at = random.pick(&[now, now - 1, now + 1, oldest, oldest - 1]);
                let bps = random.pick(&[0, 1, 2_000, 10_000, 10_001]);
                let slash = Slash { bps, offence_at, forfeit_rewards: random.chance(2) };
                let payer = self.world.payer().pubkey();
                // A case exists already in one of a few.
                let case = if random.chance(4) { self.case.clone() } else { Case::new(&self.device, "next") };
                let known = (case.key == self.case.key).then(|| case.clone());
                let open = slash::open_slash(&device, signer, &payer, &mint, case.offence_id, slash);
                (Action::OpenSlash(slash), open, Asked { case: known, ..Asked::default() })
            }
            5 => (Action::AppealSlash, slash::appeal_slash(&case.key, signer), about),
            RULE => {
                let uphold = random.chance(2);
                (Action::RuleSlash, slash::rule_slash(&device, &case.key, signer, &mint, uphold), about)
            }
            7 => (Action::FinalizeSlash, slash::finalize_slash(&device, &case.key, signer, &mint), about),
            _ => {
                let number = random.pick(&[0, 1, 1, 1, 2, 3, 200]);
                let offer_index = random.pick(&[None, Some(self.co_stakers[0].0), Some(self.co_stakers[1].0)]);
                let owner = &self.device.owner;
                let party = [owner, &self.co_stakers[0].1, &self.co_stakers[1].1];
                let destination = Some(party.get(usize::from(number)).unwrap_or(&owner).token);
                let to = slash::ReturnTo { offer_index, destination };
                let give = slash::return_slashed(&device, &case.key, number, signer, to, &mint);
                (Action::ReturnSlashed { number }, give, Asked { offer: offer_index, ..about })
            }
        }
    }

    /// Of the counters that exist, each wallet paid for its own.
    fn payer_of(&self, counter: &Pubkey) -> Option<Pubkey> {
        let with = [&self.co_stakers[0].1, &self.co_stakers[1].1, &self.free].map(Wallet::key);
        with.into_iter().find(|wallet| pda::claims(wallet) == *counter)
    }

    pub async fn reasons(&mut self, action: Action, signer: &Pubkey, about: &Asked) -> Vec<Failure> {
        let (config, read) = (self.world.config().await, self.world.read(&self.device).await);
        let now = self.world.now().await;
        let offer = match about.offer {
            Some(index) if index != 99 => Some(self.world.offer(&self.device, index).await),
            _ => None,
        };
        let case: Option<SlashCase> = match &about.case {
            Some(case) => Some(self.world.case(case).await),
            None => None,
        };
        let counter = match about.counter {
            Some(key) => self.world.account(&key).await.map(|a| account::claim_counter(&a.owner, &a.data).unwrap()),
            None => None,
        };
        let (pool, balance) = (self.world.pool().await, self.world.balance(&self.free.token).await);
        let accounts = Accounts {
            offer: offer.as_ref(),
            case: case.as_ref(),
            counter: counter.as_ref(),
            pool: Some(&pool),
            balance: Some(balance),
            ..Accounts::of_device(&config, &read, self.device.key)
        };
        explain(action, signer, accounts, now).unwrap().into_iter().map(|reason| reason.failure).collect()
    }
}
