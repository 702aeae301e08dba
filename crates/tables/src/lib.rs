//! Posts from files, and verdicts into tables: [`lines`], [`mod@csv`], and [`mod@parquet`] where it is built in.
//!
//! In: JSON Lines, or a table with a column of texts. Out: lines and [`Row`]s, as they come; and from [`Cells`] a table again. It knows
//! of no scorer, no arguments and no files' names. Memory is bounded by a batch, whatever the file's length.

pub mod csv;
pub mod lines;
#[cfg(feature = "parquet")]
pub mod parquet;

use std::borrow::Cow;
use std::string::FromUtf8Error;

use hypelint::wtf8;

/// Which columns hold what.
#[derive(Debug, Clone)]
pub struct Names {
    /// The posts' texts.
    pub text: String,
    /// What is echoed, where there is such a column.
    pub id: String,
}

/// A post.
#[derive(Debug, PartialEq)]
pub struct Row {
    /// Where it stands: the number of its first line or of its row, from 1.
    pub place: usize,
    /// As it was.
    pub id: Option<Id>,
    /// Its text, or what is wrong with the row.
    pub text: Result<String, String>,
}

/// A post's text, of bytes that a table calls one.
fn text(bytes: &[u8]) -> Result<String, String> {
    let wrong =
        |error: FromUtf8Error| format!("not UTF-8 at byte {} of its text", error.utf8_error().valid_up_to() + 1);
    wtf8::decode(bytes).map(Cow::into_owned).map_err(wrong)
}

/// What is echoed of a post.
#[derive(Debug, Clone, PartialEq)]
pub enum Id {
    /// Letters, or digits that nobody promised to be a number.
    Text(String),
    /// A whole number.
    Number(i128),
}

/// Rows that are read at once.
const BATCH: usize = 4096;
/// Bytes of text that are enough for a batch.
const ENOUGH: usize = 1 << 20;

/// The names of the columns that are written.
pub const COLUMNS: [&str; 9] =
    ["id", "pump", "claim", "flagged", "findings", "contexts", "checklist", "structure_only", "error"];

/// A row that is written. Lists are JSON; a row that could not be read has an `error` alone.
#[derive(Debug, Default)]
pub struct Cells {
    /// Echoed.
    pub id: Option<String>,
    /// Probability of a pump.
    pub pump: Option<f64>,
    /// Probability of a claim.
    pub claim: Option<f64>,
    /// The categories in which it is flagged.
    pub flagged: Option<String>,
    /// The reasons.
    pub findings: Option<String>,
    /// What lowered the score.
    pub contexts: Option<String>,
    /// The eight questions.
    pub checklist: Option<String>,
    /// Whether only the structure was read.
    pub structure_only: Option<bool>,
    /// What was wrong with the row.
    pub error: Option<String>,
}
