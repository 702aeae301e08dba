//! Hypelint's core: from the text of a post to the words that explain why it may be hype.
//!
//! ```
//! let mut scorer = hypelint::Scorer::default();
//! let report = scorer.report("Guaranteed profits! $NUVO is going to 100x, buy now before it flies 🚀🚀🚀");
//! assert!(report.flagged([50, 50]).contains(&hypelint::Category::Pump));
//! ```
//!
//! A post goes one way: [`fold`] folds it, [`signals`] finds what is in it, [`context`] says what changes the
//! meaning, [`score`] makes findings and a probability of it, [`report`] puts them into words' reach. [`Scorer`] is
//! the one door. Rules are data, under `rules/`; `build.rs` turns them into the tables that this crate runs on.

pub mod context;
pub mod fold;
mod language;
mod order;
pub mod report;
pub mod score;
pub mod signals;
pub mod span;
mod tables;

use context::{ContextSet, Contexts};
use fold::FoldedText;
use report::{Cited, Report};
use score::{Candidate, Finding};
use signals::{Role, Signals};
use span::{Folded, Span, Utf16};
use tables::RULES;

pub use score::{Category, threshold};

/// Titles, reasons, questions and sources of all rules, for people: JSON. The browser loads it beside the module.
#[cfg(not(target_family = "wasm"))]
pub const CATALOGUE: &str = include_str!(concat!(env!("OUT_DIR"), "/catalogue.json"));

/// Bytes of text that are read at once. A longer text is read in windows, so that memory is bounded.
pub const WINDOW: usize = 8 * 1024;

/// Bytes that one window gives to the next again: more than any pattern's match (`LONGEST` in `crates/patterns/src/compile`).
const OVERLAP: usize = 1024;

/// Matches in a window that there is room for from the start: the worst texts that we know have fewer, so reading them takes
/// no more memory than any other. `benches/worst.mjs`.
const MATCHES: usize = 2 * WINDOW;

/// The result of reading a post: all that a timeline needs to mark it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict<'a> {
    /// Pump, claim: 0 to 1.
    pub probabilities: [f64; 2],
    /// In the order of the rules, at most one a rule.
    pub findings: &'a [Finding],
    /// The contexts of the whole post.
    pub whole: ContextSet,
}

/// All rules; findings and settings count them in this order.
#[must_use]
pub fn rules() -> &'static [score::Rule] {
    &tables::RULES
}

/// All contexts, in the order of every [`ContextSet`].
#[must_use]
pub fn contexts() -> &'static [context::Context] {
    &tables::CONTEXTS
}

/// Reads posts. Keeps its buffers from post to post: reading allocates nothing once they have grown, and the large ones have
/// room from the start.
#[derive(Debug)]
pub struct Scorer {
    text: FoldedText,
    signals: Signals,
    contexts: Contexts,
    candidates: Vec<Candidate>,
    findings: Vec<Finding>,
    whole: ContextSet,
    /// UTF-16 units of the post that earlier windows are done with.
    done: u32,
    /// The post is closed: the next window begins a new one.
    closed: bool,
    /// Cues and answers with their places are kept, for a report.
    citing: Option<Vec<Cited>>,
    /// Rules that are switched off, by index.
    off: Vec<bool>,
}

impl Default for Scorer {
    fn default() -> Self {
        Self {
            text: FoldedText::with_capacity(WINDOW),
            signals: Signals::with_capacity(MATCHES),
            contexts: Contexts::default(),
            candidates: Vec::new(),
            findings: Vec::new(),
            whole: 0,
            done: 0,
            closed: false,
            citing: None,
            off: Vec::new(),
        }
    }
}

