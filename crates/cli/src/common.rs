//! `hypelint common`: the table of features that posts of any kind have, which lessons leave alone.
//!
//! In: a folder of posts, one file a language. Out: `model/common.bin`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use hypelint::reader::common::table;

use crate::posts;

/// Counts, and writes.
pub fn run(folder: &Path, out: &Path) -> Result<ExitCode, String> {
    fs::write(out, of(folder)?).map_err(|error| format!("{}: {error}", out.display()))?;
    Ok(ExitCode::SUCCESS)
}

fn of(folder: &Path) -> Result<Vec<u8>, String> {
    let texts = |file| Ok(posts::read(&[file])?.into_iter().map(|post| post.text).collect());
    let languages: Result<Vec<Vec<String>>, String> = posts::folder(folder)?.into_iter().map(texts).collect();
    Ok(table(&languages?))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    #[test]
    fn the_table_is_the_one_that_the_written_posts_give() {
        let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../model");
        let kept = fs::read(model.join("common.bin")).expect("it is checked in");
        let made = super::of(&model.join("written")).expect("the posts can be read");
        assert!(kept == made, "make it anew: hypelint common model/written");
    }
}
