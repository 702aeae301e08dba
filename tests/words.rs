//! What people read: the catalogue, the interface texts, the README. They inform and never accuse, and they pass their
//! own rules.

use hypelint::Scorer;
use serde_json::Value;

/// Words that judge instead of explain, by language.
const NEVER: [(&str, &[&str]); 11] = [
    ("en", &["scam", "fraud", "safe to", "is safe", "liar", "lying", "criminal", "fake"]),
    ("es", &["estafa", "fraude", " timo", "mentira", "miente", "engañ", "delincuente", "es seguro "]),
    ("pt-BR", &["golpe", "fraude", "mentira", " mente que", "enganar", "enganoso", "criminos", "é seguro "]),
    ("tr", &["dolandır", "sahtekâr", "sahte", " yalan", "hile", "suçlu", "güvenlidir"]),
    ("ru", &["скам", "мошен", "обман", " лж", "враньё", "врёт", "афер", "преступ", "безопасно "]),
    ("zh-CN", &["骗", "欺诈", "诈", "谎", "造假", "罪", "是安全的"]),
    ("id", &["penipu", "tipu", "bohong", "palsu", "kriminal", "pasti aman"]),
    ("vi", &["lừa", "gian lận", "dối", "giả mạo", "tội phạm", "là an toàn"]),
    ("ko", &["사기", "거짓", "속임", "속이", "조작", "범죄", "안전합니다"]),
    ("ja", &["詐欺", "嘘", "だま", "騙", "偽", "犯罪", "安全です"]),
    ("hi", &["धोखा", "ठग", "झूठ", "फ़र्ज़ी", "फर्जी", "घोटाल", "अपराध", "सुरक्षित है"]),
];

fn catalogue(language: &str) -> Value {
    let (_, text) = hypelint::CATALOGUES.iter().find(|(one, _)| *one == language).expect("a language of the product");
    serde_json::from_str(text).expect("the build writes JSON")
}

fn texts(language: &str) -> Vec<String> {
    let catalogue = catalogue(language);
    let mut texts = Vec::new();
    for part in ["rules", "contexts", "checklist"] {
        for words in catalogue[part].as_object().expect("an object").values() {
            texts.extend(
                ["title", "why", "ask", "question"].iter().filter_map(|key| words[*key].as_str()).map(str::to_owned),
            );
        }
    }
    let folder = language.replace('-', "_");
    let path = format!("{}/extension/_locales/{folder}/messages.json", env!("CARGO_MANIFEST_DIR"));
    let messages = std::fs::read_to_string(path).expect("every language has texts of the interface");
    let messages: Value = serde_json::from_str(&messages).expect("the texts are JSON");
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
    for (language, words) in NEVER {
        for text in texts(language) {
            let lower = text.to_lowercase();
            assert!(!words.iter().any(|word| lower.contains(word)), "{language}: {text}");
        }
    }
}

#[test]
fn every_rule_says_what_is_missing_and_asks() {
    for (id, words) in catalogue("en")["rules"].as_object().expect("an object") {
        let text = |key: &str| words[key].as_str().unwrap_or_default();
        assert!(text("why").contains("{span}"), "{id}: `why` quotes the words: put {{span}} in");
        assert!(text("ask").ends_with('?'), "{id}: `ask` is a question");
        assert!(text("title").chars().count() <= 48, "{id}: the title is too long for a card");
        assert!(!words["source"]["name"].as_str().unwrap_or_default().is_empty(), "{id}: names its source");
    }
}

#[test]
fn every_language_has_words_for_all_that_a_card_says() {
    let english = catalogue("en");
    let mut missing = Vec::new();
    for (language, _) in hypelint::CATALOGUES.iter().filter(|(language, _)| *language != "en") {
        let translated = catalogue(language);
        // What a language's file leaves out, the build takes from the English: no sentence is the same in two languages.
        for (part, key) in [("rules", "why"), ("contexts", "why"), ("checklist", "question")] {
            for (id, words) in english[part].as_object().expect("an object") {
                if translated[part][id][key] == words[key] {
                    missing.push(format!("rules/languages/{language}.toml: {part}.{id}"));
                }
            }
        }
        if translated["wording"]["why"] == english["wording"]["why"] {
            missing.push(format!("rules/languages/{language}.toml: wording"));
        }
    }
    assert!(missing.is_empty(), "cards would show English here:\n{}", missing.join("\n"));
}

#[test]
fn the_product_passes_its_own_rules() {
    let mut scorer = Scorer::default();
    let readme =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("README.md is there");
    // Indented lines are commands, and one of them is given a pump to explain.
    let prose: String = readme.lines().filter(|line| !line.starts_with("    ")).collect::<Vec<_>>().join("\n");
    // Titles name what a rule finds, and what is put in for $SITE$ is no ticker.
    // In English: of the other languages the reader has seen too little to be asked about the product's own manner.
    let sentences = texts("en").into_iter().filter(|text| text.ends_with(['.', '?'])).map(|text| text.replace('$', ""));
    for text in sentences.chain([prose]) {
        let report = scorer.report(&text);
        assert!(report.flagged([50, 50]).is_empty(), "{text}: {:?}", report.findings);
    }
}
