//! Signals that stand together: the price, the change and the volume of one card.
//!
//! In: a counting rule and all matches of a text. Out: the span that a reader is shown, if enough different signals of
//! the rule stand within its reach.

use hypelint_rulebook::Rule;

use super::Matches;
use crate::order;
use crate::span::{Folded, Span};

/// Named signals that one rule counts at most.
const COUNTED: usize = 32;

/// Bytes between two entries of one card: a line break or a space, and an emoji.
const BESIDE: u32 = 8;

/// Room to look for signals that stand together: kept from rule to rule.
#[derive(Debug, Default)]
pub struct SignalCluster {
    ordered: Vec<u64>,
    met: Vec<(Span<Folded>, u16)>,
}

impl SignalCluster {
    /// The tightest place where enough different signals of a counting rule (each where it `counts`) stand together; of a card that runs over several
    /// sentences or lines, the one that has the most of them.
    pub fn tightest(
        &mut self,
        rule: &Rule,
        matches: &Matches,
        counts: impl Fn(u16, Span<Folded>) -> bool,
        sentence_at: impl Fn(u32) -> Span<Folded>,
    ) -> Option<Span<Folded>> {
        if (rule.counted_set & matches.present()).count_ones() < rule.at_least {
            return None;
        }
        let Self { ordered, met } = self;
        ordered.clear();
        for (&signal, at) in rule.counted.iter().zip(0..) {
            let counted = matches.named(signal).filter(|&span| counts(signal, span));
            ordered.extend(counted.map(|span| order::key(span.start, span.end, at)));
        }
        order::sort(ordered);
        met.clear();
        // "Price: 0.33" and "0.33 USDT" are two matches of one price.
        let mut last = [usize::MAX; COUNTED];
        for (start, end, signal) in ordered.iter().copied().map(order::parts) {
            let span = Span::new(start, end);
            let last = &mut last[usize::from(signal) % COUNTED];
            if let Some((known, _)) = met.get_mut(*last).filter(|(known, _)| known.overlaps(span)) {
                *known = known.cover(span);
            } else {
                *last = met.len();
                met.push((span, signal));
            }
        }
        let from = |first: usize| -> Option<Span<Folded>> {
            let mut kinds = 0u32;
            let mut cover = met[first].0;
            let near = met[first..].iter().take_while(|(span, _)| span.end <= met[first].0.start + rule.count_within);
            for &(span, signal) in near {
                if kinds >> signal & 1 == 0 {
                    kinds |= 1 << signal;
                    cover = cover.cover(span);
                }
                if kinds.count_ones() == rule.at_least {
                    return Some(cover);
                }
            }
            None
        };
        let tightest = (0..met.len()).filter_map(from).min_by_key(|cover| (cover.len(), cover.start))?;
        // A card goes on: what stands beside it is part of it.
        let after = met.iter().fold(tightest, |cover, &(span, _)| {
            if span.start >= cover.start && span.gap(cover) <= BESIDE { cover.cover(span) } else { cover }
        });
        let whole = met
            .iter()
            .rev()
            .fold(after, |cover, &(span, _)| if span.gap(cover) <= BESIDE { cover.cover(span) } else { cover });
        let mut best: Option<(usize, u32, Span<Folded>)> = None;
        let mut rest = &met[met.partition_point(|(span, _)| span.start < whole.start)..];
        while let Some(&(first, _)) = rest.first().filter(|(span, _)| span.start < whole.end) {
            let sentence = sentence_at(first.start);
            let (own, others) = rest.split_at(rest.partition_point(|(span, _)| span.start < sentence.end).max(1));
            rest = others;
            let inside = |span: Span<Folded>| Span::new(span.start, span.end.min(sentence.end).min(whole.end));
            let cover = own.iter().map(|&(span, _)| inside(span)).fold(inside(first), Span::cover);
            if best.is_none_or(|(most, longest, _)| (own.len(), cover.len()) > (most, longest)) {
                best = Some((own.len(), cover.len(), cover));
            }
        }
        best.map(|(.., cover)| cover)
    }
}

#[cfg(test)]
mod tests {
    use super::SignalCluster;
    use crate::fold::FoldedText;
    use crate::rules::Matches;
    use crate::span::Span;
    use crate::toy;
    use hypelint_rulebook::{Role, Signal};

