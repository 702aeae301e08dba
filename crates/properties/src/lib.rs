//! What must hold of every input, however hostile.
//!
//! In: any bytes. Out: nothing, or a panic that names what does not hold. `fuzz/` looks for such bytes for as long as it is
//! let, the tests of this crate do so for a moment, and try again whatever the fuzzer has ever found.

mod features;
mod fold;
mod lines;
mod patterns;
mod rule_files;
mod score;

pub use features::features;
pub use fold::fold;
pub use lines::lines;
pub use patterns::{all_built_in_patterns, built_in_patterns, own_patterns};
pub use rule_files::rule_files;
pub use score::score;

/// A property, by the name of its target in `fuzz/fuzz_targets`.
pub type Property = (&'static str, fn(&[u8]));

/// All of them.
pub const ALL: [Property; 7] = [
    ("features", features),
    ("fold", fold),
    ("score", score),
    ("built_in_patterns", built_in_patterns),
    ("own_patterns", own_patterns),
    ("rule_files", rule_files),
    ("lines", lines),
];
