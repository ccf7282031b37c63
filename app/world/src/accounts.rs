//! Accounts as a ledger holds them.

use anchor_lang::{Discriminator, ZeroCopy, prelude::Rent, solana_program::program_pack::Pack};
use anchor_spl::token::{
    self,
    spl_token::state::{Account as Token, AccountState, Mint},
};
use bytemuck::Zeroable;
use co_staking_client::{ID, Pubkey, format::IO_DECIMALS};
use solana_account::Account;

/// An account with the rent that it needs.
fn account(owner: Pubkey, data: Vec<u8>) -> Account {
    let lamports = Rent::default().minimum_balance(data.len());
    Account { lamports, data, owner, executable: false, rent_epoch: 0 }
}

fn packed<T: Pack>(state: T) -> Account {
    let mut data = vec![0; T::LEN];
    state.pack_into_slice(&mut data);
    account(token::ID, data)
}

/// A mint of IO that nobody can freeze.
pub fn mint(authority: &Pubkey, supply: u64) -> Account {
    let decimals = u8::try_from(IO_DECIMALS).unwrap_or_default();
    packed(Mint { mint_authority: Some(*authority).into(), supply, decimals, is_initialized: true, ..Mint::default() })
}

/// A token account.
pub fn token(mint: &Pubkey, owner: &Pubkey, amount: u64) -> Account {
    packed(Token { mint: *mint, owner: *owner, amount, state: AccountState::Initialized, ..Token::default() })
}

/// What a token account holds; nothing, where it is none.
pub fn held(account: &Account) -> u64 {
    Token::unpack(&account.data).ok().filter(|_| account.owner == token::ID).map_or(0, |token| token.amount)
}

/// A wallet's own account.
pub fn wallet(lamports: u64) -> Account {
    Account { lamports, ..Account::default() }
}

/// An account of the program, from what its transitions left.
pub fn state<T: ZeroCopy + Discriminator>(state: &T) -> Account {
    account(ID, [T::DISCRIMINATOR, bytemuck::bytes_of(state)].concat())
}

/// A new account's fields, to be filled by its first transition.
pub fn fresh<T: Zeroable>() -> T {
    T::zeroed()
}
