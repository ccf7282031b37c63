//! What honest users do. Each action is expected to work; `send`, `accept` and `refuse` take the others.

use co_staking_client::{
    Config, ConfigChanges, InitializeConfigArgs, RegisterDeviceArgs, UpdateDeviceArgs, account,
    format::IO,
    instructions::{admin, owner, registrar},
    pda,
    rules::{facts::FactsUpdate, hire::HireUpdate},
};
use solana_signer::Signer;

use super::{Device, Receipt, Wallet, World};

impl World {
    pub async fn initialize(&mut self, args: InitializeConfigArgs) -> Receipt {
        let authority = self.upgrade_authority.insecure_clone();
        let ix = admin::initialize_config(&authority.pubkey(), &self.payer().pubkey(), &self.mint, args);
        self.accept(&[ix], &[&authority]).await
    }

    pub async fn config(&mut self) -> Config {
        let account = self.account(&pda::config()).await.expect("the config exists");
        account::config(&account.owner, &account.data).unwrap()
    }

    pub async fn update_config(&mut self, changes: ConfigChanges) -> Receipt {
        let admin = self.roles.admin.insecure_clone();
        self.accept(&[admin::update_config(&admin.pubkey(), changes)], &[&admin]).await
    }

    pub async fn set_base(&mut self, base_requirement: u64) -> Receipt {
        let changes = ConfigChanges { base_requirement: Some(base_requirement), ..ConfigChanges::default() };
        self.update_config(changes).await
    }

    pub async fn pause(&mut self) -> Receipt {
        let guardian = self.roles.guardian.insecure_clone();
        self.accept(&[admin::set_paused(&guardian.pubkey(), true)], &[&guardian]).await
    }

    pub async fn unpause(&mut self) -> Receipt {
        let admin = self.roles.admin.insecure_clone();
        self.accept(&[admin::set_paused(&admin.pubkey(), false)], &[&admin]).await
    }

    /// I7: paused, and every role, the admin included, with a key that nobody has.
    pub async fn desert(&mut self) -> Receipt {
        let (admin, heir) = (self.roles.admin.insecure_clone(), self.keypair());
        let mut gone = || Some(self.key());
        let changes = ConfigChanges {
            registrar: gone(),
            rewarder: gone(),
            slasher: gone(),
            arbiter: gone(),
            guardian: gone(),
            ..ConfigChanges::default()
        };
        let steps = [
            admin::set_paused(&admin.pubkey(), true),
            admin::update_config(&admin.pubkey(), changes),
            admin::propose_admin(&admin.pubkey(), Some(heir.pubkey())),
            admin::accept_admin(&heir.pubkey()),
        ];
        self.accept(&steps, &[&admin, &heir]).await
    }

    /// A device whose requirement is 800 IO, with an owner who holds a million.
    pub async fn device(&mut self) -> Device {
        let device = self.unregistered();
        self.register(&device, 4, 2_500).await;
        device
    }

    /// A device that is not registered, with an owner who holds a million.
    pub fn unregistered(&mut self) -> Device {
        let owner = self.wallet(1_000_000 * IO);
        self.unregistered_of(owner)
    }

    pub fn unregistered_of(&mut self, owner: Wallet) -> Device {
        Device::new(&self.key().to_string(), owner)
    }

    pub async fn register(&mut self, device: &Device, cards: u32, multiplier_bps: u32) -> Receipt {
        let args = RegisterDeviceArgs { cards, multiplier_bps, ..self.registration(device) };
        let registrar = self.roles.registrar.insecure_clone();
        let ix = registrar::register_device(&registrar.pubkey(), &self.payer().pubkey(), &self.mint, args);
        self.accept(&[ix], &[&registrar]).await
    }

    pub fn registration(&self, device: &Device) -> RegisterDeviceArgs {
        RegisterDeviceArgs {
            device_id: device.id,
            owner: device.owner.key(),
            model: "NVIDIA H100".into(),
            cards: 8,
            multiplier_bps: 100_000,
        }
    }

    pub async fn read(&mut self, device: &Device) -> co_staking_client::Device {
        let account = self.account(&device.key).await.expect("the device exists");
        account::device(&account.owner, &account.data).unwrap()
    }

    pub async fn update_device(&mut self, device: &Device, facts: FactsUpdate, hire: Option<HireUpdate>) -> Receipt {
        let registrar = self.roles.registrar.insecure_clone();
        let ix = registrar::update_device(&registrar.pubkey(), &device.key, UpdateDeviceArgs { facts, hire });
        self.accept(&[ix], &[&registrar]).await
    }

    pub async fn set_cards(&mut self, device: &Device, cards: u32) -> Receipt {
        self.update_device(device, FactsUpdate { cards: Some(cards), ..FactsUpdate::default() }, None).await
    }

    pub async fn update_hire(&mut self, device: &Device, hire: HireUpdate) -> Receipt {
        self.update_device(device, FactsUpdate::default(), Some(hire)).await
    }

    pub async fn hire(&mut self, device: &Device, secs: i64) -> Receipt {
        let ends_at = self.now().await + secs;
        self.update_hire(device, HireUpdate::Start { ends_at }).await
    }

    pub async fn refresh(&mut self, device: &Device) -> Receipt {
        self.accept(&[registrar::refresh_requirement(&device.key)], &[]).await
    }

    pub async fn stake(&mut self, device: &Device, amount: u64) -> Receipt {
        let wallet = &device.owner;
        let ix = owner::stake(&device.key, &wallet.key(), &wallet.token, &self.mint, amount);
        self.accept(&[ix], &[&wallet.keypair]).await
    }

    pub async fn withdraw_overflow(&mut self, device: &Device, amount: u64) -> Receipt {
        let wallet = &device.owner;
        let ix = owner::withdraw_overflow(&device.key, &wallet.key(), &wallet.token, &self.mint, amount);
        self.accept(&[ix], &[&wallet.keypair]).await
    }

    pub async fn unstake(&mut self, device: &Device) -> Receipt {
        self.accept(&[owner::unstake(&device.key, &device.owner.key())], &[&device.owner.keypair]).await
    }

    pub async fn withdraw(&mut self, device: &Device) -> Receipt {
        let wallet = &device.owner;
        let ix = owner::withdraw(&device.key, &wallet.key(), &wallet.token, &self.mint);
        self.accept(&[ix], &[&wallet.keypair]).await
    }

    pub async fn close_device(&mut self, device: &Device) -> Receipt {
        let (wallet, payer) = (&device.owner, self.payer().pubkey());
        let ix = owner::close_device(&device.key, &wallet.key(), &wallet.token, &payer, &self.mint);
        self.accept(&[ix], &[&wallet.keypair]).await
    }

    /// A device whose owner staked so much and is on its way out, since now.
    pub async fn exiting_device(&mut self, amount: u64) -> Device {
        let device = self.device().await;
        self.stake(&device, amount).await;
        self.unstake(&device).await;
        device
    }
}
