//! Gathers every pattern of every file, in the form that is compiled, and checks each.
//!
//! In: a [`Book`]. Out: [`Pattern`]s, each with its owner. A pattern is refused, with the reason and the place, where
//! folding would change it (it could never match), and where `hypelint_patterns::compile` refuses it. One whose first
//! match is not its longest is refused by `tests/patterns.rs`.

use std::collections::BTreeSet;

use hypelint_patterns::compile::{self, escape, parse};

use crate::names::STRUCTURAL;
use crate::rules::{Book, ByLanguage};
use crate::{Fold, fold_table};

/// What a match of a pattern means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Rule,
    RuleTrap,
    Context,
    ContextTrap,
    Signal,
    Answered,
    Partly,
}

/// One pattern, ready to be compiled.
pub struct Pattern {
    /// The file where it is written.
    pub place: String,
    /// What a match means: the role, and the index of the rule, context, signal or question.
    pub target: (Role, usize),
    /// The whole pattern, and the index of its target among [`targets`].
    pub compiled: compile::Pattern,
}

/// What matches mean, by the number of their owner.
pub fn targets(patterns: &[Pattern]) -> Vec<(Role, usize)> {
    let targets: BTreeSet<(Role, usize)> = patterns.iter().map(|pattern| pattern.target).collect();
    targets.into_iter().collect()
}

/// Names of the signals that something asks for: structural ones first, then those of the lexicon.
pub fn signals(book: &Book) -> Vec<String> {
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    for (_, _, rule) in &book.rules {
        asked.extend(rule.signals.iter().map(String::as_str));
        asked.extend(rule.when.iter().flat_map(|when| when.near.iter()).map(String::as_str));
        asked.extend(rule.count.iter().flat_map(|count| count.of.iter()).map(String::as_str));
    }
    asked.extend(book.contexts.iter().flat_map(|(_, context)| context.signals.iter()).map(String::as_str));
    // What code asks for, in src/signals/structure.rs.
    asked.extend(["cashtag", "hashtag", "pair", "ticker"]);
    let lexical = asked.into_iter().filter(|name| book.lexicon.contains_key(*name));
    STRUCTURAL.into_iter().chain(lexical).map(str::to_owned).collect()
}

/// All patterns.
pub fn gather(book: &Book, problems: &mut Vec<String>) -> Vec<Pattern> {
    let mut gather = Gather { book, problems, patterns: Vec::new() };
    for (owner, (id, category, rule)) in book.rules.iter().enumerate() {
        let place = format!("rules/{category}/{id}.toml");
        gather.phrases(&place, Role::Rule, owner, &rule.phrases);
        gather.regexes(&place, Role::Rule, owner, &rule.regexes);
        gather.regexes(&format!("{place}: [traps]"), Role::RuleTrap, owner, &rule.traps);
        gather.names(&place, rule.signals.iter());
        gather.names(&place, rule.when.iter().flat_map(|when| when.near.iter()));
        gather.names(&place, rule.count.iter().flat_map(|count| count.of.iter()));
    }
    for (owner, (id, context)) in book.contexts.iter().enumerate() {
        let place = format!("rules/context/{id}.toml");
        gather.phrases(&place, Role::Context, owner, &context.phrases);
        gather.regexes(&place, Role::Context, owner, &context.regexes);
        gather.regexes(&format!("{place}: [traps]"), Role::ContextTrap, owner, &context.traps);
        gather.names(&place, context.signals.iter());
    }
    for (owner, (id, question)) in book.checklist.iter().enumerate() {
        let place = format!("rules/checklist/{id}.toml");
        for (role, answer) in [(Role::Answered, &question.answered), (Role::Partly, &question.partly)] {
            gather.phrases(&place, role, owner, &answer.phrases);
            gather.regexes(&place, role, owner, &answer.regexes);
        }
    }
    for (owner, name) in signals(book).iter().enumerate() {
        for regex in book.lexicon.get(name).into_iter().flatten() {
            gather.add("rules/signals.toml", Role::Signal, owner, regex);
        }
    }
    let mut patterns = gather.patterns;
    let targets = targets(&patterns);
    for pattern in &mut patterns {
        let owner = targets.binary_search(&pattern.target).unwrap_or_default();
        pattern.compiled.owner = u16::try_from(owner).expect("there are fewer than 65,536 rules");
    }
    patterns
}

