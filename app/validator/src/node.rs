//! The validator itself.

use std::{
    net::{Ipv4Addr, TcpListener},
    path::Path,
};

use anchor_lang::solana_program::bpf_loader_upgradeable;
use anyhow::{Context, Result, anyhow};
use co_staking_client::{ID, Pubkey};
use co_staking_world::World;
use solana_account::AccountSharedData;
use solana_net_utils::SocketAddrSpace;
use solana_rpc::rpc::JsonRpcConfig;
use solana_test_validator::{TestValidator, TestValidatorGenesis, UpgradeableProgramInfo};

/// Ten thousand offers with their devices take some 20 MB; the default bound is 10.
const GENESIS_BYTES: u64 = 200 << 20;
/// What is kept of the chain: some hours of it.
const SHREDS: u64 = 100_000;

/// Whether a validator has run there.
pub fn has_ledger(ledger: &Path) -> bool {
    TestValidatorGenesis::ledger_exists(ledger)
}

/// A new network that begins with that world.
///
/// # Errors
/// Where a port is taken, or the program is not sound.
pub fn start(ledger: &Path, rpc_port: u16, program: &Path, world: World) -> Result<TestValidator> {
    let mut genesis = settings(ledger, rpc_port)?;
    let deployed = UpgradeableProgramInfo {
        program_id: ID,
        loader: bpf_loader_upgradeable::ID,
        upgrade_authority: world.wallets.key("deployer"),
        program_path: program.into(),
    };
    genesis.add_upgradeable_programs_with_path(&[deployed]);
    let accounts = world.accounts.into_iter().map(|(key, account)| (key, AccountSharedData::from(account)));
    genesis.add_accounts(accounts);
    run(&genesis)
}

/// The network whose ledger lies there, from its last block on.
///
/// # Errors
/// Where a port is taken, or the ledger is broken.
pub fn resume(ledger: &Path, rpc_port: u16) -> Result<TestValidator> {
    run(&settings(ledger, rpc_port)?)
}

fn settings(ledger: &Path, rpc_port: u16) -> Result<TestValidatorGenesis> {
    for port in [rpc_port, rpc_port.checked_add(1).context("the websocket's port would be beyond 65535")?] {
        TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .with_context(|| format!("port {port} is taken: name another one with --rpc-port"))?;
    }
    let mut genesis = TestValidatorGenesis::default();
    genesis.max_ledger_shreds = Some(SHREDS);
    genesis.max_genesis_archive_unpacked_size = Some(GENESIS_BYTES);
    genesis.ledger_path(ledger).rpc_port(rpc_port).gossip_port(0);
    // What `costake watch` reads: the lists of transactions, and the inner instructions in which the events are.
    genesis.rpc_config(JsonRpcConfig {
        enable_rpc_transaction_history: true,
        enable_extended_tx_metadata_storage: true,
        ..JsonRpcConfig::default_for_test()
    });
    Ok(genesis)
}

fn run(genesis: &TestValidatorGenesis) -> Result<TestValidator> {
    // Nobody holds the key that gets the rest of the SOL.
    let nobody = Pubkey::new_from_array([1; 32]);
    genesis
        .start_with_mint_address(nobody, SocketAddrSpace::new(true))
        .map_err(|error| anyhow!("the validator does not start: {error}"))
}
