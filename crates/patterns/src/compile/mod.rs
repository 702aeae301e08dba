//! Patterns → program.
//!
//! In: [`Pattern`]s, in the syntax of the `regex` crate. Out: the bytes of a [`crate::Program`], or every [`Problem`].
//! [`parse`] reads a pattern and checks it, `nfa` turns all of them into one automaton that shares equal endings,
//! `subset` makes what is known of their beginnings deterministic, `emit` writes the instructions.

mod emit;
mod nfa;
mod subset;

use std::fmt;

use regex_syntax::hir::{Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition};
use regex_syntax::{Error, ParserBuilder};

pub use regex_syntax::escape;

use self::nfa::Nfa;
use self::subset::Subset;
use crate::instruction::is_text;

/// Bytes of a match at most: a text that is read in windows has its windows overlap by more.
pub const LONGEST: usize = 480;
/// Times that something is repeated at most: the count is one byte.
const TIMES: u32 = 254;
/// From so many letters on, a run of word characters is a word, however long…
const LONG_WORD: u32 = 8;
/// …of so many letters at most, so that the scan stays linear.
const WORD: u32 = 48;
/// From so many digits on, a run of digits and the signs of numbers is a number…
const LONG_NUMBER: u32 = 6;
/// …of so many at most.
const NUMBER: u32 = 15;

/// A pattern to compile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Whose it is.
    pub owner: u16,
    /// In the syntax of `regex`; `\w \d \s \b` mean ASCII. A capture group of some size is compiled once, and called by
    /// all patterns that hold the same: good for lists of words.
    pub regex: String,
}

/// Why a pattern is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Index of the pattern; `None`: all of them together.
    pub pattern: Option<usize>,
    /// What is wrong, and what to do.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self.pattern {
            Some(pattern) => write!(formatter, "pattern {pattern}: {}", self.what),
            None => formatter.write_str(&self.what),
        }
    }
}

/// A pattern that can be compiled.
#[derive(Debug, Clone)]
pub struct Parsed(Hir);

