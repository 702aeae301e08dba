//! Signals that no pattern can find: they compare, or look at the original writing.
//!
//! Where a rule points at one of them, its span is what the reader is shown.

use hypelint_rulebook::Signal;

use super::Match;
use crate::fold::FoldedText;
use crate::span::{Folded, Span};

/// Bytes of a quotation at most: a pair of marks further apart is two stray marks.
const QUOTATION: usize = 300;

/// Adds what code finds to what patterns found.
pub fn find(text: &FoldedText, all: &mut Vec<Match>) {
    let bytes = text.text();
    // A hashtag in capitals is a ticker.
    for &span in text.caps_names() {
        if bytes[..span.start as usize].ends_with(b"#") {
            all.push(Match::of(Signal::Ticker, Span::new(span.start - 1, span.end)));
        }
    }
    if all.is_empty() {
        return;
    }
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

#[cfg(test)]
mod tests {
    use super::{QUOTATION, find, quotations, whole_name};
    use crate::fold::FoldedText;
    use crate::rules::Match;
    use crate::span::Span;
    use hypelint_rulebook::Signal;

    /// What is found in a text in which cashtags are: each signal with its words.
    fn found(text: &str) -> Vec<(Signal, String)> {
        let folded = FoldedText::of(text);
        let bytes = folded.text();
        let tags = (0..bytes.len()).filter(|&at| bytes[at] == b'$');
        let mut all: Vec<Match> = tags.map(|at| Match::of(Signal::Pair, Span::new(at as u32, at as u32 + 1))).collect();
        let given = all.len();
        find(&folded, &mut all);
        let words = |found: &Match| {
            let signal = Signal::NAMES.iter().find(|(signal, _)| signal.index() == found.target.owner);
            let words = &bytes[found.span.start as usize..found.span.end as usize];
            (signal.expect("it has a name").0, String::from_utf8_lossy(words).into_owned())
        };
        all[given..].iter().map(words).collect()
    }

    fn all_of(signal: Signal, text: &str) -> Vec<String> {
        found(text).into_iter().filter(|(one, _)| *one == signal).map(|(_, words)| words).collect()
    }

    #[test]
    fn a_hashtag_in_capitals_is_a_ticker() {
        let text = "we like KELP and #NUVO, and $ORBEX of @EDA, on this fine day in the year of the #cat";
        assert_eq!(found(text), [(Signal::Ticker, "#nuvo".to_owned())]);
    }

    #[test]
    fn questions_and_quotations() {
        assert_eq!(all_of(Signal::QuestionMark, "$kelp now? or \"later\"?").len(), 2);
        assert_eq!(all_of(Signal::QuestionMark, "$kelp: kelp.example/?page and ?1 but (what?) and ??").len(), 3);
        assert_eq!(
            all_of(Signal::Quotation, "$kelp is \"a gem\", they say, \"and so on\""),
            ["\"a gem\"", "\"and so on\""]
        );
        // Where nothing else was met, nobody asks.
        assert!(found("now? \"later\"").is_empty());
    }

    #[test]
    fn a_quotation_is_short_and_in_one_line() {
        let spans = |text: &str| -> Vec<(u32, u32)> {
            quotations(text.as_bytes()).iter().map(|span| (span.start, span.end)).collect()
        };
        assert_eq!(spans("a \"b\" c \"d\""), [(2, 5), (8, 11)]);
        assert!(spans("a \"b\nc\" d").is_empty());
        assert_eq!(spans("a \"b\nc \"d\""), [(7, 10)]);
        for (length, wanted) in [(QUOTATION - 1, true), (QUOTATION, false)] {
            let text = format!("\"{}\"", "x".repeat(length));
            assert_eq!(!spans(&text).is_empty(), wanted, "{length} bytes between the marks");
        }
        // The second of two stray marks may open one.
        let text = format!("\"{}\" b\"", "x".repeat(QUOTATION));
        assert_eq!(spans(&text), [(QUOTATION as u32 + 1, QUOTATION as u32 + 5)]);
    }

    #[test]
    fn a_pair_has_the_name_before_it() {
        let whole = |text: &str, end: &str| {
            let start = text.find(end).expect("it is there") as u32;
            let span = whole_name(text.as_bytes(), Span::new(start, start + end.len() as u32));
            text[span.start as usize..span.end as usize].to_owned()
        };
        assert_eq!(whole("buy $nuvo/usdt now", "/usdt"), "$nuvo/usdt");
        assert_eq!(whole("1nuvo/usdt", "/usdt"), "1nuvo/usdt");
        assert_eq!(whole("buy /usdt", "/usdt"), "/usdt");
    }
}
