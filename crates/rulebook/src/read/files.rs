//! The rule files as they are written, and what is asked of each by itself.
//!
//! In: `rules/{pump,claim,context,checklist,languages}/*.toml`, `rules/vocabulary.toml`, `rules/signals.toml`,
//! `model/weights.toml`. Out: plain structures, and a problem for every file that is not as it should be. It knows the
//! files' form, not what their patterns mean. `rules/schema.json` says the same for editors.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use toml::Spanned;

use super::Problem;
use crate::{Category, Scope};

/// Longer titles do not fit a card.
const LONGEST_TITLE: usize = 48;

/// Language code → items. Languages in the order of their codes.
pub type ByLanguage<T> = BTreeMap<String, T>;

/// Texts of a file, each with its place.
pub type Texts = Vec<Spanned<String>>;

/// One file, read.
#[derive(Debug)]
pub struct File<T> {
    /// Its name, without the ending.
    pub id: String,
    pub path: PathBuf,
    pub content: T,
    /// Where its lines begin, in bytes.
    lines: Vec<usize>,
}

impl<T> File<T> {
    /// The line of a place, counted from 1.
    pub fn line(&self, span: Range<usize>) -> usize {
        self.lines.partition_point(|&line| line <= span.start)
    }

    /// A problem with all of it.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        Problem { place: self.path.display().to_string(), message: message.into() }
    }
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub name: String,
    pub url: Option<String>,
}

/// `rules/wording.toml`: what is said where the wording itself is the reason.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct WordingFile {
    pub title: String,
    pub why: String,
    pub ask: String,
    pub source: Source,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    pub title: String,
    pub family: Family,
    pub why: String,
    pub ask: String,
    pub source: Source,
    pub weight: f64,
    #[serde(default)]
    pub phrases: ByLanguage<Texts>,
    #[serde(default)]
    pub regexes: ByLanguage<Texts>,
    #[serde(default)]
    pub signals: Vec<String>,
    pub when: Option<When>,
    pub count: Option<Count>,
    /// Contexts in whose presence, anywhere in the post, the rule says nothing.
    #[serde(default)]
    pub unless: Vec<String>,
    #[serde(default)]
    pub traps: ByLanguage<Texts>,
    pub examples: ByLanguage<Examples>,
}

/// Rules that are alike, for people who look for one: the extension has a heading for each, `family_…` in its messages.
#[derive(Serialize, Deserialize, Clone, Copy, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    Promise,
    Hurry,
    Excitement,
    Company,
    Offer,
    Trade,
    Template,
    Speed,
    Cost,
    Security,
    Control,
    Grandeur,
    Brochure,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct When {
    pub near: Vec<String>,
    pub within: Option<u32>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Count {
    pub at_least: u32,
    pub of: Vec<String>,
    pub within: u32,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    pub flags: Texts,
    pub ignores: Texts,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct ContextFile {
    pub title: String,
    pub why: String,
    #[allow(dead_code, reason = "for those who read and write the files; nothing shows it yet")]
    pub source: Option<Source>,
    pub scope: Scope,
    pub applies: Vec<Category>,
    pub factor: Option<f64>,
    pub post: Option<PostWeight>,
    #[serde(default)]
    pub phrases: ByLanguage<Texts>,
    #[serde(default)]
    pub regexes: ByLanguage<Texts>,
    #[serde(default)]
    pub signals: Vec<String>,
    #[serde(default)]
    pub traps: ByLanguage<Texts>,
    pub examples: ByLanguage<Examples>,
}

#[derive(Deserialize, Default, Clone, Copy, Debug)]
#[serde(deny_unknown_fields)]
pub struct PostWeight {
    #[serde(default)]
    pub pump: f64,
    #[serde(default)]
    pub claim: f64,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct QuestionFile {
    #[serde(rename = "question")]
    pub wording: String,
    #[serde(default)]
    pub answered: Answer,
    #[serde(default)]
    pub partly: Answer,
    pub examples: ByLanguage<AnswerExamples>,
}

#[derive(Deserialize, Default, Debug)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    #[serde(default)]
    pub phrases: ByLanguage<Texts>,
    #[serde(default)]
    pub regexes: ByLanguage<Texts>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct AnswerExamples {
    #[serde(default)]
    pub answered: Texts,
    #[serde(default)]
    pub partly: Texts,
    #[serde(default)]
    pub open: Texts,
}

/// `rules/languages/*.toml`: the words for people in another language; what a file leaves out stays English.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct LanguageFile {
    #[serde(default)]
    pub rules: BTreeMap<String, ReasonWords>,
    pub wording: Option<ReasonWords>,
    #[serde(default)]
    pub contexts: BTreeMap<String, ContextWords>,
    #[serde(default)]
    pub checklist: BTreeMap<String, String>,
}

#[derive(Deserialize, Serialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct ReasonWords {
    pub title: String,
    pub why: String,
    pub ask: String,
}

#[derive(Deserialize, Serialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct ContextWords {
    pub title: String,
    pub why: String,
}

