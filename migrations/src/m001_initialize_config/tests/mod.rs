mod file;

use std::collections::HashMap;

use anchor_lang::solana_program::bpf_loader_upgradeable;
use anchor_spl::{token, token_2022};
use co_staking_client::{Config, Durations, Pubkey, format::IO};

use super::*;
use crate::{Account, LedgerError};

const AUTHORITY: Pubkey = Pubkey::new_from_array([1; 32]);
const SIGNERS: Signers = Signers { authority: AUTHORITY, payer: Pubkey::new_from_array([2; 32]) };

fn key(byte: u8) -> Pubkey {
    Pubkey::new_from_array([byte; 32])
}

fn minimal() -> String {
    let [mint, admin, registrar, rewarder, slasher, arbiter, guardian] = [3, 4, 5, 6, 7, 8, 9].map(key);
    format!(
        "mint = '{mint}'\nadmin = '{admin}'\nmax_block_reward_io = 0.5\n[roles]\nregistrar = '{registrar}'\n\
         rewarder = '{rewarder}'\nslasher = '{slasher}'\narbiter = '{arbiter}'\nguardian = '{guardian}'\n"
    )
}

fn wanted() -> InitialConfig {
    InitialConfig::parse(&minimal()).unwrap()
}

/// Accounts in memory.
#[derive(Clone)]
struct Memory(HashMap<Pubkey, Account>);

impl Ledger for Memory {
    fn account(&self, address: &Pubkey) -> Result<Option<Account>, LedgerError> {
        Ok(self.0.get(address).cloned())
    }
}

struct Offline;

impl Ledger for Offline {
    fn account(&self, _: &Pubkey) -> Result<Option<Account>, LedgerError> {
        Err(LedgerError("connection refused".into()))
    }
}

fn loader_account(data: Vec<u8>, executable: bool) -> Account {
    Account { owner: bpf_loader_upgradeable::ID, data, executable }
}

