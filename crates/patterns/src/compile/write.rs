//! Writes the commands of [`crate::code`]: choices, and the tree of beginnings.

use std::collections::BTreeMap;

use super::beginnings::cost;
use super::node::{Look, Node, Seq};
use crate::code::{self, MASKED, OTHERS, UNBOUNDED, is_text, second};

/// Branches from which a node of the tree is a mask.
const MASKABLE: usize = 5;
/// Letters from the root within which fewer branches are a mask.
const NEAR: usize = 2;
/// Ways that one command tells apart at most: the two highest bits of their number have a meaning of their own.
const WAYS: usize = 63;

/// Whether nothing is one of the branches of a choice.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Empty {
    No,
    /// In any case.
    Also,
    /// If no other branch begins as the text goes on.
    Else,
}

pub fn command(look: Look) -> u8 {
    match look {
        Look::Edge => code::EDGE,
        Look::NoEdge => code::NO_EDGE,
        Look::Start => code::START,
        Look::Finish => code::FINISH,
    }
}

pub fn end(node: &Node, edge: bool, number_of: &dyn Fn(usize) -> usize) -> Vec<u8> {
    match node {
        Node::End(owner) => {
            let page = (owner >> 8) as u8;
            vec![if edge { code::END_AT_EDGE } else { code::END } + page, *owner as u8]
        }
        Node::PieceEnd(piece) => vec![code::PIECE_END, number_of(*piece) as u8],
        _ => Vec::new(),
    }
}

/// Writes the ways of a choice: those that begin with different bytes are told apart by them.
pub fn choice(bodies: Vec<Vec<u8>>, mut empty: Empty, code: &mut Vec<u8>) -> Result<(), String> {
    // Two of one byte (a set of characters has its first bytes within) are not told apart by it.
    let (mut told, mut others): (Vec<Vec<u8>>, Vec<Vec<u8>>) = Default::default();
    for body in bodies {
        let alike = told.iter().any(|known| known[0] == body[0]);
        if is_text(body[0]) && !alike && told.len() < WAYS { &mut told } else { &mut others }.push(body);
    }
    let whole = if told.len() < 2 {
        if empty == Empty::Else && told.len() == 1 && others.is_empty() {
            code.push(code::OPTION_IF);
            number(told[0].len(), code)?;
            code.extend(&told[0]);
            return Ok(());
        }
        told.append(&mut others);
        any_of(told)?
    } else {
        let firsts: Vec<u8> = told.iter_mut().map(|body| body.remove(0)).collect();
        let mut flag = 0;
        if !others.is_empty() {
            flag = code::ALSO;
            told.push(any_of(others)?);
        } else if empty == Empty::Else {
            flag = code::ELSE;
            empty = Empty::No;
            told.push(Vec::new());
        }
        let mut whole = Vec::new();
        by_letter([code::CHOICE, code::CHOICE_WIDE], flag, &firsts, &told, true, &mut whole)?;
        whole
    };
    if empty != Empty::No {
        code.push(code::OPTION);
        number(whole.len(), code)?;
    }
    code.extend(whole);
    Ok(())
}

/// Several ways, all of them gone; one alone as it is.
pub fn any_of(mut bodies: Vec<Vec<u8>>) -> Result<Vec<u8>, String> {
    if bodies.len() == 1 {
        return Ok(bodies.remove(0));
    }
    let mut code = vec![code::ANY_OF];
    ways(&bodies, &mut code)?;
    Ok(code)
}

/// Branches told apart by a byte: how many, the bytes, the places of the branches but the first (and, if asked for, of
/// their end), the branches. `commands`: for places of one byte, and of two.
fn by_letter(
    commands: [u8; 2],
    flag: u8,
    firsts: &[u8],
    branches: &[Vec<u8>],
    end: bool,
    code: &mut Vec<u8>,
) -> Result<(), String> {
    let places = places(branches, end)?;
    let wide = places.last().is_some_and(|&last| last > u16::from(u8::MAX));
    code.extend([commands[usize::from(wide)], flag | firsts.len() as u8]);
    code.extend(firsts);
    for place in places {
        let [low, high] = place.to_le_bytes();
        code.push(low);
        if wide {
            code.push(high);
        }
    }
    code.extend(branches.concat());
    Ok(())
}

/// Where the branches but the first begin, counted from the first; and where the last ends, if asked for.
fn places(branches: &[Vec<u8>], end: bool) -> Result<Vec<u16>, String> {
    let mut at = 0;
    let place = |branch: &Vec<u8>| {
        at += branch.len();
        u16::try_from(at).map_err(|_| "the program has no room left: there are too many patterns".to_owned())
    };
    branches[..branches.len() - usize::from(!end)].iter().map(place).collect()
}

/// A mask, the places of the branches but the first, and the branches.
fn by_mask(mask: u64, branches: &[Vec<u8>], code: &mut Vec<u8>) -> Result<(), String> {
    code.extend(mask.to_le_bytes());
    code.extend(places(branches, false)?.into_iter().flat_map(u16::to_le_bytes));
    code.extend(branches.concat());
    Ok(())
}

/// Several ways, each with its size before it, and the size of all before the first.
fn ways(ways: &[Vec<u8>], code: &mut Vec<u8>) -> Result<(), String> {
    let mut all = Vec::new();
    for way in ways {
        number(way.len(), &mut all)?;
        all.extend(way);
    }
    number(all.len(), code)?;
    code.extend(all);
    Ok(())
}

/// A count, as commands take it.
pub fn bound(count: u32) -> Result<u8, String> {
    let count = u8::try_from(count).ok().filter(|&count| count < UNBOUNDED);
    count.ok_or_else(|| format!("repeats more than {} times", UNBOUNDED - 1))
}

