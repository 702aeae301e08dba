//! What a post is made of, without its names: the features that the reader weighs.
//!
//! In: a [`FoldedText`]. Out: to a [`Sink`], feature after feature, each a bucket of a hash table and the tokens that it was
//! seen in. No string is made and nothing is looked up: a feature is its hash. Numbers, cashtags, mentions, links, addresses
//! and keys are one token each (a ticker must teach nothing), so that what is learned from one coin's posts holds for the
//! next coin's.
//!
//! Four families: tokens, neighbouring tokens, letter groups of words (in scripts without spaces: across characters), and
//! structure (how many tickers, links, emoji, capitals, lines).

use std::ops::Range;

use hypelint_characters::{is_word, stands_on_another, without_spaces};

use crate::fold::FoldedText;
use crate::span::{Folded, Span};

/// Buckets of the hash table: 2 to this power.
pub const BITS: u32 = 22;

/// Families of features; each is weighed by itself, so that the many letter groups do not drown the few words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Tokens, and pairs of neighbours.
    Tokens,
    /// Letter groups.
    Letters,
    /// Counts.
    Structure,
}

/// A token: a word, or what stands for a class of them.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    pub(crate) kind: Kind,
    pub(crate) hash: u32,
    /// Where it stands.
    pub span: Span<Folded>,
}

impl Token {
    /// Whether it is a key or an address, which nobody reads.
    #[must_use]
    pub fn is_key(&self) -> bool {
        self.kind == Kind::Key
    }

    /// Whether it is a word, or a character of a script without spaces.
    #[must_use]
    pub fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Character)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters of a script that writes spaces.
    Word,
    /// One character of a script that writes none.
    Character,
    /// What is told by its kind alone: a number, a ticker, a mention, a link.
    Class,
    /// A key, a wallet's or contract's address: no word of a phrase.
    Key,
    /// A punctuation mark, a symbol, an emoji.
    Sign,
}

/// Letters of a letter group, fewest and most.
const GROUP: std::ops::RangeInclusive<usize> = 3..=5;
/// Characters of a group in a script without spaces.
const RUN: usize = 4;
/// Letters of a word whose groups are looked at: what is longer is an address or a key.
pub const LONGEST: usize = 24;

/// Families of features, so that a word and a letter group of the same letters are two features.
const TOKEN: u32 = 1;
const PAIR: u32 = 2;
const LETTERS: u32 = 3;
const STRUCTURE: u32 = 4;

/// Classes of tokens.
const NUMBER: u32 = 10;
pub(crate) const CASHTAG: u32 = 20;
pub(crate) const MENTION: u32 = 21;
const LINK: u32 = 22;
const TAG: u32 = 23;
const KEY: u32 = 24;
/// Those of numbers.
pub(crate) const NUMBERS: std::ops::Range<u32> = NUMBER..CASHTAG;

/// Letters and digits from which on a run with [`KEY_DIGITS`] digits is a key: the shortest addresses have 26 (Bitcoin), keys that
/// are shown cut off a few.
const KEY_LENGTH: usize = 12;
/// See [`KEY_LENGTH`].
const KEY_DIGITS: usize = 3;

/// Takes the features of a text, one after the other.
pub trait Sink {
    /// A feature, and the tokens that it was seen in. One that stands there twice is given twice.
    fn feature(&mut self, family: Family, bucket: u32, tokens: Range<usize>);

    /// A word, for its letter groups: who remembers those of its words need not have them made again.
    fn word(&mut self, letters: &[u8], _hash: u32, token: usize) {
        groups(letters, |bucket| self.feature(Family::Letters, bucket, token..token + 1));
    }
}

impl<F: FnMut(Family, u32, Range<usize>)> Sink for F {
    fn feature(&mut self, family: Family, bucket: u32, tokens: Range<usize>) {
        self(family, bucket, tokens);
    }
}

/// Reads features. Keeps its buffer from text to text.
#[derive(Debug, Default)]
pub struct Features {
    tokens: Vec<Token>,
    structure: Structure,
}

