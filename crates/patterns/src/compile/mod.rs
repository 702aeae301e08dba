//! Patterns → program.
//!
//! In: [`Pattern`]s, in the syntax of the `regex` crate. Out: the bytes of a [`crate::Program`], or every [`Problem`].
//! [`parse`] reads a pattern and checks it, `nfa` turns all of them into one automaton that shares equal endings,
//! `subset` makes what is known of their beginnings deterministic, `emit` writes the instructions.

mod emit;
mod nfa;
mod subset;

use std::fmt;

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind, Look, Repetition};
use regex_syntax::{Error, ParserBuilder};

pub use regex_syntax::escape;

use crate::is_word;

/// Bytes of a match at most: a text that is read in windows has its windows overlap by more.
pub const LONGEST: usize = 480;
/// Times that something bounded is repeated at most: the count is one byte, and the highest means "any number".
const TIMES: u32 = 254;
/// From so many letters on, a bounded run of word characters is a word, however long.
const WORD: u32 = 8;
/// From so many digits on, a bounded run of digits and the signs of numbers is a number…
const NUMBER: u32 = 6;
/// …of so many at most.
const DIGITS: u32 = 15;

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
    let mut nfa = nfa::Nfa::default();
    let (mut starts, mut problems) = (Vec::new(), Vec::new());
    for (at, pattern) in patterns.iter().enumerate() {
        match parse(&pattern.regex) {
            Ok(parsed) => starts.push(nfa.pattern(&parsed.0, pattern.owner)),
            Err(what) => problems.push(Problem { pattern: Some(at), what }),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let owners = patterns.iter().map(|pattern| pattern.owner).max().map_or(0, |owner| owner + 1);
    subset::Subset::new(nfa)
        .roots(&starts)
        .and_then(|(subset, roots)| emit::emit(&subset, &roots, owners))
        .map_err(|what| vec![Problem { pattern: None, what }])
}

/// Reads a pattern and checks it.
///
/// # Errors
/// What is wrong with it.
pub fn parse(regex: &str) -> Result<Parsed, String> {
    let hir = ParserBuilder::new().utf8(false).build().parse(&ascii(regex)).map_err(|error| match error {
        Error::Parse(error) => error.kind().to_string(),
        other => other.to_string().replace('\n', " "),
    })?;
    if hir.properties().minimum_len() == Some(0) {
        return Err("matches the empty text: leave less of it optional".to_owned());
    }
    if let Some(length) = hir.properties().maximum_len().filter(|&length| length > LONGEST) {
        return Err(format!("can match {length} bytes; {LONGEST} are the most: shorten its runs"));
    }
    check(&hir)?;
    Ok(Parsed(uncounted(&hir)))
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

/// Refuses what the matcher has no instruction for.
fn check(hir: &Hir) -> Result<(), String> {
    match hir.kind() {
        HirKind::Look(Look::WordAscii | Look::WordAsciiNegate | Look::Start | Look::End) | HirKind::Empty => Ok(()),
        HirKind::Look(look) => Err(format!("asks for what is not known here ({look:?}): \\b, \\B, ^ and $ are")),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) if text.bytes().all(crate::instruction::is_text) => Ok(()),
            Ok(_) => Err("holds a control character: folded text has none but the line break".to_owned()),
            Err(_) => Err("holds bytes that are no UTF-8: write characters".to_owned()),
        },
        HirKind::Class(Class::Bytes(class)) if !class.is_ascii() => {
            Err("holds a class of bytes that are no characters: leave (?-u) out".to_owned())
        }
        HirKind::Class(_) => Ok(()),
        HirKind::Repetition(Repetition { min, max, sub, .. }) => {
            if max.unwrap_or(*min).max(*min) > TIMES {
                return Err(format!("repeats something more than {TIMES} times: lower the bound"));
            }
            // A run over spaces could begin anew at each word within itself, and the scan would be quadratic.
            if max.is_none() && !is_single(sub).is_some_and(|class| within_words(&class)) {
                return Err("repeats more than letters of a word without an end: give it a bound".to_owned());
            }
            check(sub)
        }
        kind => kind.subs().iter().try_for_each(check),
    }
}

