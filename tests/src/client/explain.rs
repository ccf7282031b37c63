//! "Why not?": every reason, with what was expected, what was found and what to do.

use anchor_lang::{Discriminator, error::ErrorCode};
use co_staking_client::{
    CoStakingError, Config, Device, ID, Pubkey, account,
    error::Failure,
    explain::{Accounts, Action, Reason, explain},
    format::IO,
};
use spl_token::error::TokenError;

use crate::{
    layout::{CONFIG, DEVICE, Layout},
    world::{DAY, START},
};

const OWNER: Pubkey = Pubkey::new_from_array([1; 32]);
const REGISTRAR: Pubkey = Pubkey::new_from_array([2; 32]);
const STRANGER: Pubkey = Pubkey::new_from_array([3; 32]);

type Fields<'a> = &'a [(&'a str, &'a [u8])];

fn bytes(layout: &Layout, discriminator: &[u8], fields: Fields<'_>) -> Vec<u8> {
    let mut data = vec![0; layout.size];
    data[..8].copy_from_slice(discriminator);
    layout.set(&mut data, "version", &[1]);
    fields.iter().for_each(|(field, value)| layout.set(&mut data, field, value));
    data
}

fn config(paused: bool) -> Config {
    let fields: Fields<'_> = &[("paused", &[u8::from(paused)]), ("roles.registrar", REGISTRAR.as_ref())];
    account::config(&ID, &bytes(&CONFIG, Config::DISCRIMINATOR, fields)).unwrap()
}

/// A device that requires 800 IO, and what `fields` change of it.
fn device(fields: Fields<'_>) -> Device {
    let (requirement, never) = ((800 * IO).to_le_bytes(), i64::MAX.to_le_bytes());
    let first: Fields<'_> =
        &[("owner", OWNER.as_ref()), ("requirement.current", &requirement), ("requirement.pending_from", &never)];
    account::device(&ID, &bytes(&DEVICE, Device::DISCRIMINATOR, &[first, fields].concat())).unwrap()
}

fn reasons(action: Action, signer: Pubkey, config: &Config, device: &Device, balance: Option<u64>) -> Vec<Reason> {
    explain(action, &signer, Accounts { balance, ..Accounts::of_device(config, device, Pubkey::default()) }, START)
        .unwrap()
}

/// The one reason, as it is shown.
fn assert_reason(action: Action, signer: Pubkey, fields: Fields<'_>, failure: impl Into<Failure>, figures: &str) {
    let found = reasons(action, signer, &config(false), &device(fields), None);
    let [reason] = &found[..] else { panic!("one reason: {found:?}") };
    let failure = failure.into();
    assert_eq!(reason.failure, failure);
    assert_eq!(reason.to_string(), format!("{} {figures}", failure.advice()));
}

fn amount(io: u64) -> [u8; 8] {
    (io * IO).to_le_bytes()
}

#[test]
fn nothing_is_wrong_with_what_may_be_done() {
    let staked = device(&[("owner_stake.active", &amount(900))]);
    let unlocked = device(&[("owner_stake.exiting", &amount(900)), ("owner_stake.unlock_at", &START.to_le_bytes())]);
    for (action, signer, device) in [
        (Action::UpdateDevice, REGISTRAR, &staked),
        (Action::Stake { amount: 1 }, OWNER, &staked),
        (Action::WithdrawOverflow { amount: 100 * IO }, OWNER, &staked),
        (Action::Unstake, OWNER, &staked),
        (Action::Withdraw, STRANGER, &unlocked),
        (Action::CloseDevice, OWNER, &self::device(&[])),
        (Action::CloseDevice, REGISTRAR, &self::device(&[])),
    ] {
        assert_eq!(reasons(action, signer, &config(false), device, Some(1)), [], "{action:?}");
    }
}

