//! Repeats on `tests/repeats.jsonl`: 40 templates of four posts each, with another ticker, price and emoji, and 400 posts that have nothing
//! to do with each other, many of them about the same tickers. And what sketches of many posts take.

use std::collections::HashMap;

use hypelint::Scorer;
use hypelint::repeats::{ALIKE, Sketch, Sketcher, Templates};

struct Post {
    id: String,
    /// `None`: it is alone.
    group: Option<u64>,
    text: String,
}

fn posts() -> Vec<Post> {
    include_str!("repeats.jsonl")
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).expect("the file is JSON Lines");
            let text = |key: &str| line[key].as_str().expect("a text").to_owned();
            Post { id: text("id"), group: line["group"].as_u64(), text: text("text") }
        })
        .collect()
}

fn sketch(text: &str) -> Option<Sketch> {
    Sketcher::default().sketch(text)
}

/// Of all pairs of posts: how many should be and are together, should be and are not, should not be and are.
fn pairs(posts: &[Post], are_together: impl Fn(usize, usize) -> bool) -> [u32; 3] {
    let mut counts = [0; 3];
    for (one, post) in posts.iter().enumerate() {
        for (other, another) in posts.iter().enumerate().take(one) {
            match (post.group.is_some() && post.group == another.group, are_together(one, other)) {
                (true, true) => counts[0] += 1,
                (true, false) => {
                    println!("apart: {} {}", post.id, another.id);
                    counts[1] += 1;
                }
                (false, true) => {
                    println!("together: {} {}", post.id, another.id);
                    counts[2] += 1;
                }
                (false, false) => {}
            }
        }
    }
    counts
}

fn hold([right, missed, wrong]: [u32; 3]) {
    let [recall, precision] = [missed, wrong].map(|amiss| f64::from(right) / f64::from(right + amiss));
    println!("pairs: recall {recall:.3}, precision {precision:.3}");
    assert!(recall >= 0.95, "recall {recall:.3}");
    assert!(precision >= 0.98, "precision {precision:.3}");
}

#[test]
fn templates_are_found_and_unrelated_posts_are_left_apart() {
    let posts = posts();
    assert_eq!(posts.iter().filter(|post| post.group.is_none()).count(), 400);
    let mut templates = Templates::default();
    let placed: Vec<Option<usize>> =
        posts.iter().map(|post| sketch(&post.text).map(|sketch| templates.place(&sketch))).collect();
    hold(pairs(&posts, |one, other| placed[one].is_some() && placed[one] == placed[other]));
}

/// What the card says: each post by itself against each other one.
#[test]
fn so_they_are_post_by_post() {
    let posts = posts();
    let sketches: Vec<Option<Sketch>> = posts.iter().map(|post| sketch(&post.text)).collect();
    let nearest = |is_one: fn(bool) -> bool, best: fn(usize, usize) -> usize, from: usize| {
        let mut found = from;
        for (one, post) in posts.iter().enumerate() {
            for (other, another) in posts.iter().enumerate().take(one) {
                if is_one(post.group.is_some() && post.group == another.group)
                    && let (Some(one), Some(other)) = (sketches[one], sketches[other])
                {
                    found = best(found, one.agreement(&other));
                }
            }
        }
        found
    };
    let (of_a_kind, unrelated) = (nearest(|same| same, usize::min, 64), nearest(|same| !same, usize::max, 0));
    println!("slots: {of_a_kind} at least within a template, {unrelated} at most between unrelated posts");
    assert!(unrelated + 8 <= ALIKE, "{unrelated} slots");
    hold(pairs(
        &posts,
        |one, other| matches!((sketches[one], sketches[other]), (Some(one), Some(other)) if one.is_alike(&other)),
    ));
}

/// The scorer makes the same sketch on its way, and of all posts that something speaks for.
#[test]
fn a_verdict_brings_the_sketch() {
    let mut scorer = Scorer::default();
    let mut brought = 0;
    for post in posts() {
        let verdict = scorer.verdict(&post.text);
        let expected = if verdict.reasons.is_empty() { verdict.sketch } else { sketch(&post.text) };
        assert_eq!(verdict.sketch, expected, "{}", post.id);
        brought += u32::from(post.group.is_some() && verdict.sketch.is_some());
    }
    println!("of 160 posts of templates, {brought} have a sketch");
    assert!(brought >= 120, "{brought}");
}

#[test]
fn what_differs_is_masked() {
    let one =
        "Woke up, and $NUVO is at 0.33 USDT. Nuvo will be 10x by Friday morning, see https://one.example @nuvo 🚀";
    for other in [
        "Woke up, and $KELP is at 12,400 USDT. Kelp will be 300x by Friday morning, see https://two.example/x @kelp",
        "woke up and #TARN is at 7 USDT: Tarn will be 2x by Friday morning! See t.me/tarn @tarn_official 🔥🔥",
        "Wоke up, and $VEXO $MIRN is at 1.1 USDT. Vexo will be 5x by Friday m0rning, see https://x.example @vexo",
    ] {
        let [one, other] = [one, other].map(|text| sketch(text).expect("long enough"));
        assert!(one.is_alike(&other), "{} slots: {other:?}", one.agreement(&other));
    }
    let other =
        sketch("$NUVO at 0.33 USDT looks tired to me. I would rather wait for Friday and see where it closes 🚀");
    assert!(!sketch(one).expect("long enough").is_alike(&other.expect("long enough")));
}

#[test]
fn an_everyday_greeting_is_no_template() {
    for text in [
        "Good morning everyone, have a nice day ☀️",
        "gm gm",
        "Happy birthday!!! 🎂🎂🎂 @mara",
        "$NUVO to the moon 🚀🚀🚀",
        "$NUVO $KELP $TARN $VEXO $MIRN $HOLT $PEXA $YOLK $ZILTH $LUMB 100x 1000x",
        "早上好,大家今天也要加油",
        "",
    ] {
        assert_eq!(sketch(text), None, "{text}");
    }
}

/// Ten thousand posts of different words, of which none is like another: the most that so many can take.
#[test]
fn ten_thousand_posts_fit_into_five_megabytes() {
    let mut templates = Templates::default();
    let mut sketcher = Sketcher::default();
    let mut state = 1u32;
    for _ in 0..10_000 {
        let mut text = String::new();
        for _ in 0..20 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let letters = (0..4).map(|letter| char::from(b'a' + (state >> (8 + 5 * letter)) as u8 % 26));
            text.extend(letters.chain([' ']));
        }
        templates.place(&sketcher.sketch(&text).expect("long enough"));
    }
    assert_eq!(templates.len(), 10_000);
    println!("10,000 templates: {} bytes", templates.bytes());
    assert!(templates.bytes() <= 5_000_000, "{} bytes", templates.bytes());
}

#[test]
fn what_comes_back_is_placed_where_it_was() {
    let mut templates = Templates::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    for round in 0..2 {
        for Post { id, text, .. } in posts() {
            let Some(sketch) = sketch(&text) else { continue };
            let place = templates.place(&sketch);
            let before = *places.entry(id.clone()).or_insert(place);
            assert_eq!(place, before, "{id} in round {round}");
        }
    }
}
