//! Patterns as trees of what they ask for, one step nearer to bytes than `regex-syntax` gives them.

use std::collections::HashMap;

use regex_syntax::hir::{Class, Hir, HirKind, Look as HirLook};

use crate::code::{DECIMAL, DIGITS, NUMBER, POINT, is_number, is_word};

/// A set of characters.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct CharSet {
    /// One bit for each ASCII character.
    pub ascii: u128,
    /// First and last of each range beyond ASCII, in order.
    pub wide: Vec<(u32, u32)>,
}

impl CharSet {
    pub fn of(byte: u8) -> Self {
        Self { ascii: 1 << byte, wide: Vec::new() }
    }

    /// The set's characters as bytes, if there are at most `most`.
    pub fn few(&self, most: usize) -> Option<Vec<Vec<u8>>> {
        let wide: usize = self.wide.iter().map(|&(from, to)| (to - from) as usize + 1).sum();
        if self.ascii.count_ones() as usize + wide > most {
            return None;
        }
        let ascii = (0..128u8).filter(|&byte| self.ascii >> byte & 1 == 1).map(|byte| vec![byte]);
        let wide = self.wide.iter().flat_map(|&(from, to)| from..=to).filter_map(char::from_u32);
        Some(ascii.chain(wide.map(|character| character.to_string().into_bytes())).collect())
    }
}

/// All bytes of words, as a set's bits.
pub fn word_bits() -> u128 {
    (0..128u8).filter(|&byte| is_word(byte)).fold(0, |bits, byte| bits | 1 << byte)
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Look {
    Edge,
    NoEdge,
    Start,
    Finish,
}

/// What a number is made of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Figures {
    /// Digits.
    Digits,
    /// Digits, points and commas.
    Number,
    /// Digits, and a point or comma with digits behind it, if there is one.
    Decimal,
    /// The same, and it is a point: only for counts.
    Point,
}

impl From<Figures> for u8 {
    fn from(kind: Figures) -> Self {
        match kind {
            Figures::Digits => DIGITS,
            Figures::Number => NUMBER,
            Figures::Decimal => DECIMAL,
            Figures::Point => POINT,
        }
    }
}

impl Figures {
    pub fn set(self) -> CharSet {
        let holds = |byte: &u8| match self {
            Self::Digits => byte.is_ascii_digit(),
            Self::Number | Self::Decimal | Self::Point => is_number(*byte),
        };
        CharSet { ascii: (0..128u8).filter(holds).fold(0, |bits, byte| bits | 1 << byte), wide: Vec::new() }
    }
}

/// What a pattern asks for, one after the other.
pub type Seq = Vec<Node>;

#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Node {
    Byte(u8),
    Set(CharSet),
    /// Characters of a set: least, most (`None`: any number).
    Run(CharSet, u32, Option<u32>),
    Option(Seq),
    Times(Seq, u32, u32),
    AnyOf(Vec<Seq>),
    Look(Look),
    /// So many characters of a number stand where the match began (which kind, least, most); of a decimal, of its
    /// fraction.
    Count(Figures, u32, u32),
    /// About the place where the match began.
    From(Look),
    Rewind,
    /// While a pattern is taken apart: from here on the ways of a choice are the same.
    Alike,
    /// Another program goes on from here.
    Goto(Seq),
    /// A piece, by number.
    Piece(usize),
    /// The match of an owner is complete.
    End(usize),
    /// A piece is complete.
    PieceEnd(usize),
}

/// What more than one pattern uses: found once a place, by the one pass, and looked up by all.
#[derive(Default)]
pub struct Pieces {
    pub bodies: Vec<Seq>,
    numbers: HashMap<String, usize>,
}

/// A vocabulary list is a piece from so many bytes on; a shorter one is said again.
const PIECE: usize = 32;

/// What a pattern asks for.
pub fn read(hir: &Hir, pieces: &mut Pieces) -> Result<Seq, String> {
    let mut seq = Seq::new();
    push(hir, Some(pieces), &mut seq)?;
    Ok(seq)
}

