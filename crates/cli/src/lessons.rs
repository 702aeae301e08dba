//! Lessons from a file: what somebody taught, to score by.

use std::path::Path;

use hypelint_tables::lines;
use serde::Deserialize;

use crate::posts;

/// A post, and which way it goes in each category.
#[derive(Deserialize)]
pub struct Lesson {
    #[serde(deserialize_with = "lines::string")]
    text: String,
    #[serde(default)]
    pump: i8,
    #[serde(default)]
    claim: i8,
}

impl Lesson {
    /// As the reader takes it.
    pub fn taught(&self) -> hypelint::reader::Lesson<'_> {
        hypelint::reader::Lesson { text: &self.text, ways: [self.pump, self.claim] }
    }
}

/// All lessons of a file. One that cannot be read is the caller's to mend: a score without it would be another.
pub fn read(file: &Path) -> Result<Vec<Lesson>, String> {
    posts::all_objects(file)
}
