//! The reader: what a post's wording says, by a linear model over its features.
//!
//! In: a [`FoldedText`], a post or a window of one. Out: per category the logit of the wording, and the phrase that speaks most
//! for it. Each feature that the model knows adds its weight, the first time it is met in full and each further time less
//! (`1 + ln(count)` in all); a family's sum is divided by the root of how many features of the family there are, so that
//! a long post does not say more than a short one. All sums are of whole numbers: the same bits on every machine.
//!
//! The model is learned by `hypelint train` and checked in as `model/reader.bin`; [`Model::from_entries`] says its form.

pub mod common;
mod personal;
pub(crate) mod phrase;
mod words;

use std::ops::Range;
use std::slice;
use std::sync::LazyLock;

use hypelint_rulebook::Category;

use crate::features::{BITS, Family, Features, Sink, Token};
use crate::fold::FoldedText;
use crate::span::{Folded, Span};
use personal::Personal;
use words::Words;

pub use personal::{Lesson, MOST};

/// Families of features.
pub const FAMILIES: usize = 3;

/// What further sightings of a feature add, in 64ths of its weight: differences of `1 + ln(count)`; after twelve, nothing.
const AGAIN: [i64; 16] = [64, 44, 26, 18, 14, 12, 10, 9, 8, 7, 6, 6, 0, 0, 0, 0];

/// Places of the hash table: as many as a place's number can tell, so that none is out of bounds.
const PLACES: usize = 1 << u16::BITS;

/// One feature that the model knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The feature's bucket.
    pub bucket: u32,
    /// What it weighs: pump, claim.
    pub weights: [i8; 2],
}

/// The learned weights: a hash table with linear probing.
#[derive(Debug)]
pub struct Model {
    /// Logits that a weight of 1 stands for: pump, claim.
    pub scales: [f64; 2],
    /// Place → the low bits of a bucket, and its weights; weights of 0: nothing is here. A bucket's own place is its high bits. Two
    /// buckets of the same low bits have places far apart, and an entry stands near its own: no other can be meant.
    table: Box<[(u16, [i8; 2]); PLACES]>,
    entries: usize,
}

impl Model {
    /// One that knows no feature: the wording weighs nothing, and nothing is clearly nothing.
    #[must_use]
    pub fn empty() -> &'static Self {
        static EMPTY: LazyLock<Model> = LazyLock::new(|| Model::from_entries([0.0; 2], []));
        &EMPTY
    }

    /// Whether it knows no feature.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries == 0
    }

    /// Of entries, of those that weigh something the first 32,768: half of the places.
    ///
    /// # Panics
    ///
    /// Never: the table has as many places as it should.
    #[must_use]
    pub fn from_entries(scales: [f64; 2], entries: impl IntoIterator<Item = Entry>) -> Self {
        let table = vec![(0, [0; 2]); PLACES].try_into().expect("as many");
        let mut model = Self { scales, table, entries: 0 };
        for Entry { bucket, weights } in entries.into_iter().filter(|entry| entry.weights != [0, 0]).take(PLACES / 2) {
            if let Err(place) = model.find(bucket) {
                model.table[usize::from(place)] = (bucket as u16, weights);
                model.entries += 1;
            }
        }
        model
    }

    /// Reads what [`Model::to_bytes`] wrote. What is cut off or no model gives an empty one, which weighs nothing.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self::read(bytes).unwrap_or_else(|| Self::from_entries([0.0; 2], []))
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (scales, rest) = bytes.split_first_chunk::<16>()?;
        let scale = |half: &[u8]| half.try_into().map_or(0.0, f64::from_le_bytes);
        let (count, rest) = rest.split_first_chunk()?;
        let count = u32::from_le_bytes(*count) as usize;
        let (weights, mut gaps) = rest.split_at_checked(count.checked_mul(2)?)?;
        let (pump, claim) = weights.split_at(count);
        let mut bucket = 0u32;
        let entries = pump.iter().zip(claim).map_while(|(pump, claim)| {
            let mut gap = 0;
            while let Some((&byte, others)) = gaps.split_first() {
                gaps = others;
                gap = gap << 7 | u32::from(byte & 0x7f);
                if byte < 0x80 {
                    bucket = bucket.wrapping_add(gap);
                    return Some(Entry { bucket, weights: [pump.cast_signed(), claim.cast_signed()] });
                }
            }
            None
        });
        Some(Self::from_entries([scale(&scales[..8]), scale(&scales[8..])], entries))
    }

    /// The model as bytes: both scales; how many entries; their weights for pumps; those for claims; and for each the gap from the
    /// bucket before, seven bits a byte, the highest first, all but the last with the top bit set. What is alike stands together, so
    /// that it compresses well.
    #[must_use]
    pub fn to_bytes(scales: [f64; 2], entries: &[Entry]) -> Vec<u8> {
        let mut bytes: Vec<u8> = scales.iter().flat_map(|scale| scale.to_le_bytes()).collect();
        bytes.extend((entries.len() as u32).to_le_bytes());
        for category in 0..2 {
            bytes.extend(entries.iter().map(|entry| entry.weights[category].cast_unsigned()));
        }
        let mut last = 0;
        for entry in entries {
            let gap = entry.bucket - last;
            let more = (1..5).rev().filter(|septet| gap >> (7 * septet) > 0);
            bytes.extend(more.map(|septet| (gap >> (7 * septet)) as u8 | 0x80));
            bytes.push(gap as u8 & 0x7f);
            last = entry.bucket;
        }
        bytes
    }

    /// The place of a bucket, if the model knows it; else the one that it would have.
    fn find(&self, bucket: u32) -> Result<u16, u16> {
        let mut place = (bucket >> (BITS - u16::BITS)) as u16;
        loop {
            match self.table[usize::from(place)] {
                (_, [0, 0]) => return Err(place),
                (low, _) if low == bucket as u16 => return Ok(place),
                _ => place = place.wrapping_add(1),
            }
        }
    }
}

