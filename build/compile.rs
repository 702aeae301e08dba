//! Compiles all patterns into one program, which the scanner runs as it stands (`src/signals/scan.rs`).
//!
//! Where a pattern begins with letters that are known, they go into a tree that all patterns share; what comes behind is
//! a small program of its own, reached from the tree's leaf. Patterns that begin alike (one of the same words) are one
//! such program with several ends. A vocabulary list that stands inside patterns is a piece: it is found by the same
//! tree, once a place, and looked up by every program that asks for it; so the scanner goes through a text from its end
//! to its beginning, and what lies ahead is always known.
//!
//! There are two trees: what begins with a word (`\b`, then a letter) is only looked for where words begin. The commands
//! are named in `src/signals/code.rs`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::code::{self, MASKED, OTHERS, UNBOUNDED, is_word, kind};
use crate::node::{self, Bytes, CharSet, Figures, Look, Node, Pieces, Seq, first, word_bits};
use crate::patterns::{Pattern, Role};

/// Letters from which a beginning says enough to leave the tree: fewer are shared by too many words.
const ENOUGH: usize = 3;
/// The same within one of several ways, which go on alike behind it.
const OWN: usize = 6;
/// A set of more characters is not written out in the tree.
const FEW: usize = 8;
/// The same behind one letter: a digit tells much.
const DIGITS: usize = 10;
/// The same at the very beginning of a pattern, where there is no other way.
const BEGINNINGS: usize = 48;
/// Branches from which a node of the tree is a mask.
const MASKABLE: usize = 5;
/// Ways from which a choice in a program is a switch.
const SWITCHABLE: usize = 6;

/// The commonest words of English texts: what begins with one says little until the next word is known.
const BUSY: [&str; 48] = [
    "a", "all", "an", "and", "any", "are", "as", "at", "be", "but", "by", "can", "do", "for", "from", "get", "has", "have",
    "i", "if", "in", "is", "it", "just", "more", "my", "no", "not", "of", "on", "one", "or", "our", "so", "than", "that",
    "the", "their", "this", "to", "up", "was", "we", "what", "will", "with", "you", "your",
];

/// The compiled patterns. What the fields mean, the scanner says.
pub struct Program {
    pub code: Vec<u8>,
    pub sets: Vec<CharSet>,
    /// Where words begin, and anywhere; by the first byte.
    pub roots: [[u32; 256]; 2],
    pub kinds: [u8; 256],
    pub pieces: Vec<u32>,
    /// What a match of each owner means.
    pub targets: Vec<(Role, usize)>,
}

/// The trees, by what must stand before.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
enum Place {
    Word = 0,
    Any = 1,
}

