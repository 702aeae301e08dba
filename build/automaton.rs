//! Compiles all patterns into one anchored automaton, and packs it.
//!
//! `regex-automata` makes a deterministic automaton that, started at one place of a text, follows every pattern at
//! once and meets every end of every match (`MatchKind::All`). Of the ends of one pattern the scanner takes the last:
//! the longest match. `regex` takes the first in the order of the alternatives; [`check_longest`] refuses a pattern
//! for which the two can differ, so that each pattern finds exactly what `regex` finds for it alone.
//!
//! `regex-automata` reports a match one byte late, when it has seen what follows (`\b`, `$`). Stored like that, every
//! last state would need a row of all bytes. So matches are moved back to the state before, by the kind of what
//! follows (word byte, other, line break, end); then the states are merged where they are alike, and written down
//! as a program for the scanner (`build/program.rs`).

use std::collections::{HashMap, HashSet};

use regex_automata::dfa::{Automaton as _, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, MatchKind};

use crate::patterns::Pattern;
use crate::program::{self, FOLLOWERS, PIECE, Program, follower};

/// The compiled patterns. What the fields mean, the scanner says (`src/signals/scan.rs`).
pub struct Automaton {
    pub program: Program,
    /// By what stands before, then by the first byte: where the walk goes on.
    pub roots: [[u32; 256]; FOLLOWERS],
    /// Head → its first pattern; its last is before the next head's first.
    pub heads: Vec<u16>,
    /// Pattern → its first step; its last is before the next pattern's first.
    pub tails: Vec<u16>,
    /// (piece, min, max).
    pub steps: Vec<(u16, u8, u8)>,
    /// Piece → where it begins, by what stands before (the same kinds as followers).
    pub pieces: Vec<[u32; FOLLOWERS]>,
}

fn build(patterns: &[&str], kind: MatchKind) -> Result<dense::DFA<Vec<u32>>, String> {
    dense::Builder::new()
        .configure(dense::Config::new().match_kind(kind).start_kind(regex_automata::dfa::StartKind::Anchored))
        .syntax(syntax::Config::new().utf8(false))
        .thompson(thompson::Config::new().utf8(false))
        .build_many(patterns)
        .map_err(|error| error.to_string())
}

fn start(dfa: &dense::DFA<Vec<u32>>, before: Option<u8>) -> StateID {
    dfa.start_state(&start::Config::new().anchored(Anchored::Yes).look_behind(before))
        .expect("an anchored automaton has anchored starts")
}

/// Refuses a pattern whose first match, in the order of its alternatives, is not always its longest, and one that can
/// begin with any word.
pub fn check(pattern: &str) -> Result<(), String> {
    let first = build(&[pattern], MatchKind::LeftmostFirst)?;
    let all = build(&[pattern], MatchKind::All)?;
    let mut bytes: HashMap<(u8, u8), u8> = HashMap::new();
    for byte in 0..=u8::MAX {
        bytes.entry((first.byte_classes().get(byte), all.byte_classes().get(byte))).or_insert(byte);
    }
    // A pattern that any word can begin is followed beside all others from every word on, and multiplies their states.
    if b"zqxjk"
        .iter()
        .try_fold(start(&all, Some(b' ')), |state, &byte| {
            Some(all.next_state(state, byte)).filter(|&next| !all.is_dead_state(next))
        })
        .is_some()
    {
        return Err("begins with any word: begin with one that says something".to_owned());
    }
    let mut seen: HashSet<(StateID, StateID)> = HashSet::new();
    let mut open = Vec::new();
    for before in std::iter::once(None).chain([b'a', b' ', b'\n'].map(Some)) {
        open.push((start(&first, before), start(&all, before), Vec::new()));
    }
    while let Some((f, a, path)) = open.pop() {
        if !seen.insert((f, a)) || all.is_dead_state(a) {
            continue;
        }
        let ends = all.is_match_state(all.next_eoi_state(a)) && !first.is_match_state(first.next_eoi_state(f));
        for &byte in bytes.values() {
            let (next_f, next_a) = (first.next_state(f, byte), all.next_state(a, byte));
            if ends || (all.is_match_state(next_a) && !first.is_match_state(next_f)) {
                return Err(format!(
                    "stops short of {:?}: put the longer alternative first, or make the rest optional",
                    String::from_utf8_lossy(&path)
                ));
            }
            let mut path = path.clone();
            path.push(byte);
            open.push((next_f, next_a, path));
        }
    }
    Ok(())
}

/// A state while it is being worked on: what it accepts by what follows, and where it goes by class.
type Outputs = [u32; FOLLOWERS];

