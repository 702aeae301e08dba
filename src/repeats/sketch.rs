//! `MinHash` (Broder, "On the resemblance and containment of documents", 1997) over pairs of neighbouring words: the share of slots in
//! which two sketches agree is, but for chance, the share of pairs that two posts have in common.
//!
//! Before that, whatever differs between the posts of one template is masked: tickers, names, numbers with what is written to them,
//! mentions, hashtags, links, addresses. All of these are one and the same gap, and gaps in a row are one: a list of three tickers is like a
//! list of four. Punctuation and emoji count for nothing.

use crate::WINDOW;
use crate::features::{CASHTAG, Features, Kind, MENTION, NUMBERS, Token, hash};
use crate::fold::FoldedText;
use crate::span::{Folded, Span};

/// Slots of a sketch, a byte each.
pub const SLOTS: usize = 64;

/// Slots in which the sketches of two posts of one template agree at least. Measured: see `tests/repeats.rs`.
pub const ALIKE: usize = 34;

/// Words of its own that a post must have to be sketched: shorter ones are said by many who know nothing of each other
/// ("good morning everyone, have a nice day" has seven).
const FEWEST_WORDS: u32 = 8;

/// A slot is a character: a sketch is text where it has to be.
const FIRST: u8 = b'0';
/// Different values of a slot: 2 to this power.
const SLOT_BITS: u32 = 6;

/// The hashes of a pair, one for each slot, are the steps of a generator that the pair seeds: each slot orders pairs by a permutation of
/// its own. Numbers of "Numerical Recipes", 7.1.
const FACTOR: u32 = 1_664_525;
/// See [`FACTOR`].
const INCREMENT: u32 = 1_013_904_223;

/// What stands for all that is masked.
const GAP: u32 = 1;

/// What a post says beside its names and numbers, in [`SLOTS`] characters of ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketch([u8; SLOTS]);

impl Sketch {
    /// Whether two posts are of one template.
    #[must_use]
    pub fn is_alike(&self, other: &Self) -> bool {
        self.agreement(other) >= ALIKE
    }

    /// Slots in which two sketches agree.
    #[must_use]
    pub fn agreement(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).filter(|(one, other)| one == other).count()
    }

    /// The slots.
    #[must_use]
    pub fn slots(&self) -> &[u8; SLOTS] {
        &self.0
    }
}

/// Sketches posts. Keeps its buffers from post to post.
#[derive(Debug, Default)]
pub struct Sketcher {
    text: FoldedText,
    features: Features,
    pairs: Pairs,
}

impl Sketcher {
    /// The sketch of a post; `None` of one that says too little to be told from others.
    pub fn sketch(&mut self, text: &str) -> Option<Sketch> {
        self.pairs.clear();
        for window in windows(text) {
            self.text.fold(window, 0);
            self.features.read(&self.text);
            self.pairs.add(&self.text, self.features.tokens());
        }
        self.pairs.sketch()
    }

    /// The template of the post that was sketched last: its folded text with "…" for what is masked. Of a long one that of its last window.
    #[must_use]
    pub fn template(&self) -> String {
        let text = String::from_utf8_lossy(self.text.text());
        let (mut template, mut end, mut before) = (String::new(), 0, 0);
        for (piece, _, span) in pieces(self.features.tokens(), &self.pairs.names) {
            match (piece, before) {
                (GAP, GAP) => {}
                (GAP, _) => {
                    template.push_str(&text[end..span.start as usize]);
                    template.push('…');
                }
                _ => template.push_str(&text[end..span.end as usize]),
            }
            (end, before) = (span.end as usize, piece);
        }
        template + &text[end..]
    }
}

/// The pairs of a post, a window after the other, by their least hashes.
#[derive(Debug)]
pub(crate) struct Pairs {
    least: [u32; SLOTS],
    /// Own words; a character of a script without spaces is half of one.
    halves: u32,
    /// Hashes of words that are names in this window.
    names: Vec<u32>,
}

