//! What reading signals costs, for ordinary posts and for the worst texts: `cargo run --release --example scan FILE`.
//!
//! In: a file of posts, one JSON object a line with a `text`. Out, on standard output: nanoseconds a post and a byte, the
//! best of several rounds for each text; with `--slowest`, the texts that take longest for a byte, too; with `--matches`, every
//! match instead, to compare two versions of the engine.

use std::time::Instant;

use hypelint::WINDOW;
use hypelint::fold::FoldedText;
use hypelint::signals::Signals;

/// What disturbs a round only ever adds: the best of several is nearest to the truth.
const ROUNDS: usize = 7;

/// How many texts `--slowest` names.
const SLOWEST: usize = 10;

/// What the worst texts consist of, as in `benches/worst.mjs`.
const UNITS: [&str; 24] = [
    "a",
    "A",
    "b u y ",
    "$a ",
    "$nuvo/usdt ",
    "0,",
    "1,000,000.00% ",
    "the ",
    "the first the only the most the best the world's ",
    "\"'",
    "([{",
    "的",
    "绝对不会稳赚的不保证翻倍的",
    "必ずの絶対にの確実にの",
    "पहले पैसा दोगुन ",
    "🚀",
    "guaranteed to be a very nice profi ",
    "1,000,000 or more transactions or calls per secon ",
    "0x0123456789abcdef0123456789abcdef0123456 ",
    "https://a.b/c.",
    "fastest chain ever, fully decentralized. ",
    "Guaranteed profits! $NUVO to 100x 🚀 ",
    "\n",
    "Price: 1.2\nVol: 3.4M\n24h: +5%\n",
];

fn folded(text: &str) -> FoldedText {
    let mut folded = FoldedText::default();
    folded.fold(text, 0);
    folded
}

fn measure(name: &str, texts: &[FoldedText]) {
    let mut signals = Signals::default();
    let mut best = vec![u128::MAX; texts.len()];
    for _ in 0..ROUNDS {
        for (text, best) in texts.iter().zip(&mut best) {
            let start = Instant::now();
            signals.read(text);
            std::hint::black_box(signals.all());
            *best = start.elapsed().as_nanos().min(*best);
        }
    }
    if std::env::args().any(|argument| argument == "--slowest") {
        let by_byte = |at: usize| best[at] / (texts[at].text().len() as u128).max(1);
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by_key(|&at| std::cmp::Reverse(by_byte(at)));
        for at in order.into_iter().take(SLOWEST) {
            let text = String::from_utf8_lossy(texts[at].text()).chars().take(60).collect::<String>();
            println!("{:>28} ns/byte  {text:?}", by_byte(at));
        }
    }
    let best = best.iter().sum::<u128>() as f64;
    let bytes: usize = texts.iter().map(|text| text.text().len()).sum();
    println!("{:>10.0} ns/text {:>8.2} ns/byte  {name}", best / texts.len() as f64, best / bytes as f64);
}

fn main() {
    let file = std::env::args().nth(1).expect("the file of posts is the first argument");
    let lines = std::fs::read_to_string(file).expect("the file can be read");
    let posts: Vec<FoldedText> = lines
        .lines()
        .map(|line| {
            let post: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
            folded(post["text"].as_str().expect("every post has a text"))
        })
        .collect();
    if std::env::args().any(|argument| argument == "--matches") {
        let mut signals = Signals::default();
        for (at, post) in posts.iter().enumerate() {
            signals.read(post);
            let mut matches: Vec<String> = signals.matches().iter().map(|found| format!("{at} {found:?}")).collect();
            matches.sort();
            println!("{}", matches.join("\n"));
        }
        return;
    }
    measure("posts", &posts);
    for unit in UNITS {
        let text: String = unit.chars().cycle().take(WINDOW / 4).collect();
        measure(unit.trim_end(), &[folded(&text)]);
    }
}
