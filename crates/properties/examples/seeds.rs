//! What the fuzzer begins with: the examples of all rules, and the rule files themselves.
//!
//!     cargo run --package hypelint-properties --example seeds fuzz/corpus

use std::fs;
use std::path::{Path, PathBuf};

use hypelint_rulebook::Rulebook;

fn main() {
    let corpus = PathBuf::from(std::env::args_os().nth(1).expect("usage: seeds FOLDER"));
    let book =
        Rulebook::read(Path::new("rules"), Path::new("model/weights.toml")).expect("the build read the same files");
    let put = |target: &str, name: usize, content: &[u8]| {
        let folder = corpus.join(target);
        fs::create_dir_all(&folder).expect("the folder can be made");
        fs::write(folder.join(format!("seed-{name}")), content).expect("a seed can be written");
    };
    for (at, example) in book.examples().iter().enumerate() {
        put("fold", at, example.text.as_bytes());
        put("score", at, example.text.as_bytes());
        let chosen = format!("{}{}", (at % 128) as u8 as char, example.text);
        let text = serde_json::to_string(example.text).expect("a string");
        put("lines", at, format!("{{\"id\":{at},\"text\":{text}}}\n[{text}]\n").as_bytes());
        put("features", at, chosen.as_bytes());
        put("built_in_patterns", at, chosen.as_bytes());
    }
    for (at, pattern) in book.patterns().expect("the build checked them").iter().enumerate() {
        let text = book.examples()[at % book.examples().len()].text;
        put("own_patterns", at, format!("{}\n\n{text}", pattern.regex).as_bytes());
    }
    for (choice, folder) in [(0u8, "pump"), (1, "context"), (2, "checklist")] {
        for (at, entry) in
            fs::read_dir(Path::new("rules").join(folder)).expect("a folder of rules").flatten().enumerate()
        {
            let mut content = vec![choice];
            content.extend(fs::read(entry.path()).expect("a rule file"));
            put("rule_files", usize::from(choice) * 1000 + at, &content);
        }
    }
}