/// What one feature counts for among `count` of its family: the more there are, the less each. A text of a few words is taken for
/// one of three, or so: "Ticker pump" alone says little.
#[must_use]
pub fn share(family: Family, count: u32) -> f64 {
    let least = match family {
        Family::Structure => return 1.0,
        Family::Tokens => 6,
        Family::Letters => 40,
    };
    1.0 / f64::from(count.max(least)).sqrt()
}

/// Looks features up in a model, and gives `meet` so many of a family, those of them that the model knows, and the tokens that they
/// were seen in.
struct Lookup<'a, Meet> {
    model: &'static Model,
    words: &'a mut Words,
    meet: Meet,
}

impl<Meet: FnMut(Family, u32, &[u16], Range<usize>)> Sink for Lookup<'_, Meet> {
    fn feature(&mut self, family: Family, bucket: u32, tokens: Range<usize>) {
        (self.meet)(family, 1, self.model.find(bucket).as_ref().map_or(&[], slice::from_ref), tokens);
    }

    fn word(&mut self, letters: &[u8], hash: u32, token: usize) {
        let (groups, known) = self.words.of(self.model, letters, hash);
        (self.meet)(Family::Letters, groups, known, token..token + 1);
    }
}

/// Reads posts by a model. Keeps its buffers from post to post.
#[derive(Debug)]
pub struct Reader {
    model: &'static Model,
    /// What its user taught it, if anything; and what that added to the logits of the text that was read last.
    personal: Option<Personal>,
    taught: [f64; 2],
    features: Features,
    words: Words,
    /// Token → its weight: kept from phrase to phrase.
    weights: Vec<f64>,
    /// Entry → `base` and how often it was met in this post; less than `base` if it was not.
    seen: Box<[u16; PLACES]>,
    base: u16,
    counts: [u32; FAMILIES],
    /// Both categories in one number: claim times 2^32, and pump.
    sums: [i64; FAMILIES],
}

impl Reader {
    /// With the weights of `model`.
    ///
    /// # Panics
    ///
    /// Never: there are as many counts as there should be.
    #[must_use]
    pub fn new(model: &'static Model) -> Self {
        Self {
            model,
            personal: None,
            taught: [0.0; 2],
            features: Features::with_capacity(crate::WINDOW),
            words: Words::default(),
            weights: Vec::with_capacity(crate::WINDOW),
            seen: vec![0; PLACES].try_into().expect("as many"),
            base: 0,
            counts: [0; FAMILIES],
            sums: [0; FAMILIES],
        }
    }

