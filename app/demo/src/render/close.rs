//! What it comes to: the books, what it cost, and the verdict.

use co_staking_client::format::thousands;

use super::{
    books,
    page::{Column, Page, Style},
};
use crate::report::{Report, Tally};

/// The end of the report.
pub fn show(page: &mut Page, report: &Report) {
    page.gap();
    page.gap();
    page.heading("The books", &report.books.at.to_string());
    books::show(page, &report.books, None);
    page.gap();
    costs(page, report);
    page.gap();
    verdict(page, report);
}

fn costs(page: &mut Page, report: &Report) {
    let rows = report.costs.iter().map(|cost| {
        let [least, most] = [cost.least_compute_units, cost.most_compute_units].map(thousands);
        let units = if least == most { least } else { format!("{least} to {most}") };
        vec![cost.instruction.clone(), cost.times.to_string(), units]
    });
    page.table(&[Column::Left, Column::Right, Column::Right], &["instruction", "times", "compute units"], rows);
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
