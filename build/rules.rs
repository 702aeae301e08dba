//! Reads the rule files into plain structures. Knows their form, not what their patterns mean.
//!
//! In: `rules/{pump,claim,context,checklist}/*.toml`, `rules/vocabulary.toml`, `rules/signals.toml`,
//! `model/weights.toml`. Out: a [`Book`], and a problem for every file that is not as it should be.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Language code → items. Languages in the order of their codes.
pub type ByLanguage<T> = BTreeMap<String, T>;

/// All that the build knows.
pub struct Book {
    pub vocabulary: BTreeMap<String, String>,
    /// Named signals that are patterns.
    pub lexicon: BTreeMap<String, Vec<String>>,
    /// Pump rules, then claim rules, each by file name.
    pub rules: Vec<(String, &'static str, Rule)>,
    pub contexts: Vec<(String, Context)>,
    pub checklist: Vec<(String, Question)>,
    pub weights: Weights,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub name: String,
    pub url: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub title: String,
    pub why: String,
    pub ask: String,
    pub source: Source,
    pub weight: f64,
    #[serde(default)]
    pub phrases: ByLanguage<Vec<String>>,
    #[serde(default)]
    pub regexes: ByLanguage<Vec<String>>,
    #[serde(default)]
    pub signals: Vec<String>,
    pub when: Option<When>,
    pub count: Option<Count>,
    /// Contexts in whose presence, anywhere in the post, the rule says nothing.
    #[serde(default)]
    pub unless: Vec<String>,
    #[serde(default)]
    pub traps: ByLanguage<Vec<String>>,
    pub examples: ByLanguage<Examples>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    pub near: Vec<String>,
    pub within: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    pub at_least: u32,
    pub of: Vec<String>,
    pub within: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    pub flags: Vec<String>,
    pub ignores: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    pub title: String,
    pub why: String,
    #[allow(dead_code)] // For those who read and write the files; nothing shows it yet.
    pub source: Option<Source>,
    pub scope: Scope,
    pub applies: Vec<Category>,
    pub factor: Option<f64>,
    pub post: Option<PostWeight>,
    #[serde(default)]
    pub phrases: ByLanguage<Vec<String>>,
    #[serde(default)]
    pub regexes: ByLanguage<Vec<String>>,
    #[serde(default)]
    pub signals: Vec<String>,
    #[serde(default)]
    pub traps: ByLanguage<Vec<String>>,
    pub examples: ByLanguage<Examples>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    ClauseAfter,
    WordsAfter,
    Span,
    Sentence,
    TwoSentencesBefore,
    ClauseBefore,
    Post,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    Pump,
    Claim,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct PostWeight {
    #[serde(default)]
    pub pump: f64,
    #[serde(default)]
    pub claim: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    #[serde(rename = "question")]
    pub wording: String,
    #[serde(default)]
    pub answered: Answer,
    #[serde(default)]
    pub partly: Answer,
    pub examples: ByLanguage<AnswerExamples>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    #[serde(default)]
    pub phrases: ByLanguage<Vec<String>>,
    #[serde(default)]
    pub regexes: ByLanguage<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerExamples {
    #[serde(default)]
    pub answered: Vec<String>,
    #[serde(default)]
    pub partly: Vec<String>,
    #[serde(default)]
    pub open: Vec<String>,
}

/// The learned weights; a rule or context that they do not name keeps its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    #[serde(default)]
    #[allow(dead_code)] // Provenance, for those who read the file.
    pub provenance: toml::Table,
    pub pump: CategoryWeights,
    pub claim: CategoryWeights,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryWeights {
    /// Logit of a post in which nothing was found.
    pub bias: f64,
    /// `[sensitivity, logit]`: a post is flagged from this logit on; straight lines between the points.
    pub thresholds: Vec<(u32, f64)>,
    #[serde(default)]
    pub rules: BTreeMap<String, f64>,
    #[serde(default)]
    pub contexts: BTreeMap<String, f64>,
}

/// Reads all files.
pub fn read(problems: &mut Vec<String>) -> Book {
    let vocabulary = file(Path::new("rules/vocabulary.toml"), problems).unwrap_or_default();
    let lexicon = file(Path::new("rules/signals.toml"), problems).unwrap_or_default();
    let empty = || CategoryWeights {
        bias: 0.0,
        thresholds: vec![(0, 0.0), (100, 0.0)],
        rules: BTreeMap::new(),
        contexts: BTreeMap::new(),
    };
    let weights = file(Path::new("model/weights.toml"), problems).unwrap_or_else(|| Weights {
        provenance: toml::Table::new(),
        pump: empty(),
        claim: empty(),
    });
    let mut rules = Vec::new();
    for category in ["pump", "claim"] {
        for (id, rule) in folder::<Rule>(&format!("rules/{category}"), problems) {
            check_rule(&id, category, &rule, problems);
            rules.push((id, category, rule));
        }
    }
    let contexts = folder::<Context>("rules/context", problems);
    for (id, context) in &contexts {
        check_context(id, context, problems);
    }
    for (id, category, rule) in &rules {
        for asked in rule.unless.iter().filter(|asked| !contexts.iter().any(|(known, _)| known == *asked)) {
            problems.push(format!("rules/{category}/{id}.toml: `unless` names `{asked}`, which is no context: see rules/context/"));
        }
    }
    let mut checklist = folder::<Question>("rules/checklist", problems);
    for (id, _) in &mut checklist {
        // `01-upgrades`: the number is the order, and no part of the name.
        *id = id.trim_start_matches(|first: char| first.is_ascii_digit() || first == '-').to_owned();
    }
    let book = Book { vocabulary, lexicon, rules, contexts, checklist, weights };
    check_weights(&book, problems);
    book
}

fn folder<T: DeserializeOwned>(folder: &str, problems: &mut Vec<String>) -> Vec<(String, T)> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            problems.push(format!("{folder}: {error}"));
            return Vec::new();
        }
    };
    let mut paths: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| {
            let id = path.file_stem()?.to_str()?.to_owned();
            file(&path, problems).map(|read| (id, read))
        })
        .collect()
}

