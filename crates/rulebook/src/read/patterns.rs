//! Gathers every pattern of every file, in the form that is compiled, and checks each.
//!
//! In: a [`Rulebook`]. Out: its [`SourcePattern`]s, each with its owner. A pattern is refused, with the reason and the
//! place, where folding would change it (it could never match), where it could match nothing at all, or where it is
//! longer than a window's overlap. One whose first match is not its longest is refused by the core's
//! `tests/patterns.rs`.

use std::collections::BTreeSet;

use hypelint_characters::{Fold, fold_char};
use regex_syntax::hir::{Capture, Class, Hir, HirKind, Repetition};

use super::{ByLanguage, File, Problem, Role, Rulebook, Target, Texts};
use crate::Signal;

/// Bytes of folded text that a match has at most: windows of a long text overlap by more (the core's `src/lib.rs`).
const LONGEST: usize = 480;

/// Characters from which a run is long.
const RUN: u32 = 6;

/// Digits and signs of a number at most, where a pattern asks for at least [`RUN`].
const DIGITS: u32 = 15;

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
            self.add(file, target, span, &format!("{first}{}{last}", regex_syntax::escape(words)));
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

fn check(source: &str, book: &Rulebook) -> Result<String, String> {
    let regex = expand(source, book)?;
    let hir = regex_syntax::ParserBuilder::new().utf8(false).build().parse(&regex).map_err(|error| match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        other => other.to_string().replace('\n', " "),
    })?;
    let properties = hir.properties();
    if properties.minimum_len() == Some(0) {
        return Err("matches the empty text".to_owned());
    }
    if let Some(length) = properties.maximum_len()
        && length > LONGEST
    {
        return Err(format!("can match {length} bytes; {LONGEST} are the most"));
    }
    unfolded(&hir)?;
    Ok(uncounted(&hir).to_string())
}

/// A word in a gap is a word, however long: `\w{1,15}` becomes `\w+`. Counting its letters would find nothing more, and
/// keep patterns from sharing a run. Only for classes of word characters (and the few signs that
/// stand inside words): they hold no space, so no pattern can begin anew inside what they run over, and the scan
/// stays linear. A long number is a number, however long, up to a bound that is the same for all: patterns share it.
fn uncounted(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Repetition(repetition) => {
            let word = repetition.max.is_some_and(|max| max >= 8) && repetition.min < 8 && is_word(&repetition.sub);
            let number = repetition.max.is_some_and(|max| (RUN..DIGITS).contains(&max)) && is_number(&repetition.sub);
            Hir::repetition(Repetition {
                min: repetition.min,
                max: if word {
                    None
                } else if number {
                    Some(DIGITS)
                } else {
                    repetition.max
                },
                greedy: repetition.greedy,
                sub: Box::new(uncounted(&repetition.sub)),
            })
        }
        HirKind::Capture(capture) => {
            Hir::capture(Capture { sub: Box::new(uncounted(&capture.sub)), ..capture.clone() })
        }
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(uncounted).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(uncounted).collect()),
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) | HirKind::Literal(_) => hir.clone(),
    }
}

/// Digits, and the signs that stand in numbers.
fn is_number(hir: &Hir) -> bool {
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else { return false };
    class.ranges().iter().all(|range| ('+'..='9').contains(&range.start()) && ('+'..='9').contains(&range.end()))
}

fn is_word(hir: &Hir) -> bool {
    if let HirKind::Capture(capture) = hir.kind() {
        return is_word(&capture.sub);
    }
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else { return false };
    let holds = |character| class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&character));
    let size: usize = class.ranges().iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
    size <= 50 && ('a'..='z').all(holds) && !holds(' ')
}

/// Puts vocabulary in, and gives `\w \d \s \b` their ASCII meaning: folded text is ASCII where it is Latin, and
/// only there do they say what a word is.
fn expand(source: &str, book: &Rulebook) -> Result<String, String> {
    let mut regex = String::new();
    let mut rest = source;
    while let Some(at) = rest.find(['<', '\\']) {
        regex.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(escaped) = rest.strip_prefix('\\') {
            let class = escaped.chars().next().ok_or("ends with a backslash")?;
            match class {
                'w' => regex.push_str("[0-9a-z_]"),
                'W' => regex.push_str("[^0-9a-z_]"),
                'd' => regex.push_str("[0-9]"),
                'D' => regex.push_str("[^0-9]"),
                's' => regex.push_str("[ \\n]"),
                'S' => regex.push_str("[^ \\n]"),
                'b' => regex.push_str(r"(?-u:\b)"),
                'B' => regex.push_str(r"(?-u:\B)"),
                other => regex.extend(['\\', other]),
            }
            rest = &escaped[class.len_utf8()..];
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
        // A group of its own: a list that several patterns share.
        regex.extend(["(", &expand(fragment, book)?, ")"]);
        rest = &rest[name.len() + 2..];
    }
    regex.push_str(rest);
    Ok(regex)
}

/// A letter that folding changes could never be found in folded text.
fn unfolded(hir: &Hir) -> Result<(), String> {
    match hir.kind() {
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => text.chars().try_for_each(folds),
            Err(_) => Err("holds bytes that are no UTF-8".to_owned()),
        },
        HirKind::Class(Class::Unicode(class)) => {
            // A short class is written by hand; a long one is a negation or a script, and may hold what it likes.
            let ranges: Vec<char> = class
                .ranges()
                .iter()
                .filter(|range| range.len() <= 4)
                .flat_map(|range| range.start()..=range.end())
                .collect();
            if class.ranges().iter().any(|range| range.len() > 64) {
                Ok(())
            } else {
                ranges.into_iter().try_for_each(folds)
            }
        }
        HirKind::Repetition(repetition) => unfolded(&repetition.sub),
        HirKind::Capture(capture) => unfolded(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().try_for_each(unfolded),
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(Class::Bytes(_)) => Ok(()),
    }
}

fn folds(character: char) -> Result<(), String> {
    let to = match fold_char(character) {
        Fold::Keep | Fold::Space | Fold::Break => return Ok(()),
        Fold::Drop => "nothing".to_owned(),
        Fold::To(to) => format!("`{to}`"),
        Fold::Expand(to) => format!("`{to}`"),
    };
    Err(format!("folding turns `{character}` into {to}: write it so"))
}
