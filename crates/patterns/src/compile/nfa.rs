//! All patterns as one automaton (a Thompson NFA), built from their ends to their beginnings.
//!
//! Every node knows what follows, and equal nodes are one: patterns that end alike share the end. Repetitions of groups
//! are written out, so that there are no cycles; a repetition of one character is a single node.

use std::collections::HashMap;

use regex_syntax::hir::{ClassUnicode, Hir, HirKind, Look, Repetition};

use super::is_single;
use crate::instruction as op;
use crate::is_word;

/// A node, by index.
pub type NodeId = usize;

/// What a place in a pattern asks for next.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Node {
    /// One byte of text.
    Byte(u8, NodeId),
    /// Characters of a set: the least, the most.
    Run(usize, u32, u32, NodeId),
    /// The instruction that looks around.
    Look(u8, NodeId),
    /// One of these.
    Alternatives(Vec<NodeId>),
    /// A group (by index) that many patterns hold. `inline` is the same, written out.
    Group { group: usize, inline: NodeId, next: NodeId },
    /// A match of an owner is complete.
    Match(u16),
    /// A group is complete.
    Return,
}

/// What can follow at one place: the first bytes, or more than is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct First {
    ascii: u128,
    /// Any byte beyond ASCII.
    wide: bool,
    /// The pattern may be complete, or nothing is known.
    any: bool,
}

impl First {
    pub fn or(self, other: Self) -> Self {
        Self { ascii: self.ascii | other.ascii, wide: self.wide || other.wide, any: self.any || other.any }
    }
}

/// A group is compiled by itself from so many bytes of source on: a shorter one is written out where it is used.
const GROUP: usize = 16;

/// Whether a group is a single node: as short as a call of it.
fn is_run(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Repetition(repetition) => is_single(&repetition.sub).is_some(),
        _ => is_single(hir).is_some(),
    }
}

/// The automaton.
#[derive(Debug, Default)]
pub struct Nfa {
    pub nodes: Vec<Node>,
    pub sets: Vec<CharSet>,
    /// Group → its first node.
    pub groups: Vec<NodeId>,
    pub firsts: Vec<First>,
    node_ids: HashMap<Node, NodeId>,
    set_ids: HashMap<CharSet, usize>,
    group_ids: HashMap<String, usize>,
}

impl Nfa {
    /// Adds a pattern; gives its first node.
    pub fn pattern(&mut self, hir: &Hir, owner: u16) -> NodeId {
        let end = self.node(Node::Match(owner));
        self.build(hir, end, true)
    }

    /// The node, which may be known already.
    pub fn node(&mut self, node: Node) -> NodeId {
        if let Some(&id) = self.node_ids.get(&node) {
            return id;
        }
        self.firsts.push(self.first(&node));
        self.nodes.push(node.clone());
        self.node_ids.insert(node, self.nodes.len() - 1);
        self.nodes.len() - 1
    }

    /// Some bytes, then `next`.
    pub fn literal(&mut self, bytes: &[u8], next: NodeId) -> NodeId {
        bytes.iter().rev().fold(next, |next, &byte| self.node(Node::Byte(byte, next)))
    }

    /// A run of which one character is taken already.
    pub fn rest_of_run(&mut self, set: usize, min: u32, max: u32, next: NodeId) -> NodeId {
        match max {
            1 => next,
            _ => self.node(Node::Run(set, min.saturating_sub(1), max - 1, next)),
        }
    }

    /// Adds what `hir` asks for, then `next`; gives the first node. `groups`: some may be called.
    fn build(&mut self, hir: &Hir, next: NodeId, groups: bool) -> NodeId {
        match hir.kind() {
            HirKind::Empty => next,
            HirKind::Literal(literal) => self.literal(&literal.0, next),
            HirKind::Class(_) => match self.set(hir) {
                Some(set) => self.node(Node::Run(set, 1, 1, next)),
                None => next,
            },
            HirKind::Look(look) => {
                let instruction = match look {
                    Look::WordAscii => op::EDGE,
                    Look::WordAsciiNegate => op::NO_EDGE,
                    Look::Start => op::TEXT_START,
                    // `parse` leaves no other.
                    _ => op::TEXT_END,
                };
                self.node(Node::Look(instruction, next))
            }
            HirKind::Concat(parts) => parts.iter().rev().fold(next, |next, part| self.build(part, next, groups)),
            HirKind::Alternation(parts) => {
                let ways = parts.iter().map(|part| self.build(part, next, groups)).collect();
                self.node(Node::Alternatives(ways))
            }
            HirKind::Repetition(Repetition { min: 0, max: Some(1), sub, .. }) => {
                let once = self.build(sub, next, groups);
                self.node(Node::Alternatives(vec![once, next]))
            }
            HirKind::Repetition(Repetition { min, max, sub, .. }) => {
                if let Some(set) = self.set(sub) {
                    return self.node(Node::Run(set, *min, max.unwrap_or(*min), next));
                }
                let mut all = next;
                for _ in *min..max.unwrap_or(*min) {
                    let once = self.build(sub, all, groups);
                    all = self.node(Node::Alternatives(vec![once, next]));
                }
                (0..*min).fold(all, |next, _| self.build(sub, next, groups))
            }
            HirKind::Capture(capture) => {
                let source = capture.sub.to_string();
                if !groups || source.len() < GROUP || is_run(&capture.sub) {
                    return self.build(&capture.sub, next, groups);
                }
                let group = self.group_ids.get(&source).copied().unwrap_or_else(|| {
                    let end = self.node(Node::Return);
                    // A group calls no groups: one address to go back to is enough.
                    let body = self.build(&capture.sub, end, false);
                    self.groups.push(body);
                    self.group_ids.insert(source, self.groups.len() - 1);
                    self.groups.len() - 1
                });
                let inline = self.build(&capture.sub, next, false);
                self.node(Node::Group { group, inline, next })
            }
        }
    }

