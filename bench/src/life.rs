//! What each instruction costs once, in the life of a network, a device, its owner and a co-staker.

use anyhow::Result;
use co_staking_client::{
    ConfigChanges, Instruction, Slash,
    instructions::{
        admin, co_staker, owner, registrar,
        rewards::{Row, accrue_rewards, claim_co_stake_rewards, claim_owner_rewards, fund_rewards},
        slash::{ReturnTo, appeal_slash, finalize_slash, open_slash, return_slashed, rule_slash},
    },
    pda,
    rules::rewards::Block,
};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{
    ledger::Step,
    network::{Machine, Network, REQUIREMENT, Wallet},
};

const DAY: i64 = 86_400;
/// A co-stake and its share.
const AMOUNT: u64 = REQUIREMENT / 4;
const BPS: u16 = 5_000;

/// An instruction by its name, and what it took.
pub type Unit = (&'static str, Step);

/// How much else is on the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crowd {
    /// Nothing.
    Alone,
    /// All the positions but the one that the life needs, three of them Active.
    Full,
}

impl Crowd {
    /// Each asks for so little that the life's own offers fit beside them.
    const AMOUNT: u64 = REQUIREMENT / 64;
    const BPS: u16 = 100;

    /// How many co-stake on the device, and how many of them are leaving.
    const fn co_stakes(self) -> (u32, u32) {
        match self {
            Self::Alone => (0, 0),
            Self::Full => (7, 4),
        }
    }
}

struct Life {
    network: Network,
    device: Machine,
    co_staker: Wallet,
    units: Vec<Unit>,
    crowd: Crowd,
    /// Those who co-stake on the device besides, by the index of their offers.
    others: Vec<Wallet>,
}

/// Who signs.
#[derive(Clone, Copy)]
enum By {
    Operator,
    Owner,
    CoStaker,
}

/// Every instruction once, in the order of a life.
///
/// # Errors
/// Where one is refused.
pub fn measured(elf: &[u8], crowd: Crowd) -> Result<Vec<Unit>> {
    let mut network = Network::deployed(elf)?;
    let (device, co_staker) = (network.machine()?, network.wallet()?);
    let mut life = Life { network, device, co_staker, units: vec![], crowd, others: vec![] };
    life.begins()?;
    life.earns()?;
    life.is_slashed()?;
    life.ends()?;
    Ok(life.units)
}

impl Life {
    fn run(&mut self, name: &'static str, by: By, instruction: Instruction) -> Result<()> {
        let signer: &Keypair = match by {
            By::Operator => &self.network.operator,
            By::Owner => &self.device.owner.keypair,
            By::CoStaker => &self.co_staker.keypair,
        };
        let units = self.network.ledger.run(instruction, &[signer])?;
        self.units.push((name, units));
        Ok(())
    }

    /// The index of the life's own first offer; it makes two.
    fn first(&self) -> u32 {
        self.crowd.co_stakes().0
    }

    fn crowds(&mut self) -> Result<()> {
        let (count, leaving) = self.crowd.co_stakes();
        for index in 0..count {
            let wallet = self.network.wallet()?;
            let (key, by) = (wallet.key(), [&wallet.keypair]);
            let offer = self.network.offering(&self.device, index, Crowd::AMOUNT, Crowd::BPS);
            self.network.ledger.run(offer, &[&self.device.owner.keypair])?;
            self.network.ledger.run(co_staker::open_claims(&key, &key), &by)?;
            let claim = self.network.claiming(&self.device, index, &wallet, Crowd::AMOUNT, Crowd::BPS);
            self.network.ledger.run(claim, &by)?;
            if index < leaving {
                self.network.ledger.run(co_staker::unstake_co_stake(&self.device.key, index, &key), &by)?;
            }
            self.others.push(wallet);
        }
        Ok(())
    }

    /// Whoever co-stakes besides is paid, so that the device can close. Their rewards were forfeit with the case.
    fn disperses(&mut self) -> Result<()> {
        let (key, mint, owner) = (self.device.key, self.network.mint, self.device.owner.key());
        let operator = self.network.operator.pubkey();
        for (index, wallet) in (0..).zip(&self.others) {
            let withdrawal = co_staker::withdraw_co_stake(&key, index, &wallet.key(), &operator, &wallet.token, &mint);
            let close = owner::close_offer(&key, index, &owner, &owner);
            self.network.ledger.run(withdrawal, &[&self.network.operator])?;
            self.network.ledger.run(close, &[&self.device.owner.keypair])?;
        }
        Ok(())
    }

    fn begins(&mut self) -> Result<()> {
        let operator = self.network.operator.pubkey();
        let (key, mint) = (self.device.key, self.network.mint);
        self.run("initialize_config", By::Operator, self.network.initialization())?;
        self.run("update_config", By::Operator, admin::update_config(&operator, ConfigChanges::default()))?;
        self.run("propose_admin", By::Operator, admin::propose_admin(&operator, Some(operator)))?;
        self.run("accept_admin", By::Operator, admin::accept_admin(&operator))?;
        self.run("set_paused", By::Operator, admin::set_paused(&operator, false))?;
        self.run("register_device", By::Operator, self.network.registration(&self.device))?;
        self.run("update_device", By::Operator, self.network.operation(&self.device))?;
        self.run("refresh_requirement", By::Operator, registrar::refresh_requirement(&key))?;
        self.run("stake", By::Owner, self.network.staking(&self.device, 2 * REQUIREMENT))?;
        self.crowds()?;
        let (owner, token, first) = (self.device.owner.key(), self.device.owner.token, self.first());
        self.run("withdraw_overflow", By::Owner, owner::withdraw_overflow(&key, &owner, &token, &mint, 1))?;
        self.run("create_offer", By::Owner, self.network.offering(&self.device, first, AMOUNT, BPS))?;
        self.run("retract_offer", By::Owner, owner::retract_offer(&key, first, &owner))?;
        self.run("close_offer", By::Owner, owner::close_offer(&key, first, &owner, &owner))
    }

