//! Events are told by the program's calls to itself: whoever reads them may trust that the program told them.

use anchor_lang::{Event, error::ErrorCode, event::EVENT_IX_TAG_LE};
use co_staking_client::{AccountMeta, ID, Instruction, event::AdminAccepted, pda};

use crate::world::World;

/// Only the program's own address for it may sign, and nobody has its key.
#[tokio::test]
async fn nobody_else_tells_an_event() {
    let mut world = World::new().await;
    let stranger = world.wallet(0);
    let event = AdminAccepted { previous: world.key(), admin: stranger.key() };
    let data = [EVENT_IX_TAG_LE, &event.data()].concat();
    let telling = |accounts| Instruction { program_id: ID, accounts, data: data.clone() };
    let authority = AccountMeta::new_readonly(pda::event_authority(), false);
    let as_authority = AccountMeta::new_readonly(stranger.key(), true);
    world.refuse(&[telling(vec![authority.clone()])], &[], ErrorCode::ConstraintSigner).await;
    let signed = telling(vec![as_authority, authority]);
    world.refuse(&[signed], &[&stranger.keypair], ErrorCode::ConstraintSeeds).await;
}
