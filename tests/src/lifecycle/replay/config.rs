//! The config, as the events tell it.

use co_staking_client::{
    Config, Durations, Pubkey, Roles,
    event::{AdminAccepted, ConfigInitialized, ConfigUpdated},
};

#[derive(Debug, PartialEq)]
pub struct ConfigCopy {
    admin: Pubkey,
    pub proposed_admin: Pubkey,
    roles: Roles,
    mint: Pubkey,
    durations: Durations,
    base_requirement: u64,
    max_block_reward: u64,
    pub paused: bool,
}

impl ConfigCopy {
    pub fn initialized(e: &ConfigInitialized) -> Self {
        Self {
            admin: e.admin,
            proposed_admin: Pubkey::default(),
            roles: e.roles,
            mint: e.mint,
            durations: e.durations,
            base_requirement: e.base_requirement,
            max_block_reward: e.max_block_reward,
            paused: false,
        }
    }

    pub fn updated(&mut self, e: &ConfigUpdated) {
        self.roles = e.roles;
        self.base_requirement = e.base_requirement;
        self.max_block_reward = e.max_block_reward;
    }

    pub fn accepted(&mut self, e: &AdminAccepted) {
        assert_eq!((self.admin, self.proposed_admin), (e.previous, e.admin));
        self.admin = e.admin;
        self.proposed_admin = Pubkey::default();
    }
}

impl From<&Config> for ConfigCopy {
    fn from(config: &Config) -> Self {
        Self {
            admin: config.admin,
            proposed_admin: config.proposed_admin,
            roles: config.roles,
            mint: config.mint,
            durations: config.durations,
            base_requirement: config.base_requirement,
            max_block_reward: config.max_block_reward,
            paused: config.is_paused(),
        }
    }
}
