//! Rules → tables. Reads every file under `rules/`, the named signals and the learned weights, checks them,
//! compiles all patterns into one program, and writes what the core needs as `static` data (`tables.rs`), the words
//! for people (`catalogue.json`), the patterns one by one for the tests (`patterns.rs`) and a test of every example
//! (`examples.rs`) to `OUT_DIR`.

#[path = "build/emit.rs"]
mod emit;
#[path = "src/signals/names.rs"]
#[allow(dead_code)]
mod names;
#[path = "src/fold/table.rs"]
#[allow(dead_code)]
#[rustfmt::skip]
mod fold_table;
#[path = "build/patterns.rs"]
mod patterns;
#[path = "build/rules.rs"]
mod rules;

use std::path::PathBuf;
use std::process::ExitCode;

use hypelint_patterns::compile::compile;

/// What one character folds to; the same type as the core's, for the table that both share.
enum Fold {
    Keep,
    Drop,
    Space,
    Break,
    To(char),
    Expand(&'static str),
}

fn main() -> ExitCode {
    for watched in ["build.rs", "build", "rules", "src/signals/names.rs", "model/weights.toml", "src/fold/table.rs"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut problems = Vec::new();
    let book = rules::read(&mut problems);
    let patterns = patterns::gather(&book, &mut problems);
    if problems.is_empty() {
        match compile(&patterns.iter().map(|pattern| pattern.compiled.clone()).collect::<Vec<_>>()) {
            Ok(program) => emit::write(&out, &book, &patterns, &program),
            Err(errors) => problems.extend(errors.into_iter().map(|problem| match problem.pattern {
                Some(at) => format!("{}: '{}': {}", patterns[at].place, patterns[at].compiled.regex, problem.what),
                None => problem.what,
            })),
        }
    }
    for problem in &problems {
        println!("cargo::error={problem}");
    }
    if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
