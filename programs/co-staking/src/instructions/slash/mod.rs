pub mod appeal_slash;
mod decide;
pub mod finalize_slash;
pub mod open_slash;
pub mod return_slashed;
pub mod rule_slash;

pub use appeal_slash::*;
pub use decide::*;
pub use finalize_slash::*;
pub use open_slash::*;
pub use return_slashed::*;
pub use rule_slash::*;
