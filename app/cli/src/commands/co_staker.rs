//! What a co-staker does, and what anyone may do for it.

use co_staking_client::{
    ExpectedTerms, Pubkey,
    explain::Action,
    format::{duration, io, percent, time},
    instructions::co_staker,
    pda,
};

use super::{
    owner::worst_slash,
    subject::{CREATES, OfferSubject, destination},
};
use crate::{
    args::{Claims, OfferRef},
    context::{Chain, Context},
    exit::Exit,
    plan::Plan,
};

pub async fn claim(context: &Context, offer: OfferRef, from: Option<Pubkey>) -> Result<Plan, Exit> {
    let it = OfferSubject::read(context, offer).await?;
    let (wallet, mint, terms) = (context.wallet_key()?, it.of.chain.config.mint, *it.offer.terms());
    let source = from.unwrap_or_else(|| context.token_account(&it.of.chain, &wallet));
    let counter = context.rpc.account(&pda::claims(&wallet)).await?;
    let counter = counter.and_then(|found| found.claim_counter().ok());
    let expected = ExpectedTerms { amount: terms.amount, reward_bps: terms.reward_bps };
    let mut accounts = it.accounts();
    accounts.counter = counter.as_ref();
    // A missing account is one reason among others.
    let balance = context.balance(&it.of.chain, &source).await;
    accounts.balance = balance.as_ref().ok().copied();
    let reasons = it.of.why(Action::ClaimOffer(expected), &wallet, accounts)?;
    let (device, index) = (it.of.key, it.offer.index());
    let claim = co_staker::claim_offer(&device, index, &wallet, &source, &mint, expected);
    let open = counter
        .is_none()
        .then(|| co_staker::open_claims(&context.fee_payer().map_or(wallet, |payer| payer.pubkey()), &wallet));
    let title = format!(
        "Claim {}: stake {} for {} of its rewards",
        it.name(),
        io(terms.amount),
        percent(terms.reward_bps.into())
    );
    let mut plan = it.of.plan(title, &wallet);
    plan.unmet.extend(balance.err().map(|exit| exit.to_string()));
    plan.notes.extend(
        open.is_some()
            .then(|| "Opens the account that counts your claims, whose rent comes back when it is closed.".into()),
    );
    Ok(plan
        .with_all(open)
        .with(claim)
        .note(way_out(&it.of.chain))
        .note(worst_slash(&it.of.chain, terms.amount))
        .reasons(reasons))
}

/// How long it takes to leave.
fn way_out(chain: &Chain) -> String {
    let (wait, cooldown) = (chain.config.durations.wait_secs, chain.config.durations.cooldown_secs);
    let [wait, cooldown, all] = [wait, cooldown, wait.saturating_add(cooldown)].map(duration);
    format!("You can leave at any time: {wait} of waiting and {cooldown} of cooldown, {all} in all, and it is back.")
}

pub async fn unstake(context: &Context, offer: OfferRef) -> Result<Plan, Exit> {
    let it = OfferSubject::read(context, offer).await?;
    let (wallet, index) = (context.wallet_key()?, it.offer.index());
    let reasons = it.of.why(Action::UnstakeCoStake { offer_index: index }, &wallet, it.accounts())?;
    let durations = it.of.chain.config.durations;
    let cooldown_at = it.of.chain.now.saturating_add(durations.wait_secs);
    let unlock_at = cooldown_at.saturating_add(durations.cooldown_secs);
    let staked = it.of.device.position(index).map_or(0, |position| position.stake());
    let plan = it.of.plan(format!("Leave the co-stake of {} on {}", io(staked), it.name()), &wallet);
    Ok(plan
        .with(co_staker::unstake_co_stake(&it.of.key, index, &wallet))
        .note(format!("It earns nothing from now on, and its claim slot is free from {} on.", time(cooldown_at)))
        .note(format!("It can be withdrawn from {} on; until then it can be slashed.", time(unlock_at)))
        .reasons(reasons))
}

pub async fn withdraw(context: &Context, offer: OfferRef, to: Option<Pubkey>) -> Result<Plan, Exit> {
    let it = OfferSubject::read(context, offer).await?;
    let (wallet, mint, index) = (context.wallet_key()?, it.of.chain.config.mint, it.offer.index());
    let reasons = it.of.why(Action::WithdrawCoStake { offer_index: index }, &wallet, it.accounts())?;
    let party = it.of.device.position(index).map_or(it.offer.co_staker, |position| *position.co_staker());
    let staked = it.of.device.position(index).map_or(0, |position| position.stake());
    let (to, create) = destination(context, &it.of.chain, &party, to).await?;
    let mut plan = it.of.plan(format!("Withdraw the co-stake of {} on {} to {party}", io(staked), it.name()), &wallet);
    plan.notes.extend(create.is_some().then(|| CREATES.to_owned()));
    Ok(plan
        .with_all(create)
        .with(co_staker::withdraw_co_stake(&it.of.key, index, &party, &wallet, &to, &mint))
        .reasons(reasons))
}

pub async fn release(context: &Context, offer: OfferRef, wallet: Option<Pubkey>) -> Result<Plan, Exit> {
    let it = OfferSubject::read(context, offer).await?;
    let (sender, index) = (context.wallet_key()?, it.offer.index());
    let wallet = wallet.unwrap_or(sender);
    let counter = context.rpc.claim_counter(&pda::claims(&wallet)).await?;
    let mut accounts = it.accounts();
    accounts.counter = Some(&counter);
    let reasons = it.of.why(Action::ReleaseClaim { offer_index: index }, &sender, accounts)?;
    let plan = it.of.plan(format!("Free the claim slot of {wallet} for {}", it.name()), &sender);
    Ok(plan.with(co_staker::release_claim(&it.of.key, index, &wallet, &sender)).reasons(reasons))
}

pub async fn claims(context: &Context, args: &Claims) -> Result<Plan, Exit> {
    context.chain().await?;
    let sender = context.wallet_key()?;
    match args {
        Claims::Open { wallet } => {
            let wallet = wallet.unwrap_or(sender);
            let open = co_staker::open_claims(&context.fee_payer()?.pubkey(), &wallet);
            Ok(Plan::new(format!("Open the claim counter of {wallet}")).with(open))
        }
        Claims::Close => {
            let counter = context.rpc.claim_counter(&pda::claims(&sender)).await?;
            let now = context.rpc.chain_time().await?;
            let refused = counter.may_close(now).into_iter().find(|precondition| !precondition.holds);
            let mut plan =
                Plan::new("Close your claim counter").name(counter.rent_payer, "who paid the counter's rent");
            plan.unmet.extend(refused.map(|refused| refused.otherwise.to_string()));
            Ok(plan.with(co_staker::close_claims(&sender, &counter.rent_payer)))
        }
    }
}