/// The learned weights; a rule or context that they do not name keeps its own.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    #[serde(default)]
    #[allow(dead_code, reason = "provenance, for those who read the file")]
    pub provenance: toml::Table,
    /// What a sensitivity costs, where that was measured.
    pub everyday: Option<Everyday>,
    pub pump: CategoryWeights,
    pub claim: CategoryWeights,
}

/// Posts of everyday life, which nothing should mark: how many there were, and how many of them each sensitivity marked, 10, 20, … 100.
#[derive(Deserialize, Serialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Everyday {
    pub posts: u32,
    pub pump: [u32; 10],
    pub claim: [u32; 10],
}

impl Default for Weights {
    /// Nothing learned: every rule keeps its author's weight.
    fn default() -> Self {
        let none = || CategoryWeights {
            bias: 0.0,
            nothing: everything(),
            thresholds: vec![(0, 0.0), (100, 0.0)],
            rules: BTreeMap::new(),
            contexts: BTreeMap::new(),
        };
        Self { provenance: toml::Table::new(), everyday: None, pump: none(), claim: none() }
    }
}

impl Weights {
    pub fn of(&self, category: Category) -> &CategoryWeights {
        match category {
            Category::Pump => &self.pump,
            Category::Claim => &self.claim,
        }
    }
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct CategoryWeights {
    /// Logit of a post in which nothing was found.
    pub bias: f64,
    /// Logit of the wording below which no rule is looked for.
    #[serde(default = "everything")]
    pub nothing: f64,
    /// `[sensitivity, logit]`: a post is flagged from this logit on; straight lines between the points.
    pub thresholds: Vec<(u32, f64)>,
    #[serde(default)]
    pub rules: BTreeMap<String, f64>,
    #[serde(default)]
    pub contexts: BTreeMap<String, f64>,
}

/// No wording is clearly nothing.
fn everything() -> f64 {
    f64::NEG_INFINITY
}

/// The rule files of a folder, by name.
pub fn folder(folder: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            problems.push(Problem { place: folder.display().to_string(), message: error.to_string() });
            return Vec::new();
        }
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    paths.sort();
    paths
}

/// Reads one file.
pub fn file<T: DeserializeOwned>(path: &Path, problems: &mut Vec<Problem>) -> Option<File<T>> {
    let mut say = |place: String, message: String| problems.push(Problem { place, message });
    let place = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| say(place.clone(), error.to_string())).ok()?;
    let lines: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let id = path.file_stem()?.to_str()?.to_owned();
    match toml::from_str(&text) {
        Ok(content) => Some(File { id, path: path.to_owned(), content, lines }),
        Err(error) => {
            let line = error
                .span()
                .map_or(String::new(), |span| format!(":{}", lines.partition_point(|&line| line <= span.start)));
            say(place + &line, error.message().replace('\n', " "));
            None
        }
    }
}

