//! `hypelint score`: posts in, verdicts out, in order, as they come, on every core.
//!
//! What one read gives is one batch: a file fills it, a person's line is answered at once. So memory is bounded by the
//! batch and the longest line, and nothing waits for a clock. What is read comes from [`Source`], what is written goes to
//! [`Output`]; in between a post is a line or a row, and becomes an [`Answer`].

use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use hypelint::report::{Answer as Answered, Found, Lowered, Taught};
use hypelint::{Category, Scorer};
use hypelint_tables::{Id, Row, lines};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::lessons::{self, Lesson};
use crate::output::{Output, Part};
use crate::progress::Progress;
use crate::source::{Batch, Posts};
use crate::terminal::ended;

/// Posts that a core takes at once.
const POSTS: usize = 64;

/// What the call asks for.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    posts: Posts,
    /// Write to a file, packed if its name ends with .gz or .zst
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How verdicts are written [default: what the name of --out says, or else JSON Lines]
    #[arg(long, value_name = "FORMAT")]
    to: Option<Format>,
    /// What somebody taught: JSON Lines with "text", and "pump" and "claim", each 1 (it is hype), -1 (it is not) or left out
    #[arg(long, value_name = "FILE")]
    lessons: Option<PathBuf>,
}

/// How posts and verdicts are written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One JSON object a line
    Jsonl,
    /// A table of text, its columns named in the first line
    Csv,
    /// A table in columns
    Parquet,
}

/// The answer to one post.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Answer<'a> {
    /// What it is.
    Scored {
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Cow<'a, RawValue>>,
        pump: f64,
        claim: f64,
        flagged: Vec<Category>,
        findings: Vec<Found>,
        contexts: Vec<Lowered>,
        checklist: Vec<Answered>,
        #[serde(skip_serializing_if = "Option::is_none")]
        taught: Option<Taught>,
        structure_only: bool,
    },
    /// What was wrong with it.
    Failed {
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Cow<'a, RawValue>>,
        error: String,
    },
}

impl<'a> Answer<'a> {
    fn new(
        scorer: &mut Scorer,
        id: Option<Cow<'a, RawValue>>,
        text: Result<Cow<str>, String>,
        sensitivity: [u8; 2],
    ) -> Self {
        match text {
            Ok(text) => {
                let report = scorer.report(&text);
                let flagged = report.flagged(sensitivity);
                Self::Scored {
                    id,
                    pump: report.pump,
                    claim: report.claim,
                    flagged,
                    findings: report.findings,
                    contexts: report.contexts,
                    checklist: report.checklist,
                    taught: report.taught,
                    structure_only: report.structure_only,
                }
            }
            Err(error) => Self::Failed { id, error },
        }
    }
}

/// Scores all posts of a file, or of standard input.
pub fn run(options: &Options, sensitivity: [u8; 2]) -> Result<ExitCode, String> {
    let names = options.posts.names();
    let lessons = options.lessons.as_deref().map_or(Ok(Vec::new()), lessons::read)?;
    let (mut source, name, counter) = options.posts.open()?;
    if let (Some(file), Some(out)) = (options.posts.file(), &options.out)
        && let (Ok(file), Ok(out)) = (file.canonicalize(), out.canonicalize())
        && file == out
    {
        return Err(format!("{name}: the verdicts would take the posts' place: name another file by --out"));
    }
    let mut output = Output::open(options.out.as_deref(), options.to)?;
    let is_typed = options.posts.are_standard() && io::stdin().is_terminal();
    let mut progress = Progress::new(!output.is_terminal() && !is_typed);
    let (mut valid, mut number) = (true, 0);
    loop {
        let batch = source.read().map_err(|error| format!("{name}: {error}"))?;
        let (posts, parts) = match &batch {
            None => break,
            Some(Batch::Lines(bytes)) => {
                let lines = lines::split(bytes);
                let first = number;
                number += lines.len();
                let parts = answers(&lines, output.format(), &lessons, |scorer, at, line| {
                    // A blank line is no post.
                    if line.trim_ascii().is_empty() {
                        return None;
                    }
                    let (id, text) = lines::parse(line, &names);
                    Some((first + at + 1, Answer::new(scorer, id, text.map(Cow::Owned), sensitivity)))
                });
                (lines.len(), parts)
            }
            Some(Batch::TooLong) => {
                number += 1;
                let failed = || Some((number, Answer::Failed { id: None, error: lines::too_long() }));
                (1, answers(&[()], output.format(), &lessons, |_, _, ()| failed()))
            }
            Some(Batch::Rows(rows)) => {
                let parts = answers(rows, output.format(), &lessons, |scorer, _, row: &Row| {
                    let text = row.text.as_deref().map(Cow::Borrowed).map_err(Clone::clone);
                    Some((row.place, Answer::new(scorer, row.id.as_ref().map(raw), text, sensitivity)))
                });
                (rows.len(), parts)
            }
        };
        for (part, wrong) in parts {
            if let Err(error) = output.write(part) {
                return ended(&output.name, &error);
            }
            for (place, error) in wrong {
                progress.clear();
                eprintln!("hypelint: {name}: {} {place}: {error}", source.unit());
                valid = false;
            }
        }
        if let Err(error) = output.flush() {
            return ended(&output.name, &error);
        }
        progress.add(posts, source.share().or_else(|| counter.share()));
    }
    drop(progress);
    let name = output.name.clone();
    if let Err(error) = output.finish() {
        return ended(&name, &error);
    }
    Ok(if valid { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What was wrong, with the place of each.
type Wrong = Vec<(usize, String)>;

/// The answers to all items, in order, in parts; where each item stands comes with its answer.
fn answers<'a, T: Sync>(
    items: &'a [T],
    format: Format,
    lessons: &[Lesson],
    answer: impl Fn(&mut Scorer, usize, &'a T) -> Option<(usize, Answer<'a>)> + Sync,
) -> Vec<(Part, Wrong)> {
    let parts = items.par_chunks(POSTS).enumerate().map_init(
        || scorer(lessons),
        |scorer, (share, items)| {
            let (mut part, mut wrong) = (Part::default(), Wrong::new());
            for (at, item) in items.iter().enumerate() {
                if let Some((place, answer)) = answer(scorer, share * POSTS + at, item) {
                    part.put(format, &answer);
                    if let Answer::Failed { error, .. } = answer {
                        wrong.push((place, error));
                    }
                }
            }
            (part, wrong)
        },
    );
    parts.collect()
}

fn scorer(lessons: &[Lesson]) -> Scorer {
    let mut scorer = Scorer::default();
    scorer.learn(lessons.iter().map(Lesson::taught));
    scorer
}

/// An id as JSON.
pub fn raw(id: &Id) -> Cow<'static, RawValue> {
    let json = match id {
        Id::Text(text) => to_raw_value(text),
        Id::Number(number) => to_raw_value(number),
    };
    Cow::Owned(json.expect("strings and numbers are always JSON"))
}
