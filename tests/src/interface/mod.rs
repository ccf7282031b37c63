//! Every account of every instruction, broken in every way.
//!
//! The instructions and their accounts are those of the IDL. For each instruction a scene makes a valid one, and each of
//! its accounts in turn is broken (`table.txt`), or has another of them in its place (`aliases.txt`). What the program
//! answers is compared cell by cell: an instruction, account or breakage that the tables do not know fails. Nothing is
//! sent; a simulation answers the same.

mod alias;
mod breakage;
mod idl;
mod roles;
pub mod scene;
mod table;
mod told;

use std::collections::BTreeSet;

use scene::Scene;
use table::{ALIASES, BREAKAGES, Table};

use crate::world::World;

/// Compares the instruction with the IDL, and what the program answers with the instruction's parts of the tables.
async fn check(name: &str, mut world: World, scene: Scene) {
    idl::assert_same(name, &scene);
    let whole = world.would(std::slice::from_ref(&scene.instruction), &scene.signers()).await;
    assert_eq!(whole, Ok(()), "the unbroken instruction");
    let broken = breakage::answers(name, &mut world, &scene).await;
    let aliased = alias::answers(name, &mut world, &scene).await;
    let differs = |table: &Table, found: &str| if table.part(name) == found { String::new() } else { found.into() };
    let found = differs(&BREAKAGES, &broken) + &differs(&ALIASES, &aliased);
    assert!(found.is_empty(), "the tables differ; the program answers:\n{found}");
}

/// One test per instruction.
macro_rules! instructions {
    ($($name:ident),* $(,)?) => {
        $(#[tokio::test]
        async fn $name() {
            let mut world = World::deployed().await;
            let scene = scene::$name(&mut world).await;
            check(stringify!($name), world, scene).await;
        })*

        #[test]
        fn the_tables_know_the_instructions_of_the_idl_and_no_others() {
            let all = [$(stringify!($name)),*];
            assert_eq!([BREAKAGES.names(), ALIASES.names()], [all, all]);
            // An IDL's are in the order of the alphabet.
            assert_eq!(BTreeSet::from(all), idl::instructions().into_iter().collect());
        }
    };
}

instructions!(
    initialize_config,
    update_config,
    propose_admin,
    accept_admin,
    set_paused,
    register_device,
    update_device,
    refresh_requirement,
    stake,
    withdraw_overflow,
    unstake,
    withdraw,
    close_device,
    create_offer,
    retract_offer,
    close_offer,
    open_claims,
    close_claims,
    claim_offer,
    unstake_co_stake,
    withdraw_co_stake,
    release_claim,
    fund_rewards,
    accrue_rewards,
    claim_rewards,
    open_slash,
    appeal_slash,
    rule_slash,
    finalize_slash,
    return_slashed,
);
