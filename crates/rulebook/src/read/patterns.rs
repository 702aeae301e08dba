//! Gathers every pattern of every file, in the form that is compiled, and checks each.
//!
//! In: a [`Rulebook`]. Out: its [`SourcePattern`]s, each with its owner. A pattern is refused, with the reason and the
//! place, where folding would change it (it could never match), and where `hypelint_patterns::compile` refuses it. One
//! that would be tried at every word is refused by the core's `tests/patterns.rs`.

use std::collections::BTreeSet;

use hypelint_characters::{Fold, fold_char};
use hypelint_patterns::compile::{escape, parse};

use super::{ByLanguage, File, Problem, Role, Rulebook, Target, Texts};
use crate::Signal;

/// One pattern, ready to be compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcePattern {
    /// The file and line where it is written.
    pub place: String,
    /// Whose matches they are.
    pub target: Target,
    /// The whole pattern, as `regex` reads it: what the compiled form is held against.
    pub regex: String,
}

impl Rulebook {
    /// Names of the signals that something asks for: those that code knows first, then those of `rules/signals.toml`.
    pub(super) fn signal_names(&self) -> Vec<&str> {
        let known = Signal::NAMES.map(|(_, name)| name);
        let asked: BTreeSet<&str> = self.asked().map(|(_, name)| name).filter(|name| !known.contains(name)).collect();
        known.into_iter().chain(asked).collect()
    }

    /// Every file that asks for a named signal, with the signal.
    fn asked(&self) -> impl Iterator<Item = (String, &str)> {
        let rules = self.rules.iter().flat_map(|(_, file)| {
            let rule = &file.content;
            let near = rule.when.iter().flat_map(|when| &when.near);
            let counted = rule.count.iter().flat_map(|count| &count.of);
            rule.signals.iter().chain(near).chain(counted).map(|name| (file.path.display().to_string(), name.as_str()))
        });
        let contexts = self
            .contexts
            .iter()
            .flat_map(|file| file.content.signals.iter().map(|name| (file.path.display().to_string(), name.as_str())));
        rules.chain(contexts)
    }

    /// All patterns of all files, and of the named signals that something asks for.
    ///
    /// # Errors
    ///
    /// Every pattern that is refused, with the reason, and every signal that nothing defines.
    pub fn patterns(&self) -> Result<Vec<SourcePattern>, Vec<Problem>> {
        let mut gather = Gather { book: self, problems: Vec::new(), patterns: Vec::new() };
        for ((_, file), owner) in self.rules.iter().zip(0..) {
            gather.phrases(file, Target { role: Role::Rule, owner }, &file.content.phrases);
            gather.regexes(file, Target { role: Role::Rule, owner }, &file.content.regexes);
            gather.regexes(file, Target { role: Role::RuleTrap, owner }, &file.content.traps);
        }
        for (file, owner) in self.contexts.iter().zip(0..) {
            gather.phrases(file, Target { role: Role::Context, owner }, &file.content.phrases);
            gather.regexes(file, Target { role: Role::Context, owner }, &file.content.regexes);
            gather.regexes(file, Target { role: Role::ContextTrap, owner }, &file.content.traps);
        }
        for (file, owner) in self.questions.iter().zip(0..) {
            for (role, answer) in [(Role::Answered, &file.content.answered), (Role::Partly, &file.content.partly)] {
                gather.phrases(file, Target { role, owner }, &answer.phrases);
                gather.regexes(file, Target { role, owner }, &answer.regexes);
            }
        }
        let structural =
            |name: &str| Signal::NAMES.iter().any(|(signal, known)| signal.is_structural() && *known == name);
        let defined = |name: &str| self.signals.as_ref().and_then(|file| Some((file, file.content.get(name)?)));
        for (name, owner) in self.signal_names().into_iter().zip(0..) {
            match defined(name) {
                Some((file, regexes)) => {
                    for regex in regexes {
                        gather.add(file, Target { role: Role::Signal, owner }, regex.span(), regex.get_ref());
                    }
                }
                None if structural(name) => {}
                None => {
                    let message = format!("no signal is named `{name}`: see rules/signals.toml");
                    let places = self.asked().filter(|(_, asked)| *asked == name).map(|(place, _)| place);
                    gather.problems.extend(places.map(|place| Problem { place, message: message.clone() }));
                }
            }
        }
        if gather.problems.is_empty() { Ok(gather.patterns) } else { Err(gather.problems) }
    }
}

