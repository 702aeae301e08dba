//! What one character folds to.
//!
//! In: a character. Out: its plain form, by a table generated from Unicode's data. The core folds posts with it; the
//! rule book refuses patterns that ask for what folding would have changed.

#[rustfmt::skip]
mod table;

pub use table::{fold_char, is_word};

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

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_made_of_letters_digits_and_underscores() {
        for character in '\0'..=char::MAX {
            assert_eq!(super::is_word(character), character == '_' || character.is_alphanumeric(), "{character:?}");
        }
    }
}
