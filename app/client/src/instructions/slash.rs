//! A slash case: what the slasher, the parties, the arbiter, and in the end anyone, send.

use anchor_lang::{prelude::Pubkey, system_program};
use anchor_spl::token;
use co_staking::{accounts, instruction};
use solana_instruction::Instruction;

use super::build;
use crate::{ID, Slash, pda};

/// Takes a part of each stake that answers for the offence. `payer` pays for the case's account, which stays.
pub fn open_slash(
    device: &Pubkey,
    slasher: &Pubkey,
    payer: &Pubkey,
    mint: &Pubkey,
    offence_id: [u8; 32],
    slash: Slash,
) -> Instruction {
    let accounts = accounts::OpenSlash {
        slasher: *slasher,
        payer: *payer,
        config: pda::config(),
        device: *device,
        case: pda::slash_case(device, &offence_id),
        pool: pda::reward_pool(),
        vault: pda::vault(device),
        escrow: pda::escrow(),
        mint: *mint,
        token_program: token::ID,
        system_program: system_program::ID,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::OpenSlash { offence_id, slash })
}

/// Asks the arbiter to rule on a case; `party` is the owner or a co-staker in it.
pub fn appeal_slash(case: &Pubkey, party: &Pubkey) -> Instruction {
    let accounts = accounts::AppealSlash {
        party: *party,
        config: pda::config(),
        case: *case,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::AppealSlash {})
}

/// Upholds or overturns an appealed case.
pub fn rule_slash(device: &Pubkey, case: &Pubkey, arbiter: &Pubkey, mint: &Pubkey, uphold: bool) -> Instruction {
    let accounts = accounts::RuleSlash {
        arbiter: *arbiter,
        config: pda::config(),
        decision: decision(device, case, mint),
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::RuleSlash { uphold })
}

/// Ends a case whose window has passed; anyone may send it.
pub fn finalize_slash(device: &Pubkey, case: &Pubkey, sender: &Pubkey, mint: &Pubkey) -> Instruction {
    let accounts = accounts::FinalizeSlash {
        sender: *sender,
        config: pda::config(),
        decision: decision(device, case, mint),
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::FinalizeSlash {})
}

fn decision(device: &Pubkey, case: &Pubkey, mint: &Pubkey) -> accounts::Decision {
    accounts::Decision {
        device: *device,
        case: *case,
        pool: pda::reward_pool(),
        escrow: pda::escrow(),
        mint: *mint,
        token_program: token::ID,
    }
}

/// Which accounts a returned part may need, beside those that follow from its case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReturnTo {
    /// The offer of the part's co-stake, where that has ended and had rewards withheld.
    pub offer_index: Option<u32>,
    /// A token account of the party, where its stake has ended: any that it owns if it is the sender, else its
    /// associated one.
    pub destination: Option<Pubkey>,
}

/// Gives part `number` of an overturned case back; anyone may send it. Passing all of [`ReturnTo`] always works; what is
/// not needed is not looked at.
pub fn return_slashed(
    device: &Pubkey,
    case: &Pubkey,
    number: u8,
    sender: &Pubkey,
    to: ReturnTo,
    mint: &Pubkey,
) -> Instruction {
    let accounts = accounts::ReturnSlashed {
        sender: *sender,
        device: *device,
        case: *case,
        offer: to.offer_index.map(|index| pda::offer(device, index)),
        pool: pda::reward_pool(),
        escrow: pda::escrow(),
        vault: pda::vault(device),
        destination: to.destination,
        mint: *mint,
        token_program: token::ID,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::ReturnSlashed { number })
}
