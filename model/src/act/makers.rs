//! What makes each instruction, and how often it is tried.

use super::{choose::Maker, co_stake, network, own, rewards, slash};

/// Each instruction with how often it is tried, beside the others.
pub const MAKERS: [(&str, u32, Maker); 30] = [
    ("initialize_config", 1, network::initialize_config),
    ("update_config", 3, network::update_config),
    ("propose_admin", 1, network::propose_admin),
    ("accept_admin", 2, network::accept_admin),
    ("set_paused", 1, network::set_paused),
    ("register_device", 10, network::register_device),
    ("update_device", 16, network::update_device),
    ("refresh_requirement", 2, network::refresh_requirement),
    ("stake", 20, own::stake),
    ("withdraw_overflow", 8, own::withdraw_overflow),
    ("unstake", 3, own::unstake),
    ("withdraw", 8, own::withdraw),
    ("close_device", 3, own::close_device),
    ("create_offer", 26, own::create_offer),
    ("retract_offer", 5, own::retract_offer),
    ("close_offer", 8, own::close_offer),
    ("open_claims", 9, co_stake::open_claims),
    ("close_claims", 2, co_stake::close_claims),
    ("claim_offer", 40, co_stake::claim_offer),
    ("unstake_co_stake", 9, co_stake::unstake_co_stake),
    ("withdraw_co_stake", 16, co_stake::withdraw_co_stake),
    ("release_claim", 8, co_stake::release_claim),
    ("fund_rewards", 6, rewards::fund_rewards),
    ("accrue_rewards", 16, rewards::accrue_rewards),
    ("claim_rewards", 14, rewards::claim_rewards),
    ("open_slash", 7, slash::open_slash),
    ("appeal_slash", 6, slash::appeal_slash),
    ("rule_slash", 8, slash::rule_slash),
    ("finalize_slash", 7, slash::finalize_slash),
    ("return_slashed", 14, slash::return_slashed),
];

/// What ends or stops something: some walks do without.
pub const ENDS: [&str; 10] = [
    "claim_rewards",
    "update_config",
    "set_paused",
    "withdraw_overflow",
    "unstake",
    "close_device",
    "retract_offer",
    "close_claims",
    "unstake_co_stake",
    "open_slash",
];
