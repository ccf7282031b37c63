//! Slash cases: what must hold, and the figures where it does not.

use co_staking::{
    error::CoStakingError,
    rules::{Precondition, require, slash::oldest_offence},
};

use super::{
    Accounts, Action,
    figures::{Asked, Figures},
};
use crate::{
    Device, Part, Slash, SlashCase,
    format::{percent, time},
};

/// R28: what the slasher asks for, and that it takes something, which the device finds out by doing it.
pub(super) fn opening(slash: &Slash, accounts: Accounts<'_>, now: i64) -> Vec<Precondition> {
    let Accounts { config, device, .. } = accounts;
    let (durations, paused) = (&config.durations, config.is_paused());
    let asked = Device::may_slash(slash, durations, paused, now).to_vec();
    let mut copy = *device;
    and_then(asked, || copy.slash(slash, durations, paused, now).map(drop))
}

/// R32: that there is such a part, and an account for what it gives back.
pub(super) fn returning(case: &SlashCase, number: u8, accounts: Accounts<'_>) -> Vec<Precondition> {
    let (mut device, mut offer) = (*accounts.device, accounts.offer.copied());
    let part = case.parts().get(usize::from(number));
    let give = |part| device.return_part(part, offer.as_mut()).map(drop);
    and_then(case.may_return_part(number).to_vec(), || part.map_or(Ok(()), give))
}

/// `asked`, and where all of it holds what only the attempt shows.
fn and_then(mut asked: Vec<Precondition>, attempt: impl FnOnce() -> Result<(), CoStakingError>) -> Vec<Precondition> {
    if asked.iter().all(|precondition| precondition.holds)
        && let Err(refusal) = attempt()
    {
        asked.push(require(false, refusal));
    }
    asked
}

impl Asked<'_> {
    pub(super) fn of_a_slash(&self, refusal: CoStakingError) -> Option<Figures> {
        use CoStakingError as E;
        let Action::OpenSlash(Slash { bps, offence_at, .. }) = self.action else { return None };
        let durations = &self.accounts.config.durations;
        Some(match refusal {
            E::SlashOutOfRange => ("a share of 0.01% to 100%".into(), percent(bps.into())),
            E::OffenceInFuture => (format!("{} or earlier", time(self.now)), time(offence_at)),
            E::OffenceTooOld => {
                let oldest = oldest_offence(self.now, durations.wait_secs, durations.cooldown_secs);
                (format!("{} or later", time(oldest)), time(offence_at))
            }
            E::NothingToSlash => (
                format!(
                    "a stake that counted {}, is not unlocked, and of which {} is above zero",
                    time(offence_at),
                    percent(bps.into())
                ),
                "none".into(),
            ),
            _ => return None,
        })
    }

    pub(super) fn of_a_case(&self, refusal: CoStakingError) -> Option<Figures> {
        use CoStakingError as E;
        let case = self.accounts.case?;
        let stands = || format!("one that is {}", case.state());
        let ends = case.window_ends(self.accounts.config.durations.appeal_window_secs).ok()?;
        let late = || format!("{}, {} too late", time(self.now), self.since(ends));
        Some(match refusal {
            E::NotInTheCase => {
                (format!("the owner {} or a co-staker in the case", case.owner), self.signer.to_string())
            }
            E::CaseNotOpen => ("a case that is open to appeal".into(), stands()),
            E::AppealWindowOver => (format!("an appeal until {}", time(ends)), late()),
            E::CaseNotAppealed => ("a case under appeal".into(), stands()),
            E::RulingWindowOver => (format!("a ruling until {}", time(ends)), late()),
            E::CaseDecided => ("an undecided case".into(), stands()),
            E::CaseWindowOpen => (
                format!("a time after {}", time(ends)),
                format!("{}, {} before its end", time(self.now), self.until(ends)),
            ),
            E::CaseNotOverturned => ("a case that is overturned".into(), stands()),
            E::NoSuchPart => (format!("one of its parts: {}", numbers(case)), self.number()?.to_string()),
            E::PartReturned => ("a part that is not returned yet".into(), format!("part {}, returned", self.number()?)),
            E::OfferMissing => (format!("the account of offer {}", self.part(case)?.offer_index()?), "none".into()),
            E::WrongOffer => {
                let (own, given) = (self.part(case)?.offer_index()?, self.accounts.offer?.index());
                (format!("offer {own}"), format!("offer {given}"))
            }
            _ => return None,
        })
    }

    fn number(&self) -> Option<u8> {
        match self.action {
            Action::ReturnSlashed { number } => Some(number),
            _ => None,
        }
    }

    fn part<'c>(&self, case: &'c SlashCase) -> Option<&'c Part> {
        case.parts().get(usize::from(self.number()?))
    }
}

fn numbers(case: &SlashCase) -> String {
    let parts = case.parts().iter().enumerate().filter(|(_, part)| part.is_some());
    parts.map(|(number, _)| number.to_string()).collect::<Vec<_>>().join(", ")
}
