//! Runs a program over a text.
//!
//! In: a [`Program`] and folded text. Out: [`Match`]es, in the order of their starts. At each place the program is looked
//! up by the byte there and the byte before, and all of its ways are gone: every way that ends in a match counts, and of
//! those of one owner the longest. A way that was put off (a split) waits on a stack.
//!
//! Linear in the text: what patterns can repeat is bounded; so each place costs at most a constant, and where ways multiply, a small table of the latest keeps them from being gone twice.

use crate::guard::{self, Guard, admits};
use crate::instruction as op;
use crate::program::{AT_START, BEHIND_OTHER, BEHIND_WORD, Program, branch_at, letters, three, two, ways};
use crate::{edge, is_word};

/// Where a pattern was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Whose pattern.
    pub owner: u16,
    /// Its first byte.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
}

/// A way of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Thread {
    /// Address of the next instruction: the program counter.
    pc: u32,
    /// Where the group that is running goes back to; 0: none is running.
    back: u32,
    /// The next byte of the text.
    pos: u32,
}

/// Matches to a byte that there is room for from the start: the worst texts that we know have fewer (`benches/worst.mjs`), so reading
/// them takes no more memory than any other.
pub const MATCHES: usize = 2;
/// Threads of one place after which the others are remembered: hardly any place has more.
const MANY: u32 = 32;
/// Threads that are remembered at once: a power of two.
const SEEN: usize = 1 << 9;

/// Finds matches. Keeps its buffers from text to text.
#[derive(Debug, Default)]
pub struct Matcher {
    matches: Vec<Match>,
    /// Owner → where its last match ended.
    ended: Vec<u32>,
    stack: Vec<Thread>,
    /// Of the text's places.
    guards: Vec<Guard>,
    /// The latest threads, each where its hash says, with the number of the run.
    seen: Vec<(Thread, u64)>,
    runs: u64,
    #[cfg(test)]
    pub(crate) steps: usize,
}

