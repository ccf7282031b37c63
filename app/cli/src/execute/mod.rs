//! From a plan to its outcome: checks, shows, asks, signs and sends.

mod fees;
mod offline;
mod outcome;

use std::{
    io::{self, BufRead, IsTerminal, Write},
    rc::Rc,
};

use co_staking_client::{
    Instruction,
    error::Failure,
    plan::{Move, Plan, moves},
    rpc::{Fees, Intent, MOST_UNITS, Outcome, Simulation},
};
use serde::Serialize;
use solana_hash::Hash;
use solana_message::Message;
use solana_signer::Signer;
use solana_transaction::Transaction;

use self::{fees::fees, offline::offline, outcome::conclude};
use crate::{
    context::Context,
    exit::Exit,
    output::{Lines, show},
};

/// What would be done.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DryRun<'a> {
    action: &'a str,
    dry_run: bool,
    compute_units: u64,
    moves: &'a [Move],
    notes: &'a [String],
}

/// Carries a plan out, as far as the flags say.
///
/// # Errors
/// Every [`Exit`]: the plan was not carried out, or is not known to have been.
pub async fn execute(context: &Context, plan: Plan) -> Result<(), Exit> {
    context.save_accounts()?;
    check(&plan)?;
    let (payer, wallet) = (context.fee_payer()?, context.wallet()?);
    let signers = signers(payer.clone(), wallet);
    let globals = &context.globals;
    if globals.print_tx || globals.sign_only {
        return offline(context, &plan, &signers).await;
    }
    let simulation = simulate(context, &plan, &payer).await?;
    let moves = moves(&plan, &simulation, &payer.pubkey());
    if globals.dry_run {
        let units = simulation.units;
        let data =
            DryRun { action: &plan.title, dry_run: true, compute_units: units, moves: &moves, notes: &plan.notes };
        show(&globals.output, data, dry_run_text(&plan, &moves, units));
        return Ok(());
    }
    tell(&plan, &moves);
    ask(context).await?;
    let fees = fees(context, &plan, &payer, &simulation).await?;
    let outcome = send(context, &plan, &signers, fees).await?;
    conclude(context, &plan, &moves, outcome, &payer.pubkey().to_string())
}

fn check(plan: &Plan) -> Result<(), Exit> {
    let all = plan.obstacles();
    if all.is_empty() { Ok(()) } else { Err(Exit::Unmet(all)) }
}

/// The fee payer first, each once.
fn signers(payer: Rc<dyn Signer>, wallet: Rc<dyn Signer>) -> Vec<Rc<dyn Signer>> {
    if payer.pubkey() == wallet.pubkey() { vec![payer] } else { vec![payer, wallet] }
}

fn message(fees: Fees, plan: &Plan, payer: &Rc<dyn Signer>) -> Message {
    let all: Vec<Instruction> = fees.instructions().into_iter().chain(plan.instructions.clone()).collect();
    Message::new(&all, Some(&payer.pubkey()))
}

async fn simulate(context: &Context, plan: &Plan, payer: &Rc<dyn Signer>) -> Result<Simulation, Exit> {
    let lamports = context.rpc()?.account(&payer.pubkey()).await?.map_or(0, |found| found.lamports);
    if lamports == 0 {
        return Err(Exit::unmet(format!(
            "The wallet {} has no SOL to pay the fee with. Send it some, or name another one with --fee-payer.",
            payer.pubkey()
        )));
    }
    let most = Fees { limit: Some(context.globals.limit.unwrap_or(MOST_UNITS)), price: None };
    let simulation = context.rpc()?.simulate(&message(most, plan, payer)).await?;
    match &simulation.failure {
        None => Ok(simulation),
        Some(failure) => Err(refused(context, failure.clone(), simulation.logs)),
    }
}

fn refused(context: &Context, failure: Failure, logs: Vec<String>) -> Exit {
    Exit::Refused { failure, logs: if context.globals.verbose { logs } else { vec![] } }
}

fn tell(plan: &Plan, moves: &[Move]) {
    eprintln!("{}", plan.title);
    moves.iter().for_each(|moved| eprintln!("  {moved}"));
    plan.notes.iter().for_each(|note| eprintln!("  {note}"));
}

fn dry_run_text(plan: &Plan, moves: &[Move], units: u64) -> String {
    let mut lines = Lines::default();
    lines.text(format!("Would do: {}", plan.title));
    moves.iter().map(ToString::to_string).chain(plan.notes.iter().cloned()).for_each(|line| {
        lines.text(format!("  {line}"));
    });
    lines.line("Compute units", units).text("Nothing was sent.").take()
}

/// On mainnet somebody has to say yes: at the terminal, or by the flag.
async fn ask(context: &Context) -> Result<(), Exit> {
    if context.globals.yes || !context.rpc()?.cluster().await?.is_mainnet() {
        return Ok(());
    }
    if !io::stdin().is_terminal() {
        return Err(Exit::Usage("This is mainnet, and there is no terminal to ask at: repeat it with --yes.".into()));
    }
    eprint!("This is mainnet. Go on? [y/N] ");
    let _ = io::stderr().flush();
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    match (read, answer.trim()) {
        (Ok(_), "y" | "Y" | "yes") => Ok(()),
        _ => Err(Exit::Failed("Nothing was sent.".into())),
    }
}

async fn send(context: &Context, plan: &Plan, signers: &[Rc<dyn Signer>], fees: Fees) -> Result<Outcome, Exit> {
    let message = message(fees, plan, &signers[0]);
    let sign = |blockhash: Hash| sign(&message, signers, blockhash);
    let sending = |signature: &str| eprintln!("Sending {signature}");
    let intent = Intent { sign: &sign, blockhash: context.globals.blockhash, sending: &sending };
    Ok(context.rpc()?.send(&intent).await?)
}

fn sign(message: &Message, signers: &[Rc<dyn Signer>], blockhash: Hash) -> Result<Transaction, String> {
    let mut transaction = Transaction::new_unsigned(message.clone());
    let signers: Vec<&dyn Signer> = signers.iter().map(AsRef::as_ref).collect();
    transaction.try_sign(&signers, blockhash).map_err(|error| error.to_string())?;
    Ok(transaction)
}
