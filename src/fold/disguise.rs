//! Letters dressed up to evade matching, and how to read them plainly.
//!
//! Only inside one word, and only where the plain reading is forced: a global fold of Cyrillic to Latin would lose
//! Russian. The tables are the letters that the confusables of UTS #39 give for the scripts that are used for it.

use std::mem;

/// How a disguised word is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Look-alikes, digits and signs stand for letters: `рumр`, `m00n`, `ca$h`.
    Letters,
    /// The letter o stands for a zero: `1oox`.
    Digits,
    /// Latin letters stand among Cyrillic ones: `здpaвcтвyйтe`.
    Cyrillic,
}

impl Reading {
    /// The plain letter for a folded character of the word; `None` where the word has no place for it.
    pub fn letter(self, folded: char) -> Option<char> {
        let latin = || double(folded).or_else(|| u8::try_from(folded).ok());
        match self {
            Self::Letters => sign(folded).or_else(latin).map(char::from),
            Self::Digits => latin().map(|letter| if letter == b'o' { '0' } else { char::from(letter) }),
            Self::Cyrillic => cyrillic(folded),
        }
    }
}

/// The plain reading of a folded word, if it is disguised and has one. `among_cyrillic`: the words before it are Cyrillic.
pub fn plain_reading(word: &[u8], among_cyrillic: bool) -> Option<Reading> {
    let word = std::str::from_utf8(word).ok()?;
    let is_cyrillic = |character| matches!(character, '\u{430}'..='\u{45f}');
    let own = word.chars().any(|character| is_cyrillic(character) && double(character).is_none());
    if (own || (among_cyrillic && word.chars().any(is_cyrillic))) && word.chars().all(|c| cyrillic(c).is_some()) {
        return Some(Reading::Cyrillic);
    }
    let (mut letters, mut doubles, mut signs, mut zeros) = (0, 0, 0, 0);
    for character in word.chars() {
        if character.is_ascii_alphabetic() {
            letters += 1;
            zeros += u32::from(character == 'o');
        } else if double(character).is_some() {
            doubles += 1;
        } else if sign(character).is_some() {
            signs += 1;
        } else if !character.is_ascii_digit() || doubles > 0 {
            return None;
        }
    }
    if doubles > 0 {
        let plain: String = word.chars().map(|c| double(c).map_or(c, char::from)).collect();
        return (letters > 0).then(|| if has_letter_zeros(&plain) { Reading::Digits } else { Reading::Letters });
    }
    if word.starts_with(|first: char| first.is_ascii_digit()) {
        return (has_letter_zeros(word) && letters <= zeros + 1).then_some(Reading::Digits);
    }
    // Signs only between letters, and fewer than the letters: "l2beat", "web3" and "h100" are names.
    let sandwiched = word.ends_with(|last: char| last.is_ascii_alphabetic());
    (sandwiched && signs > 0 && signs <= letters && word.chars().all(|c| !c.is_ascii_digit() || sign(c).is_some()))
        .then_some(Reading::Letters)
}

/// Whether a word that has a plain reading was written so to hide: `m00n`, `ca$h`, `рumр`. A single `1`, `3`, `4`, `5` or
/// `7` stands in names as well (`mp3s`, `gpt4o`): read plainly, but telling nothing.
pub fn is_telling(word: &[u8]) -> bool {
    let signs = word.iter().filter(|&&byte| sign(char::from(byte)).is_some()).count();
    signs > 1 || word.iter().any(|byte| !byte.is_ascii() || matches!(byte, b'0' | b'$' | b'@' | b'|'))
}

/// "1oox", "5oo": a number whose zeros are letters.
fn has_letter_zeros(word: &str) -> bool {
    let body = word.trim_end_matches(['x', 'k']);
    body.len() >= 2
        && body.starts_with(|first: char| first.is_ascii_digit())
        && body.contains('o')
        && body.bytes().all(|byte| byte.is_ascii_digit() || byte == b'o')
}

