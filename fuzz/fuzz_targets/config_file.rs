#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| co_staking_fuzz::config_file::run(data));
