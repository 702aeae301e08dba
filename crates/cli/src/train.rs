//! `hypelint train`: learns the reader, the trust in rules and contexts, and the operating table; writes `model/`.
//!
//! The reader learns from labelled, written and taught posts. What rules and contexts are worth beside it is learned on posts that
//! no author of a rule has read, with the wording of each learned without its source: so a rule gets the weight that it earns on
//! the unseen. The same files give the same model.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hypelint::reader::{Entry, Model};
use hypelint::{Category, contexts, rules};
use hypelint_rulebook::Scope;
use rayon::prelude::*;

use crate::corpus::{Corpus, FOLDS};
use crate::logistic::{self, Weights};
use crate::metrics::{average_precision, best_f1, order, share};
use crate::posts;
use crate::sum::{self, Sample, Sum};

/// How firmly the reader's weights are held to 0: the inverse variance of their prior.
const HOLD: f64 = 0.1;
/// Features that the reader keeps: those that weigh most in most posts.
const KEPT: usize = 20_000;

/// Steps of the weights up to a large one. Finer ones tell nothing apart on sources left out, and cost bytes.
const STEPS: f64 = 64.0;

/// What to learn from.
#[derive(clap::Args, Clone)]
pub struct Sources {
    /// Labelled posts, JSON Lines; posts without labels are learned from where a teacher has an opinion of them
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Files to learn from, too, that nothing is judged on (repeatable)
    #[arg(long, value_name = "FILE")]
    pub also: Vec<PathBuf>,
    /// The same of files whose posts the authors of rules have read: rules get no weight from them (repeatable)
    #[arg(long, value_name = "FILE")]
    pub seen: Vec<PathBuf>,
    /// Posts that were written for learning
    #[arg(long, value_name = "FOLDER", default_value = "model/written")]
    pub written: PathBuf,
    /// The teachers' opinions
    #[arg(long, value_name = "FILE", default_value = "model/teacher.jsonl")]
    pub teacher: PathBuf,
    /// Words of one sense in many languages
    #[arg(long, value_name = "FILE", default_value = "model/dictionary.tsv")]
    pub dictionary: PathBuf,
}

/// Everything that was learned without the sources of one fold, or from all.
pub struct Learned {
    /// The posts, and what the rules find in them; the wording of each is learned without its source.
    pub corpus: Corpus,
    pub samples: Vec<Sample>,
    /// Whether figures are made on a post.
    judged: Vec<bool>,
    /// Whether an author of a rule has read it.
    seen: Vec<bool>,
}

impl Learned {
    /// Reads the sources, and learns the wording of every post without its own source.
    pub fn from(sources: &Sources) -> Result<Self, String> {
        let files: Vec<PathBuf> = sources.files.iter().chain(&sources.also).chain(&sources.seen).cloned().collect();
        let corpus = Corpus::read(&files, &sources.written, &sources.teacher, &sources.dictionary)?;
        let ids = |files: &[PathBuf]| -> Result<BTreeSet<String>, String> {
            Ok(posts::read(files)?.into_iter().map(|post| post.id).collect())
        };
        let (judged, seen) = (ids(&sources.files)?, ids(&sources.seen)?);
        let among = |ids: &BTreeSet<String>| corpus.posts.iter().map(|post| ids.contains(&post.id)).collect();
        let (judged, seen) = (among(&judged), among(&seen));
        let mut samples = sum::samples(&corpus.posts);
        let left_out: Vec<Vec<(usize, [f64; 2])>> = (0..FOLDS)
            .into_par_iter()
            .map(|fold| {
                let weights = prune(&corpus, wording(&corpus, Some(fold)));
                let own = (0..corpus.posts.len()).filter(|&post| corpus.folds[post] == Some(fold));
                own.map(|post| (post, [0, 1].map(|category| weights[category].logit(corpus.rows.row(post))))).collect()
            })
            .collect();
        for (post, said) in left_out.into_iter().flatten() {
            samples[post].wording = said;
        }
        Ok(Self { corpus, samples, judged, seen })
    }

