//! Every account of every instruction, broken in every way.
//!
//! For each instruction a scene makes a valid one, and each of its accounts in turn is broken. What the program answers
//! is compared with `table.txt`, cell by cell: an instruction, account or breakage that the table does not know fails.
//! Nothing is sent; a simulation answers the same.

mod breakage;
pub mod scene;
mod table;

use breakage::Breakage;
use scene::Scene;

use crate::world::World;

/// Compares what the program answers with the instruction's part of the table.
async fn check(name: &str, world: World, scene: Scene) {
    let found = answers(name, world, &scene).await;
    assert!(found == table::part(name), "the table differs; the program answers:\n{found}");
}

async fn answers(name: &str, mut world: World, scene: &Scene) -> String {
    let whole = world.would(std::slice::from_ref(&scene.instruction), &scene.signers()).await;
    assert_eq!(whole, Ok(()), "the unbroken instruction");
    let mut lines = format!("{name}\n");
    for index in 0..scene.instruction.accounts.len() {
        let mut cells = vec![];
        for breakage in Breakage::ALL {
            cells.push(match breakage.apply(&mut world, scene, index).await {
                Some((instruction, signers)) => {
                    let signers: Vec<_> = signers.iter().collect();
                    table::cell(world.would(&[instruction], &signers).await)
                }
                None => "-".into(),
            });
        }
        lines += &table::line(scene.names[index], &cells);
    }
    lines
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
        fn the_table_knows_these_instructions_and_no_others() {
            assert_eq!(table::names(), [$(stringify!($name)),*]);
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
