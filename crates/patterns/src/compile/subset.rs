//! Makes the automaton deterministic where that is cheap: near the patterns' beginnings, where all of them compete, and
//! wherever one byte tells ways apart.
//!
//! In: the [`Nfa`] and the first nodes of all patterns. Out: states. Each is a set of nodes that a thread may stand at,
//! sorted by what they ask for; nodes that ask for the same share one way on. The same set is the same state, so that
//! whatever goes on alike is there once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::nfa::{First, Nfa, Node, NodeId};
use crate::instruction as op;
use crate::is_word;
use crate::program::{AT_START, BEHIND_OTHER, BEHIND_WORD, ROOTS};

/// Bytes from a pattern's beginning within which every choice is followed.
const EARLY: u8 = 3;
/// Behind them, a choice of more ways is run by itself.
const FEW_WAYS: usize = 1;
/// One character of a set of so many is written out, byte by byte.
const FEW: u32 = 8;
/// The same directly behind the first byte, and of a run's first character: digits tell patterns apart.
const FEW_EARLY: u32 = 10;
/// The same at the very beginning of a pattern, where there is no other way: a longer class says nothing.
const FEW_FIRST: u32 = 64;

/// A state, by index.
pub type StateId = usize;

/// What is tried besides the next byte.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// With the instruction that runs it.
    Run { set: usize, min: u32, max: u32, instruction: u8 },
    /// The instruction that looks around.
    Look(u8),
    /// By index.
    Group(usize),
    /// Nothing: what a node asks for is tried by itself.
    Jump(NodeId),
}

/// All that can follow at a place.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Owners of matches that are complete.
    pub matches: BTreeSet<u16>,
    /// The same, if a word begins or ends here.
    pub matches_at_edge: BTreeSet<u16>,
    /// A group is complete.
    pub returns: bool,
    /// By the next byte.
    pub bytes: BTreeMap<u8, StateId>,
    /// Those that may begin alike stand together.
    pub steps: Vec<(Step, StateId)>,
}

/// Table and first byte → the state behind it.
pub type Roots = [BTreeMap<u8, StateId>; ROOTS];

/// The states, while they are being found.
pub struct Subset {
    pub nfa: Nfa,
    pub states: Vec<State>,
    /// Group → its first state.
    pub groups: Vec<StateId>,
    ids: HashMap<(BTreeSet<NodeId>, u8), StateId>,
    /// Table and first byte → what may come behind it.
    behind: [BTreeMap<u8, BTreeSet<NodeId>>; ROOTS],
}

impl Subset {
    pub fn new(nfa: Nfa) -> Self {
        Self { nfa, states: Vec::new(), groups: Vec::new(), ids: HashMap::new(), behind: Default::default() }
    }

    /// Adds a pattern, by its first node.
    pub fn begin(&mut self, start: NodeId) -> Result<(), String> {
        // Each with the instruction that looks at the place before it, if there is one.
        let mut open: Vec<(NodeId, Option<u8>)> = vec![(start, None)];
        while let Some((node, before)) = open.pop() {
            match self.nfa.nodes[node].clone() {
                Node::Byte(byte, next) => {
                    let tables: &[usize] = match before {
                        None => &[BEHIND_OTHER, BEHIND_WORD],
                        Some(op::TEXT_START) => &[AT_START],
                        Some(look) if (look == op::EDGE) == is_word(byte) => &[BEHIND_OTHER],
                        Some(_) => &[BEHIND_WORD],
                    };
                    for &table in tables {
                        self.behind[table].entry(byte).or_default().insert(next);
                    }
                }
                Node::Alternatives(ways) => open.extend(ways.into_iter().map(|way| (way, before))),
                Node::Group { inline, .. } => open.push((inline, before)),
                Node::Look(look, _) if look == op::TEXT_END || before.is_some_and(|before| before != look) => {
                    return Err("begins with $ or with two look-arounds: leave one of \\b, \\B and ^".to_owned());
                }
                Node::Look(look, next) => open.push((next, Some(look))),
                Node::Run(..) => {
                    let ways = self.written_out(node, FEW_FIRST).ok_or_else(|| {
                        format!("begins with a class of more than {FEW_FIRST} characters: begin with what says more")
                    })?;
                    open.extend(ways.into_iter().map(|way| (way, before)));
                }
                Node::Match(_) | Node::Return => {}
            }
        }
        Ok(())
    }

