//! Prints the code and the name of every refusal of the program: for `cargo xtask faults`, which itself is built without
//! the program. (`cargo xtask demo` builds it too: see `selection` in `../src/test.rs`.)

use co_staking_client::CoStakingError;

fn main() {
    for refusal in CoStakingError::all() {
        println!("{} {refusal:?}", u32::from(refusal));
    }
}
