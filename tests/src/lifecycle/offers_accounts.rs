//! Attacks A1, A4, A5, A8 for every instruction on offers and co-stakes: a signature left out, and in each place an
//! account of every other type, a look-alike of another program, nothing at all, or another program.

use anchor_lang::error::ErrorCode as A;
use co_staking_client::{
    ExpectedTerms, Instruction, Pubkey,
    error::Failure,
    instructions::{co_staker, owner},
    pda,
};
use solana_account::Account;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::world::{
    DAY, Device, Wallet, World,
    offers::{anchor, asking, swapped, unsigned},
};

/// A device with offer 0 unlocked, 1 and 4 open, 2 retracted and 3 active, all co-stakes of one wallet.
struct Stage {
    device: Device,
    wallet: Wallet,
    /// Addresses of each type of the program.
    types: [Pubkey; 4],
}

async fn stage(world: &mut World) -> Stage {
    let device = world.market(1_000, 500).await;
    let wallet = world.co_staker(100).await;
    for index in 0..3 {
        world.create(&device, asking(10, 1)).await;
        assert_eq!(index, world.read(&device).await.next_offer_index() - 1);
    }
    world.claim(&device, 0, &wallet).await;
    world.retract(&device, 2).await;
    world.leave(&device, 0, &wallet).await;
    world.wait(21 * DAY).await;
    world.create(&device, asking(10, 1)).await;
    world.claim(&device, 3, &wallet).await;
    world.create(&device, asking(10, 1)).await;
    let types = [pda::config(), device.key, pda::offer(&device.key, 1), pda::claims(&wallet.key())];
    Stage { device, wallet, types }
}

/// Each instruction as it would be accepted, its signers, and the places that are checked by type.
fn valid(stage: &Stage, mint: &Pubkey) -> Vec<(&'static str, Instruction, Keypair, Vec<Pubkey>)> {
    let (key, wallet, owner) = (stage.device.key, &stage.wallet, &stage.device.owner);
    let [config, device, _, counter] = stage.types;
    let offer = |index| pda::offer(&key, index);
    let (by_owner, by_wallet) = (|| owner.keypair.insecure_clone(), || wallet.keypair.insecure_clone());
    let expected = ExpectedTerms { amount: 10, reward_bps: 1 };
    let (o, w) = (owner.key(), wallet.key());
    vec![
        ("create_offer", owner::create_offer(&key, 5, &o, &o, asking(10, 1)), by_owner(), vec![config, device]),
        ("retract_offer", owner::retract_offer(&key, 4, &o), by_owner(), vec![device, offer(4)]),
        ("close_offer", owner::close_offer(&key, 2, &o, &o), by_owner(), vec![device, offer(2)]),
        (
            "claim_offer",
            co_staker::claim_offer(&key, 1, &w, &wallet.token, mint, expected),
            by_wallet(),
            vec![config, device, offer(1), counter],
        ),
        ("unstake_co_stake", co_staker::unstake_co_stake(&key, 3, &w), by_wallet(), vec![config, device, counter]),
        (
            "withdraw_co_stake",
            co_staker::withdraw_co_stake(&key, 0, &w, &w, &wallet.token, mint),
            by_wallet(),
            vec![device, offer(0)],
        ),
        ("release_claim", co_staker::release_claim(&key, 0, &w, &w), by_wallet(), vec![counter]),
        ("close_claims", co_staker::close_claims(&w, &w), by_wallet(), vec![counter]),
        ("unstake", owner::unstake(&key, &o), by_owner(), vec![config, device]),
    ]
}

#[tokio::test]
async fn every_place_of_the_owners_instructions_takes_one_type_alone() {
    every_place_takes_one_type_alone(|signer, stage| signer == stage.device.owner.key()).await;
}

#[tokio::test]
async fn every_place_of_the_co_stakers_instructions_takes_one_type_alone() {
    every_place_takes_one_type_alone(|signer, stage| signer == stage.wallet.key()).await;
}

async fn every_place_takes_one_type_alone(of: impl Fn(Pubkey, &Stage) -> bool) {
    let mut world = World::new().await;
    let stage = stage(&mut world).await;
    let mint = world.mint;
    for (name, ix, signer, places) in valid(&stage, &mint) {
        if !of(signer.pubkey(), &stage) {
            continue;
        }
        println!("{name}");
        for place in places {
            let account = world.account(&place).await.unwrap();
            let of_its_type = |other: &Account| other.data[..8] == account.data[..8];
            for other in stage.types {
                if !of_its_type(&world.account(&other).await.unwrap()) {
                    let cosplay = swapped(&ix, &place, &other);
                    world.refuse(&[cosplay], &[&signer], anchor(A::AccountDiscriminatorMismatch)).await;
                }
            }
            // The same bytes under another program, and nothing at all.
            let look_alike = Pubkey::new_unique();
            world.put(&look_alike, Account { owner: Pubkey::new_unique(), ..account });
            for foreign in [look_alike, Pubkey::new_unique()] {
                let cosplay = swapped(&ix, &place, &foreign);
                world.refuse(&[cosplay], &[&signer], anchor(A::AccountOwnedByWrongProgram)).await;
            }
        }
    }
}

/// Every signature, vault, mint and program in its place.
#[tokio::test]
async fn every_signature_and_program_is_checked() {
    let mut world = World::new().await;
    let stage = stage(&mut world).await;
    let (mint, vault) = (world.mint, stage.device.vault);
    let other = Pubkey::new_unique();
    for (name, ix, signer, _) in valid(&stage, &mint) {
        println!("{name}");
        let who = signer.pubkey();
        world.refuse(&[unsigned(&ix, &who)], &[], anchor(A::AccountNotSigner)).await;
        let refusals: [(Pubkey, Failure); 4] = [
            (spl_token::ID, anchor(A::InvalidProgramId)),
            (anchor_lang::system_program::ID, anchor(A::InvalidProgramId)),
            (pda::event_authority(), anchor(A::ConstraintAddress)),
            (vault, anchor(A::AccountNotInitialized)),
        ];
        for (place, refusal) in refusals {
            if ix.accounts.iter().any(|meta| meta.pubkey == place) {
                world.refuse(&[swapped(&ix, &place, &other)], &[&signer], refusal).await;
            }
        }
    }
    // And each of them would have been accepted, as far as one does not take another's place.
    for (name, ix, signer, _) in valid(&stage, &mint) {
        println!("{name}");
        match name {
            "close_claims" => world.refuse(&[ix], &[&signer], co_staking_client::CoStakingError::ClaimsNotFree).await,
            "unstake" | "release_claim" => {}
            _ => drop(world.accept(&[ix], &[&signer]).await),
        }
    }
}