impl Features {
    /// With room for a text of so many bytes.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self { tokens: Vec::with_capacity(bytes), structure: Structure::default() }
    }

    /// The tokens of the text that was read last, in order.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// A text by itself, cut into tokens.
    #[must_use]
    pub fn of(text: &FoldedText) -> Self {
        let mut features = Self::default();
        features.read(text);
        features
    }

    /// Cuts a text into tokens; what was here before is gone.
    #[inline(never)]
    pub fn read(&mut self, text: &FoldedText) {
        self.tokens.clear();
        self.structure = tokens(text.text(), &mut self.tokens);
    }

    /// How many of the tokens begin before so many bytes.
    #[must_use]
    pub fn own(&self, bytes: u32) -> usize {
        self.tokens.partition_point(|token| token.span.start < bytes)
    }

    /// Gives the features of the text that was read last.
    pub fn give(&self, text: &FoldedText, sink: &mut impl Sink) {
        let bytes = text.text();
        let mut before = None;
        let mut run = 0;
        for (at, token) in self.tokens.iter().enumerate() {
            sink.feature(Family::Tokens, bucket(TOKEN, token.hash), at..at + 1);
            if let Some(before) = before.replace(token.hash) {
                let pair = bucket(PAIR, before.rotate_left(7) ^ token.hash.wrapping_mul(0x9e37_79b9));
                sink.feature(Family::Tokens, pair, at - 1..at + 1);
            }
            if token.kind == Kind::Word {
                sink.word(&bytes[token.span.start as usize..token.span.end as usize], token.hash, at);
            }
            run = if token.kind == Kind::Character { run + 1 } else { 0 };
            let mut hash = token.hash;
            for length in 2..=run.min(RUN) {
                let first = at + 1 - length;
                hash = hash.wrapping_mul(0x0100_0193) ^ self.tokens[first].hash;
                if length > 2 {
                    sink.feature(Family::Letters, bucket(LETTERS, hash), first..at + 1);
                }
            }
        }
        self.structure.give(text, |bucket| sink.feature(Family::Structure, bucket, 0..self.tokens.len()));
    }
}

/// A feature's bucket: the finaliser of `MurmurHash3`, so that near hashes fall far apart.
fn bucket(family: u32, hash: u32) -> u32 {
    let mut hash = hash ^ family.wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ hash >> 16).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
    hash >> (32 - BITS)
}

/// What FNV-1a begins with.
const BASIS: u32 = 0x811c_9dc5;

/// FNV-1a.
pub(crate) fn hash(bytes: &[u8]) -> u32 {
    bytes.iter().fold(BASIS, |hash, &byte| step(hash, byte))
}

fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// Letter groups of a word, as buckets; its edges count as a letter each.
pub fn groups(word: &[u8], mut sink: impl FnMut(u32)) {
    // Most words: a letter is a byte.
    if word.len() < LONGEST && word.is_ascii() {
        let mut letters = [b' '; LONGEST + 1];
        letters[1..=word.len()].copy_from_slice(word);
        let letters = &letters[..word.len() + 2];
        for first in 0..=word.len() {
            let mut hash = BASIS;
            for (&letter, length) in letters[first..].iter().zip(1..=*GROUP.end()) {
                hash = step(hash, letter);
                if length >= *GROUP.start() {
                    sink(bucket(LETTERS, hash));
                }
            }
        }
        return;
    }
    let mut starts = [0u8; LONGEST + 1];
    let mut letters = 0;
    for (at, &byte) in word.iter().enumerate() {
        if byte & 0xc0 != 0x80 {
            if letters == LONGEST {
                break;
            }
            starts[letters] = at as u8;
            letters += 1;
        }
    }
    let whole = letters < LONGEST || word[usize::from(starts[LONGEST - 1])..].len() <= 4;
    let end = |letter: usize| if letter < letters { usize::from(starts[letter]) } else { word.len() };
    // The group that begins with the word's edge, then those that begin with each letter.
    for first in 0..=letters {
        let (mut hash, from) = if first == 0 { (step(BASIS, b' '), 0) } else { (BASIS, first - 1) };
        let mut length = usize::from(first == 0);
        for letter in from..=letters {
            if letter == letters {
                if whole {
                    hash = step(hash, b' ');
                    length += 1;
                    if GROUP.contains(&length) {
                        sink(bucket(LETTERS, hash));
                    }
                }
                break;
            }
            for &byte in &word[end(letter)..end(letter + 1).min(word.len())] {
                hash = step(hash, byte);
            }
            length += 1;
            if GROUP.contains(&length) {
                sink(bucket(LETTERS, hash));
            }
            if length == *GROUP.end() {
                break;
            }
        }
    }
}

