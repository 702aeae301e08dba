//! Writes an automaton down as a program for the scanner: bytes that are walked as they stand, small before and after
//! compression, with nothing to be set up at run time.
//!
//! A state is a place in the program. What stands there says how to go on:
//!
//! ```text
//! a byte of text        go on behind it, if the text has that byte here; else the walk is over
//! ACCEPT + m, head      a head ends here, if what follows is of the kinds m; go on behind
//! ACCEPT_PIECE + m      a piece ends here, likewise
//! ANY set               go on behind, if the text's byte is in the set
//! BRANCH n m            n bytes, n - 1 places, m times (set, place): the first byte goes on behind all this
//! TABLE first n m       n places for the bytes from `first` on, then m times (set, place)
//! JUMP place            go on there
//! STOP                  the walk is over
//! ```
//!
//! Most states have one way on, so most of the program is plain text. Commands are bytes that folded text never holds
//! (capital letters, control characters). A place is an offset in the program, three bytes wide, the lowest first. Place 0
//! is a STOP: nowhere.

use std::collections::HashMap;

/// What follows a match, as far as patterns can ask.
pub const FOLLOWERS: usize = 4;
const WORD: usize = 0;
const OTHER: usize = 1;
const BREAK: usize = 2;
pub const END: usize = 3;

/// What a piece accepts with: it is looked at alone, and needs no name.
pub const PIECE: u16 = u16::MAX;

pub const STOP: u8 = 0x00;
pub const JUMP: u8 = 0x02;
pub const ANY: u8 = 0x03;
pub const TABLE: u8 = 0x04;
pub const BRANCH: u8 = 0x05;
/// With the kinds of followers in its low bits.
pub const ACCEPT: u8 = 0x10;
/// With the kinds of followers in its low bits.
pub const ACCEPT_PIECE: u8 = 0x40;

/// Bytes from which a branch is a table: searched too long otherwise.
const WIDE: usize = 8;

/// Whether these bytes (in order) are worth a table: enough of them, and close to each other.
fn wide(singles: &[(u8, usize)]) -> bool {
    let span = |first: u8, last: u8| usize::from(last - first) + 1;
    matches!(singles, &[(first, _), .., (last, _)] if singles.len() >= WIDE && span(first, last) <= 2 * singles.len())
}

/// Which kind of follower a byte is.
pub fn follower(byte: u8) -> usize {
    match byte {
        b'\n' => BREAK,
        b'_' => WORD,
        _ if byte.is_ascii_alphanumeric() => WORD,
        _ => OTHER,
    }
}

/// A state to be written.
pub struct State {
    /// Heads, each with the kinds of followers that it accepts.
    pub accepts: Vec<(u16, u8)>,
    /// (next state, the bytes that lead there).
    pub edges: Vec<(u32, Vec<u8>)>,
}

/// Turns the set of heads per follower around.
pub fn accepts(sets: [&[u16]; FOLLOWERS]) -> Vec<(u16, u8)> {
    let mut accepts: Vec<(u16, u8)> = Vec::new();
    for (kind, set) in sets.iter().enumerate() {
        for &head in *set {
            match accepts.iter_mut().find(|(known, _)| *known == head) {
                Some((_, kinds)) => *kinds |= 1 << kind,
                None => accepts.push((head, 1 << kind)),
            }
        }
    }
    accepts.sort_unstable();
    accepts
}

/// The bytes, and the sets of bytes that they speak of.
pub struct Program {
    pub code: Vec<u8>,
    /// Which bytes are in a set: one bit each.
    pub sets: Vec<[u8; 32]>,
}

/// A program, and where its states stand in it.
pub struct Written {
    pub program: Program,
    places: HashMap<usize, usize>,
}

impl Written {
    /// The place of a state that was wanted, or of the dead state.
    pub fn at(&self, state: usize) -> u32 {
        self.places.get(&state).map_or(0, |&at| at as u32)
    }
}

/// Bytes of a place.
const PLACE: usize = 3;

/// Writes all states that can be reached from the wanted ones.
pub fn write(states: &[State], wanted: &[usize]) -> Result<Written, String> {
    let mut writer =
        Writer { states, code: vec![STOP], places: HashMap::from([(0, 0)]), open: Vec::new(), sets: Vec::new() };
    let mut waiting: Vec<usize> = wanted.iter().rev().copied().collect();
    while let Some(state) = waiting.pop() {
        writer.run(state, &mut waiting);
    }
    let Writer { mut code, places, open, sets, .. } = writer;
    if code.len() >> (8 * PLACE) != 0 {
        return Err("the program has no room left: there are too many patterns".to_owned());
    }
    for (at, state) in open {
        code[at..at + PLACE].copy_from_slice(&places[&state].to_le_bytes()[..PLACE]);
    }
    Ok(Written { program: Program { code, sets }, places })
}