    /// Whether figures are made on a post.
    pub fn is_judged(&self, post: usize) -> bool {
        self.judged[post]
    }

    /// Clear posts that have a source to leave out.
    pub fn clear(&self) -> Vec<usize> {
        (0..self.samples.len())
            .filter(|&post| self.corpus.is_clear(post) && self.corpus.folds[post].is_some())
            .collect()
    }

    /// Of the posts that were left out, those that thresholds are chosen on: with a natural share of each kind, and everyday ones.
    pub fn is_natural(&self, post: usize) -> bool {
        self.judged[post] || (self.seen[post] && self.corpus.posts[post].kind == "everyday")
    }

    /// Learns the sum of a category without the sources of one fold.
    pub fn sum(&self, category: Category, without: Option<usize>) -> Sum {
        let unread = |post: &usize| !self.seen[*post] && (without.is_none() || self.corpus.folds[*post] != without);
        let own: Vec<&Sample> = self.clear().into_iter().filter(unread).map(|post| &self.samples[post]).collect();
        sum::learn(&own, category)
    }

    /// For each clear post the logits that it gets where nothing was learned from its source.
    pub fn left_out(&self) -> Vec<(usize, [f64; 2])> {
        let sums: Vec<[Sum; 2]> = (0..FOLDS)
            .into_par_iter()
            .map(|fold| Category::ALL.map(|category| self.sum(category, Some(fold))))
            .collect();
        let logits = |post: usize| {
            let sums = &sums[self.corpus.folds[post].unwrap_or_default()];
            Category::ALL.map(|category| sums[category as usize].logit(&self.samples[post], category))
        };
        self.clear().into_iter().map(|post| (post, logits(post))).collect()
    }

    /// For each fold the thresholds of both categories, for 10, 20, … 100, as they are chosen on the posts that are not in it.
    pub fn thresholds(&self, left_out: &[(usize, [f64; 2])]) -> Vec<[Vec<f64>; 2]> {
        let posts = &self.corpus.posts;
        let of = |fold| {
            let rest = |post: usize| self.corpus.folds[post] != Some(fold) && self.is_natural(post);
            let rest: Vec<_> = left_out.iter().filter(|(post, _)| rest(*post)).collect();
            let labels: Vec<_> = rest.iter().map(|(post, _)| posts[*post].labels()).collect();
            let kinds: Vec<_> = rest.iter().map(|(post, _)| posts[*post].kind.as_str()).collect();
            Category::ALL.map(|category| {
                let logits: Vec<f64> = rest.iter().map(|(_, logits)| logits[category as usize]).collect();
                thresholds(&logits, &labels, &kinds, category).into_iter().skip(1).map(|(_, logit)| logit).collect()
            })
        };
        (0..FOLDS).map(of).collect()
    }

    /// How many everyday posts figures are made on, and how many of them each sensitivity marks where their source is left out.
    fn everyday(&self, left_out: &[(usize, [f64; 2])]) -> String {
        let from = self.thresholds(left_out);
        let is_everyday = |post: usize| self.judged[post] && self.corpus.posts[post].kind == "everyday";
        let own: Vec<_> = left_out.iter().filter(|(post, _)| is_everyday(*post)).collect();
        let marked = |category: Category| -> Vec<usize> {
            let at = category as usize;
            let from = |post: usize, ten: usize| from[self.corpus.folds[post].unwrap_or_default()][at][ten];
            (0..10).map(|ten| own.iter().filter(|(post, logits)| logits[at] >= from(*post, ten)).count()).collect()
        };
        let lines = Category::ALL.map(|category| format!("{} = {:?}", category.name(), marked(category)));
        format!("\n[everyday]\nposts = {}\n{}", own.len(), lines.join("\n"))
    }
}

