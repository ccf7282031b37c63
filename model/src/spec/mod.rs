//! The rules once more, in plain numbers and without a line of the program's: what every instruction must do, or why it
//! must be refused.

mod admin;
mod claims;
mod co_stake;
mod device;
pub mod figures;
mod money;
mod offers;
mod own;
pub mod reasons;
mod records;
pub mod rewards;
mod slash;
mod verdict;
pub mod world;

use std::collections::BTreeMap;

pub use self::admin::DEPLOYER;

use self::{
    reasons::{ADDRESS, FOREIGN, NOT_NAMED, NOT_SIGNER, NOTHING_THERE, Reasons, SEEDS, TOKEN_MINT},
    rewards::Row,
    world::World,
};
use crate::act::{Action, Call, Purse, Sent, Twist};

/// What a token account must hold to exist.
pub const fn rent_of_a_purse() -> u64 {
    money::rent(money::bytes::TOKEN)
}

/// What an instruction comes to.
pub type Outcome = Result<(), Reasons>;

/// The world, its clock, and what cannot be seen on the ledger.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub now: i64,
    pub world: World,
    /// What each token account was given without being asked.
    pub donated: BTreeMap<Purse, u64>,
    /// What the last batch of rewards came to, row by row.
    pub rows: Vec<Row>,
    /// Base units that left the mint's supply by a decided slash.
    pub burned: u64,
}

/// A transaction that must fail: at which instruction, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failing {
    pub at: usize,
    pub why: Reasons,
}

impl Model {
    /// A transaction, all of it or nothing.
    ///
    /// # Errors
    /// Where it must fail; nothing has changed then.
    pub fn send(&mut self, transaction: &[Sent]) -> Result<(), Failing> {
        let before = self.clone();
        for (at, sent) in transaction.iter().enumerate() {
            if let Err(why) = self.instruction(sent) {
                *self = before;
                return Err(Failing { at, why });
            }
        }
        Ok(())
    }

    /// What happens outside the program.
    pub fn happen(&mut self, action: &Action) {
        match action {
            Action::Wait(secs) => self.wait(*secs),
            Action::Send(transaction) => drop(self.send(transaction)),
            Action::Donate { from, to, amount } => self.donate(*from, *to, *amount),
            Action::Tip { to, lamports } => self.tip(*to, *lamports),
            Action::OpenPurse(purse) => self.open_purse(*purse),
            Action::ClosePurse(purse) => self.close_purse(*purse),
            Action::GivePurse { purse, to } => self.give_purse(*purse, *to),
        }
    }

    fn wait(&mut self, secs: i64) {
        self.now += secs.max(0);
        self.settle();
    }

    /// An instruction with what is wrong with its accounts.
    ///
    /// # Errors
    /// Where it must be refused.
    pub fn instruction(&mut self, sent: &Sent) -> Outcome {
        let Some(twist) = sent.twist else {
            self.call(&sent.call)?;
            self.settle();
            return Ok(());
        };
        let code = match twist {
            Twist::Unsigned => &[NOT_SIGNER][..],
            Twist::Vault(other) if self.device(other).is_some() => &[NOT_NAMED],
            Twist::Vault(_) => &[NOT_NAMED, NOTHING_THERE, FOREIGN],
            Twist::Device(_) => return self.of_another_device(&sent.call),
            Twist::Mint => &[TOKEN_MINT, ADDRESS, NOT_NAMED],
        };
        // Whatever else is wrong may be met first.
        let why = self.clone().call(&sent.call).err().unwrap_or_default();
        Err(why.and(code))
    }

    fn of_another_device(&self, call: &Call) -> Outcome {
        let why = self.clone().call(call).err().unwrap_or_default();
        Err(why.and(&[NOT_NAMED, SEEDS, FOREIGN, NOTHING_THERE]))
    }

    fn call(&mut self, call: &Call) -> Outcome {
        use Call as C;
        let needs_none = matches!(call, C::InitializeConfig { .. } | C::OpenClaims { .. } | C::CloseClaims { .. });
        if self.world.config.is_none() && !needs_none {
            // A walk that was cut may have none.
            return Reasons::default().stop(&[FOREIGN, NOTHING_THERE]);
        }
        self.carry_out(call)
    }

    fn carry_out(&mut self, call: &Call) -> Outcome {
        use Call as C;
        match call {
            C::InitializeConfig { .. } => self.initialize_config(call),
            C::UpdateConfig { admin, roles, base, max } => self.update_config(*admin, roles, *base, *max),
            C::ProposeAdmin { admin, proposed } => self.propose_admin(*admin, *proposed),
            C::AcceptAdmin { by } => self.accept_admin(*by),
            C::SetPaused { by, paused } => self.set_paused(*by, *paused),
            C::RegisterDevice { .. } => self.register_device(call),
            C::UpdateDevice { .. } => self.update_device(call),
            C::RefreshRequirement { device } => self.refresh_requirement(*device),
            C::Stake { owner, device, source, amount } => self.stake(*owner, *device, *source, *amount),
            C::WithdrawOverflow { owner, device, to, amount } => self.withdraw_overflow(*owner, *device, *to, *amount),
            C::Unstake { owner, device } => self.unstake(*owner, *device),
            C::Withdraw { sender, device, to } => self.withdraw(*sender, *device, *to),
            C::CloseDevice { closer, device, to, rent_to } => self.close_device(*closer, *device, *to, *rent_to),
            C::CreateOffer { .. } => self.create_offer(call),
            C::RetractOffer { sender, device, offer } => self.retract_offer(*sender, (*device, *offer)),
            C::CloseOffer { owner, device, offer, rent_to } => self.close_offer(*owner, (*device, *offer), *rent_to),
            C::OpenClaims { payer, wallet } => self.open_claims(*payer, *wallet),
            C::CloseClaims { wallet, rent_to } => self.close_claims(*wallet, *rent_to),
            C::ClaimOffer { .. } => self.claim_offer(call),
            C::UnstakeCoStake { co_staker, device, offer } => self.unstake_co_stake(*co_staker, *device, *offer),
            C::WithdrawCoStake { sender, device, offer, counter, to } => {
                self.withdraw_co_stake(*sender, (*device, *offer), *counter, *to)
            }
            C::ReleaseClaim { device, offer, wallet, .. } => self.release_claim((*device, *offer), *wallet),
            C::FundRewards { funder, source, amount } => self.fund_rewards(*funder, *source, *amount),
            C::AccrueRewards { .. } => self.accrue_rewards(call),
            C::ClaimRewards { sender, device, offer, to } => self.claim_rewards(*sender, *device, *offer, *to),
            C::OpenSlash { .. } => self.open_slash(call),
            C::AppealSlash { party, device, offence } => self.appeal_slash(*party, (*device, *offence)),
            C::RuleSlash { arbiter, device, offence, uphold } => {
                self.rule_slash(*arbiter, (*device, *offence), *uphold)
            }
            C::FinalizeSlash { device, offence, .. } => self.finalize_slash((*device, *offence)),
            C::ReturnSlashed { .. } => self.return_slashed(call),
        }
    }
}
