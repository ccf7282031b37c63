use super::*;

impl Builder<'_> {
    pub(super) fn of_registrar(&mut self, call: &Call) -> Instruction {
        match call {
            Call::RegisterDevice { registrar: key, payer, device, owner, model, cards, multiplier } => {
                let args = RegisterDeviceArgs {
                    device_id: device_id(*device),
                    owner: self.maybe(*owner),
                    model: model.clone(),
                    cards: *cards,
                    multiplier_bps: *multiplier,
                };
                registrar::register_device(&self.wallet(*key), &self.wallet(*payer), &self.keys.mint(), args)
            }
            Call::UpdateDevice { registrar: key, device, model, cards, multiplier, reliability, operational, hire } => {
                let facts = FactsUpdate {
                    model: model.clone(),
                    cards: *cards,
                    multiplier_bps: *multiplier,
                    reliability_bps: *reliability,
                    operational: *operational,
                };
                let hire = hire.map(|hire| match hire {
                    HireCall::Start(ends_at) => HireUpdate::Start { ends_at },
                    HireCall::MoveEnd(ends_at) => HireUpdate::MoveEnd { ends_at },
                    HireCall::End => HireUpdate::End,
                });
                registrar::update_device(&self.wallet(*key), &self.device(*device), UpdateDeviceArgs { facts, hire })
            }
            Call::RefreshRequirement { device } => registrar::refresh_requirement(&self.device(*device)),
            other => unreachable!("{other:?}"),
        }
    }

    pub(super) fn of_rewards(&mut self, call: &Call) -> Instruction {
        let mint = self.keys.mint();
        match call {
            Call::FundRewards { funder, source, amount } => {
                rewards::fund_rewards(&self.wallet(*funder), &self.purse(*source), &mint, *amount)
            }
            Call::AccrueRewards { rewarder, started_at, ended_at, rows, surplus } => {
                let block = Block { started_at: *started_at, ended_at: *ended_at };
                let mut table: Vec<Row> = vec![];
                for (of, amount) in rows {
                    let device = match of {
                        RowOf::Device(device) => self.device(*device),
                        RowOf::Wallet(wallet) => self.wallet(*wallet),
                    };
                    table.push(Row { device, amount: *amount });
                }
                if *surplus {
                    table.push(Row { device: Pubkey::default(), amount: 0 });
                }
                let mut instruction = rewards::accrue_rewards(&self.wallet(*rewarder), block, &table);
                if *surplus {
                    instruction.accounts.pop();
                }
                instruction
            }
            Call::ClaimRewards { sender, device, offer, to } => {
                let (device, sender, to) = (self.device(*device), self.wallet(*sender), self.purse(*to));
                match offer {
                    None => rewards::claim_owner_rewards(&device, &sender, &to, &mint),
                    Some(offer) => rewards::claim_co_stake_rewards(&device, *offer, &sender, &to, &mint),
                }
            }
            other => unreachable!("{other:?}"),
        }
    }

    pub(super) fn of_slash(&mut self, call: &Call) -> Instruction {
        let mint = self.keys.mint();
        match call {
            Call::OpenSlash { slasher, payer, device, offence, bps, offence_at, forfeit } => {
                let slash = Slash { bps: *bps, offence_at: *offence_at, forfeit_rewards: *forfeit };
                let (slasher, payer) = (self.wallet(*slasher), self.wallet(*payer));
                slash::open_slash(&self.device(*device), &slasher, &payer, &mint, offence_id(*offence), slash)
            }
            Call::AppealSlash { party, device, offence } => {
                slash::appeal_slash(&self.case(*device, *offence), &self.wallet(*party))
            }
            Call::RuleSlash { arbiter, device, offence, uphold } => {
                let (case, arbiter) = (self.case(*device, *offence), self.wallet(*arbiter));
                slash::rule_slash(&self.device(*device), &case, &arbiter, &mint, *uphold)
            }
            Call::FinalizeSlash { sender, device, offence } => {
                let (case, sender) = (self.case(*device, *offence), self.wallet(*sender));
                slash::finalize_slash(&self.device(*device), &case, &sender, &mint)
            }
            Call::ReturnSlashed { sender, device, offence, number, offer, to } => {
                let to = ReturnTo { offer_index: *offer, destination: to.map(|to| self.purse(to)) };
                let (case, sender) = (self.case(*device, *offence), self.wallet(*sender));
                slash::return_slashed(&self.device(*device), &case, *number, &sender, to, &mint)
            }
            other => unreachable!("{other:?}"),
        }
    }
}