/// Learns the wording of both categories without the sources of one fold.
fn wording(corpus: &Corpus, without: Option<usize>) -> [Weights; 2] {
    [0, 1]
        .map(|category| logistic::learn(&corpus.rows, &corpus.examples(category, without), corpus.columns(), HOLD))
        .map(|weights| corpus.without_senses(weights))
}

/// What one weight of the reader stands for.
fn scale(corpus: &Corpus, weights: &Weights, trust: f64) -> f64 {
    let mut sizes: Vec<f64> = weights
        .columns
        .iter()
        .zip(&corpus.factors)
        .map(|(weight, factor)| (weight * factor * trust).abs())
        .filter(|size| *size > 0.0)
        .collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    // The few largest count for more steps, or are cut off, so that the others have finer ones.
    sizes.get(sizes.len() / 2_000).copied().unwrap_or(1.0) / STEPS
}

/// The features that are kept, in the order of their buckets, with their weights in whole numbers.
fn entries(corpus: &Corpus, weights: &[Weights; 2], trust: [f64; 2]) -> ([f64; 2], Vec<(usize, [i8; 2])>) {
    let scales = [0, 1].map(|category| scale(corpus, &weights[category], trust[category]));
    let whole = |column: usize| {
        [0, 1].map(|category| {
            let weight = weights[category].columns[column] * corpus.factors[column] * trust[category];
            (weight / scales[category]).round().clamp(-127.0, 127.0) as i8
        })
    };
    let worth = |column: usize, whole: [i8; 2]| {
        let most = whole.into_iter().map(|weight| f64::from(weight).abs()).fold(0.0, f64::max);
        most * f64::from(corpus.support[column]).sqrt()
    };
    let mut kept: Vec<(f64, usize, [i8; 2])> = (0..corpus.buckets.len())
        .map(|column| (column, whole(column)))
        .filter(|(_, whole)| *whole != [0, 0])
        .map(|(column, whole)| (worth(column, whole), column, whole))
        .collect();
    kept.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    kept.truncate(KEPT);
    kept.sort_by_key(|(_, column, _)| *column);
    (scales, kept.into_iter().map(|(_, column, whole)| (column, whole)).collect())
}

/// The weights as they are shipped: the weightiest features, in whole numbers.
fn prune(corpus: &Corpus, weights: [Weights; 2]) -> [Weights; 2] {
    let (scales, kept) = entries(corpus, &weights, [1.0; 2]);
    let mut pruned = weights.map(|weights| Weights { columns: vec![0.0; weights.columns.len()], ..weights });
    for (column, whole) in kept {
        for category in 0..2 {
            pruned[category].columns[column] =
                f64::from(whole[category]) * scales[category] / corpus.factors[column].max(1e-9);
        }
    }
    pruned
}

/// Kinds that look like hype to a naive eye.
pub const HARD: [&str; 9] =
    ["skeptic", "news", "analysis", "earnings", "market-data", "question", "joke", "warning", "evidence"];

/// What one category may mark by mistake at the default sensitivity, as a share: six tenths of what a reader is promised of both
/// (1 in 200, 3 %, 5 %), since few posts are mistaken for both, and the limits of one are seldom reached by the other.
const ALARMS: [(&[&str], f64); 3] = [(&["everyday"], 0.003), (&HARD, 0.018), (&["opinion", "promo"], 0.03)];
/// Precision from which on a category marks by default.
const PRECISION: f64 = 0.8;

