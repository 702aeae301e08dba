//! `hypelint eval`: how good the verdicts are, on labelled posts.
//!
//! Either with the weights of this build, or (`--cross-validate`) with weights and thresholds that are learned anew while each
//! ninth of the sources in turn is left out: the figure to steer by, since posts of one source resemble each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use hypelint::{Category, Scorer};

use crate::metrics::{average_precision, best_f1, calibration, interval, recall_at_2_percent, share};
use crate::posts::{self, Post};
use crate::train::{HARD, Learned, Sources};

/// What the call asks for.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    sources: Sources,
    /// Learn anew while each ninth of the sources is left out, and judge what was left out
    #[arg(long)]
    cross_validate: bool,
    /// Write `id`, `pump` and `claim` (logits) of each judged post, as JSON Lines
    #[arg(long, value_name = "OUT")]
    scores: Option<PathBuf>,
    /// How many of the worst mistakes to print, each way
    #[arg(long, default_value_t = 3, value_name = "N")]
    worst: usize,
    /// A figure that must be reached, as in `pump.f1>=0.8` or `everyday.false_alarms<=5` (repeatable)
    #[arg(long, value_name = "FIGURE")]
    require: Vec<Required>,
}

/// A figure and its bound.
#[derive(Clone)]
struct Required {
    /// As it was asked.
    words: String,
    name: String,
    bound: f64,
    /// The figure is at least that, or else at most.
    least: bool,
}

/// The figures of each category.
const FIGURES: [&str; 4] = ["precision", "recall", "f1", "average_precision"];
/// The figures of each kind of post.
const ALARMS: [&str; 2] = ["false_alarms", "false_alarm_share"];

impl FromStr for Required {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let (name, bound, least) = match (words.split_once(">="), words.split_once("<=")) {
            (Some((name, bound)), _) => (name, bound, true),
            (_, Some((name, bound))) => (name, bound, false),
            _ => return Err("write it as NAME>=VALUE or NAME<=VALUE".to_owned()),
        };
        let bound: f64 = bound.parse().map_err(|_| format!("`{bound}` is no number"))?;
        if bound.is_nan() {
            return Err("every figure falls short of no number".to_owned());
        }
        let is_category = |of: &str| Category::ALL.iter().any(|category| category.name() == of);
        let known = name.split_once('.').is_some_and(|(of, figure)| {
            if is_category(of) { FIGURES.contains(&figure) } else { ALARMS.contains(&figure) }
        });
        if !known {
            let categories = Category::ALL.map(Category::name).join(" or ");
            let (figures, alarms) = (FIGURES.join(", "), ALARMS.join(" or "));
            return Err(format!(
                "no figure is named {name}; there are {figures} of {categories}, and {alarms} of a kind of posts"
            ));
        }
        Ok(Self { words: words.to_owned(), name: name.to_owned(), bound, least })
    }
}

/// Names the first figure that these posts do not have.
fn missing(required: &[Required], posts: &[Post]) -> Result<(), String> {
    let mut kinds: BTreeSet<String> = posts.iter().map(|post| figure_of(&post.kind)).collect();
    kinds.insert(figure_of(HARD_NEGATIVES));
    for Required { words, name, .. } in required {
        let of = name.split('.').next().unwrap_or_default();
        let none = match Category::ALL.into_iter().find(|category| category.name() == of) {
            Some(category) => !posts.iter().any(|post| post.labels()[category as usize]),
            None => !kinds.contains(of),
        };
        if none {
            return Err(format!("--require {words}: none of the posts is of the kind {of}"));
        }
    }
    Ok(())
}

/// All kinds that look like hype.
const HARD_NEGATIVES: &str = "hard negatives";

/// A kind, as figures are named.
fn figure_of(kind: &str) -> String {
    kind.replace(' ', "_")
}

/// A post, and what became of it.
struct Judged<'a> {
    post: &'a Post,
    logits: [f64; 2],
    /// From which logit a post is marked: by sensitivity, 10 to 100.
    from: &'a [Vec<f64>; 2],
}

/// The place of the default sensitivity, 50, among 10, 20, …
const DEFAULT: usize = 4;

impl Judged<'_> {
    fn is_marked(&self, category: Category, sensitivity: usize) -> bool {
        self.logits[category as usize] >= self.from[category as usize][sensitivity]
    }

    fn is(&self, category: Category) -> bool {
        self.post.labels()[category as usize]
    }
}