/// Compiles all patterns, each with what it asks for.
pub fn compile(patterns: &[Pattern], pieces: Pieces) -> Result<Program, String> {
    let mut targets: Vec<(Role, usize)> =
        patterns.iter().map(|pattern| (pattern.role, pattern.owner)).collect();
    targets.sort_unstable();
    targets.dedup();
    let mut compiler = Compiler::new(pieces);
    let settled: BTreeSet<Seq> = patterns
        .iter()
        .map(|pattern| {
            let owner = targets.binary_search(&(pattern.role, pattern.owner)).unwrap_or_default();
            let mut seq = compiler.settle(&pattern.seq, false).0;
            seq.push(Node::End(owner));
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
    compiler.write(&used, targets)
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

/// How a pattern can begin: what must hold before, its first letters, and what comes behind.
struct Path {
    look: Option<Look>,
    key: Vec<u8>,
    /// How many figures the number must have that it begins with.
    count: Option<Node>,
    rest: Seq,
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
                !empty && !bytes.any && !bytes.wide && bytes.ascii & !word_bits() == 0
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
        expand(Path { look: None, key: Vec::new(), count: None, rest: seq }, &self.pieces, &mut paths);
        for Path { look, key, count, mut rest } in paths {
            if let Some(count) = count {
                // Asked for at the very end: patterns of other counts begin alike.
                let at = rest.len() - rest.iter().rev().take_while(|node| matches!(node, Node::End(_) | Node::PieceEnd(_) | Node::Look(_))).count();
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
                None => place.unwrap_or(Place::Any),
                Some(look) => {
                    rest.insert(0, Node::From(look));
                    // A text that begins with a letter begins with a word.
                    if look == Look::Start && is_word(key[0]) { Place::Word } else { Place::Any }
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

    fn write(mut self, used: &BTreeSet<usize>, targets: Vec<(Role, usize)>) -> Result<Program, String> {
        let number_of = |piece: usize| used.iter().position(|&known| known == piece).unwrap_or_default();
        if used.len() > 256 || targets.len() > 512 {
            return Err(format!("{} pieces and {} owners: 256 and 512 fit", used.len(), targets.len()));
        }
        let mut lists: BTreeMap<(Place, BTreeSet<Vec<u8>>), Vec<Seq>> = BTreeMap::new();
        for ((place, seq), keys) in std::mem::take(&mut self.programs) {
            lists.entry((place, keys)).or_default().push(seq);
        }
        let nl=lists.len(); let nk:usize=lists.keys().map(|k|k.1.len()).sum(); let np:usize=lists.values().map(|k|k.len()).sum();
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
        println!("cargo::warning=lists {nl} keys {nk} programs {np} code {} pieces {} items {}", self.code.len(), used.len(), self.items.values().map(|i|i.len()).sum::<usize>()); std::fs::write("/tmp/programs.bin", &self.code).unwrap();
        { let mut v: Vec<String> = self.items.keys().chain(calls.keys()).filter(|(pl,k)| *pl==Place::Any && (k[0].is_ascii_lowercase() || k[0]==b' ')).map(|(_,k)| String::from_utf8_lossy(k).into_owned()).collect(); v.sort(); v.dedup(); std::fs::write("/tmp/anykeys.txt", v.join("\n")).unwrap(); }
        { let mut c: BTreeMap<String,usize>=BTreeMap::new(); for items in self.items.values() { for it in items { let k=match it { Node::End(o)=>format!("{:?}",targets[*o]), Node::AnyOf(b)=>match &b[0][1]{Node::End(o)=>format!("{:?}",targets[*o]),_=>String::new()}, Node::PieceEnd(p)=>format!("piece {p} {:?}", (&self.pieces.bodies[*p]).iter().take(1).map(|n| {let mut s=format!("{n:?}"); s.truncate(300); s}).collect::<Vec<_>>()), _=>String::new()}; *c.entry(k).or_default()+=1; } } let mut v: Vec<_>=c.into_iter().collect(); v.sort_by_key(|x| std::cmp::Reverse(x.1)); std::fs::write("/tmp/items.txt", v.iter().map(|(k,n)| format!("{n} {k}\n")).collect::<String>()).unwrap(); }
        let mut code = std::mem::take(&mut self.code);
        let mut roots = [[0; 256]; 2];
        for (root, place) in roots.iter_mut().zip([Place::Word, Place::Any]) {
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
                code.extend(branch.write()?);
            }
        }
        std::fs::write("/tmp/all.bin", &code).unwrap();
        let mut kinds = [0; 256];
        for byte in 0..=u8::MAX {
            let number = byte.is_ascii_digit()
                && [code::DIGITS, code::NUMBER].iter().any(|&figures| roots[Place::Any as usize][usize::from(figures)] != 0);
            let begins = number || roots[Place::Any as usize][usize::from(byte)] != 0;
            let flags = [(is_word(byte), kind::WORD), (begins, kind::BEGINS), (byte.is_ascii_digit(), kind::DIGIT)];
            kinds[usize::from(byte)] = flags.iter().filter(|(is, _)| *is).fold(0, |kinds, (_, kind)| kinds | kind);
        }
        Ok(Program { code, sets: self.sets, roots, kinds, pieces, targets })
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
        let plain = program.iter().take_while(|&&byte| byte >= b' ' || byte == b'\n').count();
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
                        self.any_of(&branches, (Bytes::default(), false), number_of, code)?;
                    }
                    None => {
                        let set = self.set(set)?;
                        code.extend([code::SET, set]);
                    }
                },
                Node::Run(set, min, max) => {
                    let alike = set.ascii & !word_bits() == 0 && set.wide.is_empty();
                    // No run inside a word ends before the word does.
                    let inside = || {
                        let (before, empty) = node::last(&seq[..at], &self.pieces);
                        !empty && !before.any && !before.wide && before.ascii & !word_bits() == 0
                    };
                    let edge = matches!(rest.first(), Some(Node::Look(Look::Edge))) && alike && (*min > 0 || inside());
                    let (bytes, empty) = follow();
                    let apart = !bytes.any
                        && !empty
                        && bytes.ascii & set.ascii == 0
                        && !(bytes.wide && !set.wide.is_empty());
                    let command = if edge || apart { code::FIRM } else { code::RUN };
                    let max = max.map_or(Ok(UNBOUNDED), bound)?;
                    let set = self.set(set)?;
                    code.extend([command, set, bound(*min)?, max]);
                }
                Node::Option(body) => match body[..] {
                    [Node::Byte(byte)] => code.extend([code::MAYBE, byte]),
                    _ => {
                        let behind = follow();
                        let mut inner = Vec::new();
                        self.emit(body, behind, number_of, &mut inner)?;
                        code.push(code::OPTION);
                        number(inner.len(), code)?;
                        code.extend(inner);
                    }
                },
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
                    self.any_of(branches, behind, number_of, code)?;
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

    fn any_of(
        &mut self,
        branches: &[Seq],
        behind: (Bytes, bool),
        number_of: &dyn Fn(usize) -> usize,
        code: &mut Vec<u8>,
    ) -> Result<(), String> {
        let branches = factored(branches.to_vec(), branches.len() >= SWITCHABLE);
        let empty = branches.iter().any(Vec::is_empty);
        let mut bodies = Vec::new();
        for branch in branches.iter().filter(|branch| !branch.is_empty()) {
            let mut body = Vec::new();
            self.emit(branch, behind, number_of, &mut body)?;
            bodies.push(body);
        }
        let mut whole = Vec::new();
        if let [body] = &bodies[..] {
            whole.clone_from(body);
        } else {
            any_of(bodies, &mut whole)?;
        }
        if empty {
            code.push(code::OPTION);
            number(whole.len(), code)?;
        }
        code.extend(whole);
        Ok(())
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

fn command(look: Look) -> u8 {
    match look {
        Look::Edge => code::EDGE,
        Look::NoEdge => code::NO_EDGE,
        Look::Start => code::START,
        Look::Finish => code::FINISH,
    }
}

fn end(node: &Node, edge: bool, number_of: &dyn Fn(usize) -> usize) -> Vec<u8> {
    match node {
        Node::End(owner) => {
            let page = (owner >> 8) as u8;
            vec![if edge { code::END_AT_EDGE } else { code::END } + page, *owner as u8]
        }
        Node::PieceEnd(piece) => vec![code::PIECE_END, number_of(*piece) as u8],
        _ => Vec::new(),
    }
}

/// Writes the ways of a choice: those that begin with different bytes behind a switch, if they are many.
fn any_of(bodies: Vec<Vec<u8>>, code: &mut Vec<u8>) -> Result<(), String> {
    let bit = |body: &Vec<u8>| MASKED.iter().position(|&byte| byte == body[0]);
    let (mut switched, mut others): (Vec<_>, Vec<_>) = bodies.into_iter().partition(|body| bit(body).is_some());
    let mask = switched.iter().filter_map(bit).fold(0u64, |mask, bit| mask | 1 << bit);
    if switched.len() < SWITCHABLE || mask.count_ones() as usize != switched.len() {
        switched.append(&mut others);
        code.push(code::ANY_OF);
        return ways(&switched, code);
    }
    switched.sort_by_key(bit);
    for body in &mut switched {
        body.remove(0);
    }
    let mut mask = mask;
    if !others.is_empty() {
        mask |= 1 << OTHERS;
        let mut last = Vec::new();
        if let [other] = &others[..] {
            last.clone_from(other);
        } else {
            last.push(code::ANY_OF);
            ways(&others, &mut last)?;
        }
        switched.push(last);
    }
    code.push(code::SWITCH);
    by_mask(mask, &switched, true, code)
}

/// A mask, the places of the branches but the first (and, if asked for, of their end), and the branches.
fn by_mask(mask: u64, branches: &[Vec<u8>], end: bool, code: &mut Vec<u8>) -> Result<(), String> {
    code.extend(mask.to_le_bytes());
    let mut at = 0;
    for branch in &branches[..branches.len() - usize::from(!end)] {
        at += branch.len();
        let place = u16::try_from(at).map_err(|_| "the program has no room left: there are too many patterns")?;
        code.extend(place.to_le_bytes());
    }
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
fn bound(count: u32) -> Result<u8, String> {
    let count = u8::try_from(count).ok().filter(|&count| count < UNBOUNDED);
    count.ok_or_else(|| format!("repeats more than {} times", UNBOUNDED - 1))
}

/// The way to a program.
fn call(at: usize) -> Result<[u8; 3], String> {
    let page = u8::try_from(at >> 16).ok().filter(|&page| code::CALL + page <= code::CALL_LAST);
    let page = page.ok_or("the programs have no room left: there are too many patterns")?;
    Ok([code::CALL + page, at as u8, (at >> 8) as u8])
}

/// A number, as commands take it.
fn number(value: usize, code: &mut Vec<u8>) -> Result<(), String> {
    match value {
        0..0x80 => code.push(value as u8),
        0x80..0x8000 => code.extend([0x80 | (value >> 8) as u8, value as u8]),
        _ => return Err(format!("a branch of {value} bytes is too long: there are too many patterns")),
    }
    Ok(())
}

/// Bytes that a common beginning must save to be written once.
const SAVING: usize = 4;

/// Branches with common beginnings written once, where that saves something or, for first bytes, `always`; each branch
/// once.
fn factored(mut branches: Vec<Seq>, always: bool) -> Vec<Seq> {
    branches.sort_unstable();
    branches.dedup();
    let mut factored: Vec<Seq> = Vec::new();
    let mut rest = &branches[..];
    while let Some(branch) = rest.first() {
        let alike = rest.iter().take_while(|other| !branch.is_empty() && other.first() == branch.first()).count().max(1);
        let (own, others) = rest.split_at(alike);
        rest = others;
        let common = (0..branch.len())
            .take_while(|&at| own.iter().all(|other| other.get(at) == branch.get(at)))
            .count();
        let saved: usize = branch[..common].iter().map(cost).sum::<usize>() * (own.len() - 1);
        // An end belongs to its own branch.
        let common = common - usize::from(matches!(branch[..common].last(), Some(Node::Look(_))));
        let switched = always && matches!(branch.first(), Some(Node::Byte(_)));
        if own.len() == 1 || common == 0 || (saved < SAVING && !switched) {
            factored.extend(own.iter().cloned());
            continue;
        }
        let mut once = branch[..common].to_vec();
        once.push(Node::AnyOf(own.iter().map(|other| other[common..].to_vec()).collect()));
        factored.push(once);
    }
    factored
}

/// Takes a pattern apart at its beginning, as far as letters are known: all ways of a choice at the very beginning, up to
/// the place where they go on alike.
fn expand(mut path: Path, pieces: &Pieces, out: &mut Vec<Path>) {
    loop {
        let Some(node) = path.rest.first().cloned() else { return out.push(path) };
        // Within the ways of a choice, all is written out; they part again behind it.
        let own = path.rest.contains(&Node::Alike);
        let enough = enough(&path.key);
        let early = path.key.len() < if own { enough.max(OWN) } else { enough };
        if path.key.is_empty()
            && let Some((kind, count, rest)) = figures(&path.rest, pieces)
        {
            path.key.push(kind.into());
            path.count = Some(count);
            path.rest = rest;
            continue;
        }
        // What the path goes on with instead of its first node.
        let ways: Vec<Seq> = match node {
            Node::Alike => {
                path.rest.remove(0);
                if path.rest.contains(&Node::Alike) || path.key.len() < enough {
                    continue;
                }
                return out.push(path);
            }
            Node::Byte(byte) => {
                path.key.push(byte);
                path.rest.remove(0);
                continue;
            }
            Node::Look(look) if path.key.is_empty() && path.look.is_none() => {
                path.look = Some(look);
                path.rest.remove(0);
                continue;
            }
            Node::Set(set) if early => match set.few(few(&path.key)) {
                Some(few) => few.into_iter().map(|bytes| bytes.into_iter().map(Node::Byte).collect()).collect(),
                None => Vec::new(),
            },
            Node::Option(body) if early => vec![body, Seq::new()],
            Node::AnyOf(branches) if early => branches,
            Node::Times(body, min, max) if early => {
                let mut once = body.clone();
                if max > 1 {
                    once.push(Node::Times(body, min.saturating_sub(1), max - 1));
                }
                if min > 0 { vec![once] } else { vec![once, Seq::new()] }
            }
            Node::Run(set, 0, max) if path.key.is_empty() => {
                vec![vec![Node::Run(set, 1, max)], Seq::new()]
            }
            Node::Run(set, min, max) if path.key.is_empty() || (min > 0 && path.key.len() == 1) => match set.few(few(&path.key)) {
                Some(few) => {
                    let more = Node::Run(set, min.saturating_sub(1), max.map(|max| max - 1));
                    // What goes on behind the first is shared by all.
                    let once: Vec<Seq> =
                        few.into_iter().map(|bytes| bytes.into_iter().map(Node::Byte).collect()).collect();
                    path.rest[0] = more;
                    if max == Some(1) {
                        path.rest.remove(0);
                    }
                    path.rest.insert(0, Node::Alike);
                    once
                }
                None => Vec::new(),
            },
            _ => Vec::new(),
        };
        if ways.is_empty() {
            let leads = matches!(path.rest[0], Node::Piece(_) | Node::End(_) | Node::PieceEnd(_));
            if !path.key.is_empty() || leads {
                return out.push(path);
            }
            return rewind(path, pieces, out);
        }
        let single = ways.len() == 1;
        for way in ways {
            let alike = (!single).then_some(Node::Alike);
            let rest = way.into_iter().chain(alike).chain(path.rest[1..].iter().cloned()).collect();
            expand(Path { look: path.look, key: path.key.clone(), count: path.count.clone(), rest }, pieces, out);
        }
        return;
    }
}

/// Letters after which a beginning may leave the tree: behind the commonest words, two more of the next word.
fn enough(key: &[u8]) -> usize {
    let word = key.iter().position(|&byte| byte == b' ').unwrap_or(key.len());
    let busy = str::from_utf8(&key[..word]).is_ok_and(|word| BUSY.contains(&word));
    if busy { word + 3 } else { ENOUGH }
}

/// How many characters of a set are written out behind the beginning so far.
fn few(key: &[u8]) -> usize {
    match key.len() {
        0 => BEGINNINGS,
        1 => DIGITS,
        _ => FEW,
    }
}

/// A number at the very beginning: it is one step in the tree, so that what stands behind it tells patterns apart. Gives
/// the step, how many figures there must be, and what is left to ask. Only where the number cannot go on into what is asked for behind it.
fn figures(seq: &[Node], pieces: &Pieces) -> Option<(Figures, Node, Seq)> {
    let (kind, min, max, nodes) = match seq {
        [Node::Set(set), Node::Run(more, min, Some(max)), ..]
            if *set == Figures::Digits.set() && *more == Figures::Number.set() =>
        {
            (Figures::Number, min + 1, max + 1, 2)
        }
        [Node::Set(set), Node::Run(more, min, Some(max)), ..] if *set == Figures::Digits.set() && set == more => {
            (Figures::Digits, min + 1, max + 1, 2)
        }
        [Node::Run(set, min, Some(max)), ..] if *min > 0 && *set == Figures::Digits.set() => {
            (Figures::Digits, *min, *max, 1)
        }
        [Node::Set(set), ..] if *set == Figures::Digits.set() => (Figures::Digits, 1, 1, 1),
        _ => return None,
    };
    let behind = &seq[nodes..];
    let at_edge = kind == Figures::Digits && behind.first() == Some(&Node::Look(Look::Edge));
    // The last node is the end: a number that may end anywhere is none that is known by what stands behind it.
    let (bytes, empty) = first(&behind[..behind.len() - 1], pieces);
    if !at_edge && (empty || bytes.any || bytes.ascii & kind.set().ascii != 0) {
        return None;
    }
    Some((kind, Node::Count(kind, min, max), behind.to_vec()))
}

/// What several ways go on with is one program, if it is worth the way there.
fn shared(mut rest: Seq) -> Seq {
    if let Some(at) = rest.iter().rposition(|node| *node == Node::Alike) {
        let alike = rest.split_off(at + 1);
        rest.pop();
        rest.retain(|node| *node != Node::Alike);
        if alike.iter().map(cost).sum::<usize>() > GOTO && !rest.is_empty() {
            rest.push(Node::Goto(alike));
        } else {
            rest.extend(alike);
        }
    }
    rest
}

/// About how many bytes a node takes.
fn cost(node: &Node) -> usize {
    let all = |seq: &Seq| seq.iter().map(cost).sum::<usize>();
    match node {
        Node::Byte(_) => 1,
        Node::Set(_) | Node::Piece(_) | Node::Look(_) | Node::End(_) | Node::PieceEnd(_) => 2,
        Node::Run(..) | Node::Count(..) => 4,
        Node::Option(body) => 2 + all(body),
        Node::Times(body, _, max) => *max as usize * (2 + all(body)),
        Node::AnyOf(branches) => branches.iter().map(|branch| 1 + all(branch)).sum::<usize>() + 2,
        Node::Goto(_) => GOTO,
        Node::From(_) | Node::Rewind | Node::Alike => 1,
    }
}

/// Bytes of a way to another program.
const GOTO: usize = 3;

/// A pattern that begins with one of many characters: each of their first bytes leads to it, and it begins anew.
fn rewind(path: Path, pieces: &Pieces, out: &mut Vec<Path>) {
    let (bytes, _) = first(&path.rest, pieces);
    let mut rest = vec![Node::Rewind];
    rest.extend(path.look.map(Node::Look));
    rest.extend(path.rest);
    let ascii = (0..128u8).filter(|&byte| bytes.any || bytes.ascii >> byte & 1 == 1);
    let wide = (0xc2..=0xf4u8).filter(|_| bytes.any || bytes.wide);
    for byte in ascii.chain(wide) {
        out.push(Path { look: None, key: vec![byte], count: None, rest: rest.clone() });
    }
}

/// The tree of beginnings.
#[derive(Default)]
struct Tree {
    items: Vec<u8>,
    branches: BTreeMap<u8, Tree>,
}

impl Tree {
    fn at(&mut self, key: &[u8]) -> &mut Vec<u8> {
        let mut node = self;
        for &byte in key {
            node = node.branches.entry(byte).or_default();
        }
        &mut node.items
    }

    fn write(&self) -> Result<Vec<u8>, String> {
        let mut code = self.items.clone();
        let masked: Vec<(usize, &Tree)> = MASKED
            .iter()
            .enumerate()
            .filter_map(|(bit, byte)| Some((bit, self.branches.get(byte)?)))
            .collect();
        let others: Vec<(u8, &Tree)> = self
            .branches
            .iter()
            .filter(|(byte, _)| masked.len() < MASKABLE || !MASKED.contains(byte))
            .map(|(&byte, branch)| (byte, branch))
            .collect();
        if masked.is_empty() && others.len() >= MASKABLE && others.iter().all(|(byte, _)| (0x80..0xc0).contains(byte)) {
            let branches = others.iter().map(|(_, branch)| branch.write()).collect::<Result<Vec<_>, _>>()?;
            let mask = others.iter().fold(0, |mask, (byte, _)| mask | 1 << (byte - 0x80));
            code.push(code::MASK_WITHIN);
            by_mask(mask, &branches, false, &mut code)?;
            return Ok(code);
        }
        if masked.len() < MASKABLE {
            fork(&others, &mut code)?;
            return Ok(code);
        }
        let mut branches = masked.iter().map(|(_, branch)| branch.write()).collect::<Result<Vec<_>, _>>()?;
        let mut mask = masked.iter().fold(0u64, |mask, (bit, _)| mask | 1 << bit);
        if !others.is_empty() {
            mask |= 1 << OTHERS;
            let mut last = Vec::new();
            fork(&others, &mut last)?;
            branches.push(last);
        }
        code.push(code::MASK);
        by_mask(mask, &branches, false, &mut code)?;
        Ok(code)
    }
}

fn fork(branches: &[(u8, &Tree)], code: &mut Vec<u8>) -> Result<(), String> {
    match branches {
        [] => code.push(code::STOP),
        [(byte, branch)] => {
            code.push(*byte);
            code.extend(branch.write()?);
        }
        _ => {
            let way = |&(byte, branch): &(u8, &Tree)| Ok([vec![byte], branch.write()?].concat());
            let written = branches.iter().map(way).collect::<Result<Vec<_>, String>>()?;
            code.push(code::FORK);
            ways(&written, code)?;
        }
    }
    Ok(())
}
