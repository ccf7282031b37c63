//! What has to stand before a client comes: the program, the mint, SOL and tokens.

use std::{
    collections::VecDeque,
    env, fs,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use anchor_lang::solana_program::program_pack::Pack;
use anchor_spl::token::{self, spl_token::state::Mint};
use co_staking_client::{ID, Pubkey, format::IO_DECIMALS, pda};
use litesvm::LiteSVM;
use solana_account::Account;

use super::{Ledger, State};

/// In the program's data account: variant and slot, then whether there is an authority, and which.
const AUTHORITY_AT: usize = 12;
const HEADER_LEN: usize = 45;
/// A slot from which all that a client compares is far away from zero.
const FIRST_SLOT: u64 = 1_000;

/// The built program, from the folder that `SBF_OUT_DIR` names.
pub fn elf() -> Vec<u8> {
    let folder = env::var_os("SBF_OUT_DIR").map(PathBuf::from).unwrap_or_else(|| {
        panic!("SBF_OUT_DIR names no folder with the built program: run these tests with `cargo xtask test`")
    });
    let file = folder.join("co_staking.so");
    fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}: run `cargo xtask build`", file.display()))
}

impl Ledger {
    /// A ledger at that time, with nothing on it but what every cluster has.
    pub fn empty(now: i64) -> Self {
        let svm = LiteSVM::new().with_sigverify(false).with_blockhash_check(false);
        let genesis = "GenesisHashOfTheEmbeddedLedger11111111111111".into();
        let mut state =
            State { svm, slot: FIRST_SLOT, genesis, blockhashes: VecDeque::new(), history: vec![], methods: vec![] };
        state.next_block();
        state.set_time(now);
        Self(Arc::new(Mutex::new(state)))
    }

    /// Deploys the program, which `authority` may upgrade.
    pub fn deploy(&self, elf: &[u8], authority: &Pubkey) {
        let svm = &mut self.state().svm;
        svm.add_program(ID, elf).unwrap_or_else(|error| panic!("the program does not load: {error}"));
        let address = pda::program_data();
        let mut data = svm.get_account(&address).unwrap_or_default();
        data.data[AUTHORITY_AT] = 1;
        data.data[AUTHORITY_AT + 1..HEADER_LEN].copy_from_slice(authority.as_ref());
        svm.set_account(address, data).unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    /// Gives a wallet lamports.
    pub fn fund(&self, wallet: &Pubkey, lamports: u64) {
        self.state().svm.airdrop(wallet, lamports).unwrap_or_else(|failed| panic!("{wallet}: {:?}", failed.err));
    }

    /// Makes a mint that nobody can freeze.
    pub fn create_mint(&self, mint: &Pubkey, authority: &Pubkey) {
        let decimals = u8::try_from(IO_DECIMALS).unwrap_or_default();
        let state = Mint { mint_authority: Some(*authority).into(), decimals, is_initialized: true, ..Mint::default() };
        let mut data = vec![0; Mint::LEN];
        state.pack_into_slice(&mut data);
        self.put(mint, token::ID, data);
    }

    /// Makes a wallet's associated token account that holds `amount`, as if it had been bought.
    pub fn give(&self, wallet: &Pubkey, mint: &Pubkey, amount: u64) {
        use token::spl_token::state::{Account as Token, AccountState};
        let address = pda::associated_token(wallet, mint);
        let state = Token { mint: *mint, owner: *wallet, amount, state: AccountState::Initialized, ..Token::default() };
        let mut data = vec![0; Token::LEN];
        state.pack_into_slice(&mut data);
        self.put(&address, token::ID, data);
        // What is handed out exists.
        let svm = &mut self.state().svm;
        let mut account = svm.get_account(mint).unwrap_or_default();
        let mut supply = Mint::unpack(&account.data).unwrap_or_default();
        supply.supply += amount;
        supply.pack_into_slice(&mut account.data);
        svm.set_account(*mint, account).unwrap_or_else(|error| panic!("{mint}: {error}"));
    }

    /// Puts all accounts of a network there: a wallet's lamports, and what others hold with the rent that it needs.
    pub fn put_all(&self, accounts: &[(Pubkey, Account)]) {
        for (key, account) in accounts {
            match account.data.is_empty() {
                true => self.fund(key, account.lamports),
                false => self.put(key, account.owner, account.data.clone()),
            }
        }
    }

    /// Puts an account there, with the rent that it needs.
    pub fn put(&self, address: &Pubkey, owner: Pubkey, data: Vec<u8>) {
        let svm = &mut self.state().svm;
        let lamports = svm.minimum_balance_for_rent_exemption(data.len());
        let account = Account { lamports, data, owner, executable: false, rent_epoch: 0 };
        svm.set_account(*address, account).unwrap_or_else(|error| panic!("{address}: {error}"));
    }
}
