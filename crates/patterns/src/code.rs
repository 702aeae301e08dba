//! The commands of the program that [`super::compile`] writes and [`super::scan`] runs.
//!
//! The program is one array of bytes. A byte that folded text can hold (from the space on, and the line break) asks for
//! itself; every other is one of these commands, with what it takes behind it. A number `n` is one byte below 128, or
//! two: the high one with its top bit set, then the low one.

/// In the tree: no way goes on.
#[allow(dead_code, reason = "the scanner ends at whatever is none of the others")]
pub const STOP: u8 = 0x00;
/// A match of an owner ends here: its number's low byte follows; `END + 1` for numbers from 256 on.
pub const END: u8 = 0x01;
/// The same, if a word ends or begins here.
pub const END_AT_EDGE: u8 = 0x03;
/// Run the program at a place, two bytes, the lowest first; `CALL + n` stands for a third, `n`.
pub const CALL: u8 = 0x1a;
/// The last of them.
pub const CALL_LAST: u8 = CALL + 1;
/// A piece (one byte: which) ends here: remember it, and run what goes on behind it.
pub const PIECE_END: u8 = 0x05;
/// In the tree: how many bytes go on, those bytes, the places of their branches but the first, counted from the first
/// (one byte each), the branches.
pub const FORK: u8 = 0x07;
/// The same with two bytes a place, the lowest first.
pub const FORK_WIDE: u8 = 0x11;
/// In the tree: which of [`MASKED`] go on (eight bytes), the places of their branches but the first, counted from the
/// first (two bytes each), the branches. The highest bit stands for a [`FORK`] of all other bytes, the last branch.
pub const MASK: u8 = 0x0b;
/// The same for the bytes from 0x80 to 0xbf, which stand within characters: all that can go on.
pub const MASK_WITHIN: u8 = 0x1f;
/// One character of a set (one byte: which).
pub const SET: u8 = 0x0c;
/// A set, least, most (255: any number): characters of the set, in every number that goes on.
pub const RUN: u8 = 0x0d;
/// The same, as many as there are: a shorter run could not go on.
pub const FIRM: u8 = 0x0e;
/// A number: so many bytes of program may be passed over.
pub const OPTION: u8 = 0x0f;
/// The same; they are passed over if the text does not go on with the first of them, and only then.
pub const OPTION_IF: u8 = 0x1c;
/// The size of all branches (a number), then each: its size, its program.
pub const ANY_OF: u8 = 0x10;
/// Like [`FORK`], in a program; the place where the last branch ends stands behind the others. Of the number of bytes the
/// high bits say that there is one branch more: [`ALSO`], [`ELSE`].
pub const CHOICE: u8 = 0x08;
/// The same with two bytes a place, the lowest first.
pub const CHOICE_WIDE: u8 = 0x1e;
/// The last branch is gone in any case.
pub const ALSO: u8 = 0x80;
/// The last branch is gone if no other is.
pub const ELSE: u8 = 0x40;
/// A word begins or ends here.
pub const EDGE: u8 = 0x12;
/// It does not.
pub const NO_EDGE: u8 = 0x13;
/// The text begins here.
pub const START: u8 = 0x14;
/// The text ends here.
pub const FINISH: u8 = 0x15;
/// A piece (one byte: which) that was met at this place before.
pub const PIECE: u8 = 0x16;
/// The next byte of the program may be passed over.
pub const MAYBE: u8 = 0x17;
/// The same; it is, if it is not there, and only then.
pub const MAYBE_FIRM: u8 = 0x1d;
/// The next command asks about the place where the match began.
pub const FROM: u8 = 0x18;
/// Back to the place where the match began.
pub const REWIND: u8 = 0x19;

/// The bytes that [`MASK`] knows: bit 0 is the first.
pub const MASKED: [u8; 63] = *b"abcdefghijklmnopqrstuvwxyz0123456789 -'.,$%/:!?#@&+()\"*=;_[]<>\n";

/// So many bytes, those bytes: one of them.
pub const ONE_OF: u8 = 0x09;

/// The bit of a mask for all bytes that have none of their own.
pub const OTHERS: u8 = 63;

/// [`DIGITS`], [`NUMBER`], [`DECIMAL`] or [`POINT`], least, most: so many of its figures stand where the match began; of
/// a decimal, of its fraction.
pub const COUNT: u8 = 0x06;

/// In the tree, for the text: all digits that stand here…
pub const DIGITS: u8 = 0x01;
/// …all digits, points and commas…
pub const NUMBER: u8 = 0x02;
/// …and all digits, and a point or comma with all digits behind it, if there is one.
pub const DECIMAL: u8 = 0x03;
/// For [`COUNT`]: a decimal whose fraction, if it has one, stands behind a point.
pub const POINT: u8 = 0x04;

/// No bound, as the most of a run.
pub const UNBOUNDED: u8 = 255;

/// Whether a byte of the program asks for itself: one that folded text can hold.
pub const fn is_text(byte: u8) -> bool {
    byte >= b' ' || byte == b'\n'
}

/// Whether a byte of folded text belongs to a word, as patterns mean it: `\w`.
pub const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a byte belongs to a number: a digit, a point, a comma.
pub const fn is_number(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'.' || byte == b','
}

/// The bit, of 64, that stands for a second byte; four bytes share each, which is near enough to leave most out.
pub const fn second(byte: u8) -> u8 {
    byte & 63
}
