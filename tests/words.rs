//! What people read: the catalogue, the interface texts, the README. They inform and never accuse, and they pass their
//! own rules.

use hypelint::Scorer;
use serde_json::Value;

/// Words that judge instead of explain.
const NEVER: [&str; 8] = ["scam", "fraud", "safe to", "is safe", "liar", "lying", "criminal", "fake"];

fn texts() -> Vec<String> {
    let catalogue: Value = serde_json::from_str(hypelint::CATALOGUE).expect("the build writes JSON");
    let mut texts = Vec::new();
    for part in ["rules", "contexts", "checklist"] {
        for words in catalogue[part].as_object().expect("an object").values() {
            texts.extend(
                ["title", "why", "ask", "question"].iter().filter_map(|key| words[*key].as_str()).map(str::to_owned),
            );
        }
    }
    let messages = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/extension/_locales/en/messages.json"))
        .expect("the English texts are there");
    let messages: Value = serde_json::from_str(&messages).expect("the English texts are JSON");
    texts.extend(
        messages
            .as_object()
            .expect("an object")
            .values()
            .filter_map(|message| message["message"].as_str())
            .map(str::to_owned),
    );
    texts
}

#[test]
fn no_text_accuses() {
    for text in texts() {
        let lower = text.to_lowercase();
        assert!(!NEVER.iter().any(|word| lower.contains(word)), "{text}");
    }
}

#[test]
fn every_rule_says_what_is_missing_and_asks() {
    let catalogue: Value = serde_json::from_str(hypelint::CATALOGUE).expect("the build writes JSON");
    for (id, words) in catalogue["rules"].as_object().expect("an object") {
        let text = |key: &str| words[key].as_str().unwrap_or_default();
        assert!(text("why").contains("{span}"), "{id}: `why` quotes the words: put {{span}} in");
        assert!(text("ask").ends_with('?'), "{id}: `ask` is a question");
        assert!(text("title").chars().count() <= 48, "{id}: the title is too long for a card");
        assert!(!words["source"]["name"].as_str().unwrap_or_default().is_empty(), "{id}: names its source");
    }
}

#[test]
fn the_product_passes_its_own_rules() {
    let mut scorer = Scorer::default();
    let readme =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("README.md is there");
    // Indented lines are commands, and one of them is given a pump to explain.
    let prose: String = readme.lines().filter(|line| !line.starts_with("    ")).collect::<Vec<_>>().join("\n");
    // Titles name what a rule finds, and what is put in for $SITE$ is no ticker.
    let sentences = texts().into_iter().filter(|text| text.ends_with(['.', '?'])).map(|text| text.replace('$', ""));
    for text in sentences.chain([prose]) {
        let report = scorer.report(&text);
        assert!(report.flagged([50, 50]).is_empty(), "{text}: {:?}", report.findings);
    }
}
