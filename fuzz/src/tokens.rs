//! The program's readers of mints and token accounts, against the token program's own.

use anchor_lang::AccountDeserialize;
use co_staking::token::{Mint, TokenAccount};
use solana_program::program_pack::Pack;
use spl_token::state::{Account, Mint as ItsMint};

use crate::input::Input;

/// Any bytes, as often as not of the right length.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let (is_mint, is_whole) = (input.take::<bool>(), input.take::<u8>() != 0);
    let mut data = input.rest().to_vec();
    if is_whole {
        data.resize(if is_mint { ItsMint::LEN } else { Account::LEN }, 0);
    }
    if is_mint { mint(&data) } else { account(&data) }
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