/// The pattern as the `regex` crate reads it, to hold matches against it.
impl fmt::Display for Parsed {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Parsed {
    /// The characters that the pattern spells out: of literals, and of classes that somebody wrote one by one. A long
    /// class is a negation or a script, and may hold what it likes.
    #[must_use]
    pub fn characters(&self) -> Vec<char> {
        let mut characters = Vec::new();
        let mut open = vec![&self.0];
        while let Some(hir) = open.pop() {
            match hir.kind() {
                HirKind::Literal(literal) => characters.extend(String::from_utf8_lossy(&literal.0).chars()),
                HirKind::Class(Class::Unicode(class)) if class.ranges().iter().all(|range| range.len() <= 64) => {
                    let short = class.ranges().iter().filter(|range| range.len() <= 4);
                    characters.extend(short.flat_map(|range| range.start()..=range.end()));
                }
                _ => open.extend(hir.kind().subs()),
            }
        }
        characters
    }
}

/// Compiles all patterns into the bytes of one program.
///
/// # Errors
/// Every pattern that cannot be compiled.
pub fn compile(patterns: &[Pattern]) -> Result<Vec<u8>, Vec<Problem>> {
    let (mut nfa, mut starts, mut problems) = (Nfa::default(), Vec::new(), Vec::new());
    for (at, pattern) in patterns.iter().enumerate() {
        match parse(&pattern.regex) {
            Ok(parsed) => starts.push((at, nfa.pattern(&parsed.0, pattern.owner))),
            Err(what) => problems.push(Problem { pattern: Some(at), what }),
        }
    }
    let mut subset = Subset::new(nfa);
    for (at, start) in starts {
        if let Err(what) = subset.begin(start) {
            problems.push(Problem { pattern: Some(at), what });
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let roots = subset.finish();
    emit::emit(&subset, &roots).map_err(|what| vec![Problem { pattern: None, what }])
}

/// Reads a pattern and checks it. What only shows beside others, [`compile`] says.
///
/// # Errors
/// What is wrong with it, and what to do.
pub fn parse(regex: &str) -> Result<Parsed, String> {
    let hir = ParserBuilder::new().utf8(false).build().parse(&ascii(regex)).map_err(|error| match error {
        Error::Parse(error) => error.kind().to_string(),
        other => other.to_string().replace('\n', " "),
    })?;
    let properties = hir.properties();
    if properties.minimum_len() == Some(0) {
        return Err("matches the empty text: leave less of it optional".to_owned());
    }
    if let Some(length) = properties.maximum_len().filter(|&length| length > LONGEST) {
        return Err(format!("can match {length} bytes; {LONGEST} are the most: shorten its runs"));
    }
    normal(&hir).map(Parsed)
}

/// Gives `\w \d \s \b` their ASCII meaning: folded text is ASCII where it is Latin, and only there do they say what a word
/// is. By the text, since `(?-u)` would forbid classes of other characters.
fn ascii(regex: &str) -> String {
    let mut out = String::new();
    let mut characters = regex.chars();
    while let Some(character) = characters.next() {
        match (character, if character == '\\' { characters.next() } else { None }) {
            ('\\', Some('w')) => out.push_str("[0-9a-z_]"),
            ('\\', Some('W')) => out.push_str("[^0-9a-z_]"),
            ('\\', Some('d')) => out.push_str("[0-9]"),
            ('\\', Some('D')) => out.push_str("[^0-9]"),
            ('\\', Some('s')) => out.push_str("[ \\n]"),
            ('\\', Some('S')) => out.push_str("[^ \\n]"),
            ('\\', Some('b')) => out.push_str(r"(?-u:\b)"),
            ('\\', Some('B')) => out.push_str(r"(?-u:\B)"),
            (character, escaped) => out.extend([Some(character), escaped].into_iter().flatten()),
        }
    }
    out
}

/// Refuses what the matcher has no instruction for, and gives runs a form that patterns can share: a word is a word,
/// however long, and a number a number, each up to a bound that is the same for all.
fn normal(hir: &Hir) -> Result<Hir, String> {
    let error = match hir.kind() {
        HirKind::Empty
        | HirKind::Class(Class::Unicode(_))
        | HirKind::Look(Look::WordAscii | Look::WordAsciiNegate | Look::Start | Look::End) => None,
        HirKind::Look(look) => Some(format!("asks for what is not known here ({look:?}): \\b, \\B, ^ and $ are")),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) if text.bytes().all(is_text) => None,
            Ok(_) => Some("holds a control character: folded text has none but the line break".to_owned()),
            Err(_) => Some("holds bytes that are no UTF-8: write characters".to_owned()),
        },
        HirKind::Class(Class::Bytes(_)) => Some("holds a class of bytes: leave (?-u) out".to_owned()),
        HirKind::Repetition(repetition) => return normal_repetition(repetition.clone()).map(Hir::repetition),
        HirKind::Capture(capture) => {
            return Ok(Hir::capture(Capture { sub: Box::new(normal(&capture.sub)?), ..capture.clone() }));
        }
        HirKind::Concat(parts) => return parts.iter().map(normal).collect::<Result<_, _>>().map(Hir::concat),
        HirKind::Alternation(parts) => return parts.iter().map(normal).collect::<Result<_, _>>().map(Hir::alternation),
    };
    error.map_or_else(|| Ok(hir.clone()), Err)
}

fn normal_repetition(mut repetition: Repetition) -> Result<Repetition, String> {
    let Repetition { min, max, .. } = repetition;
    if max.unwrap_or(min).max(min) > TIMES {
        return Err(format!("repeats something more than {TIMES} times: lower the bound"));
    }
    let class = is_single(&repetition.sub);
    let within_words = class.as_ref().is_some_and(|class| {
        class.ranges().iter().map(ClassUnicodeRange::len).sum::<usize>() <= 64
            && !holds(class, ' ', ' ')
            && !holds(class, '\n', '\n')
    });
    let numeric = |range: &ClassUnicodeRange| '+' <= range.start() && range.end() <= '9';
    repetition.max = match (max, &class) {
        (None, _) if within_words && min <= WORD => Some(WORD),
        (None, _) => return Err("repeats more than letters of a word without an end: give it a bound".to_owned()),
        (Some(LONG_WORD..WORD), Some(class)) if within_words && min < LONG_WORD && holds(class, 'a', 'z') => Some(WORD),
        (Some(LONG_NUMBER..NUMBER), Some(class)) if class.ranges().iter().all(numeric) => Some(NUMBER),
        _ => max,
    };
    repetition.sub = Box::new(normal(&repetition.sub)?);
    Ok(repetition)
}

/// Whether a class holds all characters from one to another.
fn holds(class: &ClassUnicode, from: char, to: char) -> bool {
    class.ranges().iter().any(|range| range.start() <= from && to <= range.end())
}

/// The class of one character that something asks for, and nothing else.
fn is_single(hir: &Hir) -> Option<ClassUnicode> {
    match hir.kind() {
        HirKind::Capture(capture) => is_single(&capture.sub),
        HirKind::Class(Class::Unicode(class)) => Some(class.clone()),
        HirKind::Literal(literal) => {
            let mut characters = std::str::from_utf8(&literal.0).ok()?.chars();
            let character = characters.next().filter(|_| characters.next().is_none())?;
            Some(ClassUnicode::new([ClassUnicodeRange::new(character, character)]))
        }
        _ => None,
    }
}
