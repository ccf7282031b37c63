//! Slash cases: what slasher, parties, arbiter and, in the end, anyone do.

use co_staking_client::{
    Offer, Pubkey, Slash as Opening, SlashCase,
    explain::Action,
    format::{duration, io, percent, time},
    instructions::slash::{self, ReturnTo},
    pda,
    rules::{slash::CaseState, time::NEVER},
};
use serde_json::json;

use super::subject::{Subject, destination};
use crate::{
    args::{Case, DeviceRef, Slash, Verdict, When},
    context::Context,
    exit::Exit,
    output::{Lines, show},
    plan::Plan,
};

/// A case on its device.
struct CaseSubject {
    of: Subject,
    key: Pubkey,
    case: SlashCase,
}

impl CaseSubject {
    async fn read(context: &Context, args: &Case) -> Result<Self, Exit> {
        let of = Subject::read(context, args.device).await?;
        let key = pda::slash_case(&of.key, &pda::offence_id(&args.offence));
        let case = context.rpc.slash_case(&key).await?;
        Ok(Self { of, key, case })
    }

    fn plan(&self, action: Action, title: &str, wallet: &Pubkey) -> Result<Plan, Exit> {
        let mut accounts = self.of.accounts();
        accounts.case = Some(&self.case);
        let reasons = self.of.why(action, wallet, accounts)?;
        Ok(self.of.plan(format!("{title} {} of the device {}", self.key, self.of.key), wallet).reasons(reasons))
    }
}

pub async fn plan(context: &Context, args: &Slash) -> Result<Plan, Exit> {
    match args {
        Slash::Open { device, offence, share, at, forfeit_rewards } => {
            open(context, *device, offence, *share, *at, *forfeit_rewards).await
        }
        Slash::Appeal(case) => {
            let (it, wallet) = (CaseSubject::read(context, case).await?, context.wallet_key()?);
            let plan = it.plan(Action::AppealSlash, "Appeal the case", &wallet)?;
            let window = duration(it.of.chain.config.durations.appeal_window_secs);
            let plan = plan.note(format!("The arbiter has {window} to rule; silence overturns it."));
            Ok(plan.with(slash::appeal_slash(&it.key, &wallet)))
        }
        Slash::Rule { case, verdict } => {
            let (it, wallet) = (CaseSubject::read(context, case).await?, context.wallet_key()?);
            let uphold = *verdict == Verdict::Uphold;
            let title = if uphold { "Uphold the case" } else { "Overturn the case" };
            let what = if uphold { "burned" } else { "given back" };
            let note = format!("{} in escrow is {what}; this is final.", io(it.case.stake()?));
            let rule = slash::rule_slash(&it.of.key, &it.key, &wallet, &it.of.chain.config.mint, uphold);
            Ok(it.plan(Action::RuleSlash, title, &wallet)?.note(note).with(rule))
        }
        Slash::Finalize(case) => {
            let (it, wallet) = (CaseSubject::read(context, case).await?, context.wallet_key()?);
            let end = slash::finalize_slash(&it.of.key, &it.key, &wallet, &it.of.chain.config.mint);
            Ok(it.plan(Action::FinalizeSlash, "Finalize the case", &wallet)?.with(end))
        }
        Slash::Return { case, part, to } => give_back(context, case, *part, *to).await,
        Slash::Show(_) => Err(Exit::Usage("Showing a case has no preconditions.".into())),
    }
}

async fn open(
    context: &Context,
    device: DeviceRef,
    offence: &str,
    bps: u16,
    at: When,
    forfeit_rewards: bool,
) -> Result<Plan, Exit> {
    let of = Subject::read(context, device).await?;
    let wallet = context.wallet_key()?;
    let offence_id = pda::offence_id(offence);
    let opening = Opening { bps, offence_at: at.at(of.chain.now), forfeit_rewards };
    let existing = context.rpc.account(&pda::slash_case(&of.key, &offence_id)).await?;
    let existing = existing.and_then(|found| found.slash_case().ok());
    let mut accounts = of.accounts();
    accounts.case = existing.as_ref();
    let reasons = of.why(Action::OpenSlash(opening), &wallet, accounts)?;
    let title = format!("Slash {} of the stakes on the device {} for {offence}", percent(bps.into()), of.key);
    let window = duration(of.chain.config.durations.appeal_window_secs);
    let payer = context.fee_payer()?.pubkey();
    Ok(of
        .plan(title, &wallet)
        .with(slash::open_slash(&of.key, &wallet, &payer, &of.chain.config.mint, offence_id, opening))
        .note(format!("The parties have {window} to appeal; without an appeal it is burned."))
        .reasons(reasons))
}

