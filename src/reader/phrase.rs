//! What is quoted is whole: of a rule's words, to the end of their phrase; of the wording, the heaviest run of tokens with the clause
//! around it: cut out of "there is no strong bounce", the heaviest words would say the opposite.

use crate::features::{Token, decode, is_spaced};
use crate::span::{Folded, Span};

/// Tokens of the heaviest run at most, and at least where its line has more.
const MOST: usize = 9;
const LEAST: usize = 2;
/// Bytes of the run at most, for the sake of scripts without spaces: their characters are half a token, about…
const MOST_BYTES: u32 = 90;
/// …and characters of the clause around it, two lines and a half of a card: of a hundred sentences in posts 97 are shorter.
const MOST_OF_CLAUSE: usize = 200;

/// Words that no phrase begins or ends with, where it can do without; in order.
#[rustfmt::skip]
static EDGES: [&str; 111] = [
    "a", "about", "after", "also", "am", "an", "and", "are", "as", "at", "be", "because", "been", "before", "being",
    "but", "by", "can", "con", "could", "cua", "dan", "de", "del", "di", "did", "do", "does", "e", "el", "en", "for",
    "from", "had", "has", "have", "he", "her", "his", "how", "http", "https", "i", "if", "ile", "in", "into", "is",
    "it", "its", "just", "la", "las", "los", "make", "makes", "may", "might", "must", "my", "no", "not", "of", "on",
    "or", "our", "over", "para", "por", "que", "she", "should", "since", "so", "than", "that", "the", "their", "them",
    "then", "there", "these", "they", "this", "those", "through", "to", "until", "untuk", "us", "using", "va", "ve",
    "was", "we", "were", "what", "when", "where", "which", "while", "who", "will", "with", "without", "would", "www",
    "y", "yang", "you", "your",
];

/// Words that no sentence ends with: a line that does goes on in the next.
static NEVER_LAST: [&[u8]; 9] = [b"a", b"an", b"the", b"of", b"to", b"for", b"from", b"with", b"and"];

/// Bytes of what may be left of a word; what is longer is none.
const WORD: usize = 96;

/// Words that a quote may be longer than what was found of it.
const MORE: usize = 4;

/// What was found, whole: with all of the words that it begins and ends within, from the first figure of "20-30%", and to the end of its
/// phrase: "the first AI" is another thing than "the first AI platform". Never over a mark, a tag, a number, or the end of a line.
pub fn whole(text: &[u8], found: Span<Folded>) -> Span<Folded> {
    let start = range_start(text, word_start(text, found.start as usize));
    to_end(text, Span::new(start as u32, word_end(text, found.end as usize) as u32))
}

fn word_start(text: &[u8], start: usize) -> usize {
    (start.saturating_sub(WORD)..=start).rev().find(|&at| parts_words(text, at)).unwrap_or(start)
}

fn word_end(text: &[u8], end: usize) -> usize {
    (end..=text.len().min(end + WORD)).find(|&at| parts_words(text, at)).unwrap_or(end)
}

/// Whether a place is within neither a word nor a character.
fn parts_words(text: &[u8], at: usize) -> bool {
    let begins = |at: usize| text[at] & 0xc0 != 0x80;
    let is_letter = |at: usize| is_spaced(decode(&text[at..]).0);
    let before = (0..at).rev().find(|&before| begins(before));
    at == text.len() || (begins(at) && !(is_letter(at) && before.is_some_and(is_letter)))
}

/// Where the range of figures begins that a quote begins within.
fn range_start(text: &[u8], start: usize) -> usize {
    let is_figure = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'$' | b'%' | b'+');
    let [before @ .., b'-'] = &text[..start] else { return start };
    if !text.get(start).is_some_and(|&byte| is_figure(byte)) {
        return start;
    }
    let from = before.iter().rposition(|&byte| !is_figure(byte)).map_or(0, |at| at + 1);
    // "covid-19" and "q1-2024" are no ranges.
    let is_whole = from == 0 || text[from - 1].is_ascii_whitespace() || text[from - 1] == b'(';
    if is_whole && before[from..].iter().any(u8::is_ascii_digit) { from } else { start }
}

