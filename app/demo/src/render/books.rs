//! The books: every token accounted for, each vault beside its ledger, each wallet's lines summed up.

use super::page::{Column, Page};
use crate::{
    books::{Books, WalletLine},
    report::Amount,
};

/// What of a wallet's line a column shows.
type Of = fn(&WalletLine) -> Amount;

/// The columns of the wallets' table. What came in, what went out, and what is there.
const COLUMNS: [(&str, Of); 9] = [
    ("was given", |line| line.given),
    ("earned", |line| line.earned),
    ("paid in", |line| line.funded),
    ("burned", |line| line.burned),
    ("holds", |line| line.holds),
    ("has staked", |line| line.staked),
    ("can claim", |line| line.can_claim),
    ("in cases", |line| line.in_cases),
    ("withheld", |line| line.withheld),
];
/// Those that are shown where they are zero for everybody, too.
const ALWAYS: [&str; 3] = ["was given", "holds", "has staked"];

/// The books. Lines that are as in the books `before` are left out.
pub fn show(page: &mut Page, books: &Books, before: Option<&Books>) {
    sums(page, books);
    vaults(page, books, before);
    wallets(page, books, before);
}

fn sums(page: &mut Page, books: &Books) {
    let mut rows = vec![
        vec!["supply of the mint".into(), books.supply.to_string(), String::new()],
        vec!["all token accounts together".into(), books.held.to_string(), tick(books.supply == books.held)],
    ];
    if books.burned.0 > 0 {
        let agrees = books.supply.0.checked_add(books.burned.0) == Some(books.minted.0);
        rows.push(vec![format!("burned of the {} minted", books.minted), books.burned.to_string(), tick(agrees)]);
    }
    if books.owed.0 > 0 || books.owed_to_wallets != books.owed {
        rows.push(vec!["rewards owed by the pool".into(), books.owed.to_string(), String::new()]);
        let agrees = tick(books.owed == books.owed_to_wallets);
        rows.push(vec!["rewards of all wallets together".into(), books.owed_to_wallets.to_string(), agrees]);
    }
    page.table(&[Column::Left, Column::Right, Column::Left], &[""; 3], rows.into_iter());
}

fn vaults(page: &mut Page, books: &Books, before: Option<&Books>) {
    let vaults = books.vaults.iter().filter(|line| before.is_none_or(|before| !before.vaults.contains(line)));
    // Before anything was in them they are not worth a line.
    let funds = books.funds.iter().filter(|line| match before {
        None => line.holds.0 > 0 || line.ledger.0 > 0,
        Some(before) => !before.funds.contains(line),
    });
    let line = |line: &crate::books::VaultLine| {
        vec![line.of.name.clone(), line.holds.to_string(), line.ledger.to_string(), tick(line.agrees)]
    };
    let rows: Vec<_> = vaults.chain(funds).map(line).collect();
    if !rows.is_empty() {
        let columns = [Column::Left, Column::Right, Column::Right, Column::Left];
        page.gap();
        page.table(&columns, &["vault of", "vault holds", "ledger says", ""], rows.into_iter());
    }
}

fn wallets(page: &mut Page, books: &Books, before: Option<&Books>) {
    let new = |line: &&WalletLine| before.is_none_or(|before| !before.wallets.contains(line));
    let lines: Vec<_> = books.wallets.iter().filter(new).collect();
    if lines.is_empty() {
        return;
    }
    let used = |(title, of): &&(&str, Of)| ALWAYS.contains(title) || lines.iter().any(|line| of(line).0 > 0);
    let columns: Vec<_> = COLUMNS.iter().filter(used).collect();
    let titles: Vec<_> = ["wallet"].into_iter().chain(columns.iter().map(|(title, _)| *title)).chain([""]).collect();
    let row = |line: &&WalletLine| {
        let amounts = columns.iter().map(|(_, of)| of(line).to_string());
        [line.wallet.name.clone()].into_iter().chain(amounts).chain([tick(line.agrees)]).collect()
    };
    let sides: Vec<_> =
        titles.iter().map(|title| if matches!(*title, "wallet" | "") { Column::Left } else { Column::Right }).collect();
    page.gap();
    page.table(&sides, &titles, lines.iter().map(row));
}

fn tick(agrees: bool) -> String {
    if agrees { "✓".into() } else { "✗ differs".into() }
}
