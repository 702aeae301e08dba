//! Folds a text into the plain form that patterns are written in, and keeps the way back.
//!
//! In: a post, or a window of one. Out: folded bytes (UTF-8), a map from them to UTF-16 offsets of the original,
//! and where letters were disguised. It knows nothing of rules.
//!
//! One pass, a character at a time, through a table (`hypelint-characters`, generated from Unicode's data). What needs a whole
//! word to decide (look-alike letters from another script, digits for letters, s p a c e d letters) is decided at
//! the word's end, by folding that word once more: rare, so the usual post pays for one comparison a word.

mod disguise;
mod eight;

use hypelint_characters::{Fold, fold_char, is_word};

use crate::span::{Folded, Span, Utf16};
use eight::Eight;

/// From `folded` on, this is where bytes came from.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    folded: u32,
    utf16: u32,
    /// 0: each byte is one UTF-16 unit, until the next anchor. Otherwise the bytes until the next anchor are one
    /// character of this many units.
    block: u32,
}

/// A folded text. The buffers are kept from text to text: folding allocates nothing once they have grown.
#[derive(Debug, Default)]
pub struct FoldedText {
    text: Vec<u8>,
    anchors: Vec<Anchor>,
    disguises: Vec<Span<Folded>>,
    caps_runs: Vec<Span<Folded>>,
    caps_names: Vec<Span<Folded>>,
    /// Words that begin with a capital within a sentence; neighbours are one span.
    names: Vec<Span<Folded>>,
    /// Words in capitals.
    capital_words: u32,
    /// Words that begin with a capital.
    initials: u32,
    emoji: u32,
    words: u32,
    /// UTF-16 offset behind the text.
    end: u32,
}

/// Shouted words in a row that make a signal: two happen in any headline ("BREAKING NEWS").
const SHOUTED_WORDS: u32 = 3;
/// Letters from which a word in capitals is a shout and not an abbreviation.
const SHOUTED_LETTERS: u32 = 4;

/// Letters of a word in capitals that can be the name of a coin or stock.
const NAME_LETTERS: std::ops::RangeInclusive<u32> = 2..=6;

/// Bytes within which a tag's sign is looked for: hashtags are hardly longer.
const TAG: usize = 32;

/// What is known of the word being read.
#[derive(Default, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that a word shows, and they come in any mix")]
struct Word {
    /// Where it starts: folded byte, source byte, and how many anchors there were.
    folded: usize,
    source: usize,
    anchors: usize,
    letters: u32,
    capitals: u32,
    latin: bool,
    foreign: bool,
    digits: bool,
    disguised: bool,
    marks: u32,
    open: bool,
    /// The word follows a `$` or `#`: a tag is a name, nobody shouts it.
    tag: bool,
}

