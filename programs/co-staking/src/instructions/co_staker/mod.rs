pub mod claim_offer;
pub mod close_claims;
pub mod open_claims;
pub mod release_claim;
pub mod unstake_co_stake;
pub mod withdraw_co_stake;

pub use claim_offer::*;
pub use close_claims::*;
pub use open_claims::*;
pub use release_claim::*;
pub use unstake_co_stake::*;
pub use withdraw_co_stake::*;
