//! Compiles all patterns into one anchored automaton, and packs it.
//!
//! `regex-automata` makes a deterministic automaton that, started at one place of a text, follows every pattern at
//! once and meets every end of every match (`MatchKind::All`). Of the ends of one pattern the scanner takes the last:
//! the longest match. `regex` takes the first in the order of the alternatives; [`check_longest`] refuses a pattern
//! for which the two can differ, so that each pattern finds exactly what `regex` finds for it alone.
//!
//! `regex-automata` reports a match one byte late, when it has seen what follows (`\b`, `$`). Stored like that, every
//! last state would need a row of all bytes. So matches are moved back to the state before, by the kind of what
//! follows (word byte, other, line break, end); then the states are merged where they are alike, and the rows, now
//! sparse, are slid into one array (a double array: `cell = base[state] + class`, taken if its `check` says so).

use std::collections::{HashMap, HashSet};

use regex_automata::dfa::{Automaton as _, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, MatchKind};

use crate::patterns::Pattern;

/// What follows a match, as far as patterns can ask.
pub const FOLLOWERS: usize = 4;
const WORD: usize = 0;
const OTHER: usize = 1;
const BREAK: usize = 2;
const END: usize = 3;

/// The packed automaton. State 0 is dead.
pub struct Automaton {
    /// Byte → class.
    pub classes: [u8; 256],
    /// Byte before the place → start state; the last is for the beginning of the text.
    pub starts: [u16; 257],
    /// State → where its row begins in the cells; chains have none.
    pub base: Vec<u32>,
    /// State → which `accepts`; chains have none.
    pub accept: Vec<u16>,
    /// States from `base.len()` on: (where the bytes begin in `pool`, the state behind them).
    pub chains: Vec<(u16, u16)>,
    /// How many bytes each chain takes.
    pub lengths: Vec<u8>,
    /// The bytes of all chains.
    pub pool: Vec<u8>,
    /// (state that the cell belongs to, next state).
    pub cells: Vec<(u16, u16)>,
    /// By what follows → which of the sets. The first accepts nothing.
    pub accepts: Vec<[u16; FOLLOWERS]>,
    /// Set → where it begins in `matches`; it ends where the next begins.
    pub sets: Vec<u16>,
    /// Head indices.
    pub matches: Vec<u16>,
    /// Head → its first pattern; its last is before the next head's first.
    pub heads: Vec<u16>,
    /// Pattern → its first step; its last is before the next pattern's first.
    pub tails: Vec<u16>,
    /// (piece, min, max).
    pub steps: Vec<(u16, u8, u8)>,
    /// Piece → start state, by what stands before (the same kinds as followers).
    pub pieces: Vec<[u16; FOLLOWERS]>,
}

/// What a piece accepts with: it is looked at alone, and needs no name.
const PIECE: u16 = u16::MAX;

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

fn follower(byte: u8) -> usize {
    match byte {
        b'\n' => BREAK,
        b'_' => WORD,
        _ if byte.is_ascii_alphanumeric() => WORD,
        _ => OTHER,
    }
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
            output[END] = Some(self.set(dfa, dfa.next_eoi_state(id), name));
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
    let Table { representatives, outputs, rows, sets, .. } = table;

    let block = minimise(&outputs, &rows);
    let count = block.iter().max().map_or(0, |&last| last as usize + 1);
    let mut members = vec![usize::MAX; count];
    for (state, &of) in block.iter().enumerate() {
        members[of as usize] = members[of as usize].min(state);
    }

    let mut matches: Vec<u16> = Vec::new();
    let mut set_starts = Vec::new();
    for set in &sets {
        set_starts.push(small(matches.len())?);
        matches.extend(set);
    }
    set_starts.push(small(matches.len())?);
    let mut accepts: Vec<[u16; FOLLOWERS]> = Vec::new();
    let mut accept_numbers: HashMap<Outputs, u16> = HashMap::new();
    let mut number_of = |output: Outputs| {
        *accept_numbers.entry(output).or_insert_with(|| {
            accepts.push(output.map(|set| set as u16));
            accepts.len() as u16 - 1
        })
    };
    number_of([0; FOLLOWERS]);
    let accept: Vec<u16> = members.iter().map(|&state| number_of(outputs[state])).collect();

    let sparse: Vec<Vec<(u8, u32)>> = members
        .iter()
        .map(|&state| {
            rows[state]
                .iter()
                .enumerate()
                .map(|(class, &next)| (class as u8, block[next as usize]))
                .filter(|&(_, next)| next != 0)
                .collect()
        })
        .collect();
    let place = |state: usize| block[state] as usize;
    let roots: Vec<usize> = starts.iter().chain(piece_starts.iter().flatten()).map(|&state| place(state)).collect();
    // The one byte of each class that has but one.
    let mut only: Vec<Option<u8>> = vec![None; representatives.len()];
    for byte in 0..=u8::MAX {
        let class = usize::from(classes[usize::from(byte)]);
        only[class] = (classes.iter().filter(|&&other| usize::from(other) == class).count() == 1).then_some(byte);
    }
    let chained = chain(&sparse, &accept, &only, &roots)?;
    let (base, cells) = pack(&chained.rows, representatives.len());
    let accept: Vec<u16> = chained.branches.iter().map(|&state| accept[state]).collect();
    let id = |state: usize| chained.ids[&place(state)];
    let mut start_states = [0u16; 257];
    for (start, &state) in start_states.iter_mut().zip(&starts) {
        *start = id(state);
    }
    let pieces = piece_starts
        .iter()
        .map(|starts| {
            let mut states = [0u16; FOLLOWERS];
            for (state, &start) in states.iter_mut().zip(starts) {
                *state = id(start);
            }
            states
        })
        .collect();
    let Chained { chains, lengths, pool, .. } = chained;
    Ok(Automaton {
        classes,
        starts: start_states,
        base,
        accept,
        chains,
        lengths,
        pool,
        cells,
        accepts,
        sets: set_starts,
        matches,
        heads,
        tails,
        steps,
        pieces,
    })
}