/// The logits from which a post is marked, by sensitivity: `[sensitivity, logit]`. 50 gives the best F1 that keeps mistakes below
/// their limits; twenty points more double what is marked, twenty less halve it.
pub fn thresholds(logits: &[f64], labels: &[[bool; 2]], kinds: &[&str], category: Category) -> Vec<(u32, f64)> {
    let order = order(logits);
    let of = |kinds_of: &[&str], row: usize| kinds_of.contains(&kinds[row]) && labels[row] == [false; 2];
    let limits = ALARMS.map(|(group, most)| {
        let all = (0..logits.len()).filter(|&row| of(group, row)).count();
        (group, all as f64 * most)
    });
    let positives = labels.iter().filter(|labels| labels[category as usize]).count();
    let (mut right, mut alarms, mut best) = (0, [0u32; ALARMS.len()], (0.0, 0));
    for (at, &row) in order.iter().enumerate() {
        right += usize::from(labels[row][category as usize]);
        for (alarms, (group, _)) in alarms.iter_mut().zip(&limits) {
            *alarms += u32::from(of(group, row));
        }
        if alarms.iter().zip(&limits).any(|(alarms, (_, most))| f64::from(*alarms) > *most) {
            break;
        }
        let f1 = 2.0 * right as f64 / (at + 1 + positives) as f64;
        if f1 > best.0 && share(right, at + 1) >= PRECISION {
            best = (f1, at + 1);
        }
    }
    let marked = best.1.max(1) as f64;
    // The logit of the last post of so many that are marked.
    let at = |count: f64| {
        order
            .iter()
            .zip(1u32..)
            .take_while(|(_, place)| f64::from(*place) <= count.max(1.0))
            .last()
            .map_or(0.0, |(row, _)| logits[*row])
    };
    let mut points: Vec<(u32, f64)> =
        (1..=10).map(|ten| (ten * 10, at(marked * 2f64.powf((f64::from(ten) - 5.0) / 2.0)))).collect();
    // A scale that is felt never stands still, and never goes back.
    for point in 1..points.len() {
        points[point].1 = points[point].1.min(points[point - 1].1 - 0.01);
    }
    points.insert(0, (0, points[0].1 + 3.0));
    points
}

