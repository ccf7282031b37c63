//! Calls as the client's instructions.

use anchor_lang::prelude::Pubkey;
use co_staking_client::{
    ConfigChanges, CreateOfferArgs, Durations, ExpectedTerms, InitializeConfigArgs, Instruction, RegisterDeviceArgs,
    Roles, Slash, UpdateDeviceArgs,
    instructions::{
        admin, co_staker, owner, registrar,
        rewards::{self, Row},
        slash::{self, ReturnTo},
    },
    rules::{facts::FactsUpdate, hire::HireUpdate, rewards::Block},
};

use super::keys::{Keys, device_id, fixed, offence_id};
use crate::{
    act::{Call, DeviceNo, HireCall, Place, Purse, RowOf, Sent, Twist, Wallet},
    spec::Model,
};

/// A mint with a freeze authority.
pub fn freezable_mint() -> Pubkey {
    fixed(1, b"mint")
}

/// A mint that is no mint of the program.
pub fn other_mint() -> Pubkey {
    fixed(2, b"mint")
}

/// Knows the addresses, and which offer a device makes next.
pub struct Builder<'a> {
    pub keys: &'a mut Keys,
    /// What the transaction's earlier instructions have made of the world.
    pub model: &'a Model,
}

impl Builder<'_> {
    fn wallet(&mut self, wallet: Wallet) -> Pubkey {
        self.keys.at(Place::Wallet(wallet))
    }

    fn maybe(&mut self, wallet: Option<Wallet>) -> Pubkey {
        wallet.map_or_else(Pubkey::default, |wallet| self.wallet(wallet))
    }

    fn device(&mut self, device: DeviceNo) -> Pubkey {
        self.keys.at(Place::Device(device))
    }

    fn purse(&mut self, purse: Purse) -> Pubkey {
        self.keys.at(Place::Purse(purse))
    }

    fn case(&mut self, device: DeviceNo, offence: u8) -> Pubkey {
        self.keys.at(Place::Case(device, offence))
    }

    /// The instruction, with its twist.
    pub fn sent(&mut self, sent: &Sent) -> Instruction {
        let mut instruction = self.call(&sent.call);
        match sent.twist {
            None => {}
            Some(Twist::Unsigned) => {
                let signer =
                    instruction.accounts.iter().find(|account| account.is_signer).map(|account| account.pubkey);
                for account in instruction.accounts.iter_mut().filter(|account| Some(account.pubkey) == signer) {
                    account.is_signer = false;
                }
            }
            Some(Twist::Vault(other)) => {
                let vaults: Vec<_> = (0..super::keys::DEVICES).map(|device| self.purse(Purse::Vault(device))).collect();
                self.swap(&mut instruction, &vaults, Place::Purse(Purse::Vault(other)));
            }
            Some(Twist::Device(other)) => {
                let devices: Vec<_> = (0..super::keys::DEVICES).map(|device| self.device(device)).collect();
                self.swap(&mut instruction, &devices, Place::Device(other));
            }
            Some(Twist::Mint) => {
                let mint = self.keys.mint();
                for account in instruction.accounts.iter_mut().filter(|account| account.pubkey == mint) {
                    account.pubkey = other_mint();
                }
            }
        }
        instruction
    }

    fn swap(&mut self, instruction: &mut Instruction, known: &[Pubkey], other: Place) {
        let other = self.keys.at(other);
        for account in instruction.accounts.iter_mut().filter(|account| known.contains(&account.pubkey)) {
            account.pubkey = other;
        }
    }

    fn call(&mut self, call: &Call) -> Instruction {
        use Call as C;
        match call {
            C::InitializeConfig { .. }
            | C::UpdateConfig { .. }
            | C::ProposeAdmin { .. }
            | C::AcceptAdmin { .. }
            | C::SetPaused { .. } => self.of_admin(call),
            C::RegisterDevice { .. } | C::UpdateDevice { .. } | C::RefreshRequirement { .. } => self.of_registrar(call),
            C::Stake { .. }
            | C::WithdrawOverflow { .. }
            | C::Unstake { .. }
            | C::Withdraw { .. }
            | C::CloseDevice { .. }
            | C::CreateOffer { .. }
            | C::RetractOffer { .. }
            | C::CloseOffer { .. } => self.of_owner(call),
            C::OpenClaims { .. }
            | C::CloseClaims { .. }
            | C::ClaimOffer { .. }
            | C::UnstakeCoStake { .. }
            | C::WithdrawCoStake { .. }
            | C::ReleaseClaim { .. } => self.of_co_staker(call),
            C::FundRewards { .. } | C::AccrueRewards { .. } | C::ClaimRewards { .. } => self.of_rewards(call),
            C::OpenSlash { .. }
            | C::AppealSlash { .. }
            | C::RuleSlash { .. }
            | C::FinalizeSlash { .. }
            | C::ReturnSlashed { .. } => self.of_slash(call),
        }
    }

    fn initializing(&mut self, call: &Call) -> Instruction {
        let Call::InitializeConfig { authority, payer, can_freeze, admin: key, roles, spans, base, max } = call else {
            unreachable!("{call:?}")
        };
        let mint = if *can_freeze { freezable_mint() } else { self.keys.mint() };
        let [registrar, rewarder, slasher, arbiter, guardian] = roles.map(|role| self.maybe(role));
        let [wait, cooldown, appeal, notice, longest, gap] = *spans;
        let args = InitializeConfigArgs {
            admin: self.maybe(*key),
            roles: Roles { registrar, rewarder, slasher, arbiter, guardian },
            durations: Durations {
                wait_secs: wait,
                cooldown_secs: cooldown,
                appeal_window_secs: appeal,
                requirement_notice_secs: notice,
                longest_hire_secs: longest,
                hire_gap_secs: gap,
            },
            base_requirement: *base,
            max_block_reward: *max,
        };
        admin::initialize_config(&self.wallet(*authority), &self.wallet(*payer), &mint, args)
    }

    fn of_admin(&mut self, call: &Call) -> Instruction {
        match call {
            Call::InitializeConfig { .. } => self.initializing(call),
            Call::UpdateConfig { admin: key, roles, base, max } => {
                let [registrar, rewarder, slasher, arbiter, guardian] =
                    roles.map(|change| change.map(|role| self.maybe(role.wallet())));
                let (base_requirement, max_block_reward) = (*base, *max);
                let changes = ConfigChanges {
                    registrar,
                    rewarder,
                    slasher,
                    arbiter,
                    guardian,
                    base_requirement,
                    max_block_reward,
                };
                admin::update_config(&self.wallet(*key), changes)
            }
            Call::ProposeAdmin { admin: key, proposed } => {
                let proposed = proposed.map(|wallet| self.wallet(wallet));
                admin::propose_admin(&self.wallet(*key), proposed)
            }
            Call::AcceptAdmin { by } => admin::accept_admin(&self.wallet(*by)),
            Call::SetPaused { by, paused } => admin::set_paused(&self.wallet(*by), *paused),
            other => unreachable!("{other:?}"),
        }
    }
}

mod of_parties;
mod of_the_network;
