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

#[cfg(test)]
mod tests {
    use super::{NAMES, QUOTATION, find, quotations, whole_name};
    use crate::fold::FoldedText;
    use crate::rules::Match;
    use crate::span::Span;
    use hypelint_rulebook::Signal;

    /// What is found in a text in which these words are cashtags and hashtags: each signal with its words.
    fn found(text: &str) -> Vec<(Signal, String)> {
        let mut folded = FoldedText::default();
        folded.fold(text, 0);
        let bytes = folded.text();
        let mut all: Vec<Match> = Vec::new();
        for (at, &byte) in bytes.iter().enumerate() {
            let signal = match byte {
                b'$' => Signal::Cashtag,
                b'#' => Signal::Hashtag,
                _ => continue,
            };
            let length = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            all.push(Match::of(signal, Span::new(at as u32, (at + 1 + length) as u32)));
        }
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
    fn many_emoji_to_few_words() {
        let dense = |text: &str| all_of(Signal::EmojiDense, text);
        assert_eq!(dense("🚀🚀 up 🚀🚀🚀"), ["🚀🚀"]);
        assert_eq!(dense("up ❤❤❤❤❤"), ["❤❤❤❤❤"]);
        assert!(dense("🚀🚀 up 🚀🚀").is_empty(), "four");
        let words = |count| format!("🚀🚀🚀🚀🚀 {}", "word ".repeat(count));
        assert_eq!((dense(&words(30)).len(), dense(&words(31)).len()), (1, 0));
    }

    #[test]
    fn capitals_stand_out_as_names_and_tags() {
        let text = "we like KELP and #NUVO, and $ORBEX of @EDA, on this fine day in the year of the cat";
        assert_eq!(
            found(text),
            [
                (Signal::CapsName, "kelp".to_owned()),
                (Signal::TickerTag, "#nuvo".to_owned()),
                (Signal::Ticker, "#nuvo".to_owned()),
            ]
        );
        assert_eq!(all_of(Signal::CapsRun, "DON'T MISS THIS HUGE CHANCE today"), ["miss this huge chance"]);
        assert_eq!(all_of(Signal::Evasion, "to the m00n"), ["moon"]);
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
    fn four_tickers_are_more_than_a_post_can_speak_of() {
        let many = |text: &str| all_of(Signal::ManyTickers, text);
        assert_eq!(many("all: $aa $bb $cc and $dd, too, and $ee"), ["$aa $bb $cc and $dd"]);
        assert!(many("all: $aa $bb $cc and $aa, too, and $bb").is_empty(), "three, two of them twice");
    }

    #[test]
    fn so_many_names_are_looked_at() {
        for (others, seen) in [(NAMES - 1, true), (NAMES, false)] {
            let crowd: Vec<String> = (0..others).map(|at| format!("$t{at}")).collect();
            let mismatch = all_of(Signal::TagMismatch, &format!("{} $inu #inus", crowd.join(" ")));
            assert_eq!(!mismatch.is_empty(), seen, "behind {others} others");
        }
    }

    #[test]
    fn a_hashtag_that_is_nearly_a_cashtag() {
        let mismatch = |text: &str| all_of(Signal::TagMismatch, text);
        assert_eq!(mismatch("$inu is here #inus"), ["#inus"]);
        assert_eq!(mismatch("$inus is here #inu"), ["#inu"]);
        assert_eq!(mismatch("$kelp and $in #inu #in"), ["#inu"]);
        for text in ["$inu #inu", "$inu #inuit", "$inu #gnu", "$inu #pinu", "$i #in", "$in $inu #inu", "#inu #in"] {
            assert!(mismatch(text).is_empty(), "{text}");
        }
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
