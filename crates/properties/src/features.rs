//! What a post is made of, and what the reader says of it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;

use hypelint::Category;
use hypelint::features::{BITS, Family, Features};
use hypelint::fold::FoldedText;
use hypelint::reader::{Entry, Model, Reader, share};
use hypelint_rulebook::Rulebook;

/// What a feature weighs: pump, claim.
type Weights = [i8; 2];

/// A model that knows what the examples of the rules are made of; and by bucket what it weighs there, by chance, or nothing.
static MODEL: LazyLock<(Model, Vec<Weights>)> = LazyLock::new(|| {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let book =
        Rulebook::read(&root.join("rules"), &root.join("model/weights.toml")).expect("the build read the same files");
    let mut known: BTreeMap<u32, Weights> = BTreeMap::new();
    for example in book.examples() {
        let text = FoldedText::of(example.text);
        let features = Features::of(&text);
        features.give(&text, &mut |_, bucket: u32, _: Range<usize>| {
            let [pump, claim, ..] = bucket.wrapping_mul(0x9e37_79b9).to_be_bytes().map(u8::cast_signed);
            // Half of what a model has room for, at most; and never nothing.
            if known.len() < 1 << 14 {
                known.insert(bucket, [pump, claim | 1]);
            }
        });
    }
    let mut weights = vec![[0; 2]; 1 << BITS];
    for (&bucket, &known) in &known {
        weights[bucket as usize] = known;
    }
    let entries = known.into_iter().map(|(bucket, weights)| Entry { bucket, weights });
    (Model::from_entries([0.01, 0.02], entries), weights)
});

thread_local! {
    /// Kept from post to post, as the browser keeps them.
    static KEPT: RefCell<(FoldedText, Features, Reader)> =
        RefCell::new((FoldedText::default(), Features::default(), Reader::new(&MODEL.0)));
}

/// Tokens are all of a text but its white space; features are within bounds, and as many as tokens make; and the reader says, of a text
/// and of the beginning of it (how long, the first byte says), what counting them one by one gives.
///
/// # Panics
///
/// It is not so.
pub fn features(input: &[u8]) {
    let Some((&part, text)) = input.split_first() else { return };
    KEPT.with_borrow_mut(|(folded, features, reader)| {
        folded.fold(&String::from_utf8_lossy(text), 0);
        features.read(folded);
        let (bytes, tokens) = (folded.text(), features.tokens());
        let mut last = 0;
        for token in tokens {
            let span = token.span.start as usize..token.span.end as usize;
            assert!(bytes[last..span.start].iter().all(u8::is_ascii_whitespace), "{last}..{span:?}");
            assert!(std::str::from_utf8(&bytes[span.clone()]).is_ok_and(|words| !words.is_empty()), "{span:?}");
            last = span.end;
        }
        assert!(bytes[last..].iter().all(u8::is_ascii_whitespace), "{last}..");

        let mut all: Vec<(Family, u32, usize)> = Vec::new();
        features.give(folded, &mut |family, bucket: u32, seen: Range<usize>| {
            assert!(bucket < 1 << BITS && seen.start <= seen.end && seen.end <= tokens.len(), "{bucket} in {seen:?}");
            all.push((family, bucket, seen.start));
        });
        let of = |wanted| all.iter().filter(|(family, ..)| *family == wanted).count();
        assert_eq!((of(Family::Tokens), of(Family::Structure)), ((2 * tokens.len()).saturating_sub(1), 17));

        for own in [u32::MAX, bytes.len() as u32 * u32::from(part) / 255] {
            let said = reader.read(folded, own).expect("the model knows something");
            assert_eq!(
                said.map(f64::to_bits),
                by_counting(&all, features.own(own)).map(f64::to_bits),
                "of {own} bytes"
            );
        }
    });
}

/// What a feature's further sightings add: as much as makes `1 + ln(count)` of all, in 64ths, and nothing after twelve.
static AGAIN: LazyLock<[i64; 12]> = LazyLock::new(|| {
    std::array::from_fn(|before| match before {
        0 => 64,
        _ => (64.0 * (1.0 + 1.0 / before as f64).ln()).round() as i64,
    })
});

/// What the wording says: what begins in the first `own` tokens, and how the whole text is built.
fn by_counting(features: &[(Family, u32, usize)], own: usize) -> [f64; 2] {
    let (model, weights) = &*MODEL;
    let (mut counts, mut sums) = ([0; 3], [[0i64; 3]; 2]);
    let mut known: Vec<(u32, Family)> = Vec::new();
    for &(family, bucket, _) in features.iter().filter(|(family, _, at)| *family == Family::Structure || *at < own) {
        counts[family as usize] += 1;
        known.extend((weights[bucket as usize] != [0; 2]).then_some((bucket, family)));
    }
    // Each bucket's sightings one behind the other, as they came.
    known.sort_by_key(|&(bucket, _)| bucket);
    for sightings in known.chunk_by(|(one, _), (other, _)| one == other) {
        for (&(bucket, family), again) in sightings.iter().zip(&*AGAIN) {
            for (sums, &weight) in sums.iter_mut().zip(&weights[bucket as usize]) {
                sums[family as usize] += i64::from(weight) * again;
            }
        }
    }
    Category::ALL.map(|category| {
        let of = |family: Family| {
            sums[category as usize][family as usize] as f64 * (share(family, counts[family as usize]) / 64.0)
        };
        let sum: f64 = [Family::Tokens, Family::Letters, Family::Structure].map(of).iter().sum();
        // Nothing was taught, which turns -0 into 0.
        model.scales[category as usize] * sum + 0.0
    })
}
