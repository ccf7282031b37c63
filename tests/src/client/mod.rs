//! What a wallet or an operator's tool reads: accounts, events, refusals and their reasons.

mod accounts;
mod advice;
mod agreement;
mod batches;
mod events;
mod explain;
