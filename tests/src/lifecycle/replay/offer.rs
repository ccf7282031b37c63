//! An offer, as the events tell it.

use co_staking_client::{
    Offer, Pubkey,
    event::{OfferClaimed, OfferCreated},
    rules::{offer::Terms, status::OfferState},
};

#[derive(Debug, PartialEq)]
pub struct OfferCopy {
    device: Pubkey,
    index: u32,
    owner: Pubkey,
    co_staker: Pubkey,
    reserved_for: Pubkey,
    model: [u8; 32],
    terms: Terms,
    pub state: OfferState,
    created_at: i64,
    claimed_at: i64,
    /// What an ended co-stake left.
    pub rewards: u64,
    pub rent_payer: Pubkey,
}

impl OfferCopy {
    pub fn created(e: &OfferCreated) -> Self {
        Self {
            device: e.device,
            index: e.index,
            owner: e.owner,
            co_staker: Pubkey::default(),
            reserved_for: e.reserved_for,
            model: e.model,
            terms: e.terms,
            state: OfferState::Open,
            created_at: e.created_at,
            claimed_at: 0,
            rewards: 0,
            rent_payer: e.rent_payer,
        }
    }

    pub fn claimed(&mut self, e: &OfferClaimed) {
        (self.state, self.co_staker, self.claimed_at) = (OfferState::Claimed, e.co_staker, e.claimed_at);
    }
}

impl From<&Offer> for OfferCopy {
    fn from(offer: &Offer) -> Self {
        Self {
            device: offer.device,
            index: offer.index(),
            owner: offer.owner,
            co_staker: offer.co_staker,
            reserved_for: offer.reserved_for,
            model: offer.model,
            terms: *offer.terms(),
            state: offer.state(),
            created_at: offer.created_at(),
            claimed_at: offer.claimed_at(),
            rewards: offer.rewards(),
            rent_payer: offer.rent_payer,
        }
    }
}
