//! Fields of an account by their documented offsets, which `tests/src/layout` holds the program to.

use co_staking_client::Pubkey;

/// An account's data from some byte on.
#[derive(Clone, Copy)]
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    fn get<const N: usize>(self, at: usize) -> [u8; N] {
        let field = self.0.get(at..at + N).and_then(|field| field.try_into().ok());
        field.expect("the account has the length that was checked")
    }

    pub fn from(self, at: usize) -> Self {
        Self(&self.0[at..])
    }

    pub fn u8(self, at: usize) -> u8 {
        self.get::<1>(at)[0]
    }

    pub fn u16(self, at: usize) -> u16 {
        u16::from_le_bytes(self.get(at))
    }

    pub fn u32(self, at: usize) -> u32 {
        u32::from_le_bytes(self.get(at))
    }

    pub fn u64(self, at: usize) -> u64 {
        u64::from_le_bytes(self.get(at))
    }

    pub fn i64(self, at: usize) -> i64 {
        i64::from_le_bytes(self.get(at))
    }

    pub fn key(self, at: usize) -> Pubkey {
        Pubkey::from(self.get::<32>(at))
    }

    /// A time that is not set where the end of all times stands.
    pub fn time(self, at: usize) -> Option<i64> {
        Some(self.i64(at)).filter(|time| *time != i64::MAX)
    }

    /// A name, filled up with zeros.
    pub fn name(self, at: usize) -> String {
        let bytes = self.get::<32>(at);
        String::from_utf8_lossy(&bytes).trim_end_matches('\0').to_owned()
    }
}
