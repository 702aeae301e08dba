//! Whether a post is in a language that the rules cover.
//!
//! By script, and for Latin script by its commonest words. Only asked for a report: nothing is decided by it.

/// The commonest words of the covered languages that are written with Latin letters, folded, in order: English, Spanish,
/// Portuguese, Turkish, Indonesian, Vietnamese, Hinglish.
#[rustfmt::skip]
static COMMON: [&str; 175] = [
    "abhi", "ada", "aja", "akan", "al", "all", "ama", "and", "anh", "apna", "are", "as", "at", "atau", "aur",
    "ban", "be", "ben", "bhai", "bhi", "bir", "bisa", "biz", "bu", "by", "can", "cho", "co", "cok", "com",
    "como", "con", "cua", "da", "daha", "dan", "dari", "das", "de", "degil", "del", "den", "dengan", "di", "do",
    "dos", "duoc", "e", "el", "em", "en", "es", "esta", "este", "for", "from", "get", "gibi", "hai", "have",
    "hay", "ho", "hoje", "hoy", "icin", "if", "ile", "in", "ini", "is", "isso", "it", "itu", "ja", "juga",
    "just", "ka", "kadar", "kamu", "kar", "karo", "ke", "khi", "khong", "ki", "kita", "ko", "kya", "la", "lagi",
    "las", "lo", "los", "main", "mais", "mas", "me", "mera", "mi", "mot", "mu", "muy", "my", "na", "nahi",
    "nao", "nay", "ne", "nguoi", "nhung", "no", "not", "now", "nya", "o", "of", "olarak", "on", "or", "os",
    "our", "pada", "para", "pero", "por", "que", "ra", "raha", "rahe", "sab", "saya", "se", "sen", "seu", "si",
    "simdi", "so", "sonra", "su", "sua", "sudah", "that", "the", "thi", "this", "tidak", "to", "toh", "toi",
    "trong", "um", "uma", "un", "una", "untuk", "va", "vai", "vao", "var", "ve", "voce", "voi", "was", "we",
    "what", "will", "with", "y", "ya", "yang", "ye", "yeh", "yok", "you", "your",
];

/// The same as numbers.
static KEYS: [u64; COMMON.len()] = {
    let mut keys = [0; COMMON.len()];
    let mut at = 0;
    while at < keys.len() {
        keys[at] = key(COMMON[at].as_bytes());
        at += 1;
    }
    keys
};

/// A word of at most eight letters as a number that sorts as the word does.
const fn key(word: &[u8]) -> u64 {
    let (mut key, mut at) = (0, 0);
    while at < 8 {
        key = key << 8 | if at < word.len() { word[at] as u64 } else { 0 };
        at += 1;
    }
    key
}

/// Words from which a text says enough of itself to be judged; a shorter one is taken as covered. With these two, 1 % of 8,100
/// labelled English posts are taken for another language.
const ENOUGH: usize = 14;
/// One common word to this many is enough: names and tags thin them out.
const SHARE: usize = 20;

/// Whether the post's script and words are those of a covered language. `folded`: the post folded, or the last window of a
/// long one, which speaks for the rest.
#[must_use]
pub fn covered(folded: &[u8]) -> bool {
    let (mut known, mut foreign) = (0usize, 0usize);
    for character in str::from_utf8(folded).unwrap_or_default().chars().filter(|character| !character.is_ascii()) {
        match character {
            // Latin and what folds to it; signs and pictures, which are no letters.
            '\u{c0}'..='\u{24f}'
            | '\u{1d00}'..='\u{1dbf}'
            | '\u{1e00}'..='\u{1eff}'
            | '\u{2000}'..='\u{2bff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{ff00}'..='\u{ffef}'
            | '\u{1d400}'..='\u{1d7ff}'
            | '\u{1f000}'..='\u{1faff}' => {}
            // Cyrillic, Devanagari, kana, Han, Hangul.
            '\u{400}'..='\u{4ff}'
            | '\u{900}'..='\u{97f}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}' => known += 1,
            _ => foreign += usize::from(character.is_alphabetic()),
        }
    }
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte == b'\'' || !byte.is_ascii();
    // Words of ASCII letters alone, and the letters of all of them.
    let (mut count, mut letters, mut length, mut ascii) = (0, 0, 0, true);
    // What stands behind such a sign is a name or part of an address, and of no language.
    let mut is_name = false;
    for &byte in folded.iter().chain(b" ") {
        if is_part(byte) {
            length += 1;
            ascii &= byte.is_ascii();
        } else {
            if ascii && !is_name {
                count += usize::from(length > 0);
                letters += length;
            }
            (length, ascii) = (0, true);
            is_name = matches!(byte, b'$' | b'#' | b'@' | b'/' | b'.');
        }
    }
    if foreign > known + letters {
        return false;
    }
    if known > letters || count < ENOUGH {
        return true;
    }
    // Looked for until there are enough: in a covered text that is soon.
    let needed = count.div_ceil(SHARE);
    let common = |word: &&[u8]| word.len() <= 8 && KEYS.binary_search(&key(word)).is_ok();
    folded.split(|&byte| !is_part(byte)).filter(common).take(needed).count() == needed
}

#[cfg(test)]
mod tests {
    use super::COMMON;
    use crate::fold::FoldedText;

    fn covered(text: &str) -> bool {
        let folded = FoldedText::of(text);
        super::covered(folded.text())
    }

    #[test]
    fn common_words_are_in_order() {
        assert!(COMMON.is_sorted());
    }

    #[test]
    fn covered_languages_are_told_from_others() {
        for text in [
            "The bakery on the corner has fixed its oven, and it smells of rye",
            "El mercado del barrio abre a las nueve y hay pan",
            "Ракета летит на луну",
            "$NUVO 🚀",
            "Entries and exits, chatroom: https://chat.example/a/b $nuvo $kelp $mopsy $tarni $brilo $zyra $orbex $vela $corvid $tallow",
        ] {
            assert!(covered(text), "{text}");
        }
        for text in [
            "Der Bäcker nebenan hat seinen Ofen endlich wieder repariert, und morgens riecht jetzt unser ganzes Haus nach frischem Brot",
            "ตลาดเปิดเก้าโมงเช้าทุกวัน",
        ] {
            assert!(!covered(text), "{text}");
        }
    }
}
