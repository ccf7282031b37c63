//! Following events on a network that fails.

mod accounts;
mod following;
mod scene;
