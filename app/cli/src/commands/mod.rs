//! Each command, in the file of whoever gives it. Those that change something make a [`Plan`]; the others show data.

mod admin;
mod device;
mod market;
mod operation;
mod rewards;
mod serve;
mod shell;
mod slash;
mod status;
mod watch;
mod why;

pub use shell::{completion, man};
pub use why::why;

use co_staking_client::plan::Plan;

use crate::{
    args::{Admin, Command, Device, Offer, Rewards, Slash},
    context::Context,
    execute::execute,
    exit::Exit,
};

/// Does what a command says.
///
/// # Errors
/// Every [`Exit`].
pub async fn run(context: &Context, command: &Command) -> Result<(), Exit> {
    if context.globals.save_accounts.is_some() && !command.is_planned() {
        return Err(Exit::Usage("This command plans nothing for which accounts could be saved.".into()));
    }
    match command {
        Command::Status { wallet } => status::status(context, *wallet).await,
        Command::Watch { device, since, count } => watch::watch(context, *device, *since, *count).await,
        Command::Serve(args) => serve::serve(context, args).await,
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
/// Where accounts cannot be read, or the command sends nothing, or more than one transaction.
pub async fn plan(context: &Context, command: &Command) -> Result<Plan, Exit> {
    context.announce().await?;
    let operation = operation::of(context, command).await?;
    Ok(context.planner()?.plan(&operation).await?)
}
