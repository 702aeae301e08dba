//! Makes the built-in rule set of `rules/` and `model/weights.toml`: `ruleset.bin` for the core, `catalogues.rs` (the
//! words for people, in every language that has them) for the command line and the extension. Whatever is wrong with a file is an error of the build.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hypelint_rulebook::Rulebook;

fn main() -> ExitCode {
    let (rules, weights) = (Path::new("rules"), Path::new("model/weights.toml"));
    for watched in [rules, weights] {
        println!("cargo::rerun-if-changed={}", watched.display());
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let made = Rulebook::read(rules, weights).and_then(|book| Ok((book.ruleset()?.to_bytes(), book.catalogues())));
    match made {
        Ok((ruleset, catalogues)) => {
            fs::write(out.join("ruleset.bin"), ruleset).expect("OUT_DIR can be written");
            fs::write(out.join("catalogues.rs"), format!("&{catalogues:?}")).expect("OUT_DIR can be written");
            ExitCode::SUCCESS
        }
        Err(problems) => {
            for problem in problems {
                println!("cargo::error={problem}");
            }
            ExitCode::FAILURE
        }
    }
}