impl FoldedText {
    /// With room for a text of so many bytes.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self { text: Vec::with_capacity(bytes), anchors: Vec::with_capacity(bytes), ..Self::default() }
    }

    /// A text by itself, folded.
    #[must_use]
    pub fn of(source: &str) -> Self {
        let mut folded = Self::default();
        folded.fold(source, 0);
        folded
    }

    /// Folds `source`; what was here before is gone. `utf16` is the offset of `source` in the whole post, in UTF-16
    /// code units.
    #[inline(never)]
    pub fn fold(&mut self, source: &str, utf16: u32) {
        self.text.clear();
        self.anchors.clear();
        self.disguises.clear();
        self.caps_runs.clear();
        self.caps_names.clear();
        self.names.clear();
        self.capital_words = 0;
        self.initials = 0;
        self.emoji = 0;
        self.words = 0;
        Pass {
            out: self,
            source,
            word: Word::default(),
            singles: disguise::Singles::default(),
            shouted: None,
            utf16,
            run: false,
            cyrillic: 0,
        }
        .run();
    }

    /// The folded text: UTF-8.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Where letters were disguised: look-alikes, styled letters, invisible characters inside words, digits and signs for
    /// letters (where a name such as `mp3s` would not have them).
    #[must_use]
    pub fn disguises(&self) -> &[Span<Folded>] {
        &self.disguises
    }

    /// Runs of at least three words in capitals.
    #[must_use]
    pub fn caps_runs(&self) -> &[Span<Folded>] {
        &self.caps_runs
    }

    /// Short words in capitals, among words that are not: they stand out, as tickers and abbreviations do. A tag's sign
    /// is before them, where they have one.
    #[must_use]
    pub fn caps_names(&self) -> &[Span<Folded>] {
        // Where most words are shouted, capitals say nothing.
        if self.capital_words * 2 > self.words { &[] } else { &self.caps_names }
    }

    /// Whether a place lies wholly within a name, told by its form: the word behind a `$`, `#` or `@`, or Latin words
    /// that begin with a capital within a sentence, among words of which most do not.
    #[must_use]
    #[inline(never)]
    pub fn is_within_name(&self, span: Span<Folded>) -> bool {
        let after = self.names.partition_point(|name| name.start <= span.start);
        let named =
            self.initials * 2 <= self.words && self.names[..after].last().is_some_and(|name| name.contains(span));
        named || self.is_within_tag(span)
    }

    /// Whether a word stands in a span: no more than pictures, tags and tickers, where none does.
    #[must_use]
    pub fn is_worded(&self, span: Span<Folded>) -> bool {
        let bytes = &self.text[span.start as usize..span.end as usize];
        bytes.split(|byte| matches!(byte, b' ' | b'\n')).any(|piece| {
            !matches!(piece, [b'#' | b'$', ..])
                && std::str::from_utf8(piece).is_ok_and(|text| text.chars().any(is_word))
        })
    }

    fn is_within_tag(&self, span: Span<Folded>) -> bool {
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let (before, rest) = self.text.split_at(span.start as usize);
        let behind_sign = before.iter().rev().take(TAG).find(|byte| !is_word(byte));
        matches!(behind_sign, Some(b'$' | b'#' | b'@')) && rest[..span.len() as usize].iter().all(is_word)
    }

    /// Pictographs (no letters, no punctuation) in the text.
    #[must_use]
    pub fn emoji(&self) -> u32 {
        self.emoji
    }

    /// Words in the text.
    #[must_use]
    pub fn words(&self) -> u32 {
        self.words
    }

    /// Where the text ends in the original, in the same units as `fold`'s second argument.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.end
    }

    /// The place in the original that a place in the folded text came from. A span that begins or ends inside what
    /// was one character takes the whole character.
    #[must_use]
    pub fn utf16(&self, span: Span<Folded>) -> Span<Utf16> {
        let start = self.anchor(span.start);
        let end = self.anchor(span.end);
        Span::new(
            if start.block == 0 { start.utf16 + (span.start - start.folded) } else { start.utf16 },
            match end.block {
                0 => end.utf16 + (span.end - end.folded),
                _ if span.end == end.folded => end.utf16,
                units => end.utf16 + units,
            },
        )
    }

    /// The last folded place that came from before `utf16` (in the same units as `fold`'s second argument).
    #[must_use]
    pub fn folded(&self, utf16: u32) -> u32 {
        let after = self.anchors.partition_point(|anchor| anchor.utf16 <= utf16);
        let Some(anchor) = self.anchors[..after].last() else { return 0 };
        let next = self.anchors.get(after).map_or(self.text.len() as u32, |next| next.folded);
        if anchor.block == 0 { (anchor.folded + (utf16 - anchor.utf16)).min(next) } else { anchor.folded }
    }

    fn anchor(&self, folded: u32) -> Anchor {
        let after = self.anchors.partition_point(|anchor| anchor.folded <= folded);
        self.anchors[..after].last().copied().unwrap_or(Anchor { folded: 0, utf16: 0, block: 0 })
    }
}

