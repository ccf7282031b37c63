//! What a wallet or an operator's tool reads: accounts, events, refusals and their reasons.

mod accounts;
mod advice;
mod agreement;
mod asking;
mod batches;
mod events;
mod explain;
mod explain_rewards;
mod explain_slash;
mod rewards_slash_agreement;
mod rewards_slash_scene;
mod seeds;
