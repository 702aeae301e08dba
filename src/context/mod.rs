//! What changes the meaning of words: attribution, negation, question, doubt, warning, evidence.
//!
//! In: the signals of a text. Out: for any place, the contexts that reach it and the factor that they make; and the
//! contexts of the whole text. It knows nothing of weights, and no word of its own: cues are rules, too
//! (`rules/context/`).

mod outline;

use outline::Outline;

use crate::order;
use crate::score::Category;
use crate::signals::{Role, SignalSet, Signals};
use crate::span::{Folded, Span};
use crate::tables::CONTEXTS;

/// How far a cue reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// From the cue to the end of its clause.
    ClauseAfter,
    /// Five words behind the cue, in its clause: the window of `NegEx` (Chapman et al. 2001).
    WordsAfter,
    /// What stands inside the cue.
    Span,
    /// The sentence of the cue.
    Sentence,
    /// The sentence of the cue and the two before: what evidence backs stands before it, or with it.
    TwoSentencesBefore,
    /// What stands before the cue in its sentence.
    ClauseBefore,
    /// The whole post.
    Post,
}

/// One kind of context.
#[derive(Debug)]
pub struct Context {
    /// Its file's name.
    pub id: &'static str,
    /// How far its cues reach.
    pub scope: Scope,
    /// Which categories it changes: pump, claim.
    pub applies: [bool; 2],
    /// What findings inside are multiplied by, 0 to 1.
    pub factor: f64,
    /// Logits for the whole post: pump, claim; never positive. Learned, or the prior.
    pub post: [f64; 2],
    /// What its author gave it.
    pub prior: [f64; 2],
    /// Named signals that are its cues.
    pub signals: &'static [u16],
    /// All of `signals`.
    pub points: SignalSet,
}

/// Words of the window of `NegEx`…
const WORDS: usize = 5;
/// …and bytes of it at most: where no spaces are written, a clause is not told from a word.
const WORDS_LENGTH: u32 = 240;

/// A set of contexts, by index.
pub type ContextSet = u128;
const _: () = assert!(CONTEXTS.len() <= 128, "a ContextSet holds 128 contexts");

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
#[derive(Debug, Default)]
pub struct Contexts {
    outline: Outline,
    cues: Vec<Cue>,
    /// By context, then by where they reach from: which cue.
    order: Vec<u64>,
    /// Disjoint reaches of each context, in order.
    reaches: Vec<(u16, Span<Folded>)>,
    whole: ContextSet,
}

impl Contexts {
    /// Reads a text; what was here before is gone.
    pub fn read(&mut self, text: &[u8], signals: &Signals) {
        self.cues.clear();
        self.reaches.clear();
        self.whole = 0;
        self.outline.read(text);
        let pointed = CONTEXTS.iter().enumerate().filter(|(_, known)| known.points & signals.present() != 0);
        let named = pointed.flat_map(|(context, known)| {
            known.signals.iter().flat_map(move |&signal| signals.named(signal).map(move |span| (context, span)))
        });
        let own = signals
            .all()
            .iter()
            .filter(|signal| signal.target.role == Role::Context)
            .map(|signal| (usize::from(signal.target.owner), signal.span));
        for (context, span) in own.chain(named) {
            if signals.of(Role::ContextTrap, context).any(|trap| trap.overlaps(span)) {
                continue;
            }
            let reach = self.reach(text, CONTEXTS[context].scope, span);
            self.cues.push(Cue { context: context as u16, span, reach });
        }
        self.order.clear();
        let reaches = self.cues.iter().map(|cue| order::key(u32::from(cue.context), cue.reach.start, 0));
        self.order.extend(reaches.zip(0..=u16::MAX).map(|(key, cue)| key | u64::from(cue)));
        order::sort(&mut self.order);
        for &key in &self.order {
            let cue = self.cues[usize::from(order::parts(key).2)];
            if CONTEXTS[usize::from(cue.context)].scope == Scope::Post {
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
            let known = &CONTEXTS[usize::from(context)];
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

/// The members of a set, in order.
pub fn members(set: ContextSet) -> impl Iterator<Item = usize> {
    (0..CONTEXTS.len()).filter(move |context| set & (1 << context) != 0)
}
