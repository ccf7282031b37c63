//! The event of a batch, which grows with it.

use anchor_lang::prelude::*;

use crate::{
    emit::{emit_encoded, started},
    events::{AccruedRow, RewardsAccrued},
    rules::{offer::OPEN_AND_ACTIVE, rewards::Block},
};

/// [`RewardsAccrued`] in its encoded form, as its rows come. A full batch's rows and then their bytes
/// would not fit the 32 KiB that a program has for all it allocates.
pub struct BatchEvent {
    data: Vec<u8>,
}

impl BatchEvent {
    /// The tag of an event, its discriminator, and the block's times.
    const OWED_AT: usize = 8 + 8 + 8 + 8;
    /// A device, which accrual, the amount, how many co-stakes, and as many as can be Active: offer index and amount.
    const ROW_LEN: usize = 32 + 1 + 8 + 4 + OPEN_AND_ACTIVE * (4 + 8);

    /// No rows yet, and room for that many.
    pub fn new(block: &Block, rows: usize) -> Self {
        let len = rows.saturating_mul(Self::ROW_LEN).saturating_add(Self::OWED_AT + 8 + 4);
        let mut data = started::<RewardsAccrued>(len);
        data.extend_from_slice(&block.started_at.to_le_bytes());
        data.extend_from_slice(&block.ended_at.to_le_bytes());
        // `owed`, which is known once all rows are.
        data.extend_from_slice(&[0; 8]);
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        data.extend_from_slice(&rows.to_le_bytes());
        Self { data }
    }

    /// The next row.
    pub fn push(&mut self, row: &AccruedRow) -> Result<()> {
        Ok(row.serialize(&mut self.data)?)
    }

    /// Emits it.
    pub fn emit(self, owed: u64, event_authority: &AccountInfo) -> Result<()> {
        emit_encoded(self.encoded(owed)?, event_authority)
    }

    fn encoded(mut self, owed: u64) -> Result<Vec<u8>> {
        let place = self.data.get_mut(Self::OWED_AT..).and_then(|data| data.first_chunk_mut());
        *place.ok_or(ErrorCode::AccountDidNotSerialize)? = owed.to_le_bytes();
        Ok(self.data)
    }
}

#[cfg(test)]
mod tests {
    use anchor_lang::{Event, event::EVENT_IX_TAG_LE};

    use super::*;
    use crate::{
        rules::rewards::Skip,
        state::{Accrual, Credit},
    };

    #[test]
    fn holds_what_the_event_as_a_whole_would() {
        let block = Block { started_at: -1, ended_at: i64::MAX - 1 };
        let credit = |offer_index| Credit { offer_index, amount: u64::MAX - 2 };
        let accruals = [
            Accrual::Credited { amount: 7, co_stakes: vec![] },
            Accrual::Skipped(Skip::Insufficient),
            Accrual::Credited { amount: u64::MAX, co_stakes: (0..8).map(credit).collect() },
            Accrual::Skipped(Skip::NotADevice),
        ];
        for count in 0..=accruals.len() {
            let of = |accrual: &Accrual| AccruedRow { device: Pubkey::new_unique(), accrual: accrual.clone() };
            let rows: Vec<_> = accruals.iter().take(count).map(of).collect();
            let mut told = BatchEvent::new(&block, rows.len());
            rows.iter().for_each(|row| told.push(row).unwrap());
            let Block { started_at, ended_at } = block;
            let whole = RewardsAccrued { started_at, ended_at, owed: 99, rows }.data();
            assert_eq!(told.encoded(99).unwrap(), [EVENT_IX_TAG_LE, whole.as_slice()].concat());
        }
    }
}
