//! The marketplace: open offers by the network's filters, and what one may earn.

use anchor_lang::{Discriminator, prelude::Pubkey};
use bytemuck::Zeroable;
use co_staking::{
    rules::{
        RuleResult,
        facts::MODEL_LEN,
        rewards::{average_per_block, co_stake_share},
        time::DAY_SECS,
    },
    state::{REWARD_DAYS, VERSION},
};

use crate::{
    Device, ExpectedTerms, Offer,
    explain::{Accounts, Action, explain},
};

/// What a cluster compares before it sends an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memcmp {
    pub offset: usize,
    pub bytes: Vec<u8>,
}

/// Which offers somebody looks for. The default lets every open offer pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfferFilter {
    /// The device's model when the offer was made, as a whole.
    pub model: Option<String>,
    /// The device's address (see [`crate::pda::device`]).
    pub device: Option<Pubkey>,
    /// The least requested amount, in base units.
    pub amount_from: Option<u64>,
    /// The most.
    pub amount_to: Option<u64>,
    pub reliability_from_bps: Option<u16>,
    pub reward_from_bps: Option<u16>,
    /// Only what this wallet could claim now.
    pub claimable_by: Option<Pubkey>,
}

/// Where the fields by which a cluster filters begin, after Anchor's discriminator. `layout` in the tests holds them.
pub mod offset {
    use core::mem::offset_of;

    use anchor_lang::Discriminator;
    use co_staking::rules::{facts::MODEL_LEN, offer::Terms};

    use crate::{Device, Offer};

    const FIELDS: usize = Offer::DISCRIMINATOR.len();
    /// 32 bytes.
    pub const DEVICE: usize = FIELDS + offset_of!(Offer, device);
    /// 32 bytes.
    pub const OWNER: usize = FIELDS + offset_of!(Offer, owner);
    /// 32 bytes; zero until the offer is claimed.
    pub const CO_STAKER: usize = FIELDS + offset_of!(Offer, co_staker);
    /// 32 bytes, filled up with zeros.
    pub const MODEL: usize = FIELDS + offset_of!(Offer, model);
    /// Of a device: 32 bytes.
    pub const DEVICE_OWNER: usize = Device::DISCRIMINATOR.len() + offset_of!(Device, owner);
    /// Everything of an offer up to its terms: what a list is filtered and sorted by.
    pub const PREVIEW: core::ops::Range<usize> = FIELDS..MODEL + MODEL_LEN + size_of::<Terms>();
}

/// The offer as far as [`offset::PREVIEW`] goes, from these bytes of it; what lies beyond is zero. `None` for bytes of
/// another length.
pub fn preview(bytes: &[u8]) -> Option<Offer> {
    let mut offer = Offer::zeroed();
    let part = bytemuck::bytes_of_mut(&mut offer).get_mut(..offset::PREVIEW.len())?;
    (part.len() == bytes.len()).then(|| part.copy_from_slice(bytes))?;
    Some(offer)
}

/// Which devices an owner has.
pub fn devices_of(owner: &Pubkey) -> Vec<Memcmp> {
    let kind = Memcmp { offset: 0, bytes: Device::DISCRIMINATOR.to_vec() };
    vec![kind, Memcmp { offset: offset::DEVICE_OWNER, bytes: owner.to_bytes().to_vec() }]
}

/// All devices.
pub fn devices() -> Vec<Memcmp> {
    vec![Memcmp { offset: 0, bytes: Device::DISCRIMINATOR.to_vec() }]
}

/// Which offers a wallet has claimed, ended ones included.
pub fn claimed_by(co_staker: &Pubkey) -> Vec<Memcmp> {
    let kind = Memcmp { offset: 0, bytes: Offer::DISCRIMINATOR.to_vec() };
    vec![kind, Memcmp { offset: offset::CO_STAKER, bytes: co_staker.to_bytes().to_vec() }]
}

