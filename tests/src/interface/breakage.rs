//! The ways to break an account of an instruction.

use co_staking_client::Instruction;
use solana_account::Account;
use solana_keypair::Keypair;
use solana_program::pubkey::Pubkey;
use solana_signer::Signer;

use super::{scene::Scene, table};
use crate::world::World;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Breakage {
    /// A signer that does not sign.
    Unsigned,
    /// A writable account that is passed read-only.
    ReadOnly,
    /// A valid account of the same type: another device, vault, mint, wallet (which signs), program.
    Sibling,
    /// A valid account of another type: config for device and the other way round, token account for mint and the other
    /// way round.
    OtherType,
    /// A byte-identical copy that a foreign program owns.
    ForeignCopy,
    /// An address where nothing is.
    Closed,
}

impl Breakage {
    pub const ALL: [Self; 6] =
        [Self::Unsigned, Self::ReadOnly, Self::Sibling, Self::OtherType, Self::ForeignCopy, Self::Closed];

    pub fn title(self) -> &'static str {
        match self {
            Self::Unsigned => "unsigned",
            Self::ReadOnly => "readonly",
            Self::Sibling => "sibling",
            Self::OtherType => "type",
            Self::ForeignCopy => "copy",
            Self::Closed => "closed",
        }
    }

    /// The instruction with the account at `index` broken so, and who signs it; `None` where it cannot be.
    pub async fn apply(self, world: &mut World, scene: &Scene, index: usize) -> Option<(Instruction, Vec<Keypair>)> {
        let mut broken = scene.instruction.clone();
        let mut signers: Vec<Keypair> = scene.signers.iter().map(Keypair::insecure_clone).collect();
        let meta = &mut broken.accounts[index];
        let valid = meta.pubkey;
        match self {
            Self::Unsigned if !meta.is_signer => return None,
            Self::Unsigned => {
                meta.is_signer = false;
                signers.retain(|signer| signer.pubkey() != valid);
            }
            Self::ReadOnly if !meta.is_writable => return None,
            Self::ReadOnly => meta.is_writable = false,
            Self::Sibling if meta.is_signer => {
                let sibling = world.wallet(0).keypair;
                meta.pubkey = sibling.pubkey();
                signers.retain(|signer| signer.pubkey() != valid);
                signers.push(sibling);
            }
            Self::Sibling => meta.pubkey = *scene.siblings.get(scene.names[index])?,
            Self::OtherType => meta.pubkey = *scene.others.get(scene.names[index])?,
            Self::ForeignCopy | Self::Closed if meta.is_signer => return None,
            Self::ForeignCopy => meta.pubkey = foreign_copy(world, &valid).await?,
            Self::Closed => meta.pubkey = world.key(),
        }
        Some((broken, signers))
    }
}

/// The instruction's part of the table: a line for each account, and in it for each breakage what the program answers.
pub async fn answers(name: &str, world: &mut World, scene: &Scene) -> String {
    let mut lines = format!("{name}\n");
    for (index, account) in scene.names.iter().enumerate() {
        let mut cells = String::new();
        for breakage in Breakage::ALL {
            let answer = match breakage.apply(world, scene, index).await {
                Some((instruction, signers)) => {
                    table::cell(world.would(&[instruction], &signers.iter().collect::<Vec<_>>()).await)
                }
                None => "-".into(),
            };
            cells += &format!("{answer:<10}");
        }
        lines += &format!("  {account:<18}{}\n", cells.trim_end());
    }
    lines
}

/// Nothing to copy where the account is created, is a program, or has no data.
async fn foreign_copy(world: &mut World, valid: &Pubkey) -> Option<Pubkey> {
    let account = world.account(valid).await.filter(|account| !account.executable && !account.data.is_empty())?;
    let copy = world.key();
    let foreign_program = world.key();
    world.put(&copy, Account { owner: foreign_program, ..account });
    Some(copy)
}
