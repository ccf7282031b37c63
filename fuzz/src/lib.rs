//! What is fuzzed: each module's `run` takes any bytes, and panics where an answer is wrong. `cargo xtask fuzz-decoders`
//! runs them under libFuzzer, which mutates the bytes toward code that was not reached before; the tests run them on a
//! few inputs by chance.

pub mod accounts;
pub mod amounts;
pub mod config_file;
pub mod events;
pub mod explain;
pub mod foreign;
mod input;
pub mod instructions;
pub mod rules;

#[cfg(test)]
mod tests {
    /// Xorshift: the same bytes in every run.
    fn bytes(seed: u64, len: usize) -> Vec<u8> {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let byte = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        };
        std::iter::repeat_with(byte).take(len).collect()
    }

    macro_rules! takes_bytes_by_chance {
        ($($target:ident),* $(,)?) => {
            $(#[test]
            fn $target() {
                for seed in 0..2_000 {
                    super::$target::run(&bytes(seed, seed as usize % 700));
                }
            })*
        };
    }

    takes_bytes_by_chance!(accounts, amounts, config_file, events, explain, foreign, instructions, rules);
}
