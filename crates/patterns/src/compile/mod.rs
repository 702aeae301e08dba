//! Compiles all patterns into one program, which the matcher runs as it stands ([`super::scan`]).
//!
//! Where a pattern begins with letters that are known, they go into a tree that all patterns share; what comes behind is
//! a small program of its own, reached from the tree's leaf. Patterns that begin alike (one of the same words) are one
//! such program with several ends. A vocabulary list that stands inside patterns is a piece: it is found by the same
//! tree, once a place, and looked up by every program that asks for it; so the scanner goes through a text from its end
//! to its beginning, and what lies ahead is always known.
//!
//! There are three trees: what begins with a word (`\b`, then a letter) is only looked for where words begin, and what
//! begins with the text (`^`) only there. The commands are named in [`super::code`].

mod beginnings;
mod node;
mod write;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::code::{self, UNBOUNDED, is_text, is_word};
use beginnings::{FEW, Path, expand, shared};
use node::{Bytes, CharSet, Figures, Look, Node, Pieces, Seq, first, word_bits};
use write::{Empty, Tree, any_of, bound, call, choice, command, end, factored, number};

/// A regular expression and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Whose matches they are.
    pub owner: u16,
    /// In the language of `regex`, over bytes. A group is a list that several patterns share.
    pub regex: String,
}

/// Why patterns cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Index of the pattern; `None`: all of them together.
    pub pattern: Option<usize>,
    /// What is wrong.
    pub reason: String,
}

/// The trees, by what must stand before.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
enum Place {
    Word = 0,
    Any = 1,
    /// Where the text begins.
    Start = 2,
}

/// How many there are.
const PLACES: usize = 3;

