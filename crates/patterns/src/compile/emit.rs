//! Writes the states as instructions, and the program around them.
//!
//! A state that several others lead to is written once and jumped to; every other stands where it is used. Where a state
//! leads on stands before it in the code, so that each address is known when it is needed.

use std::collections::HashMap;

use super::subset::{Roots, State, StateId, Step, Subset};
use crate::instruction as op;
use crate::program::{MAGIC, ROOTS};

/// Code of so many bytes is written again rather than jumped to.
const SMALL: usize = 10;

/// Addresses are below this: three of their bits stand in the instruction itself.
const ADDRESSES: usize = 1 << 19;

/// Writes the program.
pub fn emit(subset: &Subset, roots: &Roots, owners: u16) -> Result<Vec<u8>, String> {
    let mut uses = vec![0u32; subset.states.len()];
    let led_to =
        subset.states.iter().flat_map(|state| state.bytes.values().chain(state.steps.iter().map(|(_, next)| next)));
    led_to.for_each(|&state| uses[state] += 1);
    let mut emit = Emit { subset, uses, code: vec![op::FAIL], addresses: HashMap::new(), sets: Vec::new() };
    let mut tables: Vec<u8> = Vec::new();
    for table in 0..ROOTS {
        for byte in 0..=u8::MAX {
            let address = roots[table].get(&byte).map_or(Ok(0), |&state| emit.address(state))?;
            tables.extend(&(address as u32).to_le_bytes()[..3]);
        }
    }
    let too_many = |_| "there are too many sets of characters: 65,535 are the most".to_owned();
    let two = |number: usize| u16::try_from(number).map(u16::to_le_bytes).map_err(too_many);
    let mut program = MAGIC.to_vec();
    program.extend(owners.to_le_bytes());
    program.extend(two(emit.sets.len())?);
    program.extend(tables);
    let mut ranges = Vec::new();
    for &set in &emit.sets {
        let set = &subset.nfa.sets[set];
        program.extend(set.ascii.to_le_bytes());
        program.extend(two(ranges.len())?);
        program.extend(two(set.wide.len())?);
        ranges.extend(&set.wide);
    }
    program.extend(two(ranges.len())?);
    for (from, to) in ranges {
        program.extend(&from.to_le_bytes()[..3]);
        program.extend(&to.to_le_bytes()[..3]);
    }
    program.extend(emit.code);
    Ok(program)
}

struct Emit<'s> {
    subset: &'s Subset,
    /// State → how many lead to it.
    uses: Vec<u32>,
    code: Vec<u8>,
    /// Of the states that are in the code already.
    addresses: HashMap<StateId, usize>,
    /// Those that an instruction asks for; small ones are written out.
    sets: Vec<usize>,
}

