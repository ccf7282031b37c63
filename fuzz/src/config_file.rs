//! The file from which the config is initialised.

use co_staking_client::Pubkey;
use co_staking_migrations::m001_initialize_config::InitialConfig;

/// A year.
const LONGEST_SECS: i64 = 365 * 86_400;

/// Any text: it is read as values that the program takes, or refused with a line that it has.
pub fn run(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    match InitialConfig::parse(text) {
        Ok(InitialConfig { mint, args }) => {
            let roles = args.roles;
            let keys =
                [mint, args.admin, roles.registrar, roles.rewarder, roles.slasher, roles.arbiter, roles.guardian];
            assert!(keys.iter().all(|key| *key != Pubkey::default()), "nobody can sign for it: {keys:?}");
            let durations = args.durations;
            let secs = [
                durations.wait_secs,
                durations.cooldown_secs,
                durations.appeal_window_secs,
                durations.requirement_notice_secs,
                durations.longest_hire_secs,
                durations.hire_gap_secs,
            ];
            assert!(secs.iter().all(|secs| (1..=LONGEST_SECS).contains(secs)), "{secs:?}");
            assert!(args.base_requirement > 0);
        }
        Err(problem) => {
            assert!((1..=text.split('\n').count()).contains(&problem.line), "{problem}");
            assert!(!problem.what.is_empty());
        }
    }
}
