//! R26: what was credited to a party is paid to it, by whomever it is sent, and to nobody else.

use co_staking_client::{
    CoStakingError as E, Instruction, Pubkey,
    error::Failure,
    event::{Event, RewardsClaimed},
    instructions::rewards::{claim_co_stake_rewards, claim_owner_rewards},
    pda,
};
use solana_signer::Signer;

use crate::world::{COOLDOWN, DAY, Device, Wallet, World};

/// A device that earned 100, of which 26 are the owner's and 74 the co-staker's.
async fn earned(world: &mut World) -> (Device, u32, Wallet) {
    let device = world.market(1_000, 1_000).await;
    let (index, wallet) = world.co_staked(&device, 500, 7_400).await;
    world.fund_pool(100).await;
    world.earn(&device, 100).await;
    (device, index, wallet)
}

/// A party of a device with its claim, to be sent by anyone to any account.
struct Party {
    device: Device,
    index: Option<u32>,
    wallet: Wallet,
    amount: u64,
}

impl Party {
    fn claim(&self, world: &World, sender: &Wallet, to: &Pubkey) -> Instruction {
        match self.index {
            None => claim_owner_rewards(&self.device.key, &sender.key(), to, &world.mint),
            Some(index) => claim_co_stake_rewards(&self.device.key, index, &sender.key(), to, &world.mint),
        }
    }

    async fn refuse(&self, world: &mut World, sender: &Wallet, to: &Pubkey, expected: impl Into<Failure>) {
        let ix = self.claim(world, sender, to);
        world.refuse(&[ix], &[&sender.keypair], expected).await;
    }
}

/// The owner and the co-staker, of a device each.
async fn parties(world: &mut World) -> [Party; 2] {
    let (device, _, _) = earned(world).await;
    let owner = Party { index: None, wallet: device.owner.clone(), amount: 26, device };
    let (device, index, wallet) = earned(world).await;
    [owner, Party { device, index: Some(index), wallet, amount: 74 }]
}

/// Sent by a wallet that has nothing to do with it, with every figure.
#[tokio::test]
async fn owner_and_co_staker_get_their_shares_once() {
    let mut world = World::new().await;
    let (device, index, wallet) = earned(&mut world).await;
    let (owners, sender) = (world.balance(&device.owner.token).await, world.payer().pubkey());

    let expected = world.device_with(&device, &[("owner_stake.rewards", &[0; 8])]).await;
    let receipt = world.claim_owner_rewards(&device).await;
    let event = RewardsClaimed {
        device: device.key,
        offer_index: None,
        party: device.owner.key(),
        sender,
        destination: device.owner.token,
        amount: 26,
        owed: 74,
        paid: 26,
    };
    assert_eq!(receipt.event(), Event::RewardsClaimed(event.clone()));
    assert_eq!(world.bytes(&device).await, expected);
    assert_eq!(world.balance(&device.owner.token).await, owners + 26);
    assert_eq!(world.pool_figures().await, (74, 26, 100));

    let expected = world.device_with(&device, &[("positions[0].rewards", &[0; 8])]).await;
    let offer = world.account(&pda::offer(&device.key, index)).await;
    let receipt = world.claim_co_stake_rewards(&device, index, &wallet).await;
    let event = RewardsClaimed {
        offer_index: Some(index),
        party: wallet.key(),
        destination: wallet.token,
        amount: 74,
        owed: 0,
        paid: 100,
        ..event
    };
    assert_eq!(receipt.event(), Event::RewardsClaimed(event));
    assert_eq!(world.bytes(&device).await, expected);
    assert_eq!(world.account(&pda::offer(&device.key, index)).await, offer);
    assert_eq!(world.balance(&wallet.token).await, 74);
    assert_eq!(world.balance(&pda::reward_vault()).await, 0);
    assert_eq!(world.pool_figures().await, (0, 100, 100));

    let again = world.claiming_owner_rewards(&device);
    world.refuse(&[again], &[], E::NothingToClaim).await;
    let again = world.claiming_co_stake_rewards(&device, index, &wallet);
    world.refuse(&[again], &[], E::NothingToClaim).await;
}

/// Σ over many blocks: splitting a claim into many pays what one pays.
#[tokio::test]
async fn many_claims_pay_what_one_would() {
    let mut world = World::new().await;
    let devices = [world.market(1_000, 1_000).await, world.market(1_000, 1_000).await];
    let mut stakers = vec![];
    for device in &devices {
        stakers.push(world.co_staked(device, 500, 3_333).await);
    }
    world.fund_pool(10_000).await;
    for amount in [7, 101, 1, 999] {
        for (device, (index, wallet)) in devices.iter().zip(&stakers) {
            world.earn(device, amount).await;
            let mine = world.read(device).await.positions()[0].rewards();
            if device.key == devices[0].key && mine > 0 {
                world.claim_co_stake_rewards(device, *index, wallet).await;
            }
        }
    }
    let (index, wallet) = &stakers[1];
    world.claim_co_stake_rewards(&devices[1], *index, wallet).await;
    // ⌊7 × 0.3333⌋ + ⌊101 × 0.3333⌋ + ⌊0.3333⌋ + ⌊999 × 0.3333⌋
    for (_, wallet) in &stakers {
        assert_eq!(world.balance(&wallet.token).await, 2 + 33 + 332);
    }
}

