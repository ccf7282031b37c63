use co_staking_client::{CoStakingError, Config, Durations, ID, Pubkey, account};

use super::{minimal, wanted, with_discriminator};
use crate::{document::Problem, m001_initialize_config::InitialConfig};

#[test]
fn the_files_bounds_are_the_programs() {
    let secs = |secs: i64| InitialConfig::parse(&format!("{}[durations]\nwait_secs = {secs}", minimal()));
    for (at_bound, beyond) in [(1, 0), (365 * 86_400, 365 * 86_400 + 1)] {
        assert_eq!(secs(at_bound).unwrap().args.durations.wait_secs, at_bound);
        assert!(secs(beyond).is_err());
        let mut config = account::config(&ID, &with_discriminator(&mut vec![0; Config::SPACE], 1)).unwrap();
        let mut initialize = |wait_secs| {
            let InitialConfig { mint, args } = wanted();
            let durations = Durations { wait_secs, ..args.durations };
            config.initialize(0, args.admin, args.roles, mint, durations, 1, 0)
        };
        assert_eq!(initialize(at_bound), Ok(()));
        assert_eq!(initialize(beyond), Err(CoStakingError::DurationOutOfRange));
    }
}

#[test]
fn a_problem_names_line_key_and_what_is_expected() {
    let text = minimal();
    let address = "expected an address of 32 bytes in base58, in quotes";
    let zero = Pubkey::default();
    for (from, to, problem) in [
        ("mint = ", "# ", format!("line 1: `mint` is missing; {address}")),
        ("mint = ", "mint = 'x' #", format!("line 1: `mint` is 'x', which is no address; {address}")),
        ("admin = ", "admin = 7 #", format!("line 2: `admin` is 7, which is a whole number, not text; {address}")),
        (
            "registrar = ",
            &format!("registrar = '{zero}' #"),
            format!("line 5: `roles.registrar` is '{zero}', which nobody can sign for; {address}"),
        ),
        ("guardian = ", "#", format!("line 4: `roles.guardian` is missing; {address}")),
        ("arbiter = ", "arbitrator = ", format!("line 4: `roles.arbiter` is missing; {address}")),
        (
            "[roles]",
            "paused = true\n[roles]",
            "line 4: `paused` is not known here; expected one of `mint`, `admin`, `base_requirement_io`, \
             `max_block_reward_io`, `roles`, `durations`"
                .into(),
        ),
        (
            "[roles]",
            "base_requirement_io = 0\n[roles]",
            "line 4: `base_requirement_io` is 0, which is out of range; expected a number of IO from 0.00000001 to \
             184,467,440,737.09551615, with at most 8 decimals"
                .into(),
        ),
        (
            "= 0.5",
            "= 0.123456789",
            "line 3: `max_block_reward_io` is 0.123456789, which has 9 decimals; expected a number of IO from 0 to \
             184,467,440,737.09551615, with at most 8 decimals"
                .into(),
        ),
        (
            "= 0.5",
            "= '0.5'",
            "line 3: `max_block_reward_io` is '0.5', which is text, not a decimal number; expected a number of IO \
             from 0 to 184,467,440,737.09551615, with at most 8 decimals"
                .into(),
        ),
        (
            "[roles]",
            "[durations]\ncooldown_secs = -1\n[roles]",
            "line 5: `durations.cooldown_secs` is -1, which is out of range; expected a whole number of seconds from \
             1 to 31,536,000"
                .into(),
        ),
        ("[roles]", "[[roles]]", "line 4: `roles` is a list; expected a table [roles]".into()),
        ("mint = ", "admin = 'a'\nmint = ", "line 3: duplicate key".into()),
    ] {
        assert!(text.contains(from));
        assert_eq!(InitialConfig::parse(&text.replacen(from, to, 1)).unwrap_err().to_string(), problem);
    }
    let no_roles = text.split("[roles]").next().unwrap();
    let what = "`roles` is missing; expected a table [roles] that names a key for each role".into();
    assert_eq!(InitialConfig::parse(no_roles), Err(Problem { line: 1, what }));
}