fn to_end(text: &[u8], found: Span<Folded>) -> Span<Folded> {
    let mut end = found.end as usize;
    let last = text[..end].iter().rposition(|byte| !byte.is_ascii_lowercase()).map_or(0, |before| before + 1);
    if last == end || (last > 0 && matches!(text[last - 1], b'#' | b'$' | b'@' | b'/')) {
        return found;
    }
    for _ in 0..MORE {
        let [b' ', rest @ ..] = &text[end..] else { break };
        let length = rest.iter().take_while(|&&byte| byte.is_ascii_lowercase() || byte == b'-').count();
        let (word, next) = (&rest[..length], rest.get(length).copied().unwrap_or(b' '));
        // What a colon follows is a label of its own.
        if length < 2 || !matches!(next, b' ' | b'\n' | b'.' | b',' | b'!' | b'?' | b';' | b')') || is_edge(word) {
            break;
        }
        // "powered by" and "dedicated to" begin what the phrase leaves out.
        if word.ends_with(b"ed") && next == b' ' && rest.get(length + 1..).is_some_and(begins_with_edge) {
            break;
        }
        end += 1 + length;
    }
    Span::new(found.start, end as u32)
}

fn begins_with_edge(text: &[u8]) -> bool {
    is_edge(&text[..text.iter().take_while(|byte| byte.is_ascii_lowercase()).count()])
}

fn is_edge(word: &[u8]) -> bool {
    EDGES.binary_search_by(|edge| edge.as_bytes().cmp(word)).is_ok()
}

