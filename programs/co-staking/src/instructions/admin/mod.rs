pub mod accept_admin;
pub mod initialize_config;
pub mod propose_admin;
pub mod set_paused;
pub mod update_config;

pub use accept_admin::*;
pub use initialize_config::*;
pub use propose_admin::*;
pub use set_paused::*;
pub use update_config::*;