struct Writer<'a> {
    states: &'a [State],
    code: Vec<u8>,
    /// State → its byte.
    places: HashMap<usize, usize>,
    /// (where a place is to be written, of which state).
    open: Vec<(usize, usize)>,
    sets: Vec<[u8; 32]>,
}

impl Writer<'_> {
    /// Writes a state, and behind it one that it leads to, and so on; the others wait.
    fn run(&mut self, first: usize, waiting: &mut Vec<usize>) {
        if self.places.contains_key(&first) {
            return;
        }
        let mut state = first;
        loop {
            self.places.insert(state, self.code.len());
            for &(head, kinds) in &self.states[state].accepts {
                if head == PIECE {
                    self.code.push(ACCEPT_PIECE + kinds);
                } else {
                    self.code.push(ACCEPT + kinds);
                    self.code.extend(head.to_le_bytes());
                }
            }
            let Some(next) = self.ways(state, waiting) else { return };
            if self.places.contains_key(&next) {
                self.code.push(JUMP);
                self.point(next);
                return;
            }
            state = next;
        }
    }

    /// Writes the ways out of a state; gives the one that goes on right behind.
    fn ways(&mut self, state: usize, waiting: &mut Vec<usize>) -> Option<usize> {
        let edges = &self.states[state].edges;
        let mut singles: Vec<(u8, usize)> = Vec::new();
        let mut shared: Vec<(&[u8], usize)> = Vec::new();
        for (next, bytes) in edges {
            match bytes[..] {
                [byte] => singles.push((byte, *next as usize)),
                _ => shared.push((bytes, *next as usize)),
            }
        }
        singles.sort_unstable();
        match (&singles[..], &shared[..]) {
            ([], []) => {
                self.code.push(STOP);
                return None;
            }
            (&[(byte, next)], []) => {
                self.code.push(byte);
                return Some(next);
            }
            ([], &[(bytes, next)]) => {
                self.code.push(ANY);
                self.set(bytes);
                return Some(next);
            }
            _ => {}
        }
        // Letters first: what else can follow is little, and looked at after them.
        let (mut letters, others): (Vec<_>, Vec<_>) = singles.iter().partition(|(byte, _)| byte.is_ascii_lowercase());
        let one: Vec<([u8; 1], usize)> = others.iter().map(|&(byte, next)| ([byte], next)).collect();
        if wide(&letters) {
            shared.extend(one.iter().map(|(byte, next)| (&byte[..], *next)));
        } else {
            letters.clone_from(&singles);
        }
        if let (true, Some(&(first, _)), Some(&(last, _))) = (wide(&letters), letters.first(), letters.last()) {
            self.code.extend([TABLE, first, last - first + 1, shared.len() as u8]);
            for byte in first..=last {
                match letters.iter().find(|&&(known, _)| known == byte) {
                    Some(&(_, next)) => self.point(next),
                    None => self.code.extend([0; PLACE]),
                }
            }
            self.shared(&shared);
            waiting.extend(shared.iter().map(|&(_, next)| next).rev());
            waiting.extend(letters.iter().map(|&(_, next)| next).rev());
            return None;
        }
        // The byte whose state is not written yet goes on behind: it needs no place.
        let behind = singles.iter().position(|(_, next)| !self.places.contains_key(next)).unwrap_or(0);
        self.code.extend([BRANCH, singles.len() as u8, shared.len() as u8]);
        let next = (!singles.is_empty()).then(|| {
            let first = singles.remove(behind);
            self.code.push(first.0);
            first.1
        });
        self.code.extend(singles.iter().map(|&(byte, _)| byte));
        for &(_, next) in &singles {
            self.point(next);
        }
        self.shared(&shared);
        waiting.extend(shared.iter().map(|&(_, next)| next).rev());
        waiting.extend(singles.iter().map(|&(_, next)| next).rev());
        next
    }

    fn shared(&mut self, shared: &[(&[u8], usize)]) {
        for &(bytes, next) in shared {
            self.set(bytes);
            self.point(next);
        }
    }

    fn set(&mut self, bytes: &[u8]) {
        let mut set = [0u8; 32];
        for &byte in bytes {
            set[usize::from(byte / 8)] |= 1 << (byte % 8);
        }
        let number = self.sets.iter().position(|known| *known == set).unwrap_or_else(|| {
            self.sets.push(set);
            self.sets.len() - 1
        });
        self.code.extend((number as u16).to_le_bytes());
    }

    fn point(&mut self, state: usize) {
        self.open.push((self.code.len(), state));
        self.code.extend([0; PLACE]);
    }
}
