//! The compiled patterns: packed, as `compile` writes them and they are kept, and in place, as they are run.
//!
//! Packed, a program holds nothing that follows from the rest (offsets, addresses), and what is alike stands together, in streams:
//! so it is small once more where bytes are compressed. Code is a row of blocks; a jump or call names its block by how
//! many others were named or written since it was. [`Program::from_bytes`] puts all in place, in one pass.

use crate::guard::{self, Guard, Guards};
use crate::instruction as op;

/// The first bytes of every program; the last is the version of the format.
pub const MAGIC: [u8; 4] = *b"hpp3";

/// Tables of addresses by first byte: behind a byte of no word, behind one of a word, where the text begins.
pub const ROOTS: usize = 3;
/// The table for places behind a byte that belongs to no word, and for the beginning of the text.
pub const BEHIND_OTHER: usize = 0;
/// The table for places behind a byte of a word.
pub const BEHIND_WORD: usize = 1;
/// The table of what must stand where the text begins.
pub const AT_START: usize = 2;

/// What is packed, each in a stream of its own.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Bytes of code in place; owners; sets.
    Counts,
    /// By table and byte: the number of a block and 1, or 0.
    Roots,
    /// For each set 16 bytes, a bit for each ASCII character; how many ranges, and the first and last of each.
    Sets,
    /// Instructions and literals; each branch of a switch begins with the byte that it is taken by.
    Code,
    /// Of switches: how many branches.
    Branches,
    /// Of matches.
    Owners,
    /// Of runs: the set; the least and the most.
    Runs,
    /// See [`Kind::Runs`].
    Bounds,
    /// Of jumps and calls.
    Blocks,
}

/// How many streams there are.
pub const KINDS: usize = 9;

/// A number in a stream: one byte below this; else the high one of two, this much higher, and the other from the stream's end: for
/// bytes of both kinds are alike among themselves.
pub const LONG: u8 = 0xc0;

/// So many numbers are moved one by one: a call to move them together costs as much.
const FEW: usize = 12;

/// Compiled patterns, in place.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// One more than the highest owner.
    pub(crate) owners: usize,
    /// Table and first byte → where the program goes on; 0: no pattern begins so.
    pub(crate) roots: [[u32; 256]; ROOTS],
    pub(crate) sets: Vec<Set>,
    /// All instructions; addresses are places in it.
    pub(crate) code: Vec<u8>,
    pub(crate) guards: Guards,
}

impl Program {
    /// The program that `compile` wrote; `None` if the bytes are something else.
    #[must_use]
    pub fn from_bytes(bytes: impl AsRef<[u8]>) -> Option<Self> {
        let mut rest = Stream(bytes.as_ref().strip_prefix(&MAGIC)?);
        let mut streams = Streams([Stream(&[]); KINDS]);
        for stream in &mut streams.0 {
            let length = rest.take(3)?;
            *stream = Stream(rest.take(three(length, 0))?);
        }
        let counts = streams.of(Kind::Counts);
        let code_length = three(counts.take(3)?, 0);
        let (owners, sets) = (counts.number()?, counts.number()?);
        let mut program = Self {
            owners,
            roots: [[0; 256]; ROOTS],
            sets: (0..sets).map(|_| Set::read(streams.of(Kind::Sets))).collect::<Option<_>>()?,
            code: vec![op::FAIL; code_length],
            guards: Guards::new(0),
        };
        let blocks = program.put(&streams)?;
        for address in program.roots.as_flattened_mut() {
            if let Some(block) = streams.of(Kind::Roots).number()?.checked_sub(1) {
                *address = *blocks.get(block)?;
            }
        }
        Some(program)
    }

