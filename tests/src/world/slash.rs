//! Slash cases: what honest users do.

use borsh::BorshDeserialize;
use co_staking_client::{
    PARTS, Part, Pubkey, Slash, SlashCase, account,
    error::Failure,
    instructions::slash::{ReturnTo, appeal_slash, finalize_slash, open_slash, return_slashed, rule_slash},
    pda,
};
use solana_keypair::Keypair;
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

/// A slash that leaves rewards alone.
pub const fn taking(bps: u16, offence_at: i64) -> Slash {
    Slash { bps, offence_at, forfeit_rewards: false }
}

/// Where every account that a returned part can need is named.
pub fn to(offer_index: u32, wallet: &Wallet) -> ReturnTo {
    ReturnTo { offer_index: Some(offer_index), destination: Some(wallet.token) }
}

/// The owner's part of a case, from plain numbers as the layout says.
pub fn owner_part(owner: &Wallet, stake: u64, rewards: u64, since: i64) -> Part {
    part(&owner.key(), [stake, rewards], since, 0, [1, 0])
}

/// The part of the co-stake that came from that offer.
pub fn co_stake_part(wallet: &Wallet, index: u32, stake: u64, rewards: u64, since: i64) -> Part {
    part(&wallet.key(), [stake, rewards], since, index, [2, 0])
}

/// The same part, once it went back.
pub fn returned(part: &Part) -> Part {
    let mut bytes = borsh::to_vec(part).unwrap();
    bytes[61] = 1;
    Part::try_from_slice(&bytes).unwrap()
}

fn part(party: &Pubkey, [stake, rewards]: [u64; 2], since: i64, index: u32, kind_returned: [u8; 2]) -> Part {
    let numbers = [stake.to_le_bytes(), rewards.to_le_bytes(), since.to_le_bytes()].concat();
    let bytes = [party.as_ref(), &numbers, &index.to_le_bytes(), &kind_returned, &[0; 2]].concat();
    Part::try_from_slice(&bytes).unwrap()
}

/// All places of a case, with these parts in the first of them.
pub fn parts(first: &[Part]) -> [Part; PARTS] {
    let mut all = [Part::try_from_slice(&[0; 64]).unwrap(); PARTS];
    all[..first.len()].copy_from_slice(first);
    all
}

impl World {
    pub async fn refuse_opening(&mut self, case: &Case, slash: Slash, expected: impl Into<Failure>) {
        let slasher = self.roles.slasher.insecure_clone();
        let ix = self.opening(case, slash);
        self.refuse(&[ix], &[&slasher], expected).await;
    }

    pub async fn refuse_appeal(&mut self, case: &Case, by: &Keypair, expected: impl Into<Failure>) {
        self.refuse(&[appeal_slash(&case.key, &by.pubkey())], &[by], expected).await;
    }

    pub async fn refuse_ruling(&mut self, case: &Case, uphold: bool, expected: impl Into<Failure>) {
        let arbiter = self.roles.arbiter.insecure_clone();
        let ix = self.ruling(case, uphold);
        self.refuse(&[ix], &[&arbiter], expected).await;
    }

    pub async fn refuse_finalizing(&mut self, case: &Case, expected: impl Into<Failure>) {
        let ix = self.finalizing(case);
        self.refuse(&[ix], &[], expected).await;
    }

    pub async fn refuse_return(&mut self, case: &Case, number: u8, to: ReturnTo, expected: impl Into<Failure>) {
        let ix = self.returning(case, number, to);
        self.refuse(&[ix], &[], expected).await;
    }

    /// A case that was appealed by its owner and overturned.
    pub async fn overturned(&mut self, device: &Device, offence: &str, bps: u16) -> Case {
        let case = self.slash(device, offence, bps).await;
        self.overturn(&case).await;
        case
    }

    pub async fn overturn(&mut self, case: &Case) {
        self.appeal(case, &case.device.owner).await;
        self.rule(case, false).await;
    }

    pub async fn uphold(&mut self, case: &Case) -> Receipt {
        self.appeal(case, &case.device.owner).await;
        self.rule(case, true).await
    }

    /// What a device's ledger holds: for the owner, and for each co-stake in the order of its places.
    pub async fn stakes(&mut self, device: &Device) -> (u64, Vec<u64>) {
        let read = self.read(device).await;
        let owner = read.owner_stake();
        (owner.active() + owner.exiting(), read.held().map(|held| held.stake()).collect())
    }

    /// I1, as an equality: these donations aside, vault and escrow hold their ledgers to the unit.
    pub async fn assert_balanced(&mut self, device: &Device, in_vault: u64, in_escrow: u64) {
        let (owner, held) = self.stakes(device).await;
        let (vault, escrow) = (self.balance(&device.vault).await, self.balance(&pda::escrow()).await);
        assert_eq!(vault, owner + held.iter().sum::<u64>() + in_vault, "vault");
        assert_eq!(escrow, self.pool().await.escrowed() + in_escrow, "escrow");
    }
}
