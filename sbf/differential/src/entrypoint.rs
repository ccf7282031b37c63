//! The program: an instruction holds a selector and an input; what it computes is returned.

use solana_program::{
    account_info::AccountInfo, entrypoint::ProgramResult, program::set_return_data, program_error::ProgramError,
    pubkey::Pubkey,
};

use crate::{ALL_GROUPS, Input, PANICS, compute};

solana_program::entrypoint!(process);

fn process(_: &Pubkey, _: &[AccountInfo], data: &[u8]) -> ProgramResult {
    let (selector, rest) = data.split_first().ok_or(ProgramError::InvalidInstructionData)?;
    let input = Input::read(rest).ok_or(ProgramError::InvalidInstructionData)?;
    if *selector == ALL_GROUPS {
        set_return_data(&compute(&input));
    } else {
        let panics = PANICS.get(usize::from(*selector) - 1).ok_or(ProgramError::InvalidInstructionData)?;
        set_return_data(&(panics.run)(&input).to_le_bytes());
    }
    Ok(())
}