/// What is counted on the way.
#[derive(Debug, Default)]
struct Structure {
    cashtags: u32,
    hashtags: u32,
    mentions: u32,
    links: u32,
    numbers: u32,
    percents: u32,
    exclamations: u32,
    questions: u32,
    lines: u32,
    words: u32,
    characters: u32,
    foreign: u32,
}

impl Structure {
    fn give(&self, text: &FoldedText, mut sink: impl FnMut(u32)) {
        let words = (self.words + self.characters / 2).max(1);
        let counts: [u32; 17] = [
            self.cashtags,
            self.hashtags,
            self.mentions,
            self.links,
            self.numbers,
            self.percents,
            self.exclamations,
            self.questions,
            self.lines,
            words,
            text.emoji(),
            16 * text.emoji() / words,
            text.caps_runs().len() as u32,
            text.caps_names().len() as u32,
            text.disguises().len() as u32,
            8 * self.characters / words,
            8 * self.foreign / words,
        ];
        for (index, count) in (0u32..).zip(counts) {
            // 0, 1, 2, 3, 4–5, 6–8, … : what matters is the order of magnitude.
            let step = match count {
                0..4 => count,
                _ => 2 * count.ilog2() + u32::from(count >> (count.ilog2() - 1) & 1 == 1),
            };
            sink(bucket(STRUCTURE, index << 8 | step));
        }
    }
}

/// Cuts a folded text into tokens, and counts.
fn tokens(text: &[u8], out: &mut Vec<Token>) -> Structure {
    let mut structure = Structure { lines: 1, ..Structure::default() };
    let (mut at, mut breaks) = (0, 0);
    while let Some(&byte) = text.get(at) {
        let rest = &text[at..];
        let (kind, hash, length) = match byte {
            b' ' => {
                at += 1;
                continue;
            }
            b'\n' => {
                // Between words alone: white space around a post is the page's.
                breaks = u32::from(!out.is_empty());
                at += 1;
                continue;
            }
            b'a'..=b'z' | b'_' => {
                let (length, hash) = word(rest);
                if let Some(length) = link(rest, length) {
                    structure.links += 1;
                    (Kind::Class, LINK << 8 | host(&rest[..length]), length)
                } else if let Some(length) = key(rest, length) {
                    (Kind::Key, KEY, length)
                } else if pair(&rest[..length]) {
                    structure.cashtags += 1;
                    (Kind::Class, CASHTAG, length)
                } else {
                    structure.words += 1;
                    (Kind::Word, hash, length)
                }
            }
            b'0'..=b'9' => {
                let (length, digits) = number(rest);
                if let Some(length) = key(rest, length) {
                    (Kind::Key, KEY, length)
                } else {
                    structure.numbers += 1;
                    (Kind::Class, NUMBER + digits.min(4), length)
                }
            }
            b'$' if rest.get(1).is_some_and(u8::is_ascii_lowercase) => {
                structure.cashtags += 1;
                (Kind::Class, CASHTAG, 1 + word(&rest[1..]).0)
            }
            b'@' if rest.get(1).is_some_and(|next| is_name(*next)) => {
                structure.mentions += 1;
                (Kind::Class, MENTION, 1 + rest[1..].iter().take_while(|byte| is_name(**byte)).count())
            }
            b'#' if rest.get(1).is_some_and(|next| !next.is_ascii() || is_name(*next)) => {
                structure.hashtags += 1;
                (Kind::Class, TAG, 1)
            }
            0..0x80 => {
                structure.exclamations += u32::from(byte == b'!');
                structure.questions += u32::from(byte == b'?');
                structure.percents += u32::from(byte == b'%');
                (Kind::Sign, u32::from(byte) << 8, 1)
            }
            _ => {
                let (character, length) = decode(rest);
                if !is_word(character) {
                    (Kind::Sign, hash(&rest[..length]), length)
                } else if without_spaces(character) {
                    structure.characters += 1;
                    let length = length + marks(&rest[length..]);
                    (Kind::Character, hash(&rest[..length]), length)
                } else {
                    structure.words += 1;
                    structure.foreign += 1;
                    let (length, hash) = word(rest);
                    (Kind::Word, hash, length)
                }
            }
        };
        structure.lines += std::mem::take(&mut breaks);
        out.push(Token { kind, hash, span: Span::new(at as u32, (at + length) as u32) });
        at += length;
    }
    structure
}

