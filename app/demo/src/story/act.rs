//! One transaction of the story: what somebody intends, what the client says beforehand, what the ledger answers, and
//! what changed.

use std::rc::Rc;

use anyhow::{Result, bail};
use co_staking_client::{
    Instruction, Pubkey,
    error::Failure,
    event::Event,
    explain::{self, Action},
};

use super::{Story, snapshot::Snapshot};
use crate::{
    books::Books,
    ledger::{Move, Processed},
    report::{Amount, Answer, Balance, EventView, Lamports, MoveView, Names, Outcome, Reason, Rule, Transaction},
    wallet::Wallet,
};

/// What should become of it. Anything else ends the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    Done,
    Refused,
}

/// What somebody wants to do.
pub struct Intent {
    /// The instruction's name; several instructions are told as one step, with a name of their own.
    pub instruction: &'static str,
    /// The intent in one sentence.
    pub title: String,
    pub rules: Vec<Rule>,
    pub instructions: Vec<Instruction>,
    /// The first pays the fee, and is the one whom the client is asked about.
    pub signers: Vec<Rc<Wallet>>,
    /// The device that it is about; it is shown where the transaction names it.
    pub device: Option<Pubkey>,
    /// What the client is asked beforehand. Which offer and which claim counter it is about, the instructions say.
    pub action: Option<Action>,
    pub expected: Expected,
}

impl Story {
    /// Sends it and tells what happened.
    ///
    /// # Errors
    /// Where the outcome is not the expected one.
    pub fn act(&mut self, intent: Intent) -> Result<()> {
        let foreseen = self.foresee(&intent)?;
        let signed = self.world.ledger.sign(&intent.instructions, &intent.signers)?;
        let before = Snapshot::take(&self.world.ledger, signed.keys());
        let processed = self.world.ledger.process(&signed)?;
        let after = Snapshot::take(&self.world.ledger, signed.keys());
        self.follow(&processed.events);

        self.count(&intent, foreseen.as_deref(), &processed);
        self.check_books(&intent, &before, &after, &processed)?;
        let transaction = self.transaction(&intent, signed.bytes, &before, &after, &processed)?;
        let (outcome, found) = match &processed.failure {
            None => (Outcome::Done { transaction }, Expected::Done),
            Some(failure) => {
                let unchanged = before.is_but_for_the_fee(&after, &transaction.signers[0], processed.fee);
                if !unchanged {
                    self.problems.push(format!("\"{}\" was refused, and changed something", intent.title));
                }
                let answer = answer(failure, foreseen, unchanged);
                (Outcome::Refused { transaction, answer }, Expected::Refused)
            }
        };
        self.step(intent.title.clone(), intent.rules, outcome);
        match (found == intent.expected, &processed.failure) {
            (true, _) => Ok(()),
            (false, Some(failure)) => bail!("\"{}\" was refused: {failure}", intent.title),
            (false, None) => bail!("\"{}\" should have been refused, and was not", intent.title),
        }
    }

    fn foresee(&self, intent: &Intent) -> Result<Option<Vec<explain::Reason>>> {
        let (Some(action), Some(device), Some(signer)) = (intent.action, intent.device, intent.signers.first()) else {
            return Ok(None);
        };
        self.explain(action, signer, &device, &intent.instructions).map(Some)
    }

    /// Learns of new offers and cases and what they are called.
    fn follow(&mut self, events: &[Event]) {
        for event in events {
            self.world.told.follow(event);
            if let Event::OfferCreated(created) = event {
                let device = self.world.names.party(&created.device).name;
                self.world.names.call(created.offer, format!("offer {} of {device}", created.index));
                self.offers.push((created.offer, None));
            }
            if let Event::SlashOpened(opened) = event {
                let (device, count) = (self.world.names.party(&opened.device).name, self.world.told.cases.len());
                self.world.names.call(opened.case, format!("case {count}, against {device}"));
            }
        }
    }

