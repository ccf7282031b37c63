//! What a call is named, and what it is about.

use super::{Call, DeviceNo};

impl Call {
    /// As the program names the instruction.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::InitializeConfig { .. } => "initialize_config",
            Self::UpdateConfig { .. } => "update_config",
            Self::ProposeAdmin { .. } => "propose_admin",
            Self::AcceptAdmin { .. } => "accept_admin",
            Self::SetPaused { .. } => "set_paused",
            Self::RegisterDevice { .. } => "register_device",
            Self::UpdateDevice { .. } => "update_device",
            Self::RefreshRequirement { .. } => "refresh_requirement",
            Self::Stake { .. } => "stake",
            Self::WithdrawOverflow { .. } => "withdraw_overflow",
            Self::Unstake { .. } => "unstake",
            Self::Withdraw { .. } => "withdraw",
            Self::CloseDevice { .. } => "close_device",
            Self::CreateOffer { .. } => "create_offer",
            Self::RetractOffer { .. } => "retract_offer",
            Self::CloseOffer { .. } => "close_offer",
            Self::OpenClaims { .. } => "open_claims",
            Self::CloseClaims { .. } => "close_claims",
            Self::ClaimOffer { .. } => "claim_offer",
            Self::UnstakeCoStake { .. } => "unstake_co_stake",
            Self::WithdrawCoStake { .. } => "withdraw_co_stake",
            Self::ReleaseClaim { .. } => "release_claim",
            Self::FundRewards { .. } => "fund_rewards",
            Self::AccrueRewards { .. } => "accrue_rewards",
            Self::ClaimRewards { .. } => "claim_rewards",
            Self::OpenSlash { .. } => "open_slash",
            Self::AppealSlash { .. } => "appeal_slash",
            Self::RuleSlash { .. } => "rule_slash",
            Self::FinalizeSlash { .. } => "finalize_slash",
            Self::ReturnSlashed { .. } => "return_slashed",
        }
    }

    /// Every name, in the order of the calls.
    pub const NAMES: [&'static str; 30] = [
        "initialize_config",
        "update_config",
        "propose_admin",
        "accept_admin",
        "set_paused",
        "register_device",
        "update_device",
        "refresh_requirement",
        "stake",
        "withdraw_overflow",
        "unstake",
        "withdraw",
        "close_device",
        "create_offer",
        "retract_offer",
        "close_offer",
        "open_claims",
        "close_claims",
        "claim_offer",
        "unstake_co_stake",
        "withdraw_co_stake",
        "release_claim",
        "fund_rewards",
        "accrue_rewards",
        "claim_rewards",
        "open_slash",
        "appeal_slash",
        "rule_slash",
        "finalize_slash",
        "return_slashed",
    ];

    /// The one device that it is about; `None` for those of the network and of a wallet, and for a batch.
    pub const fn device(&self) -> Option<DeviceNo> {
        match self {
            Self::RegisterDevice { device, .. }
            | Self::UpdateDevice { device, .. }
            | Self::RefreshRequirement { device }
            | Self::Stake { device, .. }
            | Self::WithdrawOverflow { device, .. }
            | Self::Unstake { device, .. }
            | Self::Withdraw { device, .. }
            | Self::CloseDevice { device, .. }
            | Self::CreateOffer { device, .. }
            | Self::RetractOffer { device, .. }
            | Self::CloseOffer { device, .. }
            | Self::ClaimOffer { device, .. }
            | Self::UnstakeCoStake { device, .. }
            | Self::WithdrawCoStake { device, .. }
            | Self::ReleaseClaim { device, .. }
            | Self::ClaimRewards { device, .. }
            | Self::OpenSlash { device, .. }
            | Self::AppealSlash { device, .. }
            | Self::RuleSlash { device, .. }
            | Self::FinalizeSlash { device, .. }
            | Self::ReturnSlashed { device, .. } => Some(*device),
            Self::InitializeConfig { .. }
            | Self::UpdateConfig { .. }
            | Self::ProposeAdmin { .. }
            | Self::AcceptAdmin { .. }
            | Self::SetPaused { .. }
            | Self::OpenClaims { .. }
            | Self::CloseClaims { .. }
            | Self::FundRewards { .. }
            | Self::AccrueRewards { .. } => None,
        }
    }
}
