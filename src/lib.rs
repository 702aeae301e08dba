//! Hypelint's core: from the text of a post to the words that explain why it may be hype.
//!
//! ```
//! let mut scorer = hypelint::Scorer::default();
//! let report = scorer.report("Guaranteed profits! $NUVO is going to 100x, buy now before it flies 🚀🚀🚀");
//! assert!(report.flagged([50, 50]).contains(&hypelint::Category::Pump));
//! ```
//!
//! # A tour
//!
//! A post goes one way, and each step is a module:
//!
//! 1. [`fold`] undoes what evades matching, and keeps the way back to the original's offsets;
//! 2. [`features`] says what it is made of, and [`reader`] what its wording weighs: most posts are clearly nothing, and done;
//! 3. [`mod@rules`] finds what the rules' patterns and a little code find in the folded text;
//! 4. [`context`] finds whose words they are: quoted, negated, asked, doubted, backed;
//! 5. [`score`] makes findings of what counts, and a probability of their sum;
//! 6. [`report`] puts all that is known of a post into words' reach, for a card;
//! 7. [`repeats`] tells which posts are of one template, by sketches that are made on the way.
//!
//! [`Scorer`] is the one door. What the rules are is not written here: it takes a [`Ruleset`] (the crate
//! `hypelint-rulebook`), and [`built_in`] is the one that the build made of `rules/` and `model/`. Patterns are run by
//! `hypelint-patterns`. No step knows of files, arguments or browsers.

pub mod context;
pub mod features;
pub mod fold;
mod language;
mod order;
pub mod reader;
pub mod repeats;
pub mod report;
pub mod rules;
pub mod score;
pub mod span;
#[cfg(test)]
mod toy;
pub mod wtf8;

use std::sync::LazyLock;

use context::Contexts;
use fold::FoldedText;
use reader::{Lesson, Model, Reader};
use repeats::{Pairs, Sketch};
use report::{Cited, Report};
use rules::Matches;
use score::{Finding, Weigher};
use span::{Folded, Span, Utf16};

pub use hypelint_rulebook::{Category, Context, ContextSet, Role, Rule, Ruleset, members};

/// The rule set that the build made of `rules/` and `model/`.
#[must_use]
pub fn built_in() -> &'static Ruleset {
    static RULESET: LazyLock<Ruleset> =
        LazyLock::new(|| Ruleset::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/ruleset.bin"))));
    &RULESET
}

/// The weights of the wording that `hypelint train` learned.
#[must_use]
pub fn built_in_model() -> &'static Model {
    static MODEL: LazyLock<Model> = LazyLock::new(|| Model::from_bytes(include_bytes!("../model/reader.bin")));
    &MODEL
}

/// The built-in rules; findings and settings count them in this order.
#[must_use]
pub fn rules() -> &'static [Rule] {
    &built_in().rules
}

/// The built-in contexts, in the order of every [`ContextSet`].
#[must_use]
pub fn contexts() -> &'static [Context] {
    &built_in().contexts
}

/// [`score::threshold`] of the built-in rules.
#[must_use]
pub fn threshold(category: Category, sensitivity: u8) -> f64 {
    score::threshold(built_in(), category, sensitivity)
}

/// Titles, reasons, questions and sources of the built-in rules, for people: JSON by language, English first. The browser
/// loads the reader's beside the module.
#[cfg(not(target_family = "wasm"))]
pub const CATALOGUES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/catalogues.rs"));

/// Bytes of text that are read at once. A longer text is read in windows, so that memory is bounded.
pub const WINDOW: usize = 8 * 1024;

/// Bytes that one window gives to the next again: more than any pattern's match (`hypelint-rulebook`).
const OVERLAP: usize = 1024;

/// What a reader may choose for a rule; without a choice it counts as it was learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// It is not looked for.
    Off,
    /// It counts for less: see [`MILDER`].
    Milder,
    /// It counts for more: see [`STRICTER`].
    Stricter,
}

/// Logits that a rule counts for more where its reader wants it stricter: odds four and a half times as high. Added, so that it is felt
/// with a rule that was learned to weigh nothing, too.
pub const STRICTER: f64 = 1.5;