/// Bytes of letters (of scripts with spaces), and apostrophes between them; and their hash.
fn word(text: &[u8]) -> (usize, u32) {
    let (mut at, mut sum) = (0, BASIS);
    while let Some(&byte) = text.get(at) {
        let length = match byte {
            b'a'..=b'z' | b'_' => 1,
            b'\'' if text.get(at + 1).is_some_and(u8::is_ascii_lowercase) => 1,
            0..0x80 => break,
            _ => {
                let (character, length) = decode(&text[at..]);
                if !is_spaced(character) {
                    break;
                }
                length
            }
        };
        for &byte in &text[at..at + length] {
            sum = step(sum, byte);
        }
        at += length;
    }
    (at, sum)
}

/// Whether a character is part of a word, in a script that writes spaces between words.
pub(crate) fn is_spaced(character: char) -> bool {
    is_word(character) && !without_spaces(character)
}

/// Bytes of the marks that stand on the character before.
fn marks(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(0x80..) = text.get(at) {
        let (character, length) = decode(&text[at..]);
        if !stands_on_another(character) {
            break;
        }
        at += length;
    }
    at
}

/// Bytes of a number, and its digits before a point.
fn number(text: &[u8]) -> (usize, u32) {
    let (mut at, mut digits, mut fraction) = (0, 0, false);
    while let Some(&byte) = text.get(at) {
        let goes_on = text.get(at + 1).is_some_and(u8::is_ascii_digit);
        match byte {
            b'0'..=b'9' => digits += u32::from(!fraction),
            b'.' if goes_on => fraction = true,
            b',' if goes_on => {}
            _ => break,
        }
        at += 1;
    }
    (at, digits)
}

/// Bytes of an address that begins with this word.
fn link(text: &[u8], word: usize) -> Option<usize> {
    let begins = match &text[..word] {
        b"http" | b"https" => text[word..].starts_with(b"://"),
        b"www" => text[word..].starts_with(b"."),
        b"t" => text[word..].starts_with(b".me/"),
        _ => false,
    };
    begins.then(|| text.iter().take_while(|byte| !matches!(byte, b' ' | b'\n')).count())
}

/// Bytes of a key, or of a wallet's or contract's address, that begins with this word or number: a long run of letters and digits.
fn key(text: &[u8], first: usize) -> Option<usize> {
    if !text.get(first).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let length = text.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let digits = text[..length].iter().filter(|byte| byte.is_ascii_digit()).count();
    (length >= KEY_LENGTH && digits >= KEY_DIGITS && digits < length).then_some(length)
}

/// Where an address leads, as far as that says something: into a group, or anywhere.
fn host(link: &[u8]) -> u32 {
    let groups: [&[u8]; 6] = [b"t.me/", b"telegram.", b"discord.", b"wa.me/", b"whatsapp.", b"bit.ly/"];
    let led = groups.iter().position(|host| link.windows(host.len()).any(|part| part == *host));
    led.map_or(0, |group| group as u32 + 1)
}

