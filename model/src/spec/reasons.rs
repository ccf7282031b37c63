//! Why an instruction must be refused: every precondition that fails, by the code that it is refused with. The rules do
//! not say in which order they are checked, so that any member will do.

use std::collections::BTreeSet;

use co_staking_client::CoStakingError;

/// A custom code of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code(pub u32);

impl From<CoStakingError> for Code {
    fn from(refusal: CoStakingError) -> Self {
        Self(refusal.into())
    }
}

/// An address that is to be created is in use already: the system program's.
pub const IN_USE: Code = Code(0);
/// The token program: less is there than is to be moved.
pub const INSUFFICIENT: Code = Code(1);
/// The token program: the signer is not whom the account belongs to.
pub const NOT_ITS_OWNER: Code = Code(4);
/// Anchor: the signer, or an account, is not the one that another account names.
pub const NOT_NAMED: Code = Code(2001);
/// Anchor: the account is not at the address that follows from the seeds.
pub const SEEDS: Code = Code(2006);
/// Anchor: the account is not at its only address.
pub const ADDRESS: Code = Code(2012);
/// Anchor: a token account of another mint.
pub const TOKEN_MINT: Code = Code(2014);
/// Anchor: one account in two places that are both written.
pub const TWICE: Code = Code(2040);
/// Anchor: no account of this program.
pub const FOREIGN: Code = Code(3007);
/// Anchor: the signature is missing.
pub const NOT_SIGNER: Code = Code(3010);
/// Anchor: there is no such token account.
pub const NOTHING_THERE: Code = Code(3012);

/// What fails. Empty where the instruction must succeed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons(BTreeSet<Code>);

impl Reasons {
    /// It fails where that holds.
    pub fn when(&mut self, fails: bool, code: impl Into<Code>) {
        if fails {
            self.0.insert(code.into());
        }
    }

    /// With these too, of which the program may meet one first.
    #[must_use]
    pub fn and(mut self, codes: &[Code]) -> Self {
        self.0.extend(codes);
        self
    }

    /// Nothing else can be told: it fails with one of what was found and of these.
    pub fn stop<T>(self, codes: &[Code]) -> Result<T, Self> {
        Err(self.and(codes))
    }

    /// # Errors
    /// Itself, where anything fails.
    pub fn none(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }

    pub fn allow(&self, code: u32) -> bool {
        self.0.contains(&Code(code))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn codes(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|code| code.0)
    }
}
