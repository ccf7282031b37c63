//! The config: roles, the admin's hand-over, the pause.

use co_staking_client::CoStakingError as E;

use super::{
    Model, Outcome,
    money::bytes,
    reasons::{IN_USE, NOT_NAMED, Reasons},
    world::{Config, Holder, Pool, Role, Token},
};
use crate::act::{Call, Key, Place, Purse, Wallet};

/// The program's upgrade authority.
pub const DEPLOYER: Wallet = 0;
const LONGEST_SPAN: i64 = 365 * 86_400;

impl Model {
    pub(super) fn initialize_config(&mut self, call: &Call) -> Outcome {
        let Call::InitializeConfig { authority, payer, can_freeze, admin, roles, spans, base, max } = call else {
            unreachable!("of this call alone")
        };
        let mut why = Reasons::default();
        why.when(*authority != DEPLOYER, E::NotUpgradeAuthority);
        why.when(*can_freeze, E::MintCanFreeze);
        why.when(spans.iter().any(|span| !(1..=LONGEST_SPAN).contains(span)), E::DurationOutOfRange);
        why.when(*base == 0, E::BaseRequirementZero);
        why.when(admin.is_none() || roles.contains(&None), E::RoleIsZero);
        why.when(self.world.config.is_some(), IN_USE);
        why.none()?;
        for (place, size) in [
            (Place::Config, bytes::CONFIG),
            (Place::Pool, bytes::POOL),
            (Place::Purse(Purse::RewardVault), bytes::TOKEN),
            (Place::Purse(Purse::Escrow), bytes::TOKEN),
        ] {
            self.create(place, size, *payer);
        }
        self.world.config = Some(Config {
            paused: false,
            admin: *admin,
            proposed: None,
            roles: *roles,
            spans: *spans,
            base: *base,
            max: *max,
        });
        self.world.pool = Some(Pool::default());
        for purse in [Purse::RewardVault, Purse::Escrow] {
            self.world.tokens.insert(purse, Token { holder: Holder::Pool, amount: 0 });
        }
        Ok(())
    }

    pub(super) fn update_config(
        &mut self,
        admin: Wallet,
        roles: &[Option<Key>; 5],
        base: Option<u64>,
        max: Option<u64>,
    ) -> Outcome {
        let mut why = self.of_admin(admin);
        why.when(roles.contains(&Some(Key::Zero)), E::RoleIsZero);
        why.when(base == Some(0), E::BaseRequirementZero);
        why.none()?;
        let config = self.config_mut();
        for (role, change) in config.roles.iter_mut().zip(roles) {
            *role = change.map_or(*role, Key::wallet);
        }
        config.base = base.unwrap_or(config.base);
        config.max = max.unwrap_or(config.max);
        Ok(())
    }

    pub(super) fn propose_admin(&mut self, admin: Wallet, proposed: Option<Wallet>) -> Outcome {
        self.of_admin(admin).none()?;
        self.config_mut().proposed = proposed;
        Ok(())
    }

    pub(super) fn accept_admin(&mut self, by: Wallet) -> Outcome {
        let mut why = Reasons::default();
        why.when(self.config().proposed != Some(by), E::NotProposedAdmin);
        why.none()?;
        let config = self.config_mut();
        config.admin = config.proposed.take();
        Ok(())
    }

    pub(super) fn set_paused(&mut self, by: Wallet, paused: bool) -> Outcome {
        let mut why = Reasons::default();
        let (admin, guardian) = (self.config().admin == Some(by), self.config().is(Role::Guardian, by));
        why.when(!admin && !guardian, E::NotGuardianOrAdmin);
        why.when(!paused && !admin, E::OnlyAdminUnpauses);
        why.none()?;
        self.config_mut().paused = paused;
        Ok(())
    }

    fn of_admin(&self, signer: Wallet) -> Reasons {
        let mut why = Reasons::default();
        why.when(self.config().admin != Some(signer), NOT_NAMED);
        why
    }

    fn config_mut(&mut self) -> &mut Config {
        self.world.config.as_mut().expect("every walk begins with the config")
    }
}
