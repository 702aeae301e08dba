//! `rules/schema.json` says of every rule file what the reader says: it is valid.

use std::fs;
use std::path::{Path, PathBuf};

use hypelint_rulebook::Kind;
use serde_json::Value;

fn rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules")
}

fn schema() -> Value {
    let text = fs::read_to_string(rules().join("schema.json")).expect("the schema is there");
    serde_json::from_str(&text).expect("the schema is JSON")
}

fn toml(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("the file can be read");
    toml::from_str(&text).expect("the build read it, too")
}

#[test]
fn every_file_is_valid() {
    let mut problems = Vec::new();
    for (folder, kind) in Kind::FOLDERS {
        // One kind at a time: what is wrong with a file is said of its own form.
        let mut schema = schema();
        let form = match kind {
            Kind::Rule(_) => "rule",
            Kind::Context => "context",
            Kind::Question => "question",
        };
        schema["oneOf"] = serde_json::json!([{ "$ref": format!("#/$defs/{form}") }]);
        let validator = jsonschema::validator_for(&schema).expect("the schema is one");
        for entry in fs::read_dir(rules().join(folder)).expect("the folder is there") {
            let path = entry.expect("the folder can be read").path();
            let file = toml(&path);
            problems.extend(
                validator
                    .iter_errors(&file)
                    .map(|error| format!("{}: {}: {error}", path.display(), error.instance_path())),
            );
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_skeleton_is_valid_and_a_file_with_an_unknown_key_is_not() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is one");
    let mut skeleton = toml(&rules().join("SKELETON.toml"));
    assert!(validator.is_valid(&skeleton));
    skeleton["wieght"] = Value::from(1.0);
    assert!(!validator.is_valid(&skeleton));
}
