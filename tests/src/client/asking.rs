//! Asking the client why not, on the accounts of a world.

use co_staking_client::{
    Pubkey,
    error::Failure,
    explain::{Accounts, Action, explain},
    format::IO,
};

use crate::world::{Device, Wallet, World, slash::Case};

/// What somebody asks about, beside the device.
#[derive(Default)]
pub struct About<'a> {
    pub offer: Option<u32>,
    pub case: Option<&'a Case>,
    pub counter: Option<&'a Wallet>,
    pub balance: Option<u64>,
}

/// The reasons, each with what the program would answer, as they are shown.
pub async fn reasons(
    world: &mut World,
    device: &Device,
    (action, signer): (Action, Pubkey),
    about: About<'_>,
) -> Vec<(Failure, String)> {
    let (config, read, now, pool) =
        (world.config().await, world.read(device).await, world.now().await, world.pool().await);
    let offer = match about.offer {
        Some(index) => Some(world.offer(device, index).await),
        None => None,
    };
    let case = match about.case {
        Some(case) => Some(world.case(case).await),
        None => None,
    };
    let counter = match about.counter {
        Some(wallet) => Some(world.counter(wallet).await),
        None => None,
    };
    let accounts = Accounts {
        offer: offer.as_ref(),
        case: case.as_ref(),
        counter: counter.as_ref(),
        pool: Some(&pool),
        balance: about.balance,
        ..Accounts::of_device(&config, &read, device.key)
    };
    let all = explain(action, &signer, accounts, now).unwrap();
    all.iter().map(|reason| (reason.failure.clone(), reason.to_string())).collect()
}

/// There is one reason, with these figures.
pub async fn assert_reason(
    world: &mut World,
    device: &Device,
    question: (Action, Pubkey),
    about: About<'_>,
    failure: impl Into<Failure>,
    figures: &str,
) {
    let (failure, found) = (failure.into(), reasons(world, device, question, about).await);
    let expected = (failure.clone(), format!("{} {figures}", failure.advice()));
    assert_eq!(found, [expected], "{:?}", question.0);
}

/// A device with an owner, and a co-staker with 40% of its rewards.
pub async fn device(world: &mut World) -> (Device, u32, Wallet) {
    let device = world.market(1_000 * IO, 1_000 * IO).await;
    let (index, wallet) = world.co_staked(&device, 500 * IO, 4_000).await;
    (device, index, wallet)
}
