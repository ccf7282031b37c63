//! Instruction data: what anybody may send to the program.

use anchor_lang::{
    AnchorDeserialize, Discriminator, InstructionData, event::EVENT_IX_TAG_LE,
    solana_program::program_error::ProgramError,
};
use co_staking::{ID, entry, instruction::*};

use crate::input::Input;

/// Fewer accounts than the first one that an instruction asks for.
const NO_ACCOUNT: ProgramError = ProgramError::Custom(3005);
/// Data that does not fit the instruction.
const MALFORMED: ProgramError = ProgramError::Custom(102);
/// No instruction of this program.
const UNKNOWN: [ProgramError; 2] = [ProgramError::Custom(100), ProgramError::Custom(101)];

/// Decodes arguments from the front of `data`; what they were written as, if they fit.
type Decode = fn(&[u8]) -> Option<Vec<u8>>;

macro_rules! instructions {
    ($($name:literal $instruction:ident),* $(,)?) => {
        const INSTRUCTIONS: &[(&str, &[u8])] = &[$(($name, $instruction::DISCRIMINATOR)),*];
        const DECODERS: &[Decode] = &[$(|mut data| {
            $instruction::deserialize(&mut data).ok().map(|instruction| instruction.data())
        }),*];
    };
}

instructions!(
    "initialize_config" InitializeConfig,
    "update_config" UpdateConfig,
    "propose_admin" ProposeAdmin,
    "accept_admin" AcceptAdmin,
    "set_paused" SetPaused,
    "register_device" RegisterDevice,
    "update_device" UpdateDevice,
    "refresh_requirement" RefreshRequirement,
    "stake" Stake,
    "withdraw_overflow" WithdrawOverflow,
    "unstake" Unstake,
    "withdraw" Withdraw,
    "close_device" CloseDevice,
    "create_offer" CreateOffer,
    "retract_offer" RetractOffer,
    "close_offer" CloseOffer,
    "open_claims" OpenClaims,
    "close_claims" CloseClaims,
    "claim_offer" ClaimOffer,
    "unstake_co_stake" UnstakeCoStake,
    "withdraw_co_stake" WithdrawCoStake,
    "release_claim" ReleaseClaim,
    "fund_rewards" FundRewards,
    "accrue_rewards" AccrueRewards,
    "claim_rewards" ClaimRewards,
    "open_slash" OpenSlash,
    "appeal_slash" AppealSlash,
    "rule_slash" RuleSlash,
    "finalize_slash" FinalizeSlash,
    "return_slashed" ReturnSlashed,
);

/// Any data, most of it after the discriminator of an instruction. Arguments that are decoded are written as the same
/// bytes, and the program, which is given no account, refuses what does not fit for that, and the rest for the accounts.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let (kind, padding) = (input.below(INSTRUCTIONS.len() + 1), usize::from(input.take::<u8>()));
    let arguments = [input.rest(), &vec![0; padding]].concat();
    let Some((name, discriminator)) = INSTRUCTIONS.get(kind) else {
        return unknown(&arguments);
    };
    let written = [discriminator, arguments.as_slice()].concat();
    let refusal = entry(&ID, &[], &written).unwrap_err();
    match DECODERS[kind](&arguments) {
        Some(again) => {
            assert!(written.starts_with(&again), "{name}: {again:?}");
            assert_eq!(refusal, NO_ACCOUNT, "{name}");
        }
        None => assert_eq!(refusal, MALFORMED, "{name}"),
    }
}

/// Events are told by calls of the program to itself, signed for by an address of its own.
fn unknown(data: &[u8]) {
    let refusal = entry(&ID, &[], data).unwrap_err();
    let is_event = data.starts_with(EVENT_IX_TAG_LE);
    let known = INSTRUCTIONS.iter().any(|(_, discriminator)| data.starts_with(discriminator));
    assert!(
        known || if is_event { refusal == ProgramError::NotEnoughAccountKeys } else { UNKNOWN.contains(&refusal) },
        "{refusal}"
    );
}

#[cfg(test)]
pub mod tests {
    use serde_json::{Value, from_str, from_value};

    #[test]
    fn these_are_all_instructions() {
        assert_of_idl("instructions", super::INSTRUCTIONS);
    }

    /// The same names and discriminators as in the IDL, in whatever order.
    pub fn assert_of_idl(list: &str, fuzzed: &[(&str, &[u8])]) {
        let idl: Value = from_str(include_str!("../../programs/co-staking/idl.json")).unwrap();
        let of = |entry: &Value| -> (String, Vec<u8>) {
            (entry["name"].as_str().unwrap().into(), from_value(entry["discriminator"].clone()).unwrap())
        };
        let mut expected: Vec<_> = idl[list].as_array().unwrap().iter().map(of).collect();
        let mut found: Vec<_> = fuzzed.iter().map(|(name, bytes)| (String::from(*name), bytes.to_vec())).collect();
        expected.sort();
        found.sort();
        assert_eq!(found, expected);
    }
}
