//! R28 to R33. Each file is an instruction's, or a topic's that needs several of them.

mod appeal_slash;
mod attack;
mod closing;
mod finalize_slash;
mod independence;
mod market;
mod open_accounts;
mod open_slash;
mod parallel;
mod pause;
mod return_accounts;
mod return_party;
mod return_slashed;
mod rewards;
mod rounding;
mod rule_slash;
mod scene;
mod transitions;
mod walk;
mod walk_steps;
mod who_co_staker;
mod who_owner;
mod zero;
