//! Lines of `hypelint score`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use hypelint::Scorer;
use serde_json::value::RawValue;

#[expect(dead_code, reason = "of the command, the answer to one line is what strangers' bytes reach")]
#[path = "../../cli/src/score.rs"]
mod command;

thread_local! {
    static SCORER: RefCell<Scorer> = RefCell::new(Scorer::default());
}

/// Values as they are written: an id may hold half of a surrogate pair, and is given back all the same.
type Object<'a> = BTreeMap<String, &'a RawValue>;

/// Every line is answered by one line of JSON, with the id that it came with: by a score, or by what is wrong.
///
/// # Panics
///
/// It is not so.
pub fn lines(input: &[u8]) {
    for line in input.split(|&byte| byte == b'\n') {
        let mut written = Vec::new();
        let valid = SCORER.with_borrow_mut(|scorer| command::line_to(scorer, line, [50; 2], &mut written)).is_ok();
        if line.trim_ascii().is_empty() {
            assert!(written.is_empty());
            continue;
        }
        assert_eq!(written.iter().position(|&byte| byte == b'\n'), written.len().checked_sub(1), "one line");
        let answer: Object = serde_json::from_slice(&written).expect("an answer is JSON");
        assert_eq!(answer.contains_key("pump"), valid);
        assert_eq!(answer.contains_key("error"), !valid);
        if let Ok(asked) = serde_json::from_slice::<Object>(line)
            && valid
        {
            let id = asked.get("id").map(|id| id.get()).filter(|&id| id != "null");
            assert_eq!(answer.get("id").map(|id| id.get()), id);
        }
    }
}
