//! Writes the states as instructions, and the program around them.
//!
//! A state that several others lead to is written once and jumped to; every other stands where it is used. Where a state
//! leads on stands before it in the code, so that each address is known when it is needed.

use std::collections::HashMap;

use super::subset::{Roots, State, StateId, Step, Subset};
use crate::instruction as op;
use crate::program::MAGIC;

/// Code of so many bytes is written again rather than jumped to.
const SMALL: usize = 10;
/// An offset is one byte.
const OFFSETS: usize = u8::MAX as usize;
/// Branches of one switch at most: so many jumps fit within an offset.
const BRANCHES: usize = 48;
/// Addresses are below this: three of their bits stand in the instruction itself.
const ADDRESSES: usize = 1 << 19;

/// Writes the program.
pub fn emit(subset: &Subset, roots: &Roots) -> Result<Vec<u8>, String> {
    let mut uses = vec![0u32; subset.states.len()];
    for state in &subset.states {
        for &next in state.bytes.values().chain(state.steps.iter().map(|(_, next)| next)) {
            uses[next] += 1;
        }
    }
    let mut emit = Emit { subset, uses, code: vec![op::FAIL], addresses: HashMap::new(), sets: Vec::new() };
    let mut tables: Vec<u8> = Vec::new();
    for table in roots {
        for byte in 0..=u8::MAX {
            let address = table.get(&byte).map_or(Ok(0), |&state| emit.address(state))?;
            tables.extend(&(address as u32).to_le_bytes()[..3]);
        }
    }
    let too_many = |_| "there are too many sets of characters: 65,535 are the most".to_owned();
    let two = |number: usize| u16::try_from(number).map(u16::to_le_bytes).map_err(too_many);
    let mut program = MAGIC.to_vec();
    let owners = subset.states.iter().flat_map(|state| state.matches.iter().chain(&state.matches_at_edge));
    program.extend(owners.max().copied().unwrap_or_default().to_le_bytes());
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

    /// Puts code that is not there yet.
    fn place(&mut self, state: StateId, code: &[u8]) -> Result<usize, String> {
        let address = self.code.len();
        self.code.extend(code);
        if self.code.len() > ADDRESSES {
            return Err(format!("the program is longer than {ADDRESSES} bytes: share more, or ask for less"));
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

    /// The code of a state.
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
        if *returns {
            ways.push(vec![op::RETURN]);
        }
        for (step, next) in steps {
            let step = self.step(step)?;
            let mut next = [(*next, self.code(*next)?)];
            self.fit(&mut next, OFFSETS - step.len())?;
            ways.push([&step[..], &next[0].1].concat());
        }
        let bytes: Vec<(u8, StateId)> = bytes.iter().map(|(&byte, &next)| (byte, next)).collect();
        for branches in bytes.chunks(BRANCHES) {
            ways.push(self.switch(branches)?);
        }
        let last = ways.pop().unwrap_or_else(|| vec![op::FAIL]);
        for way in ways {
            code.extend([op::SPLIT, way.len() as u8]);
            code.extend(way);
        }
        code.extend(last);
        Ok(code)
    }

    /// The code that branches by the next byte; for a single one, the byte itself.
    fn switch(&mut self, branches: &[(u8, StateId)]) -> Result<Vec<u8>, String> {
        let mut codes =
            branches.iter().map(|&(_, next)| Ok((next, self.code(next)?))).collect::<Result<Vec<_>, String>>()?;
        if let ([(byte, _)], [(_, code)]) = (branches, &codes[..]) {
            return Ok([&[*byte], &code[..]].concat());
        }
        self.fit(&mut codes, OFFSETS - 2 * branches.len())?;
        let mut code = vec![op::SWITCH, branches.len() as u8];
        code.extend(branches.iter().map(|(byte, _)| byte));
        let mut offset = 0;
        for (_, branch) in &codes[..codes.len() - 1] {
            offset += branch.len();
            code.push(offset as u8);
        }
        code.extend(codes.into_iter().flat_map(|(_, branch)| branch));
        Ok(code)
    }

    /// Puts the largest codes elsewhere, until all together are small enough; jumps stand in their place.
    fn fit(&mut self, codes: &mut [(StateId, Vec<u8>)], most: usize) -> Result<(), String> {
        while codes.iter().map(|(_, code)| code.len()).sum::<usize>() > most {
            let Some((state, code)) = codes.iter_mut().max_by_key(|(_, code)| code.len()) else { break };
            *code = leap(op::JUMP, self.place(*state, code)?);
        }
        Ok(())
    }

    /// The code of a step, without what follows.
    fn step(&mut self, step: &Step) -> Result<Vec<u8>, String> {
        Ok(match step {
            Step::Run { set, min, max, instruction } => vec![*instruction, self.set(*set)?, *min as u8, *max as u8],
            Step::Look(instruction) => vec![*instruction],
            Step::Group(group) => {
                let address = self.address(self.subset.groups[*group])?;
                leap(op::CALL, address)
            }
            Step::Jump(_) => Vec::new(),
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