    /// Puts the code in place; gives the addresses of the blocks. Runs once, before the browser has made the module fast: so a literal,
    /// which is most of the code, takes the shortest way.
    fn put(&mut self, streams: &Streams) -> Option<Vec<u32>> {
        let (code, sets) = (&mut self.code[..], &self.sets[..]);
        let stream = |kind: Kind| streams.0[kind as usize];
        let (mut owners, mut branches, mut leaps) =
            (stream(Kind::Owners), stream(Kind::Branches), stream(Kind::Blocks));
        let (mut runs, mut bounds) = (stream(Kind::Runs), stream(Kind::Bounds));
        let mut blocks: Vec<u32> = vec![1];
        // Their numbers, the one that was named or written last at the end.
        let mut latest: Vec<u16> = Vec::new();
        let mut open: Vec<Open> = Vec::new();
        let mut guards = ROOTS * 256;
        // The code's first byte is `FAIL`.
        let mut at = 1;
        let mut rest = stream(Kind::Code);
        while let Some(instruction) = rest.byte() {
            *code.get_mut(at)? = instruction;
            at += 1;
            if instruction >= b' ' {
                continue;
            }
            // Byte by byte: for so few, a copy costs more than they do.
            let mut write = |bytes: &[u8]| -> Option<()> {
                for &byte in bytes {
                    *code.get_mut(at)? = byte;
                    at += 1;
                }
                Some(())
            };
            match instruction {
                op::MATCH | op::MATCH_AT_EDGE => write(&(owners.number()? as u16).to_le_bytes())?,
                op::SWITCH | op::SWITCH_LETTERS => {
                    let count = branches.number()?;
                    let others = count.checked_sub(1)?;
                    let operands = if instruction == op::SWITCH { 1 + count } else { 4 };
                    let switch = Open { at: at - 1, offset: at + operands, left: others };
                    if instruction == op::SWITCH {
                        *code.get_mut(at)? = count as u8;
                    }
                    switch.key(code, rest.byte()?)?;
                    open.push(switch);
                    at += operands + 2 * others;
                }
                op::SPLIT => {
                    let [low, high] = u16::try_from(guards).ok()?.to_le_bytes();
                    write(&[0, 0, low, high])?;
                    open.push(Open { at: at - 5, offset: at - 4, left: 1 });
                    guards += 2;
                }
                op::RUN | op::RUN_POSSESSIVE | op::RUN_TO_EDGE => {
                    let set = runs.byte()?;
                    sets.get(usize::from(set))?;
                    write(&[set])?;
                    write(bounds.take(2)?)?;
                    if instruction == op::RUN {
                        write(&u16::try_from(guards).ok()?.to_le_bytes())?;
                        guards += 1;
                    }
                }
                op::JUMP | op::CALL => {
                    let since = leaps.number()?;
                    let mut place = latest.len().checked_sub(since + 1)?;
                    let block = latest[place];
                    if since < FEW {
                        while let Some(&next) = latest.get(place + 1) {
                            latest[place] = next;
                            place += 1;
                        }
                        latest[place] = block;
                    } else {
                        latest.remove(place);
                        latest.push(block);
                    }
                    let [low, high, page, _] = blocks[usize::from(block)].to_le_bytes();
                    write(&[low, high, page])?;
                }
                _ => {}
            }
            // What ends a way: the next branch begins behind it, or the next block.
            if matches!(instruction, op::FAIL | op::RETURN | op::JUMP) {
                while open.pop_if(|open| open.left == 0).is_some() {}
                if let Some(open) = open.last_mut() {
                    let [low, high] = u16::try_from(at - open.offset).ok()?.to_le_bytes();
                    (code[open.offset], code[open.offset + 1]) = (low, high);
                    (open.offset, open.left) = (open.offset + 2, open.left - 1);
                    if code[open.at] != op::SPLIT {
                        open.key(code, rest.byte()?)?;
                    }
                } else {
                    latest.push(u16::try_from(blocks.len() - 1).ok()?);
                    blocks.push(at as u32);
                }
            }
        }
        self.guards = Guards::new(guards);
        (at == self.code.len()).then_some(blocks)
    }
}