/// Many automata in one table of states, before they are merged. State 0 is dead.
struct Table {
    representatives: Vec<u8>,
    outputs: Vec<Outputs>,
    rows: Vec<Vec<u32>>,
    sets: Vec<Vec<u16>>,
    set_numbers: HashMap<Vec<u16>, u32>,
}

impl Table {
    fn set(&mut self, dfa: &dense::DFA<Vec<u32>>, id: StateID, name: Option<u16>) -> u32 {
        let mut set: Vec<u16> = Vec::new();
        if dfa.is_match_state(id) {
            set.extend((0..dfa.match_len(id)).map(|at| name.unwrap_or(dfa.match_pattern(id, at).as_usize() as u16)));
            set.sort_unstable();
        }
        let next = self.sets.len() as u32;
        let sets = &mut self.sets;
        *self.set_numbers.entry(set.clone()).or_insert_with(|| {
            sets.push(set);
            next
        })
    }

    /// Adds an automaton, moving matches back by one; gives its start states.
    fn add(
        &mut self,
        dfa: &dense::DFA<Vec<u32>>,
        befores: &[Option<u8>],
        name: Option<u16>,
    ) -> Result<Vec<usize>, String> {
        let mut numbers: HashMap<StateID, usize> = HashMap::new();
        let mut order: Vec<StateID> = Vec::new();
        let first = self.rows.len();
        let mut number = |id: StateID, order: &mut Vec<StateID>| {
            if dfa.is_dead_state(id) {
                return 0;
            }
            *numbers.entry(id).or_insert_with(|| {
                order.push(id);
                first + order.len() - 1
            })
        };
        let starts = befores.iter().map(|&before| number(start(dfa, before), &mut order)).collect();
        let mut at = 0;
        while at < order.len() {
            let id = order[at];
            let mut output: [Option<u32>; FOLLOWERS] = [None; FOLLOWERS];
            output[program::END] = Some(self.set(dfa, dfa.next_eoi_state(id), name));
            let mut row = Vec::with_capacity(self.representatives.len());
            for byte in self.representatives.clone() {
                let next = dfa.next_state(id, byte);
                let matched = self.set(dfa, next, name);
                if *output[follower(byte)].get_or_insert(matched) != matched {
                    return Err("a match depends on more than the kind of what follows it".to_owned());
                }
                row.push(number(next, &mut order) as u32);
            }
            self.outputs.push(output.map(|set| set.unwrap_or(0)));
            self.rows.push(row);
            at += 1;
        }
        Ok(starts)
    }
}

/// Numbers of the tables are 16 bits wide.
fn small(number: usize) -> Result<u16, String> {
    u16::try_from(number)
        .map_err(|_| format!("a table has {number} entries, {} fit: there are too many patterns", u16::MAX))
}

/// Numbers things in the order in which they come.
fn numbered<'a, T: std::hash::Hash + Eq + ?Sized>(
    known: &mut HashMap<&'a T, usize>,
    order: &mut Vec<&'a T>,
    item: &'a T,
) -> usize {
    *known.entry(item).or_insert_with(|| {
        order.push(item);
        order.len() - 1
    })
}

