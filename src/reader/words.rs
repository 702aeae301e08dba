//! The words that were met last, and which of their letter groups the model knows: most words of a timeline come again, and
//! each has some twenty groups.
//!
//! A cache of fixed size. A word has one place there, by its hash, and the last word to come has it; what is compared is the
//! word itself, so what is found is what reading the groups would give.

use super::Model;
use crate::features::{LONGEST, groups};

/// Words that are kept.
const PLACES: usize = 4096;
/// Bytes of a word that is kept.
const BYTES: usize = 22;
/// Known groups of a word that is kept.
const KNOWN: usize = 36;

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
pub struct Words {
    kept: Box<[Word]>,
    /// The known groups of a word that was read just now.
    read: Vec<u16>,
}

impl Default for Words {
    fn default() -> Self {
        let none = Word { letters: [0; BYTES], length: 0, groups: 0, known: 0, entries: [0; KNOWN] };
        Self { kept: vec![none; PLACES].into_boxed_slice(), read: Vec::with_capacity(4 * LONGEST) }
    }
}

impl Words {
    /// How many letter groups a word has, and the entries of those that the model knows.
    pub fn of(&mut self, model: &Model, letters: &[u8], hash: u32) -> (u32, &[u16]) {
        let Self { kept, read } = self;
        // A multiplicative hash, as a fraction of the places: its high bits depend on all.
        let place = (u64::from(hash.wrapping_mul(0x9e37_79b9)) * PLACES as u64) >> 32;
        let word = &mut kept[place as usize];
        if usize::from(word.length) == letters.len() && word.letters[..letters.len()] == *letters {
            return (u32::from(word.groups), &word.entries[..usize::from(word.known)]);
        }
        let mut all = 0;
        read.clear();
        groups(letters, |bucket| {
            all += 1;
            read.extend(model.find(bucket));
        });
        if letters.len() <= BYTES && read.len() <= KNOWN {
            word.letters[..letters.len()].copy_from_slice(letters);
            word.entries[..read.len()].copy_from_slice(read);
            (word.length, word.groups, word.known) = (letters.len() as u8, all as u8, read.len() as u8);
        }
        (all, read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::hash;
    use crate::reader::Entry;

    /// Words of different lengths, far more than there are places; some are longer than what is kept.
    fn words() -> Vec<String> {
        (0..3000u32).map(|at| format!("{}oo{}", at.wrapping_mul(0x9e37_79b9), "n".repeat(at as usize % 30))).collect()
    }

    #[test]
    fn what_is_kept_is_what_reading_gives() {
        let mut entries = Vec::new();
        for word in words().iter().step_by(3) {
            groups(word.as_bytes(), |bucket| entries.push(Entry { bucket, weights: [1, 1] }));
        }
        let model = Model::from_entries([1.0; 2], entries);
        let mut kept = Words::default();
        for word in words().iter().flat_map(|word| [word, word]) {
            let (mut all, mut known) = (0, Vec::new());
            groups(word.as_bytes(), |bucket| {
                all += 1;
                known.extend(model.find(bucket));
            });
            assert_eq!(kept.of(&model, word.as_bytes(), hash(word.as_bytes())), (all, &*known), "{word}");
        }
    }
}
