//! Signals that no pattern can find: they compare, count, or look at the original writing.
//!
//! Where a rule points at one of them, its span is what the reader is shown.

use hypelint_rulebook::Signal;

use super::Match;
use crate::fold::FoldedText;
use crate::span::{Folded, Span};

/// Emoji from which a post can be dense with them…
const DENSE_EMOJI: u32 = 5;
/// …if there are at most this many words to each.
const DENSE_WORDS: u32 = 6;
/// Distinct cashtags from which a post names more than it can speak of (Cresci et al. 2019 count small tickers that
/// ride on large ones).
const MANY_TICKERS: usize = 4;
/// Distinct cashtags that are looked at: who names more has said enough.
const NAMES: usize = 64;
/// Bytes of a quotation at most: a pair of marks further apart is two stray marks.
const QUOTATION: usize = 300;

/// Adds what code finds to what patterns found.
pub fn find(text: &FoldedText, all: &mut Vec<Match>) {
    let bytes = text.text();
    if text.emoji() >= DENSE_EMOJI && text.words() <= text.emoji() * DENSE_WORDS {
        all.push(Match::of(Signal::EmojiDense, first_emoji(bytes)));
    }
    all.extend(text.caps_runs().iter().map(|&span| Match::of(Signal::CapsRun, span)));
    for &span in text.caps_names() {
        match bytes[..span.start as usize].last() {
            Some(b'#') => {
                let tag = Span::new(span.start - 1, span.end);
                all.extend([Match::of(Signal::TickerTag, tag), Match::of(Signal::Ticker, tag)]);
            }
            Some(b'$' | b'@') => {}
            _ => all.push(Match::of(Signal::CapsName, span)),
        }
    }
    all.extend(text.disguises().iter().map(|&span| Match::of(Signal::Evasion, span)));
    if all.is_empty() {
        return;
    }
    tags(bytes, all);
    // Looked for at once; most texts have none.
    if bytes.contains(&b'?') {
        // A mark with a word close behind it is part of an address.
        let asks = |at: &usize| bytes[*at] == b'?' && !bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
        let marks = (0..bytes.len()).filter(asks).map(|at| Span::new(at as u32, at as u32 + 1));
        all.extend(marks.map(|span| Match::of(Signal::QuestionMark, span)));
    }
    if bytes.contains(&b'"') {
        all.extend(quotations(bytes).into_iter().map(|span| Match::of(Signal::Quotation, span)));
    }
}

/// Compares cashtags and hashtags.
fn tags(text: &[u8], all: &mut Vec<Match>) {
    let tags = |signal: Signal| -> Vec<Span<Folded>> {
        let own = all.iter().filter(|found| found.target == Match::of(signal, found.span).target);
        own.map(|found| found.span).collect()
    };
    let (cashtags, hashtags) = (tags(Signal::Cashtag), tags(Signal::Hashtag));
    if cashtags.is_empty() {
        return;
    }
    let name = |span: Span<Folded>| &text[span.start as usize + 1..span.end as usize];
    let mut names: Vec<&[u8]> = Vec::new();
    for name in cashtags.iter().copied().map(name) {
        if names.len() < NAMES && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() >= MANY_TICKERS {
        let cover = cashtags.iter().copied().take(MANY_TICKERS).reduce(Span::cover);
        all.extend(cover.map(|span| Match::of(Signal::ManyTickers, span)));
    }
    // "$IN … #INU": a hashtag that is a ticker and one letter more or less, and no cashtag's own.
    for tag in hashtags {
        let tagged = name(tag);
        let near = |ticker: &&[u8]| {
            ticker.len() >= 2
                && ticker.len().abs_diff(tagged.len()) == 1
                && (tagged.starts_with(ticker) || ticker.starts_with(tagged))
        };
        if !names.contains(&tagged) && names.iter().any(near) {
            all.push(Match::of(Signal::TagMismatch, tag));
        }
    }
}

/// A pair that a pattern knows by its end ("/USDT"), with the name before it.
pub fn whole_name(text: &[u8], span: Span<Folded>) -> Span<Folded> {
    let name = text[..span.start as usize]
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'$')
        .count();
    Span::new(span.start - name as u32, span.end)
}

/// Text between double quotation marks, the marks with it.
fn quotations(text: &[u8]) -> Vec<Span<Folded>> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, &byte) in text.iter().enumerate() {
        match (byte, open) {
            (b'"', Some(start)) if at - start <= QUOTATION => {
                found.push(Span::new(start as u32, at as u32 + 1));
                open = None;
            }
            (b'"', _) => open = Some(at),
            (b'\n', _) => open = None,
            _ => {}
        }
    }
    found
}

/// The first emoji and those that stand with it.
fn first_emoji(text: &[u8]) -> Span<Folded> {
    // Every emoji begins with one of these bytes in UTF-8, and hardly anything else does.
    let start = text.iter().position(|&byte| byte == 0xf0 || byte == 0xe2).unwrap_or(0);
    let end = text[start..].iter().position(u8::is_ascii).map_or(text.len(), |length| start + length);
    Span::new(start as u32, end as u32)
}
