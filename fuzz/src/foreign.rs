//! The program's readers of other programs' accounts, against the decoders of these.

use anchor_lang::{AccountDeserialize, prelude::ProgramData as ItsProgramData};
use co_staking::{
    loader::ProgramData,
    token::{Mint, TokenAccount},
};
use solana_program::program_pack::Pack;
use spl_token::state::{Account, Mint as ItsMint};

use crate::input::Input;

/// What the loader writes before a program's code.
const PROGRAM_DATA_LEN: usize = 45;

/// Any bytes, as often as not of the right length.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let (kind, is_whole) = (input.below(3), input.take::<u8>() != 0);
    let mut data = input.rest().to_vec();
    if is_whole {
        data.resize([ItsMint::LEN, Account::LEN, PROGRAM_DATA_LEN][kind], 0);
    }
    match kind {
        0 => mint(&data),
        1 => account(&data),
        _ => program_data(&data),
    }
}

/// Whatever the token program reads, this reads alike. It reads more, since it does not look at every byte: only what the
/// token program has written comes here.
fn mint(data: &[u8]) {
    let ours = Mint::try_deserialize_unchecked(&mut &*data);
    assert_eq!(ours.is_ok(), data.len() == ItsMint::LEN && data[45] != 0);
    if let Ok(theirs) = ItsMint::unpack(data) {
        let ours = ours.expect("it reads what the token program reads");
        assert_eq!((ours.decimals, ours.can_freeze), (theirs.decimals, theirs.freeze_authority.is_some()));
    }
}

/// As [`mint`].
fn account(data: &[u8]) {
    let ours = TokenAccount::try_deserialize_unchecked(&mut &*data);
    assert_eq!(ours.is_ok(), data.len() == Account::LEN && data[108] != 0);
    if let Ok(theirs) = Account::unpack(data) {
        let ours = ours.expect("it reads what the token program reads");
        assert_eq!((ours.mint, ours.owner, ours.amount), (theirs.mint, theirs.owner, theirs.amount));
    }
}

/// As [`mint`], of whole ones: shorter than this the loader makes none.
fn program_data(data: &[u8]) {
    let ours = ProgramData::try_deserialize_unchecked(&mut &*data);
    assert_eq!(ours.is_ok(), data.len() >= PROGRAM_DATA_LEN && data[..4] == [3, 0, 0, 0]);
    if let Ok(theirs) = ItsProgramData::try_deserialize_unchecked(&mut &*data)
        && data.len() >= PROGRAM_DATA_LEN
    {
        let ours = ours.expect("it reads what the loader has written");
        assert_eq!(ours.upgrade_authority, theirs.upgrade_authority_address);
    }
}
