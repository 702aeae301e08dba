//! `hypelint check`: the examples of some rule files, and those files alone.
//!
//! In: rule files, or folders of them. Out: every problem and every example that does not come out as its file says,
//! each with its file, its line and the reason. The rule set is compiled here and now, of these files with the
//! contexts, named signals and vocabulary of their rule folder: no build, about a second.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hypelint::fold::FoldedText;
use hypelint::reader::Model;
use hypelint::rules::Matches;
use hypelint::span::{Folded, Span};
use hypelint::{Role, Ruleset, Scorer, members};
use hypelint_rulebook::{Example, Expectation, Kind, Problem, Rulebook};

/// From here on context has taken more than half of a finding.
const WEAKENED: f64 = 0.5;

/// Checks the files, and prints what is wrong.
pub fn run(paths: &[PathBuf]) -> Result<ExitCode, String> {
    let mut files = Vec::new();
    for path in paths {
        collect(path, &mut files)?;
    }
    let first = files.first().ok_or("no rule files there: they stand in pump/, claim/, context/ or checklist/")?;
    let rules = rule_folder(first)?;
    let checked = Rulebook::alone(&files, &rules).and_then(|book| {
        let ruleset = book.ruleset()?;
        let examples: Vec<Example> =
            book.examples().into_iter().filter(|example| files.iter().any(|file| file == example.path)).collect();
        let mut scorer = Scorer::new(ruleset, Model::empty());
        let failed = examples.iter().filter_map(|example| {
            let reason = failure(ruleset, &mut scorer, example)?;
            let place = format!("{}:{}", example.path.display(), example.line);
            Some(Problem { place, message: format!("{reason}\n    {}", example.text.replace('\n', "\n    ")) })
        });
        let failed: Vec<Problem> = failed.collect();
        if failed.is_empty() { Ok(examples.len()) } else { Err(failed) }
    });
    match checked {
        Ok(examples) => {
            println!("All {examples} examples come out as they should.");
            Ok(ExitCode::SUCCESS)
        }
        Err(problems) => {
            for problem in &problems {
                println!("{problem}");
            }
            eprintln!("hypelint: {} problems", problems.len());
            Ok(ExitCode::FAILURE)
        }
    }
}

/// The rule files of a path: itself, or all of a folder.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let fail = |error: std::io::Error| format!("{}: {error}", path.display());
    if !fs::metadata(path).map_err(fail)?.is_dir() {
        if Kind::of(path).is_none() {
            return Err(format!("{}: stands in none of pump/, claim/, context/ and checklist/", path.display()));
        }
        files.push(path.to_owned());
        return Ok(());
    }
    let entries = fs::read_dir(path).map_err(fail)?.collect::<Result<Vec<_>, _>>().map_err(fail)?;
    let mut inside: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    inside.sort();
    for path in inside {
        let is_rule = path.extension().is_some_and(|end| end == "toml") && Kind::of(&path).is_some();
        if is_rule || path.is_dir() {
            collect(&path, files)?;
        }
    }
    Ok(())
}

/// The folder that a rule file's signals and vocabulary come from: its own, or `rules` where it is a draft elsewhere.
fn rule_folder(file: &Path) -> Result<PathBuf, String> {
    let own = file.parent().and_then(Path::parent).map(Path::to_owned);
    let folders = own.into_iter().chain([PathBuf::from("rules")]);
    let mut whole = folders.filter(|folder| folder.join("signals.toml").exists());
    whole.next().ok_or_else(|| format!("{}: there is no signals.toml beside its folder, nor in rules/", file.display()))
}

/// Why an example does not come out as its file says; `None` where it does.
fn failure(ruleset: &'static Ruleset, scorer: &mut Scorer, example: &Example) -> Option<String> {
    let Example { id, text, expected, .. } = *example;
    match expected {
        Expectation::Flags | Expectation::Ignores => {
            let rule = ruleset.rules.iter().position(|rule| rule.id == id)?;
            let verdict = scorer.verdict(text);
            let found = verdict.findings.iter().find(|finding| usize::from(finding.rule) == rule).copied();
            let left = found.map(|finding| {
                let contexts: Vec<&str> =
                    members(finding.contexts).map(|context| ruleset.contexts[context].id).collect();
                match contexts[..] {
                    [] => "no context lowers it".to_owned(),
                    _ => format!("context leaves {:.2} of it: {}", finding.factor, contexts.join(", ")),
                }
            });
            match (expected, found) {
                (Expectation::Flags, Some(finding)) if finding.factor < WEAKENED => {
                    Some(format!("{id} must flag this post, but {}", left?))
                }
                (Expectation::Flags, None) => {
                    Some(format!("{id} must flag this post, but {}", silence(ruleset, scorer, rule, text)))
                }
                (Expectation::Ignores, Some(finding)) if finding.factor >= WEAKENED => {
                    let units: Vec<u16> = text.encode_utf16().collect();
                    let words = &units[finding.span.start as usize..finding.span.end as usize];
                    let words = String::from_utf16_lossy(words);
                    Some(format!("{id} must leave this post alone, but finds “{words}”, and {}", left?))
                }
                _ => None,
            }
        }
        Expectation::Cue | Expectation::NoCue => {
            let (wanted, found) = (expected == Expectation::Cue, scorer.cues(text).contains(&id));
            let words = if wanted { "must find its cue here" } else { "must find no cue here" };
            (wanted != found).then(|| format!("{id} {words}"))
        }
        Expectation::Answers(wanted) => {
            let answers = scorer.answers(text);
            let state = answers.iter().find(|answer| answer.id == id)?.state;
            (state != wanted).then(|| format!("{id} is {state:?} here, and must be {wanted:?}").to_lowercase())
        }
    }
}

/// Why a rule says nothing of a text.
fn silence(ruleset: &'static Ruleset, scorer: &mut Scorer, rule: usize, text: &str) -> String {
    let known = &ruleset.rules[rule];
    let cues = scorer.cues(text);
    if let Some(cue) = members(known.unless).map(|context| ruleset.contexts[context].id).find(|id| cues.contains(id)) {
        return format!("`unless` names {cue}, which has a cue here");
    }
    let folded = FoldedText::of(text);
    let mut matches = Matches::with_capacity(ruleset, 0);
    matches.read(&folded);
    let quote = |span: Span<Folded>| {
        String::from_utf8_lossy(&folded.text()[span.start as usize..span.end as usize]).into_owned()
    };
    let own = matches.of(Role::Rule, rule as u16).chain(known.signals.iter().flat_map(|&signal| matches.named(signal)));
    let own: Vec<_> = own.collect();
    match own.iter().copied().find(|&span| !folded.is_within_name(span)) {
        Some(span) if matches.of(Role::RuleTrap, rule as u16).any(|trap| trap.overlaps(span)) => {
            format!("“{}” stands in one of its traps", quote(span))
        }
        Some(span) => format!("“{}” has nothing of `when.near` near it", quote(span)),
        None if own.is_empty() => "nothing of it matches".to_owned(),
        None => format!("“{}” stands within a name", quote(own[0])),
    }
}