impl Matcher {
    /// With room for a text of so many bytes, and for [`MATCHES`] times as many matches.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self { matches: Vec::with_capacity(MATCHES * bytes), guards: Vec::with_capacity(bytes + 1), ..Self::default() }
    }

    /// What was found in the last text: by start, and at one start in no particular order.
    #[must_use]
    pub fn matches(&self) -> &[Match] {
        &self.matches
    }

    /// Finds all matches in a text of less than 4 GB; those of the last text are gone.
    pub fn find(&mut self, program: &Program, text: &[u8]) {
        self.matches.clear();
        self.ended.clear();
        self.ended.resize(program.owners, 0);
        let mut guards = std::mem::take(&mut self.guards);
        guard::of_text(text, &mut guards);
        let mut behind = BEHIND_OTHER;
        for (start, &byte) in text.iter().enumerate() {
            let first = self.matches.len();
            for &table in &[AT_START, behind][usize::from(start > 0)..] {
                let address = program.roots[table][usize::from(byte)];
                // At most places no pattern begins.
                if address != 0
                    && admits(program.guard(table << 8 | usize::from(byte), address as usize), guards[start + 1])
                {
                    self.run(program, text, &guards, start, first, address);
                }
            }
            for found in &self.matches[first..] {
                self.ended[usize::from(found.owner)] = found.end;
            }
            behind = if is_word(byte) { BEHIND_WORD } else { BEHIND_OTHER };
        }
        self.guards = guards;
    }

    /// Goes all ways from an address on, which is the program for what begins with the byte at `start`. The matches from
    /// `first` on begin there.
    #[inline(never)]
    fn run(&mut self, program: &Program, text: &[u8], guards: &[Guard], start: usize, first: usize, address: u32) {
        self.runs += 1;
        let Program { code, sets, .. } = program;
        let (mut pc, mut back, mut pos) = (address as usize, 0, start + 1);
        let mut resumed = 0;
        loop {
            #[cfg(test)]
            {
                self.steps += 1;
            }
            let thread = |pc: usize, pos: usize| Thread { pc: pc as u32, back, pos: pos as u32 };
            let instruction = code[pc];
            // Each instruction goes on with another, or leaves the match to the thread that waits.
            match instruction {
                op::FAIL => {}
                // Where many ways meet, what follows is gone once.
                op::SPLIT | op::RUN if resumed > MANY && !self.is_new(thread(pc, pos)) => {}
                op::MATCH | op::MATCH_AT_EDGE => {
                    if instruction == op::MATCH || edge(text, pos) {
                        self.found(two(code, pc + 1) as u16, start, pos, first);
                    }
                    pc += 3;
                    continue;
                }
                op::SWITCH_LETTERS => {
                    if let Some(&byte) = text.get(pos) {
                        let letters = letters(code, pc + 1);
                        if byte & 0xe0 == 0x60 && letters >> (byte & 31) & 1 == 1 {
                            let branch = (letters & ((1 << (byte & 31)) - 1)).count_ones() as usize;
                            pc = branch_at(code, pc + 5, branch, letters.count_ones() as usize);
                            pos += 1;
                            continue;
                        }
                    }
                }
                op::SWITCH => {
                    let branches = usize::from(code[pc + 1]);
                    let bytes = &code[pc + 2..pc + 2 + branches];
                    if let Some(byte) = text.get(pos)
                        && let Some(branch) = bytes.iter().position(|known| known == byte)
                    {
                        pc = branch_at(code, pc + 2 + branches, branch, branches);
                        pos += 1;
                        continue;
                    }
                }
                op::SPLIT => {
                    let [next, later] = ways(code, pc);
                    let number = two(code, pc + 3);
                    let may = |number: usize, at: usize| admits(program.guard(number, at), guards[pos]);
                    match (may(number, next), may(number + 1, later)) {
                        (true, later_too) => {
                            if later_too {
                                self.stack.push(thread(later, pos));
                            }
                            pc = next;
                            continue;
                        }
                        (false, true) => {
                            pc = later;
                            continue;
                        }
                        (false, false) => {}
                    }
                }
                op::RUN | op::RUN_POSSESSIVE | op::RUN_TO_EDGE => {
                    let (set, least, most) = (&sets[usize::from(code[pc + 1])], code[pc + 2], code[pc + 3]);
                    let (mut count, mut end) = (0, None);
                    let (next, guard) = match instruction {
                        op::RUN => (pc + 6, program.guard(two(code, pc + 4), pc + 6)),
                        _ => (pc + 4, Guard::MAX),
                    };
                    loop {
                        if count >= least
                            && admits(guard, guards[pos])
                            && (instruction != op::RUN_TO_EDGE || edge(text, pos))
                        {
                            if instruction == op::RUN
                                && let Some(end) = end
                            {
                                self.stack.push(thread(next, end));
                            }
                            end = Some(pos);
                        }
                        let Some(length) = set.takes(text, pos).filter(|_| count < most) else { break };
                        pos += length;
                        count += 1;
                    }
                    if let Some(end) = end {
                        pc = next;
                        pos = end;
                        continue;
                    }
                }
                op::EDGE | op::NO_EDGE | op::TEXT_START | op::TEXT_END => {
                    let holds = match instruction {
                        op::EDGE => edge(text, pos),
                        op::NO_EDGE => !edge(text, pos),
                        op::TEXT_START => pos == 0,
                        _ => pos == text.len(),
                    };
                    if holds {
                        pc += 1;
                        continue;
                    }
                }
                op::RETURN => {
                    pc = back as usize;
                    back = 0;
                    continue;
                }
                op::JUMP => {
                    pc = three(code, pc + 1);
                    continue;
                }
                op::CALL => {
                    back = (pc + 4) as u32;
                    pc = three(code, pc + 1);
                    continue;
                }
                literal => {
                    if text.get(pos) == Some(&literal) {
                        pc += 1;
                        pos += 1;
                        continue;
                    }
                }
            }
            let Some(thread) = self.stack.pop() else { return };
            (pc, back, pos) = (thread.pc as usize, thread.back, thread.pos as usize);
            resumed += 1;
        }
    }

    /// Whether a thread is none of the latest. The table is lossy: what was forgotten is run again, and finds the same.
    fn is_new(&mut self, thread: Thread) -> bool {
        // Few texts need it.
        self.seen.resize(SEEN, (Thread { pc: 0, back: 0, pos: 0 }, 0));
        let hash =
            (thread.pc ^ thread.back.rotate_left(16)).wrapping_mul(0x9e37_79b1) ^ thread.pos.wrapping_mul(0x85eb_ca6b);
        let seen = &mut self.seen[(hash >> 16) as usize % SEEN];
        std::mem::replace(seen, (thread, self.runs)) != (thread, self.runs)
    }

    /// A match, if it is the longest of its owner here, and begins behind the last.
    fn found(&mut self, owner: u16, start: usize, end: usize, first: usize) {
        let (start, end) = (start as u32, end as u32);
        if self.ended[usize::from(owner)] > start {
            return;
        }
        match self.matches[first..].iter_mut().find(|found| found.owner == owner) {
            Some(found) => found.end = found.end.max(end),
            None => self.matches.push(Match { owner, start, end }),
        }
    }
}
