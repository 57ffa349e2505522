#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| legrest_fuzz::sheet::text(bytes));
