//! What a transaction changed: the accounts that it names, before and after.

use co_staking_client::Pubkey;
use solana_account::Account;

use crate::{
    ledger::{Ledger, as_token},
    report::{Lamports, Names, Party, Refund, Rented},
};

/// The accounts that a transaction names, at one time.
pub struct Snapshot(Vec<(Pubkey, Option<Account>)>);

impl Snapshot {
    /// These accounts as they are now.
    pub fn take(ledger: &Ledger, keys: &[Pubkey]) -> Self {
        Self(keys.iter().map(|key| (*key, ledger.account(key))).collect())
    }

    /// Whether the account is among them.
    pub fn names(&self, key: &Pubkey) -> bool {
        self.0.iter().any(|(other, _)| other == key)
    }

    /// Each token account, with its balance here and in `after`.
    pub fn balances<'a>(&'a self, after: &'a Self) -> impl Iterator<Item = (Pubkey, u64, u64)> + 'a {
        let pairs = self.0.iter().zip(&after.0);
        pairs.filter_map(|((key, had), (_, has))| {
            let amount = |account: &Option<Account>| account.as_ref().and_then(as_token).map(|token| token.amount);
            let (had, has) = (amount(had), amount(has));
            (had.is_some() || has.is_some()).then(|| (*key, had.unwrap_or_default(), has.unwrap_or_default()))
        })
    }

    /// The accounts that are there and were not before.
    pub fn new_since(&self, before: &Self, names: &Names) -> Vec<Rented> {
        let pairs = self.0.iter().zip(&before.0).filter(|(_, (_, before))| before.is_none());
        let new = pairs.filter_map(|((key, account), _)| account.as_ref().map(|account| (key, account)));
        let rented = new.map(|(key, account)| Rented {
            account: names.party(key),
            bytes: account.data.len(),
            rent: Lamports(account.lamports),
        });
        let mut rented: Vec<_> = rented.collect();
        rented.sort_by(|a, b| a.account.name.cmp(&b.account.name));
        rented
    }

    /// What came back to wallets; the payer's fee does not count.
    pub fn refunds(&self, after: &Self, names: &Names, payer: &Party, fee: u64) -> Vec<Refund> {
        let pairs = self.0.iter().zip(&after.0);
        let wallets = pairs.filter_map(|((key, before), (_, after))| Some((key, before.as_ref()?, after.as_ref()?)));
        let refund = wallets.filter(|(_, before, _)| before.data.is_empty()).map(|(key, before, after)| {
            let wallet = names.party(key);
            let paid = if wallet == *payer { fee } else { 0 };
            let amount = after.lamports.saturating_add(paid).saturating_sub(before.lamports);
            Refund { wallet, amount: Lamports(amount) }
        });
        refund.filter(|refund| refund.amount.0 > 0).collect()
    }

    /// I8: whether nothing changed but what the payer paid.
    pub fn is_but_for_the_fee(&self, after: &Self, payer: &Party, fee: u64) -> bool {
        self.0.iter().zip(&after.0).all(|((key, before), (_, after))| match (before, after) {
            (Some(before), Some(after)) if key.to_string() == payer.address => {
                let refunded = Account { lamports: after.lamports.saturating_add(fee), ..after.clone() };
                *before == refunded
            }
            (before, after) => before == after,
        })
    }
}
