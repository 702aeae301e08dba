//! Makes a [`Ruleset`] for the core, and the catalogue for people.

use std::sync::OnceLock;

use hypelint_patterns::compile::{Pattern, compile};
use serde_json::{Map, Value, json};

use super::files::{CategoryWeights, LanguageFile, Source, WordingFile};
use super::{Problem, Rulebook, SourcePattern};
use crate::{Category, Context, Rule, Ruleset, Scope, SignalSet, Target};

impl Rulebook {
    /// The rules as one value. It stays until the program ends, and with it the few texts that it points to.
    ///
    /// # Errors
    ///
    /// Every pattern that is refused or cannot be compiled, every signal that nothing defines, and too many of anything.
    pub fn ruleset(&self) -> Result<&'static Ruleset, Vec<Problem>> {
        let patterns = self.patterns()?;
        let names = self.signal_names();
        if names.len() > 128 || self.contexts.len() > 128 {
            let message =
                format!("{} named signals and {} contexts: 128 of each fit", names.len(), self.contexts.len());
            return Err(vec![Problem { place: "rules".to_owned(), message }]);
        }
        let targets = targets(&patterns);
        let owned = patterns.iter().map(|pattern| Pattern {
            owner: targets.binary_search(&pattern.target).unwrap_or_default() as u16,
            regex: pattern.regex.clone(),
        });
        let program = compile(&owned.collect::<Vec<_>>()).map_err(|problems| {
            let place = |at: Option<usize>| at.map_or("rules", |at| &patterns[at].place).to_owned();
            let problems = problems.into_iter();
            problems.map(|problem| Problem { place: place(problem.pattern), message: problem.what }).collect::<Vec<_>>()
        })?;
        let indices = |asked: &[String]| -> Vec<u16> {
            asked.iter().filter_map(|name| names.iter().position(|known| known == name)).map(|at| at as u16).collect()
        };
        let rules: Vec<Rule> = self
            .rules
            .iter()
            .map(|(category, file)| {
                let rule = &file.content;
                let near = rule.when.as_ref().map_or_else(Vec::new, |when| indices(&when.near));
                let counted = rule.count.as_ref().map_or_else(Vec::new, |count| indices(&count.of));
                let unless = self.contexts.iter().enumerate().filter(|(_, context)| rule.unless.contains(&context.id));
                Rule {
                    id: keep(&file.id),
                    category: *category,
                    weight: self.weights.of(*category).rules.get(&file.id).copied().unwrap_or(rule.weight),
                    prior: rule.weight,
                    signals: indices(&rule.signals),
                    near_set: set(&near),
                    near,
                    near_within: rule.when.as_ref().and_then(|when| when.within).unwrap_or(u32::MAX),
                    at_least: rule.count.as_ref().map_or(0, |count| count.at_least),
                    counted_set: set(&counted),
                    counted,
                    count_within: rule.count.as_ref().map_or(0, |count| count.within),
                    unless: unless.fold(0, |set, (at, _)| set | 1 << at),
                }
            })
            .collect();
        let contexts = self.contexts.iter().map(|file| {
            let context = &file.content;
            let signals = indices(&context.signals);
            let prior = context.post.map_or([0.0; 2], |post| [post.pump, post.claim]);
            let learned = Category::ALL.map(|category| {
                self.weights.of(category).contexts.get(&file.id).copied().unwrap_or(prior[category as usize])
            });
            Context {
                id: keep(&file.id),
                scope: context.scope,
                applies: Category::ALL.map(|category| context.applies.contains(&category)),
                factor: context.factor.unwrap_or(1.0),
                post: if context.scope == Scope::Post { learned } else { [0.0; 2] },
                prior,
                signal_set: set(&signals),
                signals,
            }
        });
        Ok(Box::leak(Box::new(Ruleset {
            asked: rules.iter().map(|rule| set(&rule.signals) | rule.counted_set).collect(),
            rules,
            contexts: contexts.collect(),
            questions: self.questions.iter().map(|file| keep(&file.id)).collect(),
            signals: names.len() as u16,
            bias: Category::ALL.map(|category| self.weights.of(category).bias),
            nothing: Category::ALL.map(|category| self.weights.of(category).nothing),
            thresholds: Category::ALL.map(|category| thresholds(self.weights.of(category))),
            targets,
            packed: program.leak(),
            in_place: OnceLock::new(),
        })))
    }

    /// Titles, reasons, examples, questions and sources, for people, and what a sensitivity costs: JSON, in English and in every other language that has a file.
    #[must_use]
    pub fn catalogues(&self) -> Vec<(String, String)> {
        let mut catalogues = vec![("en".to_owned(), self.english().to_string())];
        catalogues
            .extend(self.languages.iter().map(|file| (file.id.clone(), self.translated(&file.content).to_string())));
        catalogues
    }

    /// The English catalogue, with the words of another language in the place of those that it has.
    fn translated(&self, LanguageFile { rules, wording, contexts, checklist }: &LanguageFile) -> Value {
        let mut catalogue = self.english();
        let reasons = rules.iter().map(|(id, words)| (format!("/rules/{id}"), json!(words)));
        let wording = wording.iter().map(|words| ("/wording".to_owned(), json!(words)));
        let contexts = contexts.iter().map(|(id, words)| (format!("/contexts/{id}"), json!(words)));
        let questions = checklist.iter().map(|(id, text)| (format!("/checklist/{id}"), json!({ "question": text })));
        for (place, words) in reasons.chain(wording).chain(contexts).chain(questions) {
            if let (Some(Value::Object(known)), Value::Object(words)) = (catalogue.pointer_mut(&place), words) {
                known.extend(words);
            }
        }
        catalogue
    }

    pub(super) fn english(&self) -> Value {
        let rules: Map<String, Value> = self
            .rules
            .iter()
            .map(|(category, file)| {
                let rule = &file.content;
                let mut words = json!({ "category": category, "family": rule.family });
                // The first is the plainest. English is what every rule has.
                if let Some(example) = rule.examples.get("en").and_then(|examples| examples.flags.first()) {
                    words["example"] = json!({ "text": example.get_ref() });
                }
                reason(&mut words, &rule.title, &rule.why, &rule.ask, &rule.source);
                (file.id.clone(), words)
            })
            .collect();
        let contexts: Map<String, Value> = self
            .contexts
            .iter()
            .map(|file| (file.id.clone(), json!({ "title": file.content.title, "why": file.content.why })))
            .collect();
        let checklist: Map<String, Value> =
            self.questions.iter().map(|file| (file.id.clone(), json!({ "question": file.content.wording }))).collect();
        let mut wording = json!({});
        if let Some(WordingFile { title, why, ask, source }) = self.wording.as_ref().map(|file| &file.content) {
            reason(&mut wording, title, why, ask, source);
        }
        let everyday = &self.weights.everyday;
        json!({ "rules": rules, "wording": wording, "contexts": contexts, "checklist": checklist, "everyday": everyday })
    }
}

