//! The flags of every command, with the names that `solana` and `spl-token` give them.

use clap::{Arg, ArgAction, ArgMatches, Command as App};
use solana_clap_v3_utils::{
    ArgConstant,
    compute_budget::{COMPUTE_UNIT_LIMIT_ARG, COMPUTE_UNIT_PRICE_ARG, compute_unit_limit_arg, compute_unit_price_arg},
    fee_payer::{FEE_PAYER_ARG, fee_payer_arg},
    input_parsers::{parse_url_or_moniker, signer::PubkeySignature},
    keypair::SKIP_SEED_PHRASE_VALIDATION_ARG,
    offline::{BLOCKHASH_ARG, DUMP_TRANSACTION_MESSAGE, SIGN_ONLY_ARG, SIGNER_ARG},
};
use solana_cli_output::OutputFormat;
use solana_hash::Hash;

/// The flags that were given.
#[derive(Clone, Debug)]
pub struct Globals {
    pub config: Option<String>,
    pub url: Option<String>,
    pub ws: Option<String>,
    pub keypair: Option<String>,
    pub fee_payer: Option<String>,
    pub commitment: Option<String>,
    pub output: OutputFormat,
    pub program_id: Option<String>,
    pub price: Option<u64>,
    pub limit: Option<u32>,
    pub blockhash: Option<Hash>,
    pub sign_only: bool,
    pub dry_run: bool,
    pub print_tx: bool,
    pub accounts: Option<String>,
    pub save_accounts: Option<String>,
    pub verbose: bool,
    pub yes: bool,
}

fn flag(name: &'static str, help: &'static str) -> Arg<'static> {
    Arg::new(name).long(name).global(true).takes_value(false).help(help)
}

