//! I7: the exit probe. From any state, everybody gets out what is theirs.

use co_staking_client::{
    Instruction,
    instructions::{co_staker, owner},
    pda,
};
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::{
    offers_model::{DAY, Model, OWNER, Phase, Step, WALLET},
    offers_stage::Stage,
};
use crate::world::START;

impl Stage {
    /// I7: with every role gone and the program paused, everybody is out within the longest hire and 21 days, and
    /// everything closes. Leaves the ledger as it then is.
    pub async fn everybody_leaves(&mut self, model: &Model) {
        let (key, mint, owner) = (self.device.key, self.world.mint, self.device.owner.clone());
        let payer = self.world.payer().pubkey();
        if !model.paused {
            let (ix, signer) = self.instruction(Step::Pause, model).unwrap();
            self.attempt(&[ix], &[&signer]).await.unwrap();
        }
        let mut first: Vec<(Instruction, Keypair)> = vec![];
        for offer in 0..2 {
            if model.is_open(offer) {
                first.extend(self.instruction(Step::Retract(offer), model));
            }
            if model.phase(offer) == Some(Phase::Active) {
                first.extend(self.instruction(Step::Leave(offer), model));
            }
        }
        self.all(first).await;
        let free = model.hire.map_or(model.now, |(_, ends)| model.now.max(ends));
        assert!(free <= model.now + 30 * DAY, "I7: the longest hire");
        if model.exit.is_none() && model.owner > 0 {
            self.world.set_time(START + free);
            let exit = self.instruction(Step::OwnerExit, model);
            self.all(exit.into_iter().collect()).await;
        }
        self.world.set_time(START + free + 21 * DAY);
        let mut last: Vec<(Instruction, Keypair)> = vec![];
        for offer in (0..2).filter(|offer| model.held(*offer).is_some()) {
            last.extend(self.instruction(Step::Withdraw(offer), model));
        }
        if model.exit.is_some() || model.owner > 0 {
            last.extend(self.instruction(Step::OwnerWithdraw, model));
        }
        self.all(last).await;
        let close =
            |offer| (owner::close_offer(&key, offer, &owner.key(), &owner.key()), owner.keypair.insecure_clone());
        let mut closing = vec![close(0), close(1)];
        let device = owner::close_device(&key, &owner.key(), &owner.token, &payer, &mint);
        closing.push((device, owner.keypair.insecure_clone()));
        for wallet in &self.wallets[..2] {
            let ix = co_staker::close_claims(&wallet.key(), &wallet.key());
            closing.push((ix, wallet.keypair.insecure_clone()));
        }
        self.all(closing).await;
        for wallet in &self.wallets.clone() {
            assert_eq!(self.world.balance(&wallet.token).await, WALLET, "I6");
        }
        assert_eq!(self.world.balance(&owner.token).await, OWNER, "I6");
        for address in [key, self.device.vault, pda::offer(&key, 0), pda::claims(&self.wallets[0].key())] {
            assert!(self.world.account(&address).await.is_none());
        }
    }

    async fn all(&mut self, sent: Vec<(Instruction, Keypair)>) {
        let (instructions, keys): (Vec<_>, Vec<_>) = sent.into_iter().unzip();
        if !instructions.is_empty() {
            let mut signers: Vec<&Keypair> = keys.iter().collect();
            signers.sort_by_key(|signer| signer.pubkey());
            signers.dedup_by_key(|signer| signer.pubkey());
            self.attempt(&instructions, &signers).await.unwrap();
        }
    }
}
