//! The config: who may do what.

use super::{Chain, Plan, PlanError, Planner, Source};
use crate::{ConfigChanges, Pubkey, format::io, instructions::admin};

impl<S: Source> Planner<'_, S> {
    pub(super) async fn update_config(&self, changes: ConfigChanges) -> Result<Plan, PlanError> {
        if changes == ConfigChanges::default() {
            return Err(PlanError::Input("Nothing to change: name a role or an amount.".into()));
        }
        Chain::read(self.source).await?;
        let update = admin::update_config(&self.wallet, changes);
        Ok(Plan::new(format!("Change the config: {}", told(&changes))).with(update))
    }

    pub(super) async fn propose_admin(&self, proposed: Option<Pubkey>) -> Result<Plan, PlanError> {
        Chain::read(self.source).await?;
        let title = match proposed {
            Some(proposed) => format!("Propose {proposed} as admin"),
            None => "Withdraw the proposal of an admin".into(),
        };
        Ok(Plan::new(title).with(admin::propose_admin(&self.wallet, proposed)))
    }

    pub(super) async fn accept_admin(&self) -> Result<Plan, PlanError> {
        let previous = Chain::read(self.source).await?.config.admin;
        Ok(Plan::new(format!("Become admin in place of {previous}")).with(admin::accept_admin(&self.wallet)))
    }

    pub(super) async fn set_paused(&self, paused: bool) -> Result<Plan, PlanError> {
        let config = Chain::read(self.source).await?.config;
        let title = if paused { "Pause the program" } else { "Unpause the program" };
        let refused = config.may_set_paused(&self.wallet, paused).into_iter().filter(|it| !it.holds);
        Ok(Plan::new(title)
            .with(admin::set_paused(&self.wallet, paused))
            .unmet(refused.map(|refused| refused.otherwise.to_string())))
    }
}

fn told(changes: &ConfigChanges) -> String {
    let role = |name: &str, key: Option<Pubkey>| key.map(|key| format!("{name} {key}"));
    let amount = |name: &str, units: Option<u64>| units.map(|units| format!("{name} {}", io(units)));
    let all = [
        role("registrar", changes.registrar),
        role("rewarder", changes.rewarder),
        role("slasher", changes.slasher),
        role("arbiter", changes.arbiter),
        role("guardian", changes.guardian),
        amount("base requirement", changes.base_requirement),
        amount("most that a block pays a device", changes.max_block_reward),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
