//! What commands are about, as it stands on the cluster.

use anchor_spl::{
    associated_token::spl_associated_token_account::instruction::create_associated_token_account_idempotent, token,
};
use co_staking_client::{
    Device, Instruction, Offer, Pubkey,
    explain::{Accounts, Action, Reason, explain},
    pda,
};

use crate::{
    args::{DeviceRef, OfferRef},
    context::{Chain, Context},
    exit::Exit,
    plan::Plan,
};

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

impl Subject {
    /// Reads it.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn read(context: &Context, device: DeviceRef) -> Result<Self, Exit> {
        let chain = context.chain().await?;
        let device_account = context.rpc.device(&device.0).await?;
        Ok(Self { chain, key: device.0, device: device_account })
    }

    /// The accounts that decide, as far as they are read.
    pub const fn accounts(&self) -> Accounts<'_> {
        Accounts::of_device(&self.chain.config, &self.device, self.key)
    }

    /// Why `signer` may not do this now.
    ///
    /// # Errors
    /// Figures that do not add up.
    pub fn why(&self, action: Action, signer: &Pubkey, accounts: Accounts<'_>) -> Result<Vec<Reason>, Exit> {
        Ok(explain(action, signer, accounts, self.chain.now)?)
    }

    /// A plan in which the accounts around a device have names.
    pub fn plan(&self, title: String, wallet: &Pubkey) -> Plan {
        let mint = &self.chain.config.mint;
        Plan::new(title)
            .name(pda::vault(&self.key), "the device's vault")
            .name(pda::reward_vault(), "the reward vault")
            .name(pda::escrow(), "the escrow of slash cases")
            .name(pda::associated_token(wallet, mint), "your IO account")
            .name(self.device.owner, "the device's owner")
    }
}

impl OfferSubject {
    /// Reads it.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn read(context: &Context, offer: OfferRef) -> Result<Self, Exit> {
        let chain = context.chain().await?;
        let found = context.rpc.account(&offer.0).await?.ok_or_else(|| {
            Exit::unmet(format!(
                "There is no offer at {}: it was closed, or the address or the cluster is wrong. `costake offer list` shows the open ones.",
                offer.0
            ))
        })?;
        let account = found.offer().map_err(|error| Exit::unmet(format!("{}: {error}.", offer.0)))?;
        let device = context.rpc.device(&account.device).await?;
        Ok(Self { of: Subject { chain, key: account.device, device }, key: offer.0, offer: account })
    }

    /// The accounts that decide, as far as they are read.
    pub const fn accounts(&self) -> Accounts<'_> {
        let mut accounts = self.of.accounts();
        accounts.offer = Some(&self.offer);
        accounts
    }

    /// The offer, in a few words.
    pub fn name(&self) -> String {
        format!("offer {} of the device {}", self.offer.index(), self.of.key)
    }
}

/// Where a payout goes: the named account, or the party's associated one, which is made if it does not exist. An account
/// that is named is not looked at here: the program says what is wrong with it.
///
/// # Errors
/// Where the cluster cannot be asked.
pub async fn destination(
    context: &Context,
    chain: &Chain,
    party: &Pubkey,
    to: Option<Pubkey>,
) -> Result<(Pubkey, Option<Instruction>), Exit> {
    let own = context.token_account(chain, party);
    let address = to.unwrap_or(own);
    let exists =
        address != own || context.rpc.account(&address).await?.is_some_and(|found| found.token_account().is_some());
    let payer = context.fee_payer()?.pubkey();
    let create = || create_associated_token_account_idempotent(&payer, party, &chain.config.mint, &token::ID);
    Ok((address, (!exists).then(create)))
}

/// What to know where an account is made.
pub const CREATES: &str = "Creates the IO account that is paid, whose rent the fee payer pays.";
