//! A device with odd stakes, whose parts are easy to reckon by hand.

use crate::world::{Device, Wallet, World};

/// The device requires 1,000; its owner staked 701, and two wallets co-staked 201 and 99, all at the start.
pub struct Scene {
    pub device: Device,
    pub first: (u32, Wallet),
    pub second: (u32, Wallet),
}

/// A third of each of the scene's stakes, rounded down.
pub const THIRD: u16 = 3_333;
pub const PARTS: [u64; 3] = [233, 66, 32];
/// What is left of them.
pub const REST: [u64; 3] = [468, 135, 67];
/// Their sums.
pub const TAKEN: u64 = 331;
pub const LEFT: u64 = 670;

impl Scene {
    pub async fn new(world: &mut World) -> Self {
        let device = world.market(1_000, 701).await;
        let first = world.co_staked(&device, 201, 1_000).await;
        let second = world.co_staked(&device, 99, 2_000).await;
        Self { device, first, second }
    }

    /// All parties, in the order of a case's parts.
    pub fn wallets(&self) -> [&Wallet; 3] {
        [&self.device.owner, &self.first.1, &self.second.1]
    }
}
