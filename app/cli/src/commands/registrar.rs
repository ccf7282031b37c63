//! What the registrar attests.

use co_staking_client::{
    Pubkey, RegisterDeviceArgs, UpdateDeviceArgs,
    explain::Action,
    format::{duration, io, multiplier as shown, percent, time},
    instructions::registrar,
    pda,
    rules::{facts::FactsUpdate, hire::HireUpdate, requirement::requirement},
};

use super::subject::Subject;
use crate::{
    args::{DeviceRef, Update},
    context::Context,
    exit::Exit,
    plan::Plan,
};

pub async fn register(
    context: &Context,
    id: &str,
    owner: Pubkey,
    model: &str,
    cards: u32,
    multiplier_bps: u32,
) -> Result<Plan, Exit> {
    let chain = context.chain().await?;
    let (wallet, payer) = (context.wallet_key()?, context.fee_payer()?.pubkey());
    let device_id = pda::device_id(id);
    let args = RegisterDeviceArgs { device_id, owner, model: model.into(), cards, multiplier_bps };
    let needs = requirement(cards, chain.config.base_requirement, multiplier_bps)?;
    let key = pda::device(&device_id);
    let title = format!("Register {id}: {cards} {model} at {}, of {owner}", shown(multiplier_bps));
    let mut plan = Plan::new(title)
        .with(registrar::register_device(&wallet, &payer, &chain.config.mint, args))
        .note(format!("Its address is {key}; it needs {} staked.", io(needs)))
        .note("It starts as not operational, with a reliability of 0%: `device update` attests more.");
    if context.rpc.account(&key).await?.is_some_and(|found| found.device().is_ok()) {
        plan.unmet.push(format!("{id} is registered already, at {key}: use `device update`."));
    }
    plan.unmet.extend(chain.config.is_paused().then(|| co_staking_client::CoStakingError::Paused.to_string()));
    Ok(plan)
}

pub async fn update(context: &Context, args: &Update) -> Result<Plan, Exit> {
    let on = Subject::read(context, args.device).await?;
    let (wallet, now) = (context.wallet_key()?, on.chain.now);
    let facts = FactsUpdate {
        model: args.model.clone(),
        cards: args.cards,
        multiplier_bps: args.multiplier,
        reliability_bps: args.reliability,
        operational: args.operational,
    };
    let hire = match (args.hire_until, args.move_hire, args.end_hire) {
        (Some(ends), _, _) => Some(HireUpdate::Start { ends_at: ends.at(now) }),
        (_, Some(ends), _) => Some(HireUpdate::MoveEnd { ends_at: ends.at(now) }),
        (_, _, true) => Some(HireUpdate::End),
        (None, None, false) => None,
    };
    let changes = changes(args, hire);
    if changes.is_empty() {
        return Err(Exit::Usage("Nothing to change: name a fact or a hire, for instance --operational true.".into()));
    }
    let reasons = on.why(Action::UpdateDevice, &wallet, on.accounts())?;
    let notice = duration(on.chain.config.durations.requirement_notice_secs);
    let mut plan = on.plan(format!("Update the device {}: {}", on.key, changes.join(", ")), &wallet).reasons(reasons);
    if args.cards.or(args.multiplier).is_some() {
        plan.notes.push(format!("A changed requirement counts {notice} from now."));
    }
    Ok(plan.with(registrar::update_device(&wallet, &on.key, UpdateDeviceArgs { facts, hire })))
}

fn changes(args: &Update, hire: Option<HireUpdate>) -> Vec<String> {
    let facts = [
        args.model.as_ref().map(|model| format!("model {model}")),
        args.cards.map(|cards| format!("{cards} cards")),
        args.multiplier.map(|bps| format!("multiplier {}", shown(bps))),
        args.reliability.map(|bps| format!("reliability {}", percent(bps.into()))),
        args.operational.map(|is| if is { "operational".into() } else { "not operational".into() }),
    ];
    let hire = hire.map(|hire| match hire {
        HireUpdate::Start { ends_at } => format!("hired until {}", time(ends_at)),
        HireUpdate::MoveEnd { ends_at } => format!("the hire ends {}", time(ends_at)),
        HireUpdate::End => "the hire ends now".into(),
    });
    facts.into_iter().flatten().chain(hire).collect()
}

pub async fn refresh(context: &Context, device: DeviceRef) -> Result<Plan, Exit> {
    let on = Subject::read(context, device).await?;
    let plan = on.plan(format!("Compute the requirement of the device {} anew", on.key), &context.wallet_key()?);
    Ok(plan.with(registrar::refresh_requirement(&on.key)))
}
