//! R2, R3: what the registrar attests.

use super::Device;
use crate::{
    rules::{RuleResult, facts::FactsUpdate, hire::HireUpdate, requirement::requirement},
    state::Durations,
};

impl Device {
    /// Applies what the registrar attests (R2), and what follows for the requirement (R3).
    pub fn update(
        &mut self,
        update: &FactsUpdate,
        hire: Option<HireUpdate>,
        base_requirement: u64,
        durations: &Durations,
        now: i64,
    ) -> RuleResult<()> {
        if self.facts.update(update)? {
            self.refresh_requirement(base_requirement, durations, now)?;
        }
        match hire {
            Some(hire) => self.hire.update(hire, now, durations.hire_bounds()),
            None => Ok(()),
        }
    }

    /// R3: computes the requirement anew.
    pub fn refresh_requirement(&mut self, base_requirement: u64, durations: &Durations, now: i64) -> RuleResult<()> {
        let value = requirement(self.facts.cards, base_requirement, self.facts.multiplier_bps)?;
        self.requirement.propose(value, now, durations.requirement_notice_secs)
    }
}
