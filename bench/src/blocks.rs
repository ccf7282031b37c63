//! `accrue_rewards`: what a batch costs, by its size and by what its devices hold.

use anchor_lang::prelude::Pubkey;
use anyhow::Result;
use co_staking_client::{
    Instruction, Slash,
    batch::{Addresses, Batch},
    instructions::{
        rewards::{Row, accrue_rewards},
        slash::open_slash,
    },
    pda,
    rules::rewards::Block,
};
use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_message::AddressLookupTableAccount;
use solana_signer::Signer;

use crate::{
    ledger::{Cost, Ledger},
    network::Network,
};

/// What the devices of a batch have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Alone,
    CoStaked,
    Slashed,
    NoDevice,
}

impl Kind {
    /// In the order of the table's columns.
    pub const ALL: [Self; 4] = [Self::Alone, Self::CoStaked, Self::Slashed, Self::NoDevice];

    pub const fn title(self) -> &'static str {
        match self {
            Self::Alone => "no co-stake",
            Self::CoStaked => "4 co-stakes",
            Self::Slashed => "4 slashed co-stakes",
            Self::NoDevice => "not a device (skipped)",
        }
    }
}

/// Devices of one kind on a ledger of their own.
pub struct Devices {
    network: Network,
    keys: Vec<Pubkey>,
    table: AddressLookupTableAccount,
}

impl Devices {
    /// One more than fit a transaction.
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn new(elf: &[u8], kind: Kind) -> Result<Self> {
        let mut network = Network::new(elf)?;
        let count = Addresses::LookupTables.capacity() + 1;
        let co_stakes = if matches!(kind, Kind::CoStaked | Kind::Slashed) { 4 } else { 0 };
        let machine = network.earning(co_stakes)?;
        if kind == Kind::Slashed {
            let operator = network.operator.pubkey();
            let slash = Slash { bps: 1, offence_at: network.ledger.now(), forfeit_rewards: false };
            let id = pda::offence_id("bench");
            let ix = open_slash(&machine.key, &operator, &operator, &network.mint, id, slash);
            network.ledger.run(ix, &[&network.operator])?;
        }
        let keys = if kind == Kind::NoDevice {
            (0..count).map(|number| pda::device(&pda::device_id(&format!("nobody {number}")))).collect()
        } else {
            network.copies(&machine, count)?
        };
        let table = network.lookup_table(&keys)?;
        Ok(Self { network, keys, table })
    }

    /// What a transaction for the first `count` of them would be, whether it fits or not.
    ///
    /// # Errors
    /// Where it cannot be signed.
    pub fn size(&mut self, count: usize, addresses: Addresses) -> Result<Cost> {
        let instructions = self.instructions(count, 0);
        let tables = tables(&self.table, addresses);
        Ok(self.network.ledger.sign(&instructions, &[&self.network.operator], tables)?.cost)
    }

    /// Posts a block of a second for the first `count` of them, with the compute limit that the planner says.
    ///
    /// # Errors
    /// Where a cluster or the program refuses it.
    pub fn post(&mut self, count: usize, addresses: Addresses) -> Result<Cost> {
        self.network.ledger.wait(1);
        let batch = Batch::new(self.block(), self.rows(count), addresses)?;
        let instructions = self.instructions(count, batch.compute_units());
        let Network { ledger, operator, .. } = &mut self.network;
        let ledger: &mut Ledger = ledger;
        let signed = ledger.sign(&instructions, &[operator], tables(&self.table, addresses))?;
        ledger.send(signed)
    }

    fn instructions(&self, count: usize, limit: u32) -> [Instruction; 3] {
        [
            ComputeBudgetInstruction::set_compute_unit_limit(limit),
            ComputeBudgetInstruction::set_compute_unit_price(1),
            accrue_rewards(&self.network.operator.pubkey(), self.block(), &self.rows(count)),
        ]
    }

    /// The last second.
    fn block(&self) -> Block {
        let ended_at = self.network.ledger.now();
        Block { started_at: ended_at - 1, ended_at }
    }

    fn rows(&self, count: usize) -> Vec<Row> {
        self.keys.iter().take(count).map(|key| Row { device: *key, amount: 1_234_567 }).collect()
    }
}

const fn tables(table: &AddressLookupTableAccount, addresses: Addresses) -> &[AddressLookupTableAccount] {
    match addresses {
        Addresses::Static => &[],
        Addresses::LookupTables => std::slice::from_ref(table),
    }
}
