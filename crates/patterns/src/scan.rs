//! One pass over the folded text, for all patterns at once.
//!
//! The program is written by [`super::compile`], which says how. From every place where some pattern can begin, the tree
//! of beginnings is followed until it ends; every leaf on the way is a match, or leads to a small program that looks at
//! what comes behind. Of the matches of an owner (a rule, a context, a named signal) that begin at one place the longest
//! counts, and the next begins where it ended: for each owner by itself, the leftmost and longest of what `regex` finds
//! for its patterns (the core's `tests/oracle.rs` holds the two together).
//!
//! The pass goes from the end of the text to its beginning. So whatever a program asks for ahead, a word of a vocabulary
//! list, has been found already, once for all that ask.
//!
//! Linear: everything in a pattern is counted, but for runs within one word, in which no pattern begins anew.

use super::code::{self, MASKED, OTHERS, is_number, is_text, is_word, second};

/// The compiled patterns.
#[derive(Debug)]
pub struct Program {
    /// What is run: see [`super::code`].
    code: &'static [u8],
    /// Sets of characters.
    sets: Vec<Set>,
    /// Where words begin, anywhere, and where the text begins; by the first byte: the place of the tree's branch. 0: none.
    roots: Box<[[u32; 256]; 3]>,
    /// Where a pattern may begin anywhere: by the first byte, a bit for each second byte ([`second`]) that one can go on with.
    seconds: Box<[u64; 256]>,
    /// Figures of a number that patterns ask for at most.
    figures: usize,
    /// Piece → the place of what goes on behind it. 0: nothing does.
    pieces: Vec<u32>,
    /// How many owners there are.
    owners: usize,
}

/// A set of characters.
#[derive(Debug)]
struct Set {
    /// One bit for each ASCII character, the lowest first.
    ascii: [u32; 4],
    /// First and last of each range beyond ASCII, in order.
    wide: Vec<(u32, u32)>,
}

impl Program {
    /// Reads what [`compile`](crate::compile) wrote; the code is run where it stands.
    ///
    /// # Panics
    ///
    /// The bytes are no program of this version.
    #[must_use]
    pub fn from_bytes(bytes: &'static [u8]) -> Self {
        let mut words = Words(bytes);
        let (figures, owners) = (words.next() as usize, words.next() as usize);
        let sets = (0..words.next())
            .map(|_| Set {
                ascii: std::array::from_fn(|_| words.next()),
                wide: (0..words.next()).map(|_| (words.next(), words.next())).collect(),
            })
            .collect();
        let pieces = (0..words.next()).map(|_| words.next()).collect();
        let mut roots = Box::new([[0; 256]; 3]);
        roots.as_flattened_mut().fill_with(|| words.next());
        let mut seconds = Box::new([0; 256]);
        seconds.fill_with(|| u64::from(words.next()) | u64::from(words.next()) << 32);
        Self { code: words.0, sets, roots, seconds, figures, pieces, owners }
    }
}

