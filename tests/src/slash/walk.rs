//! Chance as the attacker: whatever is sent in whatever order, every token and every debt is accounted for after each
//! step, and in the end everyone gets out.

use co_staking_client::{
    Instruction,
    instructions::{co_staker, owner, slash::ReturnTo},
    pda,
    rules::slash::CaseState,
};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::world::{DAY, Device, Random, Wallet, World, slash::Case};

const REQ: u64 = 1_000;
const FUND: u64 = 1_000_000;
/// Kinds of steps, as `walk_steps` numbers them: cases are met more often than the rest.
const WEIGHTED: [usize; 28] =
    [0, 0, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 10, 10, 10, 11, 11, 12, 13, 13, 14];

pub struct Walk {
    pub world: World,
    pub random: Random,
    pub devices: Vec<Device>,
    pub wallets: Vec<Wallet>,
    /// Each with its device's number.
    pub cases: Vec<(usize, Case)>,
    supply: u64,
    held: u64,
    pub sent: u32,
    /// How often each kind of step worked.
    worked: [u32; 15],
}

impl Walk {
    async fn new(seed: u64) -> Self {
        let mut world = World::new().await;
        world.fund_pool(FUND).await;
        let mut devices = vec![];
        for _ in 0..2 {
            devices.push(world.market(REQ, REQ).await);
        }
        world.set_base(REQ).await;
        let mut wallets = vec![];
        for _ in 0..4 {
            wallets.push(world.co_staker(10_000).await);
        }
        let supply = world.supply().await;
        let random = Random::new(seed);
        let mut walk =
            Self { world, random, devices, wallets, cases: vec![], supply, held: 0, sent: 0, worked: [0; 15] };
        walk.held = walk.total().await;
        walk
    }

    pub async fn send(&mut self, instruction: Instruction, signers: &[&Keypair]) -> bool {
        self.sent += 1;
        self.world.process(&[instruction], signers, self.sent).await.is_ok()
    }

    /// Returns a part as anyone would who reads the case.
    pub async fn give_back(&mut self, case: &Case, number: u8) -> bool {
        let part = self.world.case(case).await.parts()[usize::from(number)];
        let token = pda::associated_token(part.party(), &self.world.mint);
        let to = ReturnTo { offer_index: part.offer_index(), destination: Some(token) };
        let (ix, payer) = (self.world.returning(case, number, to), self.world.payer());
        self.send(ix, &[&payer]).await
    }

    /// All tokens that are anywhere.
    async fn total(&mut self) -> u64 {
        let owners = self.devices.iter().flat_map(|device| [device.owner.token, device.vault]);
        let wallets = self.wallets.iter().map(|wallet| wallet.token);
        let all: Vec<_> = owners.chain(wallets).chain([pda::escrow(), pda::reward_vault()]).collect();
        let mut sum = 0;
        for account in all {
            sum += self.world.balance(&account).await;
        }
        sum
    }

    /// I1 and I6, as equalities; and that what is owed is what is credited or withheld.
    async fn check(&mut self) {
        let (mut escrowed, mut owed, mut open) = (0, 0, vec![0; self.devices.len()]);
        for (number, case) in self.cases.clone() {
            let stored = self.world.case(&case).await;
            let waiting = match stored.state() {
                CaseState::Upheld => false,
                CaseState::Open | CaseState::Appealed => true,
                CaseState::Overturned => stored.parts().iter().any(|part| part.is_due()),
            };
            if waiting {
                open[number] += 1;
                let due = stored.parts().iter().filter(|part| part.is_due());
                due.for_each(|part| {
                    escrowed += part.stake();
                    owed += part.rewards();
                });
            }
        }
        for (device, open) in self.devices.clone().iter().zip(open) {
            self.world.assert_balanced(device, 0, 0).await;
            let read = self.world.read(device).await;
            assert_eq!(read.slash_cases(), open);
            owed += read.owner_stake().rewards() + read.held().map(|held| held.rewards()).sum::<u64>();
            for index in 0..read.next_offer_index() {
                if self.world.account(&pda::offer(&device.key, index)).await.is_some() {
                    owed += self.world.offer(device, index).await.rewards();
                }
            }
        }
        let pool = self.world.pool().await;
        assert_eq!((pool.escrowed(), pool.owed()), (escrowed, owed));
        assert_eq!(self.world.balance(&pda::reward_vault()).await, pool.funded() - pool.paid());
        assert_eq!(self.held - self.total().await, self.supply - self.world.supply().await, "burned");
    }

    /// I7: everyone leaves, with whatever is open decided by silence.
    async fn settle(&mut self) {
        self.world.pause().await;
        for _ in 0..2 {
            self.world.wait(31 * DAY).await;
            for (_, case) in self.cases.clone() {
                let ix = self.world.finalizing(&case);
                let payer = self.world.payer();
                self.send(ix, &[&payer]).await;
                for number in 0..9 {
                    self.give_back(&case, number).await;
                }
            }
        }
        for device in self.devices.clone() {
            for index in 0..self.world.read(&device).await.next_offer_index() {
                for wallet in self.wallets.clone() {
                    let leave = co_staker::unstake_co_stake(&device.key, index, &wallet.key());
                    self.send(leave, &[&wallet.keypair]).await;
                }
            }
            let unstake = owner::unstake(&device.key, &device.owner.key());
            self.send(unstake, &[&device.owner.keypair]).await;
        }
        self.world.wait(21 * DAY).await;
        for device in self.devices.clone() {
            let payer = self.world.payer();
            let withdraw = owner::withdraw(&device.key, &payer.pubkey(), &device.owner.token, &self.world.mint);
            self.send(withdraw, &[&payer]).await;
            let rewards = self.world.claiming_owner_rewards(&device);
            self.send(rewards, &[&payer]).await;
            for index in 0..self.world.read(&device).await.next_offer_index() {
                for wallet in self.wallets.clone() {
                    let pay = self.world.paying_out(&device, index, &wallet, &payer.pubkey());
                    self.send(pay, &[&payer]).await;
                    let rewards = self.world.claiming_co_stake_rewards(&device, index, &wallet);
                    self.send(rewards, &[&payer]).await;
                }
                let owner = device.owner.clone();
                let close = owner::close_offer(&device.key, index, &owner.key(), &owner.key());
                self.send(close, &[&owner.keypair]).await;
            }
            self.world.close_device(&device).await;
        }
    }
}

#[tokio::test]
async fn whatever_happens_everything_is_accounted_for() {
    let mut worked = [0; 15];
    for seed in 0..4 {
        let mut walk = Walk::new(seed).await;
        for _ in 0..400 {
            let kind = walk.random.pick(&WEIGHTED);
            let done = walk.step(kind).await;
            walk.worked[kind] += u32::from(done);
            if done {
                walk.check().await;
            }
        }
        walk.settle().await;
        let pool = walk.world.pool().await;
        assert_eq!((pool.escrowed(), pool.owed(), walk.world.balance(&pda::escrow()).await), (0, 0, 0));
        worked.iter_mut().zip(walk.worked).for_each(|(sum, more)| *sum += more);
    }
    assert!(worked.iter().all(|worked| *worked > 2), "{worked:?}");
}
