//! What the registrar attests.

use super::{Chain, Plan, PlanError, Planner, Source, Subject};
use crate::{
    CoStakingError, Pubkey, RegisterDeviceArgs, UpdateDeviceArgs,
    explain::Action,
    format::{duration, io, multiplier, percent, time},
    instructions::registrar,
    pda,
    rules::{facts::FactsUpdate, hire::HireUpdate, requirement::requirement},
};

impl<S: Source> Planner<'_, S> {
    pub(super) async fn register_device(
        &self,
        id: &str,
        owner: Pubkey,
        model: &str,
        cards: u32,
        multiplier_bps: u32,
    ) -> Result<Plan, PlanError> {
        let device_id = pda::device_id(id);
        let key = pda::device(&device_id);
        let (chain, mut found) = Chain::read_with(self.source, &[key]).await?;
        let is_registered = found.take().is_some_and(|found| found.device().is_ok());
        let needs = requirement(cards, chain.config.base_requirement, multiplier_bps)?;
        let args = RegisterDeviceArgs { device_id, owner, model: model.into(), cards, multiplier_bps };
        let register = registrar::register_device(&self.wallet, &self.fee_payer, &chain.config.mint, args);
        let known = is_registered.then(|| format!("{id} is registered already, at {key}: use `device update`."));
        let paused = chain.config.is_paused().then(|| CoStakingError::Paused.to_string());
        Ok(Plan::new(format!("Register {id}: {cards} {model} at {}, of {owner}", multiplier(multiplier_bps)))
            .with(register)
            .note(format!("Its address is {key}; it needs {} staked.", io(needs)))
            .note("It starts as not operational, with a reliability of 0%: `device update` attests more.")
            .unmet(known.into_iter().chain(paused)))
    }

    pub(super) async fn update_device(
        &self,
        device: Pubkey,
        facts: &FactsUpdate,
        hire: Option<HireUpdate>,
    ) -> Result<Plan, PlanError> {
        let changes = changes(facts, hire);
        if changes.is_empty() {
            let why = "Nothing to change: name a fact or a hire, for instance --operational true.";
            return Err(PlanError::Input(why.into()));
        }
        let on = Subject::read(self.source, device).await?;
        let reasons = on.why(Action::UpdateDevice, &self.wallet, on.accounts())?;
        let notice = duration(on.chain.config.durations.requirement_notice_secs);
        let title = format!("Update the device {}: {}", on.key, changes.join(", "));
        let mut plan = on.plan(title, &self.wallet).reasons(reasons);
        if facts.cards.or(facts.multiplier_bps).is_some() {
            plan = plan.note(format!("A changed requirement counts {notice} from now."));
        }
        let args = UpdateDeviceArgs { facts: facts.clone(), hire };
        Ok(plan.with(registrar::update_device(&self.wallet, &on.key, args)))
    }

    pub(super) async fn refresh_requirement(&self, device: Pubkey) -> Result<Plan, PlanError> {
        let on = Subject::read(self.source, device).await?;
        let plan = on.plan(format!("Compute the requirement of the device {} anew", on.key), &self.wallet);
        Ok(plan.with(registrar::refresh_requirement(&on.key)))
    }
}

fn changes(facts: &FactsUpdate, hire: Option<HireUpdate>) -> Vec<String> {
    let facts = [
        facts.model.as_ref().map(|model| format!("model {model}")),
        facts.cards.map(|cards| format!("{cards} cards")),
        facts.multiplier_bps.map(|bps| format!("multiplier {}", multiplier(bps))),
        facts.reliability_bps.map(|bps| format!("reliability {}", percent(bps.into()))),
        facts.operational.map(|is| if is { "operational".into() } else { "not operational".into() }),
    ];
    let hire = hire.map(|hire| match hire {
        HireUpdate::Start { ends_at } => format!("hired until {}", time(ends_at)),
        HireUpdate::MoveEnd { ends_at } => format!("the hire ends {}", time(ends_at)),
        HireUpdate::End => "the hire ends now".into(),
    });
    facts.into_iter().flatten().chain(hire).collect()
}
