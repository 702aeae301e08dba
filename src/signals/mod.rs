//! What is in a text: matches of patterns, and signals that code finds.
//!
//! In: a [`FoldedText`] text. Out: [`Signals`]: for every rule, context, signal and question, where it was met. It
//! decides nothing: whether a match counts is for [`crate::context`] and [`crate::score`].

mod structure;

use hypelint_patterns::{Match, Matcher, Program};

use crate::fold::FoldedText;
use crate::span::{Folded, Span};
use crate::tables::{self, CONTEXTS, QUESTIONS, RULES, SIGNAL_PAIR, SIGNAL_TICKER, SIGNALS, TARGETS};

pub use structure::quotations;

/// What a match of a pattern means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A rule's own words.
    Rule,
    /// Words that only look like a rule's.
    RuleTrap,
    /// A context's cue.
    Context,
    /// Words that only look like a cue.
    ContextTrap,
    /// A named signal.
    Signal,
    /// An answer to a question of the checklist.
    Answered,
    /// Part of an answer.
    Partly,
}

/// Whose pattern it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// What a match means.
    pub role: Role,
    /// Index of the rule, context, signal or question.
    pub owner: u16,
}

/// A set of named signals, by index.
pub type SignalSet = u128;
const _: () = assert!(SIGNALS <= 128, "a SignalSet holds 128 signals");

/// One thing met in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    /// Whose it is.
    pub target: Target,
    /// Where.
    pub span: Span<Folded>,
}

/// All that was met in a text. The buffers are kept from text to text.
#[derive(Debug)]
pub struct Signals {
    program: Program,
    matcher: Matcher,
    met: Vec<Signal>,
    /// Target → its first signal in `met`; and from each signal to the next of its target. Rules ask for signals by
    /// name far more often than there are signals.
    first: Vec<u32>,
    next: Vec<u32>,
    /// The named signals among them.
    present: SignalSet,
}

/// No signal (further).
const NONE: u32 = u32::MAX;

/// Where a target stands among all targets.
fn place(role: Role, owner: usize) -> usize {
    let (rules, contexts) = (RULES.len(), CONTEXTS.len());
    owner
        + match role {
            Role::Rule => 0,
            Role::RuleTrap => rules,
            Role::Context => 2 * rules,
            Role::ContextTrap => 2 * rules + contexts,
            Role::Signal => 2 * rules + 2 * contexts,
            Role::Answered => 2 * rules + 2 * contexts + SIGNALS,
            Role::Partly => 2 * rules + 2 * contexts + SIGNALS + QUESTIONS.len(),
        }
}

/// The patterns of all rules.
fn program() -> Program {
    Program::from_bytes(tables::PROGRAM).expect("the build wrote it")
}

impl Default for Signals {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl Signals {
    /// With room for so many matches.
    #[must_use]
    pub fn with_capacity(matches: usize) -> Self {
        Self {
            program: program(),
            matcher: Matcher::with_capacity(matches),
            met: Vec::with_capacity(matches),
            first: vec![NONE; place(Role::Partly, QUESTIONS.len())],
            next: Vec::with_capacity(matches),
            present: 0,
        }
    }

    /// Reads a text; what was here before is gone.
    pub fn read(&mut self, text: &FoldedText) {
        for signal in self.met.drain(..) {
            self.first[place(signal.target.role, usize::from(signal.target.owner))] = NONE;
        }
        self.matcher.find(&self.program, text.text());
        for found in self.matcher.matches() {
            let target = TARGETS[usize::from(found.owner)];
            let span = trimmed(text.text(), Span::new(found.start, found.end));
            let by_its_end = target.role == Role::Signal && [SIGNAL_PAIR, SIGNAL_TICKER].contains(&target.owner);
            self.met.push(Signal {
                target,
                span: if by_its_end { structure::whole_name(text.text(), span) } else { span },
            });
        }
        structure::find(text, &mut self.met);
        self.present = 0;
        self.next.clear();
        self.next.resize(self.met.len(), NONE);
        // From the last to the first, so that each list runs forward.
        for (at, signal) in self.met.iter().enumerate().rev() {
            if signal.target.role == Role::Signal {
                self.present |= 1 << signal.target.owner;
            }
            let first = &mut self.first[place(signal.target.role, usize::from(signal.target.owner))];
            self.next[at] = *first;
            *first = at as u32;
        }
    }

    /// Nothing was met.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.met.is_empty()
    }

    /// All that was met.
    #[must_use]
    pub fn all(&self) -> &[Signal] {
        &self.met
    }

    /// Where something was met.
    pub fn of(&self, role: Role, owner: usize) -> impl Iterator<Item = Span<Folded>> + '_ {
        let mut at = self.first[place(role, owner)];
        std::iter::from_fn(move || {
            let signal = self.met.get(at as usize)?;
            at = self.next[at as usize];
            Some(signal.span)
        })
    }

    /// The named signals that were met.
    #[must_use]
    pub fn present(&self) -> SignalSet {
        self.present
    }

    /// Where a named signal was met.
    pub fn named(&self, signal: u16) -> impl Iterator<Item = Span<Folded>> + '_ {
        self.of(Role::Signal, usize::from(signal))
    }

    /// Every match of every owner's patterns: what the matcher itself found, for those who check it.
    #[must_use]
    pub fn matches(&self) -> &[Match] {
        self.matcher.matches()
    }
}

/// White space at the edges of a match is no part of what a reader is pointed at.
fn trimmed(text: &[u8], span: Span<Folded>) -> Span<Folded> {
    let words = &text[span.start as usize..span.end as usize];
    let before = words.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let after = words.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
    if before + after >= words.len() {
        return span;
    }
    Span::new(span.start + before as u32, span.end - after as u32)
}
