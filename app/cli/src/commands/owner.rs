//! What the owner of a device does.

use co_staking_client::{
    CreateOfferArgs, Pubkey,
    explain::Action,
    format::{duration, io, percent, time},
    instructions::owner,
    pda,
    rules::time::NEVER,
};

use super::subject::{CREATES, OfferSubject, Subject, destination};
use crate::{
    args::{Amount, DeviceRef, OfferRef, Overflow, Payout, Stake, When},
    context::{Chain, Context},
    exit::Exit,
    plan::Plan,
};

/// What a slash can take, of whoever stakes.
pub fn worst_slash(chain: &Chain, amount: u64) -> String {
    let window = duration(chain.config.durations.appeal_window_secs);
    format!("At worst a slash takes all {} of it; whoever it meets can appeal for {window}.", io(amount))
}

pub async fn stake(context: &Context, args: &Stake) -> Result<Plan, Exit> {
    let on = Subject::read(context, args.device).await?;
    let (wallet, mint) = (context.wallet_key()?, on.chain.config.mint);
    let source = args.from.unwrap_or_else(|| context.token_account(&on.chain, &wallet));
    let balance = context.balance(&on.chain, &source).await?;
    let amount = match args.amount {
        Amount::All => balance,
        Amount::Units(units) => units,
    };
    let mut accounts = on.accounts();
    accounts.balance = Some(balance);
    let reasons = on.why(Action::Stake { amount }, &wallet, accounts)?;
    let cooldown = duration(on.chain.config.durations.cooldown_secs);
    let plan = on.plan(format!("Stake {} on the device {}", io(amount), on.key), &wallet);
    Ok(plan
        .with(owner::stake(&on.key, &wallet, &source, &mint, amount))
        .note(format!("It unlocks {cooldown} after `unstake`; what the device does not need can leave at any time."))
        .note(worst_slash(&on.chain, amount))
        .reasons(reasons))
}

pub async fn unstake(context: &Context, device: DeviceRef) -> Result<Plan, Exit> {
    let on = Subject::read(context, device).await?;
    let wallet = context.wallet_key()?;
    let reasons = on.why(Action::Unstake, &wallet, on.accounts())?;
    let staked = on.device.owner_stake().active();
    let unlock = on.chain.now.saturating_add(on.chain.config.durations.cooldown_secs);
    let leaving = on.device.counting(on.chain.now).count();
    let plan = on.plan(format!("Unstake all {} from the device {}", io(staked), on.key), &wallet);
    Ok(plan
        .with(owner::unstake(&on.key, &wallet))
        .note(format!("It can be withdrawn from {} on; until then it can be slashed.", time(unlock)))
        .note(format!("{leaving} co-stakes leave with it, and the device earns nothing more."))
        .reasons(reasons))
}

pub async fn withdraw(context: &Context, args: &Payout) -> Result<Plan, Exit> {
    let on = Subject::read(context, args.device).await?;
    let (wallet, mint, owner) = (context.wallet_key()?, on.chain.config.mint, on.device.owner);
    let reasons = on.why(Action::Withdraw, &wallet, on.accounts())?;
    let (to, create) = destination(context, &on.chain, &owner, args.to).await?;
    let exiting = on.device.owner_stake().exiting();
    let mut plan =
        on.plan(format!("Withdraw {} from the device {} to its owner", io(exiting), on.key), &wallet).reasons(reasons);
    plan.notes.extend(create.is_some().then(|| CREATES.to_owned()));
    Ok(plan.with_all(create).with(owner::withdraw(&on.key, &wallet, &to, &mint)))
}

