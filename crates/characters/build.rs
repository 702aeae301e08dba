//! Makes the table of what every character folds to from Unicode's data, in two stages: equal blocks stand there once.

use std::collections::HashMap;
use std::path::Path;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Past this there is nothing that folds (tags and variation selectors are told by their range).
const END: u32 = 0x1_fc00;
/// Characters a block of the two-stage table.
const BLOCK: u32 = 64;

/// Codes of the table, as in `src/lib.rs`; anything else is the character that it folds to, or an index into the strings.
const KEEP: u16 = 0;
const DROP: u16 = 1;
const SPACE: u16 = 2;
const BREAK: u16 = 3;
const STRING: u16 = 0xf000;

/// What Unicode's decompositions do not say: letters with strokes, small capitals, punctuation that people type. What they fold to,
/// and they.
const BY_HAND: &[(&str, &str)] = &[
    ("i", "ıɪ"),
    ("ss", "ßẞ"),
    ("ae", "æÆ"),
    ("oe", "œŒ"),
    ("o", "øØᴏ"),
    ("d", "đĐðÐᴅ"),
    ("l", "łŁʟ"),
    ("th", "þÞ"),
    ("h", "ħĦʜ"),
    ("n", "ŋŊɴ"),
    ("e", "əᴇ"),
    ("a", "ᴀ"),
    ("b", "ʙ"),
    ("c", "ᴄ"),
    ("f", "ꜰ"),
    ("g", "ɢ"),
    ("j", "ᴊ"),
    ("k", "ᴋ"),
    ("m", "ᴍ"),
    ("p", "ᴘ"),
    ("r", "ʀ"),
    ("s", "ꜱ"),
    ("t", "ᴛ"),
    ("u", "ᴜ"),
    ("v", "ᴠ"),
    ("w", "ᴡ"),
    ("y", "ʏ"),
    ("z", "ᴢ"),
    ("е", "ёЁ"),
    ("'", "‘’‚‛ʼ`´"),
    ("\"", "“”„‟«»「」『』《》"),
    ("-", "‐‑‒–—―−•➡"),
    ("...", "…"),
    (".", "。｡।·"),
    (",", "、"),
    ("x", "×✕✖"),
];

/// Signs that decompose to letters but stand apart from the word before them.
const KEPT: &str = "™℠©®²³¹ªº№℃℉";

fn fold(character: char) -> Result<u16, String> {
    let code = u32::from(character);
    if matches!(character, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
        return Ok(BREAK);
    }
    if character.is_whitespace() {
        return Ok(SPACE);
    }
    // Default ignorables, marks that stand on Latin, Cyrillic and Greek letters, skin tones, joiners.
    if matches!(code, 0x00ad | 0x034f | 0x061c | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180e | 0x200b..=0x200f | 0x202a..=0x202e
        | 0x2060..=0x206f | 0x3164 | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0x1f3fb..=0x1f3ff
        | 0x0300..=0x036f | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff | 0xfe20..=0xfe2f)
    {
        return Ok(DROP);
    }
    if let Some((to, _)) = BY_HAND.iter().find(|(_, signs)| signs.contains(character)) {
        return one((*to).to_owned());
    }
    if KEPT.contains(character) {
        return Ok(KEEP);
    }
    // Negative circled and squared letters have no decomposition.
    for first in [0x1_f150, 0x1_f170] {
        if (first..first + 26).contains(&code) {
            return Ok(u16::try_from(code - first).expect("26 letters") + u16::from(b'a'));
        }
    }
    let lower: String = character.to_lowercase().collect();
    let bare: String =
        lower.nfkd().filter(|part| !matches!(u32::from(*part), 0x0300..=0x036f)).flat_map(char::to_lowercase).collect();
    if bare.is_ascii() && !bare.is_empty() && !bare.contains(char::is_control) {
        let bare = bare.trim();
        return if bare == character.to_string() || bare.is_empty() { Ok(KEEP) } else { one(bare.to_owned()) };
    }
    // Greek loses its accents; other scripts keep theirs (й is not и), and are only composed and lower-cased.
    let greek = matches!(code, 0x0370..=0x03ff | 0x1f00..=0x1fff);
    let to: String = if greek { bare } else { lower.nfkc().collect() };
    let mut parts = to.chars();
    match (parts.next(), parts.next()) {
        (Some(only), None) if only != character && !is_combining_mark(only) && only.is_alphanumeric() => {
            one(only.to_string())
        }
        _ => Ok(KEEP),
    }
}

fn one(to: String) -> Result<u16, String> {
    let mut parts = to.chars();
    match (parts.next(), parts.next()) {
        (Some(only), None) if u32::from(only) > 3 && u32::from(only) < u32::from(STRING) => {
            Ok(u16::try_from(u32::from(only)).expect("below STRING"))
        }
        // Ligatures and the ellipsis; units and numbers in brackets are left to the fonts that have them.
        _ if to == "..." || (to.len() <= 2 && to.bytes().all(|byte| byte.is_ascii_alphabetic())) => Err(to),
        _ => Ok(KEEP),
    }
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let mut strings: Vec<String> = Vec::new();
    let mut blocks: Vec<Vec<u16>> = Vec::new();
    let mut known: HashMap<Vec<u16>, usize> = HashMap::new();
    let mut index = Vec::new();
    for first in (0..END).step_by(BLOCK as usize) {
        let block: Vec<u16> = (first..first + BLOCK)
            .map(|code| match char::from_u32(code) {
                None => KEEP,
                Some(character) if character.is_ascii_uppercase() => u16::from(character.to_ascii_lowercase() as u8),
                Some(character) => match fold(character) {
                    Ok(code) => code,
                    Err(string) => {
                        let at = strings.iter().position(|known| *known == string).unwrap_or_else(|| {
                            strings.push(string);
                            strings.len() - 1
                        });
                        STRING + u16::try_from(at).expect("few strings")
                    }
                },
            })
            .collect();
        let next = blocks.len();
        index.push(*known.entry(block.clone()).or_insert_with(|| {
            blocks.push(block);
            next
        }));
    }
    let table = format!(
        "static STRINGS: [&str; {}] = {strings:?};\nstatic INDEX: [u8; {}] = {index:?};\nstatic BLOCKS: [[u16; {BLOCK}]; {}] = {blocks:?};\n",
        strings.len(),
        index.len(),
        blocks.len()
    );
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::write(Path::new(&out).join("table.rs"), table).expect("OUT_DIR can be written");
}
