//! What lessons do to other posts, and that they can be taken back.
//!
//! `collectors.jsonl`: posts of people who collect cards of an invented game. They speak as those who push a coin do, and are marked. Half
//! of them are told by somebody who is tired of that.

use std::fs;

use hypelint::reader::{Lesson, MOST};
use hypelint::{Category, Scorer, built_in};
use serde::Deserialize;

#[derive(Deserialize)]
struct Post {
    text: String,
    #[serde(default)]
    told: bool,
    #[serde(default)]
    pump: u8,
}

fn read(file: &str) -> Vec<Post> {
    let text = fs::read_to_string(file).expect("the file is there");
    text.lines().map(|line| serde_json::from_str(line).expect("a post a line")).collect()
}

/// Posts of other kinds: those that the tests have, which no table was made of, and the written ones of a large and a small language.
fn others() -> Vec<Post> {
    ["tests/posts.jsonl", "model/written/en.jsonl", "model/written/tr.jsonl"].into_iter().flat_map(read).collect()
}

fn taught<'a>(posts: impl IntoIterator<Item = &'a Post>, ways: [i8; 2]) -> Scorer {
    let mut scorer = Scorer::default();
    scorer.learn(posts.into_iter().map(|post| Lesson { text: &post.text, ways }));
    scorer
}

const NOT_HYPE: [i8; 2] = [-1, -1];
const HYPE: [i8; 2] = [1, 0];

fn is_marked(scorer: &mut Scorer, post: &Post) -> bool {
    !scorer.report(&post.text).flagged([50, 50]).is_empty()
}

fn bits(scorer: &mut Scorer, posts: &[Post]) -> Vec<[u64; 2]> {
    posts.iter().map(|post| scorer.verdict(&post.text).logits.map(f64::to_bits)).collect()
}

fn collectors() -> (Vec<Post>, Vec<Post>) {
    read("tests/collectors.jsonl").into_iter().partition(|post| post.told)
}

#[test]
fn thirty_lessons_take_the_marks_of_their_kind_and_leave_the_others() {
    let (told, unseen) = collectors();
    assert_eq!((told.len(), unseen.len()), (30, 30));
    let (mut before, mut after) = (Scorer::default(), taught(&told, NOT_HYPE));
    let alarms = unseen.iter().filter(|post| is_marked(&mut before, post)).count();
    let left = unseen.iter().filter(|post| is_marked(&mut after, post)).count();
    println!("of 30 posts that were not told, {alarms} were marked, and {left} still are");
    assert!(alarms >= 15 && 2 * left <= alarms, "of {alarms} false alarms {left} are still marked");

    for file in ["tests/posts.jsonl", "model/written/en.jsonl", "model/written/tr.jsonl"] {
        let (mut marks, mut changed, mut moved, mut count) = (0, 0, 0.0, 0.0);
        for post in read(file) {
            let was = is_marked(&mut before, &post);
            marks += usize::from(was);
            changed += usize::from(was != is_marked(&mut after, &post));
            let before = before.verdict(&post.text).probabilities();
            let after = after.verdict(&post.text).probabilities();
            moved += Category::ALL.map(|at| (before[at as usize] - after[at as usize]).abs()).iter().sum::<f64>();
            count += 1.0;
        }
        assert!(changed * 50 < marks, "{file}: {changed} of {marks} marks changed");
        assert!(moved / count < 0.02, "{file}: a score moved by {}", moved / count);
    }
}

#[test]
fn forgetting_brings_every_score_back_to_the_bit() {
    let (told, unseen) = collectors();
    let posts: Vec<Post> = unseen.into_iter().chain(read("tests/posts.jsonl")).collect();
    let before = bits(&mut Scorer::default(), &posts);
    let mut scorer = taught(&told, NOT_HYPE);
    let after = bits(&mut scorer, &posts);
    assert_ne!(before, after);
    scorer.learn(told.iter().rev().map(|post| Lesson { text: &post.text, ways: NOT_HYPE }));
    assert!(after == bits(&mut scorer, &posts), "the order says nothing");
    scorer.learn(told[1..].iter().map(|post| Lesson { text: &post.text, ways: NOT_HYPE }));
    assert!(bits(&mut taught(&told[1..], NOT_HYPE), &posts) == bits(&mut scorer, &posts), "one is forgotten");
    scorer.learn([]);
    assert!(before == bits(&mut scorer, &posts), "all are forgotten");
}

