//! The story: chapters of steps, each an intent, its transaction and its outcome.
//!
//! A chapter in which nothing happens is not told. A new chapter is a function that calls [`Story::act`] for every
//! transaction, [`Story::nothing`] where the figures leave nothing to do, and [`Story::wait_until`] where time passes; and
//! a line in [`CHAPTERS`].

mod act;
mod blocks;
mod cases;
mod claims;
mod closing;
mod co_staker_leaves;
mod co_stakes;
mod config;
mod ending;
mod offering;
mod owner_leaves;
mod registration;
mod rewards;
mod rules;
mod slashing;
mod snapshot;
mod staking;
mod unappealed;

use anyhow::Result;
use co_staking_client::{
    CoStakingError, Instruction, Pubkey,
    error::Failure,
    explain::{self, Accounts, Action},
    format::duration,
};
use co_staking_migrations::m001_initialize_config::InitialConfig;

pub use act::{Expected, Intent};

use crate::{
    books::Books,
    fleet::Entry,
    ledger::Elf,
    report::{Chapter, DeviceView, Note, OfferChange, Outcome, Report, Rule, Step, Tally, Time},
    wallet::Wallet,
    world::{STRANGERS_IO, World},
};

/// The reviewed file that the config is initialised from.
pub const CONFIG: &str = include_str!("../../../../migrations/localnet.toml");
const SCHEMA: &str = "co-staking-demo/3";

struct Script {
    title: &'static str,
    about: &'static str,
    play: fn(&mut Story) -> Result<()>,
    /// Whether the books are shown at its end.
    books: bool,
}

const CHAPTERS: [Script; 11] = [
    config::SCRIPT,
    registration::SCRIPT,
    staking::SCRIPT,
    offering::SCRIPT,
    rewards::SCRIPT,
    claims::SCRIPT,
    co_staker_leaves::SCRIPT,
    slashing::SCRIPT,
    owner_leaves::SCRIPT,
    unappealed::SCRIPT,
    ending::SCRIPT,
];

/// The world, and what was told of it so far.
pub struct Story {
    pub world: World,
    wanted: InitialConfig,
    /// Every offer that was made, with the status that it showed last.
    offers: Vec<(Pubkey, Option<String>)>,
    chapters: Vec<Chapter>,
    tally: Tally,
    problems: Vec<String>,
}

/// The base requirement that the config will have: what the fleet's requirements are checked with.
///
/// # Errors
/// Where the config's file has a problem.
pub fn base_requirement() -> Result<u64> {
    Ok(InitialConfig::parse(CONFIG)?.args.base_requirement)
}

/// Plays all chapters with the built program.
///
/// # Errors
/// Where the story cannot begin or its figures cannot be read. What goes wrong in between is one of the report's
/// problems.
pub fn play(elf: &Elf, fleet: Vec<Entry>) -> Result<Report> {
    Story::begin(elf, fleet)?.tell(elf)
}

impl Story {
    /// Before the first chapter.
    ///
    /// # Errors
    /// Where the world cannot be set up.
    pub fn begin(elf: &Elf, fleet: Vec<Entry>) -> Result<Self> {
        let wanted = InitialConfig::parse(CONFIG)?;
        let world = World::new(elf, fleet, wanted.args.base_requirement)?;
        let (offers, chapters, problems) = (vec![], vec![], vec![]);
        Ok(Self { world, wanted, offers, chapters, tally: Tally::default(), problems })
    }

    /// All chapters, up to the first step that does not end as it should.
    ///
    /// # Errors
    /// Where the books cannot be read.
    pub fn tell(mut self, elf: &Elf) -> Result<Report> {
        let wallets = self.wallets();
        for script in CHAPTERS {
            if let Err(error) = self.chapter(&script) {
                self.problems.push(format!("{error:#}"));
                break;
            }
        }
        self.report(elf, wallets)
    }

    /// The config and the devices alone.
    #[cfg(test)]
    pub fn prelude(&mut self) -> Result<()> {
        [config::SCRIPT, registration::SCRIPT].iter().try_for_each(|script| self.chapter(script))
    }

