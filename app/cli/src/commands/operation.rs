//! What was typed, as an operation of the client.

use co_staking_client::{
    ConfigChanges, Slash as Opening,
    plan::Operation,
    rules::{facts::FactsUpdate, hire::HireUpdate},
};

use crate::{
    args::{Admin, Claims, CoStake, Command, Device, Offer, Rewards, Slash, Update, Verdict},
    context::Context,
    exit::Exit,
};

/// What a command does. Times from now on are taken from the cluster's.
///
/// # Errors
/// [`Exit::Usage`] for the commands that are not one operation.
pub async fn of(context: &Context, command: &Command) -> Result<Operation, Exit> {
    Ok(match command {
        Command::Stake(args) => Operation::Stake { device: args.device.0, amount: args.amount, from: args.from },
        Command::Unstake(args) => Operation::Unstake { device: args.device.0 },
        Command::Withdraw(args) => Operation::Withdraw { device: args.device.0, to: args.to },
        Command::Overflow(args) => {
            Operation::WithdrawOverflow { device: args.device.0, amount: args.amount, to: args.to }
        }
        Command::Device(args) => device(context, args).await?,
        Command::Offer(args) => offer(context, args).await?,
        Command::CoStake(args) => co_stake(args),
        Command::Claims(Claims::Open { wallet }) => Operation::OpenClaims { wallet: *wallet },
        Command::Claims(Claims::Close) => Operation::CloseClaims,
        Command::Rewards(args) => rewards(args)?,
        Command::Slash(args) => slash(context, args).await?,
        Command::Admin(args) => admin(args)?,
        Command::Status { .. }
        | Command::Why { .. }
        | Command::Watch { .. }
        | Command::Serve(_)
        | Command::Completion { .. }
        | Command::Man { .. } => return Err(none()),
    })
}

fn none() -> Exit {
    Exit::Usage("This command has no preconditions that could be explained.".into())
}

async fn device(context: &Context, args: &Device) -> Result<Operation, Exit> {
    Ok(match args {
        Device::Register { id, owner, model, cards, multiplier } => Operation::RegisterDevice {
            id: id.clone(),
            owner: *owner,
            model: model.clone(),
            cards: *cards,
            multiplier_bps: *multiplier,
        },
        Device::Update(args) => {
            let facts = FactsUpdate {
                model: args.model.clone(),
                cards: args.cards,
                multiplier_bps: args.multiplier,
                reliability_bps: args.reliability,
                operational: args.operational,
            };
            Operation::UpdateDevice { device: args.device.0, facts, hire: hire(context, args).await? }
        }
        Device::Refresh(args) => Operation::RefreshRequirement { device: args.device.0 },
        Device::Close(args) => Operation::CloseDevice { device: args.device.0 },
        Device::Show(_) | Device::List { .. } => return Err(none()),
    })
}

async fn hire(context: &Context, args: &Update) -> Result<Option<HireUpdate>, Exit> {
    Ok(match (args.hire_until, args.move_hire, args.end_hire) {
        (Some(ends), _, _) => Some(HireUpdate::Start { ends_at: context.time(ends).await? }),
        (_, Some(ends), _) => Some(HireUpdate::MoveEnd { ends_at: context.time(ends).await? }),
        (_, _, true) => Some(HireUpdate::End),
        (None, None, false) => None,
    })
}

async fn offer(context: &Context, args: &Offer) -> Result<Operation, Exit> {
    Ok(match args {
        Offer::Create { device, amount, reward, reserved_for, expires } => {
            let expires_at = match expires {
                Some(expires) => Some(context.time(*expires).await?),
                None => None,
            };
            let (device, reserved_for) = (device.0, *reserved_for);
            Operation::CreateOffer { device, amount: *amount, reward_bps: *reward, reserved_for, expires_at }
        }
        Offer::Retract(args) => Operation::RetractOffer { offer: args.offer.0 },
        Offer::Close(args) => Operation::CloseOffer { offer: args.offer.0 },
        Offer::Claim { offer, from } => Operation::ClaimOffer { offer: offer.0, from: *from },
        Offer::List(_) | Offer::Show(_) => return Err(none()),
    })
}

const fn co_stake(args: &CoStake) -> Operation {
    match args {
        CoStake::Unstake(args) => Operation::UnstakeCoStake { offer: args.offer.0 },
        CoStake::Withdraw { offer, to } => Operation::WithdrawCoStake { offer: offer.0, to: *to },
        CoStake::Release { offer, wallet } => Operation::ReleaseClaim { offer: offer.0, wallet: *wallet },
    }
}

fn rewards(args: &Rewards) -> Result<Operation, Exit> {
    Ok(match args {
        Rewards::Fund { amount, from } => Operation::FundRewards { amount: *amount, from: *from },
        Rewards::Claim { offer: Some(offer), to, .. } => Operation::ClaimCoStakeRewards { offer: offer.0, to: *to },
        Rewards::Claim { device: Some(device), offer: None, to } => {
            Operation::ClaimOwnerRewards { device: device.0, to: *to }
        }
        Rewards::Claim { device: None, offer: None, .. } => {
            let why = "Say whose rewards: --device for the owner's, --offer for a co-staker's.";
            return Err(Exit::Usage(why.into()));
        }
        Rewards::Accrue { .. } | Rewards::Estimate(_) | Rewards::Show => return Err(none()),
    })
}

async fn slash(context: &Context, args: &Slash) -> Result<Operation, Exit> {
    Ok(match args {
        Slash::Open { device, offence, share, at, forfeit_rewards } => {
            let (offence_at, forfeit_rewards) = (context.time(*at).await?, *forfeit_rewards);
            let slash = Opening { bps: *share, offence_at, forfeit_rewards };
            Operation::OpenSlash { device: device.0, offence: offence.clone(), slash }
        }
        Slash::Appeal(case) => Operation::AppealSlash { case: case.address() },
        Slash::Rule { case, verdict } => {
            Operation::RuleSlash { case: case.address(), uphold: *verdict == Verdict::Uphold }
        }
        Slash::Finalize(case) => Operation::FinalizeSlash { case: case.address() },
        Slash::Return { case, part, to } => Operation::ReturnSlashed { case: case.address(), number: *part, to: *to },
        Slash::Show(_) => return Err(none()),
    })
}

fn admin(args: &Admin) -> Result<Operation, Exit> {
    Ok(match args {
        Admin::Update { registrar, rewarder, slasher, arbiter, guardian, base_requirement, max_block_reward } => {
            Operation::UpdateConfig(ConfigChanges {
                registrar: *registrar,
                rewarder: *rewarder,
                slasher: *slasher,
                arbiter: *arbiter,
                guardian: *guardian,
                base_requirement: *base_requirement,
                max_block_reward: *max_block_reward,
            })
        }
        Admin::Propose { wallet } => Operation::ProposeAdmin { wallet: *wallet },
        Admin::Accept => Operation::AcceptAdmin,
        Admin::Pause => Operation::SetPaused { paused: true },
        Admin::Unpause => Operation::SetPaused { paused: false },
        Admin::Show | Admin::Init { .. } => return Err(none()),
    })
}
