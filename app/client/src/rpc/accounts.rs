//! Reading accounts.

use anchor_lang::{AccountDeserialize, pubkey};
use anchor_spl::token;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Clock, Rpc, RpcError, Transport, call::Contextual, wire};
use crate::{
    ClaimCounter, Config, Device, ID, Offer, Pubkey, RewardPool, SlashCase,
    account::{self, AccountError},
    marketplace::Memcmp,
};

/// Where a cluster keeps its time.
pub const CLOCK: Pubkey = pubkey!("SysvarC1ock11111111111111111111111111111111");
/// What one request may name.
const ACCOUNTS: usize = 100;

/// An account as a node holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub owner: Pubkey,
    pub lamports: u64,
    pub executable: bool,
    pub data: Vec<u8>,
}

/// A part of an account's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    pub offset: usize,
    pub length: usize,
}

/// What is of interest in a token account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenAccount {
    pub mint: Pubkey,
    pub owner: Pubkey,
    pub amount: u64,
}

impl Found {
    /// The token account that these bytes are; `None` if they are none of the classic token program.
    pub fn token_account(&self) -> Option<TokenAccount> {
        let known = (self.owner == token::ID).then_some(self.data.as_slice());
        let found = token::TokenAccount::try_deserialize(&mut known?).ok()?;
        Some(TokenAccount { mint: found.mint, owner: found.owner, amount: found.amount })
    }
}

impl<T: Transport, C: Clock> Rpc<T, C> {
    /// The accounts at those addresses, in their order; of one slot as long as there are at most a hundred.
    ///
    /// # Errors
    /// What [`RpcError`] lists.
    pub async fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Found>>, RpcError> {
        let mut all = Vec::with_capacity(addresses.len());
        for part in addresses.chunks(ACCOUNTS) {
            let keys: Vec<_> = part.iter().map(ToString::to_string).collect();
            let found: Vec<Option<Found>> = self
                .ask_at("getMultipleAccounts", json!([keys, self.reading(json!({ "encoding": "base64" }))]))
                .await?;
            if found.len() != part.len() {
                let why = format!("it tells of {} accounts instead of {}", found.len(), part.len());
                return Err(RpcError::Unexpected { method: "getMultipleAccounts", why });
            }
            all.extend(found);
        }
        Ok(all)
    }

    /// The account at that address, if there is one.
    ///
    /// # Errors
    /// Those of [`Self::accounts`].
    pub async fn account(&self, address: &Pubkey) -> Result<Option<Found>, RpcError> {
        Ok(self.accounts(&[*address]).await?.pop().flatten())
    }

    /// The program's accounts in which all of `memcmps` hold, or the same part of each.
    ///
    /// # Errors
    /// Those of [`Self::accounts`].
    pub async fn program_accounts(
        &self,
        memcmps: &[Memcmp],
        slice: Option<Slice>,
    ) -> Result<Vec<(Pubkey, Found)>, RpcError> {
        self.program_accounts_at(memcmps, slice).await.map(|(_, found)| found)
    }

    /// The same, with the slot that they are of.
    ///
    /// # Errors
    /// Those of [`Self::accounts`].
    pub async fn program_accounts_at(
        &self,
        memcmps: &[Memcmp],
        slice: Option<Slice>,
    ) -> Result<(u64, Vec<(Pubkey, Found)>), RpcError> {
        #[derive(Deserialize)]
        struct Keyed {
            pubkey: String,
            account: Found,
        }
        let filters: Vec<_> = memcmps.iter().map(memcmp).collect();
        let mut options = json!({ "encoding": "base64", "filters": filters, "withContext": true });
        if let Some(Slice { offset, length }) = slice {
            options["dataSlice"] = json!({ "offset": offset, "length": length });
        }
        let params = json!([ID.to_string(), self.reading(options)]);
        let method = "getProgramAccounts";
        let found: Contextual<Vec<Keyed>> = self.ask(method, params).await?;
        self.not_before(found.context.slot);
        let keyed = |Keyed { pubkey, account }| Ok((wire::key(&pubkey)?, account));
        let all = found.value.into_iter().map(keyed).collect::<Result<_, _>>();
        all.map(|all| (found.context.slot, all)).map_err(|why| RpcError::Unexpected { method, why })
    }

    /// The cluster's time. Countdowns use it, and not the clock of this machine.
    ///
    /// # Errors
    /// Those of [`Self::accounts`].
    pub async fn chain_time(&self) -> Result<i64, RpcError> {
        let found = self.account(&CLOCK).await?;
        chain_time(found.as_ref())
    }

    /// The lamports that an account of that size must hold.
    ///
    /// # Errors
    /// Those of [`Self::accounts`].
    pub async fn rent(&self, bytes: usize) -> Result<u64, RpcError> {
        self.ask("getMinimumBalanceForRentExemption", json!([bytes])).await
    }

    /// What a read asks for, beside `options`.
    pub(super) fn reading(&self, mut options: Value) -> Value {
        options["commitment"] = json!(self.commitment.commitment);
        if self.newest_slot() > 0 {
            options["minContextSlot"] = json!(self.newest_slot());
        }
        options
    }
}

fn memcmp(Memcmp { offset, bytes }: &Memcmp) -> Value {
    json!({ "memcmp": { "offset": offset, "bytes": wire::base64(bytes), "encoding": "base64" } })
}

/// The time in the clock's account.
///
/// # Errors
/// [`RpcError::Missing`] where that is no clock.
pub fn chain_time(clock: Option<&Found>) -> Result<i64, RpcError> {
    // Slot, the epoch's start, epoch, the leaders' epoch, and the time, eight bytes each.
    let time = clock.and_then(|found| found.data.get(32..40)).and_then(|bytes| bytes.try_into().ok());
    time.map(i64::from_le_bytes).ok_or(RpcError::Missing { what: "clock", address: CLOCK.to_string() })
}

/// What was found at `address`, as the type that `read` makes of it.
///
/// # Errors
/// [`RpcError::Missing`] where there is nothing, [`RpcError::Account`] where it is something else.
pub fn required<T>(
    found: Option<Found>,
    what: &'static str,
    address: &Pubkey,
    read: impl FnOnce(&Found) -> Result<T, AccountError>,
) -> Result<T, RpcError> {
    let found = found.ok_or(RpcError::Missing { what, address: address.to_string() })?;
    read(&found).map_err(|error| RpcError::Account { address: address.to_string(), error })
}

/// Reads an account as the program's type of that name.
macro_rules! typed {
    ($($name:ident: $type:ident, $what:literal;)*) => {$(
        impl Found {
            #[doc = concat!("These bytes as a ", $what, ".")]
            ///
            /// # Errors
            /// What [`AccountError`] lists.
            pub fn $name(&self) -> Result<$type, AccountError> {
                account::$name(&self.owner, &self.data)
            }
        }

        impl<T: Transport, C: Clock> Rpc<T, C> {
            #[doc = concat!("The ", $what, " at that address.")]
            ///
            /// # Errors
            /// [`RpcError::Missing`] where there is none, [`RpcError::Account`] where it is something else.
            pub async fn $name(&self, address: &Pubkey) -> Result<$type, RpcError> {
                required(self.account(address).await?, $what, address, Found::$name)
            }
        }
    )*};
}

typed! {
    config: Config, "config";
    device: Device, "device";
    offer: Offer, "offer";
    claim_counter: ClaimCounter, "claim counter";
    reward_pool: RewardPool, "reward pool";
    slash_case: SlashCase, "slash case";
}