struct Gather<'a> {
    book: &'a Rulebook,
    problems: Vec<Problem>,
    patterns: Vec<SourcePattern>,
}

impl Gather<'_> {
    fn phrases<T>(&mut self, file: &File<T>, target: Target, phrases: &ByLanguage<Texts>) {
        for phrase in phrases.values().flatten() {
            // Whole words: an edge that is a letter or digit must not go on.
            let edge = |at: Option<char>| if at.is_some_and(|c| c.is_ascii_alphanumeric()) { r"\b" } else { "" };
            let (words, span) = (phrase.get_ref(), phrase.span());
            let (first, last) = (edge(words.chars().next()), edge(words.chars().next_back()));
            self.add(file, target, span, &format!("{first}{}{last}", escape(words)));
        }
    }

    fn regexes<T>(&mut self, file: &File<T>, target: Target, regexes: &ByLanguage<Texts>) {
        for regex in regexes.values().flatten() {
            self.add(file, target, regex.span(), regex.get_ref());
        }
    }

    fn add<T>(&mut self, file: &File<T>, target: Target, span: std::ops::Range<usize>, source: &str) {
        let place = format!("{}:{}", file.path.display(), file.line(span));
        match check(source, self.book) {
            Ok(regex) => self.patterns.push(SourcePattern { place, target, regex }),
            Err(problem) => self.problems.push(Problem { place, message: format!("'{source}': {problem}") }),
        }
    }
}

/// The pattern as `regex` reads it: what the compiled form is held against.
fn check(source: &str, book: &Rulebook) -> Result<String, String> {
    let parsed = parse(&expand(source, book, &mut Vec::new())?)?;
    parsed.characters().into_iter().try_for_each(folds)?;
    Ok(parsed.to_string())
}

/// Puts vocabulary in: `<name>` stands for the fragment of that name. `within`: the fragments that it stands in.
fn expand<'a>(source: &'a str, book: &'a Rulebook, within: &mut Vec<&'a str>) -> Result<String, String> {
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
        if within.contains(&name) {
            return Err(format!("<{name}> stands in itself: see rules/vocabulary.toml"));
        }
        within.push(name);
        // A group of its own: the compiler shares it between patterns.
        regex.extend(["(", &expand(fragment, book, within)?, ")"]);
        within.pop();
        rest = &rest[name.len() + 2..];
    }
    regex.push_str(rest);
    Ok(regex)
}

/// A character that folding changes could never be found in folded text.
fn folds(character: char) -> Result<(), String> {
    let to = match fold_char(character) {
        Fold::Keep | Fold::Space | Fold::Break => return Ok(()),
        Fold::Drop => "nothing".to_owned(),
        Fold::To(to) => format!("`{to}`"),
        Fold::Expand(to) => format!("`{to}`"),
    };
    Err(format!("folding turns `{character}` into {to}: write it so"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vocabulary_is_put_in_where_it_is_named() {
        let fragments = [("coin", "coins?"), ("many", "ten <coin>"), ("ring", "a <loop>"), ("loop", "b <ring>")];
        let vocabulary = fragments.map(|(name, fragment)| (name.to_owned(), fragment.to_owned())).into();
        let book = Rulebook { vocabulary, ..Rulebook::default() };
        let put = |source| expand(source, &book, &mut Vec::new());
        assert_eq!(put("<many> or <coin> <3 \\<coin>").as_deref(), Ok("(ten (coins?)) or (coins?) <3 \\<coin>"));
        assert!(put("<gem>").is_err_and(|error| error.contains("no vocabulary is named <gem>")));
        assert!(put("<ring>").is_err_and(|error| error.contains("<ring> stands in itself")));
    }
}