/// What is left of a rule's weight where its reader wants it milder: a part of it, so that a rule never speaks against its category.
pub const MILDER: f64 = 0.5;

/// The result of reading a post: all that a timeline needs to mark it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict<'a> {
    /// The sums: pump, claim.
    pub logits: [f64; 2],
    /// What the wording adds to each sum: logits, pump and claim.
    pub wording: [f64; 2],
    /// How much of that comes of what the user taught: see [`reader::Lesson`].
    pub taught: [f64; 2],
    /// In the order of the rules, at most one a rule.
    pub findings: &'a [Finding],
    /// Those that explain the post, the wording among them: see [`score::reasons`].
    pub reasons: &'a [Finding],
    /// The contexts of the whole post.
    pub whole: ContextSet,
    /// What the post says beside its names and numbers, to tell it from others by; of one that something speaks for, and that says enough.
    pub sketch: Option<Sketch>,
}

impl Verdict<'_> {
    /// Pump, claim: 0 to 1.
    #[must_use]
    pub fn probabilities(&self) -> [f64; 2] {
        self.logits.map(score::probability)
    }
}

/// Reads posts. Keeps its buffers from post to post: reading allocates nothing once they have grown, and the large ones have
/// room from the start.
#[derive(Debug)]
pub struct Scorer {
    ruleset: &'static Ruleset,
    text: FoldedText,
    reader: Reader,
    matches: Matches,
    contexts: Contexts,
    weigher: Weigher,
    /// What the wording says: of several windows, the most.
    wording: [f64; 2],
    taught: [f64; 2],
    findings: Vec<Finding>,
    /// The phrase that speaks most for each category, and its logits.
    phrases: [Option<(Span<Utf16>, f64)>; 2],
    pairs: Pairs,
    reasons: Vec<Finding>,
    whole: ContextSet,
    /// UTF-16 units of the post that earlier windows are done with.
    done: u32,
    /// The post is closed: the next window begins a new one.
    closed: bool,
    /// Rules are looked for in every post.
    thorough: bool,
    /// Cues and answers with their places are kept, for a report.
    citing: Option<Vec<Cited>>,
    /// What is chosen for each rule, by index.
    choices: Vec<Option<Choice>>,
}

impl Default for Scorer {
    /// With the built-in rules and weights.
    fn default() -> Self {
        Self::new(built_in(), built_in_model())
    }
}

impl Scorer {
    /// With the rules of `ruleset`, and a reader with the weights of `model`.
    #[must_use]
    pub fn new(ruleset: &'static Ruleset, model: &'static Model) -> Self {
        Self {
            ruleset,
            text: FoldedText::with_capacity(WINDOW),
            reader: Reader::new(model),
            matches: Matches::with_capacity(ruleset, WINDOW),
            contexts: Contexts::new(ruleset),
            weigher: Weigher::default(),
            wording: [f64::NEG_INFINITY; 2],
            taught: [0.0; 2],
            findings: Vec::new(),
            phrases: [None; 2],
            pairs: Pairs::default(),
            reasons: Vec::new(),
            whole: 0,
            done: 0,
            closed: false,
            thorough: false,
            citing: None,
            choices: vec![None; ruleset.rules.len()],
        }
    }

