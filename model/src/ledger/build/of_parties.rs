use super::*;

impl Builder<'_> {
    pub(super) fn of_owner(&mut self, call: &Call) -> Instruction {
        let mint = self.keys.mint();
        match call {
            Call::Stake { owner: key, device, source, amount } => {
                owner::stake(&self.device(*device), &self.wallet(*key), &self.purse(*source), &mint, *amount)
            }
            Call::WithdrawOverflow { owner: key, device, to, amount } => {
                owner::withdraw_overflow(&self.device(*device), &self.wallet(*key), &self.purse(*to), &mint, *amount)
            }
            Call::Unstake { owner: key, device } => owner::unstake(&self.device(*device), &self.wallet(*key)),
            Call::Withdraw { sender, device, to } => {
                owner::withdraw(&self.device(*device), &self.wallet(*sender), &self.purse(*to), &mint)
            }
            Call::CloseDevice { closer, device, to, rent_to } => {
                let (closer, rent_to) = (self.wallet(*closer), self.wallet(*rent_to));
                owner::close_device(&self.device(*device), &closer, &self.purse(*to), &rent_to, &mint)
            }
            Call::RetractOffer { sender, device, offer } => {
                owner::retract_offer(&self.device(*device), *offer, &self.wallet(*sender))
            }
            Call::CloseOffer { owner: key, device, offer, rent_to } => {
                owner::close_offer(&self.device(*device), *offer, &self.wallet(*key), &self.wallet(*rent_to))
            }
            other => self.creating(other),
        }
    }

    fn creating(&mut self, call: &Call) -> Instruction {
        let Call::CreateOffer { owner: key, payer, device, skew, amount, bps, reserved_for, expires_at } = call else {
            unreachable!("{call:?}")
        };
        let next = self.model.device(*device).map_or(0, |device| device.next_offer);
        let index = next.wrapping_add(*skew);
        let args = CreateOfferArgs {
            amount: *amount,
            reward_bps: *bps,
            reserved_for: reserved_for.map(|wallet| self.maybe(wallet.wallet())),
            expires_at: *expires_at,
        };
        owner::create_offer(&self.device(*device), index, &self.wallet(*key), &self.wallet(*payer), args)
    }

    pub(super) fn of_co_staker(&mut self, call: &Call) -> Instruction {
        let mint = self.keys.mint();
        match call {
            Call::OpenClaims { payer, wallet } => co_staker::open_claims(&self.wallet(*payer), &self.wallet(*wallet)),
            Call::CloseClaims { wallet, rent_to } => {
                co_staker::close_claims(&self.wallet(*wallet), &self.wallet(*rent_to))
            }
            Call::ClaimOffer { co_staker: key, device, offer, source, amount, bps } => {
                let expected = ExpectedTerms { amount: *amount, reward_bps: *bps };
                let (key, source) = (self.wallet(*key), self.purse(*source));
                co_staker::claim_offer(&self.device(*device), *offer, &key, &source, &mint, expected)
            }
            Call::UnstakeCoStake { co_staker: key, device, offer } => {
                co_staker::unstake_co_stake(&self.device(*device), *offer, &self.wallet(*key))
            }
            Call::WithdrawCoStake { sender, device, offer, counter, to } => {
                let (counter, sender, to) = (self.wallet(*counter), self.wallet(*sender), self.purse(*to));
                co_staker::withdraw_co_stake(&self.device(*device), *offer, &counter, &sender, &to, &mint)
            }
            Call::ReleaseClaim { sender, device, offer, wallet } => {
                co_staker::release_claim(&self.device(*device), *offer, &self.wallet(*wallet), &self.wallet(*sender))
            }
            other => unreachable!("{other:?}"),
        }
    }
}