/// Measures and prints.
pub fn run(options: &Options, sensitivity: [u8; 2]) -> Result<ExitCode, String> {
    if options.cross_validate {
        // Learning takes minutes, and reads the posts by itself.
        if !options.require.is_empty() {
            missing(&options.require, &posts::clear(&options.sources.files)?)?;
        }
        let learned = Learned::from(&options.sources)?;
        let logits = learned.left_out();
        let from = learned.thresholds(&logits);
        let judged = logits.iter().filter(|(post, _)| learned.is_judged(*post)).map(|&(post, logits)| Judged {
            post: &learned.corpus.posts[post],
            logits,
            from: &from[learned.corpus.folds[post].unwrap_or_default()],
        });
        print(&judged.collect::<Vec<_>>(), options)
    } else {
        let posts = posts::clear(&options.sources.files)?;
        missing(&options.require, &posts)?;
        let mut scorer = Scorer::default();
        let from = Category::ALL.map(|category| {
            let from = |ten: u8| match (ten, sensitivity[category as usize]) {
                (5, own) => own,
                (ten, _) => ten * 10,
            };
            let logit = |sensitivity| match sensitivity {
                0 => f64::INFINITY,
                _ => hypelint::built_in().thresholds[category as usize][usize::from(sensitivity)],
            };
            (1..=10).map(|ten| logit(from(ten))).collect()
        });
        let judge = |post| Judged { post, logits: scorer.verdict(&post.text).logits, from: &from };
        print(&posts.iter().map(judge).collect::<Vec<_>>(), options)
    }
}

fn print(judged: &[Judged], options: &Options) -> Result<ExitCode, String> {
    let sources: BTreeSet<&str> = judged.iter().map(|judged| judged.post.origin()).collect();
    let how = if options.cross_validate { "each left out of what judges it" } else { "weights of this build" };
    println!("{} posts of {} sources, {how}", judged.len(), sources.len());
    let mut known: BTreeMap<String, f64> = BTreeMap::new();
    for category in Category::ALL {
        println!("\n{}", category.name().to_uppercase());
        println!(
            "  posts (of the category)       AP   best F1  recall at 2 % of hard   precision           recall              calibration error"
        );
        let all: Vec<&Judged> = judged.iter().collect();
        figures("all", &all, category, Some(&mut known));
        let (english, others): (Vec<&Judged>, Vec<&Judged>) =
            judged.iter().partition(|judged| judged.post.is_english());
        figures("English", &english, category, None);
        if !others.is_empty() {
            figures("other languages", &others, category, None);
            let languages: BTreeSet<&str> = others.iter().filter_map(|judged| judged.post.lang.as_deref()).collect();
            for language in languages {
                let own: Vec<&Judged> =
                    others.iter().copied().filter(|judged| judged.post.lang.as_deref() == Some(language)).collect();
                figures(language, &own, category, None);
            }
        }
        operating(judged, category);
        worst(judged, category, options.worst);
    }
    false_alarms(judged, &mut known);
    if let Some(path) = &options.scores {
        let mut text = String::new();
        for Judged { post, logits: [pump, claim], .. } in judged {
            let line = serde_json::json!({ "id": post.id, "pump": pump, "claim": claim });
            writeln!(text, "{line}").expect("a string takes all");
        }
        fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(required(&options.require, &known))
}

fn figures(name: &str, judged: &[&Judged], category: Category, known: Option<&mut BTreeMap<String, f64>>) {
    let logits: Vec<f64> = judged.iter().map(|judged| judged.logits[category as usize]).collect();
    let truth: Vec<bool> = judged.iter().map(|judged| judged.is(category)).collect();
    let positives = truth.iter().filter(|&&truth| truth).count();
    if positives == 0 {
        println!("  {name:<16} {:>6} (none)", judged.len());
        return;
    }
    let hard: Vec<bool> = judged.iter().map(|judged| is_hard(judged.post)).collect();
    let marked = judged.iter().filter(|judged| judged.is_marked(category, DEFAULT)).count();
    let right = judged.iter().filter(|judged| judged.is_marked(category, DEFAULT) && judged.is(category)).count();
    let (precision, recall) = (share(right, marked), share(right, positives));
    let (from_precision, to_precision) = interval(right, marked);
    let (from_recall, to_recall) = interval(right, positives);
    let average = average_precision(&logits, &truth);
    println!(
        "  {name:<16} {:>6} ({positives:>3})  {average:.3}     {:.3}                   {:.2}   {precision:.2} ({from_precision:.2}–{to_precision:.2})   {recall:.2} ({from_recall:.2}–{to_recall:.2})   {:.3}",
        judged.len(),
        best_f1(&logits, &truth),
        recall_at_2_percent(&logits, &truth, &hard),
        calibration(&logits, &truth)
    );
    let Some(known) = known else { return };
    let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
    for (figure, value) in FIGURES.into_iter().zip([precision, recall, f1, average]) {
        known.insert(format!("{}.{figure}", category.name()), value);
    }
}

fn is_hard(post: &Post) -> bool {
    HARD.contains(&post.kind.as_str()) && post.labels() == [false; 2]
}

/// What each sensitivity costs and catches.
fn operating(judged: &[Judged], category: Category) {
    println!("  sensitivity   marked   of them right   caught   everyday posts marked");
    let positives = judged.iter().filter(|judged| judged.is(category)).count();
    let everyday = judged.iter().filter(|judged| judged.post.kind == "everyday").count();
    for sensitivity in 0..10 {
        let marked: Vec<&Judged> = judged.iter().filter(|judged| judged.is_marked(category, sensitivity)).collect();
        let right = marked.iter().filter(|judged| judged.is(category)).count();
        let alarms = marked.iter().filter(|judged| judged.post.kind == "everyday").count();
        println!(
            "  {:>11}   {:>6}   {:>13}   {:>6}   {alarms} of {everyday}",
            (sensitivity + 1) * 10,
            marked.len(),
            percent(right, marked.len()),
            percent(right, positives)
        );
    }
}

/// A share in percent; of nothing there is none.
fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "none".to_owned() } else { format!("{:.0}%", 100.0 * share(part, whole)) }
}

