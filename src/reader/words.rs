//! The words that were met last, and which of their letter groups the model knows: most words of a timeline come again, and
//! each has some twenty groups.
//!
//! A cache of fixed size. A word has one place there, by its hash, and the last word to come has it; what is compared is the
//! word itself, so what is found is what reading the groups would give.

use super::Model;
use crate::features::groups;

/// Words that are kept: 2 to this power.
const PLACES: u32 = 11;
/// Bytes of a word that is kept.
const BYTES: usize = 22;
/// Known groups of a word that is kept.
const KNOWN: usize = 48;

#[derive(Debug, Clone, Copy)]
struct Word {
    letters: [u8; BYTES],
    /// Bytes of it; 0: none is here.
    length: u8,
    /// How many groups it has, and how many of them are known.
    groups: u8,
    known: u8,
    entries: [u16; KNOWN],
}

/// The cache.
#[derive(Debug)]
pub struct Words(Box<[Word]>);

impl Default for Words {
    fn default() -> Self {
        let none = Word { letters: [0; BYTES], length: 0, groups: 0, known: 0, entries: [0; KNOWN] };
        Self(vec![none; 1 << PLACES].into_boxed_slice())
    }
}

impl Words {
    /// How many letter groups a word has, and the entries of those that the model knows. `None` if it is too long to be kept.
    pub fn of(&mut self, model: &Model, letters: &[u8], hash: u32) -> Option<(u32, &[u16])> {
        // The finaliser of a multiplicative hash: its high bits depend on all.
        let word = &mut self.0[(hash.wrapping_mul(0x9e37_79b9) >> (32 - PLACES)) as usize];
        if word.letters.get(..letters.len())? != letters || usize::from(word.length) != letters.len() {
            word.length = 0;
            let (mut all, mut known) = (0, 0);
            groups(letters, |bucket| {
                all += 1;
                if let Ok(entry) = model.find(bucket) {
                    if let Some(place) = word.entries.get_mut(known) {
                        *place = entry;
                    }
                    known += 1;
                }
            });
            if known > KNOWN {
                return None;
            }
            (word.groups, word.known) = (all, known as u8);
            word.letters[..letters.len()].copy_from_slice(letters);
            word.length = letters.len() as u8;
        }
        Some((u32::from(word.groups), &word.entries[..usize::from(word.known)]))
    }
}
