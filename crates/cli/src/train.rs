//! `hypelint train`: learns the weights from labelled posts, and writes the weights file.
//!
//! Regularised logistic regression, one per category, over what a person can read: each rule's finding (what context
//! left of it, 0 to 1) and each context of the whole post. Weights are drawn towards the priors of the rule files, so
//! that a rule met in a handful of posts keeps its author's word; a finding's weight is never negative, a context's
//! never positive. Coordinate descent, in a fixed order: the same posts give the same file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hypelint::context::Scope;
use hypelint::{Category, Scorer, contexts, rules};
use rayon::prelude::*;

use crate::posts::{self, Post};

/// How firmly weights are held to their priors: the inverse variance of a normal prior, in logits. Chosen by
/// leave-one-source-out average precision over 0.25 to 8.
const HOLD: f64 = 2.0;
/// Part of a prior that is believed: the priors are set by eye, for posts that are worse than average.
const BELIEF: f64 = 0.8;
/// Rounds of coordinate descent; the weights move by less than a thousandth in the last.
const ROUNDS: usize = 60;
/// Share of everyday posts that one category may flag at the default sensitivity: half of 1 in 200.
const FALSE_ALARMS: f64 = 1.0 / 400.0;
/// Share of all other posts without hype (doubt, news, analysis, modest adverts…) that one category may flag there.
const OTHER_ALARMS: f64 = 0.0125;

/// Share of modest adverts that one category may flag there: the nearest to hype of all that is none.
const PROMO_ALARMS: f64 = 0.025;

/// What was found in a post, as numbers: rules first, then contexts, by index.
#[derive(Clone)]
pub struct Sample {
    pub features: Vec<(usize, f64)>,
    pub labels: [bool; 2],
    pub everyday: bool,
    pub promo: bool,
    /// Something was found, per category: what has no finding cannot be flagged.
    pub found: [bool; 2],
}

/// The weights of one category.
#[derive(Clone)]
pub struct Model {
    pub bias: f64,
    pub weights: Vec<f64>,
}

/// Reads what is in each post.
pub fn samples(posts: &[Post]) -> Vec<Sample> {
    posts
        .par_iter()
        .map_init(Scorer::default, |scorer, post| {
            let verdict = scorer.verdict(&post.text);
            let mut features: Vec<(usize, f64)> =
                verdict.findings.iter().map(|finding| (usize::from(finding.rule), finding.factor)).collect();
            features.extend(hypelint::context::members(verdict.whole).map(|context| (rules().len() + context, 1.0)));
            let found = Category::ALL.map(|category| {
                verdict.findings.iter().any(|finding| finding.category == category && finding.factor > 0.0)
            });
            Sample {
                features,
                labels: post.labels(),
                everyday: post.kind == "everyday",
                promo: post.kind == "promo",
                found,
            }
        })
        .collect()
}

/// Some of the samples.
pub fn samples_of(samples: &[Sample], rows: &[usize]) -> Vec<Sample> {
    rows.iter().map(|&row| samples[row].clone()).collect()
}

/// The features that speak for a category, with their priors.
fn priors(category: Category) -> Vec<Option<f64>> {
    let own = rules().iter().map(|rule| (rule.category == category).then_some(rule.prior * BELIEF));
    let whole = contexts().iter().map(|context| {
        (context.scope == Scope::Post && context.applies[category as usize])
            .then_some(context.prior[category as usize] * BELIEF)
    });
    own.chain(whole).collect()
}

/// Learns one category.
pub fn learn(samples: &[&Sample], category: Category) -> Model {
    let priors = priors(category);
    let count = rules().len();
    let mut model = Model { bias: -4.0, weights: priors.iter().map(|prior| prior.unwrap_or(0.0)).collect() };
    let mut columns: Vec<Vec<(usize, f64)>> = vec![Vec::new(); priors.len()];
    for (row, sample) in samples.iter().enumerate() {
        for &(feature, value) in &sample.features {
            if priors[feature].is_some() {
                columns[feature].push((row, value));
            }
        }
    }
    let mut logits: Vec<f64> = samples.iter().map(|sample| model.logit(sample)).collect();
    let error = |row: usize, logit: f64| {
        let probability = hypelint::score::probability(logit);
        (
            probability - f64::from(u8::from(samples[row].labels[category as usize])),
            (probability * (1.0 - probability)).max(1e-6),
        )
    };
    for _ in 0..ROUNDS {
        let (slope, curve) = logits.iter().enumerate().fold((0.0, 0.0), |(slope, curve), (row, &logit)| {
            let (error, weight) = error(row, logit);
            (slope + error, curve + weight)
        });
        let step = (slope / curve).clamp(-1.0, 1.0);
        model.bias -= step;
        for logit in &mut logits {
            *logit -= step;
        }
        for (feature, column) in columns.iter().enumerate() {
            let Some(prior) = priors[feature] else { continue };
            if column.is_empty() {
                continue;
            }
            let old = model.weights[feature];
            let (slope, curve) = column.iter().fold((HOLD * (old - prior), HOLD), |(slope, curve), &(row, value)| {
                let (error, weight) = error(row, logits[row]);
                (slope + error * value, curve + weight * value * value)
            });
            let stepped = old - (slope / curve).clamp(-1.0, 1.0);
            // The sign that the explanation claims.
            let new = if feature < count { stepped.max(0.0) } else { stepped.min(0.0) };
            model.weights[feature] = new;
            for &(row, value) in column {
                logits[row] += (new - old) * value;
            }
        }
    }
    model
}

