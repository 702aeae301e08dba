//! JSON Lines of strangers.

use std::io;

use hypelint_tables::Names;
use hypelint_tables::lines::{Lines, Read, parse, split};
use serde_json::Value;
use serde_json::value::RawValue;

/// Gives a few bytes at a time: first one, then two…
struct Drops<'a>(&'a [u8], usize);

impl io::Read for Drops<'_> {
    fn read(&mut self, block: &mut [u8]) -> io::Result<usize> {
        self.1 += 1;
        let (drop, rest) = self.0.split_at(self.1.min(self.0.len()).min(block.len()));
        block[..drop.len()].copy_from_slice(drop);
        self.0 = rest;
        Ok(drop.len())
    }
}

/// However bytes come, whole lines come out, and all of them. Of each line the text is the one that it has as JSON, the id stands there
/// as it was written, and what is no post is refused with a reason.
///
/// # Panics
///
/// It is not so.
pub fn lines(input: &[u8]) {
    let mut lines = Lines::new(Drops(input, 0));
    let mut all = Vec::new();
    loop {
        match lines.read().expect("these bytes can be read") {
            Read::Lines(some) => {
                assert!(all.is_empty() || all.ends_with(b"\n"), "a line was cut");
                all.extend(some);
            }
            Read::TooLong => panic!("no line is as long"),
            Read::End => break,
        }
    }
    assert_eq!(all, input);
    let names = Names { text: "text".to_owned(), id: "id".to_owned() };
    for line in split(&all) {
        let (id, text) = parse(line, &names);
        if let Some(id) = &id {
            assert!(String::from_utf8_lossy(line).contains(id.get()), "{id}");
            assert!(serde_json::from_str::<&RawValue>(id.get()).is_ok(), "{id}");
        }
        if let Err(error) = &text {
            assert!(!error.is_empty());
        }
        // Of a line that says something twice nothing is taken.
        let is_twice = text.as_ref().is_err_and(|error| error.contains("twice"));
        // What is no JSON to serde may have a text here: halves of surrogate pairs, and numbers that are too large, stand in the way of
        // nothing.
        match serde_json::from_slice(line) {
            Ok(Value::Object(object)) => {
                assert!(object.contains_key("id") == id.is_some() || is_twice);
                match (text, object.get("text")) {
                    (Ok(text), wanted) => assert_eq!(wanted, Some(&Value::String(text))),
                    (Err(_), Some(Value::String(_))) => assert!(is_twice),
                    (Err(_), _) => {}
                }
            }
            Ok(_) => assert!(text.is_err()),
            Err(_) => {}
        }
    }
}
