//! `hypelint check`: every example of every rule file is a test, and what goes wrong is named with its line.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SKELETON: &str = include_str!("../../../rules/SKELETON.toml");

/// Runs `hypelint check` where `rules/` is.
fn check(paths: &[&Path]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut command = Command::new(env!("CARGO_BIN_EXE_hypelint"));
    command.current_dir(root).arg("check").args(paths).output().expect("the tool was built")
}

/// A draft of a pump rule outside `rules/`.
fn draft(id: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pump");
    fs::create_dir_all(&folder).expect("the folder can be made");
    let path = folder.join(id).with_extension("toml");
    fs::write(&path, text).expect("the folder can be written");
    path
}

#[track_caller]
fn fails(id: &str, from: &str, to: &str, wanted: &[&str]) {
    assert!(SKELETON.contains(from), "{from:?} is not in the skeleton");
    let output = check(&[&draft(id, &SKELETON.replace(from, to))]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    let line = SKELETON[..SKELETON.find(from).expect("just seen")].matches('\n').count() + 1;
    for part in wanted.iter().map(|part| part.replace("{line}", &line.to_string())) {
        assert!(said.contains(&part), "{part:?} is not in {said}");
    }
}

#[test]
fn the_rule_of_the_contributors_guide_is_a_good_one() {
    let guide = include_str!("../../../CONTRIBUTING.md");
    let rule = "docs/examples/pump/last-train.toml";
    assert!(guide.contains(rule));
    let output = check(&[Path::new(rule)]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn every_example_comes_out_as_its_file_says() {
    let output = check(&[Path::new("rules")]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn the_skeleton_is_a_rule() {
    let output = check(&[&draft("skeleton", SKELETON)]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn examples_that_come_out_otherwise_are_named_with_the_reason() {
    let flag = "\"$NUVO at an absolute bargain price\"";
    fails("silent", flag, "\"$NUVO is up\"", &["silent.toml:{line}: ", "nothing of it matches", "$NUVO is up"]);
    fails("far", flag, "\"An absolute bargain price\"", &["far.toml:{line}: ", "nothing of `when.near` near it"]);
    fails("trap", flag, "\"$NUVO at an absolute bargain price of it\"", &["stands in one of its traps"]);
    fails("name", flag, "\"$NUVO, by the people of Dirt Cheap Entry\"", &["“dirt cheap entry” stands within a name"]);
    fails("context", flag, "\"$NUVO is not an absolute bargain price\"", &["context leaves ", "negation"]);
    let ignored = "\"The bakery never sold bread this cheap again.\"";
    fails("eager", ignored, "\"$NUVO, dirt cheap entry\"", &["eager.toml:{line}: ", "finds “dirt cheap entry”"]);
}

#[test]
fn files_that_cannot_be_read_are_named_with_the_line() {
    fails("key", "weight = 1.2", "wieght = 1.2", &["key.toml:{line}: unknown field `wieght`"]);
    fails("folded", "dirt cheap entry", "Dirt cheap entry", &["folding turns `D` into `d`"]);
    fails("signal", "near = [\"ticker\", \"hashtag\"]", "near = [\"tickr\"]", &["no signal is named `tickr`"]);
}

#[test]
fn wrong_calls_exit_with_2() {
    for path in ["no/such/pump/rule.toml", "rules/signals.toml", "benches"] {
        assert_eq!(check(&[Path::new(path)]).status.code(), Some(2), "{path}");
    }
}