/// Numbers of four bytes, the lowest first.
struct Words(&'static [u8]);

impl Words {
    fn next(&mut self) -> u32 {
        let (word, rest) = self.0.split_first_chunk().expect("a program of this version");
        self.0 = rest;
        u32::from_le_bytes(*word)
    }
}

impl Set {
    /// How many bytes the text's character at a place has, if it is in the set.
    fn takes(&self, text: &[u8], place: usize) -> Option<usize> {
        let &byte = text.get(place)?;
        if byte < 0x80 {
            return (self.ascii[usize::from(byte >> 5)] >> (byte & 31) & 1 == 1).then_some(1);
        }
        if self.wide.is_empty() {
            return None;
        }
        let (character, length) = decode(&text[place..])?;
        self.wide.iter().any(|&(from, to)| (from..=to).contains(&character)).then_some(length)
    }
}

/// The first character beyond ASCII of a text, and how many bytes it has.
fn decode(text: &[u8]) -> Option<(u32, usize)> {
    let (length, first) = match text.first()? {
        byte @ 0xc0..=0xdf => (2, byte & 0x1f),
        byte @ 0xe0..=0xef => (3, byte & 0x0f),
        byte @ 0xf0..=0xf7 => (4, byte & 0x07),
        _ => return None,
    };
    let more = text.get(1..length)?;
    Some((more.iter().fold(u32::from(first), |all, &byte| all << 6 | u32::from(byte & 0x3f)), length))
}

/// A match, in bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Whose.
    pub owner: u16,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// A piece that was met at some place.
#[derive(Debug, Clone, Copy)]
struct Met {
    piece: u8,
    /// Where it ends.
    end: u32,
    /// The one that was met at the same place before, counted from 1; 0: none was.
    before: u32,
}

/// The matcher's memory, kept from text to text.
#[derive(Debug, Default)]
pub struct Matcher {
    hits: Vec<Match>,
    met: Vec<Met>,
    /// Place → the piece that was met there last, counted from 1; 0: none was.
    places: Vec<u32>,
    /// Owner → where its last match ended.
    ended: Vec<u32>,
    /// Ways that were gone already, in programs that have many.
    seen: Vec<(u32, u32)>,
}

impl Matcher {
    /// With room for a text of so many bytes and as many matches.
    #[must_use]
    pub fn with_capacity(bytes: usize, matches: usize) -> Self {
        Self { hits: Vec::with_capacity(matches), places: Vec::with_capacity(bytes), ..Self::default() }
    }

    /// All matches in the last text, from its beginning to its end.
    #[must_use]
    pub fn matches(&self) -> &[Match] {
        &self.hits
    }

    /// Finds all matches in a text.
    pub fn find(&mut self, program: &Program, text: &[u8]) {
        self.hits.clear();
        self.met.clear();
        self.places.clear();
        self.places.resize(text.len(), 0);
        let mut walk = Walk {
            program,
            text,
            start: 0,
            first: 0,
            forks: 0,
            hits: &mut self.hits,
            met: &mut self.met,
            places: &mut self.places,
            seen: &mut self.seen,
        };
        for chunk in (0..text.len().div_ceil(CHUNK)).rev() {
            let Starts { words, anywhere } = program.starts(text, chunk * CHUNK);
            // Whatever the text begins with, something may ask for it there.
            let mut starts = words | anywhere | u64::from(chunk == 0);
            while starts != 0 {
                let bit = starts.ilog2();
                starts ^= 1 << bit;
                let here = |starts: u64| starts >> bit & 1 == 1;
                walk.begin(chunk * CHUNK + bit as usize, here(words), here(anywhere));
            }
        }
        self.leftmost(program.owners);
    }

    /// Turns the hits around, and leaves out those that begin before the last of their owner has ended.
    fn leftmost(&mut self, owners: usize) {
        self.ended.resize(owners, 0);
        self.hits.reverse();
        let ended = &mut self.ended;
        self.hits.retain(|hit| {
            let end = &mut ended[usize::from(hit.owner)];
            let counts = *end <= hit.start;
            if counts {
                *end = hit.end;
            }
            counts
        });
        for hit in &self.hits {
            self.ended[usize::from(hit.owner)] = 0;
        }
    }
}

/// Bytes of text whose starts are found at once: a bit for each.
const CHUNK: usize = 64;

/// Where in a chunk patterns can begin, the lowest bit first.
struct Starts {
    /// A word begins.
    words: u64,
    /// What may begin anywhere.
    anywhere: u64,
}

impl Program {
    /// Where in the chunk from `from` on a pattern can begin. Without a branch for each byte: where words end is what a
    /// processor foresees least.
    fn starts(&self, text: &[u8], from: usize) -> Starts {
        let own = &text[from..text.len().min(from + CHUNK)];
        let (mut words, mut anywhere) = (0, 0);
        // From the last byte to the first, so that the next one is known.
        let mut next = text.get(from + CHUNK).copied().unwrap_or(0);
        for &byte in own.iter().rev() {
            words = words << 1 | u64::from(WORD[usize::from(byte)]);
            anywhere = anywhere << 1 | self.seconds[usize::from(byte)] >> second(next) & 1;
            next = byte;
        }
        let before = from > 0 && is_word(text[from - 1]);
        Starts { words: words & !(words << 1 | u64::from(before)), anywhere }
    }
}

/// Byte → whether it belongs to a word.
static WORD: [bool; 256] = {
    let mut word = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        word[byte] = is_word(byte as u8);
        byte += 1;
    }
    word
};