#[tokio::test]
async fn nothing_credited_is_nothing_to_claim() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let (index, wallet) = world.co_staked(&device, 300, 7_400).await;
    let open = world.create(&device, crate::world::offers::asking(100, 1)).await;
    world.fund_pool(100).await;
    let owners = world.claiming_owner_rewards(&device);
    world.refuse(&[owners], &[], E::NothingToClaim).await;
    let co_stakers = world.claiming_co_stake_rewards(&device, index, &wallet);
    world.refuse(&[co_stakers], &[], E::NothingToClaim).await;
    world.earn(&device, 100).await;
    // An open offer has no co-staker yet, whoever asks.
    for wallet in [&wallet, &device.owner] {
        let ix = world.claiming_co_stake_rewards(&device, open, wallet);
        world.refuse(&[ix], &[], E::NothingToClaim).await;
    }
}

/// Payouts: signed by the party, to any token account that it owns.
#[tokio::test]
async fn the_party_chooses_among_its_accounts() {
    let mut world = World::new().await;
    for party in parties(&mut world).await {
        let another = world.token_account(party.wallet.key(), 0);
        let ix = party.claim(&world, &party.wallet, &another);
        world.accept(&[ix], &[&party.wallet.keypair]).await;
        assert_eq!(world.balance(&another).await, party.amount);
    }
}

/// Payouts: sent by anyone else, only to the party's associated token account.
#[tokio::test]
async fn a_stranger_can_send_it_to_the_partys_associated_account_alone() {
    let mut world = World::new().await;
    for party in parties(&mut world).await {
        let stranger = world.wallet(0);
        let another = world.token_account(party.wallet.key(), 0);
        party.refuse(&mut world, &stranger, &another, E::DestinationNotAssociated).await;
        party.refuse(&mut world, &stranger, &stranger.token, E::DestinationNotOwned).await;
        // The party itself cannot have another paid.
        party.refuse(&mut world, &party.wallet, &stranger.token, E::DestinationNotOwned).await;
        let held = world.balance(&party.wallet.token).await;
        let ix = party.claim(&world, &stranger, &party.wallet.token);
        world.accept(&[ix], &[&stranger.keypair]).await;
        assert_eq!(world.balance(&party.wallet.token).await, held + party.amount);
    }
}

/// The address of an associated account proves nothing: its owner may have given it away.
#[tokio::test]
async fn an_associated_account_that_was_given_away_is_refused() {
    let mut world = World::new().await;
    for party in parties(&mut world).await {
        let thief = world.wallet(0);
        world.give_away(&party.wallet.token, thief.key()).await;
        for sender in [&party.wallet, &thief] {
            party.refuse(&mut world, sender, &party.wallet.token, E::DestinationNotOwned).await;
        }
    }
}

/// Neither party gets the other's.
#[tokio::test]
async fn each_party_gets_its_own() {
    let mut world = World::new().await;
    let (device, index, wallet) = earned(&mut world).await;
    let ix = claim_owner_rewards(&device.key, &wallet.key(), &wallet.token, &world.mint);
    world.refuse(&[ix], &[&wallet.keypair], E::DestinationNotOwned).await;
    let owner = &device.owner;
    let ix = claim_co_stake_rewards(&device.key, index, &owner.key(), &owner.token, &world.mint);
    world.refuse(&[ix], &[&owner.keypair], E::DestinationNotOwned).await;
}

/// The vault paying itself would leave the rewards nowhere.
#[tokio::test]
async fn the_reward_vault_is_no_destination() {
    let mut world = World::new().await;
    for party in parties(&mut world).await {
        let stranger = world.wallet(0);
        for vault in [pda::reward_vault(), pda::escrow(), party.device.vault] {
            for sender in [&party.wallet, &stranger] {
                party.refuse(&mut world, sender, &vault, E::DestinationNotOwned).await;
            }
        }
    }
}

/// R34, R26: in every phase of the parties' stakes, and while the program is paused.
#[tokio::test]
async fn works_at_any_time_and_while_paused() {
    let mut world = World::new().await;
    for leaves in [false, true] {
        for later in [0, 7 * DAY, COOLDOWN, 21 * DAY, 400 * DAY] {
            let (device, index, wallet) = earned(&mut world).await;
            if leaves {
                world.leave(&device, index, &wallet).await;
                world.unstake(&device).await;
            }
            world.wait(later).await;
            world.pause().await;
            world.claim_owner_rewards(&device).await;
            world.claim_co_stake_rewards(&device, index, &wallet).await;
            assert_eq!(world.balance(&wallet.token).await, 74);
            world.unpause().await;
        }
    }
}