    fn earns(&mut self) -> Result<()> {
        let (operator, key, mint) = (self.network.operator.pubkey(), self.device.key, self.network.mint);
        let (wallet, token) = (self.co_staker.key(), self.co_staker.token);
        let index = self.first() + 1;
        let offer = self.network.offering(&self.device, index, AMOUNT, BPS);
        self.network.ledger.run(offer, &[&self.device.owner.keypair])?;
        self.run("open_claims", By::CoStaker, co_staker::open_claims(&wallet, &wallet))?;
        let claim = self.network.claiming(&self.device, index, &self.co_staker, AMOUNT, BPS);
        self.run("claim_offer", By::CoStaker, claim)?;
        self.run("fund_rewards", By::CoStaker, fund_rewards(&wallet, &token, &mint, REQUIREMENT))?;
        self.network.ledger.wait(3_600);
        let ended_at = self.network.ledger.now();
        let block = Block { started_at: ended_at - 3_600, ended_at };
        let row = Row { device: key, amount: 1_000_001 };
        self.run("accrue_rewards, of one device", By::Operator, accrue_rewards(&operator, block, &[row]))?;
        let (owner, owners) = (self.device.owner.key(), self.device.owner.token);
        self.run("claim_rewards, by the owner", By::Owner, claim_owner_rewards(&key, &owner, &owners, &mint))?;
        let claim = claim_co_stake_rewards(&key, index, &operator, &token, &mint);
        self.run("claim_rewards, for a co-staker", By::Operator, claim)
    }

    fn is_slashed(&mut self) -> Result<()> {
        let (operator, key, mint) = (self.network.operator.pubkey(), self.device.key, self.network.mint);
        let slash = Slash { bps: 100, offence_at: self.network.ledger.now(), forfeit_rewards: true };
        let ids = ["burned", "returned"].map(pda::offence_id);
        for id in ids {
            let ix = open_slash(&key, &operator, &operator, &mint, id, slash);
            self.network.ledger.run(ix.clone(), &[&self.network.operator]).map(|units| {
                if id == ids[0] {
                    self.units.push(("open_slash, of all parties", units));
                }
            })?;
        }
        let [burned, returned] = ids.map(|id| pda::slash_case(&key, &id));
        self.run("appeal_slash", By::CoStaker, appeal_slash(&returned, &self.co_staker.key()))?;
        self.run("rule_slash, overturned", By::Operator, rule_slash(&key, &returned, &operator, &mint, false))?;
        // The parts are numbered as the positions are, after the owner's.
        let of_co_staker = u8::try_from(self.first())? + 1;
        for (name, number) in [("return_slashed, of the owner", 0), ("return_slashed, of a co-staker", of_co_staker)] {
            let ix = return_slashed(&key, &returned, number, &operator, ReturnTo::default(), &mint);
            self.run(name, By::Operator, ix)?;
        }
        for number in 1..of_co_staker {
            let ix = return_slashed(&key, &returned, number, &operator, ReturnTo::default(), &mint);
            self.network.ledger.run(ix, &[&self.network.operator])?;
        }
        self.network.ledger.wait(31 * DAY);
        self.run("finalize_slash, burned", By::Operator, finalize_slash(&key, &burned, &operator, &mint))
    }

    fn ends(&mut self) -> Result<()> {
        let (operator, key, mint) = (self.network.operator.pubkey(), self.device.key, self.network.mint);
        let (wallet, token, index) = (self.co_staker.key(), self.co_staker.token, self.first() + 1);
        let (owner, owners) = (self.device.owner.key(), self.device.owner.token);
        self.run("unstake_co_stake", By::CoStaker, co_staker::unstake_co_stake(&key, index, &wallet))?;
        self.network.ledger.wait(7 * DAY);
        self.run("release_claim", By::CoStaker, co_staker::release_claim(&key, index, &wallet, &wallet))?;
        self.network.ledger.wait(14 * DAY);
        let withdrawal = co_staker::withdraw_co_stake(&key, index, &wallet, &operator, &token, &mint);
        self.run("withdraw_co_stake", By::Operator, withdrawal)?;
        self.run("close_claims", By::CoStaker, co_staker::close_claims(&wallet, &wallet))?;
        let close = owner::close_offer(&key, index, &owner, &owner);
        self.network.ledger.run(close, &[&self.device.owner.keypair])?;
        self.run("unstake", By::Owner, owner::unstake(&key, &owner))?;
        self.network.ledger.wait(14 * DAY);
        self.run("withdraw", By::Owner, owner::withdraw(&key, &owner, &owners, &mint))?;
        self.disperses()?;
        let close = owner::close_device(&key, &owner, &owners, &operator, &mint);
        self.run("close_device", By::Owner, close)
    }
}
