//! Each command, in the file of whoever gives it. Those that change something make a [`Plan`]; the others show data.

mod admin;
mod co_staker;
mod device;
mod market;
mod owner;
mod registrar;
mod rewards;
mod shell;
mod slash;
mod status;
mod subject;
mod timeline;
mod watch;
mod why;

pub use shell::{completion, man};
pub use why::why;

use crate::{
    args::{Admin, CoStake, Command, Device, Offer, Rewards, Slash},
    context::Context,
    execute::execute,
    exit::Exit,
    plan::Plan,
};

/// Does what a command says.
///
/// # Errors
/// Every [`Exit`].
pub async fn run(context: &Context, command: &Command) -> Result<(), Exit> {
    match command {
        Command::Status { wallet } => status::status(context, *wallet).await,
        Command::Watch { device, since, count } => watch::watch(context, *device, *since, *count).await,
        Command::Device(Device::Show(args)) => device::show_device(context, args.device).await,
        Command::Device(Device::List { owner }) => device::list(context, *owner).await,
        Command::Offer(Offer::List(args)) => market::list(context, args).await,
        Command::Offer(Offer::Show(args)) => market::show_offer(context, args.offer).await,
        Command::Rewards(Rewards::Estimate(args)) => rewards::estimate(context, args.offer).await,
        Command::Rewards(Rewards::Show) => rewards::show_pool(context).await,
        Command::Rewards(Rewards::Accrue { file, started, ended }) => {
            rewards::accrue(context, file, *started, *ended).await
        }
        Command::Slash(Slash::Show(case)) => slash::show_case(context, case).await,
        Command::Admin(Admin::Show) => admin::show_config(context).await,
        Command::Admin(Admin::Init { file }) => admin::init(context, file).await,
        other => execute(context, plan(context, other).await?).await,
    }
}

/// What a command would send. `why` stops here.
///
/// # Errors
/// Where accounts cannot be read, or the command sends nothing.
pub async fn plan(context: &Context, command: &Command) -> Result<Plan, Exit> {
    match command {
        Command::Stake(args) => owner::stake(context, args).await,
        Command::Unstake(args) => owner::unstake(context, args.device).await,
        Command::Withdraw(args) => owner::withdraw(context, args).await,
        Command::Overflow(args) => owner::overflow(context, args).await,
        Command::Device(Device::Close(args)) => owner::close_device(context, args.device).await,
        Command::Device(Device::Register { id, owner, model, cards, multiplier }) => {
            registrar::register(context, id, *owner, model, *cards, *multiplier).await
        }
        Command::Device(Device::Update(args)) => registrar::update(context, args).await,
        Command::Device(Device::Refresh(args)) => registrar::refresh(context, args.device).await,
        Command::Offer(Offer::Create { device, amount, reward, reserved_for, expires }) => {
            owner::create_offer(context, *device, *amount, *reward, *reserved_for, *expires).await
        }
        Command::Offer(Offer::Retract(args)) => owner::retract_offer(context, args.offer).await,
        Command::Offer(Offer::Close(args)) => owner::close_offer(context, args.offer).await,
        Command::Offer(Offer::Claim { offer, from }) => co_staker::claim(context, *offer, *from).await,
        Command::CoStake(CoStake::Unstake(args)) => co_staker::unstake(context, args.offer).await,
        Command::CoStake(CoStake::Withdraw { offer, to }) => co_staker::withdraw(context, *offer, *to).await,
        Command::CoStake(CoStake::Release { offer, wallet }) => co_staker::release(context, *offer, *wallet).await,
        Command::Claims(args) => co_staker::claims(context, args).await,
        Command::Rewards(Rewards::Fund { amount, from }) => rewards::fund(context, *amount, *from).await,
        Command::Rewards(Rewards::Claim { device, offer, to }) => rewards::claim(context, *device, *offer, *to).await,
        Command::Slash(args) => slash::plan(context, args).await,
        Command::Admin(args) => admin::plan(context, args).await,
        Command::Device(Device::Show(_) | Device::List { .. })
        | Command::Offer(Offer::List(_) | Offer::Show(_))
        | Command::Rewards(Rewards::Estimate(_) | Rewards::Show | Rewards::Accrue { .. })
        | Command::Status { .. }
        | Command::Why { .. }
        | Command::Watch { .. }
        | Command::Completion { .. }
        | Command::Man { .. } => Err(Exit::Usage("This command has no preconditions that could be explained.".into())),
    }
}
