//! `hypelint eval`: how good the verdicts are, on labelled posts.
//!
//! Either with the weights of this build, or (`--cross-validate`) with weights that are learned anew while each source
//! in turn is left out: the figure to steer by, since posts of one source resemble each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::ExitCode;

use hypelint::{Category, Scorer, threshold};

use crate::posts::{self, Post};
use crate::train::{self, Model, Sample};

/// What the call asks for.
pub struct Options {
    pub cross_validate: bool,
    pub hold_out: Vec<String>,
    pub worst: usize,
    pub require: Vec<String>,
    pub sensitivity: [u8; 2],
}

/// How good one category is.
pub struct Figures {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    pub average_precision: f64,
    pub calibration: f64,
}

/// Kinds that look like hype to a naive eye.
const HARD: [&str; 9] =
    ["skeptic", "news", "analysis", "earnings", "market-data", "question", "joke", "warning", "evidence"];

/// Sensitivities of the operating table.
const TABLE: [u8; 9] = [10, 20, 30, 40, 50, 60, 70, 80, 90];

/// Measures one category.
pub fn figures(logits: &[f64], flags: &[bool], samples: &[Sample], category: Category) -> Figures {
    let truth: Vec<bool> = samples.iter().map(|sample| sample.labels[category as usize]).collect();
    let right = flags.iter().zip(&truth).filter(|&(&flag, &truth)| flag && truth).count() as f64;
    let flagged = flags.iter().filter(|&&flag| flag).count() as f64;
    let positives = truth.iter().filter(|&&truth| truth).count() as f64;
    Figures {
        precision: share(right, flagged),
        recall: share(right, positives),
        f1: share(2.0 * right, flagged + positives),
        average_precision: average_precision(logits, &truth),
        calibration: calibration(logits, &truth),
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// The mean precision over all positives, in the order of the logits; posts with the same logit share their places.
fn average_precision(logits: &[f64], truth: &[bool]) -> f64 {
    let mut order: Vec<usize> = (0..logits.len()).collect();
    order.sort_by(|&a, &b| logits[b].total_cmp(&logits[a]));
    let positives = truth.iter().filter(|&&truth| truth).count() as f64;
    let (mut right, mut seen, mut sum) = (0.0, 0.0, 0.0);
    for tied in order.chunk_by(|&a, &b| logits[a].total_cmp(&logits[b]).is_eq()) {
        let hits = tied.iter().filter(|&&row| truth[row]).count() as f64;
        right += hits;
        seen += tied.len() as f64;
        sum += hits * right / seen;
    }
    share(sum, positives)
}

/// Expected calibration error: how far probabilities are from what came true, over ten equal bins.
fn calibration(logits: &[f64], truth: &[bool]) -> f64 {
    let mut bins = [(0.0, 0.0, 0.0); 10];
    for (&logit, &truth) in logits.iter().zip(truth) {
        let probability = hypelint::score::probability(logit);
        let place = (1..10u8).filter(|&edge| probability * 10.0 >= f64::from(edge)).count();
        let bin = &mut bins[place];
        *bin = (bin.0 + 1.0, bin.1 + probability, bin.2 + f64::from(u8::from(truth)));
    }
    bins.iter().map(|(_, said, came)| (said - came).abs()).sum::<f64>() / logits.len() as f64
}

/// Measures and prints.
pub fn run(files: &[PathBuf], options: &Options) -> Result<ExitCode, String> {
    let posts = posts::read(files)?;
    let (held, posts): (Vec<Post>, Vec<Post>) =
        posts.into_iter().partition(|post| options.hold_out.iter().any(|source| source == post.origin()));
    if posts.is_empty() {
        return Err("every source was held out".to_owned());
    }
    let samples = train::samples(&posts);
    let origins: BTreeSet<&str> = posts.iter().map(Post::origin).collect();
    println!(
        "{} posts of {} sources{}",
        posts.len(),
        origins.len(),
        if options.cross_validate { ", each left out in turn" } else { ", weights of this build" }
    );
    let mut known: BTreeMap<String, f64> = BTreeMap::new();
    let mut flags_of: Vec<Vec<bool>> = Vec::new();
    for category in Category::ALL {
        let (logits, flags) = if options.cross_validate {
            let left_out = train::cross_validate(&posts, &samples, category);
            (left_out.logits, left_out.flags)
        } else {
            built(&samples, category, options.sensitivity[category as usize])
        };
        section(&posts, &samples, &logits, &flags, category, options, &mut known);
        flags_of.push(flags);
    }
    let marked = |row: usize| flags_of.iter().any(|flags| flags[row]);
    false_alarms(&posts, &marked, &mut known);
    languages(&posts, &flags_of);
    if !held.is_empty() {
        held_out(&posts, &samples, &held, options.cross_validate, options.sensitivity);
    }
    required(&options.require, &known)
}

fn built(samples: &[Sample], category: Category, sensitivity: u8) -> (Vec<f64>, Vec<bool>) {
    let model = Model::built(category);
    let logits: Vec<f64> = samples.iter().map(|sample| model.logit(sample)).collect();
    let from = threshold(category, sensitivity);
    let flags = samples
        .iter()
        .zip(&logits)
        .map(|(sample, &logit)| sample.found[category as usize] && hypelint::score::probability(logit) >= from)
        .collect();
    (logits, flags)
}

fn section(
    posts: &[Post],
    samples: &[Sample],
    logits: &[f64],
    flags: &[bool],
    category: Category,
    options: &Options,
    known: &mut BTreeMap<String, f64>,
) {
    let name = category.name();
    let measured = figures(logits, flags, samples, category);
    println!("\n{}", name.to_uppercase());
    line("all", &measured);
    for (figure, value) in [
        ("precision", measured.precision),
        ("recall", measured.recall),
        ("f1", measured.f1),
        ("average_precision", measured.average_precision),
    ] {
        known.insert(format!("{name}.{figure}"), value);
    }
    // The largest source of positives, left out: its style may carry the figure.
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for post in posts.iter().filter(|post| post.labels()[category as usize]) {
        *counts.entry(post.origin()).or_default() += 1;
    }
    if let Some((largest, _)) = counts.iter().max_by_key(|(_, count)| **count).filter(|_| counts.len() > 1) {
        let keep: Vec<usize> = (0..posts.len()).filter(|&row| posts[row].origin() != *largest).collect();
        let part: Vec<Sample> = train::samples_of(samples, &keep);
        let logits: Vec<f64> = keep.iter().map(|&row| logits[row]).collect();
        let flags: Vec<bool> = keep.iter().map(|&row| flags[row]).collect();
        line(&format!("without {largest}"), &figures(&logits, &flags, &part, category));
    }
    operating(samples, logits, category);
    worst(posts, logits, flags, category, options.worst);
}

fn line(name: &str, figures: &Figures) {
    println!(
        "  precision {:.3}  recall {:.3}  F1 {:.3}  average precision {:.3}  calibration error {:.3}   {name}",
        figures.precision, figures.recall, figures.f1, figures.average_precision, figures.calibration
    );
}

/// What each sensitivity costs and catches, by the thresholds of this build.
fn operating(samples: &[Sample], logits: &[f64], category: Category) {
    println!("  sensitivity   caught   of flagged, right   everyday posts flagged");
    for sensitivity in TABLE {
        let from = threshold(category, sensitivity);
        let flagged =
            |row: &usize| samples[*row].found[category as usize] && hypelint::score::probability(logits[*row]) >= from;
        let rows: Vec<usize> = (0..samples.len()).filter(flagged).collect();
        let right = rows.iter().filter(|&&row| samples[row].labels[category as usize]).count();
        let positives = samples.iter().filter(|sample| sample.labels[category as usize]).count();
        let everyday = samples.iter().filter(|sample| sample.everyday).count();
        let alarms = rows.iter().filter(|&&row| samples[row].everyday).count();
        println!(
            "  {sensitivity:>11}   {:>5.1}%   {:>17.1}%   {alarms} of {everyday}",
            100.0 * share(right as f64, positives as f64),
            100.0 * share(right as f64, rows.len() as f64)
        );
    }
}

fn worst(posts: &[Post], logits: &[f64], flags: &[bool], category: Category, count: usize) {
    let mut scorer = Scorer::default();
    for (title, wrong) in [("flagged by mistake", true), ("missed", false)] {
        let mut rows: Vec<usize> = (0..posts.len())
            .filter(|&row| flags[row] == wrong && posts[row].labels()[category as usize] != wrong)
            .collect();
        rows.sort_by(|&a, &b| if wrong { logits[b].total_cmp(&logits[a]) } else { logits[a].total_cmp(&logits[b]) });
        println!("  {title}: {}", rows.len());
        for row in rows.into_iter().take(count) {
            let report = scorer.report(&posts[row].text);
            let reasons: Vec<String> = report
                .findings
                .iter()
                .filter(|finding| finding.category == category)
                .map(|finding| format!("{}={:.1}", finding.rule, finding.weight))
                .collect();
            let lowered: Vec<String> =
                report.contexts.iter().map(|context| format!("{}{:.1}", context.id, context.effect)).collect();
            let text: String =
                posts[row].text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(160).collect();
            println!(
                "    {:+.1} {} [{}] {text}\n         {} | {}",
                logits[row],
                posts[row].id,
                posts[row].kind,
                reasons.join(" "),
                lowered.join(" ")
            );
        }
    }
}

fn false_alarms(posts: &[Post], marked: &dyn Fn(usize) -> bool, known: &mut BTreeMap<String, f64>) {
    println!("\nFALSE ALARMS (either category)");
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut hard = (0, 0);
    for (row, post) in posts.iter().enumerate().filter(|(_, post)| !post.pump && !post.claim) {
        let counted = kinds.entry(post.kind.as_str()).or_default();
        counted.0 += usize::from(marked(row));
        counted.1 += 1;
        if HARD.contains(&post.kind.as_str()) {
            hard = (hard.0 + usize::from(marked(row)), hard.1 + 1);
        }
    }
    for (kind, &(alarms, all)) in kinds.iter().chain([(&"hard negatives", &hard)]) {
        println!(
            "  {kind:<16} {alarms:>4} of {all:<5} {:>5.1}%   at most {:.1}% (95 %)",
            100.0 * share(alarms as f64, all as f64),
            100.0 * upper_bound(alarms, all)
        );
        known.insert(format!("{}.false_alarms", kind.replace(' ', "_")), alarms as f64);
        known.insert(format!("{}.false_alarm_share", kind.replace(' ', "_")), share(alarms as f64, all as f64));
    }
}

/// The upper end of Wilson's 95 % interval: what a count allows, not only what it shows.
fn upper_bound(alarms: usize, all: usize) -> f64 {
    let (count, z) = (all as f64, 1.96);
    if all == 0 {
        return 1.0;
    }
    let rate = alarms as f64 / count;
    let spread = z * (rate * (1.0 - rate) / count + z * z / (4.0 * count * count)).sqrt();
    (rate + z * z / (2.0 * count) + spread) / (1.0 + z * z / count)
}

fn languages(posts: &[Post], flags: &[Vec<bool>]) {
    let known: BTreeSet<&str> = posts.iter().filter_map(|post| post.lang.as_deref()).collect();
    if known.len() < 2 {
        return;
    }
    println!("\nLANGUAGES (pump)\n  language   posts   caught   flagged by mistake (either category)");
    for language in known {
        let rows: Vec<usize> = (0..posts.len()).filter(|&row| posts[row].lang.as_deref() == Some(language)).collect();
        let pumps = rows.iter().filter(|&&row| posts[row].pump).count();
        let caught = rows.iter().filter(|&&row| posts[row].pump && flags[0][row]).count();
        let wrong = rows
            .iter()
            .filter(|&&row| (flags[0][row] && !posts[row].pump) || (flags[1][row] && !posts[row].claim))
            .count();
        println!("  {language:<8} {:>7}   {caught:>2} of {pumps:<2}   {wrong} of {}", rows.len(), rows.len() - pumps);
    }
}

fn held_out(posts: &[Post], samples: &[Sample], held: &[Post], learned: bool, sensitivity: [u8; 2]) {
    println!("\nHELD OUT: {} posts of sources that nothing was learned from", held.len());
    let others = train::samples(held);
    let all: Vec<&Sample> = samples.iter().collect();
    for category in Category::ALL {
        let (logits, flags) = if learned {
            let model = train::learn(&all, category);
            let from = train::cross_validate(posts, samples, category).threshold;
            let logits: Vec<f64> = others.iter().map(|sample| model.logit(sample)).collect();
            let flags = others
                .iter()
                .zip(&logits)
                .map(|(sample, &logit)| sample.found[category as usize] && logit >= from)
                .collect();
            (logits, flags)
        } else {
            built(&others, category, sensitivity[category as usize])
        };
        line(category.name(), &figures(&logits, &flags, &others, category));
    }
}

fn required(asked: &[String], known: &BTreeMap<String, f64>) -> Result<ExitCode, String> {
    let mut status = ExitCode::SUCCESS;
    for figure in asked {
        let (name, bound, least) = match (figure.split_once(">="), figure.split_once("<=")) {
            (Some((name, bound)), _) => (name, bound, true),
            (_, Some((name, bound))) => (name, bound, false),
            _ => return Err(format!("--require {figure}: write it as NAME>=VALUE or NAME<=VALUE")),
        };
        let value = known.get(name).ok_or_else(|| {
            format!(
                "--require {figure}: no figure is named {name}: {}",
                known.keys().cloned().collect::<Vec<_>>().join(", ")
            )
        })?;
        let bound: f64 = bound.parse().map_err(|_| format!("--require {figure}: `{bound}` is no number"))?;
        if (least && *value < bound) || (!least && *value > bound) {
            eprintln!("hypelint: {figure} does not hold: it is {value:.3}");
            status = ExitCode::FAILURE;
        }
    }
    Ok(status)
}
