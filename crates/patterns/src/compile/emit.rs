//! Writes the states as instructions, and packs the program.
//!
//! A state that several others lead to is a block, written once and jumped to; every other stands where it is used. Where a
//! block leads on is written before it.

use std::collections::HashMap;

use super::subset::{Roots, State, StateId, Step, Subset};
use crate::Program;
use crate::instruction as op;
use crate::program::{KINDS, Kind, LONG, MAGIC};

/// Code of so many instructions is written again rather than jumped to.
const SMALL: usize = 5;

/// An instruction, with its operands.
#[derive(Debug, Clone)]
enum Op {
    Plain(u8),
    Match(u8, u16),
    /// With so many branches.
    Switch(u8, usize),
    /// The byte that a branch of a switch is taken by.
    Key(u8),
    Run {
        instruction: u8,
        set: usize,
        min: u32,
        max: u32,
    },
    /// A jump or call to a block.
    Leap(u8, usize),
}

/// Writes the program.
pub fn emit(subset: &Subset, roots: &Roots) -> Result<Vec<u8>, String> {
    let mut uses = vec![0u32; subset.states.len()];
    for state in &subset.states {
        for &next in state.bytes.values().chain(state.steps.iter().map(|(_, next)| next)) {
            uses[next] += 1;
        }
    }
    let mut emit = Emit { subset, uses, blocks: Vec::new(), numbers: HashMap::new(), sets: Vec::new() };
    let mut packed = Packed::default();
    for table in roots {
        for byte in 0..=u8::MAX {
            let block = table.get(&byte).map_or(0, |&state| emit.block(state) + 1);
            packed.number(Kind::Roots, block)?;
        }
    }
    let owners = subset.states.iter().flat_map(|state| state.matches.iter().chain(&state.matches_at_edge));
    packed.code(&emit.blocks)?;
    for &set in &emit.sets {
        let set = &subset.nfa.sets[set];
        packed.of(Kind::Sets).extend(set.ascii.to_le_bytes());
        packed.number(Kind::Sets, set.wide.len())?;
        for (from, to) in &set.wide {
            packed.of(Kind::Sets).extend(&from.to_le_bytes()[..3]);
            packed.of(Kind::Sets).extend(&to.to_le_bytes()[..3]);
        }
    }
    let length = emit.blocks.iter().flatten().map(Op::length).sum::<usize>() + 1;
    packed.of(Kind::Counts).extend(&length.to_le_bytes()[..3]);
    packed.number(Kind::Counts, owners.max().map_or(0, |&owner| usize::from(owner) + 1))?;
    packed.number(Kind::Counts, emit.sets.len())?;
    let bytes = packed.bytes();
    match Program::from_bytes(&bytes) {
        Some(_) => Ok(bytes),
        None => Err("a block is longer than 65,535 bytes: share more, or ask for less".to_owned()),
    }
}

impl Op {
    /// Bytes in place.
    fn length(&self) -> usize {
        match self {
            Self::Plain(op::SPLIT) => 5,
            Self::Match(..) => 3,
            Self::Plain(_) => 1,
            Self::Switch(op::SWITCH, branches) => 3 * branches,
            Self::Switch(_, branches) => 3 + 2 * branches,
            Self::Key(_) => 0,
            Self::Run { instruction: op::RUN, .. } => 6,
            Self::Run { .. } | Self::Leap(..) => 4,
        }
    }
}

/// The streams of a program; of each what is read from its beginning, and what is read from its end.
#[derive(Default)]
struct Packed([[Vec<u8>; 2]; KINDS]);

impl Packed {
    fn of(&mut self, kind: Kind) -> &mut Vec<u8> {
        &mut self.0[kind as usize][0]
    }

    fn number(&mut self, kind: Kind, number: usize) -> Result<(), String> {
        let [low, high, ..] = number.to_le_bytes();
        match number {
            _ if number < usize::from(LONG) => self.of(kind).push(low),
            _ if number >> 8 <= usize::from(u8::MAX - LONG) => {
                self.of(kind).push(LONG + high);
                self.0[kind as usize][1].push(low);
            }
            _ => {
                return Err("there are more than 16,383 blocks, owners or sets: share more, or ask for less".to_owned());
            }
        }
        Ok(())
    }

