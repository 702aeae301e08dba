//! One pass over the folded text, for all patterns at once.
//!
//! The tables are made by `build/automaton.rs`, which says how. From every place where some pattern can begin, the
//! automaton is followed until it dies; every head that it meets on the way is a match, or the beginning of one, whose
//! further pieces are then looked at one by one. Of the matches of a pattern the longest at its place counts, and the
//! next begins where it ended: for each pattern by itself, just what `regex` finds.
//!
//! Linear: a pattern holds no word run that it could begin anew in, and everything else in it is counted, so the
//! walks from one place are bounded by what can be written between two spaces.

use crate::span::{Folded, Span};

/// What follows a match, as far as patterns can ask: word byte, other byte, line break, end.
const FOLLOWERS: usize = 4;
const WORD: usize = 0;
const OTHER: usize = 1;
const BREAK: usize = 2;
const END: usize = 3;

/// Bytes of a place in the program.
const PLACE: usize = 3;

// Commands of the program: see `build/program.rs`.
const JUMP: u8 = 0x02;
const ANY: u8 = 0x03;
const TABLE: u8 = 0x04;
const BRANCH: u8 = 0x05;
// With the kinds of followers in their low bits.
const ACCEPT: u8 = 0x11;
const ACCEPT_LAST: u8 = 0x1f;
const ACCEPT_PIECE: u8 = 0x41;
const ACCEPT_PIECE_LAST: u8 = 0x4f;

/// The compiled patterns.
pub struct Automaton {
    /// The program that is walked.
    pub code: &'static [u8],
    /// Sets of bytes: one bit each.
    pub sets: &'static [[u8; 32]],
    /// By what stands before, then by the first byte: the place to go on from; 0: no pattern begins so.
    pub roots: &'static [[u32; 256]; FOLLOWERS],
    /// Head → its first pattern; its last is before the next head's first.
    pub heads: &'static [u16],
    /// Pattern → its first step behind the head; its last is before the next pattern's first.
    pub tails: &'static [u16],
    /// What follows the heads.
    pub steps: &'static [Step],
    /// Piece → its place, by what stands before.
    pub pieces: &'static [[u32; FOLLOWERS]],
}

/// A piece, how often it comes at least, and at most.
pub type Step = (u16, u8, u8);

/// A match of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Index of the pattern.
    pub pattern: u16,
    /// Where.
    pub span: Span<Folded>,
}

impl Automaton {
    fn place(&self, at: usize) -> usize {
        u32::from_le_bytes([self.code[at], self.code[at + 1], self.code[at + 2], 0]) as usize
    }

    fn holds(&self, at: usize, byte: u8) -> bool {
        let set = &self.sets[usize::from(u16::from_le_bytes([self.code[at], self.code[at + 1]]))];
        set[usize::from(byte / 8)] & (1 << (byte % 8)) != 0
    }

    /// Where the program goes on from a branch or table behind a byte; 0: nowhere.
    fn branch(&self, at: usize, byte: u8) -> usize {
        let (count, shared) = (usize::from(self.code[at + 1]), usize::from(self.code[at + 2]));
        let places = at + 3 + count;
        let behind = places + PLACE * count.saturating_sub(1);
        match self.code[at + 3..places].iter().position(|&known| known == byte) {
            Some(0) => behind + (2 + PLACE) * shared,
            Some(found) => self.place(places + PLACE * (found - 1)),
            None => self.shared(behind, shared, byte),
        }
    }

    fn table(&self, at: usize, byte: u8) -> usize {
        let (first, count) = (self.code[at + 1], self.code[at + 2]);
        let places = at + 4;
        let offset = byte.wrapping_sub(first);
        let found = if offset < count { self.place(places + PLACE * usize::from(offset)) } else { 0 };
        if found == 0 {
            self.shared(places + PLACE * usize::from(count), usize::from(self.code[at + 3]), byte)
        } else {
            found
        }
    }

    /// The place of the first of the sets at `at` that holds the byte; 0: none does.
    fn shared(&self, mut at: usize, count: usize, byte: u8) -> usize {
        for _ in 0..count {
            if self.holds(at, byte) {
                return self.place(at + 2);
            }
            at += 2 + PLACE;
        }
        0
    }

    /// Walks the text from `end` on, beginning at the program's `at`, and tells every end: the head, and where.
    fn walk(&self, text: &[u8], mut at: usize, mut end: usize, mut ends: impl FnMut(u16, usize)) {
        loop {
            let command = self.code[at];
            let byte = text.get(end).copied();
            // No command is a byte of folded text.
            if byte == Some(command) {
                at += 1;
                end += 1;
                continue;
            }
            match command {
                JUMP => at = self.place(at + 1),
                ACCEPT..=ACCEPT_LAST => {
                    if command & (1 << kind(byte)) != 0 {
                        ends(u16::from_le_bytes([self.code[at + 1], self.code[at + 2]]), end);
                    }
                    at += 3;
                }
                ACCEPT_PIECE..=ACCEPT_PIECE_LAST => {
                    if command & (1 << kind(byte)) != 0 {
                        ends(0, end);
                    }
                    at += 1;
                }
                ANY | BRANCH | TABLE => {
                    let Some(byte) = byte else { return };
                    at = match command {
                        BRANCH => self.branch(at, byte),
                        TABLE => self.table(at, byte),
                        _ if self.holds(at + 1, byte) => at + 3,
                        _ => return,
                    };
                    end += 1;
                }
                _ => return,
            }
        }
    }
}

fn kind(byte: Option<u8>) -> usize {
    match byte {
        None => END,
        Some(b'\n') => BREAK,
        Some(byte) if byte == b'_' || byte.is_ascii_alphanumeric() => WORD,
        Some(_) => OTHER,
    }
}