/// The Latin letter that a Cyrillic or Greek one (lower case) is taken for.
fn double(character: char) -> Option<u8> {
    Some(match character {
        'а' | 'α' => b'a',
        'в' | 'β' | 'ь' => b'b',
        'с' | 'ϲ' => b'c',
        'ԁ' => b'd',
        'е' | 'ε' | 'є' => b'e',
        'ɡ' => b'g',
        'н' | 'һ' | 'η' => b'h',
        'і' | 'ι' | 'ӏ' => b'i',
        'ј' => b'j',
        'к' | 'κ' => b'k',
        'м' | 'μ' => b'm',
        'п' | 'ν' => b'n',
        'о' | 'ο' | 'σ' => b'o',
        'р' | 'ρ' => b'p',
        'ԛ' => b'q',
        'г' => b'r',
        'ѕ' => b's',
        'т' | 'τ' => b't',
        'υ' => b'u',
        'ѵ' => b'v',
        'ԝ' | 'ω' => b'w',
        'х' | 'χ' => b'x',
        'у' | 'γ' => b'y',
        _ => return None,
    })
}

/// The Cyrillic letter that a folded character is, or is taken for (in either case).
fn cyrillic(character: char) -> Option<char> {
    Some(match character {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'i' => 'і',
        'k' => 'к',
        'm' => 'м',
        'o' | '0' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        '3' => 'з',
        '\u{430}'..='\u{45f}' => character,
        _ => return None,
    })
}

/// Whether a letter is of a script whose letters are taken for Latin ones, or Latin ones for them.
pub fn has_doubles(character: char) -> bool {
    matches!(character, '\u{430}'..='\u{45f}') || (!character.is_ascii() && double(character).is_some())
}

/// The letter that a digit or sign stands for between letters.
fn sign(character: char) -> Option<u8> {
    Some(match character {
        '0' => b'o',
        '1' => b'i',
        '3' => b'e',
        '4' | '@' => b'a',
        '5' | '$' => b's',
        '7' => b't',
        '|' => b'l',
        _ => return None,
    })
}

/// Letters that are a style of Latin ones: mathematical, enclosed, small capitals. Full-width letters are not: they
/// are how Latin looks in Chinese and Japanese text.
pub fn is_styled(character: char) -> bool {
    matches!(character, '\u{1d400}'..='\u{1d7ff}' | '\u{24b6}'..='\u{24e9}' | '\u{1f110}'..='\u{1f189}' | '\u{1d00}'..='\u{1d22}' | 'ɪ' | 'ɢ' | 'ʀ' | 'ʟ' | 'ɴ' | 'ʏ' | 'ʙ' | 'ʜ' | 'ꜰ' | 'ꜱ')
}