async fn give_back(context: &Context, case: &Case, number: u8, to: Option<Pubkey>) -> Result<Plan, Exit> {
    let (it, wallet) = (CaseSubject::read(context, case).await?, context.wallet_key()?);
    let part = it.case.parts().get(usize::from(number)).copied();
    let offer_index = part.and_then(|part| part.offer_index());
    let offer = match offer_index {
        Some(index) => read_offer(context, &it.of.key, index).await?,
        None => None,
    };
    let party = part.map_or(it.of.device.owner, |part| *part.party());
    let (destination, create) = destination(context, &it.of.chain, &party, to).await?;
    let mut accounts = it.of.accounts();
    (accounts.case, accounts.offer) = (Some(&it.case), offer.as_ref());
    let reasons = it.of.why(Action::ReturnSlashed { number }, &wallet, accounts)?;
    // The program looks at the offer only where it needs one; one that does not exist cannot be named.
    let offer_index = offer.and(offer_index);
    let returns = ReturnTo { offer_index, destination: Some(destination) };
    let amount = part.map_or(0, |part| part.stake());
    let plan = it.of.plan(format!("Give {} of part {number} back to {party}", io(amount)), &wallet);
    Ok(plan
        .with_all(create)
        .with(slash::return_slashed(&it.of.key, &it.key, number, &wallet, returns, &it.of.chain.config.mint))
        .reasons(reasons))
}

async fn read_offer(context: &Context, device: &Pubkey, index: u32) -> Result<Option<Offer>, Exit> {
    let found = context.rpc.account(&pda::offer(device, index)).await?;
    Ok(found.and_then(|found| found.offer().ok()))
}

pub async fn show_case(context: &Context, args: &Case) -> Result<(), Exit> {
    let it = CaseSubject::read(context, args).await?;
    let case = &it.case;
    let ends = case.window_ends(it.of.chain.config.durations.appeal_window_secs)?;
    let mut lines = Lines::default();
    lines
        .line("Case", it.key)
        .line("State", case.state())
        .line("Share", percent(case.bps().into()))
        .line("Offence at", time(case.offence_at()))
        .line("Opened at", time(case.opened_at()));
    match case.state() {
        CaseState::Open => {
            lines.line("Appeal until", time(ends));
        }
        CaseState::Appealed => {
            lines.line("Appealed at", time(case.appealed_at())).line("Ruling until", time(ends));
        }
        CaseState::Upheld | CaseState::Overturned => {}
    }
    let parts: Vec<_> = case.parts().iter().enumerate().filter(|(_, part)| part.is_some()).collect();
    for (number, part) in &parts {
        let returned = if part.is_returned() { ", returned" } else { "" };
        let whose = part.offer_index().map_or("the owner".into(), |index| format!("offer {index}"));
        lines.line(&format!("Part {number}"), format!("{} of {whose}, {}{returned}", io(part.stake()), part.party()));
    }
    let told = parts.iter().map(|(number, part)| {
        json!({
            "number": number, "party": part.party().to_string(), "offerIndex": part.offer_index(),
            "stake": part.stake(), "rewards": part.rewards(), "returned": part.is_returned(),
        })
    });
    let data = json!({
        "case": it.key.to_string(), "device": it.of.key.to_string(), "state": case.state().to_string(),
        "bps": case.bps(), "offenceAt": case.offence_at(), "openedAt": case.opened_at(),
        "appealedAt": Some(case.appealed_at()).filter(|at| *at != NEVER), "windowEnds": ends,
        "parts": told.collect::<Vec<_>>(),
    });
    show(&context.globals.output, data, lines.take());
    Ok(())
}