impl Default for Pairs {
    fn default() -> Self {
        Self { least: [u32::MAX; SLOTS], halves: 0, names: Vec::new() }
    }
}

impl Pairs {
    /// Begins a new post.
    pub(crate) fn clear(&mut self) {
        self.least = [u32::MAX; SLOTS];
        self.halves = 0;
    }

    /// Adds a window of the post. What overlaps with the window before counts once: pairs are a set.
    #[inline(never)]
    pub(crate) fn add(&mut self, text: &FoldedText, tokens: &[Token]) {
        self.find_names(text, tokens);
        let mut before = GAP;
        for (piece, halves, _) in pieces(tokens, &self.names) {
            self.halves += halves;
            if (piece, before) != (GAP, GAP) {
                let mut hash = mix(before.rotate_left(7) ^ piece.wrapping_mul(0x9e37_79b9));
                for least in &mut self.least {
                    *least = (*least).min(hash);
                    hash = hash.wrapping_mul(FACTOR).wrapping_add(INCREMENT);
                }
            }
            before = piece;
        }
    }

    /// The sketch of what was added; `None` where it says too little.
    #[inline(never)]
    pub(crate) fn sketch(&self) -> Option<Sketch> {
        let mut slots = [0; SLOTS];
        for (slot, least) in slots.iter_mut().zip(&self.least) {
            // Bits from the middle: of the least of many, the high ones are mostly 0.
            *slot = FIRST + (least >> 8) as u8 % (1 << SLOT_BITS);
        }
        (self.halves >= 2 * FEWEST_WORDS).then_some(Sketch(slots))
    }

    /// A word that is a name somewhere in the text is one everywhere: "$ORBEX is new. Orbex will …"
    fn find_names(&mut self, text: &FoldedText, tokens: &[Token]) {
        self.names.clear();
        for token in tokens {
            let name = match (token.kind, token.hash) {
                (Kind::Class, CASHTAG | MENTION) => {
                    let bytes = &text.text()[token.span.start as usize..token.span.end as usize];
                    hash(bytes.strip_prefix(b"$").or(bytes.strip_prefix(b"@")).unwrap_or(bytes))
                }
                (Kind::Word, word) if is_name(text, *token) => word,
                _ => continue,
            };
            self.names.push(name);
        }
    }
}

/// Words, and gaps for what is masked; how many half words of its own each is; and their places. No punctuation, no emoji.
fn pieces<'a>(tokens: &'a [Token], names: &'a [u32]) -> impl Iterator<Item = (u32, u32, Span<Folded>)> + 'a {
    let mut number_end = u32::MAX;
    tokens.iter().filter_map(move |token| {
        let (piece, halves) = match token.kind {
            Kind::Sign => return None,
            Kind::Character => (token.hash, 1),
            // Not "100x", "5M", "3rd".
            Kind::Word if token.span.start != number_end && !names.contains(&token.hash) => (token.hash, 2),
            Kind::Word | Kind::Key => (GAP, 0),
            Kind::Class => {
                if NUMBERS.contains(&token.hash) {
                    number_end = token.span.end;
                }
                (GAP, 0)
            }
        };
        Some((piece, halves, token.span))
    })
}

fn windows(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (window, rest) = text.split_at(text.floor_char_boundary(WINDOW));
        text = rest;
        (!window.is_empty()).then_some(window)
    })
}

/// Told by how it is written: within a tag, with a capital inside a sentence, or in capitals among words that are not.
fn is_name(text: &FoldedText, token: Token) -> bool {
    let names = text.caps_names();
    let after = names.partition_point(|name| name.start < token.span.start);
    names.get(after) == Some(&token.span) || text.is_within_name(token.span)
}

/// The finaliser of `MurmurHash3`.
fn mix(hash: u32) -> u32 {
    let hash = (hash ^ hash >> 16).wrapping_mul(0x85eb_ca6b);
    let hash = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
    hash ^ hash >> 16
}
