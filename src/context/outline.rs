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

#[cfg(test)]
mod tests {
    use super::Outline;

    /// A text, cut where its sentences (or clauses) end.
    fn cut(text: &str, ends: impl Fn(&Outline) -> &[u32]) -> Vec<&str> {
        let mut outline = Outline::default();
        outline.read("what was here before. It is gone".as_bytes());
        outline.read(text.as_bytes());
        let mut from = 0;
        let mut pieces = Vec::new();
        for &end in ends(&outline) {
            pieces.push(&text[from..end as usize]);
            from = end as usize;
        }
        assert_eq!(from, text.len(), "the text's end is the last of {text:?}");
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    fn sentences(text: &str) -> Vec<&str> {
        cut(text, |outline| &outline.sentences)
    }

    fn clauses(text: &str) -> Vec<&str> {
        cut(text, |outline| &outline.clauses)
    }

    #[test]
    fn sentences_end_at_marks_and_line_breaks() {
        assert_eq!(sentences("one. two! three? four\nfive"), ["one.", " two!", " three?", " four\n", "five"]);
        assert_eq!(sentences("really?! yes!!! so... well"), ["really?!", " yes!!!", " so...", " well"]);
        assert_eq!(
            sentences("he said \"soon.\" then (or not.) and 'no.' so"),
            ["he said \"soon.", "\" then (or not.", ") and 'no.", "' so"]
        );
        assert_eq!(sentences("one.\ntwo."), ["one.", "\n", "two."]);
        assert_eq!(sentences("to the moon.🚀 and 起飞.冲 or 🚀.x"), ["to the moon.", "🚀 and 起飞.", "冲 or 🚀.", "x"]);
        assert_eq!(sentences(""), [""; 0]);
    }

    #[test]
    fn full_stops_in_numbers_and_names_end_nothing() {
        for whole in ["up 3.5 %", "see one.example now", "the u.s. plan", "plan b. is next", "a. first"] {
            let wanted: &[&str] = if whole == "a. first" { &["a.", " first"] } else { &[whole] };
            assert_eq!(sentences(whole), wanted);
        }
        assert_eq!(sentences("an ab. then (b. then"), ["an ab.", " then (b.", " then"]);
        assert_eq!(sentences("7. then"), ["7.", " then"]);
    }

    #[test]
    fn clauses_end_at_marks_and_words_that_turn() {
        assert_eq!(clauses("one; two (three) four"), ["one;", " two (", "three)", " four"]);
        assert_eq!(clauses("up - or down, up-down -5"), ["up -", " or down, up-down -5"]);
        assert_eq!(clauses("it runs, but slowly"), ["it runs,", " ", "but slowly"]);
        assert_eq!(clauses("it runs but slowly yet well"), ["it runs ", "but slowly ", "yet well"]);
        assert_eq!(clauses("it runs, we run, others run,so what"), ["it runs,", " we run, others run,so what"]);
        assert_eq!(clauses("it runs, and we walk"), ["it runs,", " and we walk"]);
        // Words that open one do so behind a comma alone; others do nothing.
        assert_eq!(clauses("it runs so we walk, buttered, wet"), ["it runs so we walk, buttered, wet"]);
        assert_eq!(clauses("it runs. it walks"), ["it runs.", " it walks"]);
    }

    #[test]
    fn places_have_a_sentence_and_a_clause() {
        let mut outline = Outline::default();
        assert_eq!((outline.sentence_at(7).end, outline.clause_end(7)), (7, 7));
        outline.read(b"one. two; xx. four");
        for (at, start, end, clause) in
            [(0, 0, 4, 4), (3, 0, 4, 4), (4, 4, 13, 9), (8, 4, 13, 9), (9, 4, 13, 13), (13, 13, 18, 18)]
        {
            let sentence = outline.sentence_at(at);
            assert_eq!((sentence.start, sentence.end, outline.clause_end(at)), (start, end, clause), "at {at}");
        }
        // Behind the end is the last sentence, and no clause.
        assert_eq!((outline.sentence_at(18).start, outline.clause_end(18), outline.clause_end(40)), (13, 18, 40));
        for (count, start) in [(0, 13), (1, 4), (2, 0), (3, 0)] {
            assert_eq!(outline.sentences_before(14, count).start, start, "{count} before");
        }
    }
}
