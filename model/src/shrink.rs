//! A shorter walk that fails in the same way: chunks of actions are left out, then single ones, then instructions of a
//! transaction.

use crate::{
    act::Action,
    case_file::Case,
    ledger::{Deployed, keys::Keys},
    run::replay,
    walk::Disagreement,
};

/// Replays at most so often.
const TRIES: usize = 6_000;

/// The shortest that was found, with what it shows.
pub fn shrink(deployed: &Deployed, keys: &mut Keys, case: &Case, disagreement: &Disagreement) -> (Case, Disagreement) {
    let mut shrinker = Shrinker { deployed, keys, tries: TRIES, best: case.clone(), shows: disagreement.clone() };
    let mut chunk = case.actions.len().div_ceil(2);
    loop {
        let before = shrinker.best.actions.len();
        shrinker.leave_out(chunk);
        let shorter = shrinker.best.actions.len() < before;
        shrinker.join();
        if chunk == 1 && !shorter {
            break;
        }
        chunk = chunk.div_ceil(2);
    }
    shrinker.split();
    // What only an instruction that is gone now had needed.
    shrinker.leave_out(1);
    (shrinker.best, shrinker.shows)
}

struct Shrinker<'a> {
    deployed: &'a Deployed,
    keys: &'a mut Keys,
    tries: usize,
    best: Case,
    shows: Disagreement,
}

impl Shrinker<'_> {
    fn leave_out(&mut self, chunk: usize) {
        let mut end = self.best.actions.len();
        while end > 0 {
            let start = end.saturating_sub(chunk);
            let mut shorter = self.best.clone();
            shorter.actions.drain(start..end);
            self.try_it(shorter);
            end = start.min(self.best.actions.len());
        }
    }

    /// Waits one after the other become one.
    fn join(&mut self) {
        let mut joined: Vec<Action> = vec![];
        for action in &self.best.actions {
            match (joined.last_mut(), action) {
                (Some(Action::Wait(sum)), Action::Wait(more)) => *sum += more.max(&0),
                _ => joined.push(action.clone()),
            }
        }
        let genesis = self.best.genesis.clone();
        self.try_it(Case { genesis, actions: joined });
    }

    /// Transactions of several instructions become ones of fewer.
    fn split(&mut self) {
        for at in 0..self.best.actions.len() {
            let mut index = 0;
            while let Some(Action::Send(transaction)) = self.best.actions.get(at)
                && index < transaction.len()
                && transaction.len() > 1
            {
                let mut fewer = self.best.clone();
                if let Action::Send(transaction) = &mut fewer.actions[at] {
                    transaction.remove(index);
                }
                index += usize::from(!self.try_it(fewer));
            }
        }
    }

    /// Keeps it if it fails in the same way.
    fn try_it(&mut self, case: Case) -> bool {
        if self.tries == 0 {
            return false;
        }
        self.tries -= 1;
        match replay(self.deployed, self.keys, &case) {
            Err(found) if found.kind == self.shows.kind => {
                (self.best, self.shows) = (case, found);
                true
            }
            _ => false,
        }
    }
}
