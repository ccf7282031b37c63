//! Other programs' accounts, which this one reads with types of its own. An IDL lists the program's own accounts alone, but
//! Anchor asks of every type in an instruction what stands here.

use anchor_lang::{Discriminator, IdlBuild};

use crate::{
    loader::ProgramData,
    token::{Mint, TokenAccount},
};

impl IdlBuild for Mint {}
impl IdlBuild for TokenAccount {}
impl IdlBuild for ProgramData {}

impl Discriminator for Mint {
    const DISCRIMINATOR: &[u8] = &[];
}
impl Discriminator for TokenAccount {
    const DISCRIMINATOR: &[u8] = &[];
}
impl Discriminator for ProgramData {
    const DISCRIMINATOR: &[u8] = &[];
}
