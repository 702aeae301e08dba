//! Posts with or without labels, read from JSON Lines, for `eval` and `train`.

use std::fs;
use std::path::{Path, PathBuf};

use hypelint_tables::lines;
use serde::{Deserialize, Deserializer};

/// One post.
#[derive(Deserialize)]
pub struct Post {
    #[serde(default)]
    pub id: String,
    #[serde(deserialize_with = "lines::string")]
    pub text: String,
    #[serde(default, deserialize_with = "label")]
    pub pump: Option<bool>,
    #[serde(default, deserialize_with = "label")]
    pub claim: Option<bool>,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub lang: Option<String>,
    /// Two careful readers would disagree.
    #[serde(default, deserialize_with = "flag")]
    pub ambiguous: bool,
}

impl Post {
    /// Pump, claim; no label is no.
    pub fn labels(&self) -> [bool; 2] {
        [self.pump == Some(true), self.claim == Some(true)]
    }

    /// Somebody has read and labelled it.
    pub fn is_labelled(&self) -> bool {
        self.pump.is_some() && self.claim.is_some()
    }

    /// The source without the file inside it: what is left out as a whole.
    pub fn origin(&self) -> &str {
        self.source.split(':').next().unwrap_or_default()
    }

    /// English, or in a language that nobody named.
    pub fn is_english(&self) -> bool {
        self.lang.as_deref().is_none_or(|lang| lang == "en")
    }
}

/// `true`, `1` and whatever else is not `false` or `0`; `None` where it is null.
fn label<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok((!value.is_null()).then(|| value != serde_json::Value::Bool(false) && value.as_f64() != Some(0.0)))
}

fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(label(deserializer)?.unwrap_or(false))
}

/// The project's six first posts are no measure of what came of them.
const SEEDS: &str = "project-seeds";

/// Reads all files as one; the seeds are left out. A line that cannot be read is named, and the rest is kept.
pub fn read(files: &[PathBuf]) -> Result<Vec<Post>, String> {
    let mut posts: Vec<Post> = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            // An array would be read by the order of the fields.
            let post = if line.trim_start().starts_with('{') {
                serde_json::from_str::<Post>(line).map_err(|error| lines::said(&error))
            } else {
                Err("not a JSON object".to_owned())
            };
            match post {
                Ok(post) if post.source == SEEDS => {}
                Ok(post) => posts.push(post),
                Err(error) => eprintln!("hypelint: {}: line {}: {error}", file.display(), number + 1),
            }
        }
    }
    Ok(posts)
}

/// The labelled posts of all files, without the ambiguous ones.
pub fn clear(files: &[PathBuf]) -> Result<Vec<Post>, String> {
    let mut posts = read(files)?;
    posts.retain(|post| post.is_labelled() && !post.ambiguous);
    if posts.is_empty() {
        return Err("no labelled posts in what was given".to_owned());
    }
    Ok(posts)
}

/// The files of a folder that end with `.jsonl`, in order.
pub fn folder(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "jsonl"));
    files.sort();
    Ok(files)
}
