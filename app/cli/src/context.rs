//! The cluster, the wallet and how to talk: what every command needs.

use std::{cell::RefCell, path::Path, rc::Rc};

use clap::ArgMatches;
use co_staking_client::{
    Config, ID, Pubkey, pda,
    rpc::{CLOCK, Cluster, CommitmentConfig, Http, Rpc, chain_time},
};
use solana_clap_v3_utils::{
    input_parsers::signer::{SignerSource, SignerSourceError},
    keypair::{SignerFromPathConfig, signer_from_path_with_config},
    offline::DUMP_TRANSACTION_MESSAGE,
};
use solana_cli_config::{CONFIG_FILE, Config as SolanaConfig, ConfigInput};
use solana_signer::Signer;

use crate::{args::Globals, exit::Exit};

/// What every command needs.
pub struct Context {
    pub globals: Globals,
    pub rpc: Rpc<Http>,
    pub url: String,
    pub ws: String,
    keypair: String,
    matches: ArgMatches,
    signers: RefCell<Vec<(String, Rc<dyn Signer>)>>,
}

/// The program as it stands on this cluster, and the cluster's time.
pub struct Chain {
    pub config: Config,
    pub now: i64,
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
        let node = Http::new(&url).map_err(|error| Exit::Failed(format!("The node {url} {error}.")))?;
        let rpc = Rpc::new(node, commitment);
        Ok(Self { globals, rpc, url, ws, keypair, matches, signers: RefCell::default() })
    }

    /// Which cluster this is, told on standard error.
    ///
    /// # Errors
    /// Where the node does not answer.
    pub async fn cluster(&self) -> Result<Cluster, Exit> {
        let cluster = self.rpc.cluster().await?;
        eprintln!("Cluster: {cluster} ({})", self.url);
        Ok(cluster)
    }

    /// The program's config and the cluster's time.
    ///
    /// # Errors
    /// Where this is no cluster of the program.
    pub async fn chain(&self) -> Result<Chain, Exit> {
        self.cluster().await?;
        let config = self.rpc.check_program(None).await?;
        let clock = self.rpc.account(&CLOCK).await?;
        Ok(Chain { config, now: chain_time(clock.as_ref())? })
    }

    /// Who signs: the wallet of `--keypair` or of solana's config file.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn wallet(&self) -> Result<Rc<dyn Signer>, Exit> {
        self.signer(&self.keypair, "keypair")
    }

    /// Its address.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn wallet_key(&self) -> Result<Pubkey, Exit> {
        self.wallet().map(|wallet| wallet.pubkey())
    }

    /// Who pays the fee: the wallet, unless a flag says otherwise.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn fee_payer(&self) -> Result<Rc<dyn Signer>, Exit> {
        match &self.globals.fee_payer {
            Some(path) => self.signer(path, "fee-payer"),
            None => self.wallet(),
        }
    }

    /// Whether `--dump-transaction-message` was given.
    pub fn dumps_message(&self) -> bool {
        self.matches.is_present(DUMP_TRANSACTION_MESSAGE.name)
    }

    /// What counts as done.
    pub const fn commitment(&self) -> CommitmentConfig {
        self.rpc.commitment()
    }

    /// A signer, asked for once.
    fn signer(&self, path: &str, name: &str) -> Result<Rc<dyn Signer>, Exit> {
        let known = self.signers.borrow().iter().find(|(known, _)| known == path).map(|(_, signer)| signer.clone());
        if let Some(signer) = known {
            return Ok(signer);
        }
        check_file(path)?;
        // An address alone signs elsewhere: what is printed or simulated needs no signature of it.
        let without = self.globals.sign_only || self.globals.print_tx || self.globals.dry_run;
        let config = SignerFromPathConfig { allow_null_signer: without };
        let signer = signer_from_path_with_config(&self.matches, path, name, &mut None, &config)
            .map_err(|error| Exit::Failed(format!("The signer of --{name} cannot be used: {error}.")))?;
        let signer: Rc<dyn Signer> = signer.into();
        self.signers.borrow_mut().push((path.into(), signer.clone()));
        Ok(signer)
    }

    /// A wallet's associated token account.
    pub fn token_account(&self, chain: &Chain, wallet: &Pubkey) -> Pubkey {
        pda::associated_token(wallet, &chain.config.mint)
    }

    /// What a token account holds, in base units.
    ///
    /// # Errors
    /// [`Exit::Unmet`] where there is none, or it is of another mint.
    pub async fn balance(&self, chain: &Chain, address: &Pubkey) -> Result<u64, Exit> {
        let (found, mint) = (self.rpc.account(address).await?, chain.config.mint);
        match found.and_then(|found| found.token_account()) {
            Some(token) if token.mint == mint => Ok(token.amount),
            Some(token) => Err(Exit::unmet(format!(
                "The token account {address} is of the mint {}, not of IO ({mint}): give another one with --from or --to.",
                token.mint
            ))),
            None => Err(Exit::unmet(format!(
                "There is no IO token account at {address}. Create it with `spl-token create-account {mint}` and put IO into it, or name another one with --from."
            ))),
        }
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
    if globals.url.is_none() {
        return Err(Exit::Usage(format!(
            "No cluster is named: there is no config file {path}. Give one with --url, or run `solana config set --url CLUSTER`."
        )));
    }
    Ok(SolanaConfig::default())
}

/// The sentence for the case that everybody meets first.
fn check_file(path: &str) -> Result<(), Exit> {
    match SignerSource::parse(path) {
        Err(SignerSourceError::IoError(_)) => Err(Exit::Failed(format!(
            "There is no keypair file {path}. Give one with --keypair, or run `solana-keygen new`."
        ))),
        _ => Ok(()),
    }
}
