//! The report as people read it.

mod books;
mod close;
mod page;
mod step;

use std::collections::BTreeSet;

use co_staking_client::format::thousands;
use page::{Column, Page, Style};

use crate::report::{Party, Report};

/// The whole report, in lines of at most a hundred characters.
pub fn display(report: &Report, colour: bool) -> String {
    let mut page = Page::new(colour);
    opening(&mut page, report);
    let (mut told, mut before) = (BTreeSet::new(), None);
    for (n, chapter) in report.chapters.iter().enumerate() {
        page.gap();
        page.gap();
        page.heading(&format!("{}  {}", n + 1, chapter.title), &chapter.starts_at.to_string());
        page.paragraph(Style::Faint, chapter.about);
        for step in &chapter.steps {
            page.gap();
            step::show(&mut page, step, &report.names, &mut told);
        }
        if let Some(books) = &chapter.books {
            page.gap();
            let title =
                if before.is_none() { "The books so far" } else { "The books: what changed, all else as before" };
            page.paragraph(Style::Strong, title);
            books::show(&mut page, books, before.replace(books));
        }
    }
    close::show(&mut page, report);
    page.into_text()
}

fn opening(page: &mut Page, report: &Report) {
    page.paragraph(Style::Strong, "Co-staking: a device, its owner and its co-stakers");
    page.paragraph(
        Style::Plain,
        "A device, a GPU or CPU machine, earns block rewards while enough IO is staked on it. Here owners stake on \
         their devices; co-stakers take over part of one owner's stake, for a share of the rewards and of the risk; and all \
         of them leave again with what is theirs. The built program runs on an embedded Solana virtual machine, with the real \
         token program; every transaction is signed, and every figure is read back from the ledger.",
    );
    page.gap();
    what(page, report);
    page.gap();
    page.table(
        &[Column::Left, Column::Left, Column::Left, Column::Right],
        &["wallet", "address", "part", "has"],
        report.wallets.iter().map(|wallet| {
            vec![wallet.name.clone(), short(&wallet.address), wallet.role.into(), wallet.minted.to_string()]
        }),
    );
    page.gap();
    page.table(
        &[Column::Left, Column::Left, Column::Left, Column::Right, Column::Right],
        &["device", "owner", "model", "cards", "will stake"],
        report.devices.iter().map(|device| {
            let cards = format!("{} at {}", thousands(device.cards.into()), device.multiplier);
            vec![device.id.clone(), device.owner.clone(), device.model.clone(), cards, device.will_stake.to_string()]
        }),
    );
}

fn what(page: &mut Page, report: &Report) {
    let (program, mint) = (&report.program, &report.mint);
    let size = thousands(u64::try_from(program.bytes).unwrap_or(u64::MAX));
    page.fact("program", &format!("{}, {}, {size} bytes", program.id, program.file));
    page.fact("sha256", &program.sha256);
    page.fact("mint", &format!("{}, {} decimals", mint.address, mint.decimals));
    page.fact("supply", &mint.supply.to_string());
}

/// The ends of an address.
fn short(address: &str) -> String {
    let chars: Vec<char> = address.chars().collect();
    match (chars.first_chunk::<4>(), chars.last_chunk::<4>()) {
        (Some(first), Some(last)) if chars.len() > 12 => first.iter().chain(&['…']).chain(last).collect(),
        _ => address.into(),
    }
}

/// A text in which known addresses have their names.
fn named(text: &str, names: &[Party]) -> String {
    names.iter().fold(text.into(), |text: String, party| {
        let name = format!("{} ({})", party.name, short(&party.address));
        text.replace(&party.address, &name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_shortened_and_named() {
        let address = "CoSkjkWMShXzxna1AUvpx9c3iKh6M45oUXhw2GXLGGSM";
        assert_eq!(short(address), "CoSk…GGSM");
        assert_eq!(short("me"), "me");
        let names = [Party { name: "Alice".into(), address: address.into() }];
        assert_eq!(named(&format!("the owner {address}"), &names), "the owner Alice (CoSk…GGSM)");
    }
}