impl OfferFilter {
    /// What the cluster can decide: one comparison for type, version and state together, since they stand side by side,
    /// and one each for device and model.
    pub fn memcmps(&self) -> Vec<Memcmp> {
        let open = [Offer::DISCRIMINATOR, &[VERSION, Offer::OPEN]].concat();
        let mut all = vec![Memcmp { offset: 0, bytes: open }];
        all.extend(self.device.map(|device| Memcmp { offset: offset::DEVICE, bytes: device.to_bytes().to_vec() }));
        all.extend(self.model.as_ref().map(|model| {
            let mut bytes = model.as_bytes().to_vec();
            // With the zeros behind it, so that `H100` does not find `H100 PCIe`. A name that is too long finds nothing.
            bytes.resize(bytes.len().max(MODEL_LEN), 0);
            Memcmp { offset: offset::MODEL, bytes }
        }));
        all
    }

    /// Whether deciding takes the offer's device as well.
    pub const fn needs_device(&self) -> bool {
        self.reliability_from_bps.is_some() || self.claimable_by.is_some()
    }

    /// Whether an offer passes, the cluster's part included. `accounts` holds its device, and for `claimable_by` the
    /// config and that wallet's claim counter.
    pub fn matches(&self, offer: &Offer, accounts: Accounts<'_>, now: i64) -> RuleResult<bool> {
        let terms = offer.terms();
        let by_itself = offer.is_open()
            && self.device.is_none_or(|device| device == offer.device)
            && self.model.as_ref().is_none_or(|model| *model == offer.model_name())
            && self.amount_from.is_none_or(|least| terms.amount >= least)
            && self.amount_to.is_none_or(|most| terms.amount <= most)
            && self.reward_from_bps.is_none_or(|least| terms.reward_bps >= least)
            && self.reliability_from_bps.is_none_or(|least| accounts.device.facts().reliability_bps >= least);
        match self.claimable_by {
            Some(wallet) if by_itself => claimable(offer, &wallet, accounts, now),
            _ => Ok(by_itself),
        }
    }
}

fn claimable(offer: &Offer, wallet: &Pubkey, accounts: Accounts<'_>, now: i64) -> RuleResult<bool> {
    let terms = offer.terms();
    let expected = ExpectedTerms { amount: terms.amount, reward_bps: terms.reward_bps };
    let accounts = Accounts { offer: Some(offer), ..accounts };
    Ok(explain(Action::ClaimOffer(expected), wallet, accounts, now)?.is_empty())
}

/// What a block may pay the offer's co-staker, in base units: its share of the device's average reward per block over
/// the last seven days (R27). `None` where the device earned nothing in them.
///
/// # Errors
/// None that figures of the program can raise.
pub fn estimate_reward(offer: &Offer, device: &Device, now: i64) -> RuleResult<Option<u64>> {
    let today = now.div_euclid(DAY_SECS);
    let recent = device.buckets().iter().filter(|bucket| {
        let age = today - i64::from(bucket.day);
        (0..REWARD_DAYS as i64).contains(&age)
    });
    match average_per_block(recent.map(|bucket| (bucket.rewards, bucket.blocks))) {
        Some(average) => co_stake_share(average, offer.terms().reward_bps, 1, 1).map(Some),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use co_staking::{rules::offer::Terms, state::NewOffer};

    use super::*;

    #[test]
    fn a_preview_reaches_to_the_end_of_the_terms() {
        let mut whole = Offer::zeroed();
        let key = Pubkey::new_unique;
        let new = NewOffer {
            device: key(),
            index: 3,
            owner: key(),
            reserved_for: key(),
            model: [b'H'; MODEL_LEN],
            terms: Terms::new(500, 7_400, 1_772_366_400),
            rent_payer: key(),
        };
        whole.create(new, 1);
        let account = [Offer::DISCRIMINATOR, bytemuck::bytes_of(&whole)].concat();
        let seen = preview(&account[offset::PREVIEW]).unwrap();
        assert_eq!((seen.terms(), seen.index(), seen.is_open()), (whole.terms(), 3, true));
        assert_eq!((seen.device, seen.owner, seen.reserved_for), (whole.device, whole.owner, whole.reserved_for));
        assert_eq!(seen.model, whole.model);
        // One byte less would lack a part of the terms, and what follows them is not there.
        assert_eq!((seen.created_at(), seen.rent_payer), (0, Pubkey::default()));
        assert!(preview(&account).is_none());
    }
}
