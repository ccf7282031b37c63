//! One builder per instruction, in the file of the actor who sends it. They are pure: every account follows from the
//! arguments.

pub mod admin;
pub mod co_staker;
pub mod owner;
pub mod registrar;
pub mod rewards;
pub mod slash;

use anchor_lang::{InstructionData, ToAccountMetas};
use solana_instruction::Instruction;

use crate::ID;

fn build(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: ID, accounts: accounts.to_account_metas(None), data: data.data() }
}
