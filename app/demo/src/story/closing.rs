//! The report at the end: everyone who took part, what was told, the books and what it cost.

use std::collections::BTreeMap;

use anyhow::Result;
use co_staking_client::{ID, format::multiplier};
use sha2::{Digest, Sha256};

use super::{SCHEMA, Story};
use crate::{
    books::Books,
    fleet::Entry,
    ledger::{Elf, FILE},
    report::{Amount, Chapter, Cost, Lamports, Mint, Outcome, Planned, Program, Report, WalletView},
    wallet::Wallet,
    world::{DECIMALS, Machine},
};

impl Story {
    /// Everyone with a wallet, and what it has now.
    pub(super) fn wallets(&self) -> Vec<WalletView> {
        let ledger = &self.world.ledger;
        let view = |wallet: &Wallet, role| WalletView {
            name: wallet.name.clone(),
            role,
            address: wallet.key().to_string(),
            sol: Lamports(ledger.lamports(&wallet.key())),
            minted: Amount(ledger.balance(&wallet.token(&self.world.mint))),
        };
        let owners = self.world.owners().map(|(owner, _)| view(owner, "owns and stakes"));
        let co_stakers = self.world.co_stakers().map(|(wallet, _)| view(wallet, "has IO to co-stake"));
        owners.chain(co_stakers).chain(self.world.network().map(|(wallet, role)| view(wallet, role))).collect()
    }

    /// The books as they are now, and all that was told.
    pub(super) fn report(self, elf: &Elf, wallets: Vec<WalletView>) -> Result<Report> {
        let books = Books::read(&self.world)?;
        let mut problems = self.problems;
        if !books.agree {
            problems.push("at the end, vaults and ledgers do not agree".into());
        }
        Ok(Report {
            schema: SCHEMA,
            program: program(elf),
            mint: Mint { address: self.world.mint.to_string(), decimals: DECIMALS, supply: books.minted },
            wallets,
            names: self.world.names.all(),
            devices: self.world.machines.iter().map(planned).collect(),
            costs: costs(&self.chapters),
            chapters: self.chapters,
            books,
            tally: self.tally,
            ok: problems.is_empty(),
            problems,
        })
    }
}

fn program(elf: &Elf) -> Program {
    let sha256 = Sha256::digest(&elf.0).iter().map(|byte| format!("{byte:02x}")).collect();
    Program { id: ID.to_string(), file: FILE, bytes: elf.0.len(), sha256 }
}

fn planned(machine: &Machine) -> Planned {
    let Entry { id, owner, model, cards, multiplier_bps, stake } = machine.entry.clone();
    Planned {
        id,
        address: machine.key.to_string(),
        vault: machine.vault.to_string(),
        owner,
        model,
        cards,
        multiplier_bps,
        multiplier: multiplier(multiplier_bps),
        will_stake: Amount(stake),
    }
}

/// Per instruction, in the order of their first use.
fn costs(chapters: &[Chapter]) -> Vec<Cost> {
    let (mut order, mut units) = (vec![], BTreeMap::<&String, Vec<u64>>::new());
    for step in chapters.iter().flat_map(|chapter| &chapter.steps) {
        if let Outcome::Done { transaction } = &step.outcome {
            let all = units.entry(&transaction.instruction).or_default();
            if all.is_empty() {
                order.push(&transaction.instruction);
            }
            all.push(transaction.compute_units);
        }
    }
    let cost = |instruction: &String| {
        let all = units.get(instruction).map(Vec::as_slice).unwrap_or_default();
        let [least, most] = [all.iter().min(), all.iter().max()].map(|units| units.copied().unwrap_or_default());
        Cost {
            instruction: instruction.clone(),
            times: all.len(),
            least_compute_units: least,
            most_compute_units: most,
        }
    };
    order.into_iter().map(cost).collect()
}