/// One of solana's flags for signing elsewhere. That they need `--blockhash` is checked later: clap looks for it only on
/// the same side of the command.
fn of(flag: ArgConstant<'static>) -> Arg<'static> {
    Arg::new(flag.name).long(flag.long).help(flag.help).takes_value(true).global(true)
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg<'static> {
    Arg::new(name).long(name).global(true).takes_value(true).value_name(value).help(help)
}

/// Adds them.
pub fn add(app: App<'static>) -> App<'static> {
    elsewhere(app)
        .arg(option("config", "PATH", "Solana's config file").short('C'))
        .arg(
            option(
                "url",
                "URL_OR_MONIKER",
                "The cluster: a URL, or mainnet-beta, testnet, devnet, localhost (m, t, d, l)",
            )
            .short('u')
            .value_parser(parse_url_or_moniker),
        )
        .arg(option("ws", "URL", "The cluster's websocket, for `watch` and `serve`"))
        .arg(
            option(
                "keypair",
                "KEYPAIR",
                "The wallet: a keypair file, ASK, prompt://, stdin://, usb://, or an address that signs elsewhere",
            )
            .short('k'),
        )
        .arg(fee_payer_arg().global(true))
        .arg(option("commitment", "LEVEL", "What counts as done").possible_values([
            "processed",
            "confirmed",
            "finalized",
        ]))
        .arg(option("output", "FORMAT", "How data are shown").possible_values(["display", "json", "json-compact"]))
        .arg(option("program-id", "ADDRESS", "The program, which has to be the one that this is built for").short('p'))
        .arg(compute_unit_price_arg().global(true))
        .arg(
            compute_unit_limit_arg()
                .global(true)
                .help("Set compute unit limit for transaction. Default: what a simulation takes, and a tenth more"),
        )
        .arg(flag("dry-run", "Show what would happen, and send nothing"))
        .arg(flag("print-tx", "Print the unsigned transaction in base64, for a multisig, and send nothing"))
        .arg(flag("yes", "Do not ask"))
        .arg(flag("verbose", "Tell more: the program's logs, every request").short('v'))
}

/// An address and its signature. The crate that makes signers of them reads their text again.
fn signature(text: &str) -> Result<String, String> {
    text.parse::<PubkeySignature>().map(|_| text.to_owned())
}

/// Solana's flags for a signature that is made, or was made, in another place.
fn elsewhere(app: App<'static>) -> App<'static> {
    app.arg(of(BLOCKHASH_ARG).value_name("BLOCKHASH").value_parser(clap::value_parser!(Hash)))
        .arg(of(SIGN_ONLY_ARG).takes_value(false).help("Sign, print the signatures, and send nothing"))
        .arg(
            of(SIGNER_ARG)
                .value_name("PUBKEY=SIGNATURE")
                .value_parser(signature)
                .action(ArgAction::Append)
                .multiple_values(false),
        )
        .arg(of(DUMP_TRANSACTION_MESSAGE).takes_value(false))
        .arg(option(
            "save-accounts",
            "FILE",
            "Write the accounts that the command reads, for --accounts on a machine without network",
        ))
        .arg(option(
            "accounts",
            "FILE",
            "Read the accounts that --save-accounts wrote, and ask no cluster; with --sign-only, --print-tx or `why`",
        ))
        .arg(
            Arg::new(SKIP_SEED_PHRASE_VALIDATION_ARG.name)
                .long(SKIP_SEED_PHRASE_VALIDATION_ARG.long)
                .global(true)
                .help(SKIP_SEED_PHRASE_VALIDATION_ARG.help),
        )
}

/// The flags that make sense only with another one. `is_why` is the command that asks why.
///
/// # Errors
/// A flag and the one that it lacks.
pub fn check(matches: &ArgMatches, is_why: bool) -> Result<(), String> {
    let given = |name: &str| matches.is_present(name);
    let (saved, printed) = (given("accounts"), given("print-tx"));
    if saved && given("save-accounts") {
        return Err("--save-accounts reads a cluster, and --accounts does not: give one of them".into());
    }
    if saved && !is_why && !printed && !given(SIGN_ONLY_ARG.name) {
        return Err("--accounts asks no cluster, so nothing can be sent: add --sign-only or --print-tx".into());
    }
    // Solana's flags, and what needs a cluster's blockhash and has no cluster.
    let solanas = [SIGN_ONLY_ARG, SIGNER_ARG, DUMP_TRANSACTION_MESSAGE].map(|flag| (given(flag.name), flag.long));
    let needing = solanas.into_iter().chain([(saved && printed, "accounts")]);
    let lacking = needing.into_iter().find(|(is_given, _)| *is_given && !given(BLOCKHASH_ARG.name));
    lacking.map_or(Ok(()), |(_, flag)| Err(format!("--{flag} needs --{} <BLOCKHASH>", BLOCKHASH_ARG.long)))
}

impl From<&ArgMatches> for Globals {
    fn from(matches: &ArgMatches) -> Self {
        let text = |name: &str| matches.get_one::<String>(name).cloned();
        let verbose = matches.is_present("verbose");
        let output = match matches.get_one::<String>("output").map(String::as_str) {
            Some("json") => OutputFormat::Json,
            Some("json-compact") => OutputFormat::JsonCompact,
            _ if verbose => OutputFormat::DisplayVerbose,
            _ => OutputFormat::Display,
        };
        Self {
            config: text("config"),
            url: text("url"),
            ws: text("ws"),
            keypair: text("keypair"),
            fee_payer: matches.get_one::<String>(FEE_PAYER_ARG.name).cloned(),
            commitment: text("commitment"),
            output,
            program_id: text("program-id"),
            price: matches.get_one::<u64>(COMPUTE_UNIT_PRICE_ARG.name).copied(),
            limit: matches.get_one::<u32>(COMPUTE_UNIT_LIMIT_ARG.name).copied(),
            blockhash: matches.get_one::<Hash>(BLOCKHASH_ARG.name).copied(),
            sign_only: matches.is_present(SIGN_ONLY_ARG.name),
            dry_run: matches.is_present("dry-run"),
            print_tx: matches.is_present("print-tx"),
            accounts: text("accounts"),
            save_accounts: text("save-accounts"),
            verbose,
            yes: matches.is_present("yes"),
        }
    }
}
