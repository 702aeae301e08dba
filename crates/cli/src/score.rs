//! `hypelint score`: JSON Lines in, JSON Lines out, in order, as they come, on every core.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use hypelint::report::{Answer, Found, Lowered, Taught};
use hypelint::{Category, Scorer};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::lessons::{self, Lesson};
use crate::lines::{self, Chunk};

/// Lines that a core takes at once.
const LINES: usize = 64;

#[derive(Serialize)]
struct Scored<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a RawValue>,
    pump: f64,
    claim: f64,
    flagged: Vec<Category>,
    findings: Vec<Found>,
    contexts: Vec<Lowered>,
    checklist: Vec<Answer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    taught: Option<Taught>,
    structure_only: bool,
}

#[derive(Serialize)]
struct Failed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a RawValue>,
    error: &'a str,
}

/// How posts are read.
struct Settings {
    lessons: Vec<Lesson>,
    sensitivity: [u8; 2],
}

/// Scores all posts of a file, or of standard input, after somebody's lessons.
pub fn run(file: Option<&Path>, lessons: Option<&Path>, sensitivity: [u8; 2]) -> Result<ExitCode, String> {
    let settings = Settings { lessons: lessons.map_or(Ok(Vec::new()), lessons::read)?, sensitivity };
    let (name, input) = lines::open(file)?;
    let mut output = BufWriter::new(io::stdout().lock());
    let done = lines::stream(input, |chunk| batch(&name, chunk, &mut output, &settings));
    lines::status(&name, done)
}

/// What became of some lines: the answers, and what was wrong with which.
struct Share {
    written: Vec<u8>,
    wrong: Vec<(usize, String)>,
}

/// Whether every line was valid.
fn batch(name: &str, chunk: Chunk<'_>, output: &mut impl Write, settings: &Settings) -> io::Result<bool> {
    let Chunk { lines, number } = chunk;
    let lines = match lines {
        Ok(lines) => lines,
        Err(error) => {
            let mut written = Vec::new();
            let error = fail(None, error, &mut written);
            eprintln!("hypelint: {name}: line {}: {error}", number + 1);
            output.write_all(&written)?;
            output.flush()?;
            return Ok(false);
        }
    };
    let shares: Vec<Share> = lines
        .par_chunks(LINES)
        .enumerate()
        .map_init(
            || scorer(&settings.lessons),
            |scorer, (share, lines)| {
                let mut written = Vec::new();
                let mut wrong = Vec::new();
                for (at, line) in lines.iter().enumerate() {
                    if let Err(error) = line_to(scorer, line, settings.sensitivity, &mut written) {
                        wrong.push((share * LINES + at + 1, error));
                    }
                }
                Share { written, wrong }
            },
        )
        .collect();
    let mut valid = true;
    for Share { written, wrong } in shares {
        output.write_all(&written)?;
        for (line, error) in wrong {
            eprintln!("hypelint: {name}: line {}: {error}", number + line);
            valid = false;
        }
    }
    output.flush()?;
    Ok(valid)
}

fn scorer(lessons: &[Lesson]) -> Scorer {
    let mut scorer = Scorer::default();
    scorer.learn(lessons.iter().map(Lesson::taught));
    scorer
}

/// Writes the answer to one line; nothing for a blank one.
pub fn line_to(scorer: &mut Scorer, line: &[u8], sensitivity: [u8; 2], written: &mut Vec<u8>) -> Result<(), String> {
    if line.trim_ascii().is_empty() {
        return Ok(());
    }
    let lossy = String::from_utf8_lossy(line);
    let (id, text) = lines::post(line, &lossy);
    let text = match text {
        Ok(text) => text,
        Err(error) => return Err(fail(id, error, written)),
    };
    let report = scorer.report(&text);
    let flagged = report.flagged(sensitivity);
    let answer = Scored {
        id,
        pump: report.pump,
        claim: report.claim,
        flagged,
        findings: report.findings,
        contexts: report.contexts,
        checklist: report.checklist,
        taught: report.taught,
        structure_only: report.structure_only,
    };
    put(&answer, written);
    Ok(())
}

/// Answers a line with what was wrong with it.
fn fail(id: Option<&RawValue>, error: String, written: &mut Vec<u8>) -> String {
    put(&Failed { id, error: &error }, written);
    error
}

fn put(value: &impl Serialize, written: &mut Vec<u8>) {
    serde_json::to_writer(&mut *written, value).expect("plain values are always JSON");
    written.push(b'\n');
}