/// What a branch of a program goes on with when it is done.
struct Frame<'f> {
    at: usize,
    end: usize,
    next: Option<&'f Frame<'f>>,
}

/// Ways from which on a program's are remembered, so that none is gone twice.
const MANY: u32 = 24;

/// One pass over one text.
struct Walk<'a> {
    program: &'a Program,
    text: &'a [u8],
    /// Where the match begins that is being looked for.
    start: usize,
    /// The first hit that begins there.
    first: usize,
    /// Ways that the running program has taken so far.
    forks: u32,
    hits: &'a mut Vec<Match>,
    met: &'a mut Vec<Met>,
    places: &'a mut [u32],
    seen: &'a mut Vec<(u32, u32)>,
}

impl Walk<'_> {
    /// Looks for all that begins at a place: with a word, anywhere, with the text.
    fn begin(&mut self, at: usize, word: bool, anywhere: bool) {
        let (program, byte) = (self.program, self.text[at]);
        self.start = at;
        self.first = self.hits.len();
        let numbers = if byte.is_ascii_digit() { self.numbers() } else { [None; 3] };
        for (roots, _) in program.roots.iter().zip([word, anywhere, at == 0]).filter(|(_, begins)| *begins) {
            let root = roots[usize::from(byte)];
            if root != 0 {
                self.tree(root, at + 1);
            }
            for &(figures, end) in numbers.iter().flatten() {
                self.tree(roots[usize::from(figures)], end);
            }
        }
    }

    /// Whether a word begins or ends at a place.
    fn edge(&self, at: usize) -> bool {
        let word = |at: usize| self.text.get(at).copied().is_some_and(is_word);
        word(at) != at.checked_sub(1).is_some_and(word)
    }

    fn hit(&mut self, owner: u16, end: usize) {
        let end = end as u32;
        match self.hits[self.first..].iter_mut().find(|hit| hit.owner == owner) {
            Some(hit) => hit.end = hit.end.max(end),
            None => self.hits.push(Match { owner, start: self.start as u32, end }),
        }
    }

    /// A match ends here: the command and the byte behind it say whose.
    fn end(&mut self, command: u8, low: u8, end: usize) {
        let (page, at_edge) = match command {
            code::END_AT_EDGE.. => (command - code::END_AT_EDGE, true),
            _ => (command - code::END, false),
        };
        if !at_edge || self.edge(end) {
            self.hit(u16::from_le_bytes([low, page]), end);
        }
    }

    /// A piece that was met, counted from 1.
    fn met(&self, number: u32) -> Option<Met> {
        self.met.get((number as usize).checked_sub(1)?).copied()
    }

    /// A piece ends here: it is remembered, and what goes on behind it is looked at.
    fn piece(&mut self, piece: u8, end: usize) {
        let before = |met: &Met| self.met(met.before);
        let mut known = std::iter::successors(self.met(self.places[self.start]), before);
        if known.any(|met| met.piece == piece && met.end == end as u32) {
            return;
        }
        self.met.push(Met { piece, end: end as u32, before: self.places[self.start] });
        self.places[self.start] = self.met.len() as u32;
        let at = self.program.pieces[usize::from(piece)] as usize;
        if at != 0 {
            self.run(at, usize::MAX, end, None);
        }
    }

    /// How many figures stand at a place; of more than any pattern asks for, one more than that.
    fn figures(&self, place: usize, counts: impl Fn(u8) -> bool) -> usize {
        let most = self.program.figures + 1;
        self.text[place..].iter().take(most).take_while(|&&byte| counts(byte)).count()
    }

    /// The same of digits.
    fn digits(&self, place: usize) -> usize {
        self.figures(place, |byte| byte.is_ascii_digit())
    }

    /// The same of a decimal's fraction, whose point or comma would stand at `place`.
    fn fraction(&self, place: usize) -> usize {
        match self.text.get(place) {
            Some(b'.' | b',') => self.digits(place + 1),
            _ => 0,
        }
    }

    /// Whether as many figures of a kind as are asked for stand where the match begins.
    fn counts(&self, kind: u8, asked: std::ops::RangeInclusive<u8>) -> bool {
        let digits = || self.digits(self.start);
        let count = match kind {
            code::NUMBER => self.figures(self.start, is_number),
            code::DECIMAL => self.fraction(self.start + digits()),
            code::POINT => {
                let place = self.start + digits();
                let fraction = self.fraction(place);
                if fraction > 0 && self.text[place] != b'.' {
                    return false;
                }
                fraction
            }
            _ => digits(),
        };
        asked.contains(&(count as u8))
    }

    /// The numbers that begin where the match does, each by its key in the tree and where it ends; none that has more
    /// figures than any pattern asks for.
    fn numbers(&self) -> [Option<(u8, usize)>; 3] {
        let (most, start) = (self.program.figures, self.start);
        let digits = self.digits(start);
        let fraction = self.fraction(start + digits);
        let number = self.figures(start, is_number);
        let end = start + digits;
        [
            (digits <= most).then_some((code::DIGITS, end)),
            (digits <= most && fraction <= most).then_some((code::DECIMAL, end + fraction + usize::from(fraction > 0))),
            (number <= most).then_some((code::NUMBER, start + number)),
        ]
    }

    /// Follows the tree of beginnings from its branch `at`, on the text from `end` on; 0: there is no
    /// such branch.
    fn tree(&mut self, at: u32, mut end: usize) {
        let (code, text) = (self.program.code, self.text);
        let mut at = at as usize;
        loop {
            let command = code[at];
            if is_text(command) {
                if text.get(end) != Some(&command) {
                    return;
                }
                at += 1;
                end += 1;
                continue;
            }
            match command {
                code::FORK | code::FORK_WIDE => {
                    let Some(&byte) = text.get(end) else { return };
                    let count = usize::from(code[at + 1]);
                    let Some(way) = letter(code, at, count, byte) else { return };
                    at = Ways { at: at + 2 + count, count: count - 1, wide: command == code::FORK_WIDE }
                        .place(code, way);
                    end += 1;
                }
                code::MASK => {
                    let Some(&byte) = text.get(end) else { return };
                    let mask = mask(code, at);
                    let bit = BITS[usize::from(byte)];
                    if mask >> bit & 1 == 0 {
                        return;
                    }
                    at = branch(code, at, mask, bit);
                    // The branch of all other bytes looks at the byte itself.
                    end += usize::from(bit != OTHERS);
                }
                code::MASK_WITHIN => {
                    let Some(bit @ 0..64) = text.get(end).map(|byte| byte.wrapping_sub(0x80)) else { return };
                    let mask = mask(code, at);
                    if mask >> bit & 1 == 0 {
                        return;
                    }
                    at = branch(code, at, mask, bit);
                    end += 1;
                }
                code::CALL..=code::CALL_LAST => {
                    let program = call(code, at);
                    if self.may_go_on(program, end) {
                        self.forks = 0;
                        self.run(program, usize::MAX, end, None);
                    }
                    at += 3;
                }
                code::END..code::PIECE_END => {
                    self.end(command, code[at + 1], end);
                    at += 2;
                }
                code::PIECE_END => {
                    self.forks = 0;
                    self.piece(code[at + 1], end);
                    at += 2;
                }
                _ => return,
            }
        }
    }

    /// Whether the text goes on with the byte that the program at `at` asks for first, if it asks for one.
    fn may_go_on(&self, at: usize, place: usize) -> bool {
        let first = self.program.code[at];
        !is_text(first) || self.text.get(place) == Some(&first)
    }

    /// Runs the program from `at` to `end`, and what `next` says behind it, on the text from `place` on.
    fn run(&mut self, mut at: usize, mut end: usize, mut place: usize, mut next: Option<&Frame>) {
        let (code, text) = (self.program.code, self.text);
        loop {
            while at == end {
                let Some(frame) = next else { return };
                (at, end, next) = (frame.at, frame.end, frame.next);
            }
            let command = code[at];
            if is_text(command) {
                if text.get(place) != Some(&command) {
                    return;
                }
                at += 1;
                place += 1;
                continue;
            }
            match command {
                code::SET => {
                    let set = &self.program.sets[usize::from(code[at + 1])];
                    let Some(length) = set.takes(text, place) else { return };
                    place += length;
                    at += 2;
                }
                code::ONE_OF => {
                    let behind = at + 2 + usize::from(code[at + 1]);
                    if !text.get(place).is_some_and(|byte| code[at + 2..behind].contains(byte)) {
                        return;
                    }
                    place += 1;
                    at = behind;
                }
                code::RUN | code::FIRM => {
                    let set = &self.program.sets[usize::from(code[at + 1])];
                    let (least, most) = (code[at + 2], code[at + 3]);
                    at += 4;
                    let mut count = 0;
                    while count < least {
                        let Some(length) = set.takes(text, place) else { return };
                        place += length;
                        count += 1;
                    }
                    // Of several ends at the edge of a word the last counts: it is looked for from behind.
                    let ends = at != end && (code::END_AT_EDGE..code::PIECE_END).contains(&code[at]);
                    let to_edge = ends && command == code::RUN;
                    let first = place;
                    // Where a choice follows, most places are told by one byte.
                    let tries = command == code::RUN && !to_edge;
                    let told = (tries && at != end).then(|| only_letters(code, at)).flatten();
                    while most == code::UNBOUNDED || count < most {
                        let Some(length) = set.takes(text, place) else { break };
                        let may_go_on =
                            || told.is_none_or(|told| text.get(place).is_some_and(|byte| told.contains(byte)));
                        if tries && may_go_on() {
                            self.run(at, end, place, next);
                        }
                        place += length;
                        count = count.saturating_add(1);
                    }
                    while to_edge && place > first && !self.edge(place) {
                        place -= 1;
                    }
                }
                code::MAYBE => {
                    if text.get(place) == Some(&code[at + 1]) {
                        self.run(at + 2, end, place + 1, next);
                    }
                    at += 2;
                }
                code::MAYBE_FIRM => {
                    place += usize::from(text.get(place) == Some(&code[at + 1]));
                    at += 2;
                }
                code::OPTION => {
                    if self.went(at, place) {
                        return;
                    }
                    let (body, size) = number(code, at + 1);
                    if self.may_go_on(body, place) {
                        let frame = Frame { at: body + size, end, next };
                        self.run(body, body + size, place, Some(&frame));
                    }
                    at = body + size;
                }
                code::OPTION_IF => {
                    let (body, size) = number(code, at + 1);
                    at = if text.get(place) == Some(&code[body]) { body } else { body + size };
                }
                code::CHOICE | code::CHOICE_WIDE => {
                    let (count, more) = (usize::from(code[at + 1] & !(code::ALSO | code::ELSE)), code[at + 1]);
                    let all = count + usize::from(more >= code::ELSE);
                    let ways = Ways { at: at + 2 + count, count: all, wide: command == code::CHOICE_WIDE };
                    let frame = Frame { at: ways.place(code, all), end, next };
                    let way = text.get(place).and_then(|&byte| letter(code, at, count, byte));
                    if let Some(way) = way {
                        self.run(ways.place(code, way), ways.place(code, way + 1), place + 1, Some(&frame));
                    }
                    if more >= code::ALSO || (more >= code::ELSE && way.is_none()) {
                        self.run(ways.place(code, count), frame.at, place, Some(&frame));
                    }
                    return;
                }
                code::ANY_OF => {
                    let (mut branch, size) = number(code, at + 1);
                    let behind = branch + size;
                    let byte = text.get(place).copied().unwrap_or(0);
                    let frame = Frame { at: behind, end, next };
                    while branch < behind {
                        let (body, size) = number(code, branch);
                        branch = body + size;
                        let first = code[body];
                        if first == byte {
                            self.run(body + 1, branch, place + 1, Some(&frame));
                        } else if !is_text(first) {
                            self.run(body, branch, place, Some(&frame));
                        }
                    }
                    return;
                }
                code::EDGE | code::NO_EDGE | code::START | code::FINISH => {
                    if !self.looks(command, place) {
                        return;
                    }
                    at += 1;
                }
                code::FROM => {
                    if !self.looks(code[at + 1], self.start) {
                        return;
                    }
                    at += 2;
                }
                code::COUNT => {
                    if !self.counts(code[at + 1], code[at + 2]..=code[at + 3]) {
                        return;
                    }
                    at += 4;
                }
                code::REWIND => {
                    place = self.start;
                    at += 1;
                }
                code::PIECE => {
                    let mut last = self.places.get(place).copied().unwrap_or(0);
                    while let Some(met) = self.met(last) {
                        if met.piece == code[at + 1] {
                            self.run(at + 2, end, met.end as usize, next);
                        }
                        last = met.before;
                    }
                    return;
                }
                code::PIECE_END => return self.piece(code[at + 1], place),
                code::CALL..=code::CALL_LAST => {
                    at = call(code, at);
                    (end, next) = (usize::MAX, None);
                }
                _ => return self.end(command, code[at + 1], place),
            }
        }
    }

    fn looks(&self, command: u8, place: usize) -> bool {
        match command {
            code::EDGE => self.edge(place),
            code::NO_EDGE => !self.edge(place),
            code::START => place == 0,
            _ => place == self.text.len(),
        }
    }

    /// Whether the running program, if it has many ways, was here before.
    fn went(&mut self, at: usize, place: usize) -> bool {
        if self.forks == 0 {
            self.seen.clear();
        }
        self.forks += 1;
        if self.forks < MANY {
            return false;
        }
        let here = (at as u32, place as u32);
        let known = self.seen.contains(&here);
        if !known {
            self.seen.push(here);
        }
        known
    }
}

