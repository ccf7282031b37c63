//! A validator in a process of its own, and terminals beside it.

use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{ChildStdin, Command, Stdio},
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

use co_staking_client::{
    Pubkey,
    format::IO,
    pda,
    rpc::{CommitmentConfig, Found, Http, Rpc},
};
use co_staking_world::{DURATIONS, Wallets};
use serde_json::Value;

use super::{
    ended::Ended,
    process::{Lines, PATIENCE, Running},
};

/// With four offers each, a marketplace of ten thousand.
pub const DEVICES: u32 = 2_500;

/// A running validator. It ends with the process that started it.
pub struct Node {
    child: Running,
    /// Its end is how the validator learns that nobody needs it any more.
    _stdin: ChildStdin,
    folder: PathBuf,
    pub url: String,
    /// What it tells people to type.
    pub printed: Vec<String>,
    pub wallets: Wallets,
}

impl Node {
    /// The one that most tests share: each of them has devices and wallets of its own.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Node> = OnceLock::new();
        SHARED.get_or_init(|| Self::start("shared", free_ports(), &["--devices", &DEVICES.to_string()]))
    }

    /// A new one of that name.
    pub fn start(name: &str, rpc_port: u16, args: &[&str]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("e2e").join(name);
        fs::create_dir_all(&folder).unwrap();
        let deployed = env::var_os("SBF_OUT_DIR").expect("run these tests with `cargo xtask test --end-to-end`");
        let log = fs::File::create(folder.join("validator.log")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_co-staking-validator"));
        command.arg("--program").arg(Path::new(&deployed).join("co_staking.so")).arg("--folder").arg(&folder);
        command.args(["--until-eof", "--rpc-port", &rpc_port.to_string()]).args(args);
        let started = Instant::now();
        let mut child = Running(command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log).spawn().unwrap());
        let stdin = child.stdin.take().unwrap();
        let mut lines = Lines::of(child.stdout.take().unwrap());
        let url = lines.find_map(|line| line.strip_prefix("RPC URL: ").map(String::from));
        let url = url.unwrap_or_else(|| panic!("it did not start: {}", folder.join("validator.log").display()));
        println!("{name}: a validator after {:?}", started.elapsed());
        let printed = lines.take_while(|line| !line.starts_with("Ctrl-C")).collect();
        let wallets = Wallets::of(&folder);
        Self { child, _stdin: stdin, folder, url, printed, wallets }
    }

    /// Ends it as Ctrl-C does, and waits until its ports are free.
    pub fn stop(mut self) {
        let interrupted = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(interrupted.success());
        assert!(self.child.wait().unwrap().success());
    }

    /// Writes a file, and says where.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// The binary as that wallet, to be started by hand.
    pub fn command(&self, who: &str, line: &str) -> Command {
        // Built beside this test; cargo tells only a package's own tests where.
        let costake = env::current_exe().unwrap().parent().unwrap().with_file_name("costake");
        let mut command = Command::new(costake);
        // A flag of the line's own replaces these.
        let has = |flag: &str| line.split_whitespace().any(|word| word == flag);
        if !has("--url") {
            command.args(["--url", &self.url]);
        }
        if !has("-k") {
            command.arg("--keypair").arg(self.wallets.path(who));
        }
        command.args(line.split_whitespace());
        command.env("HOME", &self.folder).current_dir(&self.folder).stdin(Stdio::null());
        command
    }

    /// Runs the binary as that wallet.
    pub fn costake(&self, who: &str, line: &str) -> Ended {
        Ended::of(format!("{who}: {line}"), self.command(who, line).output().unwrap())
    }

    /// Runs it and reads what it prints as JSON.
    pub fn json(&self, who: &str, line: &str) -> Value {
        self.costake(who, &format!("{line} --output json")).json()
    }

    /// Registers a device with one card at 10x, which needs 2,000 IO, and attests that it works.
    pub fn register(&self, id: &str, owner: &str) {
        let owner = self.wallets.key(owner);
        let register = format!("device register {id} --owner {owner} --model H100 --cards 1 --multiplier 10");
        self.costake("registrar", &register).done();
        self.costake("registrar", &format!("device update {id} --operational true --reliability 97.5")).done();
    }

    /// What a wallet's IO account holds, in whole IO; read without the command line.
    pub fn io(&self, name: &str) -> u64 {
        let units = self.units(&pda::associated_token(&self.wallets.key(name), &self.wallets.mint()));
        assert_eq!(units % IO, 0, "{name}: no whole number of IO: {units}");
        units / IO
    }

    /// How much IO there is, in base units. In a mint's account it stands behind the authority.
    pub fn supply(&self) -> u64 {
        let mint = self.account(&self.wallets.mint()).unwrap();
        u64::from_le_bytes(mint.data[36..44].try_into().unwrap())
    }

    /// What a token account holds, in base units.
    pub fn units(&self, address: &Pubkey) -> u64 {
        self.account(address).and_then(|found| found.token_account()).map_or(0, |token| token.amount)
    }

    /// The newest one that is confirmed.
    pub fn blockhash(&self) -> String {
        self.ask(async |rpc| rpc.blockhash().await.unwrap().0.to_string())
    }

    /// The account at that address; read without the command line.
    pub fn account(&self, address: &Pubkey) -> Option<Found> {
        self.ask(async |rpc| rpc.account(address).await.unwrap())
    }

    fn now(&self) -> i64 {
        self.ask(async |rpc| rpc.chain_time().await.unwrap())
    }

    /// Waits until the chain's clock shows a time at least so much later.
    pub fn wait(&self, secs: i64) {
        let (until, started) = (self.now() + secs, Instant::now());
        while self.now() < until {
            assert!(started.elapsed() < PATIENCE, "the chain's clock does not move");
            thread::sleep(Duration::from_millis(300));
        }
    }

    fn ask<R>(&self, question: impl AsyncFnOnce(&Rpc<Http>) -> R) -> R {
        let rpc = Rpc::new(Http::new(&self.url).unwrap(), CommitmentConfig::confirmed());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(question(&rpc))
    }
}

/// A port for JSON-RPC and the next one, for the websocket.
pub fn free_ports() -> u16 {
    let two = || {
        let first = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        TcpListener::bind(("127.0.0.1", first.checked_add(1)?)).ok().map(|_| first)
    };
    (0..100).find_map(|_| two()).expect("two free ports side by side")
}

/// From a co-staker's unstake to its withdrawal.
pub const LEAVING_SECS: i64 = DURATIONS.wait_secs + DURATIONS.cooldown_secs;
