//! Slash cases: what honest users do.

use co_staking_client::{
    Pubkey, Slash, SlashCase, account,
    instructions::slash::{ReturnTo, appeal_slash, finalize_slash, open_slash, return_slashed, rule_slash},
    pda,
};
use solana_program::instruction::Instruction;
use solana_signer::Signer;

use super::{DAY, Device, Receipt, Wallet, World};

/// The network's time to appeal, and again to rule.
pub const WINDOW: i64 = 30 * DAY;

/// A case, by its addresses.
#[derive(Clone)]
pub struct Case {
    pub device: Device,
    pub offence_id: [u8; 32],
    pub key: Pubkey,
}

impl Case {
    /// One that is not opened yet; `offence` names it.
    pub fn new(device: &Device, offence: &str) -> Self {
        let offence_id = pda::offence_id(offence);
        Self { device: device.clone(), offence_id, key: pda::slash_case(&device.key, &offence_id) }
    }
}

impl World {
    pub fn opening(&self, case: &Case, slash: Slash) -> Instruction {
        let (slasher, payer) = (self.roles.slasher.pubkey(), self.payer().pubkey());
        open_slash(&case.device.key, &slasher, &payer, &self.mint, case.offence_id, slash)
    }

    pub async fn open_case(&mut self, case: &Case, slash: Slash) -> Receipt {
        let slasher = self.roles.slasher.insecure_clone();
        let ix = self.opening(case, slash);
        self.accept(&[ix], &[&slasher]).await
    }

    /// Slashes for an offence that happens now; rewards are left alone.
    pub async fn slash(&mut self, device: &Device, offence: &str, bps: u16) -> Case {
        let case = Case::new(device, offence);
        let offence_at = self.now().await;
        self.open_case(&case, Slash { bps, offence_at, forfeit_rewards: false }).await;
        case
    }

    /// The same, and withholds unclaimed rewards.
    pub async fn slash_with_rewards(&mut self, device: &Device, offence: &str, bps: u16) -> Case {
        let case = Case::new(device, offence);
        let offence_at = self.now().await;
        self.open_case(&case, Slash { bps, offence_at, forfeit_rewards: true }).await;
        case
    }

    pub async fn appeal(&mut self, case: &Case, party: &Wallet) -> Receipt {
        self.accept(&[appeal_slash(&case.key, &party.key())], &[&party.keypair]).await
    }

    pub fn ruling(&self, case: &Case, uphold: bool) -> Instruction {
        rule_slash(&case.device.key, &case.key, &self.roles.arbiter.pubkey(), &self.mint, uphold)
    }

    pub async fn rule(&mut self, case: &Case, uphold: bool) -> Receipt {
        let arbiter = self.roles.arbiter.insecure_clone();
        let ix = self.ruling(case, uphold);
        self.accept(&[ix], &[&arbiter]).await
    }

    /// Sent by a wallet that has nothing to do with it.
    pub fn finalizing(&self, case: &Case) -> Instruction {
        finalize_slash(&case.device.key, &case.key, &self.payer().pubkey(), &self.mint)
    }

    pub async fn finalize(&mut self, case: &Case) -> Receipt {
        let ix = self.finalizing(case);
        self.accept(&[ix], &[]).await
    }

    /// Sent by a wallet that has nothing to do with it.
    pub fn returning(&self, case: &Case, number: u8, to: ReturnTo) -> Instruction {
        return_slashed(&case.device.key, &case.key, number, &self.payer().pubkey(), to, &self.mint)
    }

    pub async fn return_part(&mut self, case: &Case, number: u8, to: ReturnTo) -> Receipt {
        let ix = self.returning(case, number, to);
        self.accept(&[ix], &[]).await
    }

    pub async fn case(&mut self, case: &Case) -> SlashCase {
        let account = self.account(&case.key).await.expect("the case exists");
        account::slash_case(&account.owner, &account.data).unwrap()
    }

    pub async fn supply(&mut self) -> u64 {
        use solana_program::program_pack::Pack;
        let mint = self.mint;
        let account = self.account(&mint).await.expect("the mint exists");
        spl_token::state::Mint::unpack(&account.data).unwrap().supply
    }
}
