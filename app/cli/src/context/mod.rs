//! The cluster, the wallet and how to talk: what every command needs.

mod signers;

use std::{cell::RefCell, path::Path, rc::Rc};

use clap::ArgMatches;
use co_staking_client::{
    ID,
    format::time,
    plan::{Chain, Planner, Recorder, Source},
    rpc::{CLOCK, Cluster, CommitmentConfig, Http, Rpc, chain_time},
};
use solana_clap_v3_utils::offline::DUMP_TRANSACTION_MESSAGE;
use solana_cli_config::{CONFIG_FILE, Config as SolanaConfig, ConfigInput};
use solana_signer::Signer;

use crate::{
    accounts::{Accounts, save},
    args::{Globals, When},
    exit::Exit,
};

/// What every command needs.
pub struct Context {
    pub globals: Globals,
    pub url: String,
    /// Where plans read accounts; what was read is remembered for `--save-accounts`.
    pub accounts: Recorder<Accounts>,
    commitment: CommitmentConfig,
    pub ws: String,
    keypair: String,
    matches: ArgMatches,
    signers: RefCell<Vec<(String, Rc<dyn Signer>)>>,
}

impl Context {
    /// From flags and solana's config file. Nothing is asked of the cluster yet.
    ///
    /// # Errors
    /// [`Exit::Usage`] where no cluster is named anywhere, and where a flag makes no sense here.
    pub fn new(globals: Globals, matches: ArgMatches) -> Result<Self, Exit> {
        if let Some(program) = globals.program_id.as_deref().filter(|program| *program != ID.to_string()) {
            return Err(Exit::Usage(format!(
                "This costake is built for the program {ID}, not {program}: leave --program-id out, or build it for that one."
            )));
        }
        let file = config_file(&globals)?;
        let of = |flag: &Option<String>| flag.clone().unwrap_or_default();
        let (_, url) = ConfigInput::compute_json_rpc_url_setting(&of(&globals.url), &file.json_rpc_url);
        // A websocket from the file belongs to the file's cluster.
        let file_ws = if globals.url.is_some() { "" } else { &file.websocket_url };
        let (_, ws) = ConfigInput::compute_websocket_url_setting(
            &of(&globals.ws),
            file_ws,
            &of(&globals.url),
            &file.json_rpc_url,
        );
        let (_, keypair) = ConfigInput::compute_keypair_path_setting(&of(&globals.keypair), &file.keypair_path);
        let (_, commitment) = ConfigInput::compute_commitment_config(&of(&globals.commitment), &file.commitment);
        let accounts = match &globals.accounts {
            Some(file) => Accounts::saved(file)?,
            None => {
                let node = Http::new(&url).map_err(|error| Exit::Failed(format!("The node {url} {error}.")))?;
                Accounts::Cluster(Rpc::new(node, commitment))
            }
        };
        let accounts = Recorder::new(accounts);
        Ok(Self { globals, url, accounts, commitment, ws, keypair, matches, signers: RefCell::default() })
    }

    /// The connection to the cluster.
    ///
    /// # Errors
    /// [`Exit::Usage`] where accounts come from a file, for then there is none.
    pub fn rpc(&self) -> Result<&Rpc<Http>, Exit> {
        match self.accounts.source() {
            Accounts::Cluster(rpc) => Ok(rpc),
            Accounts::Saved(..) => Err(Exit::Usage(
                "This asks the cluster, and with --accounts nothing is asked of one: leave --accounts out.".into(),
            )),
        }
    }

    /// Which cluster this is.
    ///
    /// # Errors
    /// Where the node does not answer.
    pub async fn cluster(&self) -> Result<Cluster, Exit> {
        Ok(self.rpc()?.cluster().await?)
    }

    /// Tells on standard error which cluster is asked, or from when the accounts are.
    ///
    /// # Errors
    /// Where the node does not answer.
    pub async fn announce(&self) -> Result<(), Exit> {
        match self.accounts.source() {
            Accounts::Cluster(_) => eprintln!("Cluster: {} ({})", self.cluster().await?, self.url),
            Accounts::Saved(file, snapshot) => {
                let time = snapshot.time().map_or("no time".into(), time);
                eprintln!("Accounts: {file}, as of {time}, as that file says: nothing here was checked with a cluster");
            }
        }
        Ok(())
    }

    /// The program's config and the cluster's time.
    ///
    /// # Errors
    /// Where this is no cluster of the program.
    pub async fn chain(&self) -> Result<Chain, Exit> {
        self.announce().await?;
        Ok(Chain::read(&self.accounts).await?)
    }

    /// Plans for the wallet and the fee payer.
    ///
    /// # Errors
    /// Where their addresses cannot be read.
    pub fn planner(&self) -> Result<Planner<'_, Recorder<Accounts>>, Exit> {
        Ok(Planner::new(&self.accounts, self.wallet_key()?, self.fee_payer()?.pubkey()))
    }

    /// A time, of which one that is given from now on is taken from the cluster's.
    ///
    /// # Errors
    /// Where the cluster's time cannot be read.
    pub async fn time(&self, when: When) -> Result<i64, Exit> {
        match when {
            When::At(at) => Ok(at),
            When::In(_) => {
                let clock = self.accounts.accounts(&[CLOCK]).await?.pop().flatten();
                Ok(when.at(chain_time(clock.as_ref())?))
            }
        }
    }

    /// Writes the accounts that were read, where `--save-accounts` says so.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn save_accounts(&self) -> Result<(), Exit> {
        self.globals.save_accounts.as_ref().map_or(Ok(()), |file| save(&self.accounts, file))
    }

    /// Whether `--dump-transaction-message` was given.
    pub fn dumps_message(&self) -> bool {
        self.matches.is_present(DUMP_TRANSACTION_MESSAGE.name)
    }

    /// What counts as done.
    pub const fn commitment(&self) -> CommitmentConfig {
        self.commitment
    }
}

/// The file that a flag names has to be there; solana's own only where no flag says which cluster.
fn config_file(globals: &Globals) -> Result<SolanaConfig, Exit> {
    let path = globals.config.clone().or_else(|| CONFIG_FILE.clone()).unwrap_or_default();
    if Path::new(&path).exists() {
        return SolanaConfig::load(&path)
            .map_err(|error| Exit::Usage(format!("The config file {path} cannot be read: {error}.")));
    }
    if globals.config.is_some() {
        return Err(Exit::Usage(format!("There is no config file {path}: check --config.")));
    }
    // Saved accounts need none.
    if globals.url.is_none() && globals.accounts.is_none() {
        return Err(Exit::Usage(format!(
            "No cluster is named: there is no config file {path}. Give one with --url, or run `solana config set --url CLUSTER`."
        )));
    }
    Ok(SolanaConfig::default())
}
