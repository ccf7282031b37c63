//! R1, R2: a device and its vault come into being.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError, Instruction, Pubkey, RegisterDeviceArgs,
    event::{DeviceRegistered, Event},
    format::IO,
    instructions::registrar::register_device,
    pda,
    rules::time::LONG_AGO,
};
use solana_account::Account;
use solana_program::{program_option::COption, rent::Rent};
use solana_signer::Signer;

use crate::{
    layout,
    world::{
        ALREADY_IN_USE, World,
        figures::{facts, never_hired, no_owner_stake, requirement},
    },
};

const VAULT_SIZE: usize = 165;

fn instruction(world: &World, args: RegisterDeviceArgs) -> Instruction {
    register_device(&world.roles.registrar.pubkey(), &world.payer().pubkey(), &world.mint, args)
}

async fn refuse(world: &mut World, args: RegisterDeviceArgs, expected: CoStakingError) {
    let (ix, registrar) = (instruction(world, args), world.roles.registrar.insecure_clone());
    world.refuse(&[ix], &[&registrar], expected).await;
}

/// R1's two examples, from the network's documents.
#[tokio::test]
async fn creates_a_device_with_its_requirement_and_an_empty_vault() {
    let mut world = World::new().await;
    for (cards, multiplier_bps, io) in [(8, 100_000, 16_000), (4, 2_500, 800)] {
        let device = world.unregistered();
        let receipt = world.register(&device, cards, multiplier_bps).await;
        let expected = DeviceRegistered {
            device: device.key,
            device_id: device.id,
            owner: device.owner.key(),
            vault: device.vault,
            rent_payer: world.payer().pubkey(),
            facts: facts("NVIDIA H100", cards, multiplier_bps, 0, false),
            hire: never_hired(),
            requirement: requirement(io * IO),
        };
        assert_eq!(receipt.event(), Event::DeviceRegistered(expected.clone()));

        let read = world.read(&device).await;
        assert_eq!((read.version(), read.device_id(), read.owner), (1, &device.id, device.owner.key()));
        assert_eq!((read.vault, read.rent_payer), (device.vault, expected.rent_payer));
        assert_eq!(
            (*read.facts(), *read.hire(), *read.requirement()),
            (expected.facts, expected.hire, expected.requirement)
        );
        assert_eq!(*read.owner_stake(), no_owner_stake(0));
        assert_eq!(
            (read.held().count(), read.open_amount(), read.open_offers(), read.next_offer_index()),
            (0, 0, 0, 0)
        );
        assert_eq!(read.last_block_ended_at(), LONG_AGO);
        assert_eq!((read.overflow(crate::world::START), read.ledger()), (Ok(0), Ok(0)));

        let vault = world.token(&device.vault).await;
        assert_eq!((vault.mint, vault.owner, vault.amount), (world.mint, device.key, 0));
        assert_eq!((vault.delegate, vault.close_authority), (COption::None, COption::None), "nobody else may spend it");
    }
}

/// R1: in u128, rounded up, and an error above 64 bits.
#[tokio::test]
async fn the_requirement_is_exact_up_to_64_bits() {
    let mut world = World::new().await;
    for (base, cards, multiplier_bps, expected) in [
        (1, 1, 0, Some(1)),
        (1, 1, 10_000, Some(1)),
        (1, 1, 10_001, Some(2)),
        (1, u32::MAX, u32::MAX, Some(1_844_674_406_511_962)),
        (u64::MAX, 1, 0, Some(u64::MAX)),
        (u64::MAX, 1, 10_001, None),
        (u64::MAX, 2, 10_000, None),
        (u64::MAX / 2, 2, 10_000, Some(u64::MAX - 1)),
        (u64::MAX, u32::MAX, u32::MAX, None),
    ] {
        world.set_base(base).await;
        let device = world.unregistered();
        match expected {
            Some(requirement) => {
                world.register(&device, cards, multiplier_bps).await;
                assert_eq!(
                    world.read(&device).await.requirement().at(0),
                    requirement,
                    "{base} x {cards} x {multiplier_bps}"
                );
            }
            None => {
                let args = RegisterDeviceArgs { cards, multiplier_bps, ..world.registration(&device) };
                refuse(&mut world, args, CoStakingError::RequirementTooLarge).await;
            }
        }
    }
}

#[tokio::test]
async fn whoever_pays_the_rent_is_recorded() {
    let mut world = World::new().await;
    let device = world.unregistered();
    let (registrar, payer) = (world.roles.registrar.insecure_clone(), world.wallet(0));
    let before = world.lamports(&payer.key()).await;
    let ix = register_device(&registrar.pubkey(), &payer.key(), &world.mint, world.registration(&device));
    world.accept(&[ix], &[&registrar, &payer.keypair]).await;
    assert_eq!(world.read(&device).await.rent_payer, payer.key());
    let rent = Rent::default();
    let paid = rent.minimum_balance(co_staking_client::Device::SPACE) + rent.minimum_balance(VAULT_SIZE);
    assert_eq!(before - world.lamports(&payer.key()).await, paid);
}