fn push(hir: &Hir, mut pieces: Option<&mut Pieces>, seq: &mut Seq) -> Result<(), String> {
    match hir.kind() {
        HirKind::Empty => {}
        HirKind::Literal(literal) => seq.extend(literal.0.iter().map(|&byte| Node::Byte(byte))),
        HirKind::Class(class) => seq.push(Node::Set(set(class))),
        HirKind::Look(look) => seq.push(Node::Look(match look {
            HirLook::WordAscii => Look::Edge,
            HirLook::WordAsciiNegate => Look::NoEdge,
            HirLook::Start => Look::Start,
            HirLook::End => Look::Finish,
            other => return Err(format!("asks for what is not known here ({other:?}): \\b, \\B, ^ and $ are")),
        })),
        HirKind::Repetition(repetition) => {
            let mut body = Seq::new();
            push(&repetition.sub, pieces, &mut body)?;
            let (min, max) = (repetition.min, repetition.max);
            let single = match &body[..] {
                [Node::Set(set)] => Some(set.clone()),
                [Node::Byte(byte)] if byte.is_ascii() => Some(CharSet::of(*byte)),
                _ => None,
            };
            seq.push(match (single, max) {
                (_, Some(1)) if min == 0 => Node::Option(body),
                (Some(set), _) => Node::Run(set, min, max),
                (None, Some(max)) => Node::Times(body, min, max),
                (None, None) => return Err("repeats a group without an end: give it a bound".to_owned()),
            });
        }
        HirKind::Capture(capture) => {
            let source = capture.sub.to_string();
            let Some(pieces) = pieces.as_mut().filter(|_| source.len() >= PIECE) else {
                return push(&capture.sub, pieces, seq);
            };
            let number = if let Some(&number) = pieces.numbers.get(&source) {
                number
            } else {
                // Within a piece, all is said: pieces do not wait for each other.
                let mut body = Seq::new();
                push(&capture.sub, None, &mut body)?;
                pieces.bodies.push(body);
                pieces.numbers.insert(source, pieces.bodies.len() - 1);
                pieces.bodies.len() - 1
            };
            seq.push(Node::Piece(number));
        }
        HirKind::Concat(parts) => {
            for part in parts {
                push(part, pieces.as_deref_mut(), seq)?;
            }
        }
        HirKind::Alternation(parts) => {
            let mut branches = Vec::new();
            for part in parts {
                let mut branch = Seq::new();
                push(part, pieces.as_deref_mut(), &mut branch)?;
                branches.push(branch);
            }
            seq.push(Node::AnyOf(branches));
        }
    }
    Ok(())
}

fn set(class: &Class) -> CharSet {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Unicode(class) => {
            class.ranges().iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect()
        }
        Class::Bytes(class) => {
            class.ranges().iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect()
        }
    };
    let mut set = CharSet::default();
    for (from, to) in ranges {
        for ascii in from..=to.min(127) {
            set.ascii |= 1 << ascii;
        }
        if to > 127 {
            set.wide.push((from.max(128), to));
        }
    }
    set
}

/// What can come first, or last, at one byte.
#[derive(Clone, Copy, Default, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that can come, and they come in any mix")]
pub struct Bytes {
    pub ascii: u128,
    pub wide: bool,
    /// Nothing is known.
    pub any: bool,
    /// The match can be complete, whatever comes.
    pub done: bool,
    /// It can be, if the place is as it is asked for.
    pub looked: bool,
}

impl Bytes {
    pub fn add(&mut self, other: Self) {
        self.ascii |= other.ascii;
        self.wide |= other.wide;
        self.any |= other.any;
        self.done |= other.done;
        self.looked |= other.looked;
    }

    /// Whether none of these is one of the others.
    pub fn apart(self, others: Self) -> bool {
        let told = |bytes: Self| !bytes.any && !bytes.looked;
        told(self) && told(others) && self.ascii & others.ascii == 0 && !(self.wide && others.wide)
    }

