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
