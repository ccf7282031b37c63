//! Wallets with keypair files, a ledger, and a terminal that is none.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use co_staking_client::{Pubkey, format::IO, pda};
use co_staking_test_node::{
    http::Server,
    ledger::{Ledger, elf},
};
use serde_json::Value;
use solana_keypair::{Keypair, write_keypair_file};
use solana_signer::Signer;

use super::ended::Ended;

/// 2026-03-01 12:00:00 UTC.
pub const START: i64 = 1_772_366_400;
/// SOL for fees and rents.
const LAMPORTS: u64 = 10_000_000_000;

/// A ledger on which nothing is set up but wallets, and the folder of their keys.
pub struct World {
    pub ledger: Ledger,
    pub node: Server,
    pub mint: Pubkey,
    pub folder: PathBuf,
}

/// Who there is from the beginning, each with SOL and 100,000 IO.
const WALLETS: [&str; 11] = [
    "deployer",
    "admin",
    "registrar",
    "rewarder",
    "slasher",
    "arbiter",
    "guardian",
    "owner",
    "alice",
    "bob",
    "stranger",
];

impl World {
    /// The program is deployed, and not initialised.
    pub fn deployed() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("costake-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let ledger = Ledger::empty(START);
        let node = ledger.node().unwrap();
        let mut world = Self { ledger, node, mint: Pubkey::default(), folder };
        world.mint = world.add("mint");
        world.ledger.create_mint(&world.mint, &world.mint);
        for name in WALLETS {
            let key = world.add(name);
            world.ledger.fund(&key, LAMPORTS);
            world.ledger.give(&key, &world.mint, 100_000 * IO);
        }
        world.ledger.deploy(&elf(), &world.key("deployer"));
        world
    }

    /// The program is initialised, with the network's durations.
    pub fn initialised() -> Self {
        let world = Self::deployed();
        let file = world.config_file();
        world.costake("deployer", &format!("admin init {file}")).done();
        world
    }

    /// A device `gpu-1` of `owner`: one card at 10x and 2,000 IO required, operational, 97.5% reliable.
    pub fn with_device() -> Self {
        let world = Self::initialised();
        world.register("gpu-1", "owner");
        world
    }

    /// Registers a device and attests that it works.
    pub fn register(&self, id: &str, owner: &str) {
        let owner = self.key(owner);
        let register = format!("device register {id} --owner {owner} --model H100 --cards 1 --multiplier 10");
        self.costake("registrar", &register).done();
        self.costake("registrar", &format!("device update {id} --operational true --reliability 97.5")).done();
    }

    /// A device with 5,000 IO of its owner's, and an offer of 500 IO for a quarter of the rewards.
    pub fn with_offer() -> Self {
        let world = Self::with_device();
        world.costake("owner", "stake gpu-1 5000").done();
        world.costake("owner", "offer create gpu-1 500 --reward 25").done();
        world
    }

    /// The file that m001 reads.
    pub fn config_file(&self) -> String {
        let role = |name: &str| format!("{name} = \"{}\"\n", self.key(name));
        let roles: String = ["registrar", "rewarder", "slasher", "arbiter", "guardian"].map(role).concat();
        let text = format!(
            "mint = \"{}\"\nadmin = \"{}\"\nbase_requirement_io = 200\nmax_block_reward_io = 1000\n[roles]\n{roles}",
            self.mint,
            self.key("admin")
        );
        self.file("config.toml", &text)
    }

    /// Writes a file, and says where.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Makes a wallet with nothing in it.
    pub fn add(&self, name: &str) -> Pubkey {
        // The same in every run, so that what is printed is too.
        let keypair = Keypair::new_from_array(pda::device_id(&format!("a wallet of the tests: {name}")));
        write_keypair_file(&keypair, self.path(name)).unwrap();
        keypair.pubkey()
    }

    /// Where a wallet's keypair lies.
    pub fn path(&self, name: &str) -> String {
        self.folder.join(format!("{name}.json")).display().to_string()
    }

    /// A wallet's address.
    pub fn key(&self, name: &str) -> Pubkey {
        solana_keypair::read_keypair_file(self.path(name)).unwrap().pubkey()
    }

    /// What a wallet's IO account holds, in whole IO.
    pub fn io(&self, name: &str) -> u64 {
        let units = self.ledger.balance(&pda::associated_token(&self.key(name), &self.mint));
        assert_eq!(units % IO, 0, "{name}: no whole number of IO: {units}");
        units / IO
    }

    /// Runs the binary as that wallet.
    pub fn costake(&self, who: &str, line: &str) -> Ended {
        self.run(&format!("--url {} --keypair {} {line}", self.node.url(), self.path(who)))
    }

    /// Runs it and reads what it prints as JSON.
    pub fn json(&self, who: &str, line: &str) -> Value {
        self.costake(who, &format!("{line} --output json")).json()
    }

    /// Runs the binary with these arguments and no others, in a home without any solana config.
    pub fn run(&self, line: &str) -> Ended {
        let args: Vec<_> = line.split_whitespace().collect();
        self.run_args(&args)
    }

    /// The same, with arguments that may have blanks in them.
    pub fn run_args(&self, args: &[&str]) -> Ended {
        Ended::of(args.join(" "), self.command().args(args).output().unwrap())
    }

    /// The binary, to be started by hand.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_costake"));
        command.env("HOME", &self.folder).current_dir(&self.folder).stdin(Stdio::null());
        command
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // What a failed test leaves behind is overwritten by nobody, and looked at by whoever wants to.
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}
