//! The ways to break an account of an instruction.

use anchor_lang::Discriminator;
use co_staking_client::{ClaimCounter, Config, Device, ID, Instruction, Offer, RewardPool, SlashCase};
use solana_account::Account;
use solana_keypair::Keypair;
use solana_program::pubkey::Pubkey;
use solana_signer::Signer;

use super::{scene::Scene, table};
use crate::world::{World, account_of};

/// The layout of all accounts.
const VERSION: u8 = 1;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Breakage {
    /// A signer that does not sign.
    Unsigned,
    /// A writable account that is passed read-only.
    ReadOnly,
    /// A valid account of the same type and of somebody else: another owner's device, vault, offer or case, another mint,
    /// wallet (which signs) or program.
    Other,
    /// A valid account of the same type and of the same owner, wallet or device: its other device, offer, case or token
    /// account.
    Own,
    /// A valid account of another type: each of the program's other types for one of them, token account for mint and the
    /// other way round.
    OtherType,
    /// A byte-identical copy that a foreign program owns.
    ForeignCopy,
    /// An address where nothing is.
    Closed,
}

impl Breakage {
    pub const ALL: [Self; 7] =
        [Self::Unsigned, Self::ReadOnly, Self::Other, Self::Own, Self::OtherType, Self::ForeignCopy, Self::Closed];

    pub fn title(self) -> &'static str {
        match self {
            Self::Unsigned => "unsigned",
            Self::ReadOnly => "readonly",
            Self::Other => "other",
            Self::Own => "own",
            Self::OtherType => "type",
            Self::ForeignCopy => "copy",
            Self::Closed => "closed",
        }
    }

    /// The instruction with the account at `index` broken so, and who signs it; in each of the ways that there are.
    async fn apply(self, world: &mut World, scene: &Scene, index: usize) -> Vec<(Instruction, Vec<Keypair>)> {
        let (valid, name) = (scene.instruction.accounts[index].clone(), scene.names[index]);
        let swapped = |with: Pubkey| {
            let mut broken = scene.instruction.clone();
            broken.accounts[index].pubkey = with;
            broken
        };
        let mut signers: Vec<Keypair> = scene.signers.iter().map(Keypair::insecure_clone).collect();
        let broken = match self {
            Self::Unsigned if valid.is_signer => {
                let mut broken = scene.instruction.clone();
                broken.accounts[index].is_signer = false;
                signers.retain(|signer| signer.pubkey() != valid.pubkey);
                vec![broken]
            }
            Self::ReadOnly if valid.is_writable => {
                let mut broken = scene.instruction.clone();
                broken.accounts[index].is_writable = false;
                vec![broken]
            }
            Self::Other if valid.is_signer => {
                let other = world.wallet(0).keypair;
                let broken = swapped(other.pubkey());
                signers.retain(|signer| signer.pubkey() != valid.pubkey);
                signers.push(other);
                vec![broken]
            }
            Self::Other => scene.others.get(name).copied().map(swapped).into_iter().collect(),
            Self::Own => scene.own.get(name).copied().map(swapped).into_iter().collect(),
            Self::OtherType => other_types(world, scene, index).await.into_iter().map(swapped).collect(),
            Self::ForeignCopy if !valid.is_signer => {
                foreign_copy(world, &valid.pubkey).await.map(swapped).into_iter().collect()
            }
            Self::Closed if !valid.is_signer => vec![swapped(world.key())],
            Self::Unsigned | Self::ReadOnly | Self::ForeignCopy | Self::Closed => vec![],
        };
        let signers = || signers.iter().map(Keypair::insecure_clone).collect();
        broken.into_iter().map(|broken| (broken, signers())).collect()
    }
}

/// The instruction's part of the table: a line for each account, and in it for each breakage what the program answers.
pub async fn answers(name: &str, world: &mut World, scene: &Scene) -> String {
    let mut lines = format!("{name}\n");
    for (index, account) in scene.names.iter().enumerate() {
        let mut cells = String::new();
        for breakage in Breakage::ALL {
            let mut found = vec![];
            for (instruction, signers) in breakage.apply(world, scene, index).await {
                found.push(table::cell(world.would(&[instruction], &signers.iter().collect::<Vec<_>>()).await));
            }
            // One answer, in whichever way it is broken.
            found.dedup();
            let answer = if found.is_empty() { "-".into() } else { found.join("/") };
            cells += &format!("{answer:<10}");
        }
        lines += &format!("  {account:<18}{}\n", cells.trim_end());
    }
    lines
}

/// In the place of one of this program's accounts, each of its other types, of the right length and version; elsewhere the
/// one that the scene names.
async fn other_types(world: &mut World, scene: &Scene, index: usize) -> Vec<Pubkey> {
    let valid = scene.instruction.accounts[index].pubkey;
    let Some(account) = world.account(&valid).await.filter(|account| account.owner == ID) else {
        return scene.other_types.get(scene.names[index]).copied().into_iter().collect();
    };
    let others = types().into_iter().filter(|(discriminator, _)| !account.data.starts_with(discriminator));
    let all = others.map(|(discriminator, size)| {
        let (key, mut data) = (world.key(), [discriminator, &[VERSION]].concat());
        data.resize(8 + size, 0);
        world.put(&key, account_of(ID, data));
        key
    });
    all.collect()
}

/// Discriminator and size of each.
fn types() -> [(&'static [u8], usize); 6] {
    [
        (Config::DISCRIMINATOR, size_of::<Config>()),
        (Device::DISCRIMINATOR, size_of::<Device>()),
        (Offer::DISCRIMINATOR, size_of::<Offer>()),
        (ClaimCounter::DISCRIMINATOR, size_of::<ClaimCounter>()),
        (RewardPool::DISCRIMINATOR, size_of::<RewardPool>()),
        (SlashCase::DISCRIMINATOR, size_of::<SlashCase>()),
    ]
}

/// Nothing to copy where the account is created, is a program, or has no data.
async fn foreign_copy(world: &mut World, valid: &Pubkey) -> Option<Pubkey> {
    let account = world.account(valid).await.filter(|account| !account.executable && !account.data.is_empty())?;
    let copy = world.key();
    let foreign_program = world.key();
    world.put(&copy, Account { owner: foreign_program, ..account });
    Some(copy)
}