    /// The tokens of the text that was read last.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        self.features.tokens()
    }

    /// Takes these lessons, and forgets all others.
    pub fn learn<'a>(&mut self, lessons: impl IntoIterator<Item = Lesson<'a>>) {
        self.personal = Personal::of(lessons);
    }

    /// What lessons added to the logits of the text that was read last.
    #[must_use]
    pub fn taught(&self) -> [f64; 2] {
        self.taught
    }

    /// Forgets the text before.
    fn clear(&mut self) {
        self.base = self.base.checked_add(AGAIN.len() as u16).unwrap_or_else(|| {
            self.seen.fill(0);
            AGAIN.len() as u16
        });
        self.counts = [0; FAMILIES];
        self.sums = [0; FAMILIES];
    }

    /// What the wording of a text says: logits, pump and claim; `None` from a model that knows nothing. Up to `own` bytes of folded
    /// text: what begins behind is the next window's. What was here before is gone.
    #[inline(never)]
    pub fn read(&mut self, text: &FoldedText, own: u32) -> Option<[f64; 2]> {
        self.clear();
        let Self { model, features, words, seen, base, counts, sums, .. } = self;
        if model.is_empty() {
            return None;
        }
        features.read(text);
        let own = features.own(own);
        let (table, seen, base) = (&model.table, &mut **seen, *base);
        let meet = |family: Family, features: u32, known: &[u16], tokens: Range<usize>| {
            if family != Family::Structure && tokens.start >= own {
                return;
            }
            counts[family as usize] += features;
            if known.is_empty() {
                return;
            }
            let mut sum = 0;
            for &entry in known {
                let seen = &mut seen[usize::from(entry)];
                let count = (*seen).max(base) - base;
                let [pump, claim] = table[usize::from(entry)].1;
                sum += (i64::from(claim) * (1 << 32) + i64::from(pump)) * AGAIN[usize::from(count & 15)];
                *seen = base + (count + 1).min(12);
            }
            sums[family as usize] += sum;
        };
        features.give(text, &mut Lookup { model, words, meet });
        self.taught = self.personal.as_mut().map_or([0.0; 2], |personal| personal.logits(text, &self.features, own));
        Some(Category::ALL.map(|category| {
            let sum = |family: Family| {
                let both = self.sums[family as usize];
                let pump = both as i32;
                let own = if category == Category::Pump { pump } else { ((both - i64::from(pump)) >> 32) as i32 };
                f64::from(own) * self.share(family)
            };
            let sum: f64 = [Family::Tokens, Family::Letters, Family::Structure].map(sum).iter().sum();
            self.model.scales[category as usize] * sum + self.taught[category as usize]
        }))
    }

    /// What one 64th of a weight counts for in a family, in units of the scale.
    fn share(&self, family: Family) -> f64 {
        share(family, self.counts[family as usize]) / 64.0
    }

    /// The phrase of the text that was read last that speaks most for a category: neighbouring words that weigh most together, and
    /// their logits. Ends where words and sentences do. `None` where no words speak for it, or all that do touch `taken`.
    #[inline(never)]
    pub fn phrase(
        &mut self,
        text: &FoldedText,
        category: Category,
        taken: &[Span<Folded>],
    ) -> Option<(Span<Folded>, f64)> {
        let scale = self.model.scales[category as usize];
        let shares = [Family::Tokens, Family::Letters].map(|family| self.share(family) * 64.0 * scale);
        let Self { model, personal, taught, features, words, weights, .. } = self;
        weights.clear();
        weights.resize(features.tokens().len(), 0.0);
        let meet = |family: Family, _: u32, known: &[u16], tokens: Range<usize>| {
            let Some(share) = shares.get(family as usize).filter(|_| !known.is_empty()) else { return };
            let sum: i32 =
                known.iter().map(|&entry| i32::from(model.table[usize::from(entry)].1[category as usize])).sum();
            let each = f64::from(sum) * share / tokens.len() as f64;
            for weight in &mut weights[tokens] {
                *weight += each;
            }
        };
        features.give(text, &mut Lookup { model, words, meet });
        // Words are quoted for what they say for a category: what was taught against it takes none of them away.
        if let Some(personal) = personal
            && taught[category as usize] > 0.0
        {
            personal.weigh(text, features, category as usize, weights);
        }
        phrase::heaviest(text.text(), features.tokens(), weights, taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> FoldedText {
        FoldedText::of(text)
    }

    /// A model that knows the tokens and pairs of some words, and nothing else: what they say for a pump, they say against a claim.
    fn model(words: &[(&str, i8)]) -> &'static Model {
        let mut entries: Vec<Entry> = Vec::new();
        for (word, weight) in words {
            let (text, mut features) = (folded(word), Features::default());
            features.read(&text);
            features.give(&text, &mut |family, bucket, _: Range<usize>| {
                if family == Family::Tokens {
                    entries.push(Entry { bucket, weights: [*weight, -weight] });
                }
            });
        }
        entries.sort_by_key(|entry| entry.bucket);
        Box::leak(Box::new(Model::from_entries([0.01, 0.01], entries)))
    }

    #[test]
    fn bytes_give_the_same_model() {
        let entries = [(3, [1, -1]), (200, [127, -127]), (70_000, [0, 5]), ((1 << BITS) - 1, [-3, 0])];
        let entries = entries.map(|(bucket, weights)| Entry { bucket, weights });
        let model = Model::from_bytes(&Model::to_bytes([0.5, 0.25], &entries));
        assert_eq!(model.scales.map(f64::to_bits), [0.5f64, 0.25].map(f64::to_bits));
        for entry in entries {
            assert_eq!(model.find(entry.bucket).map(|at| model.table[usize::from(at)].1), Ok(entry.weights));
        }
        assert!(model.find(4).is_err());
        assert!(Model::from_bytes(&[1, 2, 3]).is_empty());
    }

    #[test]
    fn a_word_weighs_once_in_full_and_then_less() {
        let mut reader = Reader::new(model(&[("moon", 100)]));
        let mut logit = |text: &str| reader.read(&folded(text), u32::MAX).expect("the model knows something")[0];
        let once = share(Family::Tokens, 1);
        assert!((logit("moon") - once).abs() < 1e-9);
        assert!(logit("lunch").abs() < 1e-9);
        assert_eq!(reader.read(&folded("moon"), u32::MAX).map(|[pump, claim]| pump + claim), Some(0.0));
        let mut logit = |text: &str| reader.read(&folded(text), u32::MAX).expect("the model knows something")[0];
        assert!((logit("moon moon") - once * (1.0 + 44.0 / 64.0)).abs() < 1e-9);
    }

    #[test]
    fn what_was_read_before_leaves_nothing_behind() {
        let model = model(&[("moon", 100), ("soon", -50)]);
        let (mut old, text) = (Reader::new(model), folded("moon and moon, soon"));
        let said = Reader::new(model).read(&text, u32::MAX);
        // More texts than the counter of sightings has steps.
        for _ in 0..2 * usize::from(u16::MAX) / AGAIN.len() {
            assert_eq!(old.read(&text, u32::MAX), said);
        }
    }

    #[test]
    fn a_share_is_less_the_more_there_are() {
        for (family, count, wanted) in [
            (Family::Tokens, 1, 6.0f64),
            (Family::Tokens, 6, 6.0),
            (Family::Tokens, 7, 7.0),
            (Family::Letters, 40, 40.0),
            (Family::Letters, 41, 41.0),
            (Family::Structure, 17, 1.0),
        ] {
            assert!((share(family, count) - wanted.sqrt().recip()).abs() < 1e-12, "{family:?} {count}");
        }
    }

    #[test]
    fn buckets_that_would_have_one_place_have_neighbouring_ones() {
        let shift = BITS - u16::BITS;
        // All places from this one on are wanted by somebody; the last one goes round to the first.
        for first in [70u32, u32::from(u16::MAX)] {
            let buckets = [
                first << shift,
                (first << shift) + 1,
                (first << shift) + 2,
                ((first + 1) << shift) & ((1 << BITS) - 1),
            ];
            let entries = buckets.iter().zip(1..).map(|(&bucket, weight)| Entry { bucket, weights: [weight, 0] });
            let model = Model::from_entries([1.0; 2], entries.chain([Entry { bucket: 9 << shift, weights: [0, 0] }]));
            for (&bucket, weight) in buckets.iter().zip(1..) {
                assert_eq!(model.find(bucket).map(|at| model.table[usize::from(at)].1), Ok([weight, 0]));
            }
            assert_eq!(model.entries, 4, "what weighs nothing is none");
            assert!(model.find((first << shift) + 3).is_err());
        }
    }

    #[test]
    fn a_model_takes_as_many_entries_as_leave_half_of_its_places_free() {
        let entries = (0..PLACES as u32).map(|bucket| Entry { bucket: bucket << (BITS - u16::BITS), weights: [1, 1] });
        assert_eq!(Model::from_entries([1.0; 2], entries).entries, PLACES / 2);
    }

    #[test]
    fn a_model_that_is_cut_off_knows_what_is_left() {
        let entries = [1u32, 200, 70_000].map(|bucket| Entry { bucket, weights: [1, 1] });
        let bytes = Model::to_bytes([0.5, 0.25], &entries);
        assert_eq!(Model::from_bytes(&bytes).entries, 3);
        assert_eq!(Model::from_bytes(&bytes[..bytes.len() - 1]).entries, 2);
        assert!(Model::from_bytes(&bytes[..20]).is_empty());
        assert_eq!(Reader::new(Model::empty()).read(&folded("moon"), u32::MAX), None);
    }

    /// The phrase that speaks most for a pump, by a model of these words.
    fn phrase(words: &[(&str, i8)], text: &str) -> Option<String> {
        let (mut reader, text) = (Reader::new(model(words)), folded(text));
        reader.read(&text, u32::MAX);
        let (span, _) = reader.phrase(&text, Category::Pump, &[])?;
        Some(String::from_utf8_lossy(&text.text()[span.start as usize..span.end as usize]).into_owned())
    }

    /// A clause that is too long to be quoted.
    const LONG: &str = "which is what the people at the market had been saying for a good many weeks before it closed again last year \
        while others who had been there just as long would say the very same of the market on the other side of the river";

    #[test]
    fn a_phrase_has_the_clause_around_it() {
        for (text, wanted) in [
            ("There is no reason to buy now. Wait", "there is no reason to buy now"),
            ("never buy now from nuvo.example. Wait", "never buy now from nuvo.example"),
            ("Rates\nbuy now or later\nMore", "buy now or later"),
            ("This is your chance to\nbuy now\nMore", "this is your chance to\nbuy now"),
            ("Rates ✅ .buy now or later", "buy now or later"),
            (&format!("{LONG}, do not buy now or ever, {LONG}"), "do not buy now or ever"),
            (&format!("{LONG} buy now {LONG}"), "buy now"),
            ("Today (buy now or never) at nine", "buy now or never"),
            ("Good day ✅ buy now or never ✅ ask", "buy now or never"),
            ("#buy #now", ""),
        ] {
            assert_eq!(phrase(&[("buy", 50), ("now", 60)], text).unwrap_or_default(), wanted);
        }
    }

    #[test]
    fn a_phrase_begins_and_ends_with_words_that_say_something() {
        let words = [("buy", 50), ("now", 60), ("the", 40), ("x", 90), ("$nuvo", 10), ("!", 90), ("+", 90)];
        for (text, wanted) in [
            ("go and buy it now, or later", Some("buy it now")),
            ("go the buy of the now of the", Some("buy of the now")),
            ("x and buy it now x", Some("buy it now")),
            ("we buy $NUVO!!", Some("buy $nuvo")),
            ("+ buy it now +", Some("buy it now")),
            // Alone where its line has no more.
            ("we met.\nbuy\nwe met", Some("buy")),
            ("to buy shoes and hats, by the dozen", None),
            // Neither tickers nor signs alone.
            ("$NUVO !!", None),
            ("the x", None),
            // Hyphens make one word.
            ("re-buy it right now", Some("now")),
            ("so buy it now-ish", None),
            // Not over the end of a sentence, a bracket, a line, or an address.
            ("buy (it) now", Some("now")),
            ("buy: it is now", Some("it is now")),
            ("buy it\nright now", Some("right now")),
            ("buy 0x3a437e6cc6ebc08f24f6 now", Some("now")),
        ] {
            assert_eq!(phrase(&words, &format!("{LONG} {text}")).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn a_phrase_is_short() {
        let phrase = |text: String| phrase(&[("buy", 50), ("now", 60)], &format!("{LONG} {text}"));
        let between = |count| format!("buy {}now", "it ".repeat(count));
        assert_eq!(phrase(between(7)), Some(between(7)), "nine words");
        assert_eq!(phrase(between(8)), Some("now".to_owned()), "ten");
        let long = |letters| format!("buy {} now", "ab".repeat(letters));
        assert_eq!(phrase(long(41)), Some(long(41)), "90 bytes");
        assert_eq!(phrase(long(42)), Some("now".to_owned()), "92");
    }

    /// What a text says in all, and what its phrase does.
    fn said(model: &'static Model, text: &str) -> (f64, Option<f64>) {
        let (mut reader, text) = (Reader::new(model), folded(text));
        let [pump, _] = reader.read(&text, u32::MAX).expect("the model knows something");
        (pump, reader.phrase(&text, Category::Pump, &[]).map(|(_, weight)| weight))
    }

    #[test]
    fn a_phrase_says_what_its_words_and_letters_do() {
        let (all, phrase) = said(model(&[("buy now", 50)]), "buy now");
        assert!((all - phrase.expect("a phrase")).abs() < 1e-9 && all > 0.0, "{all} {phrase:?}");
        let mut entries = Vec::new();
        crate::features::groups(b"moonshot", |bucket| entries.push(Entry { bucket, weights: [20, 0] }));
        let letters = Box::leak(Box::new(Model::from_entries([0.01, 0.01], entries)));
        let (all, phrase) = said(letters, "moonshots");
        assert!((all - phrase.expect("a phrase")).abs() < 1e-9 && all > 0.0, "{all} {phrase:?}");
    }

    #[test]
    fn lessons_speak_for_phrases() {
        let mut reader = Reader::new(model(&[("lunch", 1)]));
        let text = folded("they sell quandary blorps today");
        let lesson = Lesson { text: "quandary blorps wimble fluxor", ways: [1, -1] };
        reader.learn([lesson; 9]);
        let said = reader.read(&text, u32::MAX).expect("the model knows something");
        assert!(reader.taught()[0] > 0.0 && reader.taught()[1] < 0.0);
        assert_eq!(said.map(f64::to_bits), reader.taught().map(f64::to_bits));
        let (span, weight) = reader.phrase(&text, Category::Pump, &[]).expect("what was taught");
        assert_eq!(&text.text()[span.start as usize..span.end as usize], b"they sell quandary blorps today");
        assert!(weight > 0.0);
        assert_eq!(reader.phrase(&text, Category::Claim, &[]), None);
        reader.learn([]);
        assert_eq!(reader.read(&text, u32::MAX), Some([0.0; 2]));
    }

    #[test]
    fn the_phrase_is_whole_and_in_one_sentence() {
        let mut reader = Reader::new(model(&[("buy", 50), ("now", 60), ("rockets", 90)]));
        let text = folded("We met. You should buy it right now, they said. Rockets");
        reader.read(&text, u32::MAX);
        let (span, weight) = reader.phrase(&text, Category::Pump, &[]).expect("words speak for it");
        assert_eq!(&text.text()[span.start as usize..span.end as usize], b"you should buy it right now, they said");
        assert!(weight > 0.0);
        let (other, _) = reader.phrase(&text, Category::Pump, &[span]).expect("another word speaks for it");
        assert_eq!(&text.text()[other.start as usize..other.end as usize], b"rockets");
        assert_eq!(reader.phrase(&text, Category::Claim, &[]), None);
    }
}
