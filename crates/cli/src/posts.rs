//! Labelled posts, read from JSON Lines, for `eval` and `train`.

use std::fs;
use std::path::PathBuf;

use serde::{Deserialize, Deserializer};

/// One labelled post.
#[derive(Deserialize)]
pub struct Post {
    #[serde(default)]
    pub id: String,
    pub text: String,
    #[serde(deserialize_with = "flag")]
    pub pump: bool,
    #[serde(deserialize_with = "flag")]
    pub claim: bool,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub lang: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    pub ambiguous: bool,
}

impl Post {
    /// Pump, claim.
    pub fn labels(&self) -> [bool; 2] {
        [self.pump, self.claim]
    }

    /// The source without the file inside it: what is left out as a whole.
    pub fn origin(&self) -> &str {
        self.source.split(':').next().unwrap_or_default()
    }
}

/// `true`, `1` and whatever else is not `false`, `0` or null.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(!matches!(value, serde_json::Value::Null | serde_json::Value::Bool(false)) && value.as_f64() != Some(0.0))
}

/// The project's six first posts are no measure of what came of them.
const SEEDS: &str = "project-seeds";

/// Reads all files as one; ambiguous posts and the seeds are left out. A line that cannot be read is named, and the
/// rest is kept.
pub fn read(files: &[PathBuf]) -> Result<Vec<Post>, String> {
    let mut posts: Vec<Post> = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match serde_json::from_str::<Post>(line) {
                Ok(post) if post.ambiguous || post.source == SEEDS => {}
                Ok(post) => posts.push(post),
                Err(error) => eprintln!("hypelint: {}: line {}: {error}", file.display(), number + 1),
            }
        }
    }
    if posts.is_empty() {
        return Err("no labelled posts in what was given".to_owned());
    }
    Ok(posts)
}