/// What the card says of a reason.
fn reason(words: &mut Value, title: &str, why: &str, ask: &str, source: &Source) {
    (words["title"], words["why"], words["ask"]) = (json!(title), json!(why), json!(ask));
    words["source"] = json!({ "name": source.name });
    if let Some(url) = &source.url {
        words["source"]["url"] = json!(url);
    }
}

/// Whose patterns there are; the place of each is its owner's number in the program.
fn targets(patterns: &[SourcePattern]) -> Vec<Target> {
    let mut targets: Vec<Target> = patterns.iter().map(|pattern| pattern.target).collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}

fn set(signals: &[u16]) -> SignalSet {
    signals.iter().fold(0, |set, signal| set | 1 << signal)
}

fn keep(text: &str) -> &'static str {
    text.to_owned().leak()
}

/// The logit for each sensitivity: straight lines between the points of the file.
fn thresholds(weights: &CategoryWeights) -> Vec<f64> {
    (0..=100u32)
        .map(|sensitivity| {
            let after = weights.thresholds.partition_point(|point| point.0 <= sensitivity);
            let Some(&(from, low)) = weights.thresholds[..after].last() else { return 0.0 };
            let Some(&(to, high)) = weights.thresholds.get(after) else { return low };
            low + (high - low) * f64::from(sensitivity - from) / f64::from(to - from)
        })
        .collect()
}
