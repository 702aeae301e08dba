//! `hypelint score`: JSON Lines in, JSON Lines out, in order, as they come, on every core.
//!
//! What one read gives is one batch: a file fills it, a person's line is answered at once. So memory is bounded by the
//! batch and the longest line, and nothing waits for a clock.

use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use hypelint::report::{Answer, Found, Lowered};
use hypelint::{Category, Scorer};
use rayon::prelude::*;
use serde::de::{Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Bytes that are read at once.
const BATCH: usize = 1 << 20;
/// Longer lines are no posts: they are skipped, so that memory is bounded whatever comes.
const LONGEST_LINE: usize = 64 << 20;
/// Lines that a core takes at once.
const LINES: usize = 64;

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    text: Option<&'a RawValue>,
}

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
    structure_only: bool,
}

#[derive(Serialize)]
struct Failed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a RawValue>,
    error: &'a str,
}

/// Scores all posts of a file, or of standard input.
pub fn run(file: Option<&Path>, sensitivity: [u8; 2]) -> Result<ExitCode, String> {
    let (name, input): (String, Box<dyn Read>) = match file {
        Some(path) => {
            let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
            if file.metadata().is_ok_and(|about| about.is_dir()) {
                return Err(format!("{}: is a folder; give a file of JSON Lines", path.display()));
            }
            (path.display().to_string(), Box::new(file))
        }
        None => ("standard input".to_owned(), Box::new(io::stdin().lock())),
    };
    match stream(&name, input, BufWriter::new(io::stdout().lock()), sensitivity) {
        Ok(true) => Ok(ExitCode::SUCCESS),
        Ok(false) => Ok(ExitCode::FAILURE),
        // Whoever read the output has enough of it ("| head").
        Err(Stopped::Writing(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(Stopped::Writing(error)) => Err(format!("standard output: {error}")),
        Err(Stopped::Reading(error)) => Err(format!("{name}: {error}")),
    }
}

/// Where it ended before the end.
enum Stopped {
    Reading(io::Error),
    Writing(io::Error),
}

/// What became of some lines: the answers, and what was wrong with which.
struct Share {
    written: Vec<u8>,
    wrong: Vec<(usize, String)>,
}

/// Whether every line was valid.
fn stream(name: &str, mut input: impl Read, mut output: impl Write, sensitivity: [u8; 2]) -> Result<bool, Stopped> {
    let mut buffer: Vec<u8> = Vec::new();
    let mut number = 0;
    let mut valid = true;
    let mut skipping = false;
    loop {
        let kept = buffer.len();
        buffer.resize(kept + BATCH, 0);
        let read = match input.read(&mut buffer[kept..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
            Err(error) => return Err(Stopped::Reading(error)),
            Ok(0) => {
                buffer.truncate(kept);
                valid &= batch(name, &buffer, &mut number, &mut output, sensitivity).map_err(Stopped::Writing)?;
                return Ok(valid);
            }
            Ok(read) => read,
        };
        buffer.truncate(kept + read);
        if skipping {
            let end = buffer.iter().position(|&byte| byte == b'\n');
            skipping = end.is_none();
            buffer.drain(..end.map_or(buffer.len(), |end| end + 1));
        }
        // The last line may go on in the next read.
        let new = buffer.len().saturating_sub(read);
        if let Some(end) = buffer[new..].iter().rposition(|&byte| byte == b'\n').map(|at| new + at + 1) {
            valid &= batch(name, &buffer[..end], &mut number, &mut output, sensitivity).map_err(Stopped::Writing)?;
            buffer.drain(..end);
        } else if buffer.len() > LONGEST_LINE {
            buffer.clear();
            skipping = true;
            valid = false;
            number += 1;
            let mut written = Vec::new();
            let error = fail(None, format!("longer than {LONGEST_LINE} bytes"), &mut written);
            eprintln!("hypelint: {name}: line {number}: {error}");
            output.write_all(&written).and_then(|()| output.flush()).map_err(Stopped::Writing)?;
        }
    }
}

fn batch(
    name: &str,
    bytes: &[u8],
    number: &mut usize,
    output: &mut impl Write,
    sensitivity: [u8; 2],
) -> io::Result<bool> {
    let lines: Vec<&[u8]> = bytes.strip_suffix(b"\n").unwrap_or(bytes).split(|&byte| byte == b'\n').collect();
    if bytes.is_empty() {
        return Ok(true);
    }
    let shares: Vec<Share> = lines
        .par_chunks(LINES)
        .enumerate()
        .map_init(Scorer::default, |scorer, (share, lines)| {
            let mut written = Vec::new();
            let mut wrong = Vec::new();
            for (at, line) in lines.iter().enumerate() {
                if let Err(error) = line_to(scorer, line, sensitivity, &mut written) {
                    wrong.push((share * LINES + at + 1, error));
                }
            }
            Share { written, wrong }
        })
        .collect();
    let mut valid = true;
    for Share { written, wrong } in shares {
        output.write_all(&written)?;
        for (line, error) in wrong {
            eprintln!("hypelint: {name}: line {}: {error}", *number + line);
            valid = false;
        }
    }
    *number += lines.len();
    output.flush()?;
    Ok(valid)
}

/// Writes the answer to one line; nothing for a blank one.
pub fn line_to(scorer: &mut Scorer, line: &[u8], sensitivity: [u8; 2], written: &mut Vec<u8>) -> Result<(), String> {
    if line.trim_ascii().is_empty() {
        return Ok(());
    }
    let lossy = String::from_utf8_lossy(line);
    let (id, text) = match serde_json::from_str::<Line>(&lossy) {
        Err(error) => return Err(fail(None, format!("not a JSON object with a \"text\": {error}"), written)),
        Ok(parsed) => match read(line, parsed.text) {
            Ok(text) => (parsed.id, text),
            Err(error) => return Err(fail(parsed.id, error, written)),
        },
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
        structure_only: report.structure_only,
    };
    put(&answer, written);
    Ok(())
}

/// A line's text.
fn read(line: &[u8], text: Option<&RawValue>) -> Result<String, String> {
    if let Err(error) = std::str::from_utf8(line) {
        return Err(format!("not UTF-8 at byte {}", error.valid_up_to() + 1));
    }
    let text = text.ok_or("no \"text\"")?.get();
    if !text.starts_with('"') {
        return Err("\"text\" is not a string".to_owned());
    }
    // As bytes, since they may hold halves of surrogate pairs, which browsers have in their strings. Each is read as they
    // read it: as a replacement character, which is as long.
    let mut bytes: Vec<u8> = serde_json::from_str::<Bytes>(text).map_err(|error| format!("\"text\": {error}"))?.0;
    for at in 0..bytes.len().saturating_sub(2) {
        if bytes[at] == 0xed && bytes[at + 1] >= 0xa0 {
            bytes[at..at + 3].copy_from_slice("\u{fffd}".as_bytes());
        }
    }
    String::from_utf8(bytes).map_err(|error| format!("\"text\": {error}"))
}

/// A JSON string, halves of surrogate pairs and all.
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Take;
        impl Visitor<'_> for Take {
            type Value = Bytes;
            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("a string")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_owned()))
            }
        }
        deserializer.deserialize_bytes(Take)
    }
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
