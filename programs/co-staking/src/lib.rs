//! Co-staking: the owner of a device stakes on it, invites co-stakers, shares block rewards and leaves on time.
//!
//! An owner's life with a device:
//!
//! ```text
//! register_device ──> stake ──> withdraw_overflow        what exceeds the requirement, at once
//!      (registrar)      │
//!                       └─────> unstake ──14 days──> withdraw ──> close_device, or stake again
//! ```
//!
//! Meanwhile offers bring co-stakers (`create_offer`, `claim_offer`, `unstake_co_stake`, `withdraw_co_stake`), blocks bring
//! rewards (`accrue_rewards`, `claim_rewards`), and an offence may cost a part of every stake, which an appeal can bring
//! back (`open_slash`, `appeal_slash`, `rule_slash`, `finalize_slash`, `return_slashed`).
//!
//! `rules` decides, `state` moves the figures, `instructions` prove who asks and pay, `events` tell. The README beside
//! this folder lists accounts, rules and the tests that prove them.
// A panic or a silent wrap in here is a lost or a locked stake.
#![deny(clippy::arithmetic_side_effects, clippy::as_conversions, clippy::indexing_slicing, clippy::panic)]
#![deny(clippy::unwrap_used, clippy::expect_used)]
// A panic in a test is what a test is for.
#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unwrap_used
    )
)]

use anchor_lang::prelude::*;

pub mod emit;
pub mod error;
pub mod events;
#[cfg(feature = "planted-faults")]
pub mod faults;
#[cfg(feature = "idl-build")]
mod foreign_types;
pub mod instructions;
pub mod layout;
pub mod loader;
pub mod rules;
pub mod state;
pub mod token;

use instructions::*;
use state::{ConfigChanges, ExpectedTerms, Slash};

declare_id!("CoSkjkWMShXzxna1AUvpx9c3iKh6M45oUXhw2GXLGGSM");

#[cfg(not(feature = "no-entrypoint"))]
solana_security_txt::security_txt! {
    name: "co-staking",
    project_url: "https://io.net",
    contacts: "link:https://io.net",
    policy: "SECURITY.md",
    preferred_languages: "en"
}

#[program]
pub mod co_staking {
    use super::*;

    /// Creates the config. For the program's upgrade authority alone.
    pub fn initialize_config(ctx: Context<InitializeConfig>, args: InitializeConfigArgs) -> Result<()> {
        InitializeConfig::handle(ctx, args)
    }

    /// Changes roles, base requirement or the most that a block may pay a device. Admin.
    pub fn update_config(ctx: Context<UpdateConfig>, changes: ConfigChanges) -> Result<()> {
        UpdateConfig::handle(ctx, changes)
    }

    /// Names who may become admin, or withdraws that. Admin.
    pub fn propose_admin(ctx: Context<ProposeAdmin>, proposed: Option<Pubkey>) -> Result<()> {
        ProposeAdmin::handle(ctx, proposed)
    }

    /// Takes the admin's role over. The proposed admin.
    pub fn accept_admin(ctx: Context<AcceptAdmin>) -> Result<()> {
        AcceptAdmin::handle(ctx)
    }

    /// Pauses (guardian, admin) or unpauses (admin) what R34 lists.
    pub fn set_paused(ctx: Context<SetPaused>, paused: bool) -> Result<()> {
        SetPaused::handle(ctx, paused)
    }

    /// R2: creates a device with its vault. Registrar.
    pub fn register_device(ctx: Context<RegisterDevice>, args: RegisterDeviceArgs) -> Result<()> {
        RegisterDevice::handle(ctx, args)
    }

    /// R2, R3: attests facts and hire. Registrar.
    pub fn update_device(ctx: Context<UpdateDevice>, args: UpdateDeviceArgs) -> Result<()> {
        UpdateDevice::handle(ctx, args)
    }

    /// R3: computes a device's requirement anew after a change of base. Anyone.
    pub fn refresh_requirement(ctx: Context<RefreshRequirement>) -> Result<()> {
        RefreshRequirement::handle(ctx)
    }

    /// R6: adds to the owner's stake. Owner.
    pub fn stake(ctx: Context<Stake>, amount: u64) -> Result<()> {
        Stake::handle(ctx, amount)
    }

    /// R7: pays out part of the overflow. Owner.
    pub fn withdraw_overflow(ctx: Context<WithdrawOverflow>, amount: u64) -> Result<()> {
        WithdrawOverflow::handle(ctx, amount)
    }

