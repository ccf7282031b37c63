//! R23 to R27, I9: block rewards, from the fund to the parties.

mod accrue_refusals;
mod accrue_rewards;
mod accrue_skips;
mod buckets;
mod claim_ended;
mod claim_refusals;
mod claim_rewards;
mod fund_rewards;
mod split;

/// Where the pool's fields stand, after Anchor's discriminator.
mod pool_at {
    pub const VERSION: usize = 8;
    pub const FUNDED: usize = 80;
}