/// The worst mistakes, with the lines of their cards.
fn worst(judged: &[Judged], category: Category, count: usize) {
    let mut scorer = Scorer::default();
    for (title, wrong) in [("marked by mistake", true), ("missed", false)] {
        let mistaken = |judged: &&Judged| judged.is_marked(category, DEFAULT) == wrong && judged.is(category) != wrong;
        let mut rows: Vec<&Judged> = judged.iter().filter(mistaken).collect();
        rows.sort_by(|a, b| a.logits[category as usize].total_cmp(&b.logits[category as usize]));
        if wrong {
            rows.reverse();
        }
        println!("  {title}: {}", rows.len());
        for Judged { post, logits, .. } in rows.into_iter().take(count) {
            let report = scorer.report(&post.text);
            let own = report.findings.iter().filter(|finding| finding.category == category);
            let reasons: Vec<String> = own.map(|finding| format!("{} “{}”", finding.rule, finding.text)).collect();
            let text: String = post.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(160).collect();
            println!(
                "    {:+.1} {} [{}] {text}\n         {}",
                logits[category as usize],
                post.id,
                post.kind,
                reasons.join(" · ")
            );
        }
    }
}

fn false_alarms(judged: &[Judged], known: &mut BTreeMap<String, f64>) {
    println!("\nFALSE ALARMS (either category)");
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for judged in judged.iter().filter(|judged| judged.post.labels() == [false; 2]) {
        let marked = Category::ALL.into_iter().any(|category| judged.is_marked(category, DEFAULT));
        let hard = is_hard(judged.post).then_some(HARD_NEGATIVES);
        for kind in hard.into_iter().chain([judged.post.kind.as_str()]) {
            let counted = kinds.entry(kind).or_default();
            *counted = (counted.0 + usize::from(marked), counted.1 + 1);
        }
    }
    for (kind, &(alarms, all)) in &kinds {
        let (_, most) = interval(alarms, all);
        println!(
            "  {kind:<16} {alarms:>4} of {all:<5} {:>5.1}%   at most {:.1}% (95 %)",
            100.0 * share(alarms, all),
            100.0 * most
        );
        known.insert(format!("{}.{}", figure_of(kind), ALARMS[0]), alarms as f64);
        known.insert(format!("{}.{}", figure_of(kind), ALARMS[1]), share(alarms, all));
    }
}

fn required(asked: &[Required], known: &BTreeMap<String, f64>) -> ExitCode {
    let mut status = ExitCode::SUCCESS;
    for Required { words, name, bound, least } in asked {
        // Of posts that all have the label no false alarm can be raised.
        let value = known.get(name).copied().unwrap_or_default();
        if (*least && value < *bound) || (!least && value > *bound) {
            eprintln!("hypelint: {words} does not hold: it is {value:.3}");
            status = ExitCode::FAILURE;
        }
    }
    status
}