    /// The words that a rule shows which counts cashtags, question marks and quotations: so many of them, within so many bytes. A sentence
    /// ends at each `.`.
    fn shown(at_least: u32, within: u32, text: &str) -> Option<String> {
        let counted = [toy::SIGNAL, Signal::QuestionMark.index(), Signal::Quotation.index()];
        let ruleset = toy::ruleset(&[(Role::Signal, r"\$[a-z]{2,9}")], |ruleset| {
            let rule = &mut ruleset.rules[0];
            (rule.at_least, rule.count_within) = (at_least, within);
            rule.counted = counted.to_vec();
            rule.counted_set = counted.iter().fold(0, |set, signal| set | 1 << signal);
        });
        let folded = FoldedText::of(text);
        let mut matches = Matches::with_capacity(ruleset, 0);
        matches.read(&folded);
        let bytes = folded.text();
        let sentence_at = |at: u32| {
            let start = bytes[..at as usize].iter().rposition(|&byte| byte == b'.').map_or(0, |dot| dot + 1);
            let end = bytes[at as usize..].iter().position(|&byte| byte == b'.').map(|dot| at as usize + dot + 1);
            Span::new(start as u32, end.unwrap_or(bytes.len()) as u32)
        };
        let not_x = |_, span: Span<_>| bytes.get(span.start as usize + 1) != Some(&b'x');
        let span = SignalCluster::default().tightest(&ruleset.rules[0], &matches, not_x, sentence_at)?;
        Some(String::from_utf8_lossy(&bytes[span.start as usize..span.end as usize]).into_owned())
    }

    #[test]
    fn different_signals_are_counted_where_they_stand_together() {
        assert_eq!(shown(2, 12, "now $kelp or?").as_deref(), Some("$kelp or?"));
        assert_eq!(shown(2, 9, "now $kelp, or?"), None, "one byte too far");
        assert_eq!(shown(2, 10, "now $kelp, or?").as_deref(), Some("$kelp, or?"));
        assert_eq!(shown(2, 40, "now $kelp, $nuvo"), None, "one signal twice");
        assert_eq!(shown(2, 40, "now $xelp, or?"), None, "one does not count");
        assert_eq!(shown(3, 40, "now $kelp, or?"), None);
        assert_eq!(shown(3, 40, "now $kelp, \"so\"?").as_deref(), Some("$kelp, \"so\"?"));
    }

    #[test]
    fn the_tightest_place_is_shown_with_what_stands_beside_it() {
        let far = "and then a good many other words and nothing else";
        assert_eq!(shown(2, 20, &format!("$kelp, now or later? {far} $nuvo?")).as_deref(), Some("$nuvo?"));
        assert_eq!(shown(2, 20, &format!("$kelp? {far} $nuvo?")).as_deref(), Some("$kelp?"), "of equals the first");
        // Eight bytes between two are one card; nine are not.
        assert_eq!(shown(2, 20, "$kelp?-2345678$nuvo").as_deref(), Some("$kelp?-2345678$nuvo"));
        assert_eq!(shown(2, 20, "$kelp?-23456789$nuvo").as_deref(), Some("$kelp?"));
        assert_eq!(shown(2, 9, "?-2345678$kelp?").as_deref(), Some("?-2345678$kelp?"));
        assert_eq!(shown(2, 9, "?-23456789$kelp?").as_deref(), Some("$kelp?"));
        assert_eq!(shown(2, 9, "?-234567?-234567$kelp?").as_deref(), Some("?-234567?-234567$kelp?"));
    }

    #[test]
    fn of_several_sentences_the_one_with_the_most_is_shown() {
        assert_eq!(shown(2, 30, "$kelp. $nuvo? so?").as_deref(), Some("$nuvo? so?"));
        assert_eq!(shown(2, 30, "$kelp, so? or? $nuvo.").as_deref(), Some("$kelp, so? or? $nuvo"));
        // Of equals the longer one, and of these the first.
        assert_eq!(shown(2, 30, "?. $kelp").as_deref(), Some("$kelp"));
        assert_eq!(shown(2, 30, "$kelp.?").as_deref(), Some("$kelp"));
        assert_eq!(shown(2, 30, "$kelp. $nuvo. ?").as_deref(), Some("$kelp"));
    }

    #[test]
    fn one_signal_may_stand_within_another() {
        assert_eq!(shown(2, 40, "\"$kelp\"").as_deref(), Some("\"$kelp\""));
    }
}
