//! What the program is expected to answer: `table.txt` and `aliases.txt`, beside this file.

use co_staking_client::error::Failure;
use solana_instruction_error::InstructionError;
use solana_transaction_error::TransactionError;

/// One of the two files: for each instruction a line that begins with its name, and an indented line for each account.
pub struct Table(&'static str);

/// Each account broken in every way.
pub const BREAKAGES: Table = Table(include_str!("table.txt"));
/// Each account in the place of each other.
pub const ALIASES: Table = Table(include_str!("aliases.txt"));

impl Table {
    /// The lines of one instruction.
    pub fn part(&self, name: &str) -> String {
        let mut lines = self.lines().skip_while(|line| first_word(line) != Some(name));
        let Some(head) = lines.next() else { return format!("{name}: not in the table\n") };
        let accounts = lines.take_while(|line| line.starts_with(' '));
        std::iter::once(head).chain(accounts).fold(String::new(), |all, line| all + line + "\n")
    }

    /// The instructions, in their order.
    pub fn names(&self) -> Vec<&'static str> {
        self.lines().filter_map(first_word).collect()
    }

    /// Comments and empty lines are for readers.
    fn lines(&self) -> impl Iterator<Item = &'static str> {
        self.0.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
    }

    /// Every cell: instruction, account and column, and the answer.
    fn cells(&self, columns: impl Fn(&str) -> Vec<String>) -> Vec<(String, &'static str)> {
        let (mut all, mut instruction, mut titles) = (vec![], "", vec![]);
        for line in self.lines() {
            let Some(row) = line.strip_prefix("  ") else {
                instruction = first_word(line).unwrap();
                titles = columns(instruction);
                continue;
            };
            let mut words = row.split_whitespace();
            // A letter stands before it where the columns are the accounts themselves.
            let account = words.find(|word| word.len() > 1).unwrap();
            let cells: Vec<_> = words.collect();
            assert_eq!(cells.len(), titles.len(), "{instruction}, {account}: a cell for each column");
            let named = titles.iter().zip(cells);
            all.extend(named.map(|(title, cell)| (format!("{instruction}, {account}, {title}"), cell)));
        }
        all
    }

    /// What is accepted all the same is harmless for a reason that the head gives.
    fn assert_reasons(&self, cells: &[(String, &str)]) {
        let is_reason = |line: &&str| self.names().iter().any(|name| line.starts_with(&format!("#   {name}, ")));
        let mut reasons: Vec<&str> = self.0.lines().filter(is_reason).collect();
        for (cell, _) in cells.iter().filter(|(_, answer)| *answer == "ok") {
            let found = reasons.iter().position(|line| line.starts_with(&format!("#   {cell}: ")));
            reasons.remove(found.unwrap_or_else(|| panic!("the head lacks a reason: {cell}")));
        }
        assert!(reasons.is_empty(), "reasons for what is not accepted: {reasons:?}");
    }

    fn assert_explains(&self, cells: &[(String, &str)]) {
        for (cell, answer) in cells {
            let explained = self.0.lines().any(|line| line.starts_with(&format!("#   {answer} ")));
            assert!(["-", ".", "ok"].contains(answer) || explained, "the head does not explain {answer} ({cell})");
        }
    }
}

/// `None` in the line of an account.
fn first_word(line: &'static str) -> Option<&'static str> {
    line.split(' ').next().filter(|word| !word.is_empty())
}

/// An answer in short: the code, or a word for an error that has none.
pub fn cell(answer: Result<(), Failure>) -> String {
    match answer {
        Ok(()) => "ok".into(),
        Err(Failure::Refused(refusal)) => u32::from(refusal).to_string(),
        Err(Failure::WrongAccount { code }) => code.to_string(),
        Err(Failure::Token { code }) => format!("cpi{code}"),
        Err(Failure::Other(TransactionError::InstructionError(_, error))) => match error {
            InstructionError::InvalidAccountData => "data".into(),
            InstructionError::InvalidArgument => "arg".into(),
            InstructionError::MissingAccount => "gone".into(),
            InstructionError::PrivilegeEscalation => "priv".into(),
            other => format!("{other:?}"),
        },
        Err(Failure::Other(error)) => format!("{error:?}"),
    }
}

mod tests {
    use super::{
        super::{alias, breakage::Breakage},
        *,
    };

    fn breakages() -> Vec<(String, &'static str)> {
        BREAKAGES.cells(|_| Breakage::ALL.map(|breakage| breakage.title().to_owned()).to_vec())
    }

    fn aliases() -> Vec<(String, &'static str)> {
        ALIASES.cells(alias::columns)
    }

    #[test]
    fn every_accepted_breakage_has_its_reason() {
        BREAKAGES.assert_reasons(&breakages());
    }

    #[test]
    fn every_accepted_alias_has_its_reason() {
        ALIASES.assert_reasons(&aliases());
    }

    #[test]
    fn the_heads_explain_columns_and_codes() {
        let mut rest = BREAKAGES.0.lines().find(|line| line.starts_with("#  account")).unwrap();
        for breakage in Breakage::ALL {
            rest = rest.split_once(breakage.title()).expect("the columns stand in this order").1;
        }
        BREAKAGES.assert_explains(&breakages());
        ALIASES.assert_explains(&aliases());
    }
}