/// A switch or split that is not complete.
struct Open {
    at: usize,
    /// Where the offset of the next branch stands.
    offset: usize,
    /// How many branches follow.
    left: usize,
}

impl Open {
    /// Notes the byte by which a switch takes the branch that begins.
    fn key(&self, code: &mut [u8], byte: u8) -> Option<()> {
        if code[self.at] == op::SWITCH {
            let branch = usize::from(code[self.at + 1]).checked_sub(self.left + 1)?;
            *code.get_mut(self.at + 2 + branch)? = byte;
        } else {
            *code.get_mut(self.at + 1 + usize::from(byte >> 3 & 3))? |= 1 << (byte & 7);
        }
        Some(())
    }
}

/// Where both ways of a split begin.
pub fn ways(code: &[u8], at: usize) -> [usize; 2] {
    [at + 5, at + 1 + two(code, at + 1)]
}

/// Where a branch begins, by the offsets of all but the first.
pub fn branch_at(code: &[u8], offsets: usize, branch: usize, branches: usize) -> usize {
    match branch.checked_sub(1) {
        None => offsets + 2 * (branches - 1),
        Some(before) => offsets + 2 * before + two(code, offsets + 2 * before),
    }
}

/// The letters of a [`op::SWITCH_LETTERS`], which stand at a place.
pub fn letters(code: &[u8], at: usize) -> u32 {
    two(code, at) as u32 | (two(code, at + 2) as u32) << 16
}

/// A set of characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// One bit for each ASCII character.
    ascii: [u8; 16],
    /// First and last of each range beyond ASCII.
    ranges: Vec<(usize, usize)>,
    /// Of the characters' first bytes.
    pub guard: Guard,
}

impl Set {
    fn read(stream: &mut Stream) -> Option<Self> {
        let ascii: [u8; 16] = stream.take(16)?.try_into().ok()?;
        let ranges = (0..stream.number()?).map(|_| stream.take(6).map(|range| (three(range, 0), three(range, 3))));
        let mut set = Self { ascii, ranges: ranges.collect::<Option<_>>()?, guard: 0 };
        let beyond = (!set.ranges.is_empty()).then_some(u8::MAX);
        let bytes = (0..128).filter(|&byte| set.has(byte)).chain(beyond);
        set.guard = bytes.fold(0, |all, byte| all | guard::of_byte(byte));
        Some(set)
    }

    /// Whether it holds an ASCII character.
    fn has(&self, byte: u8) -> bool {
        self.ascii[usize::from(byte >> 3)] >> (byte & 7) & 1 == 1
    }

    /// How many bytes the character at a place has, if the set holds it.
    pub fn takes(&self, text: &[u8], pos: usize) -> Option<usize> {
        let &byte = text.get(pos)?;
        if byte.is_ascii() {
            return self.has(byte).then_some(1);
        }
        if self.ranges.is_empty() {
            return None;
        }
        let (character, length) = decode(&text[pos..])?;
        self.ranges.iter().any(|&(first, last)| (first..=last).contains(&character)).then_some(length)
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

/// All streams of a program.
struct Streams<'b>([Stream<'b>; KINDS]);

impl<'b> Streams<'b> {
    fn of(&mut self, kind: Kind) -> &mut Stream<'b> {
        &mut self.0[kind as usize]
    }
}

/// Bytes, read from their beginning.
#[derive(Clone, Copy)]
struct Stream<'b>(&'b [u8]);

impl<'b> Stream<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(byte)
    }

    fn number(&mut self) -> Option<usize> {
        Some(match self.byte()? {
            high @ LONG.. => {
                let (&low, rest) = self.0.split_last()?;
                self.0 = rest;
                usize::from(high - LONG) << 8 | usize::from(low)
            }
            low => usize::from(low),
        })
    }
}

/// The number of two bytes at a place.
pub fn two(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))
}

/// The number of three bytes at a place.
pub fn three(bytes: &[u8], at: usize) -> usize {
    two(bytes, at) | usize::from(bytes[at + 2]) << 16
}
