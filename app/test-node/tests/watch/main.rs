//! Following events on a network that fails.

mod following;
mod scene;