fn program_data(authority: Option<Pubkey>) -> Account {
    let mut data = vec![3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    data.extend(authority.map_or(vec![0; 33], |key| [&[1], key.as_ref()].concat()));
    data.extend(b"\x7fELF");
    loader_account(data, false)
}

/// `COption<Pubkey>`, supply, decimals, initialized, `COption<Pubkey>`: the token program's own layout.
fn mint(owner: Pubkey, decimals: u8, freeze: Option<Pubkey>) -> Account {
    let mut data = vec![0; 46];
    data[44..].copy_from_slice(&[decimals, 1]);
    data.extend(freeze.map_or(vec![0; 36], |key| [&[1, 0, 0, 0], key.as_ref()].concat()));
    Account { owner, data, executable: false }
}

fn deployed() -> Memory {
    let program = [&[2, 0, 0, 0], pda::program_data().as_ref()].concat();
    Memory(HashMap::from([
        (ID, loader_account(program, true)),
        (pda::program_data(), program_data(Some(AUTHORITY))),
        (key(3), mint(token::ID, 8, None)),
    ]))
}

/// With the config that the program would have written.
fn initialized(wanted: &InitialConfig, change: impl FnOnce(&mut Config)) -> Memory {
    let mut ledger = deployed();
    let InitialConfig { mint, args } = *wanted;
    let mut data = vec![0; Config::SPACE];
    let mut config = account::config(&ID, &with_discriminator(&mut data, 1)).unwrap();
    config
        .initialize(255, args.admin, args.roles, mint, args.durations, args.base_requirement, args.max_block_reward)
        .unwrap();
    change(&mut config);
    data[8..].copy_from_slice(bytemuck::bytes_of(&config));
    ledger.0.insert(pda::config(), Account { owner: ID, data, executable: false });
    ledger
}

fn with_discriminator(data: &mut [u8], version: u8) -> Vec<u8> {
    data[..8].copy_from_slice(<Config as anchor_lang::Discriminator>::DISCRIMINATOR);
    data[8] = version;
    data.to_vec()
}

#[test]
fn a_deployed_program_is_initialized_with_what_the_file_says() {
    let Ok(Plan::Do { verified, sets, instructions }) = plan(&deployed(), &wanted(), SIGNERS) else {
        panic!("nothing stands in the way");
    };
    let args = wanted().args;
    assert_eq!(instructions, [admin::initialize_config(&AUTHORITY, &SIGNERS.payer, &key(3), args)]);
    assert_eq!(verified.iter().map(|fact| fact.what).collect::<Vec<_>>(), ["program", "upgrade authority", "mint"]);
    assert_eq!((args.base_requirement, args.max_block_reward), (200 * IO, IO / 2));
    assert_eq!(args.durations, Durations::default());
    let set = |key| &sets.iter().find(|fact| fact.what == key).unwrap().value;
    assert_eq!(set("durations.cooldown_secs"), "1,209,600 s (14 d)");
    assert_eq!(set("base_requirement_io"), "200 IO");
    assert_eq!(set("roles.guardian"), &key(9).to_string());
}

#[test]
fn a_second_time_there_is_nothing_to_do() {
    let ledger = initialized(&wanted(), |_| {});
    let Ok(Plan::AlreadyDone { differs, verified }) = plan(&ledger, &wanted(), SIGNERS) else { panic!() };
    assert_eq!((differs, verified.len()), (vec![], 1));
}

#[test]
fn what_the_admin_changed_since_is_reported_and_left_alone() {
    let ledger = initialized(&wanted(), |config| {
        config.base_requirement = 300 * IO;
        config.roles.slasher = key(77);
    });
    let Ok(Plan::AlreadyDone { differs, .. }) = plan(&ledger, &wanted(), SIGNERS) else { panic!() };
    let difference = |key, in_file: String, on_ledger: String| Difference { key, in_file, on_ledger };
    assert_eq!(
        differs,
        [
            difference("roles.slasher", key(7).to_string(), key(77).to_string()),
            difference("base_requirement_io", "200 IO".into(), "300 IO".into()),
        ]
    );
}

#[test]
fn what_nobody_can_change_must_be_as_in_the_file() {
    let ledger = initialized(&wanted(), |config| {
        config.durations.cooldown_secs = 60;
        config.base_requirement = 300 * IO;
    });
    let refusal = plan(&ledger, &wanted(), SIGNERS).unwrap_err();
    let difference = Difference {
        key: "durations.cooldown_secs",
        in_file: "1,209,600 s (14 d)".into(),
        on_ledger: "60 s (1 min)".into(),
    };
    assert_eq!(refusal, Refusal::FixedDiffers(vec![difference]));
    assert_eq!(
        refusal.to_string(),
        "the config exists and cannot be changed to what the file says:\n  \
         durations.cooldown_secs is 60 s (1 min), the file says 1,209,600 s (14 d)\n\
         Correct the file, or choose another cluster"
    );
}

#[test]
fn lamports_at_the_configs_address_are_no_config() {
    let mut ledger = deployed();
    ledger.0.insert(pda::config(), Account::default());
    assert!(matches!(plan(&ledger, &wanted(), SIGNERS), Ok(Plan::Do { .. })));
}

#[test]
fn each_refusal() {
    let with = |address: Pubkey, account: Option<Account>| {
        let mut ledger = deployed();
        match account {
            Some(account) => ledger.0.insert(address, account),
            None => ledger.0.remove(&address),
        };
        plan(&ledger, &wanted(), SIGNERS).unwrap_err()
    };
    let data = pda::program_data();
    let (program_mint, stranger) = (key(3), key(99));
    let missing_data = Refusal::ProgramDataMissing { address: data };
    let elsewhere = [&[2, 0, 0, 0], stranger.as_ref()].concat();

    assert_eq!(with(ID, None), Refusal::ProgramMissing);
    assert_eq!(with(ID, Some(Account::default())), Refusal::ProgramNotUpgradeable);
    assert_eq!(with(ID, Some(loader_account(elsewhere, true))), Refusal::ProgramNotUpgradeable);
    assert_eq!(with(data, None), missing_data);
    assert_eq!(with(data, Some(loader_account(vec![], false))), missing_data);
    assert_eq!(with(data, Some(Account { owner: stranger, ..program_data(Some(AUTHORITY)) })), missing_data);
    assert_eq!(with(data, Some(program_data(None))), Refusal::NoUpgradeAuthority);
    let other = Refusal::NotUpgradeAuthority { expected: stranger, signer: AUTHORITY };
    assert_eq!(with(data, Some(program_data(Some(stranger)))), other);

    let refused = |account| with(program_mint, account);
    assert_eq!(refused(None), Refusal::MintMissing { mint: program_mint });
    assert_eq!(refused(Some(mint(token_2022::ID, 8, None))), Refusal::MintOfToken2022 { mint: program_mint });
    assert_eq!(
        refused(Some(mint(stranger, 8, None))),
        Refusal::NotAMint { mint: program_mint, owner: stranger },
        "another program's account with a mint's bytes"
    );
    let token_account = Account { owner: token::ID, data: vec![1; 165], executable: false };
    assert_eq!(refused(Some(token_account)), Refusal::NotAMint { mint: program_mint, owner: token::ID });
    assert_eq!(refused(Some(mint(token::ID, 6, None))), Refusal::MintDecimals { mint: program_mint, found: 6 });
    let freezable = Refusal::MintCanFreeze { mint: program_mint, authority: stranger };
    assert_eq!(refused(Some(mint(token::ID, 8, Some(stranger)))), freezable);

    let mut later = vec![0; Config::SPACE];
    with_discriminator(&mut later, 2);
    let version = account::AccountError::Version { expected: 1, found: 2 };
    assert_eq!(
        with(pda::config(), Some(Account { owner: ID, data: later, executable: false })),
        Refusal::Config(version)
    );
    assert_eq!(
        plan(&Offline, &wanted(), SIGNERS).unwrap_err().to_string(),
        "the ledger could not be read: connection refused"
    );
}