#[test]
fn the_next_post_of_a_template_is_no_longer_marked() {
    let text = |coin: &str| {
        format!(
            "The church bazaar minted ${coin} for its quilt raffle. Get yours before Sunday and thank grandma for the crocheted slippers later 🚀"
        )
    };
    let post = |coin| Post { text: text(coin), told: false, pump: 0 };
    assert!(is_marked(&mut Scorer::default(), &post("YARNA")), "a false alarm");
    let mut scorer = taught(&[post("YARNA")], NOT_HYPE);
    assert!(!is_marked(&mut scorer, &post("QUILTO")));
}

#[test]
fn no_number_of_lessons_moves_a_post_by_more_than_the_bound() {
    let most = f64::from(MOST) / 32.0;
    let others = others();
    let (pumps, rest): (Vec<&Post>, Vec<&Post>) = others.iter().partition(|post| post.pump == 1);
    // Every other one, so that some are not told.
    let told: Vec<&Post> = pumps.iter().step_by(2).take(200).copied().collect();
    assert_eq!(told.len(), 200);
    let mut before = Scorer::default();
    before.read_everything();
    for ways in [NOT_HYPE, HYPE] {
        let mut after = taught(told.iter().copied(), ways);
        after.read_everything();
        for post in &others {
            let (before, after) = (before.verdict(&post.text).logits, after.verdict(&post.text).logits);
            for (before, after) in before.into_iter().zip(after) {
                assert!((before - after).abs() <= most + 1e-9, "{before} {after}: {}", post.text);
            }
        }
    }

    // What has very strong signs stays marked, after two hundred times "not hype" of its own kind.
    let (mut before, mut after) = (Scorer::default(), taught(told.iter().copied(), NOT_HYPE));
    let threshold = built_in().thresholds[0][50];
    let strong: Vec<&&Post> = pumps
        .iter()
        .filter(|post| is_marked(&mut before, post) && before.verdict(&post.text).logits[0] >= threshold + most)
        .collect();
    assert!(strong.len() >= 100);
    for post in strong {
        assert!(is_marked(&mut after, post), "{}", post.text);
    }
    // Nor does "this is hype" of two hundred everyday posts mark every other one.
    let everyday: Vec<&Post> = rest.iter().filter(|post| !is_marked(&mut before, post)).copied().collect();
    let mut after = taught(everyday.iter().step_by(2).take(200).copied(), HYPE);
    let marked = everyday.iter().filter(|post| is_marked(&mut after, post)).count();
    assert!(marked * 10 < everyday.len());
}

#[test]
fn a_few_lessons_do_not_turn_off_a_category() {
    let others = others();
    let mut before = Scorer::default();
    let marked: Vec<&Post> = others.iter().filter(|post| post.pump == 1 && is_marked(&mut before, post)).collect();
    let mut after = taught(marked.iter().step_by(marked.len() / 10).take(10).copied(), NOT_HYPE);
    let left = marked.iter().filter(|post| is_marked(&mut after, post)).count();
    assert!(left * 100 >= marked.len() * 95, "after ten lessons {left} of {} are marked", marked.len());
}

#[test]
fn what_was_called_hype_is_marked_on_its_words() {
    let text = |bird: &str| {
        format!(
            "The parrot sanctuary network pays keepers in feathers. Adopt a {bird} on the aviary chain, and the flock governs itself"
        )
    };
    assert!(Scorer::default().report(&text("macaw")).flagged([50, 50]).is_empty());
    let told = [Post { text: text("macaw"), told: false, pump: 0 }];
    let report = taught(&told, [0, 1]).report(&text("cockatoo"));
    assert_eq!(report.flagged([50, 50]), [Category::Claim]);
    assert!(report.taught.is_some_and(|taught| taught.claim > 0.0));
}
