//! Mints and token accounts of the real token program, put into the ledger ready-made.

use anchor_lang::system_program;
use co_staking_client::pda;
use solana_account::Account;
use solana_program::{program_option::COption, program_pack::Pack, pubkey::Pubkey, rent::Rent};
use solana_signer::Signer;
use spl_token::state::{Account as TokenAccount, AccountState, Mint};

use super::{Wallet, World};

impl World {
    /// A mint with 8 decimals and no freeze authority, or what `change` makes of it.
    pub fn create_mint(&mut self, address: Pubkey, change: impl FnOnce(&mut Mint)) {
        let mut mint = Mint { decimals: 8, is_initialized: true, supply: u64::MAX, ..Mint::default() };
        change(&mut mint);
        let mut data = vec![0; Mint::LEN];
        mint.pack_into_slice(&mut data);
        self.put(&address, account_of(spl_token::ID, data));
    }

    /// Another mint, of which nobody holds anything yet.
    pub fn other_mint(&mut self) -> Pubkey {
        let mint = self.key();
        self.create_mint(mint, |_| {});
        mint
    }

    /// A wallet with SOL, and with that many base units in its associated token account.
    pub fn wallet(&mut self, amount: u64) -> Wallet {
        let keypair = self.keypair();
        let account = Account { lamports: 1_000_000_000, owner: system_program::ID, ..Account::default() };
        self.put(&keypair.pubkey(), account);
        let token = pda::associated_token(&keypair.pubkey(), &self.mint);
        self.put_token(token, self.mint, keypair.pubkey(), amount);
        Wallet { keypair, token }
    }

    /// A token account that is not the owner's associated one.
    pub fn token_account(&mut self, owner: Pubkey, amount: u64) -> Pubkey {
        self.token_account_of(self.mint, owner, amount)
    }

    /// The same, of any mint.
    pub fn token_account_of(&mut self, mint: Pubkey, owner: Pubkey, amount: u64) -> Pubkey {
        let address = self.key();
        self.put_token(address, mint, owner, amount);
        address
    }

    pub fn put_token(&mut self, address: Pubkey, mint: Pubkey, owner: Pubkey, amount: u64) {
        let account = TokenAccount { mint, owner, amount, state: AccountState::Initialized, ..TokenAccount::default() };
        self.put_token_account(&address, account);
    }

    fn put_token_account(&mut self, address: &Pubkey, account: TokenAccount) {
        let mut data = vec![0; TokenAccount::LEN];
        account.pack_into_slice(&mut data);
        self.put(address, account_of(spl_token::ID, data));
    }

    /// Anything that the token program could have done to a token account.
    pub async fn change_token(&mut self, address: &Pubkey, change: impl FnOnce(&mut TokenAccount)) {
        let mut account = self.token(address).await;
        change(&mut account);
        self.put_token_account(address, account);
    }

    /// Frozen by an authority that the mint had earlier.
    pub async fn freeze(&mut self, address: &Pubkey) {
        self.change_token(address, |account| account.state = AccountState::Frozen).await;
    }

    /// Its owner gives the account away, which the token program allows also where it is an associated one.
    pub async fn give_away(&mut self, address: &Pubkey, new_owner: Pubkey) {
        self.change_token(address, |account| account.owner = new_owner).await;
    }

    /// The account's owner lets `delegate` spend up to `amount`.
    pub async fn delegate(&mut self, address: &Pubkey, delegate: Pubkey, amount: u64) {
        self.change_token(address, |account| {
            account.delegate = COption::Some(delegate);
            account.delegated_amount = amount;
        })
        .await;
    }

    /// Somebody sends base units to a token account.
    pub async fn donate(&mut self, address: &Pubkey, amount: u64) {
        self.change_token(address, |account| account.amount += amount).await;
    }

    /// The same by a transfer, so that what the donor gave is missing with it.
    pub async fn transfer(&mut self, from: &Wallet, to: &Pubkey, amount: u64) {
        let ix = spl_token::instruction::transfer(&spl_token::ID, &from.token, to, &from.key(), &[], amount).unwrap();
        self.accept(&[ix], &[&from.keypair]).await;
    }

    pub async fn token(&mut self, address: &Pubkey) -> TokenAccount {
        let account = self.account(address).await.expect("the token account exists");
        assert_eq!(account.owner, spl_token::ID);
        TokenAccount::unpack(&account.data).unwrap()
    }

    pub async fn balance(&mut self, address: &Pubkey) -> u64 {
        self.token(address).await.amount
    }

    /// As its owner can, once it is empty.
    pub fn close_account(&mut self, address: &Pubkey) {
        self.put(address, Account::default());
    }
}

pub fn account_of(owner: Pubkey, data: Vec<u8>) -> Account {
    Account { lamports: Rent::default().minimum_balance(data.len()), data, owner, executable: false, rent_epoch: 0 }
}
