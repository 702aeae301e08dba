#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| hypelint_properties::features(input));
