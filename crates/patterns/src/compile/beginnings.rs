//! How patterns begin: what is known of their first letters, and what comes behind.
//!
//! In: what a pattern asks for. Out: its [`Path`]s, each with the letters that lead to it in the tree of beginnings and
//! the rest that a program asks for. The constants were chosen by size and time together: `./build.sh bench`.

use super::node::{CharSet, Figures, Look, Node, Pieces, Seq, first};

/// Letters from which a beginning says enough to leave the tree: fewer are shared by too many words.
const ENOUGH: usize = 3;
/// The same within one of several ways, which go on alike behind it.
const OWN: usize = 6;
/// A set of more characters is not written out in the tree.
pub const FEW: usize = 8;
/// The same behind one letter: a digit tells much.
const DIGITS: usize = 10;
/// The same at the very beginning of a pattern, where there is no other way.
const BEGINNINGS: usize = 48;
/// The commonest words of English texts: what begins with one says little until the next word is known.
const BUSY: [&str; 48] = [
    "a", "all", "an", "and", "any", "are", "as", "at", "be", "but", "by", "can", "do", "for", "from", "get", "has",
    "have", "i", "if", "in", "is", "it", "just", "more", "my", "no", "not", "of", "on", "one", "or", "our", "so",
    "than", "that", "the", "their", "this", "to", "up", "was", "we", "what", "will", "with", "you", "your",
];

/// How a pattern can begin: what must hold before, its first letters, and what comes behind.
pub struct Path {
    pub look: Option<Look>,
    pub key: Vec<u8>,
    /// How many figures the number must have that it begins with.
    pub counts: Vec<Node>,
    pub rest: Seq,
}

/// Takes a pattern apart at its beginning, as far as letters are known: all ways of a choice at the very beginning, up to
/// the place where they go on alike.
pub fn expand(mut path: Path, pieces: &Pieces, out: &mut Vec<Path>) {
    loop {
        let Some(node) = path.rest.first().cloned() else { return out.push(path) };
        // Within the ways of a choice, all is written out; they part again behind it.
        let own = path.rest.contains(&Node::Alike);
        let enough = enough(&path.key);
        let early = path.key.len() < if own { enough.max(OWN) } else { enough };
        if path.key.is_empty()
            && let Some((kind, counts, rest)) = figures(&path.rest, pieces)
        {
            path.key.push(kind.into());
            path.counts = counts;
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
            Node::Run(set, 0, max) if path.key.len() <= 1 => {
                vec![vec![Node::Run(set, 1, max)], Seq::new()]
            }
            Node::Run(set, min, max) if path.key.is_empty() || (min > 0 && path.key.len() == 1) => {
                match set.few(few(&path.key)) {
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
                }
            }
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
            expand(Path { look: path.look, key: path.key.clone(), counts: path.counts.clone(), rest }, pieces, out);
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
/// the step, how many figures there must be, and what is left to ask. Only where the number cannot go on into what is
/// asked for behind it.
fn figures(seq: &[Node], pieces: &Pieces) -> Option<(Figures, Vec<Node>, Seq)> {
    let (kind, min, max, nodes) = match seq {
        [Node::Set(set), Node::Run(more, min, Some(max)), ..]
            if *set == Figures::Digits.set() && *more == Figures::Number.set() =>
        {
            (Figures::Number, min + 1, max + 1, 2)
        }
        [Node::Set(set), Node::Run(more, min, Some(max)), ..] if *set == Figures::Digits.set() && set == more => {
            (Figures::Digits, min + 1, max + 1, 2)
        }
        _ => {
            let (min, max) = digits(seq.first()?)?;
            (Figures::Digits, min, max, 1)
        }
    };
    let behind = &seq[nodes..];
    let count = Node::Count(kind, min, max);
    // A number with its fraction, where that can be told from what stands behind it; else without.
    if let (Figures::Digits, Some((sign, most))) = (kind, behind.first().and_then(fraction))
        && ends_before(Figures::Decimal, &behind[1..], pieces)
    {
        return Some((Figures::Decimal, vec![count, Node::Count(sign, 0, most)], behind[1..].to_vec()));
    }
    ends_before(kind, behind, pieces).then(|| (kind, vec![count], behind.to_vec()))
}

/// Whether a number cannot go on into what is asked for behind it.
fn ends_before(kind: Figures, behind: &[Node], pieces: &Pieces) -> bool {
    if kind == Figures::Digits && behind.first() == Some(&Node::Look(Look::Edge)) {
        return true;
    }
    // The last node is the end: a number that may end anywhere is none that is known by what stands behind it.
    let (bytes, empty) = first(&behind[..behind.len() - 1], pieces);
    !(empty || bytes.any || bytes.looked || bytes.ascii & kind.set().ascii != 0)
}

/// Digits in a row: least and most.
fn digits(node: &Node) -> Option<(u32, u32)> {
    match node {
        Node::Run(set, min, Some(max)) if *min > 0 && *set == Figures::Digits.set() => Some((*min, *max)),
        Node::Set(set) if *set == Figures::Digits.set() => Some((1, 1)),
        _ => None,
    }
}

/// A point (or a point or comma) and digits, or nothing: which of them, and how many digits at most.
fn fraction(node: &Node) -> Option<(Figures, u32)> {
    let Node::Option(body) = node else { return None };
    let [sign, more] = &body[..] else { return None };
    let (_, most) = digits(more).filter(|&(min, _)| min == 1)?;
    let both = CharSet { ascii: 1 << b'.' | 1 << b',', ..CharSet::default() };
    match sign {
        Node::Byte(b'.') => Some((Figures::Point, most)),
        Node::Set(set) if *set == both => Some((Figures::Decimal, most)),
        _ => None,
    }
}

/// What several ways go on with is one program, if it is worth the way there.
pub fn shared(mut rest: Seq) -> Seq {
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
pub fn cost(node: &Node) -> usize {
    let all = |seq: &Seq| seq.iter().map(cost).sum::<usize>();
    match node {
        Node::Set(_) | Node::Piece(_) | Node::End(_) | Node::PieceEnd(_) => 2,
        Node::Run(..) | Node::Count(..) => 4,
        Node::Option(body) => 2 + all(body),
        Node::Times(body, _, max) => *max as usize * (2 + all(body)),
        Node::AnyOf(branches) => branches.iter().map(|branch| 1 + all(branch)).sum::<usize>() + 2,
        Node::Goto(_) => GOTO,
        Node::Byte(_) | Node::Look(_) | Node::From(_) | Node::Rewind | Node::Alike => 1,
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
        out.push(Path { look: None, key: vec![byte], counts: Vec::new(), rest: rest.clone() });
    }
}
