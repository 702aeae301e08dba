//! What each stage costs by itself, on the posts of `tests/posts.jsonl`: `cargo bench --bench stages`.

#![allow(missing_docs, reason = "Criterion's macros make functions without")]

use std::hint::black_box;

use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime};
use hypelint::context::Contexts;
use hypelint::fold::FoldedText;
use hypelint::reader::Reader;
use hypelint::repeats::{Sketcher, Templates};
use hypelint::rules::Matches;
use hypelint::score::{self, Weigher};
use hypelint::{Scorer, built_in, built_in_model};

/// A post and what the stages make of it.
struct Read {
    post: String,
    text: FoldedText,
    matches: Matches,
    contexts: Contexts,
}

fn posts() -> Vec<Read> {
    include_str!("../tests/posts.jsonl")
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).expect("the tests read this file, too");
            let post = line["text"].as_str().expect("every post has a text").to_owned();
            let mut text = FoldedText::default();
            let (mut matches, mut contexts) = (Matches::with_capacity(built_in(), 0), Contexts::new(built_in()));
            text.fold(&post, 0);
            matches.read(&text);
            contexts.read(text.text(), &matches);
            Read { post, text, matches, contexts }
        })
        .collect()
}

/// Measures one pass over all posts.
fn pass(group: &mut BenchmarkGroup<WallTime>, name: &str, posts: &[Read], mut stage: impl FnMut(&Read)) {
    group.bench_function(name, |bencher| {
        bencher.iter(|| posts.iter().for_each(&mut stage));
    });
}

fn stages(criterion: &mut Criterion) {
    let posts = posts();
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Bytes(posts.iter().map(|read| read.post.len() as u64).sum()));

    let mut text = FoldedText::default();
    pass(&mut group, "fold", &posts, |read| {
        text.fold(black_box(&read.post), 0);
        black_box(text.text());
    });

    let mut reader = Reader::new(built_in_model());
    pass(&mut group, "reader", &posts, |read| {
        black_box(reader.read(black_box(&read.text), u32::MAX));
    });

    let mut matches = Matches::with_capacity(built_in(), 0);
    pass(&mut group, "rules", &posts, |read| {
        matches.read(black_box(&read.text));
        black_box(matches.all());
    });

    let mut contexts = Contexts::new(built_in());
    pass(&mut group, "context", &posts, |read| {
        contexts.read(black_box(read.text.text()), black_box(&read.matches));
        black_box(contexts.cues());
    });

    let mut weigher = Weigher::default();
    let mut findings = Vec::new();
    pass(&mut group, "score", &posts, |read| {
        let candidates =
            weigher.weigh(built_in(), &read.text, black_box(&read.matches), black_box(&read.contexts), |_, _| true);
        findings.clear();
        findings.extend(candidates.iter().map(|candidate| candidate.finding(built_in(), &read.text)));
        black_box(score::logits(built_in(), [0.0; 2], &findings, read.contexts.whole()));
    });

    let mut maker = Sketcher::default();
    pass(&mut group, "sketch", &posts, |read| {
        black_box(maker.sketch(black_box(&read.post)));
    });

    let sketches: Vec<_> = posts.iter().filter_map(|read| maker.sketch(&read.post)).collect();
    group.bench_function("place", |bencher| {
        bencher.iter(|| {
            let mut templates = Templates::default();
            sketches.iter().map(|sketch| templates.place(black_box(sketch))).max()
        });
    });

    let mut scorer = Scorer::default();
    pass(&mut group, "all", &posts, |read| {
        black_box(scorer.verdict(black_box(&read.post)));
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
