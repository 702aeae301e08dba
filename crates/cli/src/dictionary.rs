//! Words of one sense in many languages: what is learned of one of them says something of the others, of which there are few posts.
//!
//! In: a table (`model/dictionary.tsv`): an English word, a language, its forms there, of one or two words. Out: which features of the
//! reader are forms of a sense.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use hypelint::features::{Family, Features};
use hypelint::fold::FoldedText;

/// Features by sense.
#[derive(Default)]
pub struct Dictionary {
    /// Bucket → its senses, each once.
    forms: HashMap<u32, Vec<u32>>,
    count: usize,
}

impl Dictionary {
    /// Reads the table.
    pub fn read(file: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        Self::parse(&text)
            .map_err(|line| format!("{}: line {line}: not a word, a language and its forms", file.display()))
    }

    /// The same of its text. `Err`: the number of the line that is none.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut known: HashMap<&str, u32> = HashMap::new();
        let mut forms: HashMap<u32, Vec<u32>> = HashMap::new();
        let (mut folded, mut features) = (FoldedText::default(), Features::default());
        for (line, number) in text.lines().zip(1..) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [word, _, said] = columns[..] else { return Err(number) };
            let next = known.len() as u32;
            let sense = *known.entry(word).or_insert(next);
            for form in said.split(',').chain([word]) {
                let Some(bucket) = whole(form.trim(), &mut folded, &mut features) else { continue };
                let own = forms.entry(bucket).or_default();
                if !own.contains(&sense) {
                    own.push(sense);
                }
            }
        }
        Ok(Self { forms, count: known.len() })
    }

    /// How many senses there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether a feature is a form of some sense.
    pub fn knows(&self, bucket: u32) -> bool {
        self.forms.contains_key(&bucket)
    }

    /// The senses of a feature, each with its share: those of one form count for 1 together.
    pub fn senses(&self, bucket: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let own = self.forms.get(&bucket).map_or(&[][..], Vec::as_slice);
        own.iter().map(|&sense| (sense, 1.0 / own.len() as f64))
    }
}

/// The feature that a form is as a whole: a word, two neighbours, or up to four characters of a script without spaces.
fn whole(form: &str, folded: &mut FoldedText, features: &mut Features) -> Option<u32> {
    folded.fold(form, 0);
    features.read(folded);
    let (all, mut found) = (0..features.tokens().len(), None);
    features.give(folded, &mut |family: Family, bucket, tokens: Range<usize>| {
        // A word comes before its letter groups.
        if family != Family::Structure && tokens == all {
            found = found.or(Some(bucket));
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_sense_are_features_of_it() {
        let table =
            "buy\tes\tcomprar, Cómpralo\nbuy\tzh\t买入, 赶紧买入\nsell\tid\tjual, menjual sekarang\nfor\tes\tcomprar";
        let dictionary = Dictionary::parse(table).expect("all lines are sound");
        let senses = |form| {
            let bucket = whole(form, &mut FoldedText::default(), &mut Features::default());
            dictionary.senses(bucket.expect("it is one feature")).collect::<Vec<_>>()
        };
        assert_eq!(dictionary.count(), 3);
        for (form, wanted) in [
            ("buy", vec![(0, 1.0)]),
            ("comprar", vec![(0, 0.5), (2, 0.5)]),
            ("compralo", vec![(0, 1.0)]),
            ("买入", vec![(0, 1.0)]),
            ("赶紧买入", vec![(0, 1.0)]),
            ("menjual sekarang", vec![(1, 1.0)]),
            ("sekarang", vec![]),
        ] {
            assert_eq!(senses(form), wanted, "{form}");
        }
        assert_eq!(Dictionary::parse("buy\tes\tcomprar\nbuy, es").err(), Some(2));
    }

    #[test]
    fn the_table_that_is_checked_in_is_one() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../model/dictionary.tsv");
        assert!(Dictionary::read(&file).expect("it can be read").count() > 400);
    }
}