#[test]
fn a_wrong_signer() {
    let failure = || Failure::from(ErrorCode::ConstraintHasOne);
    let (owner, registrar) = (
        format!("Expected the owner {OWNER}; found {STRANGER}. [Roles]"),
        format!("Expected the registrar {REGISTRAR}; found {STRANGER}. [Roles]"),
    );
    let staked: Fields<'_> = &[("owner_stake.active", &amount(900))];
    assert_reason(Action::Stake { amount: 1 }, STRANGER, staked, failure(), &owner);
    assert_reason(Action::WithdrawOverflow { amount: 1 }, STRANGER, staked, failure(), &owner);
    assert_reason(Action::Unstake, STRANGER, staked, failure(), &owner);
    assert_reason(Action::UpdateDevice, STRANGER, staked, failure(), &registrar);
    let figures = format!("Expected the owner {OWNER}; found {STRANGER}. [R5]");
    assert_reason(Action::CloseDevice, STRANGER, &[], CoStakingError::NotYoursToClose, &figures);
    let used: Fields<'_> = &[("ever_staked", &[1])];
    let figures = format!("Expected the owner {OWNER}; found {REGISTRAR}. [R5]");
    assert_reason(Action::CloseDevice, REGISTRAR, used, CoStakingError::NotYoursToClose, &figures);
}

#[test]
fn a_paused_program() {
    for (action, signer) in [(Action::UpdateDevice, REGISTRAR), (Action::Stake { amount: 1 }, OWNER)] {
        let found = reasons(action, signer, &config(true), &device(&[]), None);
        let shown: Vec<_> = found.iter().map(Reason::to_string).collect();
        let expected = "The program is paused: this waits until the admin unpauses; withdrawals, unstaking and claims \
                        still work. Expected a running program; found a paused one. [R34]";
        assert_eq!(shown, [expected]);
    }
}

#[test]
fn an_amount_of_zero() {
    let figures = |rule| format!("Expected at least 0.00000001 IO; found 0 IO. [{rule}]");
    assert_reason(Action::Stake { amount: 0 }, OWNER, &[], CoStakingError::AmountZero, &figures("R6"));
    assert_reason(Action::WithdrawOverflow { amount: 0 }, OWNER, &[], CoStakingError::AmountZero, &figures("R7"));
}

#[test]
fn more_than_the_source_holds() {
    let found = reasons(Action::Stake { amount: 5 * IO }, OWNER, &config(false), &device(&[]), Some(3 * IO));
    let [reason] = &found[..] else { panic!("{found:?}") };
    assert_eq!(reason.failure, TokenError::InsufficientFunds.into());
    assert!(reason.to_string().ends_with("Expected at least 5 IO; found 3 IO. [R6]"), "{reason}");
}

#[test]
fn more_than_64_bits_hold() {
    let staked = device(&[("owner_stake.active", &amount(1))]);
    let found = reasons(Action::Stake { amount: u64::MAX }, OWNER, &config(false), &staked, Some(IO));
    let failures: Vec<_> = found.iter().map(|reason| reason.failure.clone()).collect();
    assert_eq!(failures, [CoStakingError::MathOverflow.into(), Failure::from(TokenError::InsufficientFunds)]);
    assert!(
        found[0]
            .to_string()
            .ends_with("Expected at most 184,467,440,736.09551615 IO; found 184,467,440,737.09551615 IO. [R6]")
    );
}

#[test]
fn an_owner_that_is_exiting() {
    let unlock = (START + 14 * DAY).to_le_bytes();
    let exiting: Fields<'_> = &[("owner_stake.exiting", &amount(900)), ("owner_stake.unlock_at", &unlock)];
    let stands = "900 IO unstaked, unlocked from 2026-03-15 12:00:00 UTC";
    let figures = format!("Expected an owner that is not unstaking; found {stands}. [R10]");
    assert_reason(Action::Stake { amount: 1 }, OWNER, exiting, CoStakingError::OwnerExiting, &figures);
    let figures = "Expected 2026-03-15 12:00:00 UTC or later; found 2026-03-01 12:00:00 UTC, 14 d too early. [R10]";
    assert_reason(Action::Withdraw, STRANGER, exiting, CoStakingError::CooldownNotOver, figures);
    let figures = "Expected no stake of the owner; found 900 IO. [R5]";
    assert_reason(Action::CloseDevice, OWNER, exiting, CoStakingError::DeviceHasStake, figures);
}

