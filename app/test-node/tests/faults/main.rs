//! The client's sending, met by every fault at every step. What comes of each is in `app/client/FAULTS.md`, which this
//! test writes anew with `UPDATE_FAULTS=1 cargo xtask test the_table_of_faults`.

mod runs;
mod several;
mod table;
