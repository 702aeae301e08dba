//! The rules as one value, and (feature `read`) the reader that makes it of the rule files.
//!
//! In: `rules/` and `model/weights.toml`. Out: a [`Ruleset`], all that the core needs of them, and the catalogue of
//! titles, reasons and questions for people, which the core never sees. The build keeps a rule set as bytes; reading
//! them back copies no text.

#[cfg(feature = "read")]
mod read;
mod signal;

use std::sync::OnceLock;

use hypelint_patterns::Program;
use serde::{Deserialize, Serialize};

#[cfg(feature = "read")]
pub use read::{Example, Expectation, Kind, Problem, Rulebook, SourcePattern};
pub use signal::Signal;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Pushes a coin or stock with excitement instead of reasons.
    Pump,
    /// Claims an infrastructure benefit and backs none of it.
    Claim,
}

impl Category {
    /// Both, in the order of every pair.
    pub const ALL: [Self; 2] = [Self::Pump, Self::Claim];

    /// Its name, in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pump => "pump",
            Self::Claim => "claim",
        }
    }
}

/// How far a context's cue reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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

/// What a match of a pattern means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

/// How far a post answers a question of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// With what can be checked.
    Answered,
    /// It speaks of it.
    Partly,
    /// Not at all.
    Open,
}

/// Whose pattern it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Target {
    /// What a match means.
    pub role: Role,
    /// Index of the rule, context, signal or question.
    pub owner: u16,
}

/// A set of named signals, by index: 128 at most.
pub type SignalSet = u128;

/// A set of contexts, by index: 128 at most.
pub type ContextSet = u128;

/// The members of a set, in order.
pub fn members(mut set: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let member = (set != 0).then(|| set.trailing_zeros() as usize);
        set &= set.wrapping_sub(1);
        member
    })
}

/// One reason to be wary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Its file's name.
    pub id: &'static str,
    /// What it is about.
    pub category: Category,
    /// Logits, at least 0: learned, or the prior.
    pub weight: f64,
    /// Logits, above 0: what its author gave it.
    pub prior: f64,
    /// Named signals that are its matches.
    pub signals: Vec<u16>,
    /// A match only counts where one of these named signals is near; empty: anywhere.
    pub near: Vec<u16>,
    /// All of `near`.
    pub near_set: SignalSet,
    /// Bytes of folded text that are near.
    pub near_within: u32,
    /// Counts where this many of `counted` stand within `count_within` bytes; 0: no counting.
    pub at_least: u32,
    /// Named signals to count.
    pub counted: Vec<u16>,
    /// All of `counted`.
    pub counted_set: SignalSet,
    /// Bytes of folded text to count in.
    pub count_within: u32,
    /// Contexts in whose presence the rule says nothing: "the post gives no reason" is said of posts that give none.
    pub unless: ContextSet,
}

/// What changes the meaning of words: attribution, negation, question, doubt, warning, evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    pub signals: Vec<u16>,
    /// All of `signals`.
    pub signal_set: SignalSet,
}

/// All that the core needs of the rules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ruleset {
    /// Pump rules, then claim rules, each by id. Findings and settings count them in this order.
    pub rules: Vec<Rule>,
    /// By rule: all named signals that it asks for. By itself, since it is looked at for every post.
    pub asked: Vec<SignalSet>,
    /// By id; in the order of every [`ContextSet`].
    pub contexts: Vec<Context>,
    /// The checklist: the questions' ids.
    #[serde(borrow)]
    pub questions: Vec<&'static str>,
    /// How many named signals there are; those that code knows come first ([`Signal`]).
    pub signals: u16,
    /// Logit of a post in which nothing was found: pump, claim.
    pub bias: [f64; 2],
    /// Logit of the wording below which no rule is looked for: pump, claim. A post that is below both is clearly nothing.
    pub nothing: [f64; 2],
    /// Logit from which a post is flagged: pump, claim; for each sensitivity from 0 to 100.
    pub thresholds: [Vec<f64>; 2],
    /// What a match of each owner of `program` means.
    pub targets: Vec<Target>,
    /// All patterns, compiled and packed.
    pub packed: &'static [u8],
    /// The same in place, once somebody has asked for it.
    #[serde(skip)]
    pub in_place: OnceLock<Program>,
}

/// What stands for a rule where the wording itself is the reason.
pub const WORDING: &str = "wording";

impl Ruleset {
    /// The number that findings give the wording: behind those of all rules.
    #[must_use]
    pub fn wording(&self) -> u16 {
        self.rules.len() as u16
    }

    /// All patterns, ready to be looked for.
    ///
    /// # Panics
    ///
    /// What is packed is no program: the build always writes one.
    #[must_use]
    pub fn program(&self) -> &Program {
        self.in_place.get_or_init(|| Program::from_bytes(self.packed).expect("the build wrote it"))
    }

    /// The id of a finding's rule.
    #[must_use]
    pub fn rule_id(&self, rule: u16) -> &'static str {
        self.rules.get(usize::from(rule)).map_or(WORDING, |rule| rule.id)
    }

    /// Reads what [`Ruleset::to_bytes`] wrote.
    ///
    /// # Panics
    ///
    /// The bytes are no rule set of this version.
    #[must_use]
    pub fn from_bytes(bytes: &'static [u8]) -> Self {
        postcard::from_bytes(bytes).expect("a rule set of this version")
    }

    /// The rule set as bytes.
    ///
    /// # Panics
    ///
    /// Never: everything in a rule set can be written.
    #[cfg(feature = "read")]
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("a rule set can be written")
    }
}