    fn count(&mut self, intent: &Intent, foreseen: Option<&[explain::Reason]>, processed: &Processed) {
        self.tally.transactions += 1;
        self.tally.refused += usize::from(processed.failure.is_some());
        let Some(reasons) = foreseen else { return };
        self.tally.explained += 1;
        if reasons.first().map(|reason| &reason.failure) == processed.failure.as_ref() {
            self.tally.explained_alike += 1;
        } else {
            self.problems
                .push(format!("\"{}\": the client explains it otherwise than the program answers", intent.title));
        }
    }

    /// After each transaction: the books agree, and the transfers account for every change of a balance.
    fn check_books(&mut self, intent: &Intent, before: &Snapshot, after: &Snapshot, done: &Processed) -> Result<()> {
        let books = Books::read(&self.world)?;
        self.tally.books_checked += 1;
        self.tally.books_agreed += usize::from(books.agree);
        if !books.agree {
            self.problems.push(format!("after \"{}\", vaults and ledgers do not agree", intent.title));
        }
        for (key, had, has) in before.balances(after) {
            let sum = |end: fn(&Move) -> Option<Pubkey>| -> u64 {
                done.moves.iter().filter(|moved| end(moved) == Some(key)).map(|moved| moved.amount).sum()
            };
            let (came, went) = (sum(|moved| moved.to), sum(|moved| moved.from));
            if had.checked_add(came).and_then(|all| all.checked_sub(went)) != Some(has) {
                self.problems.push(format!("\"{}\": {key} changed by something else than a transfer", intent.title));
            }
        }
        Ok(())
    }

    fn transaction(
        &self,
        intent: &Intent,
        bytes: usize,
        before: &Snapshot,
        after: &Snapshot,
        processed: &Processed,
    ) -> Result<Transaction> {
        let names = &self.world.names;
        let moves = processed.moves.iter().map(|moved| MoveView {
            from: moved.from.map(|from| names.party(&from)),
            to: moved.to.map(|to| names.party(&to)),
            amount: Amount(moved.amount),
        });
        // Whoever pays comes first.
        let mut balances: Vec<_> = before.balances(after).collect();
        balances.sort_by_key(|(_, had, has)| has >= had);
        let signers: Vec<_> = intent.signers.iter().map(|signer| names.party(&signer.key())).collect();
        let refunds = signers.first().map(|payer| before.refunds(after, names, payer, processed.fee));
        let shown = intent.device.filter(|device| after.names(device) && self.world.ledger.account(device).is_some());
        Ok(Transaction {
            signature: processed.signature.clone(),
            instruction: intent.instruction.into(),
            signers,
            fee: Lamports(processed.fee),
            compute_units: processed.units,
            bytes,
            moves: moves.collect(),
            balances: balances.iter().map(|(key, had, has)| balance(names, key, *had, *has)).collect(),
            created: after.new_since(before, names),
            closed: before.new_since(after, names),
            refunds: refunds.unwrap_or_default(),
            events: processed.events.iter().map(|event| EventView::new(event, names)).collect(),
            device: shown.map(|device| self.view(&device)).transpose()?,
        })
    }
}

fn balance(names: &Names, key: &Pubkey, before: u64, after: u64) -> Balance {
    Balance { account: names.party(key), before: Amount(before), after: Amount(after) }
}

fn answer(failure: &Failure, foreseen: Option<Vec<explain::Reason>>, unchanged: bool) -> Answer {
    let code = match failure {
        Failure::Refused(refusal) => Some(u32::from(*refusal)),
        Failure::WrongAccount { code } | Failure::Token { code } => Some(*code),
        Failure::Other(_) => None,
    };
    let agrees = foreseen.as_ref().map(|reasons| reasons.first().is_some_and(|reason| reason.failure == *failure));
    let explained = foreseen.unwrap_or_default().into_iter().map(|reason| Reason {
        rule: reason.rule,
        advice: reason.advice(),
        expected: reason.expected,
        found: reason.found,
    });
    Answer { code, text: failure.to_string(), explained: explained.collect(), agrees, unchanged }
}
