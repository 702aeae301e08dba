//! Rule files of strangers.

use std::fs;
use std::path::{Path, PathBuf};

use hypelint_rulebook::Rulebook;

thread_local! {
    /// A folder of rules that holds what every rule may ask for, and no rule yet. Tests run beside each other.
    static FOLDER: PathBuf = {
        let rules = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules"));
        let name = format!("hypelint-properties-{}-{:?}", std::process::id(), std::thread::current().id());
        let folder = std::env::temp_dir().join(name);
        for sub in ["pump", "context", "checklist"] {
            fs::create_dir_all(folder.join(sub)).expect("a temporary folder can be made");
        }
        for file in ["vocabulary.toml", "signals.toml", "wording.toml"] {
            fs::copy(rules.join(file), folder.join(file)).expect("the build read the same file");
        }
        folder
    };
}

/// A rule file, a context or a question (the first byte chooses) is read, or refused with reasons that name the file.
///
/// # Panics
///
/// Neither.
pub fn rule_files(input: &[u8]) {
    let Some((choice, content)) = input.split_first() else { return };
    let sub = ["pump", "context", "checklist"][usize::from(choice % 3)];
    let folder = FOLDER.with(PathBuf::clone);
    let path = folder.join(sub).join("draft.toml");
    fs::write(&path, content).expect("a temporary file can be written");
    let problems = match Rulebook::alone(std::slice::from_ref(&path), &folder) {
        Ok(book) => book.patterns().err().unwrap_or_default(),
        Err(problems) => problems,
    };
    for problem in problems {
        assert!(!problem.message.is_empty() && problem.place.contains(sub), "{problem:?}");
    }
    fs::remove_file(&path).expect("it was just written");
}