struct Gather<'a> {
    book: &'a Book,
    problems: &'a mut Vec<String>,
    patterns: Vec<Pattern>,
}

impl Gather<'_> {
    fn phrases(&mut self, place: &str, role: Role, owner: usize, phrases: &ByLanguage<Vec<String>>) {
        for phrase in phrases.values().flatten() {
            // Whole words: an edge that is a letter or digit must not go on.
            let edge = |at: Option<char>| if at.is_some_and(|c| c.is_ascii_alphanumeric()) { r"\b" } else { "" };
            let regex =
                format!("{}{}{}", edge(phrase.chars().next()), escape(phrase), edge(phrase.chars().next_back()));
            self.add(place, role, owner, &regex);
        }
    }

    fn regexes(&mut self, place: &str, role: Role, owner: usize, regexes: &ByLanguage<Vec<String>>) {
        for regex in regexes.values().flatten() {
            self.add(place, role, owner, regex);
        }
    }

    fn names<'n>(&mut self, place: &str, names: impl Iterator<Item = &'n String>) {
        for name in names {
            if !STRUCTURAL.contains(&name.as_str()) && !self.book.lexicon.contains_key(name) {
                self.problems.push(format!("{place}: no signal is named `{name}`: see rules/signals.toml"));
            }
        }
    }

    fn add(&mut self, place: &str, role: Role, owner: usize, source: &str) {
        match check(source, self.book) {
            Ok(regex) => self.patterns.push(Pattern {
                place: place.to_owned(),
                target: (role, owner),
                compiled: compile::Pattern { owner: 0, regex },
            }),
            Err(problem) => self.problems.push(format!("{place}: '{source}': {problem}")),
        }
    }
}

/// The pattern as `regex` reads it: what the compiled form is held against.
fn check(source: &str, book: &Book) -> Result<String, String> {
    let parsed = parse(&expand(source, book)?)?;
    parsed.characters().into_iter().try_for_each(folds)?;
    Ok(parsed.to_string())
}

/// Puts vocabulary in: `<name>` stands for the fragment of that name.
fn expand(source: &str, book: &Book) -> Result<String, String> {
    let mut regex = String::new();
    let mut rest = source;
    while let Some(at) = rest.find(['<', '\\']) {
        regex.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(escaped) = rest.strip_prefix('\\') {
            let length = 1 + escaped.chars().next().ok_or("ends with a backslash")?.len_utf8();
            regex.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        let name = rest[1..]
            .split_once('>')
            .map(|(name, _)| name)
            .filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'));
        let Some(name) = name.filter(|name| !name.is_empty() && !regex.ends_with("(?P") && !regex.ends_with("(?"))
        else {
            regex.push('<');
            rest = &rest[1..];
            continue;
        };
        let fragment = book
            .vocabulary
            .get(name)
            .ok_or_else(|| format!("no vocabulary is named <{name}>: see rules/vocabulary.toml"))?;
        // A group of its own: the compiler shares it between patterns.
        regex.extend(["(", &expand(fragment, book)?, ")"]);
        rest = &rest[name.len() + 2..];
    }
    regex.push_str(rest);
    Ok(regex)
}

/// A character that folding changes could never be found in folded text.
fn folds(character: char) -> Result<(), String> {
    let to = match fold_table::fold_char(character) {
        Fold::Keep | Fold::Space | Fold::Break => return Ok(()),
        Fold::Drop => "nothing".to_owned(),
        Fold::To(to) => format!("`{to}`"),
        Fold::Expand(to) => format!("`{to}`"),
    };
    Err(format!("folding turns `{character}` into {to}: write it so"))
}
