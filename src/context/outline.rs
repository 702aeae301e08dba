//! Where sentences and clauses of a folded text end.
//!
//! Plain rules, since posts keep few: a sentence ends at a line break, or at `.`, `!`, `?` before white space, the
//! end, or a script that writes without spaces. A clause ends at `;`, a dash, a bracket, and at a comma or a space
//! before a word that turns or opens a new one ("but", "yet", "and we").

use crate::span::{Folded, Span};

/// Words that begin a new clause; behind a comma, the pronouns do, too.
const TURNS: [&str; 12] = [
    "but ",
    "yet ",
    "however",
    "although ",
    "though ",
    "while ",
    "whereas ",
    "except ",
    "still,",
    "pero ",
    "mas ",
    "ama ",
];
const OPENERS: [&str; 14] = [
    "and we ", "and our ", "and i ", "we ", "our ", "i ", "it's ", "it is ", "so ", "which ", "that's ", "then ",
    "because ", "and yet ",
];

/// Bytes at which something may end; most do not.
static ENDS: [bool; 256] = {
    let mut ends = [false; 256];
    let mut at = 0;
    while at < MARKS.len() {
        ends[MARKS[at] as usize] = true;
        at += 1;
    }
    ends
};
const MARKS: [u8; 10] = *b"\n!?.;()-, ";

/// The ends of all sentences and clauses, in order; the text's end is the last of both.
#[derive(Debug, Default)]
pub struct Outline {
    sentences: Vec<u32>,
    clauses: Vec<u32>,
}

impl Outline {
    /// Reads a text; what was here before is gone.
    pub fn read(&mut self, text: &[u8]) {
        self.sentences.clear();
        self.clauses.clear();
        for (at, &byte) in text.iter().enumerate().filter(|(_, byte)| ENDS[usize::from(**byte)]) {
            let end = at as u32 + 1;
            let rest = &text[at + 1..];
            match byte {
                b'\n' => self.sentence(end),
                b'!' | b'?' if rest.first().is_none_or(|next| !matches!(next, b'!' | b'?')) => self.sentence(end),
                b'.' if ends_sentence(&text[..at], rest) => self.sentence(end),
                b';' | b'(' | b')' => self.clauses.push(end),
                b'-' if text[..at].ends_with(b" ") && rest.starts_with(b" ") => self.clauses.push(end),
                b',' if rest.starts_with(b" ") && begins(&rest[1..], &[&TURNS[..], &OPENERS[..]]) => {
                    self.clauses.push(end);
                }
                b' ' if begins(rest, &[&TURNS[..]]) => self.clauses.push(end),
                _ => {}
            }
        }
        self.sentence(text.len() as u32);
    }

    fn sentence(&mut self, end: u32) {
        self.sentences.push(end);
        self.clauses.push(end);
    }

    /// The sentence around a place.
    #[must_use]
    pub fn sentence_at(&self, at: u32) -> Span<Folded> {
        self.sentences_before(at, 0)
    }

    /// The sentence around a place, with up to `count` before it.
    #[must_use]
    pub fn sentences_before(&self, at: u32, count: usize) -> Span<Folded> {
        let this = self.sentences.partition_point(|&end| end <= at).min(self.sentences.len().saturating_sub(1));
        let start = this.checked_sub(count + 1).map_or(0, |before| self.sentences[before]);
        Span::new(start, self.sentences.get(this).copied().unwrap_or(at))
    }

    /// Where the clause around a place ends.
    #[must_use]
    pub fn clause_end(&self, at: u32) -> u32 {
        let this = self.clauses.partition_point(|&end| end <= at);
        self.clauses.get(this).copied().unwrap_or(at)
    }
}

fn begins(rest: &[u8], words: &[&[&str]]) -> bool {
    let &[first, ref rest @ ..] = rest else { return false };
    // Most words begin with a letter that none of these does.
    if !FIRSTS[usize::from(first)] {
        return false;
    }
    let mut words = words.iter().flat_map(|words| words.iter()).map(|word| word.as_bytes());
    words.any(|word| word[0] == first && rest.starts_with(&word[1..]))
}

/// The first letters of all words that begin a clause.
static FIRSTS: [bool; 256] = with_firsts(&OPENERS, with_firsts(&TURNS, [false; 256]));

const fn with_firsts(words: &[&str], mut firsts: [bool; 256]) -> [bool; 256] {
    let mut at = 0;
    while at < words.len() {
        firsts[words[at].as_bytes()[0] as usize] = true;
        at += 1;
    }
    firsts
}

/// A full stop that is none: in a number, a name, an abbreviation of single letters.
fn ends_sentence(before: &[u8], rest: &[u8]) -> bool {
    let letters = before.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let single = letters == 1 && before.len() >= 2 && matches!(before[before.len() - 2], b'.' | b' ');
    match rest.first() {
        None | Some(b'\n') => true,
        Some(b' ' | b'"' | b'\'' | b')') => !single,
        // A script without spaces, or an emoji.
        Some(byte) => !byte.is_ascii() || before.last().is_some_and(|before| !before.is_ascii()),
    }
}
