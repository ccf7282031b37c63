//! What an operation is about, as it stands.

use super::{Plan, PlanError, Source, source::Answers};
use crate::{
    Config, Device, ID, Offer, Pubkey,
    account::placed,
    explain::{Accounts, Action, Reason, explain},
    pda,
    rpc::{CLOCK, Found, chain_time, program_config},
};

/// The program as it stands, and the cluster's time.
#[derive(Clone, Copy, Debug)]
pub struct Chain {
    pub config: Config,
    pub now: i64,
}

/// A device, and the program around it.
pub struct Subject {
    pub chain: Chain,
    pub key: Pubkey,
    pub device: Device,
}

/// An offer with its device.
pub struct OfferSubject {
    pub of: Subject,
    pub key: Pubkey,
    pub offer: Offer,
}

impl Chain {
    /// Reads it.
    ///
    /// # Errors
    /// Where the program is not there, was never set up, or cannot be read.
    pub async fn read(source: &impl Source) -> Result<Self, PlanError> {
        Self::read_with(source, &[]).await.map(|(chain, _)| chain)
    }

    /// Reads it, and other accounts at the same time.
    pub(super) async fn read_with(source: &impl Source, beside: &[Pubkey]) -> Result<(Self, Answers), PlanError> {
        let addresses = [&[ID, pda::config(), CLOCK], beside].concat();
        let mut found = Answers::of(source, &addresses).await?;
        let config = program_config(found.take().as_ref(), found.take().as_ref())?;
        let now = chain_time(found.take().as_ref())?;
        Ok((Self { config, now }, found))
    }

    /// A wallet's associated IO account.
    pub fn token_account(&self, wallet: &Pubkey) -> Pubkey {
        pda::associated_token(wallet, &self.config.mint)
    }

    /// What the token account at `address` holds, in base units.
    ///
    /// # Errors
    /// [`PlanError::TokenAccount`] where there is none, or it is of another mint.
    pub fn balance(&self, address: &Pubkey, found: Option<&Found>) -> Result<u64, PlanError> {
        let mint = self.config.mint;
        match found.and_then(Found::token_account) {
            Some(token) if token.mint == mint => Ok(token.amount),
            Some(token) => Err(PlanError::TokenAccount(format!(
                "The token account {address} is of the mint {}, not of IO ({mint}).",
                token.mint
            ))),
            None => Err(PlanError::TokenAccount(format!(
                "There is no IO token account at {address}: send IO to the wallet that pays, or create the account with `spl-token create-account {mint}` and put IO into it."
            ))),
        }
    }
}

impl Subject {
    /// Reads a device.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn read(source: &impl Source, device: Pubkey) -> Result<Self, PlanError> {
        Self::read_with(source, device, &[]).await.map(|(subject, _)| subject)
    }

    /// Reads a device, and other accounts at the same time.
    pub(super) async fn read_with(
        source: &impl Source,
        device: Pubkey,
        beside: &[Pubkey],
    ) -> Result<(Self, Answers), PlanError> {
        let (chain, mut found) = Chain::read_with(source, &[&[device], beside].concat()).await?;
        let account = found.take_at("device", &device, Found::device)?;
        Ok((Self { chain, key: device, device: account }, found))
    }

    /// Reads the device that another account names, and what else follows from that account.
    pub(super) async fn on(
        source: &impl Source,
        chain: Chain,
        device: Pubkey,
        beside: &[Pubkey],
    ) -> Result<(Self, Answers), PlanError> {
        let mut found = Answers::of(source, &[&[device], beside].concat()).await?;
        let account = found.take_at("device", &device, Found::device)?;
        Ok((Self { chain, key: device, device: account }, found))
    }

    /// The accounts that decide, as far as they are read.
    pub const fn accounts(&self) -> Accounts<'_> {
        Accounts::of_device(&self.chain.config, &self.device, self.key)
    }

    /// Why `signer` may not do this now.
    pub(super) fn why(
        &self,
        action: Action,
        signer: &Pubkey,
        accounts: Accounts<'_>,
    ) -> Result<Vec<Reason>, PlanError> {
        Ok(explain(action, signer, accounts, self.chain.now)?)
    }

    /// For whoever withdraws: what a case took is not in it.
    pub(super) fn in_escrow(&self) -> Option<String> {
        let note = "A slash case on this device is open or not settled: what is in its escrow is not part of this.";
        self.device.has_slash_cases().then(|| note.into())
    }

    /// A plan in which the accounts around a device have names.
    pub(super) fn plan(&self, title: String, wallet: &Pubkey) -> Plan {
        Plan::new(title)
            .name(pda::vault(&self.key), "the device's vault")
            .name(pda::reward_vault(), "the reward vault")
            .name(pda::escrow(), "the escrow of slash cases")
            .name(self.chain.token_account(wallet), "your IO account")
            .name(self.device.owner, "the device's owner")
    }
}

impl OfferSubject {
    /// Reads an offer and its device.
    ///
    /// # Errors
    /// [`PlanError::NoOffer`] where there is none.
    pub async fn read(source: &impl Source, offer: Pubkey) -> Result<Self, PlanError> {
        Self::read_with(source, offer, |_, _| vec![]).await.map(|(it, _)| it)
    }

    /// Reads an offer; then its device, and at the same time the accounts that follow from the offer.
    pub(super) async fn read_with(
        source: &impl Source,
        offer: Pubkey,
        beside: impl FnOnce(&Chain, &Offer) -> Vec<Pubkey> + Send,
    ) -> Result<(Self, Answers), PlanError> {
        let (chain, mut found) = Chain::read_with(source, &[offer]).await?;
        let account = found.take().ok_or(PlanError::NoOffer { address: offer })?;
        let account = account.offer().and_then(|account| placed(&offer, account));
        let account = account.map_err(|error| PlanError::other_account(&offer, error))?;
        let (of, found) = Subject::on(source, chain, account.device, &beside(&chain, &account)).await?;
        Ok((Self { of, key: offer, offer: account }, found))
    }

    /// The accounts that decide, as far as they are read.
    pub const fn accounts(&self) -> Accounts<'_> {
        let mut accounts = self.of.accounts();
        accounts.offer = Some(&self.offer);
        accounts
    }

    /// The offer, in a few words.
    pub(super) fn name(&self) -> String {
        format!("offer {} of the device {}", self.offer.index(), self.of.key)
    }
}
