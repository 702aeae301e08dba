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

/// The compiled patterns. State 0 is dead: its row is empty.
pub struct Automaton {
    /// Byte → class.
    pub classes: &'static [u8; 256],
    /// Byte before the place → start state; the last is for the beginning of the text.
    pub starts: &'static [u16; 257],
    /// State → where its row begins in `cells`; chains have none.
    pub base: &'static [u32],
    /// State → which of `accepts`; chains have none.
    pub accept: &'static [u16],
    /// States from `base.len()` on: (where the bytes begin in `pool`, the state behind them).
    pub chains: &'static [(u16, u16)],
    /// How many bytes each chain takes.
    pub lengths: &'static [u8],
    /// The bytes of all chains.
    pub pool: &'static [u8],
    /// (state that the cell belongs to, next state).
    pub cells: &'static [(u16, u16)],
    /// By what follows → which of `sets`. The first accepts nothing.
    pub accepts: &'static [[u16; FOLLOWERS]],
    /// Set → where it begins in `matches`; it ends where the next begins.
    pub sets: &'static [u16],
    /// Head indices.
    pub matches: &'static [u16],
    /// Head → its first pattern; its last is before the next head's first.
    pub heads: &'static [u16],
    /// Pattern → its first step behind the head; its last is before the next pattern's first.
    pub tails: &'static [u16],
    /// (piece, least, most).
    pub steps: &'static [(u16, u8, u8)],
    /// Piece → start state, by what stands before.
    pub pieces: &'static [[u16; FOLLOWERS]],
}

/// A match of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Index of the pattern.
    pub pattern: u16,
    /// Where.
    pub span: Span<Folded>,
}

impl Automaton {
    /// The state behind `text[at..]`'s next byte, or behind as many as a chain takes, and the place there. State 0: none.
    fn next(&self, state: u16, text: &[u8], at: usize) -> (u16, usize) {
        let Some(&base) = self.base.get(usize::from(state)) else {
            let chain = usize::from(state) - self.base.len();
            let (from, behind) = self.chains[chain];
            let chain = &self.pool[usize::from(from)..usize::from(from) + usize::from(self.lengths[chain])];
            return if text[at..].starts_with(chain) { (behind, at + chain.len()) } else { (0, at) };
        };
        let Some(&byte) = text.get(at) else { return (0, at) };
        let (check, next) = self.cells[base as usize + usize::from(self.classes[usize::from(byte)])];
        (if check == state { next } else { 0 }, at + 1)
    }

    /// The heads (or the one piece) that end here.
    fn ends(&self, state: u16, text: &[u8], at: usize) -> &'static [u16] {
        match self.accept.get(usize::from(state)) {
            None | Some(0) => &[],
            Some(&accept) => {
                let set = usize::from(self.accepts[usize::from(accept)][kind(text.get(at).copied())]);
                &self.matches[usize::from(self.sets[set])..usize::from(self.sets[set + 1])]
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
        for at in 0..text.len() {
            let start = automaton.starts[at.checked_sub(1).map_or(256, |before| usize::from(text[before]))];
            let (mut state, mut end) = automaton.next(start, text, at);
            let first = self.hits.len();
            while state != 0 {
                for &head in automaton.ends(state, text, end) {
                    self.follow(automaton, text, head, first, at as u32, end as u32);
                }
                (state, end) = automaton.next(state, text, end);
            }
            for hit in &self.hits[first..] {
                self.ended[usize::from(hit.pattern)] = hit.span.end;
            }
        }
    }

    /// A head was met from `start` to `end`: looks at what the patterns that begin with it want further. `first`:
    /// where the hits of this place begin.
    fn follow(&mut self, automaton: &Automaton, text: &[u8], head: u16, first: usize, start: u32, end: u32) {
        let head = usize::from(head);
        for pattern in automaton.heads[head]..automaton.heads[head + 1] {
            if self.ended.len() <= usize::from(pattern) {
                self.ended.resize(usize::from(pattern) + 1, 0);
            }
            if self.ended[usize::from(pattern)] > start {
                continue;
            }
            let tail = usize::from(pattern);
            let steps = &automaton.steps[usize::from(automaton.tails[tail])..usize::from(automaton.tails[tail + 1])];
            let Some(end) = self.farthest(automaton, text, steps, end) else { continue };
            match self.hits[first..].iter_mut().find(|hit| hit.pattern == pattern) {
                Some(hit) => hit.span.end = hit.span.end.max(end),
                None => self.hits.push(Hit { pattern, span: Span::new(start, end) }),
            }
        }
    }

    /// The farthest end of the steps, begun at `from`: every place that a step can reach is kept for the next.
    fn farthest(&mut self, automaton: &Automaton, text: &[u8], steps: &[(u16, u8, u8)], from: u32) -> Option<u32> {
        if steps.is_empty() {
            return Some(from);
        }
        let Self { places, reached, .. } = self;
        places.clear();
        places.push(from);
        for &(piece, least, most) in steps {
            reached.clear();
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
            if places.is_empty() {
                return None;
            }
        }
        places.last().copied()
    }
}

/// Every end of a piece begun at `from`, added to `ends`; those from `known` on are this round's.
fn piece_ends(automaton: &Automaton, text: &[u8], piece: u16, from: u32, known: usize, ends: &mut Vec<u32>) {
    let mut at = from as usize;
    let mut state = automaton.pieces[usize::from(piece)][kind(at.checked_sub(1).map(|before| text[before]))];
    while state != 0 {
        if !automaton.ends(state, text, at).is_empty() && !ends[known..].contains(&(at as u32)) {
            ends.push(at as u32);
        }
        (state, at) = automaton.next(state, text, at);
    }
}