/// The way to a program.
pub fn call(at: usize) -> Result<[u8; 3], String> {
    let page = u8::try_from(at >> 16).ok().filter(|&page| code::CALL + page <= code::CALL_LAST);
    let page = page.ok_or("the programs have no room left: there are too many patterns")?;
    Ok([code::CALL + page, at as u8, (at >> 8) as u8])
}

/// A number, as commands take it.
pub fn number(value: usize, code: &mut Vec<u8>) -> Result<(), String> {
    match value {
        0..0x80 => code.push(value as u8),
        0x80..0x8000 => code.extend([0x80 | (value >> 8) as u8, value as u8]),
        _ => return Err(format!("a branch of {value} bytes is too long: there are too many patterns")),
    }
    Ok(())
}

/// Bytes that a common beginning must save to be written once.
const SAVING: usize = 4;

/// Branches with common beginnings written once, where that saves something or tells them apart by their first bytes; each
/// branch once.
pub fn factored(mut branches: Vec<Seq>) -> Vec<Seq> {
    branches.sort_unstable();
    branches.dedup();
    let mut factored: Vec<Seq> = Vec::new();
    let mut rest = &branches[..];
    while let Some(branch) = rest.first() {
        let alike =
            rest.iter().take_while(|other| !branch.is_empty() && other.first() == branch.first()).count().max(1);
        let (own, others) = rest.split_at(alike);
        rest = others;
        let common =
            (0..branch.len()).take_while(|&at| own.iter().all(|other| other.get(at) == branch.get(at))).count();
        let saved: usize = branch[..common].iter().map(cost).sum::<usize>() * (own.len() - 1);
        // An end belongs to its own branch.
        let common = common - usize::from(matches!(branch[..common].last(), Some(Node::Look(_))));
        let letter = matches!(branch.first(), Some(Node::Byte(_)));
        if own.len() == 1 || common == 0 || (saved < SAVING && !letter) {
            factored.extend(own.iter().cloned());
            continue;
        }
        let mut once = branch[..common].to_vec();
        once.push(Node::AnyOf(own.iter().map(|other| other[common..].to_vec()).collect()));
        factored.push(once);
    }
    factored
}

/// The tree of beginnings.
#[derive(Default)]
pub struct Tree {
    items: Vec<u8>,
    pub branches: BTreeMap<u8, Tree>,
}

impl Tree {
    pub fn at(&mut self, key: &[u8]) -> &mut Vec<u8> {
        let mut node = self;
        for &byte in key {
            node = node.branches.entry(byte).or_default();
        }
        &mut node.items
    }

    /// By the first byte, a bit for each second byte that can go on; all of them where the first says enough, or a number
    /// begins.
    pub fn seconds(&self) -> [u64; 256] {
        let mut seconds = [0; 256];
        for (&byte, branch) in &self.branches {
            let bits = branch.branches.keys().fold(0, |bits, &byte| bits | 1 << second(byte));
            seconds[usize::from(byte)] = if branch.items.is_empty() { bits } else { u64::MAX };
        }
        if [code::DIGITS, code::NUMBER, code::DECIMAL].iter().any(|figures| self.branches.contains_key(figures)) {
            seconds[usize::from(b'0')..=usize::from(b'9')].fill(u64::MAX);
        }
        seconds
    }

    /// The tree's code; `depth`: how far it is from the root. Near the root most texts come by, and a mask is quicker.
    pub fn write(&self, depth: usize) -> Result<Vec<u8>, String> {
        let maskable = if depth < NEAR { 3 } else { MASKABLE };
        let mut code = self.items.clone();
        let masked: Vec<(usize, &Tree)> =
            MASKED.iter().enumerate().filter_map(|(bit, byte)| Some((bit, self.branches.get(byte)?))).collect();
        let others: Vec<(u8, &Tree)> = self
            .branches
            .iter()
            .filter(|(byte, _)| masked.len() < maskable || !MASKED.contains(byte))
            .map(|(&byte, branch)| (byte, branch))
            .collect();
        if masked.is_empty() && others.len() >= maskable && others.iter().all(|(byte, _)| (0x80..0xc0).contains(byte)) {
            let branches = others.iter().map(|(_, branch)| branch.write(depth + 1)).collect::<Result<Vec<_>, _>>()?;
            let mask = others.iter().fold(0, |mask, (byte, _)| mask | 1 << (byte - 0x80));
            code.push(code::MASK_WITHIN);
            by_mask(mask, &branches, &mut code)?;
            return Ok(code);
        }
        if masked.len() < maskable {
            fork(&others, depth, &mut code)?;
            return Ok(code);
        }
        let mut branches = masked.iter().map(|(_, branch)| branch.write(depth + 1)).collect::<Result<Vec<_>, _>>()?;
        let mut mask = masked.iter().fold(0u64, |mask, (bit, _)| mask | 1 << bit);
        if !others.is_empty() {
            mask |= 1 << OTHERS;
            let mut last = Vec::new();
            fork(&others, depth, &mut last)?;
            branches.push(last);
        }
        code.push(code::MASK);
        by_mask(mask, &branches, &mut code)?;
        Ok(code)
    }
}

fn fork(branches: &[(u8, &Tree)], depth: usize, code: &mut Vec<u8>) -> Result<(), String> {
    match branches {
        [] => code.push(code::STOP),
        [(byte, branch)] => {
            code.push(*byte);
            code.extend(branch.write(depth + 1)?);
        }
        _ => {
            let firsts: Vec<u8> = branches.iter().map(|(byte, _)| *byte).collect();
            let written = branches.iter().map(|(_, branch)| branch.write(depth + 1)).collect::<Result<Vec<_>, _>>()?;
            by_letter([code::FORK, code::FORK_WIDE], 0, &firsts, &written, false, code)?;
        }
    }
    Ok(())
}
