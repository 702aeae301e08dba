//! `hypelint rules`: the catalogue, for a terminal or as the JSON that the extension shows.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use hypelint::span::{Span, Utf16};
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

/// Which words of its example each rule fires on. Examples are the same in all languages of the catalogue.
fn spans() -> BTreeMap<String, Span<Utf16>> {
    let mut scorer = Scorer::default();
    scorer.read_everything();
    let english: Value = serde_json::from_str(text("en")).expect("the build writes the catalogue");
    let of_rule = |(id, words): (&String, &Value)| {
        let found = scorer.verdict(words["example"]["text"].as_str()?).findings;
        let own =
            found.iter().find(|finding| rules().get(usize::from(finding.rule)).is_some_and(|rule| rule.id == id))?;
        Some((id.clone(), own.span))
    };
    english["rules"].as_object().into_iter().flatten().filter_map(of_rule).collect()
}

/// The catalogue with each example's words marked that the rule fires on.
fn with_spans(language: &str, spans: &BTreeMap<String, Span<Utf16>>) -> Value {
    let mut catalogue: Value = serde_json::from_str(text(language)).expect("the build writes the catalogue");
    for (id, span) in spans {
        let example = &mut catalogue["rules"][id]["example"];
        (example["start"], example["end"]) = (json!(span.start), json!(span.end));
    }
    catalogue
}

/// Writes the catalogue of each language to a folder that is there.
pub fn write(folder: &Path) -> Result<ExitCode, String> {
    let spans = spans();
    for (language, _) in hypelint::CATALOGUES {
        let path = folder.join(format!("{language}.json"));
        fs::write(&path, format!("{}\n", with_spans(language, &spans)))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the catalogue.
pub fn run(json: bool, language: &str) -> ExitCode {
    if json {
        println!("{}", with_spans(language, &spans()));
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
