//! `hypelint rules`: the catalogue, for a terminal or as the JSON that the extension shows.

use std::collections::BTreeMap;
use std::process::ExitCode;

use hypelint::score::Finding;
use hypelint::{Scorer, rules};
use hypelint_rulebook::WORDING;
use serde::Deserialize;
use serde_json::{Value, json};

/// Words for people, by id; the build made them from the rule files.
#[derive(Deserialize)]
pub struct Catalogue {
    pub rules: BTreeMap<String, RuleWords>,
    pub wording: ReasonWords,
    pub contexts: BTreeMap<String, ContextWords>,
    pub checklist: BTreeMap<String, QuestionWords>,
}

#[derive(Deserialize)]
pub struct RuleWords {
    pub category: String,
    #[serde(flatten)]
    pub words: ReasonWords,
}

#[derive(Deserialize)]
pub struct ReasonWords {
    pub title: String,
    pub why: String,
    pub ask: String,
    pub source: Source,
}

impl Catalogue {
    /// What is said of a finding's rule, or of the wording.
    pub fn reason(&self, rule: &str) -> Option<&ReasonWords> {
        if rule == WORDING { Some(&self.wording) } else { self.rules.get(rule).map(|rule| &rule.words) }
    }
}

#[derive(Deserialize)]
pub struct Source {
    pub name: String,
    pub url: Option<String>,
}

#[derive(Deserialize)]
pub struct ContextWords {
    pub title: String,
    pub why: String,
}

#[derive(Deserialize)]
pub struct QuestionWords {
    pub question: String,
}

/// The catalogue of this build, in a language that it has.
pub fn load(language: &str) -> Catalogue {
    serde_json::from_str(text(language)).expect("the build writes the catalogue")
}

fn text(language: &str) -> &'static str {
    hypelint::CATALOGUES.iter().find(|(one, _)| *one == language).expect("one of this build's languages").1
}

/// The catalogue with each example's words marked that the rule fires on.
fn with_spans(language: &str) -> Value {
    let mut catalogue: Value = serde_json::from_str(text(language)).expect("the build writes the catalogue");
    let mut scorer = Scorer::default();
    scorer.read_everything();
    for (id, words) in catalogue["rules"].as_object_mut().into_iter().flatten() {
        let Some(text) = words["example"]["text"].as_str() else { continue };
        let of_rule = |finding: &&Finding| rules().get(usize::from(finding.rule)).is_some_and(|rule| rule.id == id);
        if let Some(Finding { span, .. }) = scorer.verdict(text).findings.iter().find(of_rule) {
            (words["example"]["start"], words["example"]["end"]) = (json!(span.start), json!(span.end));
        }
    }
    catalogue
}

/// Prints the catalogue.
pub fn run(json: bool, language: &str) -> ExitCode {
    if json {
        println!("{}", with_spans(language));
        return ExitCode::SUCCESS;
    }
    let catalogue = load(language);
    for (category, heading) in [("pump", "Ticker pumps"), ("claim", "Unbacked infrastructure claims")] {
        println!("{heading}\n");
        for (id, rule) in catalogue.rules.iter().filter(|(_, rule)| rule.category == category) {
            let rule = &rule.words;
            let link = rule.source.url.as_ref().map_or(String::new(), |url| format!(" <{url}>"));
            println!(
                "  {id}: {}\n      {}\n      Source: {}{link}\n",
                rule.title,
                rule.why.replace("{span}", "…"),
                rule.source.name
            );
        }
    }
    println!("Contexts: what lowers a score\n");
    for (id, context) in &catalogue.contexts {
        println!("  {id}: {}\n      {}\n", context.title, context.why.replace("{span}", "…"));
    }
    ExitCode::SUCCESS
}
