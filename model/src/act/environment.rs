//! What happens without the program being asked.

use super::{Action, Place, choose::Chooser};
use crate::{
    ledger::keys::{DEVICES, OFFENCES},
    spec::Model,
};

/// Anything but a transaction or time.
pub fn happening(chooser: &mut Chooser, model: &Model) -> Action {
    match chooser.rng.u8(..20) {
        0..=5 => {
            let wallet = chooser.wallet();
            let (from, to) = (super::Purse::Ata(wallet), chooser.any_purse());
            let amount = chooser.one([1, 1, 7, 1_000]);
            Action::Donate { from, to, amount }
        }
        6..=10 => Action::Tip { to: place(chooser, model), lamports: chooser.one([1, 890_880, 20_000_000]) },
        11 => Action::ClosePurse(chooser.any_purse()),
        12 => Action::GivePurse { purse: chooser.any_purse(), to: chooser.wallet() },
        _ => repaired(chooser, model),
    }
}

/// A token account comes back to its wallet, if one is gone.
fn repaired(chooser: &mut Chooser, model: &Model) -> Action {
    let wallet = chooser.wallet();
    let purse = chooser.one(crate::genesis::purses(wallet));
    if model.world.tokens.contains_key(&purse) {
        Action::GivePurse { purse, to: wallet }
    } else {
        Action::OpenPurse(purse)
    }
}

/// Also where there is nothing yet.
fn place(chooser: &mut Chooser, model: &Model) -> Place {
    let device = chooser.rng.u8(..DEVICES);
    match chooser.rng.u8(..7) {
        0 => Place::Device(device),
        1 => Place::Purse(super::Purse::Vault(device)),
        2 | 3 => Place::Offer(device, model.device(device).map_or(0, |device| device.next_offer)),
        4 => Place::Claims(chooser.wallet()),
        5 => Place::Case(device, chooser.rng.u8(..OFFENCES)),
        _ => Place::Wallet(chooser.wallet()),
    }
}
