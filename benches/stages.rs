//! What each stage costs by itself, on the posts of `tests/posts.jsonl`: `cargo bench --bench stages`.

#![allow(missing_docs, reason = "Criterion's macros make functions without")]

use std::hint::black_box;

use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime};
use hypelint::Scorer;
use hypelint::context::Contexts;
use hypelint::fold::FoldedText;
use hypelint::score::{self, Finding};
use hypelint::signals::Signals;

/// A post and what the stages make of it.
struct Read {
    post: String,
    text: FoldedText,
    signals: Signals,
    contexts: Contexts,
}

fn posts() -> Vec<Read> {
    include_str!("../tests/posts.jsonl")
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).expect("the tests read this file, too");
            let post = line["text"].as_str().expect("every post has a text").to_owned();
            let (mut text, mut signals, mut contexts) =
                (FoldedText::default(), Signals::default(), Contexts::default());
            text.fold(&post, 0);
            signals.read(&text);
            contexts.read(text.text(), &signals);
            Read { post, text, signals, contexts }
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
    pass(&mut group, "normalise", &posts, |read| {
        text.fold(black_box(&read.post), 0);
        black_box(text.text());
    });

    let mut signals = Signals::default();
    pass(&mut group, "scan", &posts, |read| {
        signals.read(black_box(&read.text));
        black_box(signals.all());
    });

    let mut contexts = Contexts::default();
    pass(&mut group, "context", &posts, |read| {
        contexts.read(black_box(read.text.text()), black_box(&read.signals));
        black_box(contexts.cues());
    });

    let mut candidates = Vec::new();
    let mut findings = Vec::new();
    pass(&mut group, "score", &posts, |read| {
        score::weigh(black_box(&read.signals), black_box(&read.contexts), |_, _| true, &mut candidates);
        findings.clear();
        findings.extend(candidates.iter().map(|candidate| Finding {
            rule: candidate.rule,
            span: read.text.utf16(candidate.span),
            factor: candidate.factor,
            contexts: candidate.contexts,
        }));
        black_box(score::probabilities(&findings, read.contexts.whole()));
    });

    let mut scorer = Scorer::default();
    pass(&mut group, "all", &posts, |read| {
        black_box(scorer.verdict(black_box(&read.post)));
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
