//! R2: what the registrar attests about a device.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

use super::{RuleResult, amount::BPS_WHOLE, check, require};
use crate::error::CoStakingError;

/// The longest model name, in bytes.
pub const MODEL_LEN: usize = 32;

/// What a device is and how it does. Only what the registrar attested counts: a device starts as not operational, with
/// a reliability of zero.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct DeviceFacts {
    /// Printable ASCII, filled up with zeros.
    pub model: [u8; MODEL_LEN],
    /// GPUs or CPUs, at least 1.
    pub cards: u32,
    /// What the base requirement is multiplied by, in bps; below 10,000 counts as 10,000 (R1).
    pub multiplier_bps: u32,
    pub reliability_bps: u16,
    operational: u8,
    _padding: [u8; 5],
}

/// What the registrar changes; `None` leaves it as it is.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct FactsUpdate {
    pub model: Option<String>,
    pub cards: Option<u32>,
    pub multiplier_bps: Option<u32>,
    pub reliability_bps: Option<u16>,
    pub operational: Option<bool>,
}

impl DeviceFacts {
    /// A new device's facts.
    ///
    /// # Errors
    /// [`CoStakingError::ModelInvalid`]; the number of cards is judged by the requirement (R1).
    pub fn new(model: &str, cards: u32, multiplier_bps: u32) -> RuleResult<Self> {
        Ok(Self { model: model_bytes(model)?, cards, multiplier_bps, ..Zeroable::zeroed() })
    }

    /// Applies an update; says whether the requirement has to be computed anew (R3).
    ///
    /// # Errors
    /// [`CoStakingError::ModelInvalid`], [`CoStakingError::ReliabilityOutOfRange`].
    pub fn update(&mut self, update: &FactsUpdate) -> RuleResult<bool> {
        if let Some(model) = &update.model {
            self.model = model_bytes(model)?;
        }
        if let Some(reliability_bps) = update.reliability_bps {
            check([require(reliability_bps <= BPS_WHOLE, CoStakingError::ReliabilityOutOfRange)])?;
            self.reliability_bps = reliability_bps;
        }
        if let Some(operational) = update.operational {
            self.operational = u8::from(operational);
        }
        let before = (self.cards, self.multiplier_bps);
        self.cards = update.cards.unwrap_or(self.cards);
        self.multiplier_bps = update.multiplier_bps.unwrap_or(self.multiplier_bps);
        Ok(before != (self.cards, self.multiplier_bps))
    }

    /// Whether the device takes part in the network now, as the registrar says.
    pub const fn is_operational(&self) -> bool {
        self.operational != 0
    }

    /// The model's name.
    pub fn model_name(&self) -> &str {
        name_of(&self.model)
    }
}

/// The name in bytes that are filled up with zeros.
pub fn name_of(model: &[u8; MODEL_LEN]) -> &str {
    let name = model.split(|byte| *byte == 0).next().unwrap_or_default();
    // Stored names are ASCII.
    core::str::from_utf8(name).unwrap_or_default()
}

/// A name that reads the same wherever it is shown: no control characters, no other scripts' look-alikes.
fn model_bytes(name: &str) -> RuleResult<[u8; MODEL_LEN]> {
    let printable = !name.is_empty() && name.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    check([require(printable && name.len() <= MODEL_LEN, CoStakingError::ModelInvalid)])?;
    let mut model = [0; MODEL_LEN];
    model.iter_mut().zip(name.bytes()).for_each(|(to, from)| *to = from);
    Ok(model)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_to_32_printable_ascii_characters() {
        let longest = "x".repeat(32);
        for name in ["A", "NVIDIA H100 80GB HBM3", longest.as_str()] {
            assert_eq!(DeviceFacts::new(name, 1, 0).unwrap().model_name(), name);
        }
        let too_long = "x".repeat(33);
        for name in ["", "a\0", "a\n", "H100\u{202e}", "H\u{0410}", too_long.as_str()] {
            assert_eq!(DeviceFacts::new(name, 1, 0), Err(CoStakingError::ModelInvalid), "{name:?}");
        }
    }

    #[test]
    fn only_cards_and_multiplier_move_the_requirement() {
        let mut facts = DeviceFacts::new("A100", 8, 10_000).unwrap();
        let mut update = |update: FactsUpdate| facts.update(&update).unwrap();
        let nothing = FactsUpdate::default();
        assert!(!update(nothing.clone()));
        assert!(!update(FactsUpdate { model: Some("H100".into()), operational: Some(true), ..nothing.clone() }));
        assert!(!update(FactsUpdate { reliability_bps: Some(10_000), ..nothing.clone() }));
        assert!(
            !update(FactsUpdate { cards: Some(8), multiplier_bps: Some(10_000), ..nothing.clone() }),
            "the same again"
        );
        assert!(update(FactsUpdate { cards: Some(4), ..nothing.clone() }));
        assert!(update(FactsUpdate { multiplier_bps: Some(20_000), ..nothing }));
        assert_eq!((facts.cards, facts.multiplier_bps, facts.reliability_bps), (4, 20_000, 10_000));
        assert!(facts.is_operational());
    }

    #[test]
    fn reliability_is_at_most_the_whole() {
        let mut facts = DeviceFacts::new("A100", 8, 10_000).unwrap();
        let update = FactsUpdate { reliability_bps: Some(10_001), ..FactsUpdate::default() };
        assert_eq!(facts.update(&update), Err(CoStakingError::ReliabilityOutOfRange));
    }
}
