pub mod close_device;
pub mod close_offer;
pub mod create_offer;
pub mod retract_offer;
pub mod stake;
pub mod unstake;
pub mod withdraw;
pub mod withdraw_overflow;

pub use close_device::*;
pub use close_offer::*;
pub use create_offer::*;
pub use retract_offer::*;
pub use stake::*;
pub use unstake::*;
pub use withdraw::*;
pub use withdraw_overflow::*;
