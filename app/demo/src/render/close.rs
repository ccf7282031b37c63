//! What it comes to: the books, what it cost, and the verdict.

use co_staking_client::format::thousands;

use super::page::{Column, Page, Style};
use crate::{
    books::Books,
    report::{Report, Tally},
};

/// The end of the report.
pub fn show(page: &mut Page, report: &Report) {
    page.gap();
    page.gap();
    page.heading("The books", &report.books.at.to_string());
    books(page, &report.books, None);
    page.gap();
    costs(page, report);
    page.gap();
    verdict(page, report);
}

/// Every token accounted for, and each vault beside its ledger. Lines that are as in the books `before` are left out.
pub fn books(page: &mut Page, books: &Books, before: Option<&Books>) {
    let vaults = books.vaults.iter().filter(|line| before.is_none_or(|before| !before.vaults.contains(line)));
    let wallets = books.wallets.iter().filter(|line| before.is_none_or(|before| !before.wallets.contains(line)));
    let sums = [
        [String::from("supply of the mint"), books.supply.to_string(), String::new()],
        ["all token accounts together".into(), books.held.to_string(), tick(books.supply == books.held)],
    ];
    page.table(&[Column::Left, Column::Right, Column::Left], [""; 3], sums.into_iter());
    let vaults = vaults
        .map(|line| [line.device.name.clone(), line.holds.to_string(), line.ledger.to_string(), tick(line.agrees)]);
    let columns = [Column::Left, Column::Right, Column::Right, Column::Left];
    part(page, columns, ["device", "vault holds", "ledger says", ""], vaults.collect());
    let wallets = wallets.map(|line| {
        let [given, holds, staked] = [line.given, line.holds, line.staked].map(|amount| amount.to_string());
        [line.wallet.name.clone(), given, holds, staked, tick(line.agrees)]
    });
    let columns = [Column::Left, Column::Right, Column::Right, Column::Right, Column::Left];
    part(page, columns, ["wallet", "was given", "holds", "has staked", ""], wallets.collect());
}

/// A table of the books, unless there is nothing in it.
fn part<const N: usize>(page: &mut Page, columns: [Column; N], titles: [&str; N], rows: Vec<[String; N]>) {
    if !rows.is_empty() {
        page.gap();
        page.table(&columns, titles, rows.into_iter());
    }
}

fn costs(page: &mut Page, report: &Report) {
    let rows = report.costs.iter().map(|cost| {
        let [least, most] = [cost.least_compute_units, cost.most_compute_units].map(thousands);
        let units = if least == most { least } else { format!("{least} to {most}") };
        [cost.instruction.clone(), cost.times.to_string(), units]
    });
    page.table(&[Column::Left, Column::Right, Column::Right], ["instruction", "times", "compute units"], rows);
}

fn verdict(page: &mut Page, report: &Report) {
    let Tally { transactions, refused, explained, explained_alike, books_checked, books_agreed } = report.tally;
    let good = [
        format!("Vaults and ledgers agree, here and after {books_agreed} of {books_checked} transactions."),
        format!("{refused} of {transactions} transactions were refused, as the rules demand, and changed nothing."),
        format!(
            "Asked beforehand what the program would answer, the client was right {explained_alike} of {explained} times."
        ),
    ];
    for line in good.iter().filter(|_| report.ok) {
        page.paragraph(Style::Good, &format!("✓ {line}"));
    }
    for problem in &report.problems {
        page.paragraph(Style::Bad, &format!("✗ {problem}"));
    }
    page.gap();
    page.paragraph(
        Style::Faint,
        "Other devices: copy app/demo/fleet.toml, edit it, and run with `--fleet FILE`. The same as data: `--output json`.",
    );
}

fn tick(agrees: bool) -> String {
    if agrees { "✓".into() } else { "✗ differs".into() }
}
