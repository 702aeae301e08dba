//! Reads the rule files and makes a [`Ruleset`](crate::Ruleset) of them.
//!
//! In: `rules/` and the learned weights. Out: a [`Rulebook`], which gives the rule set, the catalogue for people, every
//! pattern and every example; or all that is wrong, each with its file and line.

mod files;
mod patterns;
mod ruleset;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::{Category, Role, Scope, State, Target};
use files::{ByLanguage, ContextFile, File, LanguageFile, QuestionFile, RuleFile, Texts, Weights, WordingFile};

pub use patterns::SourcePattern;

/// Something in a file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, with the line where it is known: `rules/pump/gem.toml:12`.
    pub place: String,
    /// What is wrong, and how to mend it.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.message)
    }
}

/// What a rule file is: its folder says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A reason to be wary.
    Rule(Category),
    /// What changes the meaning of words.
    Context,
    /// A question of the checklist.
    Question,
}

impl Kind {
    /// All of them, each with its folder.
    pub const FOLDERS: [(&'static str, Self); 4] = [
        ("pump", Self::Rule(Category::Pump)),
        ("claim", Self::Rule(Category::Claim)),
        ("context", Self::Context),
        ("checklist", Self::Question),
    ];

    /// What a file is; `None` where its folder does not say.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let folder = path.parent()?.file_name()?;
        Self::FOLDERS.iter().find(|(name, _)| folder == *name).map(|&(_, kind)| kind)
    }
}

/// What an example is there to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation {
    /// The rule marks the post.
    Flags,
    /// The rule leaves the post alone.
    Ignores,
    /// The context finds its cue.
    Cue,
    /// The context finds none.
    NoCue,
    /// The post answers the question: with what can be checked, partly, not at all.
    Answers(State),
}

/// A post that a file says something about.
#[derive(Debug, Clone, Copy)]
pub struct Example<'a> {
    /// The file.
    pub path: &'a Path,
    /// The line in it, counted from 1.
    pub line: usize,
    /// Id of the rule, context or question.
    pub id: &'a str,
    /// What must come of it.
    pub expected: Expectation,
    /// The post.
    pub text: &'a str,
}

/// All rule files, read and checked.
#[derive(Debug, Default)]
pub struct Rulebook {
    vocabulary: BTreeMap<String, String>,
    /// Named signals that are patterns.
    signals: Option<File<BTreeMap<String, Texts>>>,
    /// Pump rules, then claim rules, each by file name.
    rules: Vec<(Category, File<RuleFile>)>,
    contexts: Vec<File<ContextFile>>,
    questions: Vec<File<QuestionFile>>,
    wording: Option<File<WordingFile>>,
    /// The words for people in other languages.
    languages: Vec<File<LanguageFile>>,
    weights: Weights,
}

