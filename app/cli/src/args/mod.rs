//! The command line itself: flags and commands, and nothing that acts on them.

mod commands;
mod global;
mod values;

use std::ffi::OsString;

use clap::{ArgMatches, Command as App, ErrorKind, FromArgMatches, Subcommand};

pub use commands::*;
pub use global::Globals;
pub use values::{DeviceRef, OfferRef, When, amount};

/// A parsed command line.
pub struct Cli {
    pub globals: Globals,
    pub command: Command,
    /// Whether the command is only to be explained.
    pub is_why: bool,
    /// For those crates that read signers from it.
    pub matches: ArgMatches,
}

const ABOUT: &str = "Stake on devices, co-stake, share block rewards, and leave on time";
const AFTER: &str = "\
Amounts are in IO with decimals, or ALL. A DEVICE is its public id or its address; an OFFER its address or DEVICE#INDEX.
Cluster, wallet and commitment come from solana's config file unless a flag says otherwise.

Exit codes: 0 done, 1 failure, 2 usage, 3 refused by the program, 4 not confirmed, 5 a precondition is not met.
Data go to standard output, everything else to standard error.";

/// The command line as clap knows it.
pub fn app() -> App<'static> {
    let app = App::new("costake")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .after_help(AFTER)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .infer_subcommands(false)
        .propagate_version(true);
    Command::augment_subcommands(global::add(app))
}

/// Reads a command line.
///
/// # Errors
/// Clap's own, which says what to type and exits with 2.
pub fn parse(args: impl IntoIterator<Item = impl Into<OsString>>) -> Result<Cli, clap::Error> {
    read(args.into_iter().map(Into::into).collect(), false)
}

fn read(args: Vec<OsString>, is_why: bool) -> Result<Cli, clap::Error> {
    let matches = app().try_get_matches_from(&args)?;
    let command = Command::from_arg_matches(&matches)?;
    if let Command::Why { action } = &command {
        // What is asked about is the same line without this word, so that flags may stand on either side of it.
        let before = args.len().saturating_sub(action.len() + 1);
        let line = args.iter().take(before).cloned().chain(action.iter().map(OsString::from));
        return read(line.collect(), true);
    }
    global::check(&matches, is_why).map_err(|lacking| app().error(ErrorKind::MissingRequiredArgument, lacking))?;
    Ok(Cli { globals: Globals::from(&matches), command, matches, is_why })
}

#[cfg(test)]
mod tests {
    use co_staking_client::plan::Amount;
    use solana_cli_output::OutputFormat;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        app().debug_assert();
    }

    #[test]
    fn flags_may_stand_before_and_behind_the_command() {
        for line in ["costake -u devnet --yes stake gpu 10", "costake stake gpu 10 -u devnet --yes"] {
            let cli = parse(line.split(' ')).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert_eq!(cli.globals.url.as_deref(), Some("https://api.devnet.solana.com"), "{line}");
            assert!(cli.globals.yes, "{line}");
            assert!(matches!(cli.command, Command::Stake(Stake { amount: Amount::Units(1_000_000_000), .. })));
        }
    }

    #[test]
    fn why_is_about_the_rest_of_the_line() {
        for line in ["costake --output json why stake gpu 10", "costake why stake gpu 10 --output json"] {
            let cli = parse(line.split(' ')).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert!(cli.is_why && matches!(cli.command, Command::Stake(_)), "{line}");
            assert_eq!(cli.globals.output, OutputFormat::Json, "{line}");
        }
        assert!(parse(["costake", "why", "stake", "gpu"]).is_err());
        assert!(parse(["costake", "why"]).is_err());
    }

    #[test]
    fn usage_errors_say_what_to_type() {
        for (line, part) in [
            ("costake stake gpu 1.123456789", "has 9 decimals, and IO has 8"),
            ("costake stake gpu", "<AMOUNT>"),
            ("costake offer claim gpu", "DEVICE#INDEX"),
            ("costake status --output xml", "xml"),
            ("costake stake gpu 1 --sign-only", "--blockhash"),
            ("costake stake gpu 1 --print-tx --accounts file", "--accounts needs --blockhash"),
            ("costake stake gpu 1 --accounts file", "add --sign-only or --print-tx"),
            ("costake why stake gpu 1 --accounts file --save-accounts file", "give one of them"),
            ("costake status --commitment soon", "soon"),
            ("costake -u nowhere status", "nowhere"),
        ] {
            let error = parse(line.split(' ')).err().unwrap_or_else(|| panic!("{line}: accepted"));
            assert!(error.use_stderr(), "{line}: exits with 0");
            assert!(error.to_string().contains(part), "{line}: {error}");
        }
    }
}
