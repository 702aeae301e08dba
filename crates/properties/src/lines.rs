//! Lines of `hypelint score`.

use std::cell::RefCell;

use hypelint::Scorer;
use serde_json::Value;

#[expect(dead_code, reason = "of the command, the answer to one line is what strangers' bytes reach")]
#[path = "../../cli/src/score.rs"]
mod command;

thread_local! {
    static SCORER: RefCell<Scorer> = RefCell::new(Scorer::default());
}

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
        let answer: Value = serde_json::from_slice(&written).expect("an answer is JSON");
        assert_eq!(answer.get("error").is_none(), valid, "{answer}");
        assert_eq!(answer.get("pump").is_some(), valid, "{answer}");
        if let Ok(Value::Object(asked)) = serde_json::from_slice(line)
            && valid
        {
            assert_eq!(answer.get("id"), asked.get("id").filter(|id| !id.is_null()).or(answer.get("id")));
        }
    }
}