impl Model {
    /// The weights of this build.
    pub fn built(category: Category) -> Self {
        let own = rules().iter().map(|rule| if rule.category == category { rule.weight } else { 0.0 });
        let whole = contexts()
            .iter()
            .map(|context| if context.applies[category as usize] { context.post[category as usize] } else { 0.0 });
        Self { bias: hypelint::built_in().bias[category as usize], weights: own.chain(whole).collect() }
    }

    /// The sum for a sample.
    pub fn logit(&self, sample: &Sample) -> f64 {
        self.bias + sample.features.iter().map(|&(feature, value)| self.weights[feature] * value).sum::<f64>()
    }
}

/// The threshold with the best F1, among those that keep false alarms below their limits.
pub fn threshold(logits: &[f64], samples: &[&Sample], category: Category) -> f64 {
    let mut order: Vec<usize> = (0..samples.len()).filter(|&row| samples[row].found[category as usize]).collect();
    order.sort_by(|&a, &b| logits[b].total_cmp(&logits[a]));
    let positives = samples.iter().filter(|sample| sample.labels[category as usize]).count() as f64;
    let everyday = samples.iter().filter(|sample| sample.everyday).count() as f64;
    let promo = samples.iter().filter(|sample| sample.promo).count() as f64;
    let hype = |row: usize| samples[row].labels.contains(&true);
    let others = (0..samples.len()).filter(|&row| !samples[row].everyday && !hype(row)).count() as f64;
    let (mut right, mut flagged, mut alarms, mut other_alarms, mut promo_alarms) = (0.0, 0.0, 0.0, 0.0, 0.0);
    let mut best = (0.0, f64::INFINITY);
    for (at, &row) in order.iter().enumerate() {
        flagged += 1.0;
        right += f64::from(u8::from(samples[row].labels[category as usize]));
        alarms += f64::from(u8::from(samples[row].everyday));
        other_alarms += f64::from(u8::from(!samples[row].everyday && !hype(row)));
        promo_alarms += f64::from(u8::from(samples[row].promo && !hype(row)));
        if alarms > everyday * FALSE_ALARMS
            || other_alarms > others * OTHER_ALARMS
            || promo_alarms > promo * PROMO_ALARMS
        {
            break;
        }
        let next = order.get(at + 1).map_or(f64::NEG_INFINITY, |&next| logits[next]);
        let f1 = 2.0 * right / (flagged + positives);
        if next < logits[row] && f1 > best.0 {
            best = (f1, if next.is_finite() { f64::midpoint(logits[row], next) } else { logits[row] });
        }
    }
    best.1
}

/// What every post got while its source was left out.
pub struct LeftOut {
    pub logits: Vec<f64>,
    pub flags: Vec<bool>,
    /// The median of the thresholds, each from the posts that were not left out: what these flags stand for.
    pub threshold: f64,
}

/// (sample, logit, flagged) of what was left out.
type Judged = Vec<(usize, f64, bool)>;

