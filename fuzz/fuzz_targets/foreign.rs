#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| co_staking_fuzz::foreign::run(data));
