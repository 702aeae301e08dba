//! What one character folds to.
//!
//! In: a character. Out: its plain form, by a table that the build makes of Unicode's data (`build.rs`). The core folds posts with it; the
//! rule book refuses patterns that ask for what folding would have changed.

include!(concat!(env!("OUT_DIR"), "/table.rs"));

/// What folding makes of one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// Stays as it is.
    Keep,
    /// Leaves nothing: zero-width characters, marks on letters, variation selectors, skin tones, joiners.
    Drop,
    /// White space within a line.
    Space,
    /// A line break.
    Break,
    /// Another character.
    To(char),
    /// Several characters, all ASCII.
    Expand(&'static str),
}

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
        _ => character == '_' || character.is_alphanumeric() || joins(character),
    }
}

/// The virama and nukta of an Indian script, at the same places of each one's block: letters of a word stand on both sides.
fn joins(character: char) -> bool {
    matches!(character, '\u{900}'..='\u{dff}') && matches!(u32::from(character) & 0x7f, 0x3c | 0x4d)
}

/// Whether a folded character is of a script that writes no spaces between words: Han, kana, Thai.
#[must_use]
pub fn without_spaces(character: char) -> bool {
    matches!(character, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// Whether a folded character is a mark on the one before it, in a script that writes no spaces.
#[must_use]
pub fn stands_on_another(character: char) -> bool {
    matches!(character, '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{3099}' | '\u{309a}')
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_made_of_letters_digits_and_underscores() {
        for character in '\0'..=char::MAX {
            let wanted = character == '_' || character.is_alphanumeric() || super::joins(character);
            assert_eq!(super::is_word(character), wanted, "{character:?}");
        }
    }

    #[test]
    fn marks_within_words_are_part_of_them() {
        for word in ["वास्तविक", "फ़ीस", "অর্থ", "பணம்", "డబ్బు"] {
            assert!(word.chars().all(super::is_word), "{word}");
        }
        assert!(!super::is_word('।'));
    }
}