/// Characters that leave no trace on the screen. Joiners are missing on purpose: several scripts and many emoji
/// need them.
pub fn is_invisible(character: char) -> bool {
    matches!(character, '\u{00ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Marks that stand on the letter before.
pub fn is_mark(character: char) -> bool {
    matches!(character, '\u{0300}'..='\u{036f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Emoji and other pictures: what a reader sees as an image and not as writing.
pub fn is_pictograph(character: char) -> bool {
    matches!(character, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{231a}' | '\u{231b}' | '\u{23e9}'..='\u{23fa}')
}

/// Whether a picture is part of the one before it, which a joiner holds it to.
pub fn is_joined(character: char, before: &str) -> bool {
    let first =
        || before.strip_suffix('\u{200d}').and_then(|before| before.trim_end_matches('\u{fe0f}').chars().next_back());
    is_pictograph(character) && first().is_some_and(is_pictograph)
}

/// The letter that a regional indicator shows as when it is alone; two of them are a flag.
pub fn lone_indicator(character: char, before: Option<char>, after: Option<char>) -> Option<char> {
    let indicator = |c: char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    if !indicator(character) || before.is_some_and(indicator) || after.is_some_and(indicator) {
        return None;
    }
    char::from_u32(u32::from(character) - 0x1_f1e6 + u32::from('a'))
}

/// Letters that fit a word taken apart: four, since "a b c" is a list.
const SINGLES: usize = 4;

/// A run of one-letter words with the same single character between them.
#[derive(Debug, Default)]
pub struct Singles {
    places: Vec<usize>,
    separator: Option<u8>,
}

impl Singles {
    /// No word of one letter came last.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Whether the run goes on to a letter at `place`: what parts it from the last one is what parts all of them.
    pub fn go_on_to(&mut self, place: usize, text: &[u8]) -> bool {
        let Some(&last) = self.places.last() else { return true };
        let fits = match (&text[last + 1..place], self.separator) {
            (&[separator], Some(known)) => separator == known,
            (&[separator], None) => matches!(separator, b' ' | b'.' | b'-' | b'*' | b'|'),
            _ => false,
        };
        if fits {
            self.separator = Some(text[last + 1]);
        }
        fits
    }

    /// A word of one letter stands at `place`.
    pub fn letter(&mut self, place: usize) {
        self.places.push(place);
    }

    /// The run's places, if it is a word taken apart; the run is over in any case.
    pub fn take(&mut self, text: &[u8]) -> Option<Vec<usize>> {
        let joined = self.places.len() >= SINGLES && self.places.iter().any(|&place| text[place].is_ascii_alphabetic());
        if joined {
            self.separator = None;
            return Some(mem::take(&mut self.places));
        }
        self.clear();
        None
    }

    fn clear(&mut self) {
        self.places.clear();
        self.separator = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters, and what each is read as.
    fn read<T: PartialEq + std::fmt::Debug>(
        characters: &str,
        plain: &str,
        how: impl Fn(char) -> Option<T>,
        of: impl Fn(char) -> T,
    ) {
        assert_eq!(characters.chars().count(), plain.chars().count());
        for (character, plain) in characters.chars().zip(plain.chars()) {
            assert_eq!(how(character), Some(of(plain)), "{character}");
        }
    }

    #[test]
    fn each_double_is_one_letter() {
        let latin = |plain| u8::try_from(plain).expect("a letter");
        let doubles = "аαвβьсϲԁеεєɡнһηіιӏјкκмμпνоοσрρԛгѕтτυѵԝωхχуγ";
        read(doubles, "aabbbccdeeeghhhiiijkkmmnnoooppqrsttuvwwxxyy", double, latin);
        read("01345$@7|", "oieassatl", sign, latin);
        read("abcehikmoptxy03ж", "авсенікмортхуозж", cyrillic, |plain| plain);
        for other in ['a', 'ж', 'λ', '2', '8', '#'] {
            assert_eq!((double(other), sign(other)), (None, None), "{other}");
        }
        for other in ['d', 'q', '1', 'α'] {
            assert_eq!(cyrillic(other), None, "{other}");
        }
        assert!(has_doubles('ж') && has_doubles('α') && !has_doubles('a') && !has_doubles('λ'));
    }

    #[test]
    fn readings() {
        for (word, among_cyrillic, wanted) in [
            ("рrofit", false, Some(Reading::Letters)),
            ("αlpha", false, Some(Reading::Letters)),
            ("1оox", false, Some(Reading::Digits)),
            ("1oox", false, Some(Reading::Digits)),
            ("5ook", false, Some(Reading::Digits)),
            ("1oo", false, Some(Reading::Digits)),
            ("здpaв", false, Some(Reading::Cyrillic)),
            ("кypce", true, Some(Reading::Cyrillic)),
            ("кypce", false, Some(Reading::Letters)),
            ("m00n", false, Some(Reading::Letters)),
            ("ca$h", false, Some(Reading::Letters)),
            // Without letters of its own, with others, with too many signs, at the edges, or as a name.
            ("рр", false, None),
            ("ржq", false, None),
            ("р2p", false, None),
            ("a000b", false, None),
            ("web3", false, None),
            ("l2beat", false, None),
            ("1st", false, None),
            ("1x", false, None),
            ("1oaox", false, None),
            ("moon", false, None),
        ] {
            assert_eq!(plain_reading(word.as_bytes(), among_cyrillic), wanted, "{word}");
        }
        for (word, telling) in
            [("m00n", true), ("ca$h", true), ("mp3s", false), ("pr1c3s", true), ("gpt4o", false), ("ра", true)]
        {
            assert_eq!(is_telling(word.as_bytes()), telling, "{word}");
        }
    }
}
