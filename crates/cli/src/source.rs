//! Where posts come from: lines or a table, batch by batch.
//!
//! In: an [`Input`], and what its name or the call says of its format. Out: batches, until the end. What somebody took for JSON
//! Lines and is something else is named before the first post is read.

use std::path::{Path, PathBuf};

use hypelint_tables::lines::{Lines, Read};
use hypelint_tables::{Names, Row, csv, parquet};

use crate::input::{Counter, Input, is_standard};
use crate::score::Format;

/// What a call says of the posts that it reads.
#[derive(clap::Args)]
pub struct Posts {
    /// The posts, as they are or packed (gzip, zstd); "-" or nothing: standard input
    file: Option<PathBuf>,
    /// How they are written [default: what the file's name says, or else JSON Lines]
    #[arg(long)]
    format: Option<Format>,
    /// The field or column that holds a post's text
    #[arg(long, value_name = "NAME", default_value = "text")]
    text: String,
    /// The field or column that tells posts apart, and is echoed
    #[arg(long, value_name = "NAME", default_value = "id")]
    id: String,
}

impl Posts {
    /// Which columns hold what.
    pub fn names(&self) -> Names {
        Names { text: self.text.clone(), id: self.id.clone() }
    }

    /// Where they stand, if they do not come from standard input.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref().filter(|_| !self.are_standard())
    }

    /// Whether they come from standard input.
    pub fn are_standard(&self) -> bool {
        is_standard(self.file.as_deref())
    }

    /// Opens them; with what they are called, and how much of them was read.
    pub fn open(&self) -> Result<(Source, String, Counter), String> {
        let input = Input::open(self.file.as_deref())?;
        let (name, counter) = (input.name.clone(), input.read.clone());
        Ok((Source::new(input, self.file.as_deref(), self.format, &self.names())?, name, counter))
    }
}

/// What one read gives.
pub enum Batch {
    /// Whole lines.
    Lines(Vec<u8>),
    /// A line that is none.
    TooLong,
    /// Rows of a table.
    Rows(Vec<Row>),
}

/// Where posts come from.
pub enum Source {
    /// JSON Lines.
    Lines(Lines<Input>),
    /// CSV.
    Csv(Box<csv::Reader<Input>>),
    /// Parquet, and how many of its rows were read.
    Parquet(Box<parquet::Reader>, u64),
}

impl Source {
    /// Posts of an input.
    fn new(input: Input, path: Option<&Path>, format: Option<Format>, names: &Names) -> Result<Self, String> {
        let of = input.name.clone();
        let told = |error: String| format!("{of}: {error}");
        let by_name = path.and_then(by_name);
        let format =
            format.unwrap_or(if input.is_parquet() { Format::Parquet } else { by_name.unwrap_or(Format::Jsonl) });
        Ok(match format {
            Format::Jsonl => {
                if let Some(other) = other_form(&input, names) {
                    return Err(told(other));
                }
                Self::Lines(Lines::new(input))
            }
            Format::Csv => {
                let delimiter = csv::delimiter(&input.head);
                Self::Csv(Box::new(csv::Reader::new(input, delimiter, names).map_err(told)?))
            }
            Format::Parquet => Self::parquet(input, names).map_err(told)?,
        })
    }

    fn parquet(input: Input, names: &Names) -> Result<Self, String> {
        let file = input.file.ok_or("Parquet is read from a plain file: what it holds stands at its end")?;
        Ok(Self::Parquet(Box::new(parquet::Reader::new(file, names)?), 0))
    }

    /// The next batch; none at the end.
    pub fn read(&mut self) -> Result<Option<Batch>, String> {
        let rows = match self {
            Self::Lines(lines) => {
                return Ok(match lines.read().map_err(|error| error.to_string())? {
                    Read::Lines(lines) => Some(Batch::Lines(lines)),
                    Read::TooLong => Some(Batch::TooLong),
                    Read::End => None,
                });
            }
            Self::Csv(reader) => reader.read()?,
            Self::Parquet(reader, read) => {
                let rows = reader.read()?;
                *read += rows.len() as u64;
                rows
            }
        };
        Ok((!rows.is_empty()).then_some(Batch::Rows(rows)))
    }

    /// What a place counts.
    pub fn unit(&self) -> &'static str {
        match self {
            Self::Lines(_) | Self::Csv(_) => "line",
            Self::Parquet(..) => "row",
        }
    }

    /// The share that is done, where the bytes that were read do not tell.
    pub fn share(&self) -> Option<f64> {
        match self {
            Self::Lines(_) | Self::Csv(_) => None,
            Self::Parquet(reader, read) => Some(*read as f64 / reader.all.max(1) as f64),
        }
    }
}

/// The format that a file's name says, packed or not.
pub fn by_name(path: &Path) -> Option<Format> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let name = [".gz", ".zst"].iter().find_map(|packed| name.strip_suffix(packed)).unwrap_or(&name).to_owned();
    match Path::new(&name).extension()?.to_str()? {
        "csv" | "tsv" => Some(Format::Csv),
        "parquet" | "pq" => Some(Format::Parquet),
        "jsonl" | "ndjson" => Some(Format::Jsonl),
        _ => None,
    }
}

/// What the input is instead of JSON Lines, and what helps.
fn other_form(input: &Input, names: &Names) -> Option<String> {
    let line = input.first_line();
    let after = line.strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
    if after.is_some_and(|after| after.is_empty() && input.head.contains(&b'\n') || after.starts_with(b"{")) {
        return Some("is one JSON array, not one object a line (jq -c '.[]' makes it that)".to_owned());
    }
    if line == b"{" && input.head.contains(&b'\n') {
        return Some("is JSON over several lines, not one object a line (jq -c . makes it that)".to_owned());
    }
    let delimiter = csv::delimiter(line);
    let mut columns = line.split(|&byte| byte == delimiter).map(|column| {
        let column = column.trim_ascii();
        column.strip_prefix(b"\"").and_then(|column| column.strip_suffix(b"\"")).unwrap_or(column)
    });
    let is_header = columns.any(|column| column == names.text.as_bytes());
    is_header.then(|| "is CSV, not JSON Lines (--format csv reads it)".to_owned())
}