#[test]
fn what_keeps_an_owner_from_unstaking() {
    let figures = "Expected a stake above zero; found 0 IO. [R8]";
    assert_reason(Action::Unstake, OWNER, &[], CoStakingError::NothingStaked, figures);

    let stake: (&str, &[u8]) = ("owner_stake.active", &amount(900));
    let (from, until) = (START.to_le_bytes(), (START + 90_000).to_le_bytes());
    let hired: Fields<'_> = &[stake, ("hire.started_at", &from), ("hire.ends_at", &until)];
    let figures = "Expected a device that is not hired; found a hire until 2026-03-02 13:00:00 UTC, in 1 d 1 h. [R8]";
    assert_reason(Action::Unstake, OWNER, hired, CoStakingError::DeviceHired, figures);

    let figures = "Expected no open offer; found 2 open. [R8]";
    assert_reason(Action::Unstake, OWNER, &[stake, ("open_offers", &[2])], CoStakingError::RetractOffersFirst, figures);
}

#[test]
fn more_than_the_overflow() {
    let staked: Fields<'_> = &[("owner_stake.active", &amount(900))];
    let figures = "Expected at most the overflow of 100 IO; found 101 IO. [R7]";
    let action = Action::WithdrawOverflow { amount: 101 * IO };
    assert_reason(action, OWNER, staked, CoStakingError::AmountExceedsOverflow, figures);
}

#[test]
fn nothing_to_withdraw() {
    let staked: Fields<'_> = &[("owner_stake.active", &amount(900))];
    let figures = "Expected an owner that is unstaking; found 900 IO staked. [R10]";
    assert_reason(Action::Withdraw, OWNER, staked, CoStakingError::NotExiting, figures);
}

#[test]
fn what_keeps_a_device_from_being_closed() {
    for (field, value, failure, figures) in [
        ("owner_stake.active", &amount(5)[..], CoStakingError::DeviceHasStake, "no stake of the owner; found 5 IO"),
        ("positions[3].held", &[1], CoStakingError::DeviceHasPositions, "no co-stake; found 1"),
        ("offer_accounts", &2u32.to_le_bytes(), CoStakingError::DeviceHasOffers, "no offer account; found 2"),
        (
            "undecided_cases",
            &3u32.to_le_bytes(),
            CoStakingError::DeviceHasSlashCases,
            "no unsettled slash case; found 3",
        ),
        (
            "unreturned_cases",
            &4u32.to_le_bytes(),
            CoStakingError::DeviceHasSlashCases,
            "no unsettled slash case; found 4",
        ),
        ("owner_stake.rewards", &amount(6), CoStakingError::DeviceHasRewards, "no unclaimed rewards; found 6 IO"),
    ] {
        assert_reason(Action::CloseDevice, OWNER, &[(field, value)], failure, &format!("Expected {figures}. [R5]"));
    }
}

/// All at once, in the order in which the program would refuse.
#[test]
fn every_reason_is_given_and_not_the_first_alone() {
    let exiting = device(&[("owner_stake.exiting", &amount(1))]);
    let found = reasons(Action::Stake { amount: 0 }, STRANGER, &config(true), &exiting, Some(0));
    let failures: Vec<_> = found.into_iter().map(|reason| reason.failure).collect();
    let rules = [CoStakingError::Paused, CoStakingError::AmountZero, CoStakingError::OwnerExiting];
    let expected = [Failure::from(ErrorCode::ConstraintHasOne)].into_iter().chain(rules.map(Failure::from));
    assert_eq!(failures, expected.collect::<Vec<_>>());
}

/// Figures that no account of the program shows are an error, and no panic.
#[test]
fn figures_that_cannot_be_summed_are_an_error() {
    let max = u64::MAX.to_le_bytes();
    let broken = device(&[("owner_stake.active", &max), ("owner_stake.exiting", &max)]);
    let (config, balance) = (config(false), None);
    let accounts = Accounts { balance, ..Accounts::of_device(&config, &broken, Pubkey::default()) };
    assert_eq!(explain(Action::CloseDevice, &OWNER, accounts, START), Err(CoStakingError::MathOverflow));
}