/// Byte → its bit in a mask.
static BITS: [u8; 256] = {
    let mut bits = [OTHERS; 256];
    let mut bit = 0;
    while bit < MASKED.len() {
        bits[MASKED[bit] as usize] = bit as u8;
        bit += 1;
    }
    bits
};

/// The mask behind a command.
fn mask(code: &[u8], at: usize) -> u64 {
    code[at + 1..].first_chunk().map_or(0, |mask| u64::from_le_bytes(*mask))
}

/// The branch of a mask for a bit that it has.
fn branch(code: &[u8], at: usize, mask: u64, bit: u8) -> usize {
    let branches = at + 7 + 2 * mask.count_ones() as usize;
    match (mask & ((1 << bit) - 1)).count_ones() as usize {
        0 => branches,
        way => branches + short(code, at + 7 + 2 * way),
    }
}

fn short(code: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([code[at], code[at + 1]]))
}

/// Where a call leads.
fn call(code: &[u8], at: usize) -> usize {
    u32::from_le_bytes([code[at + 1], code[at + 2], code[at] - code::CALL, 0]) as usize
}

/// Which of the bytes that a command tells apart a byte is.
fn letter(code: &[u8], at: usize, count: usize, byte: u8) -> Option<usize> {
    code[at + 2..][..count].iter().position(|&known| known == byte)
}

/// The bytes that a program begins with, if it is a choice of nothing else.
fn only_letters(code: &[u8], at: usize) -> Option<&[u8]> {
    match code[at] {
        code::CHOICE | code::CHOICE_WIDE if code[at + 1] < code::ELSE => {
            Some(&code[at + 2..][..usize::from(code[at + 1])])
        }
        _ => None,
    }
}

/// Where the branches of a command stand: the places of all but the first, counted from the first, which is behind them.
#[derive(Clone, Copy)]
struct Ways {
    at: usize,
    count: usize,
    wide: bool,
}

impl Ways {
    fn place(self, code: &[u8], way: usize) -> usize {
        let first = self.at + (self.count << usize::from(self.wide));
        match (way, self.wide) {
            (0, _) => first,
            (_, true) => first + short(code, self.at + 2 * (way - 1)),
            (_, false) => first + usize::from(code[self.at + way - 1]),
        }
    }
}

/// A number, and the place behind it: (place, number).
fn number(code: &[u8], at: usize) -> (usize, usize) {
    let first = code[at];
    if first < 0x80 {
        (at + 1, usize::from(first))
    } else {
        (at + 2, usize::from(first & 0x7f) << 8 | usize::from(code[at + 1]))
    }
}