/// Compiles all patterns into the bytes of a [`Program`](crate::Program).
///
/// # Errors
///
/// Every pattern that is no regular expression, or asks for what no program can do.
pub fn compile(patterns: &[Pattern]) -> Result<Vec<u8>, Vec<Problem>> {
    let mut pieces = Pieces::default();
    let (mut seqs, mut problems) = (Vec::new(), Vec::new());
    for (at, pattern) in patterns.iter().enumerate() {
        let hir = regex_syntax::ParserBuilder::new().utf8(false).build().parse(&pattern.regex);
        match hir.map_err(|error| error.to_string()).and_then(|hir| node::read(&hir, &mut pieces)) {
            Ok(seq) => seqs.push((usize::from(pattern.owner), seq)),
            Err(reason) => problems.push(Problem { pattern: Some(at), reason }),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    program(&seqs, pieces).map_err(|reason| vec![Problem { pattern: None, reason }])
}

fn program(seqs: &[(usize, Seq)], pieces: Pieces) -> Result<Vec<u8>, String> {
    let owners = seqs.iter().map(|(owner, _)| owner + 1).max().unwrap_or(0);
    let mut compiler = Compiler::new(pieces);
    let settled: BTreeSet<Seq> = seqs
        .iter()
        .map(|(owner, seq)| {
            let mut seq = compiler.settle(seq, false).0;
            seq.push(Node::End(*owner));
            seq
        })
        .collect();
    compiler.follows = vec![Bytes::default(); compiler.pieces.bodies.len()];
    for seq in &settled {
        compiler.follow(seq, Bytes::default());
    }
    let used: BTreeSet<usize> = settled.iter().flat_map(|seq| pieces_in(seq)).collect();
    for &piece in &used {
        let mut seq = compiler.pieces.bodies[piece].clone();
        seq.push(Node::PieceEnd(piece));
        let place = if compiler.by_word[piece] { Place::Word } else { Place::Any };
        compiler.begin(seq, Some(place));
    }
    for seq in settled {
        compiler.begin(seq, None);
    }
    compiler.write(&used, owners)
}

fn pieces_in(seq: &[Node]) -> Vec<usize> {
    let mut found = Vec::new();
    for node in seq {
        match node {
            Node::Piece(piece) => found.push(*piece),
            Node::Option(body) | Node::Times(body, ..) => found.extend(pieces_in(body)),
            Node::AnyOf(branches) => found.extend(branches.iter().flat_map(|branch| pieces_in(branch))),
            _ => {}
        }
    }
    found
}

struct Compiler {
    pieces: Pieces,
    /// Piece → all of it begins with word bytes: it is looked for where words begin.
    by_word: Vec<bool>,
    /// What is complete at a key, or needs one command.
    items: BTreeMap<(Place, Vec<u8>), BTreeSet<Node>>,
    /// Programs, with the keys that lead to them.
    programs: BTreeMap<(Place, Seq), BTreeSet<Vec<u8>>>,
    /// Piece → programs that begin with it.
    lists: BTreeMap<usize, Vec<Seq>>,
    /// Piece → what can follow it.
    follows: Vec<Bytes>,
    sets: Vec<CharSet>,
    set_numbers: HashMap<CharSet, u8>,
    code: Vec<u8>,
    /// Figures of a number that a pattern asks for at most.
    figures: u32,
    /// Program → where it stands.
    places: HashMap<Vec<u8>, usize>,
}

impl Compiler {
    fn new(pieces: Pieces) -> Self {
        let by_word = pieces
            .bodies
            .iter()
            .map(|body| {
                let (bytes, empty) = first(body, &pieces);
                !empty && bytes.within_words()
            })
            .collect();
        Self {
            pieces,
            by_word,
            items: BTreeMap::new(),
            programs: BTreeMap::new(),
            lists: BTreeMap::new(),
            follows: Vec::new(),
            sets: Vec::new(),
            set_numbers: HashMap::new(),
            code: vec![code::STOP],
            figures: 0,
            places: HashMap::new(),
        }
    }

    /// Puts a piece in full where it may begin with a number (looked for at every number, it would cost more than it
    /// saves), and one that is looked for where words begin where it might stand inside a word. `edge`: no word goes on
    /// into the sequence; gives the same of what follows it.
    fn settle(&self, seq: &[Node], mut edge: bool) -> (Seq, bool) {
        let mut settled = Seq::new();
        for node in seq {
            match node {
                Node::Byte(byte) => {
                    edge = !is_word(*byte);
                    settled.push(node.clone());
                }
                Node::Set(set) => {
                    edge = set.ascii & word_bits() == 0;
                    settled.push(node.clone());
                }
                Node::Run(set, min, _) => {
                    edge = set.ascii & word_bits() == 0 && (edge || *min > 0);
                    settled.push(node.clone());
                }
                Node::Option(body) => {
                    let (body, after) = self.settle(body, edge);
                    settled.push(Node::Option(body));
                    edge &= after;
                }
                Node::Times(body, min, max) => {
                    let again = self.settle(body, false).1;
                    let (body, after) = self.settle(body, edge && again);
                    settled.push(Node::Times(body, *min, *max));
                    edge = after && (edge || *min > 0);
                }
                Node::AnyOf(branches) => {
                    let branches: Vec<(Seq, bool)> = branches.iter().map(|branch| self.settle(branch, edge)).collect();
                    edge = branches.iter().all(|branch| branch.1);
                    settled.push(Node::AnyOf(branches.into_iter().map(|branch| branch.0).collect()));
                }
                Node::Look(look) => {
                    edge |= *look == Look::Edge;
                    settled.push(node.clone());
                }
                Node::Piece(piece) => {
                    let body = &self.pieces.bodies[*piece];
                    let (begin, _) = first(body, &self.pieces);
                    let number = begin.ascii & Figures::Digits.set().ascii != 0;
                    if number || (self.by_word[*piece] && !edge) {
                        settled.extend(body.iter().cloned());
                    } else {
                        settled.push(node.clone());
                    }
                    let (bytes, empty) = node::last(body, &self.pieces);
                    edge = !empty && !bytes.any && bytes.ascii & word_bits() == 0;
                }
                Node::Count(..)
                | Node::From(_)
                | Node::Rewind
                | Node::Alike
                | Node::Goto(_)
                | Node::End(_)
                | Node::PieceEnd(_) => {
                    settled.push(node.clone());
                }
            }
        }
        (settled, edge)
    }

    /// Notes what can follow the pieces of a sequence, behind which `behind` can come.
    fn follow(&mut self, seq: &[Node], behind: Bytes) {
        for (at, node) in seq.iter().enumerate() {
            let (mut bytes, empty) = first(&seq[at + 1..], &self.pieces);
            if empty {
                bytes.add(behind);
            }
            match node {
                Node::Piece(piece) => self.follows[*piece].add(bytes),
                Node::Option(body) => self.follow(body, bytes),
                Node::Times(body, ..) => {
                    bytes.add(first(body, &self.pieces).0);
                    self.follow(body, bytes);
                }
                Node::AnyOf(branches) => branches.iter().for_each(|branch| self.follow(branch, bytes)),
                _ => {}
            }
        }
    }

    /// Sorts a pattern, or a piece (which stands at `place`), in by how it begins.
    fn begin(&mut self, seq: Seq, place: Option<Place>) {
        let mut paths = Vec::new();
        expand(Path { look: None, key: Vec::new(), counts: Vec::new(), rest: seq }, &self.pieces, &mut paths);
        for Path { look, key, counts, mut rest } in paths {
            for count in counts {
                if let Node::Count(_, _, max) = count {
                    self.figures = self.figures.max(max);
                }
                // Asked for at the very end: patterns of other counts begin alike.
                let at = rest.len()
                    - rest
                        .iter()
                        .rev()
                        .take_while(|node| matches!(node, Node::End(_) | Node::PieceEnd(_) | Node::Look(_)))
                        .count();
                rest.insert(at, count);
            }
            let mut rest = shared(rest);
            if let (true, Some(&Node::Piece(piece))) = (key.is_empty(), rest.first()) {
                rest.remove(0);
                if let Some(look) = look.filter(|&look| !(look == Look::Edge && self.by_word[piece])) {
                    rest.insert(0, Node::From(look));
                }
                self.lists.entry(piece).or_default().push(rest);
                continue;
            }
            let place = match look {
                Some(Look::Edge) if is_word(key[0]) || key[0] < b'\n' => Place::Word,
                Some(Look::Start) => Place::Start,
                None => place.unwrap_or(Place::Any),
                Some(look) => {
                    rest.insert(0, Node::From(look));
                    Place::Any
                }
            };
            match &rest[..] {
                [Node::End(_) | Node::PieceEnd(_)] => {
                    self.items.entry((place, key)).or_default().insert(rest[0].clone());
                }
                [Node::Look(Look::Edge), Node::End(_)] => {
                    self.items.entry((place, key)).or_default().insert(Node::AnyOf(vec![rest]));
                }
                _ => {
                    self.programs.entry((place, rest)).or_default().insert(key);
                }
            }
        }
    }

    fn write(mut self, used: &BTreeSet<usize>, owners: usize) -> Result<Vec<u8>, String> {
        let number_of = |piece: usize| used.iter().position(|&known| known == piece).unwrap_or_default();
        if used.len() > 256 || owners > 512 {
            return Err(format!("{} pieces and {} owners: 256 and 512 fit", used.len(), owners));
        }
        let mut lists: BTreeMap<(Place, BTreeSet<Vec<u8>>), Vec<Seq>> = BTreeMap::new();
        for ((place, seq), keys) in std::mem::take(&mut self.programs) {
            lists.entry((place, keys)).or_default().push(seq);
        }
        let mut calls: BTreeMap<(Place, Vec<u8>), BTreeSet<usize>> = BTreeMap::new();
        for ((place, keys), list) in lists {
            let at = self.program(list, &number_of)?;
            for key in keys {
                calls.entry((place, key)).or_default().insert(at);
            }
        }
        let mut pieces = vec![0; used.len()];
        for (piece, list) in std::mem::take(&mut self.lists) {
            pieces[number_of(piece)] = self.program(list, &number_of)? as u32;
        }
        let mut code = std::mem::take(&mut self.code);
        let mut roots = [[0; 256]; PLACES];
        let mut seconds = [0; 256];
        for (root, place) in roots.iter_mut().zip([Place::Word, Place::Any, Place::Start]) {
            let mut tree = Tree::default();
            for ((_, key), items) in self.items.iter().filter(|((at, _), _)| *at == place) {
                let node = tree.at(key);
                for item in items {
                    match item {
                        Node::AnyOf(branches) => node.extend(end(&branches[0][1], true, &number_of)),
                        _ => node.extend(end(item, false, &number_of)),
                    }
                }
            }
            for ((_, key), places) in calls.iter().filter(|((at, _), _)| *at == place) {
                let node = tree.at(key);
                for at in places {
                    node.extend(call(*at)?);
                }
            }
            for (&byte, branch) in &tree.branches {
                root[usize::from(byte)] = code.len() as u32;
                code.extend(branch.write(0)?);
            }
            if place == Place::Any {
                seconds = tree.seconds();
            }
        }
        let mut words = vec![self.figures, owners as u32, self.sets.len() as u32];
        for set in &self.sets {
            words.extend((0..4).map(|part| (set.ascii >> (32 * part)) as u32));
            words.push(set.wide.len() as u32);
            words.extend(set.wide.iter().flat_map(|&(from, to)| [from, to]));
        }
        words.push(pieces.len() as u32);
        words.extend(pieces);
        words.extend(roots.concat());
        words.extend(seconds.iter().flat_map(|&bits: &u64| [bits as u32, (bits >> 32) as u32]));
        let mut bytes: Vec<u8> = words.into_iter().flat_map(u32::to_le_bytes).collect();
        bytes.extend(code);
        Ok(bytes)
    }

    /// Writes a program, unless it stands already; gives its place.
    fn program(&mut self, list: Vec<Seq>, number_of: &dyn Fn(usize) -> usize) -> Result<usize, String> {
        let mut program = Vec::new();
        self.emit(&[Node::AnyOf(list)], (Bytes::default(), false), number_of, &mut program)?;
        if let Some(&at) = self.places.get(&program) {
            return Ok(at);
        }
        let at = self.code.len();
        self.code.extend(&program);
        // What a program ends with is a program, too, as long as only plain bytes are left out.
        let plain = program.iter().take_while(|&&byte| is_text(byte)).count();
        for left_out in 0..=plain {
            self.places.entry(program[left_out..].to_vec()).or_insert(at + left_out);
        }
        Ok(at)
    }

    /// Writes a sequence; `behind`: what can follow it.
    fn emit(
        &mut self,
        seq: &[Node],
        behind: (Bytes, bool),
        number_of: &dyn Fn(usize) -> usize,
        code: &mut Vec<u8>,
    ) -> Result<(), String> {
        for (at, node) in seq.iter().enumerate() {
            let rest = &seq[at + 1..];
            let follow = || {
                let piece = rest.last().and_then(|node| match node {
                    Node::PieceEnd(piece) => Some(*piece),
                    _ => None,
                });
                let asked = &rest[..rest.len() - usize::from(piece.is_some())];
                let (mut bytes, empty) = first(asked, &self.pieces);
                if empty {
                    bytes.add(piece.map_or(behind.0, |piece| self.follows[piece]));
                }
                (bytes, empty && piece.is_none() && behind.1)
            };
            match node {
                Node::Byte(byte) => code.push(*byte),
                // A few characters are said on the spot.
                Node::Set(set) => match set.few(FEW) {
                    Some(few) if few.iter().all(|bytes| bytes.len() == 1) => {
                        code.extend([code::ONE_OF, few.len() as u8]);
                        code.extend(few.concat());
                    }
                    Some(few) => {
                        let branches: Vec<Seq> =
                            few.into_iter().map(|bytes| bytes.into_iter().map(Node::Byte).collect()).collect();
                        self.any_of(&branches, (Bytes::default(), false), false, number_of, code)?;
                    }
                    None => {
                        let set = self.set(set)?;
                        code.extend([code::SET, set]);
                    }
                },
                Node::Run(set, min, max) => {
                    let (begins, (follows, empty)) = (Bytes::of_set(set), follow());
                    let max = max.map_or(Ok(UNBOUNDED), bound)?;
                    let run = [self.set(set)?, bound(*min)?, max];
                    // Where a shorter run could only end the match, and only at the edge of a word.
                    let ends = (!empty && begins.apart(Bytes { looked: false, ..follows }))
                        .then(|| node::ends_at_edge(rest))
                        .flatten();
                    let firm = (!empty && begins.apart(follows))
                        || self.edge_between(begins, &seq[..at], rest, *min)
                        || (ends.is_some() && self.within_word(begins, &seq[..at], *min));
                    if let Some(owners) = ends.filter(|owners| !firm && !owners.is_empty())
                        && !matches!(rest, [Node::Look(_), Node::End(_)])
                    {
                        let mut ways = vec![[&[code::FIRM], &run[..]].concat()];
                        self.emit(rest, behind, number_of, &mut ways[0])?;
                        for owner in owners {
                            let end = end(&Node::End(owner), true, number_of);
                            ways.push([&[code::RUN], &run[..], &end].concat());
                        }
                        return any_of(ways).map(|ways| code.extend(ways));
                    }
                    code.push(if firm { code::FIRM } else { code::RUN });
                    code.extend(run);
                }
                Node::Option(body) => {
                    let behind = follow();
                    let (begins, (follows, empty)) = (first(body, &self.pieces).0, behind);
                    let within = self.edge_between(begins, &seq[..at], rest, 0);
                    let apart = !empty && begins.apart(follows);
                    if let [Node::Byte(byte)] = body[..] {
                        code.extend([if within || apart { code::MAYBE_FIRM } else { code::MAYBE }, byte]);
                    } else {
                        // What fails behind its first byte may still be passed over, where nothing need follow.
                        let firm = within || (apart && !follows.done);
                        let mut branches = vec![Seq::new()];
                        match &body[..] {
                            [Node::AnyOf(ways)] => branches.extend(ways.iter().cloned()),
                            _ => branches.push(body.clone()),
                        }
                        self.any_of(&branches, behind, firm, number_of, code)?;
                    }
                }
                Node::Times(body, min, max) => {
                    let mut behind = follow();
                    let (again, _) = first(body, &self.pieces);
                    behind.0.add(again);
                    let mut once = Vec::new();
                    self.emit(body, behind, number_of, &mut once)?;
                    let mut more: Vec<u8> = Vec::new();
                    for _ in *min..*max {
                        let mut inner = once.clone();
                        inner.extend(more);
                        more = vec![code::OPTION];
                        number(inner.len(), &mut more)?;
                        more.extend(inner);
                    }
                    for _ in 0..*min {
                        code.extend(&once);
                    }
                    code.extend(more);
                }
                Node::AnyOf(branches) => {
                    let behind = follow();
                    self.any_of(branches, behind, false, number_of, code)?;
                }
                Node::Look(look) => match (look, rest.first()) {
                    (Look::Edge, Some(Node::End(_))) => {}
                    _ => code.push(command(*look)),
                },
                Node::From(look) => code.extend([code::FROM, command(*look)]),
                Node::Count(kind, min, max) => {
                    code.extend([code::COUNT, (*kind).into(), bound(*min)?, bound(*max)?]);
                }
                Node::Rewind => code.push(code::REWIND),
                Node::Goto(seq) => {
                    let at = self.program(vec![seq.clone()], number_of)?;
                    code.extend(call(at)?);
                }
                Node::Alike => {}
                Node::Piece(piece) => code.extend([code::PIECE, number_of(*piece) as u8]),
                Node::End(_) | Node::PieceEnd(_) => {
                    let edge = at > 0 && seq[at - 1] == Node::Look(Look::Edge) && matches!(node, Node::End(_));
                    code.extend(end(node, edge, number_of));
                }
            }
        }
        Ok(())
    }

    /// Whether a shorter run would end within a word, where the edge of one is asked for.
    fn edge_between(&self, begins: Bytes, before: &[Node], rest: &[Node], min: u32) -> bool {
        matches!(rest.first(), Some(Node::Look(Look::Edge))) && self.within_word(begins, before, min)
    }

    /// Whether a shorter run would end within a word.
    fn within_word(&self, begins: Bytes, before: &[Node], min: u32) -> bool {
        let inside = || {
            let (last, empty) = node::last(before, &self.pieces);
            !empty && last.within_words()
        };
        begins.within_words() && (min > 0 || inside())
    }

    /// Writes a choice. `firm`: where one of the branches is empty, it is only gone if the text goes on with none of the
    /// others' first bytes.
    fn any_of(
        &mut self,
        branches: &[Seq],
        behind: (Bytes, bool),
        firm: bool,
        number_of: &dyn Fn(usize) -> usize,
        code: &mut Vec<u8>,
    ) -> Result<(), String> {
        let branches = factored(branches.to_vec());
        let empty = match branches.iter().any(Vec::is_empty) {
            true if firm => Empty::Else,
            true => Empty::Also,
            false => Empty::No,
        };
        let mut bodies = Vec::new();
        for branch in branches.iter().filter(|branch| !branch.is_empty()) {
            let mut body = Vec::new();
            self.emit(branch, behind, number_of, &mut body)?;
            bodies.push(body);
        }
        choice(bodies, empty, code)
    }

    fn set(&mut self, set: &CharSet) -> Result<u8, String> {
        if let Some(&number) = self.set_numbers.get(set) {
            return Ok(number);
        }
        let number = u8::try_from(self.sets.len()).map_err(|_| "there are more than 256 sets of characters")?;
        self.sets.push(set.clone());
        self.set_numbers.insert(set.clone(), number);
        Ok(number)
    }
}