fn file<T: DeserializeOwned>(path: &Path, problems: &mut Vec<String>) -> Option<T> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            problems.push(format!("{}: {error}", path.display()));
            return None;
        }
    };
    match toml::from_str(&text) {
        Ok(read) => Some(read),
        Err(error) => {
            let place = error.span().map_or(String::new(), |span| {
                format!(":{}", text[..span.start.min(text.len())].matches('\n').count() + 1)
            });
            problems.push(format!("{}{place}: {}", path.display(), error.message().replace('\n', " ")));
            None
        }
    }
}

fn check_rule(id: &str, category: &str, rule: &Rule, problems: &mut Vec<String>) {
    let mut say = |what: &str| problems.push(format!("rules/{category}/{id}.toml: {what}"));
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

fn check_context(id: &str, context: &Context, problems: &mut Vec<String>) {
    let mut say = |what: &str| problems.push(format!("rules/context/{id}.toml: {what}"));
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

fn check_weights(book: &Book, problems: &mut Vec<String>) {
    for (name, weights) in [("pump", &book.weights.pump), ("claim", &book.weights.claim)] {
        let mut say = |what: String| problems.push(format!("model/weights.toml: [{name}]: {what}"));
        for (id, weight) in &weights.rules {
            if !book.rules.iter().any(|(known, category, _)| known == id && *category == name) {
                say(format!("`{id}` is no {name} rule: train again"));
            }
            if !(0.0..=10.0).contains(weight) {
                say(format!("`{id}` weighs {weight}: a finding never speaks against its own category"));
            }
        }
        for (id, weight) in &weights.contexts {
            if !book.contexts.iter().any(|(known, context)| known == id && context.scope == Scope::Post) {
                say(format!("`{id}` is no context of a whole post: train again"));
            }
            if *weight > 0.0 {
                say(format!("`{id}` weighs {weight}: a context never adds"));
            }
        }
        let points = &weights.thresholds;
        let ends = points.first().map(|point| point.0) == Some(0) && points.last().map(|point| point.0) == Some(100);
        if !ends || !points.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 >= pair[1].1) {
            say("`thresholds` runs from sensitivity 0 to 100, and never up".to_owned());
        }
    }
}