pub async fn overflow(context: &Context, args: &Overflow) -> Result<Plan, Exit> {
    let on = Subject::read(context, args.device).await?;
    let (wallet, mint) = (context.wallet_key()?, on.chain.config.mint);
    let amount = match args.amount {
        Amount::All => on.device.overflow(on.chain.now)?,
        Amount::Units(units) => units,
    };
    let reasons = on.why(Action::WithdrawOverflow { amount }, &wallet, on.accounts())?;
    let (to, create) = destination(context, &on.chain, &wallet, args.to).await?;
    let mut plan = on
        .plan(format!("Withdraw {} of overflow from the device {}", io(amount), on.key), &wallet)
        .note("It is paid at once, and can no longer be slashed.")
        .reasons(reasons);
    plan.notes.extend(create.is_some().then(|| CREATES.to_owned()));
    Ok(plan.with_all(create).with(owner::withdraw_overflow(&on.key, &wallet, &to, &mint, amount)))
}

pub async fn close_device(context: &Context, device: DeviceRef) -> Result<Plan, Exit> {
    let on = Subject::read(context, device).await?;
    let (wallet, mint) = (context.wallet_key()?, on.chain.config.mint);
    let reasons = on.why(Action::CloseDevice, &wallet, on.accounts())?;
    let (to, create) = destination(context, &on.chain, &on.device.owner, None).await?;
    let rent_payer = on.device.rent_payer;
    let plan = on.plan(format!("Close the device {}", on.key), &wallet).name(rent_payer, "who paid the device's rent");
    Ok(plan
        .with_all(create)
        .with(owner::close_device(&on.key, &wallet, &to, &rent_payer, &mint))
        .note(format!("Its rent goes back to {rent_payer}."))
        .reasons(reasons))
}

pub async fn create_offer(
    context: &Context,
    device: DeviceRef,
    amount: u64,
    reward_bps: u16,
    reserved_for: Option<Pubkey>,
    expires: Option<When>,
) -> Result<Plan, Exit> {
    let on = Subject::read(context, device).await?;
    let wallet = context.wallet_key()?;
    let expires_at = expires.map(|when| when.at(on.chain.now));
    let args = CreateOfferArgs { amount, reward_bps, reserved_for, expires_at };
    let reasons = on.why(Action::CreateOffer(args), &wallet, on.accounts())?;
    let index = on.device.next_offer_index();
    let title = format!(
        "Offer a co-stake of {} on the device {} for {} of its rewards",
        io(amount),
        on.key,
        percent(reward_bps.into())
    );
    Ok(on
        .plan(title, &wallet)
        .with(owner::create_offer(&on.key, index, &wallet, &context.fee_payer()?.pubkey(), args))
        .note(format!("The offer's address is {}, and its terms never change.", pda::offer(&on.key, index)))
        .note(match expires_at.unwrap_or(NEVER) {
            NEVER => "It does not expire; until it is claimed you can retract it.".into(),
            at => format!("It can be claimed until {}; until then you can retract it.", time(at)),
        })
        .note("You cannot unstake while it is open.")
        .reasons(reasons))
}

pub async fn retract_offer(context: &Context, offer: OfferRef) -> Result<Plan, Exit> {
    let it = OfferSubject::read(context, offer).await?;
    let wallet = context.wallet_key()?;
    let reasons = it.of.why(Action::RetractOffer, &wallet, it.accounts())?;
    let plan = it.of.plan(format!("Retract {}", it.name()), &wallet);
    Ok(plan.with(owner::retract_offer(&it.of.key, it.offer.index(), &wallet)).reasons(reasons))
}

pub async fn close_offer(context: &Context, offer: OfferRef) -> Result<Plan, Exit> {
    let it = OfferSubject::read(context, offer).await?;
    let (wallet, rent_payer) = (context.wallet_key()?, it.offer.rent_payer);
    let reasons = it.of.why(Action::CloseOffer, &wallet, it.accounts())?;
    let plan = it.of.plan(format!("Close {}", it.name()), &wallet).name(rent_payer, "who paid the offer's rent");
    Ok(plan
        .with(owner::close_offer(&it.of.key, it.offer.index(), &wallet, &rent_payer))
        .note(format!("Its rent goes back to {rent_payer}."))
        .reasons(reasons))
}
