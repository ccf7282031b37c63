//! A walk through whatever owners, co-stakers and roles may do, the same in each run.

use super::{
    effects::Step,
    model::{Case, DAY, Model, Stage as CaseStage, State, WALLETS, WINDOW},
    stage::Stage,
};
use crate::world::Random;

pub struct Walk {
    pub model: Model,
    pub random: Random,
}

impl Walk {
    /// Tries something; the ledger says whether it may be done. What the ledger accepts, the model follows.
    pub async fn go_on(&mut self, stage: &mut Stage) {
        if self.random.chance(3) {
            self.model.now += self.random.pick(&[3_600, 3_600, DAY, 3 * DAY, 7 * DAY, 14 * DAY]);
            stage.world.set_time(self.model.now);
        }
        let Some(step) = self.choose() else { return };
        let (ix, signer) = stage.instruction(step, &self.model);
        if stage.attempt(&[ix], &[&signer]).await.is_ok() {
            self.model.take(step);
        }
    }

    /// `None` where there is nothing to do it with.
    fn choose(&mut self) -> Option<Step> {
        let Self { model, random } = self;
        let now = model.now;
        let device = random.below(2) as usize;
        let wallet = random.below(WALLETS as u64) as usize;
        let step = match random.below(48) {
            0..4 => Step::Stake(device, random.pick(&[1, 501, 1_002, 1_002])),
            4 => Step::Overflow(device, random.pick(&[1, 10, 300])),
            5 => Step::OwnerUnstake(device),
            6..8 => Step::OwnerWithdraw(device),
            8..13 => {
                let (amount, bps) = (random.pick(&[1, 3, 100, 167, 501]), random.pick(&[0, 1, 100, 2_500, 7_400]));
                let expires_at = random.pick(&[None, None, Some(now + 3 * DAY)]);
                Step::Create { device, amount, bps, expires_at }
            }
            13 => Step::Retract(device, offer(model, random, device, |state| matches!(state, State::Open))?),
            14..19 => Step::Claim(device, offer(model, random, device, |state| matches!(state, State::Open))?, wallet),
            19..21 => Step::Leave(device, offer(model, random, device, is_held)?),
            21..24 => Step::Withdraw(device, offer(model, random, device, is_held)?),
            24 => Step::Release(device, offer(model, random, device, |_| true)?, wallet),
            25 => Step::CloseOffer(device, offer(model, random, device, |state| !matches!(state, State::Closed))?),
            26 => match model.counters[wallet] {
                true if random.chance(3) => Step::CloseCounter(wallet),
                true => return None,
                false => Step::OpenCounter(wallet),
            },
            27..32 => Step::Accrue(random.pick(&[1, 7, 10_007])),
            32 if random.chance(2) => Step::OwnerRewards(device),
            32 => {
                let claimed = |state: &State| matches!(state, State::Held(_) | State::Ended);
                Step::CoStakeRewards(device, offer(model, random, device, claimed)?)
            }
            33..36 => {
                let offence_at = now - random.pick(&[0, 0, DAY, 10 * DAY, 21 * DAY]);
                let bps = random.pick(&[1, 500, 2_000, 3_333, 10_000]);
                Step::Slash { device, bps, offence_at, forfeit: random.chance(2) }
            }
            36..38 => {
                let number = case(model, random, |case| case.stage == CaseStage::Open)?;
                let parties: Vec<usize> = model.cases[number].parts.iter().map(|part| part.wallet).collect();
                Step::Appeal(number, if random.chance(4) { wallet } else { random.pick(&parties) })
            }
            38 => Step::Rule(case(model, random, |case| case.stage == CaseStage::Appealed)?, random.chance(3)),
            39 => Step::Finalize(case(model, random, |case| case.is_undecided() && now > case.since + WINDOW)?),
            40..43 => {
                let number = case(model, random, |case| case.stage == CaseStage::Overturned && case.is_pending())?;
                Step::Return(number, random.below(model.cases[number].parts.len() as u64) as usize)
            }
            43 => match now < model.devices[device].hire_ends {
                true => Step::EndHire(device),
                false => Step::Hire(device, random.pick(&[DAY, 30 * DAY])),
            },
            44 => Step::Cards(device, random.pick(&[1, 2, 2, 3])),
            45 => Step::Operational(device, !random.chance(4)),
            46 => Step::Pause(!model.paused && random.chance(2)),
            _ => return None,
        };
        // A pause ends soon, or the walk would stand still.
        Some(if model.paused && random.chance(4) { Step::Pause(false) } else { step })
    }
}

fn is_held(state: &State) -> bool {
    matches!(state, State::Held(_))
}

fn offer(model: &Model, random: &mut Random, device: usize, is: impl Fn(&State) -> bool) -> Option<usize> {
    let offers = &model.devices[device].offers;
    let fit: Vec<usize> = (0..offers.len()).filter(|offer| is(&offers[*offer].state)).collect();
    (!fit.is_empty()).then(|| random.pick(&fit))
}

fn case(model: &Model, random: &mut Random, is: impl Fn(&Case) -> bool) -> Option<usize> {
    let fit: Vec<usize> = (0..model.cases.len()).filter(|case| is(&model.cases[*case])).collect();
    (!fit.is_empty()).then(|| random.pick(&fit))
}
