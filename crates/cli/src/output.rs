//! Where verdicts go: standard output or a file, as lines or as a table.
//!
//! In: parts, which cores fill beside each other. Out: bytes, in order. Only lines on their way to a person or a pipe are flushed
//! batch by batch.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use hypelint_tables::{Cells, csv, parquet};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::score::{Answer, Format};
use crate::source::by_name;

/// Some verdicts, ready to be written.
#[derive(Default)]
pub struct Part {
    bytes: Vec<u8>,
    rows: Vec<Cells>,
}

impl Part {
    /// Takes one more.
    pub fn put(&mut self, format: Format, answer: &Answer) {
        match format {
            Format::Jsonl => {
                serde_json::to_writer(&mut self.bytes, answer).expect("plain values are always JSON");
                self.bytes.push(b'\n');
            }
            Format::Csv => self.bytes.extend(csv::encode(&cells(answer))),
            Format::Parquet => self.rows.push(cells(answer)),
        }
    }
}

fn cells(answer: &Answer) -> Cells {
    fn json<T: Serialize>(list: &[T]) -> String {
        serde_json::to_string(list).expect("plain values are always JSON")
    }
    // A string as it is, anything else as JSON.
    let plain = |id: &RawValue| serde_json::from_str(id.get()).unwrap_or_else(|_| id.get().to_owned());
    match answer {
        Answer::Scored { id, pump, claim, flagged, findings, contexts, checklist, taught: _, structure_only } => {
            Cells {
                id: id.as_deref().map(plain),
                pump: Some(*pump),
                claim: Some(*claim),
                flagged: Some(json(flagged)),
                findings: Some(json(findings)),
                contexts: Some(json(contexts)),
                checklist: Some(json(checklist)),
                structure_only: Some(*structure_only),
                error: None,
            }
        }
        Answer::Failed { id, error } => {
            Cells { id: id.as_deref().map(plain), error: Some(error.clone()), ..Cells::default() }
        }
    }
}

/// Where verdicts go.
pub struct Output {
    /// For people.
    pub name: String,
    is_terminal: bool,
    format: Format,
    sink: Sink,
}

enum Sink {
    Bytes(Bytes),
    Parquet(Box<parquet::Writer<Bytes>>),
}

/// Packed or not.
enum Bytes {
    Plain(BufWriter<Box<dyn Write + Send>>),
    Gzip(GzEncoder<BufWriter<File>>),
    Zstd(zstd::Encoder<'static, BufWriter<File>>),
}

impl Output {
    /// A file, or standard output; in a format that the name says, if nobody else does.
    pub fn open(path: Option<&Path>, format: Option<Format>) -> Result<Self, String> {
        let format = format.or_else(|| path.and_then(by_name)).unwrap_or(Format::Jsonl);
        let (name, bytes) = match path {
            None => ("standard output".to_owned(), Bytes::Plain(BufWriter::new(Box::new(io::stdout())))),
            Some(path) => {
                let name = path.display().to_string();
                let file = File::create(path).map_err(|error| format!("{name}: {error}"))?;
                let ending = path.extension().map(OsStr::to_ascii_lowercase);
                let bytes = match ending.as_deref().and_then(OsStr::to_str) {
                    Some("gz") => Bytes::Gzip(GzEncoder::new(BufWriter::new(file), Compression::default())),
                    Some("zst") => {
                        let packed = zstd::Encoder::new(BufWriter::new(file), zstd::DEFAULT_COMPRESSION_LEVEL);
                        Bytes::Zstd(packed.map_err(|error| format!("{name}: {error}"))?)
                    }
                    _ => Bytes::Plain(BufWriter::new(Box::new(file))),
                };
                (name, bytes)
            }
        };
        let is_terminal = path.is_none() && io::stdout().is_terminal();
        if format == Format::Parquet && is_terminal {
            return Err("Parquet is nothing to look at: name a file by --out".to_owned());
        }
        let sink = match format {
            Format::Parquet => {
                let writer = parquet::Writer::new(bytes).map_err(|error| format!("{name}: {error}"))?;
                Sink::Parquet(Box::new(writer))
            }
            Format::Csv => {
                let mut bytes = bytes;
                bytes.write_all(&csv::head()).map_err(|error| format!("{name}: {error}"))?;
                Sink::Bytes(bytes)
            }
            Format::Jsonl => Sink::Bytes(bytes),
        };
        Ok(Self { name, is_terminal, format, sink })
    }

    /// How verdicts are written.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether a person looks at the verdicts.
    pub fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Writes what stands in a part.
    pub fn write(&mut self, part: Part) -> io::Result<()> {
        match &mut self.sink {
            Sink::Bytes(bytes) => bytes.write_all(&part.bytes),
            Sink::Parquet(writer) => writer.write(part.rows),
        }
    }

    /// Hands on what was written, where somebody may wait for it.
    pub fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Bytes(Bytes::Plain(bytes)) => bytes.flush(),
            _ => Ok(()),
        }
    }

    /// Ends it: a packed file and Parquet have an end of their own.
    pub fn finish(self) -> io::Result<()> {
        match self.sink {
            Sink::Bytes(bytes) => bytes.finish(),
            Sink::Parquet(writer) => writer.finish().and_then(Bytes::finish),
        }
    }
}

impl Bytes {
    fn finish(self) -> io::Result<()> {
        match self {
            Self::Plain(mut bytes) => bytes.flush(),
            Self::Gzip(bytes) => bytes.finish()?.flush(),
            Self::Zstd(bytes) => bytes.finish()?.flush(),
        }
    }
}

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(output) => output.write(bytes),
            Self::Gzip(output) => output.write(bytes),
            Self::Zstd(output) => output.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(output) => output.flush(),
            Self::Gzip(output) => output.flush(),
            Self::Zstd(output) => output.flush(),
        }
    }
}
