//! What may come next: so that no way is begun that two bytes show to be a wrong one.
//!
//! A [`Guard`] is a set of bits: classes that a byte may be of, classes that the byte behind it may be of, and whether a word may
//! begin or end here. A place of a text has one bit of each kind. A place of the code has all that a text can have there where this
//! code leads to a match: where a place of the text has another, it is not run.
//!
//! The guards of a program have numbers: first the roots, then what its splits and runs go on with. Each is made when it is first
//! asked for: most never are.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::edge;
use crate::instruction as op;
use crate::program::{Program, branch_at, letters, three, two, ways};

/// See above.
pub type Guard = u64;

/// The guards of a program by number; 0: not yet made.
#[derive(Debug)]
pub struct Guards(Box<[AtomicU64]>);

impl Guards {
    pub fn new(count: usize) -> Self {
        Self((0..count).map(|_| AtomicU64::new(0)).collect())
    }
}

impl Clone for Guards {
    fn clone(&self) -> Self {
        Self::new(self.0.len())
    }
}

/// All follows from the rest of the program.
impl PartialEq for Guards {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Classes of bytes, numbered as in [`op::SWITCH_LETTERS`]: each letter has its own, and others share those of what stands beside
/// the letters. The bits of the second byte stand behind those of the first.
const CLASSES: u32 = 31;
const CLASS: [Guard; 256] = {
    let mut classes = [WIDE; 256];
    let mut byte = 0u8;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'`'..=b'~' => 1 << (byte & 31),
            b' ' => 1 << 27,
            b'0'..=b'9' => 1 << 28,
            b'\n' => END,
            _ => 1 << 29,
        };
        byte += 1;
    }
    classes
};
/// The class of the end of the text, too.
const END: Guard = 1;
/// Bytes of characters beyond ASCII.
const WIDE: Guard = 1 << 30;
/// All classes of the first byte.
const FIRST: Guard = (1 << CLASSES) - 1;
/// A word begins or ends here; none does.
const EDGE: Guard = 1 << 62;
const NO_EDGE: Guard = 1 << 63;

/// Whether this code may lead to a match at this place of a text.
pub fn admits(code: Guard, text: Guard) -> bool {
    code & text == text
}

/// Of each place of a text, its end among them.
pub fn of_text(text: &[u8], guards: &mut Vec<Guard>) {
    let class = |at: usize| text.get(at).map_or(END, |&byte| CLASS[usize::from(byte)]);
    let edge = |at: usize| if edge(text, at) { EDGE } else { NO_EDGE };
    guards.clear();
    guards.extend((0..=text.len()).map(|at| class(at) | class(at + 1) << CLASSES | edge(at)));
}

/// Of a byte.
pub fn of_byte(byte: u8) -> Guard {
    CLASS[usize::from(byte)]
}

impl Program {
    /// The guard of a number, that of the code at an address.
    #[must_use]
    pub fn guard(&self, number: usize, at: usize) -> Guard {
        let noted = &self.guards.0[number];
        match noted.load(Ordering::Relaxed) {
            0 => {
                let made = self.may_come(at, true);
                noted.store(made, Ordering::Relaxed);
                made
            }
            made => made,
        }
    }

    /// Makes a guard; of the second byte it holds nothing if that need not be known.
    fn may_come(&self, at: usize, second: bool) -> Guard {
        let code = &self.code[..];
        let of = |at: usize| self.may_come(at, second);
        let behind = |at: usize| if second { (self.may_come(at, false) & FIRST) << CLASSES } else { 0 };
        match code[at] {
            op::FAIL => 0,
            op::MATCH | op::RETURN | op::TEXT_END => Guard::MAX,
            op::MATCH_AT_EDGE => Guard::MAX & !NO_EDGE | of(at + 3),
            switch @ (op::SWITCH | op::SWITCH_LETTERS) => {
                let (first, branches, offsets) = if switch == op::SWITCH {
                    let bytes = &code[at + 2..at + 2 + usize::from(code[at + 1])];
                    (bytes.iter().fold(0, |all, &byte| all | of_byte(byte)), bytes.len(), at + 2 + bytes.len())
                } else {
                    let letters = letters(code, at + 1);
                    (Guard::from(letters) & FIRST, letters.count_ones() as usize, at + 5)
                };
                let branch = |branch| if second { behind(branch_at(code, offsets, branch, branches)) } else { 0 };
                (0..branches).fold(EDGE | NO_EDGE | first, |all, at| all | branch(at))
            }
            op::SPLIT => {
                let ([next, later], number) = (ways(code, at), two(code, at + 3));
                self.guard(number, next) | self.guard(number + 1, later)
            }
            run @ (op::RUN | op::RUN_POSSESSIVE | op::RUN_TO_EDGE) => {
                let (set, least, most) = (&self.sets[usize::from(code[at + 1])], code[at + 2], code[at + 3]);
                let next = at + if run == op::RUN { 6 } else { 4 };
                let mut all = EDGE | NO_EDGE | set.guard | (set.guard & WIDE) << CLASSES;
                if most > 1 {
                    all |= set.guard << CLASSES;
                }
                if least <= 1 {
                    all |= behind(next);
                }
                if least == 0 {
                    all |= of(next);
                }
                all
            }
            op::EDGE => of(at + 1) & !NO_EDGE,
            op::NO_EDGE => of(at + 1) & !EDGE,
            op::TEXT_START => of(at + 1),
            op::JUMP | op::CALL => of(three(code, at + 1)),
            literal => EDGE | NO_EDGE | of_byte(literal) | behind(at + 1),
        }
    }
}