/// Learns from the files and writes the model.
pub fn run(sources: &Sources, out: &Path) -> Result<ExitCode, String> {
    // Said before the hours of work, not behind them.
    if !out.is_dir() {
        return Err(format!("{}: no such folder; name the one to write to by --out", out.display()));
    }
    let learned = Learned::from(sources)?;
    let judged = learned.left_out();
    let corpus = &learned.corpus;
    let whole = wording(corpus, None);
    let sums = Category::ALL.map(|category| learned.sum(category, None));
    let (scales, kept) = entries(corpus, &whole, [sums[0].wording, sums[1].wording]);
    let entries: Vec<Entry> =
        kept.iter().map(|&(column, weights)| Entry { bucket: corpus.buckets[column], weights }).collect();
    let names = |files: &[PathBuf]| -> Vec<String> {
        files.iter().filter_map(|file| file.file_name()).map(|name| name.to_string_lossy().into_owned()).collect()
    };
    let mut text = String::from(HEAD);
    let mut put = |line: String| writeln!(text, "{line}").expect("a string takes all");
    let option = |option: &str, files: &[PathBuf]| -> String {
        names(files).iter().flat_map(|name| [" ", option, " ", name].map(str::to_owned)).collect()
    };
    let (also, seen) = (option("--also", &sources.also), option("--seen", &sources.seen));
    put(format!("[provenance]\ncommand = \"hypelint train {}{also}{seen}\"", names(&sources.files).join(" ")));
    put(format!(
        "posts = {}\nclear_labelled_posts = {}\nfeatures = {}",
        corpus.posts.len(),
        judged.len(),
        entries.len()
    ));
    put(format!("teacher = {}\ndictionary = {}", sources.teacher.exists(), sources.dictionary.exists()));
    let natural: Vec<_> = judged.iter().filter(|(post, _)| learned.is_natural(*post)).collect();
    let labels: Vec<[bool; 2]> = natural.iter().map(|(post, _)| corpus.posts[*post].labels()).collect();
    let kinds: Vec<&str> = natural.iter().map(|(post, _)| corpus.posts[*post].kind.as_str()).collect();
    let mut sections = Vec::new();
    for category in Category::ALL {
        let at = category as usize;
        let logits: Vec<f64> = natural.iter().map(|(_, logits)| logits[at]).collect();
        let truth: Vec<bool> = labels.iter().map(|labels| labels[at]).collect();
        put(format!(
            "{}_left_out = \"average precision {:.3}, best F1 {:.3}\"",
            category.name(),
            average_precision(&logits, &truth),
            best_f1(&logits, &truth)
        ));
        let points = thresholds(&logits, &labels, &kinds, category);
        let sum = &sums[at];
        // Of the posts that the most sensitive setting but two marks, all but one in two hundred have a wording above this.
        let from = points.iter().find(|point| point.0 == 80).map_or(0.0, |point| point.1);
        let mut said: Vec<f64> = natural
            .iter()
            .filter(|(post, logits)| logits[at] >= from && corpus.posts[*post].labels()[at])
            .map(|(post, _)| learned.samples[*post].wording[at] * sum.wording)
            .collect();
        said.sort_by(f64::total_cmp);
        let nothing = said.get(said.len() / 200).copied().unwrap_or(f64::NEG_INFINITY) - whole[at].bias * sum.wording;
        // The reader's own bias is part of the sum's.
        sections.push(section(category, sum, sum.bias + whole[at].bias * sum.wording, nothing, &points));
    }
    put(learned.everyday(&judged));
    for section in sections {
        put(section);
    }
    // Both whole, or neither: one without the other is another model.
    let reader = Model::to_bytes(scales, &entries);
    let files = [("weights.toml", text.as_bytes()), ("reader.bin", &reader)];
    let fail = |error: std::io::Error| format!("{}: {error}", out.display());
    for (name, bytes) in files {
        fs::write(out.join(format!("{name}.new")), bytes).map_err(fail)?;
    }
    for (name, _) in files {
        fs::rename(out.join(format!("{name}.new")), out.join(name)).map_err(fail)?;
    }
    eprintln!("hypelint: wrote {} from {} posts; build again", out.display(), corpus.posts.len());
    Ok(ExitCode::SUCCESS)
}

const HEAD: &str = "# Weights and thresholds, in logits: learned by `hypelint train`, reviewed, never edited by hand. `left_out` is what\n\
    # they reach on sources that nothing was learned from, `everyday` how many everyday posts of such sources each sensitivity\n\
    # marks: 10, 20, … 100. A rule that is not named here keeps the prior weight of its own file. The weights of the wording\n\
    # stand in reader.bin.\n\n";

fn section(category: Category, sum: &Sum, bias: f64, nothing: f64, points: &[(u32, f64)]) -> String {
    let points: Vec<String> =
        points.iter().map(|(sensitivity, logit)| format!("[{sensitivity}, {logit:.2}]")).collect();
    let mut text = format!(
        "\n[{0}]\nbias = {bias:.3}\nnothing = {nothing:.3}\nthresholds = [{1}]\n\n[{0}.rules]",
        category.name(),
        points.join(", ")
    );
    let own: BTreeMap<&str, f64> = rules()
        .iter()
        .zip(&sum.weights)
        .filter(|(rule, _)| rule.category == category)
        .map(|(rule, weight)| (rule.id, *weight))
        .collect();
    for (id, weight) in own {
        write!(text, "\n{id} = {weight:.2}").expect("a string takes all");
    }
    write!(text, "\n\n[{}.contexts]", category.name()).expect("a string takes all");
    for (context, weight) in contexts().iter().zip(&sum.weights[rules().len()..]) {
        if context.scope == Scope::Post && context.applies[category as usize] {
            // `+ 0.0` makes a plain zero of a negative one.
            write!(text, "\n{} = {:.2}", context.id, weight + 0.0).expect("a string takes all");
        }
    }
    text
}
