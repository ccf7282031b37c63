use co_staking_client::{
    Config, Durations, InitializeConfigArgs, Pubkey, Roles,
    format::{IO_DECIMALS, duration, io, thousands},
    rules::{requirement::DEFAULT_BASE_REQUIREMENT, time::DAY_SECS},
};

use crate::{
    Fact,
    document::{Address, Decimal, Problem, Section, Whole},
};

/// The program's bound of each duration.
const LONGEST_SECS: i64 = 365 * DAY_SECS;

/// What the config is to start with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InitialConfig {
    pub mint: Pubkey,
    pub args: InitializeConfigArgs,
}

/// One line of the config, as people read it.
pub(super) struct Setting {
    pub fact: Fact,
    /// Whether nobody can change it once it is set.
    pub is_fixed: bool,
}

impl InitialConfig {
    /// From the text of a file such as `migrations/localnet.toml`, which says what each key means. What may be left
    /// out has the network's value.
    ///
    /// # Errors
    /// A [`Problem`] that names line and key, what was found and what is expected.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let mut file = Section::parse(text)?;
        let mint = file.required("mint", Address)?.value;
        let admin = file.required("admin", Address)?.value;
        let base_requirement = file.optional("base_requirement_io", amount(1))?;
        let max_block_reward = file.required("max_block_reward_io", amount(0))?.value;
        // The keys of a table that is left out are missing from the file itself.
        let roles = match file.section("roles")? {
            Some(section) => roles(section)?,
            None => {
                let what = "`roles` is missing; expected a table [roles] that names a key for each role".into();
                return Err(Problem { line: file.line(), what });
            }
        };
        let durations = file.section("durations")?.map(durations).transpose()?.unwrap_or_default();
        file.finish()?;
        let base_requirement = base_requirement.map_or(DEFAULT_BASE_REQUIREMENT, |found| found.value);
        Ok(Self { mint, args: InitializeConfigArgs { admin, roles, durations, base_requirement, max_block_reward } })
    }

    /// All of it, in the words of the file.
    pub(super) fn settings(&self) -> Vec<Setting> {
        let InitializeConfigArgs { admin, roles, durations, base_requirement, max_block_reward } = &self.args;
        let set = |is_fixed| move |(what, value)| Setting { fact: Fact { what, value }, is_fixed };
        let fixed = [
            ("mint", self.mint.to_string()),
            ("durations.wait_secs", secs(durations.wait_secs)),
            ("durations.cooldown_secs", secs(durations.cooldown_secs)),
            ("durations.appeal_window_secs", secs(durations.appeal_window_secs)),
            ("durations.requirement_notice_secs", secs(durations.requirement_notice_secs)),
            ("durations.longest_hire_secs", secs(durations.longest_hire_secs)),
            ("durations.hire_gap_secs", secs(durations.hire_gap_secs)),
        ];
        let changeable = [
            ("admin", admin.to_string()),
            ("roles.registrar", roles.registrar.to_string()),
            ("roles.rewarder", roles.rewarder.to_string()),
            ("roles.slasher", roles.slasher.to_string()),
            ("roles.arbiter", roles.arbiter.to_string()),
            ("roles.guardian", roles.guardian.to_string()),
            ("base_requirement_io", io(*base_requirement)),
            ("max_block_reward_io", io(*max_block_reward)),
        ];
        fixed.into_iter().map(set(true)).chain(changeable.into_iter().map(set(false))).collect()
    }
}

impl From<&Config> for InitialConfig {
    fn from(config: &Config) -> Self {
        let &Config { mint, admin, roles, durations, base_requirement, max_block_reward, .. } = config;
        Self { mint, args: InitializeConfigArgs { admin, roles, durations, base_requirement, max_block_reward } }
    }
}

fn roles(mut section: Section<'_>) -> Result<Roles, Problem> {
    let roles = Roles {
        registrar: section.required("registrar", Address)?.value,
        rewarder: section.required("rewarder", Address)?.value,
        slasher: section.required("slasher", Address)?.value,
        arbiter: section.required("arbiter", Address)?.value,
        guardian: section.required("guardian", Address)?.value,
    };
    section.finish()?;
    Ok(roles)
}

fn durations(mut section: Section<'_>) -> Result<Durations, Problem> {
    let network = Durations::default();
    let mut read = |key, default: i64| {
        let found = section.optional(key, Whole { range: 1..=LONGEST_SECS.unsigned_abs(), unit: "seconds" })?;
        // The range leaves no value that an i64 does not hold.
        Ok(found.and_then(|found| i64::try_from(found.value).ok()).unwrap_or(default))
    };
    let durations = Durations {
        wait_secs: read("wait_secs", network.wait_secs)?,
        cooldown_secs: read("cooldown_secs", network.cooldown_secs)?,
        appeal_window_secs: read("appeal_window_secs", network.appeal_window_secs)?,
        requirement_notice_secs: read("requirement_notice_secs", network.requirement_notice_secs)?,
        longest_hire_secs: read("longest_hire_secs", network.longest_hire_secs)?,
        hire_gap_secs: read("hire_gap_secs", network.hire_gap_secs)?,
    };
    section.finish()?;
    Ok(durations)
}

const fn amount(least: u64) -> Decimal {
    Decimal { decimals: IO_DECIMALS, range: least..=u64::MAX, unit: "IO" }
}

/// Exact, and legible.
fn secs(secs: i64) -> String {
    format!("{} s ({})", thousands(secs.unsigned_abs()), duration(secs))
}
