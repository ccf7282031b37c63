//! Each account of an instruction in the place of each other one.

use co_staking_client::Instruction;
use solana_keypair::Keypair;

use super::{
    scene::Scene,
    table::{self, ALIASES},
};
use crate::world::World;

/// An account in its own place.
const ITSELF: &str = ".";

/// The instruction's part of the table: a line for each account, and in it, by its letter, for each other account what the
/// program answers where that one is passed in this one's place as well.
pub async fn answers(name: &str, world: &mut World, scene: &Scene) -> String {
    let letters = letters(scene.names.len());
    let mut lines = line(&format!("{name:<22}"), &letters);
    for place in 0..letters.len() {
        let mut cells = vec![];
        for other in 0..letters.len() {
            cells.push(if place == other { ITSELF.into() } else { answer(world, scene, place, other).await });
        }
        lines += &line(&format!("  {} {:<18}", letters[place], scene.names[place]), &cells);
    }
    lines
}

async fn answer(world: &mut World, scene: &Scene, place: usize, other: usize) -> String {
    let mut aliased = scene.instruction.clone();
    aliased.accounts[place].pubkey = scene.instruction.accounts[other].pubkey;
    match signers(world, &aliased) {
        Some(signers) => table::cell(world.would(&[aliased], &signers.iter().collect::<Vec<_>>()).await),
        None => "-".into(),
    }
}

/// Who has to sign it; `None` where that is an address which nobody has the key of.
fn signers(world: &World, instruction: &Instruction) -> Option<Vec<Keypair>> {
    let signing = instruction.accounts.iter().filter(|meta| meta.is_signer);
    signing.map(|meta| world.keypair_of(&meta.pubkey)).collect()
}

/// The columns of an instruction, in words: which other account it is.
pub fn columns(instruction: &str) -> Vec<String> {
    let accounts = ALIASES.part(instruction);
    let names = accounts.lines().skip(1).filter_map(|line| line.split_whitespace().nth(1));
    names.map(|other| format!("is {other}")).collect()
}

fn line(start: &str, cells: &[String]) -> String {
    let cells: String = cells.iter().map(|cell| format!("{cell:<6}")).collect();
    format!("{start}{}\n", cells.trim_end())
}

fn letters(count: usize) -> Vec<String> {
    (b'a'..).take(count).map(|letter| char::from(letter).to_string()).collect()
}
