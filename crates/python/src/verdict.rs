//! A verdict on a post in Python's terms, and the threads that make them.

use std::cell::RefCell;
use std::process;
use std::sync::{Mutex, PoisonError};

use hypelint::{Category, Scorer, built_in, threshold};
use rayon::{ThreadPool, ThreadPoolBuilder};

/// A verdict: what the command line says, its spans in characters.
pub struct Verdict {
    pub pump: f64,
    pub claim: f64,
    pub flagged: Vec<&'static str>,
    pub findings: Vec<Finding>,
}

/// A reason.
pub struct Finding {
    pub rule: &'static str,
    pub category: &'static str,
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub weight: f64,
}

thread_local! {
    static SCORER: RefCell<Scorer> = RefCell::new(Scorer::default());
}

/// Work with this thread's scorer.
pub fn at_scorer<T>(work: impl FnOnce(&mut Scorer) -> T) -> T {
    SCORER.with_borrow_mut(work)
}

impl Verdict {
    /// Reads a post.
    pub fn new(text: &str, sensitivity: [u8; 2]) -> Self {
        at_scorer(|scorer| {
            let verdict = scorer.verdict(text);
            let probabilities = verdict.probabilities();
            // What cannot be explained is not flagged, as in the core's report.
            let flagged = |category: &Category| {
                let at = *category as usize;
                verdict.reasons.iter().any(|finding| finding.category == *category && finding.weight > 0.0)
                    && probabilities[at] >= threshold(*category, sensitivity[at])
            };
            let findings = verdict.reasons.iter().map(|finding| {
                let (start, end) = (Place::of(text, finding.span.start), Place::of(text, finding.span.end));
                Finding {
                    rule: built_in().rule_id(finding.rule),
                    category: finding.category.name(),
                    start: start.characters,
                    end: end.characters,
                    text: text[start.bytes..end.bytes].to_owned(),
                    weight: finding.weight,
                }
            });
            Self {
                pump: probabilities[0],
                claim: probabilities[1],
                flagged: Category::ALL.into_iter().filter(flagged).map(Category::name).collect(),
                findings: findings.collect(),
            }
        })
    }
}

/// A place in a text.
#[derive(Debug, PartialEq)]
pub struct Place {
    pub characters: usize,
    pub bytes: usize,
}

impl Place {
    /// Of a UTF-16 unit.
    pub fn of(text: &str, unit: u32) -> Self {
        let mut at = 0;
        for (characters, (bytes, character)) in text.char_indices().enumerate() {
            if at >= unit {
                return Self { characters, bytes };
            }
            at += character.len_utf16() as u32;
        }
        Self { characters: text.chars().count(), bytes: text.len() }
    }
}

/// The threads of this process. A child that Python forks has its parent's memory and none of its threads, so it gets its own;
/// what the parent's pool holds there is left alone, since nobody is there to end it.
pub fn pool() -> &'static ThreadPool {
    // Taken and given back under Python's lock, as a fork is: no child is born while it is held.
    static POOL: Mutex<Option<(u32, &'static ThreadPool)>> = Mutex::new(None);
    let mut known = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    match *known {
        Some((process, pool)) if process == process::id() => pool,
        _ => {
            let pool = ThreadPoolBuilder::new().build().expect("threads can be made");
            let pool: &'static ThreadPool = Box::leak(Box::new(pool));
            *known = Some((process::id(), pool));
            pool
        }
    }
}