/// The class of one character that something asks for, and nothing else.
fn is_single(hir: &Hir) -> Option<ClassUnicode> {
    match hir.kind() {
        HirKind::Capture(capture) => is_single(&capture.sub),
        HirKind::Class(Class::Unicode(class)) => Some(class.clone()),
        HirKind::Class(Class::Bytes(class)) => class.to_unicode_class(),
        HirKind::Literal(literal) => {
            let mut characters = std::str::from_utf8(&literal.0).ok()?.chars();
            let character = characters.next().filter(|_| characters.next().is_none())?;
            Some(ClassUnicode::new([regex_syntax::hir::ClassUnicodeRange::new(character, character)]))
        }
        _ => None,
    }
}

/// Whether a class holds nothing that stands between words.
fn within_words(class: &ClassUnicode) -> bool {
    let size: usize = class.ranges().iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
    size <= 64 && !holds_all(class, ' ', ' ') && !holds_all(class, '\n', '\n')
}

/// A word in a gap is a word, however long: `\w{1,15}` becomes `\w+`; and a long number is a number, up to a bound that is
/// the same for all. Counting exactly finds nothing more, and keeps patterns from sharing a run.
fn uncounted(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Repetition(repetition) => {
            let mut repetition = repetition.clone();
            if let (Some(max), Some(class)) = (repetition.max, is_single(&repetition.sub)) {
                if repetition.min < WORD && max >= WORD && within_words(&class) && holds_all(&class, 'a', 'z') {
                    repetition.max = None;
                } else if (NUMBER..DIGITS).contains(&max)
                    && class.ranges().iter().all(|range| ('+'..='9').contains(&range.start()) && range.end() <= '9')
                {
                    repetition.max = Some(DIGITS);
                }
            }
            repetition.sub = Box::new(uncounted(&repetition.sub));
            Hir::repetition(repetition)
        }
        HirKind::Capture(capture) => {
            let mut capture = capture.clone();
            capture.sub = Box::new(uncounted(&capture.sub));
            Hir::capture(capture)
        }
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(uncounted).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(uncounted).collect()),
        _ => hir.clone(),
    }
}

/// Whether a class holds all characters from one to another.
fn holds_all(class: &ClassUnicode, from: char, to: char) -> bool {
    class.ranges().iter().any(|range| range.start() <= from && to <= range.end())
}

/// A set of characters, as the program holds it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct CharSet {
    /// One bit for each ASCII character.
    ascii: u128,
    /// First and last of each range beyond ASCII, in order.
    wide: Vec<(u32, u32)>,
}

impl CharSet {
    fn new(class: &ClassUnicode) -> Self {
        let mut set = Self { ascii: 0, wide: Vec::new() };
        for range in class.ranges() {
            let (from, to) = (u32::from(range.start()), u32::from(range.end()));
            for ascii in from..=to.min(127) {
                set.ascii |= 1 << ascii;
            }
            if to > 127 {
                set.wide.push((from.max(128), to));
            }
        }
        set
    }

    /// The set's characters, if there are at most `most`.
    fn few(&self, most: u32) -> Option<Vec<char>> {
        let wide: u32 = self.wide.iter().map(|&(from, to)| to - from + 1).sum();
        (self.ascii.count_ones() + wide <= most).then(|| {
            let ascii = (0..128u8).filter(|&byte| self.ascii >> byte & 1 == 1).map(char::from);
            ascii.chain(self.wide.iter().flat_map(|&(from, to)| from..=to).filter_map(char::from_u32)).collect()
        })
    }

    /// Whether all are ASCII bytes of words.
    fn is_word(&self) -> bool {
        self.wide.is_empty() && (0..128u8).all(|byte| self.ascii >> byte & 1 == 0 || is_word(byte))
    }
}
