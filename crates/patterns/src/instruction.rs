//! The instructions of a program: written by `compile::emit`, put in place by [`crate::program`], run by [`crate::matcher`].
//!
//! In place, the code is one array of bytes. A byte that text can hold asks for itself, so a literal is written as it is; every
//! other byte is one of the instructions below, with its operands behind it. Numbers of several bytes are little-endian. An
//! offset has two bytes, and counts from its own first. Numbers of guards, too, have two bytes: see [`crate::guard`].

/// No match this way.
pub const FAIL: u8 = 0x00;
/// A match of an owner (two bytes) ends here. Goes on with the next instruction: a longer one may follow.
pub const MATCH: u8 = 0x01;
/// The same, if a word begins or ends here.
pub const MATCH_AT_EDGE: u8 = 0x02;
/// Branches by the next byte, which it takes: how many, their bytes in order, the offsets of all branches but the first; the branches.
pub const SWITCH: u8 = 0x03;
/// Tries what follows, and later what begins at an offset; the number of the guard of the one, behind which is that of the other.
pub const SPLIT: u8 = 0x04;
/// Characters of a set: which, the least, the most, one byte each; the number of the guard of what follows. Tries every number, the greatest first.
pub const RUN: u8 = 0x05;
/// The same without a guard, only the greatest number: a smaller one could not go on.
pub const RUN_POSSESSIVE: u8 = 0x06;
/// The same, the greatest number behind which a word begins or ends.
pub const RUN_TO_EDGE: u8 = 0x07;
/// A word begins or ends here: `\b`.
pub const EDGE: u8 = 0x08;
/// None does: `\B`.
pub const NO_EDGE: u8 = 0x09;
/// The text begins here: `^`.
pub const TEXT_START: u8 = 0x0b;
/// The text ends here: `$`.
pub const TEXT_END: u8 = 0x0c;
/// Back to where the group was called.
pub const RETURN: u8 = 0x0d;
/// Goes on at an address of three bytes.
pub const JUMP: u8 = 0x0e;
/// Runs the group at an address, then what follows. Groups call no groups.
pub const CALL: u8 = 0x0f;
/// A [`SWITCH`] of letters alone: four bytes with a bit for each from `` ` `` on, the offsets, the branches.
pub const SWITCH_LETTERS: u8 = 0x10;

/// Whether a byte of code asks for itself. The others are control characters, which folded text does not hold.
#[cfg(feature = "compile")]
pub const fn is_text(byte: u8) -> bool {
    (byte >= b' ' && byte != 0x7f) || byte == b'\n'
}
