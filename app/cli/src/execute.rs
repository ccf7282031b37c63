//! From a plan to its outcome: checks, shows, asks, signs and sends.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    rc::Rc,
};

use co_staking_client::{
    Instruction,
    error::Failure,
    format::sol,
    rpc::{Fees, Intent, Outcome, Sent, Simulation, limit, priority_price, written},
};
use serde::Serialize;
use solana_cli_output::{ReturnSignersConfig, return_signers_with_config};
use solana_hash::Hash;
use solana_message::Message;
use solana_signer::Signer;
use solana_transaction::Transaction;

use crate::{
    context::Context,
    effect::{Move, moves},
    exit::Exit,
    output::{Lines, show},
    plan::Plan,
};

/// The most compute that a transaction may take: what it simulates with.
const MOST_UNITS: u32 = 1_400_000;

/// What was done, as data.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Done<'a> {
    action: &'a str,
    signature: &'a str,
    slot: u64,
    commitment: String,
    fee_payer: String,
    moves: &'a [Move],
    notes: &'a [String],
}

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
    check(&plan)?;
    let (payer, wallet) = (context.fee_payer()?, context.wallet()?);
    let signers = signers(payer.clone(), wallet);
    let globals = &context.globals;
    if globals.print_tx || globals.sign_only {
        return offline(context, &plan, &signers).await;
    }
    eprintln!("{}", plan.title);
    let simulation = simulate(context, &plan, &payer).await?;
    let moves = moves(&plan, &simulation, &payer.pubkey());
    tell(&plan, &moves);
    if globals.dry_run {
        let units = simulation.units;
        let data =
            DryRun { action: &plan.title, dry_run: true, compute_units: units, moves: &moves, notes: &plan.notes };
        let text = dry_run_text(&plan, &moves, units);
        show(&globals.output, data, text);
        return Ok(());
    }
    ask(context).await?;
    let fees = fees(context, &plan, &payer, &simulation).await?;
    let outcome = send(context, &plan, &signers, fees).await?;
    conclude(context, &plan, &moves, outcome, &payer.pubkey().to_string())
}

fn check(plan: &Plan) -> Result<(), Exit> {
    let reasons = plan.reasons.iter().map(ToString::to_string);
    let all: Vec<_> = reasons.chain(plan.unmet.iter().cloned()).collect();
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
    let lamports = context.rpc.account(&payer.pubkey()).await?.map_or(0, |found| found.lamports);
    if lamports == 0 {
        return Err(Exit::unmet(format!(
            "The wallet {} has no SOL to pay the fee with. Send it some, or name another one with --fee-payer.",
            payer.pubkey()
        )));
    }
    let most = Fees { limit: Some(context.globals.limit.unwrap_or(MOST_UNITS)), price: None };
    let simulation = context.rpc.simulate(&message(most, plan, payer)).await?;
    match &simulation.failure {
        None => Ok(simulation),
        Some(failure) => Err(refused(context, failure.clone(), simulation.logs)),
    }
}

fn refused(context: &Context, failure: Failure, logs: Vec<String>) -> Exit {
    Exit::Refused { failure, logs: if context.globals.verbose { logs } else { vec![] } }
}