impl Emit<'_> {
    /// Puts a state into the code, if it is not there yet.
    fn address(&mut self, state: StateId) -> Result<usize, String> {
        if let Some(&address) = self.addresses.get(&state) {
            return Ok(address);
        }
        let code = self.state(state)?;
        self.place(state, &code)
    }

    fn place(&mut self, state: StateId, code: &[u8]) -> Result<usize, String> {
        let address = self.code.len();
        self.code.extend(code);
        if self.code.len() > ADDRESSES {
            return Err(format!("the program is longer than {} bytes: share more, or ask for less", ADDRESSES));
        }
        self.addresses.insert(state, address);
        Ok(address)
    }

    /// The code that leads to a state: its own, or a jump.
    fn code(&mut self, state: StateId) -> Result<Vec<u8>, String> {
        if let Some(&address) = self.addresses.get(&state) {
            return Ok(leap(op::JUMP, address));
        }
        let code = self.state(state)?;
        if code.len() <= SMALL || self.uses[state] == 1 {
            return Ok(code);
        }
        self.place(state, &code).map(|address| leap(op::JUMP, address))
    }

    fn state(&mut self, id: StateId) -> Result<Vec<u8>, String> {
        let subset = self.subset;
        let State { matches, matches_at_edge, returns, bytes, steps } = &subset.states[id];
        let mut code = Vec::new();
        for (instruction, owners) in [(op::MATCH, matches), (op::MATCH_AT_EDGE, matches_at_edge)] {
            for owner in owners {
                code.push(instruction);
                code.extend(owner.to_le_bytes());
            }
        }
        let mut ways = Vec::new();
        for (step, next) in steps {
            let mut way = self.step(step)?;
            way.extend(self.code(*next)?);
            ways.push(way);
        }
        if *returns {
            ways.push(vec![op::RETURN]);
        }
        if !bytes.is_empty() {
            let branches: Result<Vec<_>, String> =
                bytes.iter().map(|(&byte, &next)| Ok((byte, self.code(next)?, next))).collect();
            ways.push(self.switch(branches?)?);
        }
        let last = ways.pop().unwrap_or_else(|| vec![op::FAIL]);
        for way in ways {
            match u8::try_from(way.len() + 2) {
                Ok(_) => code.extend([op::SPLIT, way.len() as u8]),
                Err(_) => {
                    code.push(op::SPLIT_WIDE);
                    code.extend(u16::try_from(way.len()).map_err(|_| "a pattern is too large")?.to_le_bytes());
                }
            }
            code.extend(way);
        }
        code.extend(last);
        Ok(code)
    }

    fn switch(&mut self, mut branches: Vec<(u8, Vec<u8>, StateId)>) -> Result<Vec<u8>, String> {
        if let [(byte, code, _)] = &branches[..] {
            return Ok([&[*byte], &code[..]].concat());
        }
        let mut code = vec![op::SWITCH, branches.len() as u8];
        code.extend(branches.iter().map(|(byte, ..)| byte));
        let mut offsets = Vec::new();
        let mut bodies: Vec<u8> = Vec::new();
        for (at, (_, branch, state)) in branches.iter_mut().enumerate() {
            if at > 0 {
                offsets.push(bodies.len());
            }
            if bodies.len() + branch.len() > usize::from(u16::MAX) - 4 * 256 {
                *branch = leap(op::JUMP, self.place(*state, branch)?);
            }
            bodies.extend(&branch[..]);
        }
        if offsets.last().is_some_and(|&last| last > usize::from(u8::MAX)) {
            code[0] = op::SWITCH_WIDE;
            code.extend(offsets.iter().flat_map(|&offset| (offset as u16).to_le_bytes()));
        } else {
            code.extend(offsets.iter().map(|&offset| offset as u8));
        }
        code.extend(bodies);
        Ok(code)
    }

    fn step(&mut self, step: &Step) -> Result<Vec<u8>, String> {
        Ok(match step {
            Step::Set(set) => vec![op::SET, self.set(*set)?],
            Step::Run { set, min, max, instruction } => {
                let most = max.map_or(op::UNBOUNDED, |max| max as u8);
                vec![*instruction, self.set(*set)?, *min as u8, most]
            }
            Step::Look(instruction) => vec![*instruction],
            Step::Group(group) => {
                let address = self.address(self.subset.groups[*group])?;
                leap(op::CALL, address)
            }
            Step::Jump => Vec::new(),
        })
    }

    /// The number that instructions know a set by.
    fn set(&mut self, set: usize) -> Result<u8, String> {
        let number = self.sets.iter().position(|&known| known == set).unwrap_or(self.sets.len());
        if number == self.sets.len() {
            self.sets.push(set);
        }
        u8::try_from(number).map_err(|_| "there are more than 256 sets of characters: share some".to_owned())
    }
}

/// A jump or call to an address.
fn leap(instruction: u8, address: usize) -> Vec<u8> {
    let [low, high, page, _] = (address as u32).to_le_bytes();
    vec![instruction + page, low, high]
}
