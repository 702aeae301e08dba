//! Posts with or without labels, read from JSON Lines, for `eval` and `train`.

use std::fs;
use std::path::{Path, PathBuf};

use hypelint_tables::lines;
use serde::de::DeserializeOwned;
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

/// A line's number, and its object or what is wrong with it.
pub type Numbered<T> = (usize, Result<T, String>);

/// The objects of a JSON Lines file, each with its line, or with what is wrong there. A blank line is none.
///
/// An array is none, either: it would be read by the order of the fields.
pub fn objects<T: DeserializeOwned>(file: &Path) -> Result<Vec<Numbered<T>>, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let parse = |line: &str| {
        if !line.trim_start().starts_with('{') {
            return Err("not a JSON object".to_owned());
        }
        serde_json::from_str(line).map_err(|error| lines::said(&error))
    };
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    Ok(lines.map(|(number, line)| (number, parse(line))).collect())
}

/// The same where each line is needed: the first one that cannot be read is the caller's to mend.
pub fn all_objects<T: DeserializeOwned>(file: &Path) -> Result<Vec<T>, String> {
    let whole =
        |(number, object): Numbered<T>| object.map_err(|error| format!("{}: line {number}: {error}", file.display()));
    objects(file)?.into_iter().map(whole).collect()
}

/// Reads all files as one; the seeds are left out. A line that cannot be read is named, and the rest is kept.
pub fn read(files: &[PathBuf]) -> Result<Vec<Post>, String> {
    let mut posts: Vec<Post> = Vec::new();
    for file in files {
        for (number, post) in objects::<Post>(file)? {
            match post {
                Ok(post) if post.source == SEEDS => {}
                Ok(post) => posts.push(post),
                Err(error) => eprintln!("hypelint: {}: line {number}: {error}", file.display()),
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
