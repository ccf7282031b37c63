//! What this program reads of the upgradeable loader's accounts: who may upgrade it.
//!
//! A few fields at fixed places: the loader's own types bring a general decoder, its messages and the printing of floats.

use anchor_lang::{prelude::*, solana_program::bpf_loader_upgradeable};

use crate::layout::bytes_at;

/// An account that holds a program's code, and who may change it.
#[derive(Clone, Copy, Debug)]
pub struct ProgramData {
    /// `None` where nobody may, for ever.
    pub upgrade_authority: Option<Pubkey>,
}

impl ProgramData {
    const TAG: u32 = 3;
    /// After the tag and the slot of the last deployment.
    const HAS_AUTHORITY: usize = 12;
    const AUTHORITY: usize = 13;
}

impl AccountDeserialize for ProgramData {
    fn try_deserialize_unchecked(data: &mut &[u8]) -> Result<Self> {
        require!(u32::from_le_bytes(bytes_at(data, 0)?) == Self::TAG, ErrorCode::AccountNotProgramData);
        let [has_authority] = bytes_at(data, Self::HAS_AUTHORITY)?;
        let authority = bytes_at(data, Self::AUTHORITY)?.into();
        Ok(Self { upgrade_authority: (has_authority != 0).then_some(authority) })
    }
}

impl AccountSerialize for ProgramData {}

impl Owner for ProgramData {
    fn owner() -> Pubkey {
        bpf_loader_upgradeable::ID
    }
}

/// The account that holds a program's code; `None` where the loader does not keep them apart, and so knows nobody who may
/// upgrade it.
pub fn program_data_address(program: &AccountInfo) -> Option<Pubkey> {
    const TAG: u32 = 2;
    const ADDRESS: usize = 4;
    let data = program.try_borrow_data().ok()?;
    let is_program =
        program.owner == &bpf_loader_upgradeable::ID && u32::from_le_bytes(bytes_at(&data, 0).ok()?) == TAG;
    bytes_at(&data, ADDRESS).ok().filter(|_| is_program).map(Pubkey::new_from_array)
}