    fn code(&mut self, blocks: &[Vec<Op>]) -> Result<(), String> {
        let mut latest: Vec<usize> = Vec::new();
        for (number, block) in blocks.iter().enumerate() {
            for op in block {
                let (&Op::Plain(instruction)
                | &Op::Match(instruction, _)
                | &Op::Switch(instruction, _)
                | &Op::Key(instruction)
                | &Op::Run { instruction, .. }
                | &Op::Leap(instruction, _)) = op;
                self.of(Kind::Code).push(instruction);
                match *op {
                    Op::Plain(_) | Op::Key(_) => {}
                    Op::Match(_, owner) => self.number(Kind::Owners, usize::from(owner))?,
                    Op::Switch(_, branches) => self.number(Kind::Branches, branches)?,
                    Op::Run { set, min, max, .. } => {
                        let set =
                            u8::try_from(set).map_err(|_| "there are more than 256 sets of characters: share some")?;
                        self.of(Kind::Runs).push(set);
                        self.of(Kind::Bounds).extend([min as u8, max as u8]);
                    }
                    Op::Leap(_, block) => {
                        let at = latest.iter().rposition(|&known| known == block).unwrap_or_default();
                        self.number(Kind::Blocks, latest.len() - 1 - at)?;
                        latest.remove(at);
                        latest.push(block);
                    }
                }
            }
            latest.push(number);
        }
        Ok(())
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for [front, back] in &self.0 {
            bytes.extend(&((front.len() + back.len()) as u32).to_le_bytes()[..3]);
            bytes.extend(front.iter().chain(back.iter().rev()));
        }
        bytes
    }
}

struct Emit<'s> {
    subset: &'s Subset,
    /// State → how many lead to it.
    uses: Vec<u32>,
    blocks: Vec<Vec<Op>>,
    /// Of the states that are blocks already.
    numbers: HashMap<StateId, usize>,
    /// Those that an instruction asks for; small ones are written out.
    sets: Vec<usize>,
}

impl Emit<'_> {
    /// The number of a state's block, which is written if it is not there yet.
    fn block(&mut self, state: StateId) -> usize {
        if let Some(&number) = self.numbers.get(&state) {
            return number;
        }
        let code = self.state(state);
        self.place(state, code)
    }

    fn place(&mut self, state: StateId, code: Vec<Op>) -> usize {
        self.blocks.push(code);
        self.numbers.insert(state, self.blocks.len() - 1);
        self.blocks.len() - 1
    }

    /// The code that leads to a state: its own, or a jump.
    fn code(&mut self, state: StateId) -> Vec<Op> {
        if let Some(&number) = self.numbers.get(&state) {
            return vec![Op::Leap(op::JUMP, number)];
        }
        let code = self.state(state);
        if code.len() <= SMALL || self.uses[state] == 1 {
            return code;
        }
        vec![Op::Leap(op::JUMP, self.place(state, code))]
    }

    /// The code of a state.
    fn state(&mut self, id: StateId) -> Vec<Op> {
        let subset = self.subset;
        let State { matches, matches_at_edge, returns, bytes, steps } = &subset.states[id];
        let mut code: Vec<Op> = Vec::new();
        code.extend(matches.iter().map(|&owner| Op::Match(op::MATCH, owner)));
        code.extend(matches_at_edge.iter().map(|&owner| Op::Match(op::MATCH_AT_EDGE, owner)));
        let mut ways: Vec<Vec<Op>> = Vec::new();
        if *returns {
            ways.push(vec![Op::Plain(op::RETURN)]);
        }
        for (step, next) in steps {
            let mut way: Vec<Op> = self.step(step).into_iter().collect();
            way.extend(self.code(*next));
            ways.push(way);
        }
        match bytes.len() {
            0 => {}
            1 => ways.extend(bytes.iter().map(|(&byte, &next)| [vec![Op::Plain(byte)], self.code(next)].concat())),
            _ => {
                let letters = bytes.keys().all(|byte| (0x60..0x80).contains(byte));
                let instruction = if letters { op::SWITCH_LETTERS } else { op::SWITCH };
                let mut way = vec![Op::Switch(instruction, bytes.len())];
                way.extend(bytes.iter().flat_map(|(&byte, &next)| [vec![Op::Key(byte)], self.code(next)].concat()));
                ways.push(way);
            }
        }
        split(&ways, &mut code);
        code
    }

    /// The instruction of a step, without what follows.
    fn step(&mut self, step: &Step) -> Option<Op> {
        Some(match *step {
            Step::Run { set, min, max, instruction } => {
                let number = self.sets.iter().position(|&known| known == set).unwrap_or(self.sets.len());
                if number == self.sets.len() {
                    self.sets.push(set);
                }
                Op::Run { instruction, set: number, min, max }
            }
            Step::Look(instruction) => Op::Plain(instruction),
            Step::Group(group) => Op::Leap(op::CALL, self.block(self.subset.groups[group])),
            Step::Jump(_) => return None,
        })
    }
}

/// Writes ways as a tree of splits: what stands together is left out together.
fn split(ways: &[Vec<Op>], code: &mut Vec<Op>) {
    match ways {
        [] => code.push(Op::Plain(op::FAIL)),
        [way] => code.extend_from_slice(way),
        _ => {
            code.push(Op::Plain(op::SPLIT));
            let (some, others) = ways.split_at(ways.len() / 2);
            split(some, code);
            split(others, code);
        }
    }
}
