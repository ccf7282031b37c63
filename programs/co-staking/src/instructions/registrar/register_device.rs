use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::{
    emit::emit,
    events::DeviceRegistered,
    rules::{check, facts::DeviceFacts, not_paused},
    state::{Config, Device, Registration, seeds},
    token::{Mint, TokenAccount},
};

/// What the registrar attests of a new device.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct RegisterDeviceArgs {
    /// The hash of the device's public id.
    pub device_id: [u8; 32],
    /// The one wallet that may stake on it as itself.
    pub owner: Pubkey,
    /// 1 to 32 printable ASCII characters.
    pub model: String,
    pub cards: u32,
    pub multiplier_bps: u32,
}

#[event_cpi]
#[derive(Accounts)]
#[instruction(args: RegisterDeviceArgs)]
pub struct RegisterDevice<'info> {
    #[account(constraint = config.load()?.roles.registrar == registrar.key() @ ErrorCode::ConstraintHasOne)]
    pub registrar: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    #[account(has_one = mint)]
    pub config: AccountLoader<'info, Config>,
    #[account(
        init, payer = payer, space = Device::SPACE,
        seeds = [seeds::DEVICE, &args.device_id], bump
    )]
    pub device: AccountLoader<'info, Device>,
    /// By seeds and not the device's associated account, which a stranger could create first.
    #[account(init, payer = payer, token::mint = mint, token::authority = device, seeds = [seeds::VAULT, device.key().as_ref()], bump)]
    pub vault: Account<'info, TokenAccount>,
    pub mint: Account<'info, Mint>,
    pub token_program: Program<'info, Token>,
    pub system_program: Program<'info, System>,
}

impl RegisterDevice<'_> {
    /// Creates a device and its vault.
    pub fn handle(ctx: Context<Self>, args: RegisterDeviceArgs) -> Result<()> {
        let accounts = &ctx.accounts;
        let config = Config::read(&accounts.config)?;
        check([not_paused(config.is_paused())])?;

        let new = Registration {
            bump: ctx.bumps.device,
            device_id: args.device_id,
            owner: args.owner,
            vault: accounts.vault.key(),
            rent_payer: accounts.payer.key(),
            facts: DeviceFacts::new(&args.model, args.cards, args.multiplier_bps)?,
        };
        let mut device = accounts.device.load_init()?;
        device.register(new, config.base_requirement)?;
        device.invariant_with_vault(TokenAccount::amount_now(&accounts.vault)?)?;

        let event = DeviceRegistered {
            device: accounts.device.key(),
            device_id: args.device_id,
            owner: args.owner,
            vault: device.vault,
            rent_payer: device.rent_payer,
            facts: *device.facts(),
            hire: *device.hire(),
            requirement: *device.requirement(),
        };
        drop((device, config));
        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