/// Whether no word that stands before a byte of the source goes on with it, nor behind it.
fn ends_word(next: u8) -> bool {
    match next {
        b'\t' | b'\n' | 0x0b | 0x0c | b'\r' => true,
        b'_' | b'@' | b'$' | b'|' | 0x7f => false,
        b' '.. => next.is_ascii() && !next.is_ascii_digit(),
        _ => false,
    }
}

/// One run over one text.
struct Pass<'a> {
    out: &'a mut FoldedText,
    source: &'a str,
    word: Word,
    singles: disguise::Singles,
    /// Shouted words so far, in a row: the first one's start, the last one's end, how many.
    shouted: Option<(u32, u32, u32)>,
    /// UTF-16 offset of the next character.
    utf16: u32,
    /// The last anchor is a run that the next ASCII byte continues.
    run: bool,
    /// Words so far in a script whose letters look like Latin ones.
    cyrillic: u32,
}

impl Pass<'_> {
    fn run(mut self) {
        let source = self.source;
        let bytes = source.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_alphabetic() {
                let end = self.letters(at);
                self.utf16 += (end - at) as u32;
                at = end;
            } else if byte < 0x80 {
                self.ascii(byte, at);
                self.utf16 += 1;
                at += 1;
            } else if let Some(character) = source[at..].chars().next() {
                self.wide(character, at, source[at + character.len_utf8()..].chars().next());
                self.utf16 += character.len_utf16() as u32;
                at += character.len_utf8();
            }
        }
        self.end_word();
        self.end_singles();
        self.end_shouts();
        let (folded, utf16) = (self.out.text.len() as u32, self.utf16);
        self.out.end = utf16;
        self.out.anchors.push(Anchor { folded, utf16, block: 0 });
    }

    /// Letters in a row, the usual case; gives the place behind the last.
    fn letters(&mut self, at: usize) -> usize {
        let source = self.source.as_bytes();
        let start = self.out.text.len();
        let mut end = at;
        let (mut capitals, mut thrice) = (0, false);
        loop {
            let eight = Eight::read(&source[end..]);
            let letters = eight.letters();
            // Where the next eight are letters, too, the last two are read again: the same letter may go on.
            let own = if letters == 8 { 6 } else { letters };
            capitals += eight.capitals(own);
            thrice |= eight.thrice(letters);
            self.out.text.extend_from_slice(&eight.lower());
            end += own;
            self.out.text.truncate(start + end - at);
            if letters < 8 {
                break;
            }
        }
        let letters = (end - at) as u32;
        let as_it_is = !self.word.open && !thrice;
        let whole = || source.get(end).is_none_or(|&next| ends_word(next));
        if as_it_is && letters > 1 && capitals < letters && whole() {
            // All that there is to say of most words.
            self.anchor_run(start, self.utf16);
            self.out.words += 1;
            if capitals > 0 && source[at].is_ascii_uppercase() {
                self.initial(start);
            }
            self.end_shouts();
            self.end_singles();
            return end;
        }
        self.begin_word(at, start);
        self.word.latin = true;
        self.word.capitals += capitals;
        self.word.letters += letters;
        if as_it_is {
            self.anchor_run(start, self.utf16);
            return end;
        }
        self.out.text.truncate(start);
        for (offset, byte) in source[at..end].iter().enumerate() {
            let lower = byte.to_ascii_lowercase();
            if self.repeats(lower) {
                self.run = false;
            } else {
                self.anchor_run(self.out.text.len(), self.utf16 + offset as u32);
                self.out.text.push(lower);
            }
        }
        end
    }

    /// What stands at `folded`, or is pushed there next, begins a run, unless one goes on.
    fn anchor_run(&mut self, folded: usize, utf16: u32) {
        if !self.run {
            self.out.anchors.push(Anchor { folded: folded as u32, utf16, block: 0 });
            self.run = true;
        }
    }

    fn ascii(&mut self, byte: u8, at: usize) {
        match byte {
            b'0'..=b'9' | b'_' => {
                self.begin_word(at, self.out.text.len());
                self.word.digits = true;
                self.push(byte);
            }
            b'@' | b'$' if self.word.open && self.word.latin => {
                // A sign for a letter ("ca$h"), if a letter follows; the word's end decides.
                self.word.digits = true;
                self.push(byte);
            }
            b'|' if self.word.latin && self.is_between_small_letters(at) => {
                // A stroke for an l ("Deve|oper").
                self.word.digits = true;
                self.push(byte);
            }
            b' ' | b'\t' => {
                self.end_word();
                self.space(b' ');
            }
            b'\n' | b'\r' | 0x0b | 0x0c => {
                self.end_word();
                self.space(b'\n');
            }
            0..=0x1f | 0x7f => self.run = false,
            _ => {
                self.end_word();
                self.push(byte);
            }
        }
    }

    fn is_between_small_letters(&self, at: usize) -> bool {
        let is_small = |at: usize| self.source.as_bytes().get(at).is_some_and(u8::is_ascii_lowercase);
        self.word.open && is_small(at - 1) && is_small(at + 1)
    }

    fn wide(&mut self, character: char, at: usize, next: Option<char>) {
        let mut fold = fold_char(character);
        // A lone regional indicator shows as a letter; a pair is a flag.
        if let Some(letter) = disguise::lone_indicator(character, self.source[..at].chars().next_back(), next) {
            fold = Fold::To(letter);
        }
        // What a joiner holds together is one picture, told by its first: a man and a rocket are an astronaut.
        if disguise::is_joined(character, &self.source[..at]) {
            fold = Fold::Drop;
        }
        match fold {
            Fold::Drop => {
                self.run = false;
                if self.word.open {
                    self.word.marks += u32::from(disguise::is_mark(character));
                    let inside = next.is_some_and(char::is_alphanumeric);
                    self.word.disguised |=
                        (inside && disguise::is_invisible(character)) || self.word.marks > self.word.letters.max(1);
                }
            }
            Fold::Space => {
                self.end_word();
                self.space(b' ');
            }
            Fold::Break => {
                self.end_word();
                self.space(b'\n');
            }
            Fold::Keep | Fold::To(_) => {
                let to = if let Fold::To(to) = fold { to } else { character };
                if to.is_ascii() && !to.is_ascii_alphanumeric() {
                    self.end_word();
                } else if is_word(to) {
                    self.begin_word(at, self.out.text.len());
                    self.word.letters += u32::from(!to.is_ascii_digit());
                    self.word.latin |= to.is_ascii_alphabetic();
                    self.word.digits |= to.is_ascii_digit();
                    self.word.foreign |= disguise::has_doubles(to);
                    self.word.disguised |= to.is_ascii() && disguise::is_styled(character);
                } else {
                    self.end_word();
                    self.out.emoji += u32::from(disguise::is_pictograph(character));
                }
                if to.is_ascii_alphabetic() && self.repeats(to as u8) {
                    self.run = false;
                    return;
                }
                self.block(character.len_utf16() as u32);
                self.out.text.extend_from_slice(to.encode_utf8(&mut [0; 4]).as_bytes());
            }
            Fold::Expand(text) => {
                if text.starts_with(|first: char| first.is_ascii_alphanumeric()) {
                    self.begin_word(at, self.out.text.len());
                    self.word.letters += text.len() as u32;
                    self.word.latin = true;
                } else {
                    self.end_word();
                }
                self.block(character.len_utf16() as u32);
                self.out.text.extend_from_slice(text.as_bytes());
            }
        }
    }

    /// Three and more of the same letter are two: "moooon" is written by hand, "moon" is what rules know.
    fn repeats(&self, letter: u8) -> bool {
        let text = &self.out.text;
        matches!(text[..], [.., one, two] if one == letter && two == letter) && text.len() >= self.word.folded + 2
    }

    /// One byte that is one UTF-16 unit.
    fn push(&mut self, byte: u8) {
        self.anchor_run(self.out.text.len(), self.utf16);
        self.out.text.push(byte);
    }

    /// What is pushed next is one character of `units` UTF-16 units.
    fn block(&mut self, units: u32) {
        self.out.anchors.push(Anchor { folded: self.out.text.len() as u32, utf16: self.utf16, block: units });
        self.run = false;
    }

    /// White space: a run of it is one character, a line break if it holds one.
    fn space(&mut self, byte: u8) {
        match self.out.text.last_mut() {
            Some(last @ b' ') => {
                *last = byte;
                self.run = false;
            }
            Some(b'\n') => self.run = false,
            _ => self.push(byte),
        }
    }

    /// A word begins, at `at` in the source and at `folded`, unless it has begun already.
    fn begin_word(&mut self, at: usize, folded: usize) {
        if self.word.open {
            return;
        }
        let before = &self.out.text[..folded];
        self.word = Word {
            folded,
            source: at,
            anchors: self.out.anchors.len(),
            open: true,
            tag: matches!(before.last(), Some(b'$' | b'#' | b'@')),
            ..Word::default()
        };
    }

    fn end_word(&mut self) {
        if !self.word.open {
            return;
        }
        self.word.open = false;
        self.out.words += 1;
        if self.word.latin && (self.word.foreign || self.word.digits) {
            self.reveal();
        } else {
            self.cyrillic += u32::from(self.word.foreign);
        }
        let word = &self.word;
        let end = self.out.text.len() as u32;
        let span = Span::new(word.folded as u32, end);
        if word.disguised {
            self.out.disguises.push(span);
        }
        if word.capitals < word.letters || word.tag {
            self.end_shouts();
        }
        let &Word { folded, letters, capitals, .. } = &self.word;
        if self.word.latin && self.begins_with_capital() {
            if capitals < letters && letters > 1 {
                self.initial(folded);
            } else {
                // Shouted, or a single letter: no name.
                self.out.initials += 1;
            }
        }
        let word = &self.word;
        if word.capitals == word.letters && word.letters > 1 {
            self.out.capital_words += u32::from(!word.tag);
            if NAME_LETTERS.contains(&word.letters) {
                self.out.caps_names.push(span);
            }
            if word.letters >= SHOUTED_LETTERS && !word.tag {
                let (start, _, count) = self.shouted.unwrap_or((span.start, end, 0));
                self.shouted = Some((start, end, count + 1));
            }
        }
        if span.len() == 1 && self.out.text[span.start as usize].is_ascii_alphanumeric() {
            if !self.singles.go_on_to(span.start as usize, &self.out.text) {
                self.end_singles();
            }
            self.singles.letter(self.out.text.len() - 1);
        } else {
            self.end_singles();
        }
    }

    /// Whether the word that has just ended begins with a capital, and is what it seems.
    fn begins_with_capital(&self) -> bool {
        let Word { source, foreign, disguised, .. } = self.word;
        self.source[source..].starts_with(char::is_uppercase) && !foreign && !disguised
    }

    /// The word from `start` on, the last so far, begins with a capital.
    #[inline(never)]
    fn initial(&mut self, start: usize) {
        self.out.initials += 1;
        let text = &self.out.text;
        // Within a sentence stands what a space parts from a word, a comma or an ampersand.
        let within = matches!(text[..start], [.., before, b' '] if before.is_ascii_alphanumeric() || matches!(before, b',' | b'&'));
        if within {
            let name = Span::new(start as u32, text.len() as u32);
            match self.out.names.last_mut() {
                Some(last) if last.end + 1 == name.start => *last = last.cover(name),
                _ => self.out.names.push(name),
            }
        }
    }

    fn end_shouts(&mut self) {
        if let Some((start, end, count)) = self.shouted.take()
            && count >= SHOUTED_WORDS
        {
            self.out.caps_runs.push(Span::new(start, end));
        }
    }

    /// Folds the word again where another reading of it is plain: look-alike letters among Latin ones, digits and
    /// signs between letters. The map keeps a block a character.
    fn reveal(&mut self) {
        let (before, word) = self.out.text.split_at(self.word.folded);
        // Behind a slash stands a part of an address, and what its letters are is chance.
        if before.ends_with(b"/") {
            return;
        }
        let Some(reading) = disguise::plain_reading(word, self.cyrillic * 2 > self.out.words) else { return };
        let telling = disguise::is_telling(word);
        let Ok(word) = std::str::from_utf8(word) else { return };
        let characters: Vec<(char, Span<Utf16>)> = word
            .char_indices()
            .map(|(place, character)| {
                let start = self.word.folded + place;
                (character, self.out.utf16(Span::new(start as u32, (start + character.len_utf8()) as u32)))
            })
            .collect();
        self.out.text.truncate(self.word.folded);
        self.out.anchors.truncate(self.word.anchors);
        self.run = false;
        let end = self.utf16;
        let mut known = None;
        for (character, place) in characters {
            if let Some(letter) = reading.letter(character)
                && !(letter.is_ascii_alphabetic() && self.repeats(letter as u8))
            {
                // Several letters may come of one character: they share its block.
                if known.replace(place.start) != Some(place.start) {
                    self.utf16 = place.start;
                    self.block(place.len());
                }
                self.out.text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        self.utf16 = end;
        self.word.disguised |= telling;
    }

    /// Joins a run of single letters, if it is long enough to be a word taken apart.
    fn end_singles(&mut self) {
        if self.singles.is_empty() {
            return;
        }
        let Some(run) = self.singles.take(&self.out.text) else { return };
        let places: Vec<(u8, u32)> = run
            .iter()
            .map(|&place| (self.out.text[place], self.out.utf16(Span::new(place as u32, place as u32)).start))
            .collect();
        let (Some(&first), Some(&last)) = (run.first(), run.last()) else { return };
        // What already stands behind the run (a word that ended it) moves with it.
        let tail = self.out.text.split_off(last + 1);
        let tail_at = self.out.utf16(Span::new(last as u32 + 1, last as u32 + 1)).start;
        let behind: Vec<Anchor> =
            self.out.anchors.iter().copied().filter(|anchor| anchor.folded as usize > last).collect();
        self.out.text.truncate(first);
        self.out.anchors.retain(|anchor| (anchor.folded as usize) < first);
        for (letter, utf16) in places {
            self.out.anchors.push(Anchor { folded: self.out.text.len() as u32, utf16, block: 1 });
            self.out.text.push(letter);
        }
        let moved = (last + 1 - self.out.text.len()) as u32;
        // What was told of the single letters is told of the word that they make.
        self.out.disguises.retain(|span| !(first..=last).contains(&(span.start as usize)));
        let spans = self
            .out
            .disguises
            .iter_mut()
            .chain(&mut self.out.caps_runs)
            .chain(&mut self.out.caps_names)
            .chain(&mut self.out.names);
        let closer = |at: u32| if at as usize > last { at - moved } else { at };
        for span in spans {
            *span = Span::new(closer(span.start), closer(span.end));
        }
        self.shouted = self.shouted.map(|(start, end, count)| (closer(start), closer(end), count));
        self.out.disguises.push(Span::new(first as u32, self.out.text.len() as u32));
        if !tail.is_empty() && behind.first().is_none_or(|anchor| anchor.folded as usize > last + 1) {
            self.out.anchors.push(Anchor { folded: self.out.text.len() as u32, utf16: tail_at, block: 0 });
        }
        self.out.anchors.extend(behind.into_iter().map(|anchor| Anchor { folded: anchor.folded - moved, ..anchor }));
        self.out.text.extend(tail);
        self.run = false;
    }
}

#[cfg(test)]
mod tests;
