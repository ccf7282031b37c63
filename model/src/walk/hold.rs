//! What must hold after a step whatever the model says.

use super::{Step, Walk, disagree};
use crate::{
    act::{Call, Place, Purse},
    difference::changed,
    invariants,
    ledger::Snapshot,
    spec::world::World,
};

impl Walk<'_> {
    /// The laws, on the accounts alone.
    pub(super) fn hold(&self, call: &Call, before: &World, snapshot: &Snapshot, names: &str) -> Step {
        let seen =
            invariants::Seen { call, now: self.model.now, before, after: &self.world, donated: &self.model.donated };
        if let Err(broken) = invariants::check(&seen) {
            return disagree(format!("after {names} a law is broken"), broken);
        }
        let Some(device) = call.device() else { return Ok(()) };
        let foreign = |place: &Place| match place {
            Place::Device(other) | Place::Offer(other, _) | Place::Case(other, _) => *other != device,
            Place::Purse(Purse::Vault(other)) => *other != device,
            _ => false,
        };
        let of_others = |all: &Snapshot| -> Snapshot {
            all.iter().filter(|(place, _)| foreign(place)).map(|(place, account)| (*place, account.clone())).collect()
        };
        let (before, after) = (of_others(snapshot), of_others(&self.snapshot));
        if before == after {
            return Ok(());
        }
        disagree(format!("{names} on one device changes another (I8)"), changed(&before, &after))
    }
}
