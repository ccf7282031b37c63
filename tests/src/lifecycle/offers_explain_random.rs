//! An explanation is empty exactly where the program accepts, and its first reason is the program's refusal: for making
//! and closing offers, over states and arguments drawn around every cap. The other actions are asked in every state of
//! `lifecycle::offers`.

use co_staking_client::{
    CreateOfferArgs, Instruction, Pubkey,
    error::Failure,
    explain::{Accounts, Action, explain},
    instructions::owner,
    pda,
};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{
    layout::{self, at},
    lifecycle::offers::Random,
    world::{DAY, Device, START, World, offers::asking},
};

/// Asks the client, then the program, and puts everything back.
async fn agree(
    world: &mut World,
    device: &Device,
    action: Action,
    ix: Instruction,
    signer: &Keypair,
    offer: Option<u32>,
    number: u32,
) -> bool {
    let touched: Vec<Pubkey> = ix.accounts.iter().filter(|meta| meta.is_writable).map(|meta| meta.pubkey).collect();
    let before = world.snapshot(&touched).await;
    let (config, read, now) = (world.config().await, world.read(device).await, world.now().await);
    let offer = match offer {
        Some(index) => Some(world.offer(device, index).await),
        None => None,
    };
    let accounts = Accounts { offer: offer.as_ref(), ..Accounts::of_device(&config, &read, device.key) };
    let reasons = explain(action, &signer.pubkey(), accounts, now).unwrap();
    let answer: Option<Failure> = world.process(&[ix], &[signer], number).await.err();
    assert_eq!(reasons.first().map(|reason| reason.failure.clone()), answer, "{action:?}: {reasons:?}");
    for (address, account) in before {
        world.put(&address, account.unwrap_or_default());
    }
    answer.is_none()
}

#[tokio::test]
async fn an_offer_is_explained_exactly_where_it_is_refused() {
    let mut world = World::new().await;
    let device = world.market(1_001, 501).await;
    let (left, wallet) = world.co_staked(&device, 300, 9_000).await;
    world.leave(&device, left, &wallet).await;
    world.co_staked(&device, 200, 3_000).await;
    world.create(&device, asking(100, 1_000)).await;
    let (owner, stranger) = (device.owner.clone(), world.wallet(0));
    let mut random = Random(11);
    let mut draw = |from: &[u64]| random.one_of(from).unwrap();
    let (mut accepted, rounds) = (0, 80);
    for count in 0..rounds {
        let signer = if draw(&[0, 0, 0, 0, 1]) == 0 { &owner } else { &stranger };
        let args = CreateOfferArgs {
            amount: draw(&[0, 1, 199, 200, 200, 200, 201, u64::MAX]),
            reward_bps: draw(&[0, 5_999, 6_000, 6_000, 6_001, 10_001]) as u16,
            reserved_for: [None, None, None, Some(owner.key()), Some(stranger.key())][draw(&[0, 1, 2, 3, 4]) as usize],
            expires_at: [None, None, Some(START), Some(START - 1)][draw(&[0, 1, 2, 3]) as usize],
        };
        for (account, offset, value) in
            [(pda::config(), 10, draw(&[0, 0, 0, 0, 0, 1])), (device.key, 186, draw(&[1, 1, 1, 1, 1, 0]))]
        {
            world.poke(&account, offset, &[value as u8]).await;
        }
        let active = draw(&[500, 501, 501, 501]);
        world.poke(&device.key, at(layout::DEVICE, "owner_stake.active"), &active.to_le_bytes()).await;
        let ix = owner::create_offer(&device.key, 3, &signer.key(), &signer.key(), args);
        let action = Action::CreateOffer(args);
        accepted += usize::from(agree(&mut world, &device, action, ix, &signer.keypair, None, count).await);
    }
    assert!((5..75).contains(&accepted), "{accepted} of {rounds} accepted");
}

#[tokio::test]
async fn a_closing_is_explained_exactly_where_it_is_refused() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let ended = world.co_staked(&device, 1, 1).await;
    world.leave(&device, ended.0, &ended.1).await;
    world.wait(21 * DAY).await;
    world.pay_out(&device, ended.0, &ended.1).await;
    let (held, _) = world.co_staked(&device, 1, 1).await;
    let open = world.create(&device, asking(1, 1)).await;
    let retracted = world.create(&device, asking(1, 1)).await;
    world.retract(&device, retracted).await;
    let (owner, stranger) = (device.owner.clone(), world.wallet(0));
    let mut number = 0;
    for index in [ended.0, held, open, retracted] {
        for (rewards, signer) in [(0u64, &owner), (1, &owner), (0, &stranger), (1, &stranger)] {
            let offset = at(layout::OFFER, "rewards");
            world.poke(&pda::offer(&device.key, index), offset, &rewards.to_le_bytes()).await;
            let ix = owner::close_offer(&device.key, index, &signer.key(), &owner.key());
            agree(&mut world, &device, Action::CloseOffer, ix, &signer.keypair, Some(index), number).await;
            number += 1;
        }
    }
}