/// `weights`: of each token, logits. `taken`: what is quoted already. The span, and the logits of its heaviest words; `None` where no words speak
/// for anything.
pub fn heaviest(text: &[u8], tokens: &[Token], weights: &[f64], taken: &[Span<Folded>]) -> Option<(Span<Folded>, f64)> {
    let word = |token: usize| &text[tokens[token].span.start as usize..tokens[token].span.end as usize];
    let after = |token: usize| text.get(tokens[token].span.end as usize).copied().unwrap_or(b' ');
    let is_word = |token: usize| word(token).first().is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte >= 0xc0);
    let is_loose = |token: usize| {
        // A single letter is what is left of "it's" or of a list.
        let rest = word(token).len() == 1 && word(token)[0].is_ascii_lowercase();
        rest || tokens[token].is_key()
            || !(is_word(token) || word(token)[0] == b'$' || word(token)[0] == b'#')
            || is_edge(word(token))
    };
    // "on-chain", "$2M" and "#moon" are one word to who reads them.
    let goes_on = |token: usize| after(token) == b'-' || after(token).is_ascii_alphanumeric() || word(token) == b"#";
    let is_hyphen = |at: Option<u32>| at.and_then(|at| text.get(at as usize)) == Some(&b'-');
    // The end of a sentence, a bracket, an address; not the points of "2.0" and "nuvo.example".
    let is_end = |token: usize| match word(token) {
        [b'.' | b':'] => !after(token).is_ascii_alphanumeric(),
        [b'!' | b'?' | b';' | b'(' | b')' | b'[' | b']' | b'"' | b'|' | b'*'] => true,
        _ => tokens[token].is_key(),
    };
    let begins_line = |token: usize| {
        token > 0
            && text[tokens[token - 1].span.end as usize..tokens[token].span.start as usize].contains(&b'\n')
            && !NEVER_LAST.contains(&word(token - 1))
    };
    let mut best: Option<(f64, usize, usize)> = None;
    for first in 0..tokens.len() {
        if weights[first] <= 0.0 || is_loose(first) || is_hyphen(tokens[first].span.start.checked_sub(1)) {
            continue;
        }
        let (mut sum, mut says) = (0.0, false);
        for last in first..tokens.len().min(first + MOST) {
            let long = tokens[last].span.end - tokens[first].span.start > MOST_BYTES;
            if long || taken.iter().any(|span| span.overlaps(tokens[first].span.cover(tokens[last].span))) {
                break;
            }
            sum += weights[last];
            // Figures, tickers and tags alone are no phrase.
            let is_tag = last > 0 && word(last - 1) == b"#";
            says |= weights[last] > 0.0 && tokens[last].is_word() && !is_tag;
            // The line's last words, or words that go on but say nothing.
            let whole = last + 1 == tokens.len() || is_end(last + 1) || begins_line(last + 1);
            let enough = last + 1 - first >= LEAST || whole;
            let ends = weights[last] > 0.0 && !is_loose(last) && !goes_on(last);
            if says && enough && ends && best.is_none_or(|(most, ..)| sum > most) {
                best = Some((sum, first, last));
            }
            if whole {
                break;
            }
        }
    }
    let (sum, first, last) = best?;
    // The whole sentence; where that is long, what stands between two commas; else the run alone. Emoji part sentences, too, and
    // so does what is quoted already.
    let is_border = |token: usize| {
        let is_emoji = !word(token)[0].is_ascii() && !tokens[token].is_word();
        is_emoji || is_end(token) || taken.iter().any(|span| span.overlaps(tokens[token].span))
    };
    // Left over of a list or of what was taken; not the sign of a number.
    let is_joint = |token: &usize| {
        matches!(word(*token), [b'.' | b',' | b'-' | b'/' | b'&'] | b"and" | b"or") && !after(*token).is_ascii_digit()
    };
    let clause = |ends: &dyn Fn(usize) -> bool| {
        let before = (0..first).rev().take_while(|&token| !ends(token) && !begins_line(token + 1));
        let behind = (last + 1..tokens.len()).take_while(|&token| !ends(token) && !begins_line(token));
        let before = before.filter(|token| !is_joint(token)).last();
        let behind = behind.filter(|token| !is_joint(token)).last();
        let span = tokens[before.unwrap_or(first)].span.cover(tokens[behind.unwrap_or(last)].span);
        let bytes = &text[span.start as usize..span.end as usize];
        (bytes.iter().filter(|&byte| byte & 0xc0 != 0x80).count() <= MOST_OF_CLAUSE).then_some(span)
    };
    let whole = clause(&is_border).or_else(|| clause(&|token| is_border(token) || word(token) == b","));
    Some((whole.unwrap_or(tokens[first].span.cover(tokens[last].span)), sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts, what was found in them (the first time that it stands there), and what is quoted.
    fn assert_quoted(cases: &[(&str, &str, &str)]) {
        for (text, found, wanted) in cases {
            let start = text.find(found).expect("the text has what was found");
            let span = whole(text.as_bytes(), Span::new(start as u32, (start + found.len()) as u32));
            assert_eq!(&text[span.start as usize..span.end as usize], *wanted);
        }
    }

    #[test]
    fn words_are_quoted_whole() {
        assert_quoted(&[
            ("re entry around 2pm", "around 2", "around 2pm"),
            ("it skyrockets", "rocket", "skyrockets"),
            ("это реальные цели", "альн", "реальные"),
            ("हमारी वास्तविक फीस", "स्तविक फ", "वास्तविक फीस"),
            ("买入信号", "入信", "入信"),
            ("$nuvo moons", "nuvo", "nuvo"),
            (&"a".repeat(300), "aa", "aa"),
        ]);
    }

    #[test]
    fn a_range_is_one_figure() {
        assert_quoted(&[
            ("easy 20-30% profit", "30% profit", "20-30% profit"),
            ("from $1.5-2k a day", "2k a day", "$1.5-2k a day"),
            ("30% profit", "30% profit", "30% profit"),
            ("covid-19 profit", "19 profit", "19 profit"),
            ("q1-2024 gains", "2024 gains", "2024 gains"),
            ("a well-30% profit", "30% profit", "30% profit"),
        ]);
    }
}