    /// Takes what the reader chose for rules, by id; all others count as they were learned. Of two choices for one the later holds.
    /// Unknown ids are ignored: settings outlive rules.
    pub fn choose<'a>(&mut self, choices: impl IntoIterator<Item = (&'a str, Choice)>) {
        self.choices.fill(None);
        for (id, choice) in choices {
            if let Some(rule) = self.ruleset.rules.iter().position(|rule| rule.id == id) {
                self.choices[rule] = Some(choice);
            }
        }
    }

    /// Takes what the user taught: these lessons, and no others. Each may be of any length; its first [`WINDOW`] bytes count.
    pub fn learn<'a>(&mut self, lessons: impl IntoIterator<Item = Lesson<'a>>) {
        self.reader.learn(
            lessons
                .into_iter()
                .map(|lesson| Lesson { text: &lesson.text[..lesson.text.floor_char_boundary(WINDOW)], ..lesson }),
        );
    }

    /// Looks for rules in every post, also in those that are clearly nothing: for learning what rules are worth.
    pub fn read_everything(&mut self) {
        self.thorough = true;
    }

    /// Reads a post.
    pub fn verdict(&mut self, text: &str) -> Verdict<'_> {
        let mut rest = text;
        loop {
            let window = rest.floor_char_boundary(WINDOW);
            let last = window == rest.len();
            let units = self.feed(&rest[..window], last);
            if last {
                return self.close();
            }
            let bytes = bytes_of(rest, units);
            rest = &rest[bytes..];
        }
    }

    /// Reads a post, and says all that is known of it.
    pub fn report(&mut self, text: &str) -> Report {
        let cited = self.cited(text, self.thorough);
        let language = language::covered(self.text.text());
        report::make(self.ruleset, text, language, &self.close(), &cited)
    }

    /// The contexts whose cues stand in a post, whether or not they lower anything.
    pub fn cues(&mut self, text: &str) -> Vec<&'static str> {
        let ruleset = self.ruleset;
        let mut cues: Vec<&str> = self
            .cited(text, true)
            .iter()
            .filter(|cited| cited.role == Role::Context)
            .map(|cited| ruleset.contexts[usize::from(cited.owner)].id)
            .collect();
        cues.sort_unstable();
        cues.dedup();
        cues
    }

    /// The checklist of a post, whether or not it claims anything.
    pub fn answers(&mut self, text: &str) -> Vec<report::Answer> {
        let cited = self.cited(text, true);
        report::checklist(self.ruleset, text, &cited)
    }

    /// Reads a post, and keeps what can be cited; `thorough`: also where the wording says nothing.
    fn cited(&mut self, text: &str, thorough: bool) -> Vec<Cited> {
        self.citing = Some(Vec::new());
        let before = std::mem::replace(&mut self.thorough, thorough);
        self.verdict(text);
        self.thorough = before;
        self.citing.take().unwrap_or_default()
    }

    /// Reads the next window of a post, at most [`WINDOW`] bytes; `last` if nothing follows. Returns how many UTF-16
    /// units of it are done with: the next window begins there.
    pub fn feed(&mut self, window: &str, last: bool) -> u32 {
        if self.closed {
            self.wording = [f64::NEG_INFINITY; 2];
            self.findings.clear();
            self.phrases = [None; 2];
            self.pairs.clear();
            self.whole = 0;
            self.done = 0;
            self.closed = false;
        }
        self.text.fold(window, self.done);
        let all = self.text.end() - self.done;
        let units = if last { all } else { all - units_of(&window[seam(window)..]) };
        let own = if last { u32::MAX } else { self.text.folded(self.done + units) };
        // A long post is as bad as its worst window: what is said in few words is not lost among many.
        let said = self.reader.read(&self.text, own);
        for (at, said) in said.unwrap_or_default().into_iter().enumerate() {
            if said > self.wording[at] {
                (self.wording[at], self.taught[at]) = (said, self.reader.taught()[at]);
            }
        }
        // What was taught may call for a closer look, but not spare one: that could take more than its bound from a post.
        let nothing = said.is_some_and(|said| {
            let looked_for = said.iter().zip(self.reader.taught()).map(|(said, taught)| said - taught.min(0.0));
            looked_for.zip(self.ruleset.nothing).all(|(said, nothing)| said < nothing)
        });
        if self.thorough || !nothing {
            self.matches.read(&self.text);
            if !self.matches.is_empty() {
                self.contexts.read(self.text.text(), &self.matches);
                self.weigh(own);
            }
            self.quote();
            // Of what nothing speaks for nobody asks whether it came before.
            if !self.findings.is_empty() || self.phrases != [None; 2] {
                self.pairs.add(&self.text, self.reader.tokens());
            }
        }
        self.done += units;
        units
    }

    /// Notes the phrase of this window that speaks most for each category in which the post could be flagged.
    fn quote(&mut self) {
        let Self { ruleset, text, reader, wording, findings, phrases, whole, .. } = self;
        let logits = score::logits(ruleset, *wording, findings, *whole);
        for category in Category::ALL {
            let at = category as usize;
            let clear = wording[at] <= 0.0 || logits[at] < ruleset.thresholds[at][100];
            if clear || score::is_explained(findings, category) {
                continue;
            }
            let taken = |finding: &Finding| Span::new(text.folded(finding.span.start), text.folded(finding.span.end));
            let taken: Vec<Span<Folded>> = findings
                .iter()
                .filter(|finding| finding.category == category && finding.weight > 0.0)
                .map(taken)
                .collect();
            if let Some((span, weight)) = reader.phrase(text, category, &taken)
                && phrases[at].is_none_or(|(_, known)| weight > known)
            {
                phrases[at] = Some((text.utf16(span), weight));
            }
        }
    }

    /// Closes a post and gives the verdict on it.
    pub fn close(&mut self) -> Verdict<'_> {
        self.closed = true;
        let wording = self.wording;
        let said = Category::ALL.map(|category| {
            let (span, _) =
                self.phrases[category as usize].filter(|_| !score::is_explained(&self.findings, category))?;
            let weight = wording[category as usize];
            Some(Finding {
                rule: self.ruleset.wording(),
                category,
                span,
                factor: 1.0,
                full: weight,
                weight,
                contexts: 0,
                worded: true,
            })
        });
        score::reasons(&self.findings, &said, &mut self.reasons);
        Verdict {
            logits: score::logits(self.ruleset, wording, &self.findings, self.whole),
            wording,
            taught: self.taught,
            findings: &self.findings,
            reasons: &self.reasons,
            whole: self.whole,
            sketch: self.pairs.sketch(),
        }
    }

    /// Adds what this window says, up to `own` bytes of folded text: what begins behind is the next window's.
    fn weigh(&mut self, own: u32) {
        let Self { ruleset, text, matches, contexts, weigher, findings, choices, .. } = self;
        let counts = |rule: usize, span: Span<Folded>| span.start < own && choices[rule] != Some(Choice::Off);
        for candidate in weigher.weigh(ruleset, text, matches, contexts, counts) {
            let mut finding = candidate.finding(ruleset, text);
            match choices[usize::from(finding.rule)] {
                Some(Choice::Milder) => finding.full *= MILDER,
                Some(Choice::Stricter) => finding.full += STRICTER,
                Some(Choice::Off) | None => {}
            }
            finding.weight = finding.full * finding.factor;
            match findings.binary_search_by_key(&finding.rule, |known| known.rule) {
                Ok(at) if findings[at].factor < finding.factor => findings[at] = finding,
                Ok(_) => {}
                Err(at) => findings.insert(at, finding),
            }
        }
        self.whole |= contexts.whole();
        if let Some(cited) = &mut self.citing {
            let mut cite = |role, owner, span: Span<Folded>| {
                if span.start < own {
                    let span: Span<Utf16> = text.utf16(span);
                    cited.push(Cited { role, owner, span });
                }
            };
            for cue in contexts.cues() {
                cite(Role::Context, cue.context, cue.span);
            }
            for found in matches.all() {
                if matches!(found.target.role, Role::Answered | Role::Partly) {
                    cite(found.target.role, found.target.owner, found.span);
                }
            }
        }
    }
}

/// Where the next window begins: behind a line break, where there is one, so that what belongs together is read together;
/// else behind the end of a sentence; else behind a space, so that no word is cut.
fn seam(window: &str) -> usize {
    let latest = window.floor_char_boundary(window.len().saturating_sub(OVERLAP));
    let earliest = window.floor_char_boundary(latest.saturating_sub(OVERLAP));
    let reach = &window[earliest..latest];
    let line = reach.rfind('\n').map(|at| at + 1);
    let behind = line.or_else(|| reach.rfind(". ").map(|at| at + 2)).or_else(|| {
        let space = reach.rfind(char::is_whitespace)?;
        reach[space..].chars().next().map(|character| space + character.len_utf8())
    });
    // Never at the beginning: there would be no end.
    let first = window.chars().next().map_or(0, char::len_utf8);
    behind.map_or(latest, |behind| earliest + behind).max(first)
}

fn units_of(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}

/// Bytes of the first `units` UTF-16 units.
fn bytes_of(text: &str, units: u32) -> usize {
    let mut left = units;
    text.char_indices()
        .find(|(_, character)| {
            let over = left == 0;
            left = left.saturating_sub(character.len_utf16() as u32);
            over
        })
        .map_or(text.len(), |(at, _)| at)
}
