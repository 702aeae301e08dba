//! Gathers every pattern of every file, in the form that is compiled, and checks each.
//!
//! In: a [`Book`]. Out: [`Pattern`]s, each with its owner. A pattern is refused, with the reason and the place, where
//! folding would change it (it could never match), where it could match nothing at all, or where it is longer than
//! a window's overlap. One whose first match is not its longest is refused by `tests/patterns.rs`.

use std::collections::BTreeSet;

use regex_syntax::hir::{Capture, Class, Hir, HirKind, Repetition};

use crate::names::STRUCTURAL;
use crate::node::{self, Pieces, Seq};
use crate::rules::{Book, ByLanguage};
use crate::{Fold, fold_table};

/// Bytes of folded text that a match has at most: windows of a long text overlap by more (`src/lib.rs`).
const LONGEST: usize = 480;

/// Characters from which a run is long.
const RUN: u32 = 6;

/// Digits and signs of a number at most, where a pattern asks for at least [`RUN`].
const DIGITS: u32 = 15;

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
    pub role: Role,
    /// Index of the rule, context, signal or question.
    pub owner: usize,
    /// The whole pattern, as `regex` reads it: what the compiled form is held against.
    pub regex: String,
    /// What it asks for.
    pub seq: Seq,
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

/// All patterns, and the pieces that they share.
pub fn gather(book: &Book, problems: &mut Vec<String>) -> (Vec<Pattern>, Pieces) {
    let mut gather = Gather { book, problems, patterns: Vec::new(), pieces: Pieces::default() };
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
    (gather.patterns, gather.pieces)
}

struct Gather<'a> {
    book: &'a Book,
    problems: &'a mut Vec<String>,
    patterns: Vec<Pattern>,
    pieces: Pieces,
}

impl Gather<'_> {
    fn phrases(&mut self, place: &str, role: Role, owner: usize, phrases: &ByLanguage<Vec<String>>) {
        for phrase in phrases.values().flatten() {
            // Whole words: an edge that is a letter or digit must not go on.
            let edge = |at: Option<char>| if at.is_some_and(|c| c.is_ascii_alphanumeric()) { r"\b" } else { "" };
            let regex = format!(
                "{}{}{}",
                edge(phrase.chars().next()),
                regex_syntax::escape(phrase),
                edge(phrase.chars().next_back())
            );
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
        match check(source, self.book, &mut self.pieces) {
            Ok((regex, seq)) => self.patterns.push(Pattern { place: place.to_owned(), role, owner, regex, seq }),
            Err(problem) => self.problems.push(format!("{place}: '{source}': {problem}")),
        }
    }
}

fn check(source: &str, book: &Book, pieces: &mut Pieces) -> Result<(String, Seq), String> {
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
    let hir = uncounted(&hir);
    let regex = hir.to_string();
    Ok((regex, node::read(&hir, pieces)?))
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
fn expand(source: &str, book: &Book) -> Result<String, String> {
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
        // A group of its own: where the pattern is taken apart, see `pieces`.
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
    let to = match fold_table::fold_char(character) {
        Fold::Keep | Fold::Space | Fold::Break => return Ok(()),
        Fold::Drop => "nothing".to_owned(),
        Fold::To(to) => format!("`{to}`"),
        Fold::Expand(to) => format!("`{to}`"),
    };
    Err(format!("folding turns `{character}` into {to}: write it so"))
}
