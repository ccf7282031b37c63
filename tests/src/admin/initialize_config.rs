//! Who may create the config, and with what.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError, Durations, Instruction, Pubkey, Roles,
    event::{ConfigInitialized, Event},
    format::IO,
    instructions::admin::initialize_config,
    pda,
};
use solana_account::Account;
use solana_program::{program_option::COption, rent::Rent};
use solana_signer::Signer;

use crate::world::{ALREADY_IN_USE, BASE, DAY, World, account_of, loader_account, program_data};

/// The owner of mints and token accounts that this program does not take.
const TOKEN_2022: Pubkey = Pubkey::from_str_const("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
const LONGEST: i64 = 365 * DAY;

fn instruction(world: &World) -> Instruction {
    instruction_by(world, &world.upgrade_authority.pubkey())
}

fn instruction_by(world: &World, authority: &Pubkey) -> Instruction {
    initialize_config(authority, &world.payer().pubkey(), &world.mint, world.initial_config())
}

async fn refuse(world: &mut World, ix: Instruction, expected: CoStakingError) {
    let authority = world.upgrade_authority.insecure_clone();
    world.refuse(&[ix], &[&authority], expected).await;
}

#[tokio::test]
async fn creates_the_config_as_the_upgrade_authority_says() {
    let mut world = World::deployed().await;
    let args = world.initial_config();
    let receipt = world.initialize(args).await;

    let roles = world.roles.keys();
    let durations = Durations {
        wait_secs: 604_800,
        cooldown_secs: 1_209_600,
        appeal_window_secs: 2_592_000,
        requirement_notice_secs: 604_800,
        longest_hire_secs: 2_592_000,
        hire_gap_secs: 86_400,
    };
    let (admin, mint) = (world.roles.admin.pubkey(), world.mint);
    let expected = ConfigInitialized {
        admin,
        roles,
        mint,
        durations,
        base_requirement: 200 * 100_000_000,
        max_block_reward: 1_000 * IO,
    };
    assert_eq!(receipt.event(), Event::ConfigInitialized(expected));

    let config = world.config().await;
    assert_eq!((config.version(), config.admin, config.proposed_admin), (1, admin, Pubkey::default()));
    assert_eq!((config.roles, config.mint, config.durations), (roles, mint, durations));
    assert_eq!((config.base_requirement, config.max_block_reward), (BASE, 1_000 * IO));
    assert!(!config.is_paused());
    assert_eq!(Pubkey::find_program_address(&[b"config"], &co_staking_client::ID), (pda::config(), config.bump));
}

/// Whoever is first after the deployment must not become admin.
#[tokio::test]
async fn a_stranger_cannot_initialize() {
    let mut world = World::deployed().await;
    let stranger = world.keypair();
    let ix = instruction_by(&world, &stranger.pubkey());
    world.refuse(&[ix], &[&stranger], CoStakingError::NotUpgradeAuthority).await;
}

#[tokio::test]
async fn nobody_can_initialize_a_program_without_upgrade_authority() {
    for authority in [None, Some(Pubkey::default())] {
        let mut world = World::deployed_by(authority).await;
        let ix = instruction(&world);
        refuse(&mut world, ix, CoStakingError::NotUpgradeAuthority).await;
    }
}

/// The loader marks an authority that was given up, and leaves its key where it was.
#[tokio::test]
async fn an_authority_that_was_given_up_is_none() {
    /// After the tag and the slot.
    const HAS_AUTHORITY: usize = 12;
    let mut world = World::deployed().await;
    let mut account = world.account(&pda::program_data()).await.unwrap();
    account.data[HAS_AUTHORITY] = 0;
    world.put(&pda::program_data(), account);
    let ix = instruction(&world);
    refuse(&mut world, ix, CoStakingError::NotUpgradeAuthority).await;
}

/// The program data of another program names another authority.
#[tokio::test]
async fn another_programs_data_proves_nothing() {
    let mut world = World::deployed().await;
    let stranger = world.keypair();
    let foreign = world.key();
    world.put(&foreign, loader_account(program_data(Some(stranger.pubkey()), &[]), false));
    let mut ix = instruction_by(&world, &stranger.pubkey());
    let data = ix.accounts.iter_mut().find(|meta| meta.pubkey == pda::program_data()).unwrap();
    data.pubkey = foreign;
    world.refuse(&[ix], &[&stranger], CoStakingError::NotUpgradeAuthority).await;
}

#[tokio::test]
async fn a_second_initialization_is_refused() {
    let mut world = World::new().await;
    let ix = instruction(&world);
    let authority = world.upgrade_authority.insecure_clone();
    world.refuse(&[ix], &[&authority], ALREADY_IN_USE).await;
}

/// Whatever an extension of Token-2022 could do to a stake, it is not let in.
#[tokio::test]
async fn a_mint_of_token_2022_is_refused() {
    let mut world = World::deployed().await;
    let classic = world.account(&world.mint.clone()).await.unwrap();
    let mint = world.mint;
    world.put(&mint, account_of(TOKEN_2022, classic.data));
    let ix = instruction(&world);
    let authority = world.upgrade_authority.insecure_clone();
    world.refuse(&[ix], &[&authority], ErrorCode::AccountOwnedByWrongProgram).await;
}

/// I7: whoever can freeze a vault can trap every stake in it.
#[tokio::test]
async fn a_mint_that_can_freeze_is_refused() {
    let mut world = World::deployed().await;
    let authority = world.key();
    world.create_mint(world.mint, |mint| mint.freeze_authority = COption::Some(authority));
    let ix = instruction(&world);
    refuse(&mut world, ix, CoStakingError::MintCanFreeze).await;
}

/// "Each between 1 s and 365 days."
#[tokio::test]
async fn each_duration_is_between_a_second_and_365_days() {
    let fields: [fn(&mut Durations) -> &mut i64; 6] = [
        |d| &mut d.wait_secs,
        |d| &mut d.cooldown_secs,
        |d| &mut d.appeal_window_secs,
        |d| &mut d.requirement_notice_secs,
        |d| &mut d.longest_hire_secs,
        |d| &mut d.hire_gap_secs,
    ];
    let mut world = World::deployed().await;
    let authority = world.upgrade_authority.insecure_clone();
    for field in fields {
        for (secs, fits) in [
            (i64::MIN, false),
            (-1, false),
            (0, false),
            (1, true),
            (LONGEST, true),
            (LONGEST + 1, false),
            (i64::MAX, false),
        ] {
            let mut args = world.initial_config();
            *field(&mut args.durations) = secs;
            let ix = initialize_config(&authority.pubkey(), &world.payer().pubkey(), &world.mint, args);
            let expected = if fits { Ok(()) } else { Err(CoStakingError::DurationOutOfRange.into()) };
            assert_eq!(world.would(&[ix], &[&authority]).await, expected, "{:?}", args.durations);
        }
    }
}

/// R1 needs at least one unit per card.
#[tokio::test]
async fn a_base_of_zero_is_refused() {
    let mut world = World::deployed().await;
    let authority = world.upgrade_authority.insecure_clone();
    for (base_requirement, expected) in
        [(0, Err(CoStakingError::BaseRequirementZero.into())), (1, Ok(())), (u64::MAX, Ok(()))]
    {
        let mut args = world.initial_config();
        args.base_requirement = base_requirement;
        let ix = initialize_config(&authority.pubkey(), &world.payer().pubkey(), &world.mint, args);
        assert_eq!(world.would(&[ix], &[&authority]).await, expected);
    }
}

#[tokio::test]
async fn no_role_is_the_zero_address() {
    let roles: [fn(&mut Roles) -> &mut Pubkey; 5] =
        [|r| &mut r.registrar, |r| &mut r.rewarder, |r| &mut r.slasher, |r| &mut r.arbiter, |r| &mut r.guardian];
    let mut world = World::deployed().await;
    let mut without_admin = world.initial_config();
    without_admin.admin = Pubkey::default();
    let mut all = vec![without_admin];
    for role in roles {
        let mut args = world.initial_config();
        *role(&mut args.roles) = Pubkey::default();
        all.push(args);
    }
    for args in all {
        let authority = world.upgrade_authority.pubkey();
        let ix = initialize_config(&authority, &world.payer().pubkey(), &world.mint, args);
        refuse(&mut world, ix, CoStakingError::RoleIsZero).await;
    }
}

/// Lamports that a stranger sent to the address before block nothing.
#[tokio::test]
async fn lamports_at_its_address_do_not_prevent_the_config() {
    let rent = Rent::default().minimum_balance(co_staking_client::Config::SPACE);
    for lamports in [1, rent, rent + 1] {
        let mut world = World::deployed().await;
        world.put(&pda::config(), Account { lamports, ..Account::default() });
        let args = world.initial_config();
        world.initialize(args).await;
        assert_eq!(world.lamports(&pda::config()).await, lamports.max(rent));
    }
}
