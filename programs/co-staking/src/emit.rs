//! How events are told: the program calls itself with the event as data, which every ledger keeps whole.

use anchor_lang::{
    Event,
    event::EVENT_IX_TAG_LE,
    prelude::*,
    solana_program::{
        instruction::{AccountMeta, Instruction},
        program::invoke_signed,
    },
};

/// The seed of the authority that `#[event_cpi]` demands.
const EVENT_AUTHORITY_SEED: &[u8] = b"__event_authority";
/// Room for nearly every event, so that its bytes are written once.
const USUAL_LEN: usize = 512;

/// Tells an event as Anchor's `emit_cpi!` does, byte for byte. That macro copies the event's bytes twice, one by one,
/// which costs about a thousand compute units; here they are written once, where the call reads them.
///
/// # Errors
/// Those of the call; none while `authority` is the account that `#[event_cpi]` checks.
pub fn emit<E: Event + AnchorSerialize>(event: &E, authority: &AccountInfo) -> Result<()> {
    let mut data = started::<E>(USUAL_LEN);
    event.serialize(&mut data)?;
    emit_encoded(data, authority)
}

/// The bytes that precede an event's own, with room for `len` in all.
pub fn started<E: Event>(len: usize) -> Vec<u8> {
    let mut data = Vec::with_capacity(len);
    data.extend_from_slice(EVENT_IX_TAG_LE);
    data.extend_from_slice(E::DISCRIMINATOR);
    data
}

/// As [`emit`], of an event whose bytes were put together behind those of [`started`].
///
/// # Errors
/// Those of [`emit`].
pub fn emit_encoded(data: Vec<u8>, authority: &AccountInfo) -> Result<()> {
    let accounts = vec![AccountMeta::new_readonly(*authority.key, true)];
    let instruction = Instruction { program_id: crate::ID, accounts, data };
    let bump = [crate::EVENT_AUTHORITY_AND_BUMP.1];
    invoke_signed(&instruction, core::slice::from_ref(authority), &[&[EVENT_AUTHORITY_SEED, &bump]])?;
    Ok(())
}