impl Scorer {
    /// Switches rules off, by id; all others are on. Unknown ids are ignored: settings outlive rules.
    pub fn switch_off<'a>(&mut self, ids: impl IntoIterator<Item = &'a str>) {
        self.off = vec![false; RULES.len()];
        for id in ids {
            if let Some(rule) = RULES.iter().position(|rule| rule.id == id) {
                self.off[rule] = true;
            }
        }
    }

    /// Reads a post.
    pub fn verdict(&mut self, text: &str) -> Verdict<'_> {
        let mut rest = text;
        loop {
            let window = floor(rest, WINDOW);
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
        let cited = self.cited(text);
        report::make(text, self.text.text(), &self.findings, self.whole, &cited)
    }

    /// The contexts whose cues stand in a post, whether or not they lower anything.
    pub fn cues(&mut self, text: &str) -> Vec<&'static str> {
        let mut cues: Vec<&str> = self
            .cited(text)
            .iter()
            .filter(|cited| cited.role == Role::Context)
            .map(|cited| tables::CONTEXTS[usize::from(cited.owner)].id)
            .collect();
        cues.sort_unstable();
        cues.dedup();
        cues
    }

    /// The checklist of a post, whether or not it claims anything.
    pub fn answers(&mut self, text: &str) -> Vec<report::Answer> {
        let cited = self.cited(text);
        report::checklist(text, &cited)
    }

    /// Reads a post, and keeps what can be cited.
    fn cited(&mut self, text: &str) -> Vec<Cited> {
        self.citing = Some(Vec::new());
        self.verdict(text);
        self.citing.take().unwrap_or_default()
    }

    /// Reads the next window of a post, at most [`WINDOW`] bytes; `last` if nothing follows. Returns how many UTF-16
    /// units of it are done with: the next window begins there.
    pub fn feed(&mut self, window: &str, last: bool) -> u32 {
        if self.closed {
            self.findings.clear();
            self.whole = 0;
            self.done = 0;
            self.closed = false;
        }
        self.text.fold(window, self.done);
        self.signals.read(&self.text);
        let all = self.text.end() - self.done;
        let units = if last { all } else { all - units_of(&window[seam(window)..]) };
        if !self.signals.is_empty() {
            let own = if last { u32::MAX } else { self.text.folded(self.done + units) };
            self.contexts.read(self.text.text(), &self.signals);
            self.weigh(own);
        }
        self.done += units;
        units
    }

    /// Closes a post and gives the verdict on it.
    pub fn close(&mut self) -> Verdict<'_> {
        self.closed = true;
        Verdict {
            probabilities: score::probabilities(&self.findings, self.whole),
            findings: &self.findings,
            whole: self.whole,
        }
    }

    /// Adds what this window says, up to `own` bytes of folded text: what begins behind is the next window's.
    fn weigh(&mut self, own: u32) {
        let Self { text, signals, contexts, candidates, findings, off, .. } = self;
        score::weigh(
            signals,
            contexts,
            |rule, span| span.start < own && !off.get(rule).copied().unwrap_or(false),
            candidates,
        );
        for candidate in candidates.iter() {
            let finding = Finding {
                rule: candidate.rule,
                span: text.utf16(candidate.span),
                factor: candidate.factor,
                contexts: candidate.contexts,
            };
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
            for signal in signals.all() {
                if matches!(signal.target.role, Role::Answered | Role::Partly) {
                    cite(signal.target.role, signal.target.owner, signal.span);
                }
            }
        }
    }
}

/// Where the next window begins: behind a line break, where there is one, so that what belongs together is read together;
/// else behind the end of a sentence; else behind a space, so that no word is cut.
fn seam(window: &str) -> usize {
    let latest = floor(window, window.len().saturating_sub(OVERLAP));
    let earliest = floor(window, latest.saturating_sub(OVERLAP));
    let reach = &window[earliest..latest];
    let line = reach.rfind('\n').map(|at| at + 1);
    let behind = line.or_else(|| reach.rfind(". ").map(|at| at + 2)).or_else(|| {
        let space = reach.rfind(char::is_whitespace)?;
        reach[space..].chars().next().map(|character| space + character.len_utf8())
    });
    behind.map_or(latest, |behind| earliest + behind).max(1)
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn units_of(text: &str) -> u32 {
    text.chars().map(|character| character.len_utf16() as u32).sum()
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