    /// R8: starts the owner's exit. Owner.
    pub fn unstake(ctx: Context<Unstake>) -> Result<()> {
        Unstake::handle(ctx)
    }

    /// R10: pays the owner's stake after the unlock. Anyone, to the owner.
    pub fn withdraw(ctx: Context<Withdraw>) -> Result<()> {
        Withdraw::handle(ctx)
    }

    /// R5: closes an empty device. Owner, or the registrar where nothing was ever staked.
    pub fn close_device(ctx: Context<CloseDevice>) -> Result<()> {
        CloseDevice::handle(ctx)
    }

    /// R11: invites a co-staker. Owner.
    pub fn create_offer(ctx: Context<CreateOffer>, args: CreateOfferArgs) -> Result<()> {
        CreateOffer::handle(ctx, args)
    }

    /// R13: ends an open offer. Owner, or anyone once it has expired.
    pub fn retract_offer(ctx: Context<RetractOffer>) -> Result<()> {
        RetractOffer::handle(ctx)
    }

    /// R13: closes the account of an offer that is over. Owner.
    pub fn close_offer(ctx: Context<CloseOffer>) -> Result<()> {
        CloseOffer::handle(ctx)
    }

    /// R20: makes a wallet's claim counter. Anyone.
    pub fn open_claims(ctx: Context<OpenClaims>) -> Result<()> {
        OpenClaims::handle(ctx)
    }

    /// R20: closes a wallet's claim counter while both slots are free. The wallet.
    pub fn close_claims(ctx: Context<CloseClaims>) -> Result<()> {
        CloseClaims::handle(ctx)
    }

    /// R14: stakes what an offer asks for. Co-staker.
    pub fn claim_offer(ctx: Context<ClaimOffer>, expected: ExpectedTerms) -> Result<()> {
        ClaimOffer::handle(ctx, expected)
    }

    /// R17: starts a co-staker's exit. Co-staker.
    pub fn unstake_co_stake(ctx: Context<UnstakeCoStake>, offer_index: u32) -> Result<()> {
        UnstakeCoStake::handle(ctx, offer_index)
    }

    /// R19: pays a co-stake after its unlock. Anyone, to the co-staker.
    pub fn withdraw_co_stake(ctx: Context<WithdrawCoStake>) -> Result<()> {
        WithdrawCoStake::handle(ctx)
    }

    /// R20: frees the claim slot of a co-stake that was pushed out or has ended. Anyone.
    pub fn release_claim(ctx: Context<ReleaseClaim>, offer_index: u32) -> Result<()> {
        ReleaseClaim::handle(ctx, offer_index)
    }
    /// R23: puts tokens into the reward pool. Anyone.
    pub fn fund_rewards(ctx: Context<FundRewards>, amount: u64) -> Result<()> {
        FundRewards::handle(ctx, amount)
    }

    /// R23 to R25: credits a block's rewards to many devices. Rewarder.
    pub fn accrue_rewards(ctx: Context<AccrueRewards>, args: AccrueRewardsArgs) -> Result<()> {
        AccrueRewards::handle(ctx, args)
    }

    /// R26: pays a party's rewards. Anyone, to the party.
    pub fn claim_rewards(ctx: Context<ClaimRewards>) -> Result<()> {
        ClaimRewards::handle(ctx)
    }

    /// R28: takes a part of each stake that answers for an offence. Slasher.
    pub fn open_slash(ctx: Context<OpenSlash>, offence_id: [u8; 32], slash: Slash) -> Result<()> {
        OpenSlash::handle(ctx, offence_id, slash)
    }

    /// R30: asks the arbiter to rule on a case. The owner or a co-staker in it.
    pub fn appeal_slash(ctx: Context<AppealSlash>) -> Result<()> {
        AppealSlash::handle(ctx)
    }

    /// R31: upholds or overturns an appealed case. Arbiter.
    pub fn rule_slash(ctx: Context<RuleSlash>, uphold: bool) -> Result<()> {
        RuleSlash::handle(ctx, uphold)
    }

    /// R30, R31: ends a case whose window has passed. Anyone.
    pub fn finalize_slash(ctx: Context<FinalizeSlash>) -> Result<()> {
        FinalizeSlash::handle(ctx)
    }

    /// R32: gives a part of an overturned case back. Anyone, to its stake or its party.
    pub fn return_slashed(ctx: Context<ReturnSlashed>, number: u8) -> Result<()> {
        ReturnSlashed::handle(ctx, number)
    }
}