    /// Whether all are bytes of words.
    pub fn within_words(self) -> bool {
        !self.any && !self.wide && self.ascii & !word_bits() == 0
    }

    fn of_byte(byte: u8) -> Self {
        if byte.is_ascii() {
            Self { ascii: 1 << byte, ..Self::default() }
        } else {
            Self { wide: true, ..Self::default() }
        }
    }

    pub fn of_set(set: &CharSet) -> Self {
        Self { ascii: set.ascii, wide: !set.wide.is_empty(), ..Self::default() }
    }
}

/// Which bytes a sequence can begin with, and whether it can be empty.
pub fn first(seq: &[Node], pieces: &Pieces) -> (Bytes, bool) {
    edge(seq.iter(), pieces, false)
}

/// Which bytes a sequence can end with, and whether it can be empty.
pub fn last(seq: &[Node], pieces: &Pieces) -> (Bytes, bool) {
    edge(seq.iter().rev(), pieces, true)
}

fn edge<'a>(seq: impl Iterator<Item = &'a Node>, pieces: &Pieces, backward: bool) -> (Bytes, bool) {
    let inside = |seq: &[Node]| if backward { last(seq, pieces) } else { first(seq, pieces) };
    let mut bytes = Bytes::default();
    let mut looked = false;
    for node in seq {
        let empty = match node {
            Node::Byte(byte) => {
                bytes.add(Bytes::of_byte(*byte));
                false
            }
            Node::Set(set) => {
                bytes.add(Bytes::of_set(set));
                false
            }
            Node::Run(set, min, _) => {
                bytes.add(Bytes::of_set(set));
                *min == 0
            }
            Node::Option(body) => {
                bytes.add(inside(body).0);
                true
            }
            Node::Times(body, min, _) => {
                let (of, empty) = inside(body);
                bytes.add(of);
                *min == 0 || empty
            }
            Node::AnyOf(branches) => {
                let mut any_empty = false;
                for branch in branches {
                    let (of, empty) = inside(branch);
                    bytes.add(of);
                    any_empty |= empty;
                }
                any_empty
            }
            Node::Piece(piece) => {
                let (of, empty) = inside(&pieces.bodies[*piece]);
                bytes.add(of);
                empty
            }
            // Where something is asked about the end itself, a shorter way may do.
            Node::End(_) => {
                bytes.looked |= looked;
                bytes.done = true;
                return (bytes, false);
            }
            Node::Goto(seq) => {
                bytes.add(inside(seq).0);
                return (bytes, false);
            }
            Node::Look(_) => {
                looked |= !backward;
                true
            }
            Node::Alike | Node::Count(..) | Node::From(_) => true,
            Node::Rewind | Node::PieceEnd(_) => {
                bytes.any = true;
                return (bytes, false);
            }
        };
        if !empty {
            return (bytes, false);
        }
    }
    bytes.looked |= looked;
    (bytes, true)
}

/// Owners whose match can be complete at the edge of a word, before anything else is asked for. `None`: not all is known.
pub fn ends_at_edge(seq: &[Node]) -> Option<Vec<usize>> {
    let mut edge = false;
    for (at, node) in seq.iter().enumerate() {
        let behind = &seq[at + 1..];
        match node {
            Node::Look(Look::Edge) => edge = true,
            Node::End(owner) => return Some(if edge { vec![*owner] } else { Vec::new() }),
            Node::Goto(seq) if !edge => return ends_at_edge(seq),
            Node::AnyOf(ways) if !edge => {
                let mut owners = Vec::new();
                for way in ways {
                    owners.extend(ends_at_edge(&[way, behind].concat())?);
                }
                return Some(owners);
            }
            Node::Option(_) | Node::Run(_, 0, _) | Node::Times(_, 0, _) if !edge => {}
            Node::Byte(_) | Node::Set(_) | Node::Run(..) | Node::Piece(_) => return Some(Vec::new()),
            _ => return None,
        }
    }
    None
}