#[tokio::test]
async fn only_the_registrar_may() {
    let mut world = World::new().await;
    let device = world.unregistered();
    let others = world.roles.all().into_iter().filter(|(name, _)| *name != "registrar").map(|(_, key)| key);
    for signer in others.chain([device.owner.keypair.insecure_clone()]) {
        let ix = register_device(&signer.pubkey(), &world.payer().pubkey(), &world.mint, world.registration(&device));
        world.refuse(&[ix], &[&signer], ErrorCode::ConstraintHasOne).await;
    }
}

/// R34
#[tokio::test]
async fn not_while_paused() {
    let mut world = World::new().await;
    let device = world.unregistered();
    world.pause().await;
    let args = world.registration(&device);
    refuse(&mut world, args, CoStakingError::Paused).await;
    world.unpause().await;
    world.register(&device, 1, 0).await;
}

#[tokio::test]
async fn the_owner_is_not_the_zero_address() {
    let mut world = World::new().await;
    let device = world.unregistered();
    let args = RegisterDeviceArgs { owner: Pubkey::default(), ..world.registration(&device) };
    refuse(&mut world, args, CoStakingError::OwnerIsZero).await;
}

#[tokio::test]
async fn the_model_is_1_to_32_printable_characters() {
    let mut world = World::new().await;
    let device = world.unregistered();
    for model in ["", &"x".repeat(33), "a\0", "tab\t", "del\x7f", "H\u{0410}", "\u{202e}"] {
        let args = RegisterDeviceArgs { model: model.into(), ..world.registration(&device) };
        refuse(&mut world, args, CoStakingError::ModelInvalid).await;
    }
    let registrar = world.roles.registrar.insecure_clone();
    for model in [" ", "~", &"x".repeat(32)] {
        let args = RegisterDeviceArgs { model: model.into(), ..world.registration(&device) };
        assert_eq!(world.would(&[instruction(&world, args)], &[&registrar]).await, Ok(()), "{model:?}");
    }
}

#[tokio::test]
async fn a_device_has_cards() {
    let mut world = World::new().await;
    let device = world.unregistered();
    let args = RegisterDeviceArgs { cards: 0, ..world.registration(&device) };
    refuse(&mut world, args, CoStakingError::CardsZero).await;
}

#[tokio::test]
async fn the_same_id_twice_is_refused() {
    let mut world = World::new().await;
    let device = world.device().await;
    let (args, registrar) = (world.registration(&device), world.roles.registrar.insecure_clone());
    let ix = instruction(&world, args);
    world.refuse(&[ix], &[&registrar], ALREADY_IN_USE).await;
}

/// Neither lamports at its addresses nor a token account made for it first block a device.
#[tokio::test]
async fn nothing_done_before_prevents_a_device() {
    let mut world = World::new().await;
    for (size, is_vault) in [(co_staking_client::Device::SPACE, false), (VAULT_SIZE, true)] {
        let rent = Rent::default().minimum_balance(size);
        for lamports in [1, rent, rent + 1] {
            let device = world.unregistered();
            let address = if is_vault { device.vault } else { device.key };
            world.put(&address, Account { lamports, ..Account::default() });
            world.register(&device, 4, 2_500).await;
            assert_eq!(world.lamports(&address).await, lamports.max(rent));
        }
    }
    let device = world.unregistered();
    let associated = pda::associated_token(&device.key, &world.mint);
    world.put_token(associated, world.mint, device.key, 1);
    world.register(&device, 4, 2_500).await;
}

#[tokio::test]
async fn another_mint_is_refused() {
    let mut world = World::new().await;
    let (device, other) = (world.unregistered(), world.other_mint());
    let registrar = world.roles.registrar.insecure_clone();
    let ix = register_device(&registrar.pubkey(), &world.payer().pubkey(), &other, world.registration(&device));
    world.refuse(&[ix], &[&registrar], ErrorCode::ConstraintHasOne).await;
}

#[tokio::test]
async fn a_config_of_another_version_is_refused() {
    let mut world = World::new().await;
    let device = world.unregistered();
    world.corrupt(&pda::config(), |config| layout::CONFIG.set(&mut config.data, "version", &[2])).await;
    let args = world.registration(&device);
    refuse(&mut world, args, CoStakingError::UnknownVersion).await;
}

#[tokio::test]
async fn the_addresses_follow_from_the_seeds() {
    let mut world = World::new().await;
    let device = world.device().await;
    let find = |seeds: &[&[u8]]| Pubkey::find_program_address(seeds, &co_staking_client::ID).0;
    assert_eq!(find(&[b"device", &device.id]), device.key);
    assert_eq!(find(&[b"vault", device.key.as_ref()]), device.vault);
}
