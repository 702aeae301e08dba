//! What changes the meaning of words: attribution, negation, question, doubt, warning, evidence.
//!
//! In: the matches of a text. Out: for any place, the contexts that reach it and the factor that they make; and the
//! contexts of the whole text. It knows nothing of weights, and no word of its own: cues are rules, too
//! (`rules/context/`).

mod outline;

use hypelint_rulebook::{Category, ContextSet, Role, Ruleset};

use crate::order;
use crate::rules::Matches;
use crate::span::{Folded, Span};
use outline::Outline;

pub use hypelint_rulebook::{Scope, members};

/// Words of the window of `NegEx`…
const WORDS: usize = 5;
/// …and bytes of it at most: where no spaces are written, a clause is not told from a word.
const WORDS_LENGTH: u32 = 240;

/// A cue and what it reaches.
#[derive(Debug, Clone, Copy)]
pub struct Cue {
    /// Index of the context.
    pub context: u16,
    /// The cue's own words.
    pub span: Span<Folded>,
    /// What it reaches.
    pub reach: Span<Folded>,
}

/// The contexts of one text. The buffers are kept from text to text.
#[derive(Debug)]
pub struct Contexts {
    ruleset: &'static Ruleset,
    outline: Outline,
    cues: Vec<Cue>,
    /// By context, then by where they reach from: which cue.
    order: Vec<u64>,
    /// Disjoint reaches of each context, in order.
    reaches: Vec<(u16, Span<Folded>)>,
    whole: ContextSet,
}

impl Contexts {
    /// Of the contexts of `ruleset`.
    #[must_use]
    pub fn new(ruleset: &'static Ruleset) -> Self {
        Self {
            ruleset,
            outline: Outline::default(),
            cues: Vec::new(),
            order: Vec::new(),
            reaches: Vec::new(),
            whole: 0,
        }
    }

    /// Reads a text; what was here before is gone.
    #[inline(never)]
    pub fn read(&mut self, text: &[u8], matches: &Matches) {
        self.cues.clear();
        self.reaches.clear();
        self.whole = 0;
        self.outline.read(text);
        let known = &self.ruleset.contexts;
        let pointed = known.iter().zip(0..).filter(|(context, _)| context.signal_set & matches.present() != 0);
        let named = pointed.flat_map(|(context, at)| {
            context.signals.iter().flat_map(move |&signal| matches.named(signal).map(move |span| (at, span)))
        });
        let own = matches.all().iter().filter(|found| found.target.role == Role::Context);
        for (context, span) in own.map(|found| (found.target.owner, found.span)).chain(named) {
            if matches.of(Role::ContextTrap, context).any(|trap| trap.overlaps(span)) {
                continue;
            }
            let reach = self.reach(text, known[usize::from(context)].scope, span);
            self.cues.push(Cue { context, span, reach });
        }
        self.order.clear();
        let reaches = self.cues.iter().map(|cue| order::key(u32::from(cue.context), cue.reach.start, 0));
        self.order.extend(reaches.zip(0..=u16::MAX).map(|(key, cue)| key | u64::from(cue)));
        order::sort(&mut self.order);
        for &key in &self.order {
            let cue = self.cues[usize::from(order::parts(key).2)];
            if known[usize::from(cue.context)].scope == Scope::Post {
                self.whole |= 1 << cue.context;
                continue;
            }
            match self.reaches.last_mut() {
                Some((context, last)) if *context == cue.context && cue.reach.start <= last.end => {
                    *last = last.cover(cue.reach);
                }
                _ => self.reaches.push((cue.context, cue.reach)),
            }
        }
    }

    fn reach(&self, text: &[u8], scope: Scope, cue: Span<Folded>) -> Span<Folded> {
        match scope {
            Scope::ClauseAfter => Span::new(cue.end, self.outline.clause_end(cue.end.saturating_sub(1)).max(cue.end)),
            Scope::WordsAfter => {
                let end = self.outline.clause_end(cue.end.saturating_sub(1)).clamp(cue.end, cue.end + WORDS_LENGTH);
                let clause = &text[cue.end as usize..end as usize];
                let spaces = clause.iter().enumerate().filter(|&(at, &byte)| byte == b' ' && at > 0);
                let length = spaces.map(|(at, _)| at).nth(WORDS - 1).unwrap_or(clause.len());
                Span::new(cue.end, cue.end + length as u32)
            }
            Scope::Span => cue,
            Scope::Sentence => self.outline.sentence_at(cue.start),
            Scope::TwoSentencesBefore => self.outline.sentences_before(cue.start, 2),
            Scope::ClauseBefore => Span::new(self.outline.sentence_at(cue.start).start, cue.start),
            Scope::Post => Span::new(0, text.len() as u32),
        }
    }

    /// What reaches a finding of a category, and the factor that it makes.
    #[must_use]
    pub fn over(&self, span: Span<Folded>, category: Category) -> (f64, ContextSet) {
        let mut factor = 1.0;
        let mut set = 0;
        let mut rest = &self.reaches[..];
        while let Some(&(context, _)) = rest.first() {
            let (own, others) = rest.split_at(rest.partition_point(|reach| reach.0 == context));
            rest = others;
            let known = &self.ruleset.contexts[usize::from(context)];
            let before = own.partition_point(|(_, reach)| reach.start <= span.start);
            let inside = own[..before].last().is_some_and(|(_, reach)| match known.scope {
                Scope::Span => reach.contains(span) && *reach != span,
                _ => span.start < reach.end,
            });
            if inside && known.applies[category as usize] {
                factor *= known.factor;
                set |= 1 << context;
            }
        }
        (factor, set)
    }

    /// The sentence around a place.
    #[must_use]
    pub fn sentence_at(&self, at: u32) -> Span<Folded> {
        self.outline.sentence_at(at)
    }

    /// The contexts of the whole text.
    #[must_use]
    pub fn whole(&self) -> ContextSet {
        self.whole
    }

    /// The contexts that have a cue anywhere in the text, whatever it reaches.
    #[must_use]
    pub fn present(&self) -> ContextSet {
        self.cues.iter().fold(0, |set, cue| set | 1 << cue.context)
    }

    /// All cues.
    #[must_use]
    pub fn cues(&self) -> &[Cue] {
        &self.cues
    }
}

#[cfg(test)]
mod tests;