/// Learns on all but one source at a time; the threshold of each fold comes from the posts that it learned on.
pub fn cross_validate(posts: &[Post], samples: &[Sample], category: Category) -> LeftOut {
    let origins: BTreeSet<&str> = posts.iter().map(Post::origin).collect();
    let folds: Vec<(f64, Judged)> = origins
        .into_iter()
        .collect::<Vec<_>>()
        .par_iter()
        .map(|&origin| {
            let rest: Vec<&Sample> = samples
                .iter()
                .zip(posts)
                .filter(|(_, post)| post.origin() != origin)
                .map(|(sample, _)| sample)
                .collect();
            let model = learn(&rest, category);
            let logits: Vec<f64> = rest.iter().map(|sample| model.logit(sample)).collect();
            let threshold = threshold(&logits, &rest, category);
            let left = samples.iter().enumerate().filter(|&(row, _)| posts[row].origin() == origin);
            let judged = left.map(|(row, sample)| {
                let logit = model.logit(sample);
                (row, logit, sample.found[category as usize] && logit >= threshold)
            });
            (threshold, judged.collect())
        })
        .collect();
    let mut logits = vec![0.0; samples.len()];
    let mut flags = vec![false; samples.len()];
    let mut thresholds: Vec<f64> = folds.iter().map(|(threshold, _)| *threshold).collect();
    thresholds.sort_by(f64::total_cmp);
    for (row, logit, flag) in folds.into_iter().flat_map(|(_, judged)| judged) {
        logits[row] = logit;
        flags[row] = flag;
    }
    LeftOut { logits, flags, threshold: thresholds[thresholds.len() / 2] }
}

/// Learns from the files and writes the weights file.
pub fn run(files: &[PathBuf], out: &Path) -> Result<ExitCode, String> {
    let posts = posts::read(files)?;
    let samples = samples(&posts);
    let all: Vec<&Sample> = samples.iter().collect();
    let sources: BTreeSet<&str> = posts.iter().map(Post::origin).collect();
    let names: Vec<String> =
        files.iter().filter_map(|file| file.file_name()).map(|name| name.to_string_lossy().into_owned()).collect();
    let mut text = String::from(HEAD);
    let mut put = |line: String| writeln!(text, "{line}").expect("a string takes all");
    put(format!(
        "[provenance]\ncommand = \"hypelint train {}\"\nposts = {}\nsources = {}",
        names.join(" "),
        posts.len(),
        sources.len()
    ));
    let mut sections = Vec::new();
    for category in Category::ALL {
        let model = learn(&all, category);
        let left_out = cross_validate(&posts, &samples, category);
        let figures = crate::evaluate::figures(&left_out.logits, &left_out.flags, &samples, category);
        put(format!(
            "{0}_left_out = \"precision {1:.3}, recall {2:.3}, F1 {3:.3}, average precision {4:.3}\"",
            category.name(),
            figures.precision,
            figures.recall,
            figures.f1,
            figures.average_precision
        ));
        sections.push(section(category, &model, left_out.threshold));
    }
    for section in sections {
        put(section);
    }
    fs::write(out, text).map_err(|error| format!("{}: {error}", out.display()))?;
    eprintln!("hypelint: wrote {} from {} posts of {} sources", out.display(), posts.len(), sources.len());
    Ok(ExitCode::SUCCESS)
}

const HEAD: &str = "# Weights and thresholds, in logits: learned by `hypelint train`, reviewed, never edited by hand. `left_out` is what\n\
    # the weights reach on sources that they were not learned on. A rule that is not named here keeps the prior weight\n\
    # of its own file.\n\n";

/// The thresholds of the other sensitivities, in logits from that of 50.
const WALK: [(u32, f64); 7] = [(0, 5.0), (10, 2.5), (25, 1.2), (50, 0.0), (75, -0.9), (90, -1.7), (100, -3.0)];

fn section(category: Category, model: &Model, threshold: f64) -> String {
    let points: Vec<String> =
        WALK.iter().map(|(sensitivity, above)| format!("[{sensitivity}, {:.2}]", threshold + above)).collect();
    let mut text = format!(
        "\n[{0}]\nbias = {1:.2}\nthresholds = [{2}]\n\n[{0}.rules]",
        category.name(),
        model.bias,
        points.join(", ")
    );
    let own: BTreeMap<&str, f64> = rules()
        .iter()
        .enumerate()
        .filter(|(_, rule)| rule.category == category)
        .map(|(at, rule)| (rule.id, model.weights[at]))
        .collect();
    for (id, weight) in own {
        write!(text, "\n{id} = {weight:.2}").expect("a string takes all");
    }
    write!(text, "\n\n[{}.contexts]", category.name()).expect("a string takes all");
    for (at, context) in contexts()
        .iter()
        .enumerate()
        .filter(|(_, context)| context.scope == Scope::Post && context.applies[category as usize])
    {
        // `+ 0.0` makes a plain zero of a negative one.
        write!(text, "\n{} = {:.2}", context.id, model.weights[rules().len() + at] + 0.0).expect("a string takes all");
    }
    text
}
