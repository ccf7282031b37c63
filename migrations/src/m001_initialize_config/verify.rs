//! What must be true before the config is created, each with what was read.

use anchor_lang::{
    AccountDeserialize,
    prelude::ProgramData,
    solana_program::bpf_loader_upgradeable::{self, UpgradeableLoaderState},
};
use anchor_spl::{
    token::{self, Mint},
    token_2022,
};
use co_staking_client::{ID, Pubkey, format::IO_DECIMALS, pda};

use super::Refusal;
use crate::{Fact, Ledger};

/// The program is deployed, by the loader that knows upgrade authorities.
pub fn program(ledger: &impl Ledger) -> Result<Vec<Fact>, Refusal> {
    let program = ledger.account(&ID)?.ok_or(Refusal::ProgramMissing)?;
    let upgradeable = program.owner == bpf_loader_upgradeable::ID && program.executable;
    let state = upgradeable.then(|| UpgradeableLoaderState::try_deserialize(&mut program.data.as_slice()));
    match state {
        Some(Ok(UpgradeableLoaderState::Program { programdata_address }))
            if programdata_address == pda::program_data() =>
        {
            Ok(vec![fact("program", format!("{ID}, deployed and upgradeable"))])
        }
        _ => Err(Refusal::ProgramNotUpgradeable),
    }
}

/// The program will accept the signer.
pub fn upgrade_authority(ledger: &impl Ledger, signer: &Pubkey) -> Result<Vec<Fact>, Refusal> {
    let address = pda::program_data();
    let missing = Refusal::ProgramDataMissing { address };
    let account = ledger.account(&address)?.filter(|account| account.owner == bpf_loader_upgradeable::ID);
    let data = account.ok_or(missing.clone())?.data;
    let header = ProgramData::try_deserialize(&mut data.as_slice()).map_err(|_| missing)?;
    match header.upgrade_authority_address {
        None => Err(Refusal::NoUpgradeAuthority),
        Some(expected) if expected != *signer => Err(Refusal::NotUpgradeAuthority { expected, signer: *signer }),
        Some(authority) => Ok(vec![fact("upgrade authority", format!("{authority}, the signer"))]),
    }
}

/// The mint is one that nobody can freeze, tax or claw back, and counts as the file does.
pub fn mint(ledger: &impl Ledger, mint: &Pubkey) -> Result<Vec<Fact>, Refusal> {
    let mint = *mint;
    let account = ledger.account(&mint)?.ok_or(Refusal::MintMissing { mint })?;
    if account.owner == token_2022::ID {
        return Err(Refusal::MintOfToken2022 { mint });
    }
    let state = Mint::try_deserialize(&mut account.data.as_slice()).ok().filter(|_| account.owner == token::ID);
    let state = state.ok_or(Refusal::NotAMint { mint, owner: account.owner })?;
    if u32::from(state.decimals) != IO_DECIMALS {
        return Err(Refusal::MintDecimals { mint, found: state.decimals });
    }
    if let Some(authority) = Option::from(state.freeze_authority) {
        return Err(Refusal::MintCanFreeze { mint, authority });
    }
    let found = format!("{mint}, classic token program, {IO_DECIMALS} decimals, no freeze authority");
    Ok(vec![fact("mint", found)])
}

const fn fact(what: &'static str, value: String) -> Fact {
    Fact { what, value }
}
