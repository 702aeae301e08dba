//! Posts from JSON Lines as they come, for `score` and `repeats`.
//!
//! What one read gives is one chunk: a file fills it, a person's line is there at once. So memory is bounded by the
//! chunk and the longest line, and nothing waits for a clock.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::process::ExitCode;

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};
use serde_json::value::RawValue;

/// Bytes that are read at once.
const CHUNK: usize = 1 << 20;
/// Longer lines are no posts: they are skipped, so that memory is bounded whatever comes.
const LONGEST_LINE: usize = 64 << 20;

/// Some lines that came together.
pub struct Chunk<'a> {
    /// The lines; or what is wrong with a single one that is not there.
    pub lines: Result<Vec<&'a [u8]>, String>,
    /// How many came before.
    pub number: usize,
}

impl<'a> Chunk<'a> {
    fn of(bytes: &'a [u8], number: usize) -> Self {
        let lines = bytes.strip_suffix(b"\n").unwrap_or(bytes).split(|&byte| byte == b'\n').collect();
        Self { lines: Ok(lines), number }
    }
}

/// Where it ended before the end.
pub enum Stopped {
    Reading(io::Error),
    Writing(io::Error),
}

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    text: Option<&'a RawValue>,
}

/// A file, or standard input; and what it is called.
pub fn open(file: Option<&Path>) -> Result<(String, Box<dyn Read>), String> {
    let Some(path) = file.filter(|path| *path != Path::new("-")) else {
        return Ok(("standard input".to_owned(), Box::new(io::stdin().lock())));
    };
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    if file.metadata().is_ok_and(|about| about.is_dir()) {
        return Err(format!("{}: is a folder; give a file of JSON Lines", path.display()));
    }
    Ok((path.display().to_string(), Box::new(file)))
}

/// Gives all lines to `take`, which says whether they were valid; says whether all were.
pub fn stream(mut input: impl Read, mut take: impl FnMut(Chunk<'_>) -> io::Result<bool>) -> Result<bool, Stopped> {
    let mut buffer: Vec<u8> = Vec::new();
    let mut number = 0;
    let mut valid = true;
    let mut skipping = false;
    loop {
        let kept = buffer.len();
        buffer.resize(kept + CHUNK, 0);
        let read = match input.read(&mut buffer[kept..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
            Err(error) => return Err(Stopped::Reading(error)),
            Ok(0) => {
                buffer.truncate(kept);
                return Ok((buffer.is_empty() || take(Chunk::of(&buffer, number)).map_err(Stopped::Writing)?) && valid);
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
            let chunk = Chunk::of(&buffer[..end], number);
            number += chunk.lines.as_ref().map_or(0, Vec::len);
            valid &= take(chunk).map_err(Stopped::Writing)?;
            buffer.drain(..end);
        } else if buffer.len() > LONGEST_LINE {
            buffer.clear();
            skipping = true;
            valid = false;
            let error = format!("longer than {LONGEST_LINE} bytes");
            take(Chunk { lines: Err(error), number }).map_err(Stopped::Writing)?;
            number += 1;
        }
    }
}

/// How the command ends.
pub fn status(name: &str, done: Result<bool, Stopped>) -> Result<ExitCode, String> {
    match done {
        Ok(true) => Ok(ExitCode::SUCCESS),
        Ok(false) => Ok(ExitCode::FAILURE),
        // Whoever read the output has enough of it ("| head").
        Err(Stopped::Writing(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(Stopped::Writing(error)) => Err(format!("standard output: {error}")),
        Err(Stopped::Reading(error)) => Err(format!("{name}: {error}")),
    }
}

/// The id of a line, if it has one; and its text, or what is wrong with it. `lossy` is the line, with what is no UTF-8 replaced.
pub fn post<'a>(line: &[u8], lossy: &'a str) -> (Option<&'a RawValue>, Result<String, String>) {
    match serde_json::from_str::<Line>(lossy) {
        Err(error) => (None, Err(format!("not a JSON object with a \"text\": {error}"))),
        Ok(parsed) => (parsed.id, read(line, parsed.text)),
    }
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
