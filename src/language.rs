//! Whether a post is in a language that the rules cover.
//!
//! By script, and for Latin script by its commonest words. Only asked for a report: nothing is decided by it.

/// The commonest words of the covered languages that are written with Latin letters, folded: English, Spanish,
/// Portuguese, Turkish, Indonesian, Vietnamese, Hinglish.
const COMMON: [&str; 7] = [
    "the to and of is in for it you on this that with are be have not at we as my just so was your me or if can will get now all what our from by",
    "el la los las de que en un una es por para con se no lo su al del como mas esta este hay hoy y si ya pero muy",
    "o os um uma e de da do das dos que em no na para com por mais se esta voce nao ja vai mas seu sua isso hoje",
    "ve bir bu da de icin ile cok ne var yok mi mu daha gibi ama olarak kadar sonra en ben sen biz degil simdi",
    "yang dan di ini itu untuk dengan dari ke akan tidak ada bisa juga saya kita kamu sudah lagi aja nya atau pada",
    "va la cua co cho khong mot nhung trong voi nay duoc da den khi ban toi anh se ra vao thi nguoi hay de",
    "hai ka ki ke ko se me main aur nahi bhi ho kya yeh ye toh karo kar raha rahe mera apna bhai abhi sab",
];

/// Words from which a text says enough of itself to be judged; a shorter one is taken as covered.
const ENOUGH: usize = 6;
/// One common word to this many is enough: names and tags thin them out.
const SHARE: usize = 12;

/// Whether the post's script and words are those of a covered language.
#[must_use]
pub fn covered(text: &str) -> bool {
    let (mut known, mut foreign) = (0usize, 0usize);
    for character in text.chars().filter(|character| character.is_alphabetic()) {
        match character {
            // Latin, and what folds to it.
            'a'..='z'
            | 'A'..='Z'
            | '\u{c0}'..='\u{24f}'
            | '\u{1e00}'..='\u{1eff}'
            | '\u{ff00}'..='\u{ffef}'
            | '\u{1d400}'..='\u{1d7ff}'
            | '\u{2100}'..='\u{24ff}'
            | '\u{1d00}'..='\u{1dbf}' => {}
            // Cyrillic, Devanagari, kana, Han, Hangul.
            '\u{400}'..='\u{4ff}'
            | '\u{900}'..='\u{97f}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}' => known += 1,
            _ => foreign += 1,
        }
    }
    let words: Vec<String> = text
        .split(|character: char| !character.is_alphabetic() && character != '\'')
        .filter(|word| !word.is_empty() && word.chars().all(|character| matches!(character, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')))
        .map(plain)
        .collect();
    let letters: usize = words.iter().map(String::len).sum();
    if foreign > known + letters {
        return false;
    }
    if known > letters || words.len() < ENOUGH {
        return true;
    }
    let common = words
        .iter()
        .filter(|word| COMMON.iter().any(|language| language.split(' ').any(|known| known == *word)))
        .count();
    common * SHARE >= words.len()
}

fn plain(word: &str) -> String {
    let mut folded = crate::normalise::Normalised::default();
    folded.fold(word, 0);
    String::from_utf8_lossy(folded.text()).into_owned()
}
