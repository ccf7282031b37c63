//! The reward pool, as the events tell it. Each event says what is left after it: that must be what the amounts make.

use co_staking_client::{
    Pubkey, RewardPool,
    event::{RewardsClaimed, RewardsFunded, SlashDecided, SlashOpened, SlashReturned},
    pda,
};

#[derive(Debug, PartialEq)]
pub struct PoolCopy {
    reward_vault: Pubkey,
    escrow: Pubkey,
    pub funded: u64,
    pub owed: u64,
    pub paid: u64,
    pub escrowed: u64,
}

impl PoolCopy {
    /// It comes with the config.
    pub fn opened() -> Self {
        Self { reward_vault: pda::reward_vault(), escrow: pda::escrow(), funded: 0, owed: 0, paid: 0, escrowed: 0 }
    }

    pub fn funded(&mut self, e: &RewardsFunded) {
        self.funded += e.amount;
        assert_eq!(self.funded, e.funded);
    }

    pub fn credited(&mut self, amount: u64, owed: u64) {
        self.owed += amount;
        assert_eq!(self.owed, owed);
    }

    pub fn claimed(&mut self, e: &RewardsClaimed) {
        self.owed -= e.amount;
        self.paid += e.amount;
        assert_eq!((self.owed, self.paid), (e.owed, e.paid));
    }

    pub fn slashed(&mut self, e: &SlashOpened) {
        self.escrowed += e.parts.iter().map(|part| part.stake()).sum::<u64>();
        assert_eq!(self.escrowed, e.escrowed);
    }

    pub fn decided(&mut self, e: &SlashDecided) {
        self.escrowed -= e.burned;
        self.owed -= e.forgiven;
        assert_eq!((self.escrowed, self.owed), (e.escrowed, e.owed));
    }

    pub fn returned(&mut self, e: &SlashReturned) {
        self.escrowed -= e.part.stake();
        assert_eq!(self.escrowed, e.escrowed);
    }
}

impl From<&RewardPool> for PoolCopy {
    fn from(pool: &RewardPool) -> Self {
        Self {
            reward_vault: pool.reward_vault,
            escrow: pool.escrow,
            funded: pool.funded(),
            owed: pool.owed(),
            paid: pool.paid(),
            escrowed: pool.escrowed(),
        }
    }
}