/// A coin with what it is paid in: a ticker.
fn pair(word: &[u8]) -> bool {
    word.len() > 5 && [&b"usdt"[..], b"usdc", b"busd"].iter().any(|quote| word.ends_with(quote))
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The first character of a text, which is valid UTF-8, and its bytes.
pub(crate) fn decode(text: &[u8]) -> (char, usize) {
    let length = match text[0] {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    };
    let character =
        text.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()).and_then(|text| text.chars().next());
    (character.unwrap_or('\u{fffd}'), length.min(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The features of a text, without their places.
    fn of(text: &str) -> Vec<(Family, u32)> {
        let folded = FoldedText::of(text);
        let mut all = Vec::new();
        let features = Features::of(&folded);
        features.give(&folded, &mut |family, bucket, _: Range<usize>| all.push((family, bucket)));
        all
    }

    /// The features of a text that tell how it is built.
    fn structure(text: &str) -> Vec<u32> {
        of(text).into_iter().filter(|(family, _)| *family == Family::Structure).map(|(_, bucket)| bucket).collect()
    }

    /// The tokens of a text: of which kind each is, and its words.
    fn cut(text: &str) -> Vec<(Kind, String)> {
        let folded = FoldedText::of(text);
        let mut all = Vec::new();
        tokens(folded.text(), &mut all);
        let words = |span: Span<Folded>| &folded.text()[span.start as usize..span.end as usize];
        all.iter().map(|token| (token.kind, String::from_utf8_lossy(words(token.span)).into_owned())).collect()
    }

    /// Letter groups, slowly: all runs of three to five letters of a word, its edges with them. Of a long word the last letter is all that
    /// is left of it, and behind that is no edge.
    fn plain_groups(word: &str) -> Vec<u32> {
        let last = word.char_indices().map(|(at, _)| at).nth(LONGEST - 1);
        let (head, rest) = word.split_at(last.unwrap_or(word.len()));
        let mut letters = vec![" ".to_owned()];
        letters.extend(head.chars().map(String::from));
        letters.extend((!rest.is_empty()).then(|| rest.to_owned()));
        if rest.len() <= 4 {
            letters.push(" ".to_owned());
        }
        let groups = (0..letters.len()).flat_map(|first| GROUP.map(move |length| (first, length)));
        groups
            .filter_map(|(first, length)| letters.get(first..first + length))
            .map(|group| bucket(LETTERS, hash(group.concat().as_bytes())))
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn groups_are_all_runs_of_letters(word in "[a-z]{1,40}|[a-zа-яéग़𝒶']{1,40}") {
            let mut found = Vec::new();
            groups(word.as_bytes(), |bucket| found.push(bucket));
            prop_assert_eq!(found, plain_groups(&word));
        }

        /// Tokens stand one behind the other, and between them is white space alone.
        #[test]
        fn tokens_are_all_of_a_text(text in "([a-z $#@'.,!?0-9%\n_а-я起飞🚀\u{938}\u{93c}\u{940}\u{94d}\u{e17}\u{e35}\u{e48}]|t\\.me/|https://|usdt ){0,60}") {
            let folded = FoldedText::of(&text);
            let features = Features::of(&folded);
            let mut last = 0;
            for (at, token) in features.tokens().iter().enumerate() {
                let between = &folded.text()[last..token.span.start as usize];
                prop_assert!(between.iter().all(u8::is_ascii_whitespace));
                prop_assert!(!token.span.is_empty());
                prop_assert_eq!(features.own(token.span.start), at);
                prop_assert_eq!(features.own(token.span.start + 1), at + 1);
                last = token.span.end as usize;
            }
            prop_assert!(folded.text()[last..].iter().all(u8::is_ascii_whitespace));
        }
    }

    #[test]
    fn tokens_by_their_kind() {
        for (text, wanted) in [
            (
                "don't 'stop' _it_",
                &[
                    (Kind::Word, "don't"),
                    (Kind::Sign, "'"),
                    (Kind::Word, "stop"),
                    (Kind::Sign, "'"),
                    (Kind::Word, "_it_"),
                ][..],
            ),
            (
                "слово, о'нет",
                &[(Kind::Word, "слово"), (Kind::Sign, ","), (Kind::Word, "о"), (Kind::Sign, "'"), (Kind::Word, "нет")],
            ),
            ("начx起飞", &[(Kind::Word, "начx"), (Kind::Character, "起"), (Kind::Character, "飞")]),
            (
                "ไทย カナ",
                &[
                    (Kind::Character, "ไ"),
                    (Kind::Character, "ท"),
                    (Kind::Character, "ย"),
                    (Kind::Character, "カ"),
                    (Kind::Character, "ナ"),
                ],
            ),
            ("वास्तविक फ़ीस।", &[(Kind::Word, "वास्तविक"), (Kind::Word, "फ़ीस"), (Kind::Sign, ".")]),
            ("ที่ดี", &[(Kind::Character, "ที่"), (Kind::Character, "ดี")]),
            (
                "1,000.50 3. 4,",
                &[
                    (Kind::Class, "1,000.50"),
                    (Kind::Class, "3"),
                    (Kind::Sign, "."),
                    (Kind::Class, "4"),
                    (Kind::Sign, ","),
                ],
            ),
            ("$nuvo $5 $", &[(Kind::Class, "$nuvo"), (Kind::Sign, "$"), (Kind::Class, "5"), (Kind::Sign, "$")]),
            ("@ana_1! @ @9", &[(Kind::Class, "@ana_1"), (Kind::Sign, "!"), (Kind::Sign, "@"), (Kind::Class, "@9")]),
            (
                "#gem # #起 #_",
                &[
                    (Kind::Class, "#"),
                    (Kind::Word, "gem"),
                    (Kind::Sign, "#"),
                    (Kind::Class, "#"),
                    (Kind::Character, "起"),
                    (Kind::Class, "#"),
                    (Kind::Word, "_"),
                ],
            ),
            ("t.me/x t.mex", &[(Kind::Class, "t.me/x"), (Kind::Word, "t"), (Kind::Sign, "."), (Kind::Word, "mex")]),
            ("http://a.b:8/c https:", &[(Kind::Class, "http://a.b:8/c"), (Kind::Word, "https"), (Kind::Sign, ":")]),
            (
                "xyusdt ausdt busdc usdt xybusd",
                &[
                    (Kind::Class, "xyusdt"),
                    (Kind::Word, "ausdt"),
                    (Kind::Word, "busdc"),
                    (Kind::Word, "usdt"),
                    (Kind::Class, "xybusd"),
                ],
            ),
            (
                "abcdefghi123 abcdefgh123",
                &[(Kind::Key, "abcdefghi123"), (Kind::Word, "abcdefgh"), (Kind::Class, "123")],
            ),
            (
                "abcdefghij12 012345678901",
                &[(Kind::Word, "abcdefghij"), (Kind::Class, "12"), (Kind::Class, "012345678901")],
            ),
            ("0123456789ab", &[(Kind::Key, "0123456789ab")]),
            ("🚀❤x", &[(Kind::Sign, "🚀"), (Kind::Sign, "❤"), (Kind::Word, "x")]),
        ] {
            let found = cut(text);
            let found: Vec<(Kind, &str)> = found.iter().map(|(kind, words)| (*kind, &**words)).collect();
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn what_is_counted() {
        let count = |text: &str| {
            let folded = FoldedText::of(text);
            tokens(folded.text(), &mut Vec::new())
        };
        let Structure {
            cashtags,
            hashtags,
            mentions,
            links,
            numbers,
            percents,
            exclamations,
            questions,
            lines,
            words,
            characters,
            foreign,
        } = count("$nuvo xyusdt #gem @ana t.me/x 12 5%!!? abcdefghi123\n起飞 слово word\n");
        assert_eq!([cashtags, hashtags, mentions, links], [2, 1, 1, 1]);
        assert_eq!([numbers, percents, exclamations, questions], [2, 1, 2, 1]);
        assert_eq!([lines, words, characters, foreign], [2, 3, 2, 1]);
        assert_eq!(count("\n\none\n\ntwo\n").lines, 2, "between words alone");
    }

    #[test]
    fn counts_go_by_their_magnitude() {
        let signs = |count| structure(&"!".repeat(count));
        let steps = [0..1, 1..2, 2..3, 3..4, 4..6, 6..8, 8..12, 12..16, 16..24, 24..32];
        for (at, step) in steps.iter().enumerate() {
            let first = signs(step.start);
            assert!(step.clone().all(|count| signs(count)[6] == first[6]), "{step:?}");
            assert!(steps[..at].iter().all(|before| signs(before.start)[6] != first[6]), "{step:?}");
        }
        assert_eq!(signs(1).len(), 17);
        // What is many among few words is not among many.
        assert_ne!(structure("🚀🚀 moon")[11], structure("🚀🚀 to the moon with all of us on board")[11]);
        assert_ne!(structure("起飞")[15], structure("起飞 moon and stars and the sun as well")[15]);
        assert_ne!(structure("слово")[16], structure("слово moon and stars and the sun as well, my friends")[16]);
    }

    #[test]
    fn numbers_tell_how_many_digits_they_have_before_the_point() {
        let tokens = |text: &str| -> Vec<(Family, u32)> {
            of(text).into_iter().filter(|(family, _)| *family == Family::Tokens).collect()
        };
        assert_eq!(tokens("1.25"), tokens("7"));
        assert_eq!(tokens("1,250.5"), tokens("9876"));
        assert_eq!(tokens("12345"), tokens("1234"), "four, or more");
        for (one, other) in [("7", "77"), ("77", "777"), ("777", "7777")] {
            assert_ne!(tokens(one), tokens(other));
        }
    }

    #[test]
    fn pairs_have_an_order() {
        let pairs = |text: &str| -> Vec<u32> {
            let folded = FoldedText::of(text);
            let features = Features::of(&folded);
            let mut pairs = Vec::new();
            features.give(&folded, &mut |family, bucket, seen: Range<usize>| {
                if family == Family::Tokens && seen.len() == 2 {
                    pairs.push(bucket);
                }
            });
            pairs
        };
        assert!(pairs("moon").is_empty());
        assert_eq!(pairs("moon soon"), pairs("the moon soon")[1..]);
        assert_ne!(pairs("moon soon"), pairs("soon moon"));
    }

    /// A model names features by their buckets: were they others, the one that is checked in would have to be learned anew.
    #[test]
    fn buckets_are_those_that_the_model_was_learned_with() {
        let text = "Gm! Don't miss $NUVO (xyUSDT), 1,000.5x 🚀🚀 by @ana #gem t.me/x https://discord.gg/a\n0x3a437e6cc6ebc08f24f6: 百倍币来了                     криптовалюта, 100% up? BUY MORE KELP";
        let sum = of(text).iter().fold(0u64, |sum, (family, bucket)| {
            (sum ^ u64::from(*bucket) << 2 ^ *family as u64).wrapping_mul(0x0100_0000_01b3)
        });
        assert_eq!((of(text).len(), sum), (185, 15_409_090_208_956_799_909));
    }

    #[test]
    fn names_and_numbers_teach_nothing() {
        for (one, other) in [
            ("buy $nuvo now", "buy $kelp now"),
            ("thanks @mara for it", "thanks @idris for it"),
            ("up 12% today", "up 37% today"),
            ("see https://one.example/a", "see https://two.example/bcd"),
            ("nuvousdt is up", "kelpusdt is up"),
            ("two\nlines", "\n\ntwo\nlines \n"),
            ("at 0x3a437e6cc6ebc08f24f6 now", "at bc1q9h5yjqka2fdn4ta5x6 now"),
        ] {
            assert_eq!(of(one), of(other), "{one} / {other}");
        }
        assert_ne!(of("up 12% today"), of("up 1200% today"));
        assert_ne!(of("100000000000000"), of("0x0000000000000"));
        assert_ne!(of("join t.me/one"), of("join https://one.example"));
    }

    #[test]
    fn words_share_the_letter_groups_of_their_stems() {
        let shared = |one: &str, other: &str| {
            let letters = |text: &str| -> Vec<u32> {
                of(text)
                    .into_iter()
                    .filter(|(family, _)| *family == Family::Letters)
                    .map(|(_, bucket)| bucket)
                    .collect()
            };
            let known = letters(one);
            letters(other).into_iter().filter(|bucket| known.contains(bucket)).count()
        };
        assert!(shared("moonshot", "mooning") >= 6);
        assert!(shared("криптовалюта", "криптовалюты") >= 16);
        assert_eq!(shared("moon", "lunch"), 0);
    }

    #[test]
    fn scripts_without_spaces_have_groups_of_characters() {
        let places = |text: &str| {
            let folded = FoldedText::of(text);
            let features = Features::of(&folded);
            let tokens = features.tokens();
            let mut places = Vec::new();
            features.give(&folded, &mut |family, _, seen: Range<usize>| {
                if family == Family::Letters {
                    let place = tokens[seen.start].span.start as usize..tokens[seen.end - 1].span.end as usize;
                    places.push(String::from_utf8_lossy(&folded.text()[place]).into_owned());
                }
            });
            places
        };
        assert_eq!(places("百倍币来"), ["百倍币", "倍币来", "百倍币来"]);
    }
}