/// The scanner's memory, kept from text to text.
#[derive(Debug, Default)]
pub struct Scan {
    hits: Vec<Hit>,
    /// Pattern → where its last match ended; only what a text touched is put back to 0.
    ended: Vec<u32>,
    /// Where the first step behind a head ended.
    begun: Vec<u32>,
    places: Vec<u32>,
    reached: Vec<u32>,
}

impl Scan {
    /// All matches of the last text.
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// Finds all matches in a text.
    pub fn run(&mut self, automaton: &Automaton, text: &[u8]) {
        for hit in self.hits.drain(..) {
            self.ended[usize::from(hit.pattern)] = 0;
        }
        let mut before = END;
        for (at, &byte) in text.iter().enumerate() {
            let root = automaton.roots[before][usize::from(byte)];
            before = kind(Some(byte));
            if root == 0 {
                continue;
            }
            let first = self.hits.len();
            automaton.walk(text, root as usize, at + 1, |head, end| {
                self.follow(automaton, text, head, first, at as u32, end as u32);
            });
            for hit in &self.hits[first..] {
                let pattern = usize::from(hit.pattern);
                if self.ended.len() <= pattern {
                    self.ended.resize(automaton.tails.len(), 0);
                }
                self.ended[pattern] = hit.span.end;
            }
        }
    }

    /// A head was met from `start` to `end`: looks at what the patterns that begin with it want further. `first`:
    /// where the hits of this place begin.
    fn follow(&mut self, automaton: &Automaton, text: &[u8], head: u16, first: usize, start: u32, end: u32) {
        let head = usize::from(head);
        // Patterns that go on alike stand beside each other: their first step is taken once.
        let mut taken: Option<Step> = None;
        for pattern in automaton.heads[head]..automaton.heads[head + 1] {
            let tail = usize::from(pattern);
            if self.ended.get(tail).is_some_and(|&ended| ended > start) {
                continue;
            }
            let steps = &automaton.steps[usize::from(automaton.tails[tail])..usize::from(automaton.tails[tail + 1])];
            let end = match steps.split_first() {
                None => end,
                Some((&step, rest)) => {
                    if taken != Some(step) {
                        taken = Some(step);
                        self.begun.clear();
                        if step.1 == 0 || begins(automaton, text, step.0, end as usize) {
                            self.begun.push(end);
                            take(automaton, text, step, &mut self.begun, &mut self.reached);
                        }
                    }
                    let Some(end) = self.farthest(automaton, text, rest) else { continue };
                    end
                }
            };
            match self.hits[first..].iter_mut().find(|hit| hit.pattern == pattern) {
                Some(hit) => hit.span.end = hit.span.end.max(end),
                None => self.hits.push(Hit { pattern, span: Span::new(start, end) }),
            }
        }
    }

    /// The farthest end of the steps behind the first, which is taken.
    fn farthest(&mut self, automaton: &Automaton, text: &[u8], rest: &[Step]) -> Option<u32> {
        let Self { begun, places, reached, .. } = self;
        if rest.is_empty() || begun.is_empty() {
            return begun.last().copied();
        }
        places.clone_from(begun);
        for &step in rest {
            take(automaton, text, step, places, reached);
        }
        places.last().copied()
    }
}

/// Takes a step from each of the places; leaves the places that it reaches, in order, each once.
fn take(automaton: &Automaton, text: &[u8], (piece, least, most): Step, places: &mut Vec<u32>, reached: &mut Vec<u32>) {
    reached.clear();
    if (least, most) == (1, 1) {
        for &from in places.iter().filter(|&&from| begins(automaton, text, piece, from as usize)) {
            piece_ends(automaton, text, piece, from, 0, reached);
        }
        if places.len() > 1 {
            reached.sort_unstable();
        }
        std::mem::swap(places, reached);
        return;
    }
    if least == 0 {
        reached.extend_from_slice(places);
    }
    let mut begun = 0;
    for round in 1..=most {
        let now = places.len();
        for place in begun..now {
            piece_ends(automaton, text, piece, places[place], now, places);
        }
        if round >= least {
            reached.extend_from_slice(&places[now..]);
        }
        if places.len() == now {
            break;
        }
        begun = now;
    }
    reached.sort_unstable();
    reached.dedup();
    std::mem::swap(places, reached);
}

/// Where the program of a piece begins, for a place in the text.
fn piece_at(automaton: &Automaton, text: &[u8], piece: u16, from: usize) -> usize {
    let before = kind(from.checked_sub(1).map(|before| text[before]));
    automaton.pieces[usize::from(piece)][before] as usize
}

/// Whether a piece can begin with the text's next byte, as far as one look tells.
fn begins(automaton: &Automaton, text: &[u8], piece: u16, from: usize) -> bool {
    let at = piece_at(automaton, text, piece, from);
    let Some(&byte) = text.get(from) else { return true };
    match automaton.code[at] {
        ANY => automaton.holds(at + 1, byte),
        BRANCH => automaton.branch(at, byte) != 0,
        TABLE => automaton.table(at, byte) != 0,
        JUMP | ACCEPT_PIECE..=ACCEPT_PIECE_LAST => true,
        command => command == byte,
    }
}

/// Every end of a piece begun at `from`, added to `ends`; those from `known` on are this round's.
fn piece_ends(automaton: &Automaton, text: &[u8], piece: u16, from: u32, known: usize, ends: &mut Vec<u32>) {
    let at = piece_at(automaton, text, piece, from as usize);
    automaton.walk(text, at, from as usize, |_, end| {
        if !ends[known..].contains(&(end as u32)) {
            ends.push(end as u32);
        }
    });
}
