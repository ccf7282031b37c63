pub mod refresh_requirement;
pub mod register_device;
pub mod update_device;

pub use refresh_requirement::*;
pub use register_device::*;
pub use update_device::*;
