//! What the program answers to each breakage: `table.txt`, beside this file.

use co_staking_client::error::Failure;
use solana_instruction_error::InstructionError;
use solana_transaction_error::TransactionError;

use super::breakage::Breakage;

const TABLE: &str = include_str!("table.txt");

/// The lines of one instruction: its name, and a line for each account.
pub fn part(name: &str) -> String {
    let lines = instructions().skip_while(|line| *line != name);
    let mut part = lines
        .take_while(|line| *line == name || line.starts_with(' '))
        .fold(String::new(), |all, line| all + line + "\n");
    if part.is_empty() {
        part = format!("{name}: not in the table\n");
    }
    part
}

/// The instructions, in their order.
pub fn names() -> Vec<&'static str> {
    instructions().filter(|line| !line.starts_with(' ')).collect()
}

/// Comments and empty lines are for readers.
fn instructions() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

pub fn line(account: &str, cells: &[String]) -> String {
    let cells: String = cells.iter().map(|cell| format!("{cell:<10}")).collect();
    format!("  {account:<18}{}\n", cells.trim_end())
}

/// An answer in short: the code, or the name of an error that has none.
pub fn cell(answer: Result<(), Failure>) -> String {
    match answer {
        Ok(()) => "ok".into(),
        Err(Failure::Refused(refusal)) => u32::from(refusal).to_string(),
        Err(Failure::WrongAccount { code }) => code.to_string(),
        Err(Failure::Token { code }) => format!("cpi{code}"),
        Err(Failure::Other(TransactionError::InstructionError(_, error))) => match error {
            InstructionError::InvalidAccountData => "data".into(),
            InstructionError::MissingAccount => "missing".into(),
            InstructionError::PrivilegeEscalation => "privilege".into(),
            other => format!("{other:?}"),
        },
        Err(Failure::Other(error)) => format!("{error:?}"),
    }
}

/// What is accepted all the same is harmless for a reason that the table's head gives.
#[test]
fn every_accepted_breakage_has_its_reason() {
    let mut accepted = vec![];
    let mut instruction = "";
    for line in instructions() {
        let Some(row) = line.strip_prefix("  ") else {
            instruction = line;
            continue;
        };
        let (account, cells) = row.split_once(' ').unwrap();
        for (breakage, cell) in Breakage::ALL.iter().zip(cells.split_whitespace()) {
            if cell == "ok" {
                accepted.push(format!("#   {instruction}, {account}, {}: ", breakage.title()));
            }
        }
    }
    let is_reason = |line: &&str| names().iter().any(|name| line.starts_with(&format!("#   {name}, ")));
    let reasons = || TABLE.lines().filter(is_reason);
    assert_eq!(reasons().count(), accepted.len());
    for cell in accepted {
        assert!(reasons().any(|line| line.starts_with(&cell)), "the head lacks a reason: {cell}");
    }
}

#[test]
fn the_head_explains_columns_and_codes() {
    let mut rest = TABLE.lines().find(|line| line.starts_with("#  account")).unwrap();
    for breakage in Breakage::ALL {
        rest = rest.split_once(breakage.title()).expect("the columns stand in this order").1;
    }
    let mut codes: Vec<&str> =
        instructions().filter(|line| line.starts_with(' ')).flat_map(|l| l.split_whitespace().skip(1)).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes.into_iter().filter(|code| !["-", "ok", "cpi"].contains(code)) {
        assert!(
            TABLE.lines().any(|line| line.starts_with(&format!("#   {code} "))),
            "the head does not explain {code}"
        );
    }
}

/// The program's own list: what it forwards.
#[test]
fn every_instruction_of_the_program_is_in_the_table() {
    let program = include_str!("../../../programs/co-staking/src/lib.rs");
    let forwards = program.lines().filter_map(|line| line.trim().strip_prefix("pub fn ")?.split_once("(ctx: "));
    let mut instructions: Vec<_> = forwards.map(|(name, _)| name).collect();
    let mut listed = names();
    instructions.sort_unstable();
    listed.sort_unstable();
    assert_eq!(listed, instructions);
}