/// States after chains were made: the rest keep rows.
struct Chained {
    /// Old state → new.
    ids: HashMap<usize, u16>,
    /// New state with a row → old.
    branches: Vec<usize>,
    rows: Vec<Vec<(u8, u16)>>,
    chains: Vec<(u16, u16)>,
    lengths: Vec<u8>,
    pool: Vec<u8>,
}

/// Makes one state of each run of states that have but one byte to go on with: most of a phrase is such a run, and its
/// bytes are all that needs to be kept of it.
fn chain(rows: &[Vec<(u8, u32)>], accept: &[u16], only: &[Option<u8>], roots: &[usize]) -> Result<Chained, String> {
    let single = |state: usize| match rows[state][..] {
        [(class, next)] if accept[state] == 0 => only[usize::from(class)].map(|byte| (byte, next as usize)),
        _ => None,
    };
    // Rows first, so that chains can be told by their number.
    let mut branches = vec![0];
    let mut entered: Vec<usize> = Vec::new();
    let mut seen: HashSet<usize> = HashSet::from([0]);
    let mut open: Vec<usize> = roots.to_vec();
    while let Some(state) = open.pop() {
        if !seen.insert(state) {
            continue;
        }
        if let Some((_, mut next)) = single(state) {
            entered.push(state);
            while let Some((_, behind)) = single(next) {
                next = behind;
            }
            open.push(next);
        } else {
            branches.push(state);
            open.extend(rows[state].iter().map(|&(_, next)| next as usize));
        }
    }
    branches.sort_unstable();
    entered.sort_unstable();
    let order = branches.iter().chain(&entered).enumerate();
    let ids: HashMap<usize, u16> = order.map(|(id, &state)| (state, id as u16)).collect();
    if ids.len() > usize::from(u16::MAX) {
        return Err(format!("the automaton has {} states, {} fit: a pattern explodes it", ids.len(), u16::MAX));
    }
    let mut texts: Vec<(Vec<u8>, usize)> = entered
        .iter()
        .map(|&state| {
            let (mut text, mut at) = (Vec::new(), state);
            while let Some((byte, next)) = single(at).filter(|_| text.len() < usize::from(u8::MAX)) {
                text.push(byte);
                at = next;
            }
            (text, at)
        })
        .collect();
    if texts.iter().any(|(_, behind)| !ids.contains_key(behind)) {
        return Err("a pattern holds a literal of more than 255 bytes".to_owned());
    }
    // Longest first: the shorter are often found inside them.
    let mut longest: Vec<usize> = (0..texts.len()).collect();
    longest.sort_by_key(|&chain| std::cmp::Reverse(texts[chain].0.len()));
    let mut pool: Vec<u8> = Vec::new();
    let mut chains = vec![(0, 0); texts.len()];
    let mut lengths = vec![0; texts.len()];
    for chain in longest {
        let (text, behind) = std::mem::take(&mut texts[chain]);
        let at = pool.windows(text.len()).position(|window| window == text).unwrap_or_else(|| {
            let at = pool.len();
            pool.extend_from_slice(&text);
            at
        });
        chains[chain] = (small(at)?, ids[&behind]);
        lengths[chain] = text.len() as u8;
    }
    let rows = branches
        .iter()
        .map(|&state| rows[state].iter().map(|&(class, next)| (class, ids[&(next as usize)])).collect())
        .collect();
    Ok(Chained { ids, branches, rows, chains, lengths, pool })
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

/// Slides sparse rows into one array, the fullest first, each to the first place where it fits.
fn pack(rows: &[Vec<(u8, u16)>], classes: usize) -> (Vec<u32>, Vec<(u16, u16)>) {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&state| std::cmp::Reverse(rows[state].len()));
    let mut cells: Vec<(u16, u16)> = Vec::new();
    let mut base = vec![0u32; rows.len()];
    let mut free = 0;
    for state in order {
        let row = &rows[state];
        let Some(&(lowest, _)) = row.first() else { continue };
        while cells.get(free).is_some_and(|cell| cell.1 != 0) {
            free += 1;
        }
        let mut place = free.saturating_sub(usize::from(lowest));
        while !row.iter().all(|&(class, _)| cells.get(place + usize::from(class)).is_none_or(|cell| cell.1 == 0)) {
            place += 1;
        }
        for &(class, next) in row {
            let at = place + usize::from(class);
            if cells.len() <= at {
                cells.resize(at + 1, (0, 0));
            }
            cells[at] = (state as u16, next);
        }
        base[state] = place as u32;
    }
    // Any class of any state has a cell to look at.
    cells.resize(base.iter().max().map_or(0, |&last| last as usize) + classes, (0, 0));
    (base, cells)
}