    fn chapter(&mut self, script: &Script) -> Result<()> {
        let starts_at = Time(self.now());
        let Script { title, about, .. } = *script;
        self.chapters.push(Chapter { title, about, starts_at, steps: vec![], books: None });
        (script.play)(self)?;
        if self.chapters.pop_if(|chapter| chapter.steps.is_empty()).is_some() {
            return Ok(());
        }
        if script.books {
            let books = Books::read(&self.world)?;
            if let Some(chapter) = self.chapters.last_mut() {
                chapter.books = Some(books);
            }
        }
        Ok(())
    }

    /// The ledger's time.
    pub fn now(&self) -> i64 {
        self.world.ledger.now()
    }

    /// The device at that address as it stands.
    pub fn view(&self, device: &Pubkey) -> Result<DeviceView> {
        let found = self.world.ledger.device(device)?;
        DeviceView::new(device, &found, &self.world.names, self.now()).map_err(unreadable)
    }

    /// A step in which nothing is sent, because the figures say so.
    pub fn nothing(&mut self, title: String, rules: Vec<Rule>, because: String) {
        self.step(title, rules, Outcome::Nothing { because });
    }

    /// Time passes.
    pub fn wait_until(&mut self, until: i64) {
        let from = self.now();
        let lasted = duration(until.saturating_sub(from));
        self.world.ledger.set_time(until);
        let (from, until) = (Time(from), Time(self.now()));
        self.step(format!("{lasted} pass"), vec![], Outcome::Waited { from, until, lasted });
    }

    /// A remark on the last step.
    pub fn note(&mut self, about: &'static str, text: String) {
        let last = self.chapters.last_mut().and_then(|chapter| chapter.steps.last_mut());
        if let Some(step) = last {
            step.notes.push(Note { about, text });
        }
    }

    fn step(&mut self, title: String, rules: Vec<Rule>, outcome: Outcome) {
        let (at, number) = (Time(self.now()), self.chapters.len());
        let offers = self.offer_changes().unwrap_or_else(|error| {
            self.problems.push(format!("\"{title}\": {error:#}"));
            vec![]
        });
        let Some(chapter) = self.chapters.last_mut() else { return };
        let number = format!("{number}.{}", chapter.steps.len() + 1);
        chapter.steps.push(Step { number, title, at, rules, offers, notes: vec![], outcome });
    }

    /// The offers that show another status than at the last step, because of what was sent or of the time that passed.
    fn offer_changes(&mut self) -> Result<Vec<OfferChange>> {
        let (now, mut changes) = (self.now(), vec![]);
        for (address, shown) in &mut self.offers {
            let Some(offer) = self.world.ledger.offer(address) else { continue };
            let device = self.world.ledger.device(&offer.device)?;
            let status = offer.status(&device, now).map_err(unreadable)?.to_string();
            if shown.as_ref() != Some(&status) {
                let before = shown.replace(status.clone());
                let names = &self.world.names;
                changes.push(OfferChange::new(address, (&offer, &device), (before, status), names, now));
            }
        }
        Ok(changes)
    }

    /// Why the signer may not do this now, by the client, from the accounts alone: the offer and the claim counter are
    /// those that the instructions name.
    fn explain(
        &self,
        action: Action,
        signer: &Wallet,
        device_key: &Pubkey,
        instructions: &[Instruction],
    ) -> Result<Vec<explain::Reason>> {
        let ledger = &self.world.ledger;
        let (config, device) = (ledger.config()?, ledger.device(device_key)?);
        let mut named = instructions.iter().flat_map(|instruction| &instruction.accounts).map(|account| account.pubkey);
        let offer = named.clone().find_map(|key| ledger.offer(&key));
        let counter = named.clone().find_map(|key| ledger.claim_counter(&key));
        let case = named.find_map(|key| ledger.slash_case(&key));
        let pool = ledger.reward_pool();
        let accounts = Accounts {
            offer: offer.as_ref(),
            counter: counter.as_ref(),
            case: case.as_ref(),
            pool: pool.as_ref(),
            balance: Some(ledger.balance(&signer.token(&self.world.mint))),
            ..Accounts::of_device(&config, &device, *device_key)
        };
        explain::explain(action, &signer.key(), accounts, self.now()).map_err(unreadable)
    }
}

/// Figures of an account that cannot be summed.
pub fn unreadable(refusal: CoStakingError) -> anyhow::Error {
    Failure::from(refusal).into()
}