impl Rulebook {
    /// Reads all files of the folder `rules`, and the weights that were learned for them.
    ///
    /// # Errors
    ///
    /// All that is wrong with any of the files, but for their patterns.
    pub fn read(rules: &Path, weights: &Path) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let paths: Vec<PathBuf> =
            Kind::FOLDERS.iter().flat_map(|(name, _)| files::folder(&rules.join(name), &mut problems)).collect();
        let mut book = Self::gather(rules, &paths, &mut problems);
        if let Some(file) = files::file(weights, &mut problems) {
            book.check_weights(&file, &mut problems);
            book.weights = file.content;
        }
        let english = book.english();
        for path in files::folder(&rules.join("languages"), &mut problems) {
            let Some(file) = files::file(&path, &mut problems) else { continue };
            files::check_language(&file, &english, &mut problems);
            book.languages.push(file);
        }
        if problems.is_empty() { Ok(book) } else { Err(problems) }
    }

    /// Reads some rule files alone: of the folder `rules` only the contexts, the named signals and the vocabulary. Every
    /// rule has its author's weight.
    ///
    /// # Errors
    ///
    /// All that is wrong with any of the files, but for their patterns.
    pub fn alone(files: &[PathBuf], rules: &Path) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut paths = files::folder(&rules.join("context"), &mut problems);
        let is_context = |path: &Path| Kind::of(path) == Some(Kind::Context);
        paths.retain(|path| !files.iter().any(|file| is_context(file) && file.file_name() == path.file_name()));
        paths.extend_from_slice(files);
        let book = Self::gather(rules, &paths, &mut problems);
        if problems.is_empty() { Ok(book) } else { Err(problems) }
    }

    fn gather(rules: &Path, paths: &[PathBuf], problems: &mut Vec<Problem>) -> Self {
        let mut book = Self {
            vocabulary: files::file(&rules.join("vocabulary.toml"), problems)
                .map_or_else(BTreeMap::new, |file| file.content),
            signals: files::file(&rules.join("signals.toml"), problems),
            wording: files::file(&rules.join("wording.toml"), problems),
            ..Self::default()
        };
        for path in paths {
            match Kind::of(path) {
                Some(Kind::Rule(category)) => {
                    book.rules.extend(files::file(path, problems).map(|file| (category, file)));
                }
                Some(Kind::Context) => book.contexts.extend(files::file(path, problems)),
                Some(Kind::Question) => {
                    book.questions.extend(files::file(path, problems).map(|mut file: File<QuestionFile>| {
                        // `01-upgrades`: the number is the order, and no part of the name.
                        let number = |first: char| first.is_ascii_digit() || first == '-';
                        file.id = file.id.trim_start_matches(number).to_owned();
                        file
                    }));
                }
                None => problems.push(Problem {
                    place: path.display().to_string(),
                    message: "stands in no folder of rules: pump/, claim/, context/ or checklist/".to_owned(),
                }),
            }
        }
        book.rules.sort_by(|a, b| (a.0 as u8, &a.1.id).cmp(&(b.0 as u8, &b.1.id)));
        book.contexts.sort_by(|a, b| a.id.cmp(&b.id));
        for (_, file) in &book.rules {
            files::check_rule(file, problems);
            for asked in file.content.unless.iter().filter(|asked| !book.contexts.iter().any(|file| file.id == **asked))
            {
                problems
                    .push(file.problem(format!("`unless` names `{asked}`, which is no context: see rules/context/")));
            }
        }
        for file in &book.contexts {
            files::check_context(file, problems);
        }
        book
    }

    fn check_weights(&self, file: &File<Weights>, problems: &mut Vec<Problem>) {
        if let Some(everyday) = &file.content.everyday {
            for marked in [&everyday.pump, &everyday.claim] {
                if !marked.is_sorted() || marked.iter().any(|&marked| marked > everyday.posts) {
                    problems.push(
                        file.problem("[everyday]: a higher sensitivity marks no fewer, and none more than there are"),
                    );
                }
            }
        }
        for category in Category::ALL {
            let (name, weights) = (category.name(), file.content.of(category));
            let mut say = |what: String| problems.push(file.problem(format!("[{name}]: {what}")));
            for (id, weight) in &weights.rules {
                if !self.rules.iter().any(|(known, rule)| rule.id == *id && *known == category) {
                    say(format!("`{id}` is no {name} rule: train again"));
                }
                if !(0.0..=10.0).contains(weight) {
                    say(format!("`{id}` weighs {weight}: a finding never speaks against its own category"));
                }
            }
            for (id, weight) in &weights.contexts {
                if !self.contexts.iter().any(|file| file.id == *id && file.content.scope == Scope::Post) {
                    say(format!("`{id}` is no context of a whole post: train again"));
                }
                if *weight > 0.0 {
                    say(format!("`{id}` weighs {weight}: a context never adds"));
                }
            }
            let points = &weights.thresholds;
            let ends =
                points.first().map(|point| point.0) == Some(0) && points.last().map(|point| point.0) == Some(100);
            if !ends || !points.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 >= pair[1].1) {
                say("`thresholds` runs from sensitivity 0 to 100, and never up".to_owned());
            }
        }
    }

    /// Every example of every file.
    #[must_use]
    pub fn examples(&self) -> Vec<Example<'_>> {
        let mut examples = Vec::new();
        for (_, file) in &self.rules {
            for own in file.content.examples.values() {
                add(file, Expectation::Flags, &own.flags, &mut examples);
                add(file, Expectation::Ignores, &own.ignores, &mut examples);
            }
        }
        for file in &self.contexts {
            for own in file.content.examples.values() {
                add(file, Expectation::Cue, &own.flags, &mut examples);
                add(file, Expectation::NoCue, &own.ignores, &mut examples);
            }
        }
        for file in &self.questions {
            for own in file.content.examples.values() {
                add(file, Expectation::Answers(State::Answered), &own.answered, &mut examples);
                add(file, Expectation::Answers(State::Partly), &own.partly, &mut examples);
                add(file, Expectation::Answers(State::Open), &own.open, &mut examples);
            }
        }
        examples
    }
}

fn add<'a, T>(file: &'a File<T>, expected: Expectation, texts: &'a Texts, examples: &mut Vec<Example<'a>>) {
    examples.extend(texts.iter().map(|text| Example {
        path: &file.path,
        line: file.line(text.span()),
        id: &file.id,
        expected,
        text: text.get_ref(),
    }));
}
