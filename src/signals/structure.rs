//! Signals that no pattern can find: they compare, count, or look at the original writing.
//!
//! Their names stand in `names.rs`; where a rule points at one of them, its span is what the reader is shown.

use crate::fold::FoldedText;
use crate::span::{Folded, Span};
use crate::tables::{
    SIGNAL_CAPS_NAME, SIGNAL_CAPS_RUN, SIGNAL_CASHTAG, SIGNAL_EMOJI_DENSE, SIGNAL_EVASION, SIGNAL_HASHTAG,
    SIGNAL_MANY_TICKERS, SIGNAL_QUESTION_MARK, SIGNAL_QUOTATION, SIGNAL_TAG_MISMATCH, SIGNAL_TICKER, SIGNAL_TICKER_TAG,
};

use super::{Role, Signal, Target};

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
pub fn find(text: &FoldedText, met: &mut Vec<Signal>) {
    let mut add =
        |owner: u16, span: Span<Folded>| met.push(Signal { target: Target { role: Role::Signal, owner }, span });
    if text.emoji() >= DENSE_EMOJI && text.words() <= text.emoji() * DENSE_WORDS {
        add(SIGNAL_EMOJI_DENSE, first_emoji(text.text()));
    }
    for &span in text.shouts() {
        add(SIGNAL_CAPS_RUN, span);
    }
    for &span in text.names() {
        match text.text()[..span.start as usize].last() {
            Some(b'#') => {
                let tag = Span::new(span.start - 1, span.end);
                add(SIGNAL_TICKER_TAG, tag);
                add(SIGNAL_TICKER, tag);
            }
            Some(b'$' | b'@') => {}
            _ => add(SIGNAL_CAPS_NAME, span),
        }
    }
    for &span in text.disguises() {
        add(SIGNAL_EVASION, span);
    }
    if met.is_empty() {
        return;
    }
    let tags = |met: &[Signal], owner: u16| -> Vec<Span<Folded>> {
        met.iter()
            .filter(|signal| signal.target == Target { role: Role::Signal, owner })
            .map(|signal| signal.span)
            .collect()
    };
    let cashtags = tags(met, SIGNAL_CASHTAG);
    if !cashtags.is_empty() {
        let name = |span: &Span<Folded>| &text.text()[span.start as usize + 1..span.end as usize];
        let mut names: Vec<&[u8]> = Vec::new();
        for name in cashtags.iter().map(name) {
            if names.len() < NAMES && !names.contains(&name) {
                names.push(name);
            }
        }
        let mut add =
            |owner: u16, span: Span<Folded>| met.push(Signal { target: Target { role: Role::Signal, owner }, span });
        if names.len() >= MANY_TICKERS {
            let cover = cashtags.iter().copied().take(MANY_TICKERS).reduce(Span::cover);
            if let Some(span) = cover {
                add(SIGNAL_MANY_TICKERS, span);
            }
        }
        let hashtags = tags(met, SIGNAL_HASHTAG);
        let mut add =
            |owner: u16, span: Span<Folded>| met.push(Signal { target: Target { role: Role::Signal, owner }, span });
        // "$IN … #INU": a hashtag that is a ticker and one letter more or less, and no cashtag's own.
        for tag in hashtags {
            let tagged = name(&tag);
            let near = |ticker: &&[u8]| {
                ticker.len() >= 2
                    && ticker.len().abs_diff(tagged.len()) == 1
                    && (tagged.starts_with(ticker) || ticker.starts_with(tagged))
            };
            if !names.contains(&tagged) && names.iter().any(near) {
                add(SIGNAL_TAG_MISMATCH, tag);
            }
        }
    }
    let mut add =
        |owner: u16, span: Span<Folded>| met.push(Signal { target: Target { role: Role::Signal, owner }, span });
    // Looked for at once; most texts have none.
    if text.text().contains(&b'?') {
        for (at, _) in text.text().iter().enumerate().filter(|(_, byte)| **byte == b'?') {
            add(SIGNAL_QUESTION_MARK, Span::new(at as u32, at as u32 + 1));
        }
    }
    if text.text().contains(&b'"') {
        for span in quotations(text.text()) {
            add(SIGNAL_QUOTATION, span);
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
#[must_use]
pub fn quotations(text: &[u8]) -> Vec<Span<Folded>> {
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