    /// Finds all states; gives those behind each first byte.
    pub fn finish(&mut self) -> Roots {
        for group in self.nfa.groups.clone() {
            let body = self.state(BTreeSet::from([group]), EARLY);
            self.groups.push(body);
        }
        std::mem::take(&mut self.behind)
            .map(|table| table.into_iter().map(|(byte, nodes)| (byte, self.state(nodes, 1))).collect())
    }

    /// A run as ways that begin with a byte (or, an optional run, with what follows), if the set is small.
    fn written_out(&mut self, node: NodeId, most: u32) -> Option<Vec<NodeId>> {
        let Node::Run(set, min, max, next) = self.nfa.nodes[node] else { return None };
        let (then, skip) = (self.nfa.rest_of_run(set, min, max, next), (min == 0).then_some(next));
        let characters = self.nfa.sets[set].few(most)?;
        let spelt = characters.iter().map(|character| self.nfa.literal(character.to_string().as_bytes(), then));
        Some(spelt.chain(skip).collect())
    }

    /// The state of some nodes, so many bytes behind the beginning.
    fn state(&mut self, nodes: BTreeSet<NodeId>, depth: u8) -> StateId {
        // Where there is one node, there is nothing to tell apart.
        let depth = if nodes.len() == 1 { EARLY } else { depth.min(EARLY) };
        let key = (nodes, depth);
        if let Some(&id) = self.ids.get(&key) {
            return id;
        }
        let (nodes, alone, early) = (&key.0, key.0.len() == 1, depth < EARLY);
        let mut state = State::default();
        let mut bytes: BTreeMap<u8, BTreeSet<NodeId>> = BTreeMap::new();
        let mut steps: BTreeMap<Step, (First, BTreeSet<NodeId>)> = BTreeMap::new();
        let mut open: Vec<NodeId> = nodes.iter().copied().collect();
        while let Some(node) = open.pop() {
            let first = self.nfa.firsts[node];
            let mut step = |step: Step, next: NodeId| {
                let (firsts, nexts) = steps.entry(step).or_default();
                *firsts = firsts.or(first);
                nexts.insert(next);
            };
            match self.nfa.nodes[node].clone() {
                Node::Match(owner) => {
                    state.matches.insert(owner);
                }
                Node::Return => state.returns = true,
                Node::Byte(byte, next) => {
                    bytes.entry(byte).or_default().insert(next);
                }
                Node::Look(op::EDGE, next) if let Node::Match(owner) = self.nfa.nodes[next] => {
                    state.matches_at_edge.insert(owner);
                }
                Node::Look(look, next) => step(Step::Look(look), next),
                Node::Alternatives(ways) => {
                    if alone || early || ways.len() <= FEW_WAYS {
                        open.extend(ways);
                    } else {
                        step(Step::Jump(node), node);
                    }
                }
                Node::Group { group, next, .. } => step(Step::Group(group), next),
                Node::Run(set, min, max, next) => {
                    if let Some(ways) = self.written_out(
                        node,
                        if depth == 1 {
                            FEW_EARLY
                        } else if max == 1 {
                            FEW
                        } else {
                            0
                        },
                    ) {
                        open.extend(ways);
                    } else {
                        let instruction = self.nfa.run(set, min, max, next);
                        step(Step::Run { set, min, max, instruction }, next);
                    }
                }
            }
        }
        for (byte, nodes) in bytes {
            let next = self.state(nodes, depth + 1);
            state.bytes.insert(byte, next);
        }
        let mut steps: Vec<(Step, (First, BTreeSet<NodeId>))> = steps.into_iter().collect();
        steps.sort_by_key(|&(_, (first, _))| first);
        for (step, (_, nodes)) in steps {
            // Behind a number, patterns compete as at the beginning.
            let depth = if matches!(step, Step::Run { .. }) && early { 1 } else { depth + 1 };
            let next = self.state(nodes, depth);
            state.steps.push((step, next));
        }
        self.states.push(state);
        self.ids.insert(key, self.states.len() - 1);
        self.states.len() - 1
    }
}
