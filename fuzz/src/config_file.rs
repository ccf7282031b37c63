//! The file from which the config is initialised.

use co_staking_client::Pubkey;
use co_staking_migrations::m001_initialize_config::InitialConfig;

use crate::input::Input;

/// A year.
const LONGEST_SECS: i64 = 365 * 86_400;
/// A file that is read.
const GOOD: &str = include_str!("../../migrations/localnet.toml");

/// Any text, or a good file with any changes: it is read as values that the program takes, or refused with a line that it
/// has.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let text = if input.take() { changed(input) } else { input.rest().to_vec() };
    if let Ok(text) = str::from_utf8(&text) {
        check(text);
    }
}

/// Numbers in the place of values, and bytes taken out, put in, and overwritten.
fn changed(mut input: Input<'_>) -> Vec<u8> {
    let mut lines: Vec<String> = GOOD.lines().map(str::to_owned).collect();
    for _ in 0..input.below(4) {
        let (line, number) = (input.below(lines.len()), input.take::<i64>());
        if let Some((key, _)) = lines[line].split_once(" = ") {
            lines[line] = format!("{key} = {number}");
        }
    }
    let mut text = lines.join("\n").into_bytes();
    while !input.is_empty() {
        let (at, change, byte) = (usize::from(input.take::<u16>()) % text.len(), input.below(3), input.take());
        match change {
            0 if text.len() > 1 => drop(text.remove(at)),
            1 => text.insert(at, byte),
            _ => text[at] = byte,
        }
    }
    text
}

fn check(text: &str) {
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
