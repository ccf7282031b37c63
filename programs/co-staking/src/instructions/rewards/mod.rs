pub mod accrue_rewards;
pub mod claim_rewards;
pub mod fund_rewards;

pub use accrue_rewards::*;
pub use claim_rewards::*;
pub use fund_rewards::*;