    /// The set of one character that something asks for, and nothing else.
    fn set(&mut self, hir: &Hir) -> Option<usize> {
        let set = CharSet::new(&is_single(hir)?);
        let id = *self.set_ids.entry(set.clone()).or_insert(self.sets.len());
        if id == self.sets.len() {
            self.sets.push(set);
        }
        Some(id)
    }

    /// The first bytes of what a node and those behind it ask for.
    fn first(&self, node: &Node) -> First {
        let of_set =
            |set: usize| First { ascii: self.sets[set].ascii, wide: !self.sets[set].wide.is_empty(), any: false };
        match node {
            Node::Byte(byte, _) if byte.is_ascii() => First { ascii: 1 << byte, ..First::default() },
            Node::Byte(..) => First { wide: true, ..First::default() },
            Node::Run(set, 0, _, next) => of_set(*set).or(self.firsts[*next]),
            Node::Run(set, ..) => of_set(*set),
            Node::Look(_, next) => self.firsts[*next],
            Node::Alternatives(ways) => ways.iter().fold(First::default(), |all, &way| all.or(self.firsts[way])),
            Node::Group { inline, .. } => self.firsts[*inline],
            Node::Match(_) | Node::Return => First { any: true, ..First::default() },
        }
    }

    /// The instruction for a run of a set, which goes on with `next`.
    pub fn run(&self, set: usize, min: u32, max: u32, next: NodeId) -> u8 {
        let (set, first) = (&self.sets[set], self.firsts[next]);
        match self.nodes[next] {
            _ if max == min => op::RUN_POSSESSIVE,
            // Behind fewer characters the match is shorter.
            Node::Match(_) => op::RUN_POSSESSIVE,
            // Behind fewer characters the word goes on.
            Node::Look(op::EDGE, _) if min > 0 && set.is_word() => op::RUN_POSSESSIVE,
            Node::Look(op::EDGE, next) if matches!(self.nodes[next], Node::Match(_)) => op::RUN_TO_EDGE,
            _ if first.any || first.ascii & set.ascii != 0 || (first.wide && !set.wide.is_empty()) => op::RUN,
            _ => op::RUN_POSSESSIVE,
        }
    }
}

/// A set of characters, as the program holds it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CharSet {
    /// One bit for each ASCII character.
    pub ascii: u128,
    /// First and last of each range beyond ASCII, in order.
    pub wide: Vec<(u32, u32)>,
}

impl CharSet {
    fn new(class: &ClassUnicode) -> Self {
        let mut set = Self { ascii: 0, wide: Vec::new() };
        for range in class.ranges() {
            let (from, to) = (u32::from(range.start()), u32::from(range.end()));
            for ascii in from..=to.min(127) {
                set.ascii |= 1 << ascii;
            }
            if to > 127 {
                set.wide.push((from.max(128), to));
            }
        }
        set
    }

    /// The set's characters, if there are at most `most`.
    pub fn few(&self, most: u32) -> Option<Vec<char>> {
        let wide: u32 = self.wide.iter().map(|&(from, to)| to - from + 1).sum();
        (self.ascii.count_ones() + wide <= most).then(|| {
            let ascii = (0..128u8).filter(|&byte| self.ascii >> byte & 1 == 1).map(char::from);
            ascii.chain(self.wide.iter().flat_map(|&(from, to)| from..=to).filter_map(char::from_u32)).collect()
        })
    }

    /// Whether all are ASCII bytes of words.
    fn is_word(&self) -> bool {
        self.wide.is_empty() && (0..128u8).all(|byte| self.ascii >> byte & 1 == 0 || is_word(byte))
    }
}