/// What a rule's file must hold.
pub fn check_rule(file: &File<RuleFile>, problems: &mut Vec<Problem>) {
    let rule = &file.content;
    let mut say = |what: &str| problems.push(file.problem(what));
    if !(rule.weight > 0.0 && rule.weight <= 5.0) {
        say("`weight` is a logit above 0 and at most 5");
    }
    if rule.phrases.is_empty() && rule.regexes.is_empty() && rule.signals.is_empty() && rule.count.is_none() {
        say("nothing to match: add [phrases], [regexes], `signals` or [count]");
    }
    if rule
        .count
        .as_ref()
        .is_some_and(|count| count.at_least < 2 || (count.of.len() as u32) < count.at_least || count.of.len() > 32)
    {
        say("[count] asks for at least 2, and names at least as many signals as it asks for, and at most 32");
    }
    for language in rule.phrases.keys().chain(rule.regexes.keys()) {
        if !rule.examples.contains_key(language) {
            say(&format!("patterns in `{language}` without [examples.{language}]"));
        }
    }
    for (language, examples) in &rule.examples {
        if examples.flags.is_empty() || examples.ignores.len() < examples.flags.len() {
            say(&format!("[examples.{language}] needs at least one post to flag, and at least as many to leave alone"));
        }
    }
}

/// What a context's file must hold.
pub fn check_context(file: &File<ContextFile>, problems: &mut Vec<Problem>) {
    let context = &file.content;
    let mut say = |what: &str| problems.push(file.problem(what));
    match (context.scope, context.factor, &context.post) {
        (Scope::Post, None, Some(post)) if post.pump <= 0.0 && post.claim <= 0.0 => {}
        (Scope::Post, ..) => {
            say("scope \"post\" takes `post = { pump = …, claim = … }`, never positive, and no `factor`");
        }
        (_, Some(factor), None) if (0.0..=1.0).contains(&factor) => {}
        _ => say("a scope takes a `factor` from 0 to 1, and no `post`"),
    }
    if context.applies.is_empty() {
        say("`applies` names no category");
    }
    if context.phrases.is_empty() && context.regexes.is_empty() && context.signals.is_empty() {
        say("nothing to match: add [phrases], [regexes] or `signals`");
    }
    for (language, examples) in &context.examples {
        if examples.flags.is_empty() || examples.ignores.len() < examples.flags.len().min(2) {
            say(&format!("[examples.{language}] needs at least one text with the cue, and texts without it"));
        }
    }
}

/// What a translation must hold: words for things that there are, titles as short as the English ones must be, and
/// sentences that quote the words of the post where the English ones do.
pub fn check_language(file: &File<LanguageFile>, english: &Value, problems: &mut Vec<Problem>) {
    let mut check = |part: &str, id: &str, known: &Value, texts: &Value| {
        let mut say = |what: String| problems.push(file.problem(format!("[{part}] {id}: {what}")));
        if known.is_null() {
            say("nothing has this name any more".to_owned());
            return;
        }
        for (key, text) in texts.as_object().into_iter().flatten() {
            let text = text.as_str().unwrap_or_default();
            let spans = |text: &str| text.matches("{span}").count();
            if text.trim().is_empty() {
                say(format!("`{key}` is empty"));
            }
            if spans(text) != spans(known[key].as_str().unwrap_or_default()) {
                say(format!("`{key}` holds {{span}} as often as the English does"));
            }
            if key == "title" && text.chars().count() > LONGEST_TITLE {
                say(format!("`title` has at most {LONGEST_TITLE} characters"));
            }
            if (key == "ask" || key == "question") && !text.ends_with(['?', '？']) {
                say(format!("`{key}` is a question"));
            }
        }
    };
    let LanguageFile { rules, wording, contexts, checklist } = &file.content;
    for (id, words) in rules {
        check("rules", id, &english["rules"][id], &json!(words));
    }
    if let Some(words) = wording {
        check("wording", "", &english["wording"], &json!(words));
    }
    for (id, words) in contexts {
        check("contexts", id, &english["contexts"][id], &json!(words));
    }
    for (id, question) in checklist {
        check("checklist", id, &english["checklist"][id], &json!({ "question": question }));
    }
}
