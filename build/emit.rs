//! Writes what the build found out: `tables.rs` for the core, `catalogue.json` for people, `patterns.rs` and
//! `examples.rs` for the tests and the bench.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::patterns::{Pattern, signals, targets};
use crate::rules::{Book, Category, CategoryWeights, Scope};

/// Writes all files to `out`.
pub fn write(out: &Path, book: &Book, patterns: &[Pattern], program: &[u8]) {
    let files = [
        ("tables.rs", tables(book, patterns)),
        ("catalogue.json", catalogue(book)),
        ("patterns.rs", sources(patterns)),
        ("examples.rs", examples(book)),
        ("example_texts.rs", texts(book)),
    ];
    for (name, text) in files {
        fs::write(out.join(name), text).expect("OUT_DIR can be written");
    }
    fs::write(out.join("program.bin"), program).expect("OUT_DIR can be written");
}

fn tables(book: &Book, patterns: &[Pattern]) -> String {
    let mut file = String::from("// Made by build.rs from rules: do not edit.\n");
    let mut put = |line: String| writeln!(file, "{line}").expect("a string takes all");
    put("pub static PROGRAM: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/program.bin\"));".to_owned());
    let targets: Vec<String> = targets(patterns)
        .iter()
        .map(|(role, owner)| format!("Target {{ role: Role::{role:?}, owner: {owner} }}"))
        .collect();
    put(format!("pub static TARGETS: [Target; {}] = [{}];", targets.len(), targets.join(", ")));

    let names = signals(book);
    put(format!("pub const SIGNALS: usize = {};", names.len()));
    for (at, name) in names.iter().enumerate() {
        put(format!("#[allow(dead_code)]\npub const SIGNAL_{}: u16 = {at};", name.replace('-', "_").to_uppercase()));
    }
    let numbers = |asked: &[String]| -> String {
        let numbers: Vec<String> = asked
            .iter()
            .filter_map(|name| names.iter().position(|known| known == name))
            .map(|at| at.to_string())
            .collect();
        format!("&[{}]", numbers.join(", "))
    };
    let set = |asked: &[String]| -> u128 {
        names.iter().enumerate().filter(|(_, name)| asked.contains(name)).fold(0, |set, (at, _)| set | 1 << at)
    };
    let rules: Vec<String> = book
        .rules
        .iter()
        .map(|(id, category, rule)| {
            let weights = if *category == "pump" { &book.weights.pump } else { &book.weights.claim };
            let weight = weights.rules.get(id).copied().unwrap_or(rule.weight);
            let near = rule.when.as_ref().map_or_else(|| "&[]".to_owned(), |when| numbers(&when.near));
            let within = rule.when.as_ref().and_then(|when| when.within).map_or_else(|| "u32::MAX".to_owned(), |within| within.to_string());
            let (at_least, of, reach) = rule.count.as_ref().map_or_else(|| (0, "&[]".to_owned(), 0), |count| (count.at_least, numbers(&count.of), count.within));
            let unless = book.contexts.iter().enumerate().filter(|(_, (id, _))| rule.unless.contains(id)).fold(0u128, |set, (at, _)| set | 1 << at);
            format!(
                "Rule {{ unless: {unless}, id: {id:?}, category: Category::{}, weight: {weight:?}, prior: {:?}, signals: {}, near: {near}, nears: {}, within: {within}, at_least: {at_least}, of: {of}, reach: {reach}, counts: {} }}",
                capital(category),
                rule.weight,
                numbers(&rule.signals),
                set(rule.when.as_ref().map_or(&[], |when| &when.near)),
                set(rule.count.as_ref().map_or(&[], |count| &count.of))
            )
        })
        .collect();
    put(format!("pub static RULES: [Rule; {}] = [{}];", rules.len(), rules.join(", ")));
    let asked: Vec<u128> = book
        .rules
        .iter()
        .map(|(_, _, rule)| set(&rule.signals) | set(rule.count.as_ref().map_or(&[], |count| &count.of)))
        .collect();
    // By itself: it is looked at for every post.
    put(format!("pub static ASKED: [SignalSet; {}] = {asked:?};", asked.len()));
    let contexts: Vec<String> = book
        .contexts
        .iter()
        .map(|(id, context)| {
            let post = |weights: &CategoryWeights, own: f64| weights.contexts.get(id).copied().unwrap_or(own);
            let own = context.post.as_ref();
            let on = |category| context.applies.contains(&category);
            format!(
                "Context {{ id: {id:?}, scope: Scope::{:?}, applies: [{}, {}], factor: {:?}, post: [{:?}, {:?}], prior: [{:?}, {:?}], signals: {}, points: {} }}",
                context.scope,
                on(Category::Pump),
                on(Category::Claim),
                context.factor.unwrap_or(1.0),
                if context.scope == Scope::Post { post(&book.weights.pump, own.map_or(0.0, |own| own.pump)) } else { 0.0 },
                if context.scope == Scope::Post { post(&book.weights.claim, own.map_or(0.0, |own| own.claim)) } else { 0.0 },
                own.map_or(0.0, |own| own.pump),
                own.map_or(0.0, |own| own.claim),
                numbers(&context.signals),
                set(&context.signals)
            )
        })
        .collect();
    put(format!("pub static CONTEXTS: [Context; {}] = [{}];", contexts.len(), contexts.join(", ")));
    let questions: Vec<String> = book.checklist.iter().map(|(id, _)| format!("{id:?}")).collect();
    put(format!("pub static QUESTIONS: [&str; {}] = [{}];", questions.len(), questions.join(", ")));
    put(format!("pub static BIAS: [f64; 2] = [{:?}, {:?}];", book.weights.pump.bias, book.weights.claim.bias));
    put(format!(
        "pub static THRESHOLDS: [[f64; 101]; 2] = [{:?}, {:?}];",
        thresholds(&book.weights.pump),
        thresholds(&book.weights.claim)
    ));
    file
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

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

fn catalogue(book: &Book) -> String {
    let rules: Map<String, Value> = book
        .rules
        .iter()
        .map(|(id, category, rule)| {
            let mut source = json!({ "name": rule.source.name });
            if let Some(url) = &rule.source.url {
                source["url"] = json!(url);
            }
            (id.clone(), json!({ "category": category, "title": rule.title, "why": rule.why, "ask": rule.ask, "source": source }))
        })
        .collect();
    let contexts: Map<String, Value> = book
        .contexts
        .iter()
        .map(|(id, context)| (id.clone(), json!({ "title": context.title, "why": context.why })))
        .collect();
    let checklist: Map<String, Value> =
        book.checklist.iter().map(|(id, question)| (id.clone(), json!({ "question": question.wording }))).collect();
    json!({ "rules": rules, "contexts": contexts, "checklist": checklist }).to_string()
}

fn sources(patterns: &[Pattern]) -> String {
    let sources: Vec<String> = patterns
        .iter()
        .map(|pattern| {
            format!("    ({}, {:?}, {:?}),\n", pattern.compiled.owner, pattern.place, pattern.compiled.regex)
        })
        .collect();
    format!(
        "/// Every pattern: its owner, where it stands, and how `regex` reads it.\npub static PATTERNS: [(usize, &str, &str); {}] = [\n{}];\n",
        sources.len(),
        sources.concat()
    )
}

fn texts(book: &Book) -> String {
    let rules = book.rules.iter().flat_map(|(_, _, rule)| rule.examples.values());
    let contexts = book.contexts.iter().flat_map(|(_, context)| context.examples.values());
    let flagged = rules.chain(contexts).flat_map(|examples| examples.flags.iter().chain(&examples.ignores));
    let answers = book.checklist.iter().flat_map(|(_, question)| question.examples.values());
    let answered = answers.flat_map(|examples| examples.answered.iter().chain(&examples.partly).chain(&examples.open));
    let texts: Vec<String> = flagged.chain(answered).map(|text| format!("    {text:?},\n")).collect();
    format!("/// The text of every example.\npub static EXAMPLES: [&str; {}] = [\n{}];\n", texts.len(), texts.concat())
}

fn examples(book: &Book) -> String {
    let mut file = String::new();
    let mut test = |kind: &str, id: &str, cases: Vec<(&str, &String)>| {
        writeln!(file, "#[test]\nfn {kind}_{}() {{", id.replace('-', "_")).expect("a string takes all");
        for (check, text) in cases {
            writeln!(file, "    {check}({id:?}, {text:?});").expect("a string takes all");
        }
        file.push_str("}\n\n");
    };
    for (id, category, rule) in &book.rules {
        let cases = rule.examples.values().flat_map(|examples| {
            examples
                .flags
                .iter()
                .map(|text| ("flags", text))
                .chain(examples.ignores.iter().map(|text| ("ignores", text)))
        });
        test(category, id, cases.collect());
    }
    for (id, context) in &book.contexts {
        let cases = context.examples.values().flat_map(|examples| {
            examples
                .flags
                .iter()
                .map(|text| ("cues", text))
                .chain(examples.ignores.iter().map(|text| ("gives_no_cue", text)))
        });
        test("context", id, cases.collect());
    }
    for (id, question) in &book.checklist {
        let cases = question.examples.values().flat_map(|examples| {
            let answered = examples.answered.iter().map(|text| ("answers", text));
            let partly = examples.partly.iter().map(|text| ("answers_partly", text));
            answered.chain(partly).chain(examples.open.iter().map(|text| ("leaves_open", text)))
        });
        test("checklist", id, cases.collect());
    }
    file
}
