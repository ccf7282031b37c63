//! The built program in a bank's genesis.

use std::{env, path::PathBuf};

use anchor_lang::solana_program::bpf_loader_upgradeable;
use co_staking_client::{ID, pda};
use solana_account::Account;
use solana_program::{pubkey::Pubkey, rent::Rent};
use solana_program_test::{ProgramTest, ProgramTestContext};

const FILE: &str = "co_staking.so";
/// `UpgradeableLoaderState::ProgramData`: variant, slot, and an optional authority.
const HEADER_LEN: usize = 45;

/// The program file that `cargo xtask build` made, the same that would be deployed.
pub fn elf() -> Vec<u8> {
    let folder = env::var_os("SBF_OUT_DIR").map(PathBuf::from).unwrap_or_else(|| {
        panic!("SBF_OUT_DIR names no folder with the built program: run these tests with `cargo xtask test`")
    });
    let file = folder.join(FILE);
    std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}: run `cargo xtask build`", file.display()))
}

pub async fn start(upgrade_authority: Option<Pubkey>) -> ProgramTestContext {
    // Fails from the second ledger on, when it is set already.
    let _ = log::set_logger(&ProgramLogs);
    let elf = elf();
    let mut test = ProgramTest::default();
    let mut program = vec![2, 0, 0, 0];
    program.extend_from_slice(pda::program_data().as_ref());
    test.add_genesis_account(ID, loader_account(program, true));
    test.add_genesis_account(pda::program_data(), loader_account(program_data(upgrade_authority, &elf), false));
    test.start_with_context().await
}

/// What a loader keeps of a program: its header, and the program file.
pub fn program_data(upgrade_authority: Option<Pubkey>, elf: &[u8]) -> Vec<u8> {
    let mut data = vec![3, 0, 0, 0];
    data.extend_from_slice(&0u64.to_le_bytes());
    if let Some(authority) = upgrade_authority {
        data.push(1);
        data.extend_from_slice(authority.as_ref());
    }
    data.resize(HEADER_LEN, 0);
    data.extend_from_slice(elf);
    data
}

pub fn loader_account(data: Vec<u8>, executable: bool) -> Account {
    let lamports = Rent::default().minimum_balance(data.len());
    Account { lamports, data, owner: bpf_loader_upgradeable::ID, executable, rent_epoch: 0 }
}

/// Takes the place of the ledger's own logger, which would write every program's log to stderr past the capture of the
/// tests' output. So the logs of a test that fails are shown, and no others.
struct ProgramLogs;

impl log::Log for ProgramLogs {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        metadata.target().starts_with("solana_runtime::message_processor")
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            println!("{}", record.args());
        }
    }

    fn flush(&self) {}
}