fn tell(plan: &Plan, moves: &[Move]) {
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
    if context.globals.yes || !context.rpc.cluster().await?.is_mainnet() {
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

/// Limit and price: the flags', or what simulation and cluster suggest. Where others sign the same transaction with a
/// blockhash from elsewhere, only the flags count, so that all sign the same.
async fn fees(context: &Context, plan: &Plan, payer: &Rc<dyn Signer>, simulation: &Simulation) -> Result<Fees, Exit> {
    let globals = &context.globals;
    if globals.blockhash.is_some() {
        return Ok(Fees { limit: globals.limit, price: globals.price });
    }
    let limit = globals.limit.unwrap_or_else(|| limit(simulation.units));
    let price = match globals.price {
        Some(price) => price,
        None => {
            let accounts = written(&message(Fees::default(), plan, payer));
            priority_price(&context.rpc.recent_prices(&accounts).await?, limit)
        }
    };
    let fees = Fees { limit: Some(limit), price: Some(price) };
    if fees.priority_lamports() > 0 {
        eprintln!("  Priority fee: {}", sol(fees.priority_lamports()));
    }
    Ok(fees)
}

async fn send(context: &Context, plan: &Plan, signers: &[Rc<dyn Signer>], fees: Fees) -> Result<Outcome, Exit> {
    let message = message(fees, plan, &signers[0]);
    let sign = |blockhash: Hash| sign(&message, signers, blockhash);
    let sending = |signature: &str| eprintln!("Sending {signature}");
    let intent = Intent { sign: &sign, blockhash: context.globals.blockhash, sending: &sending };
    Ok(context.rpc.send(&intent).await?)
}

fn sign(message: &Message, signers: &[Rc<dyn Signer>], blockhash: Hash) -> Result<Transaction, String> {
    let mut transaction = Transaction::new_unsigned(message.clone());
    let signers: Vec<&dyn Signer> = signers.iter().map(AsRef::as_ref).collect();
    transaction.try_sign(&signers, blockhash).map_err(|error| error.to_string())?;
    Ok(transaction)
}

fn conclude(context: &Context, plan: &Plan, moves: &[Move], outcome: Outcome, payer: &str) -> Result<(), Exit> {
    match outcome {
        Outcome::Done(Sent { signature, slot }) => {
            let commitment = context.commitment().commitment.to_string();
            let text = Lines::default().text("").line("Signature", &signature).take();
            let (action, notes) = (plan.title.as_str(), plan.notes.as_slice());
            let fee_payer = payer.to_owned();
            let done = Done { action, signature: &signature, slot, commitment, fee_payer, moves, notes };
            show(&context.globals.output, done, text);
            Ok(())
        }
        Outcome::Failed { sent, failure } => {
            eprintln!(
                "The transaction {} was executed and failed: its fee was paid, and nothing else happened.",
                sent.signature
            );
            Err(refused(context, failure, vec![]))
        }
        Outcome::Refused { failure, logs } => Err(refused(context, failure, logs)),
        Outcome::Expired { signatures } => Err(Exit::NotConfirmed(format!(
            "Nothing happened: no block took the transaction ({} signed, the last one {}). Try again, with a higher --with-compute-unit-price if the cluster is busy.",
            signatures.len(),
            signatures.last().map_or("none", String::as_str)
        ))),
        Outcome::Unknown { signature } => Err(Exit::NotConfirmed(format!(
            "It is not known whether the transaction landed. Look it up with `solana confirm {signature}` before you try again."
        ))),
    }
}

/// Prints the transaction, or the signatures of those who sign here, and sends nothing.
async fn offline(context: &Context, plan: &Plan, signers: &[Rc<dyn Signer>]) -> Result<(), Exit> {
    let globals = &context.globals;
    let fees = Fees { limit: globals.limit, price: globals.price };
    let blockhash = match globals.blockhash {
        Some(blockhash) => blockhash,
        None => context.rpc.blockhash().await?.0,
    };
    let mut transaction = Transaction::new_unsigned(message(fees, plan, &signers[0]));
    if globals.print_tx {
        transaction.message.recent_blockhash = blockhash;
        let bytes = co_staking_client::rpc::encode(&transaction);
        show(
            &globals.output,
            serde_json::json!({ "transaction": bytes, "blockhash": blockhash.to_string() }),
            bytes.clone(),
        );
        return Ok(());
    }
    let signers: Vec<&dyn Signer> = signers.iter().map(AsRef::as_ref).collect();
    transaction
        .try_partial_sign(&signers, blockhash)
        .map_err(|error| Exit::Failed(format!("The transaction cannot be signed: {error}.")))?;
    let dump = ReturnSignersConfig { dump_transaction_message: context.dumps_message() };
    let text = return_signers_with_config(&transaction, &globals.output, &dump);
    println!("{}", text.map_err(|error| Exit::Failed(error.to_string()))?);
    Ok(())
}
