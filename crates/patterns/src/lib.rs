//! Many regular expressions as one program: all matches of all of them, in one pass over a text.
//!
//! In: patterns, each with its owner ([`compile`], at build time). Out: bytes, from which [`Program::from_bytes`] makes
//! what a [`Matcher`] runs. For each owner it finds the leftmost and of those the longest matches of its patterns,
//! each behind the one before.

mod code;
#[cfg(feature = "compile")]
mod compile;
mod scan;

#[cfg(feature = "compile")]
pub use compile::{Pattern, Problem, compile};
pub use scan::{Match, Matcher, Program};
