pub mod accrue_rewards;
mod batch_event;
pub mod claim_rewards;
pub mod fund_rewards;

pub use accrue_rewards::*;
pub use claim_rewards::*;
pub use fund_rewards::*;
