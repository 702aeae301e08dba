//! Lessons from a file: what somebody taught, to score by.

use std::fs;
use std::path::Path;

use serde::Deserialize;

/// A post, and which way it goes in each category.
#[derive(Deserialize)]
pub struct Lesson {
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
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|error| format!("{}: line {}: {error}", file.display(), number + 1))
        })
        .collect()
}
