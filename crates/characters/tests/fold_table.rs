//! The fold table is generated from Unicode's data, checked in, and reviewed. This test holds it equal to what the
//! generator below makes now; `BLESS=1 cargo test -p hypelint-characters` writes it anew.

use std::collections::HashMap;
use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/table.rs");

/// Past this there is nothing that folds (tags and variation selectors are handled by range in the table's head).
const END: u32 = 0x1_fc00;
/// Characters a block of the two-stage table.
const BLOCK: u32 = 64;

/// Codes of the table; anything else is the character that it folds to, or an index into the strings.
const KEEP: u16 = 0;
const DROP: u16 = 1;
const SPACE: u16 = 2;
const BREAK: u16 = 3;
const STRING: u16 = 0xf000;

/// What Unicode's decompositions do not say: letters with strokes, small capitals, punctuation that people type.
const BY_HAND: &[(&str, &str)] = &[
    ("ı", "i"),
    ("ß", "ss"),
    ("ẞ", "ss"),
    ("æ", "ae"),
    ("Æ", "ae"),
    ("œ", "oe"),
    ("Œ", "oe"),
    ("ø", "o"),
    ("Ø", "o"),
    ("đ", "d"),
    ("Đ", "d"),
    ("ð", "d"),
    ("Ð", "d"),
    ("ł", "l"),
    ("Ł", "l"),
    ("þ", "th"),
    ("Þ", "th"),
    ("ħ", "h"),
    ("Ħ", "h"),
    ("ŋ", "n"),
    ("Ŋ", "n"),
    ("ə", "e"),
    ("ᴀ", "a"),
    ("ʙ", "b"),
    ("ᴄ", "c"),
    ("ᴅ", "d"),
    ("ᴇ", "e"),
    ("ꜰ", "f"),
    ("ɢ", "g"),
    ("ʜ", "h"),
    ("ɪ", "i"),
    ("ᴊ", "j"),
    ("ᴋ", "k"),
    ("ʟ", "l"),
    ("ᴍ", "m"),
    ("ɴ", "n"),
    ("ᴏ", "o"),
    ("ᴘ", "p"),
    ("ʀ", "r"),
    ("ꜱ", "s"),
    ("ᴛ", "t"),
    ("ᴜ", "u"),
    ("ᴠ", "v"),
    ("ᴡ", "w"),
    ("ʏ", "y"),
    ("ᴢ", "z"),
    ("ё", "е"),
    ("Ё", "е"),
    ("‘", "'"),
    ("’", "'"),
    ("‚", "'"),
    ("‛", "'"),
    ("ʼ", "'"),
    ("`", "'"),
    ("´", "'"),
    ("“", "\""),
    ("”", "\""),
    ("„", "\""),
    ("‟", "\""),
    ("«", "\""),
    ("»", "\""),
    ("「", "\""),
    ("」", "\""),
    ("『", "\""),
    ("』", "\""),
    ("《", "\""),
    ("》", "\""),
    ("‐", "-"),
    ("‑", "-"),
    ("‒", "-"),
    ("–", "-"),
    ("—", "-"),
    ("―", "-"),
    ("−", "-"),
    ("…", "..."),
    ("。", "."),
    ("｡", "."),
    ("、", ","),
    ("।", "."),
    ("×", "x"),
    ("✕", "x"),
    ("✖", "x"),
    ("•", "-"),
    ("·", "."),
    ("➡", "-"),
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
    if let Some((_, to)) = BY_HAND.iter().find(|(from, _)| from.starts_with(character)) {
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

fn generate() -> String {
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
    let mut file = String::from(HEAD);
    writeln!(file, "static STRINGS: [&str; {}] = [", strings.len()).expect("a string takes all");
    rows(&mut file, strings.iter().map(|string| format!("{string:?}")));
    writeln!(
        file,
        "];\n\n/// Which block holds the characters from 64 times the place on.\nstatic INDEX: [u8; {}] = [",
        index.len()
    )
    .expect("a string takes all");
    rows(&mut file, index.iter().map(usize::to_string));
    writeln!(file, "];\n\nstatic BLOCKS: [[u16; 64]; {}] = [", blocks.len()).expect("a string takes all");
    for block in &blocks {
        file.push_str("    [\n");
        rows(&mut file, block.iter().map(u16::to_string));
        file.push_str("    ],\n");
    }
    file.push_str("];\n");
    file
}

fn rows(file: &mut String, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    for row in items.chunks(16) {
        writeln!(file, "    {},", row.join(", ")).expect("a string takes all");
    }
}

const HEAD: &str = r"//! What every character folds to. Generated by `tests/fold_table.rs` from Unicode's data: change it there.

use crate::Fold;

/// Codes of the table; below `STRING`, any other number is the character that it folds to.
const KEEP: u16 = 0;
const DROP: u16 = 1;
const SPACE: u16 = 2;
const BREAK: u16 = 3;
const STRING: u16 = 0xf000;

/// What one character folds to.
#[must_use]
pub fn fold_char(character: char) -> Fold {
    let code = u32::from(character);
    let Some(&block) = INDEX.get((code >> 6) as usize) else {
        // Tags and the variation selectors of the supplement.
        return if matches!(code, 0xe_0000..=0xe_0fff) { Fold::Drop } else { Fold::Keep };
    };
    match BLOCKS[block as usize][(code & 63) as usize] {
        KEEP => Fold::Keep,
        DROP => Fold::Drop,
        SPACE => Fold::Space,
        BREAK => Fold::Break,
        string @ STRING.. => Fold::Expand(STRINGS[(string - STRING) as usize]),
        to => char::from_u32(u32::from(to)).map_or(Fold::Keep, Fold::To),
    }
}

/// Whether a folded character is part of a word.
#[must_use]
pub fn is_word(character: char) -> bool {
    match character {
        // The commonest of both kinds are told at once.
        '\u{3b1}'..='\u{3c9}'
        | '\u{410}'..='\u{44f}'
        | '\u{5d0}'..='\u{5ea}'
        | '\u{620}'..='\u{64a}'
        | '\u{904}'..='\u{939}'
        | '\u{e01}'..='\u{e30}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' => true,
        '\u{2010}'..='\u{206f}'
        | '\u{2190}'..='\u{23ff}'
        | '\u{2500}'..='\u{2775}'
        | '\u{2794}'..='\u{2bff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{1f300}'..='\u{1faff}' => false,
        _ => character == '_' || character.is_alphanumeric(),
    }
}

";

#[test]
fn the_table_is_what_unicode_says_now() {
    let made = generate();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(PATH, &made).expect("the source folder can be written");
    }
    let kept = std::fs::read_to_string(PATH).expect("src/table.rs is there");
    assert!(
        made == kept,
        "src/table.rs is not what tests/fold_table.rs makes: run BLESS=1 cargo test -p hypelint-characters"
    );
}
