//! The compiled patterns, as the bytes that the compiler wrote.
//!
//! Layout: the magic, the highest owner (two bytes), sets (two bytes), [`ROOTS`] tables of 256 addresses (three bytes each), the
//! sets (16 bytes: a bit for each ASCII character; two bytes: the first of its ranges; two bytes: how many), how many
//! ranges there are (two bytes), the ranges (first and last character beyond ASCII, three bytes each), the code.

use std::borrow::Cow;

/// The first bytes of every program; the last is the version of the format.
pub const MAGIC: [u8; 4] = *b"hpp1";

/// Tables of addresses by first byte: behind a byte of no word, behind one of a word, where the text begins.
pub const ROOTS: usize = 3;
/// The table for places behind a byte that belongs to no word, and for the beginning of the text.
pub const BEHIND_OTHER: usize = 0;
/// The table for places behind a byte of a word.
pub const BEHIND_WORD: usize = 1;
/// The table of what must stand where the text begins.
pub const AT_START: usize = 2;

const TABLES: usize = MAGIC.len() + 4;
const SETS: usize = TABLES + ROOTS * 256 * 3;
/// Bytes of a set.
const SET: usize = 20;
/// Bytes of a range.
const RANGE: usize = 6;

/// Compiled patterns. Cheap to make: the bytes are used as they are.
#[derive(Debug, Clone)]
pub struct Program {
    bytes: Cow<'static, [u8]>,
    owners: usize,
    ranges: usize,
    code: usize,
}

impl Program {
    /// The program that `compile` wrote; `None` if the bytes are something else.
    #[must_use]
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Option<Self> {
        let bytes = bytes.into();
        if !bytes.starts_with(&MAGIC) || bytes.len() < SETS {
            return None;
        }
        let owners = two(&bytes, MAGIC.len()) + 1;
        let ranges = SETS + two(&bytes, MAGIC.len() + 2) * SET;
        let code = ranges + 2 + two(bytes.get(ranges..ranges + 2)?, 0) * RANGE;
        (code < bytes.len()).then_some(Self { bytes, owners, ranges: ranges + 2, code })
    }

    /// One more than the highest owner.
    pub(crate) fn owners(&self) -> usize {
        self.owners
    }

    /// What a run needs.
    pub(crate) fn parts(&self) -> Parts<'_> {
        Parts {
            roots: Roots(&self.bytes[TABLES..SETS]),
            sets: Sets { sets: &self.bytes[SETS..self.ranges - 2], ranges: &self.bytes[self.ranges..self.code] },
            code: &self.bytes[self.code..],
        }
    }
}

/// A program, taken apart.
#[derive(Clone, Copy)]
pub struct Parts<'p> {
    /// The tables of addresses: see [`ROOTS`].
    pub roots: Roots<'p>,
    /// All sets of characters.
    pub sets: Sets<'p>,
    /// All instructions; addresses are places in it.
    pub code: &'p [u8],
}

/// The tables of addresses.
#[derive(Clone, Copy)]
pub struct Roots<'p>(&'p [u8]);

impl Roots<'_> {
    /// Where the program goes on behind a first byte; 0: no pattern begins so.
    pub fn address(self, table: usize, byte: u8) -> usize {
        three(self.0, (table * 256 + usize::from(byte)) * 3)
    }
}

/// The sets of characters.
#[derive(Clone, Copy)]
pub struct Sets<'p> {
    sets: &'p [u8],
    ranges: &'p [u8],
}

impl<'p> Sets<'p> {
    /// A set, by number.
    pub fn get(self, set: u8) -> Set<'p> {
        let set = &self.sets[usize::from(set) * SET..][..SET];
        Set { ascii: &set[..16], ranges: &self.ranges[two(set, 16) * RANGE..][..two(set, 18) * RANGE] }
    }
}

/// A set of characters.
#[derive(Clone, Copy)]
pub struct Set<'p> {
    ascii: &'p [u8],
    ranges: &'p [u8],
}

impl Set<'_> {
    /// How many bytes the character at a place has, if the set holds it.
    pub fn takes(self, text: &[u8], pos: usize) -> Option<usize> {
        let &byte = text.get(pos)?;
        if byte.is_ascii() {
            return (self.ascii[usize::from(byte >> 3)] >> (byte & 7) & 1 == 1).then_some(1);
        }
        if self.ranges.is_empty() {
            return None;
        }
        let (character, length) = decode(&text[pos..])?;
        let holds = |range: &[u8]| (three(range, 0)..=three(range, 3)).contains(&character);
        self.ranges.chunks_exact(RANGE).any(holds).then_some(length)
    }
}

/// The first character beyond ASCII of a text, and how many bytes it has.
fn decode(text: &[u8]) -> Option<(usize, usize)> {
    let (length, first) = match text.first()? {
        byte @ 0xc0..=0xdf => (2, byte & 0x1f),
        byte @ 0xe0..=0xef => (3, byte & 0x0f),
        byte @ 0xf0..=0xf7 => (4, byte & 0x07),
        _ => return None,
    };
    let rest = text.get(1..length)?;
    Some((rest.iter().fold(usize::from(first), |bits, &byte| bits << 6 | usize::from(byte & 0x3f)), length))
}

/// The number of two bytes at a place.
pub fn two(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))
}

fn three(bytes: &[u8], at: usize) -> usize {
    two(bytes, at) | usize::from(bytes[at + 2]) << 16
}