/// Compiles all patterns.
pub fn compile(patterns: &[Pattern]) -> Result<Automaton, String> {
    // Distinct heads (patterns come sorted by them) and pieces.
    let (mut known_pieces, mut piece_order) = (HashMap::new(), Vec::<&str>::new());
    let mut head_order: Vec<&str> = Vec::new();
    let (mut heads, mut tails, mut steps) = (Vec::new(), Vec::new(), Vec::new());
    for (pattern, made) in patterns.iter().enumerate() {
        if head_order.last() != Some(&made.head.as_str()) {
            head_order.push(&made.head);
            heads.push(small(pattern)?);
        }
        tails.push(small(steps.len())?);
        for step in &made.tail {
            let piece = numbered(&mut known_pieces, &mut piece_order, step.piece.as_str());
            steps.push((small(piece)?, step.min, step.max));
        }
    }
    heads.push(small(patterns.len())?);
    tails.push(small(steps.len())?);

    let dfa = build(&head_order, MatchKind::All)?;
    let piece_dfas = piece_order.iter().map(|piece| build(&[piece], MatchKind::All)).collect::<Result<Vec<_>, _>>()?;

    // Bytes that no pattern tells apart are one class; followers are told apart in any case.
    let mut classes = [0u8; 256];
    let mut representatives: Vec<u8> = Vec::new();
    let mut known: HashMap<(Vec<u8>, usize), u8> = HashMap::new();
    for byte in 0..=u8::MAX {
        let key = std::iter::once(&dfa).chain(&piece_dfas).map(|dfa| dfa.byte_classes().get(byte)).collect();
        let class = *known.entry((key, follower(byte))).or_insert_with(|| {
            representatives.push(byte);
            representatives.len() as u8 - 1
        });
        classes[usize::from(byte)] = class;
    }

    let row = vec![0; representatives.len()];
    let mut table = Table {
        representatives,
        outputs: vec![[0; FOLLOWERS]],
        rows: vec![row],
        sets: vec![Vec::new()],
        set_numbers: HashMap::from([(Vec::new(), 0)]),
    };
    let befores: Vec<Option<u8>> = (0..=256u16).map(|before| u8::try_from(before).ok()).collect();
    let starts = table.add(&dfa, &befores, None)?;
    let kinds = [Some(b'a'), Some(b' '), Some(b'\n'), None];
    let piece_starts =
        piece_dfas.iter().map(|dfa| table.add(dfa, &kinds, Some(PIECE))).collect::<Result<Vec<_>, _>>()?;
    let Table { outputs, rows, sets, .. } = table;

    let block = minimise(&outputs, &rows);
    let count = block.iter().max().map_or(0, |&last| last as usize + 1);
    let mut members = vec![usize::MAX; count];
    for (state, &of) in block.iter().enumerate() {
        members[of as usize] = members[of as usize].min(state);
    }

    let edges = |state: usize| -> Vec<(u32, Vec<u8>)> {
        let mut edges: Vec<(u32, Vec<u8>)> = Vec::new();
        for byte in 0..=u8::MAX {
            let next = block[rows[state][usize::from(classes[usize::from(byte)])] as usize];
            match edges.iter_mut().find(|(known, _)| *known == next) {
                Some((_, bytes)) => bytes.push(byte),
                None if next == 0 => {}
                None => edges.push((next, vec![byte])),
            }
        }
        edges
    };
    let states = members
        .iter()
        .map(|&state| program::State {
            accepts: program::accepts(outputs[state].map(|set| sets[set as usize].as_slice())),
            edges: edges(state),
        })
        .collect::<Vec<_>>();
    let place = |state: usize| block[state] as usize;
    // The beginnings of the walk depend on the kind of what stands before alone; they are looked up, not walked.
    let mut roots: [usize; FOLLOWERS] = [usize::MAX; FOLLOWERS];
    for (before, &state) in starts.iter().enumerate() {
        let root = &mut roots[u8::try_from(before).map_or(program::END, follower)];
        if *root != usize::MAX && *root != place(state) {
            return Err("a beginning depends on more than the kind of what stands before it".to_owned());
        }
        *root = place(state);
    }
    let firsts = piece_starts.iter().flatten().map(|&state| place(state));
    let wanted: Vec<usize> =
        roots.iter().flat_map(|&root| states[root].edges.iter().map(|edge| edge.0 as usize)).chain(firsts).collect();
    let written = program::write(&states, &wanted)?;
    let mut tables = [[0u32; 256]; FOLLOWERS];
    for (table, &root) in tables.iter_mut().zip(&roots) {
        for (next, bytes) in &states[root].edges {
            for &byte in bytes {
                table[usize::from(byte)] = written.at(*next as usize);
            }
        }
    }
    let pieces = piece_starts
        .iter()
        .map(|starts| {
            let mut places = [0u32; FOLLOWERS];
            for (place_of, &start) in places.iter_mut().zip(starts) {
                *place_of = written.at(place(start));
            }
            places
        })
        .collect();
    Ok(Automaton { program: written.program, roots: tables, heads, tails, steps, pieces })
}

/// Which states are alike: Moore's refinement. The dead state's block is 0.
fn minimise(outputs: &[Outputs], rows: &[Vec<u32>]) -> Vec<u32> {
    let mut block: Vec<u32> = Vec::new();
    let mut first: HashMap<Outputs, u32> = HashMap::new();
    for output in outputs {
        let next = first.len() as u32;
        block.push(*first.entry(*output).or_insert(next));
    }
    let mut count = first.len();
    loop {
        let mut next_block = Vec::with_capacity(block.len());
        let mut signatures: HashMap<(u32, Vec<u32>), u32> = HashMap::new();
        for (state, row) in rows.iter().enumerate() {
            let signature = (block[state], row.iter().map(|&next| block[next as usize]).collect());
            let next = signatures.len() as u32;
            next_block.push(*signatures.entry(signature).or_insert(next));
        }
        let now = signatures.len();
        block = next_block;
        if now == count {
            return block;
        }
        count = now;
    }
}
