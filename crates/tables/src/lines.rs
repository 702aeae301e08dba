//! JSON Lines: whole lines as they come, and what one line says.

use std::borrow::Cow;
use std::fmt;
use std::io;

use hypelint::wtf8;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::Names;

/// Bytes that are read at once.
const BATCH: usize = 1 << 20;
/// Longer lines are no posts: they are skipped, so that memory is bounded whatever comes.
const LONGEST: usize = 64 << 20;

/// Whole lines of an input.
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    block: Box<[u8]>,
    /// What was read behind the last whole line.
    rest: Vec<u8>,
    /// Within a line that is too long.
    skipping: bool,
    ended: bool,
}

/// What one read gives.
#[derive(Debug, PartialEq)]
pub enum Read {
    /// Whole lines.
    Lines(Vec<u8>),
    /// A line that is none.
    TooLong,
    /// The end.
    End,
}

impl<R: io::Read> Lines<R> {
    /// Of an input from which nothing was read yet.
    pub fn new(input: R) -> Self {
        Self { input, block: vec![0; BATCH].into_boxed_slice(), rest: Vec::new(), skipping: false, ended: false }
    }

    /// The lines that the next reads complete.
    ///
    /// # Errors
    ///
    /// The input cannot be read.
    pub fn read(&mut self) -> io::Result<Read> {
        while !self.ended {
            let read = match self.input.read(&mut self.block) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
                Err(error) => return Err(error),
                Ok(0) => {
                    self.ended = true;
                    0
                }
                Ok(read) => read,
            };
            self.rest.extend_from_slice(&self.block[..read]);
            if self.skipping {
                let end = self.rest.iter().position(|&byte| byte == b'\n');
                self.skipping = end.is_none();
                self.rest.drain(..end.map_or(self.rest.len(), |end| end + 1));
            }
            // The last line may go on in the next read.
            let new = self.rest.len().saturating_sub(read);
            if let Some(end) = self.rest[new..].iter().rposition(|&byte| byte == b'\n') {
                let next = self.rest.split_off(new + end + 1);
                return Ok(Read::Lines(std::mem::replace(&mut self.rest, next)));
            }
            if self.rest.len() > LONGEST {
                self.rest.clear();
                self.skipping = true;
                return Ok(Read::TooLong);
            }
        }
        let rest = std::mem::take(&mut self.rest);
        Ok(if rest.is_empty() { Read::End } else { Read::Lines(rest) })
    }
}

/// Lines that were read together.
#[must_use]
pub fn split(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.strip_suffix(b"\n").unwrap_or(bytes).split(|&byte| byte == b'\n').collect()
}

/// What is wrong with a line that is too long.
#[must_use]
pub fn too_long() -> String {
    format!("longer than {LONGEST} bytes")
}

/// A line's id and text, or what is wrong with it.
pub fn parse<'a>(line: &'a [u8], names: &Names) -> (Option<Cow<'a, RawValue>>, Result<String, String>) {
    match line.trim_ascii_start() {
        [b'{', ..] => {}
        [b'[', ..] => return (None, Err(format!("not a JSON object with a \"{}\", but an array", names.text))),
        _ => return (None, Err(format!("not a JSON object with a \"{}\"", names.text))),
    }
    let (lossy, wrong) = match wtf8::decode(line) {
        Ok(line) => (line, None),
        Err(error) => (String::from_utf8_lossy(line), Some(error.utf8_error().valid_up_to() + 1)),
    };
    let found = match &lossy {
        Cow::Borrowed(line) => {
            fields(line, names).map(|Line { id, text }| (id.map(Cow::Borrowed), text.map(Cow::Borrowed)))
        }
        Cow::Owned(line) => fields(line, names).map(|Line { id, text }| {
            (id.map(|id| Cow::Owned(id.to_owned())), text.map(|text| Cow::Owned(text.to_owned())))
        }),
    };
    match (found, wrong) {
        (Err(error), _) => (None, Err(format!("not a JSON object: {}", said(&error)))),
        (Ok((id, _)), Some(byte)) => (id, Err(format!("not UTF-8 at byte {byte}"))),
        (Ok((id, text)), None) => (id, read(text.as_deref(), names)),
    }
}

/// What a line has, as it stands there.
struct Line<'a> {
    id: Option<&'a RawValue>,
    text: Option<&'a RawValue>,
}

fn fields<'a>(line: &'a str, names: &Names) -> serde_json::Result<Line<'a>> {
    let mut json = serde_json::Deserializer::from_str(line);
    let line = Fields(names).deserialize(&mut json)?;
    json.end()?;
    Ok(line)
}

/// Takes two fields, whatever they are called.
struct Fields<'n>(&'n Names);

impl<'de> DeserializeSeed<'de> for Fields<'_> {
    type Value = Line<'de>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = Line<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut line = Line { id: None, text: None };
        while let Some(key) = map.next_key::<Cow<str>>()? {
            // By value, not by kind: one column can be both.
            let (is_text, is_id) = (key == self.0.text.as_str(), key == self.0.id.as_str());
            if !is_text && !is_id {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = map.next_value::<&RawValue>()?;
            for (slot, is_it) in [(&mut line.text, is_text), (&mut line.id, is_id)] {
                if is_it && slot.replace(value).is_some() {
                    return Err(A::Error::custom(format_args!("\"{key}\" stands there twice")));
                }
            }
        }
        Ok(line)
    }
}

/// A line's text.
fn read(text: Option<&RawValue>, names: &Names) -> Result<String, String> {
    let text = text.ok_or_else(|| format!("no \"{}\"", names.text))?.get();
    if !text.starts_with('"') {
        return Err(format!("\"{}\" is not a string", names.text));
    }
    let mut json = serde_json::Deserializer::from_str(text);
    string(&mut json).map_err(|error| format!("\"{}\": {}", names.text, said(&error)))
}

/// A string, halves of surrogate pairs read as browsers read them.
///
/// # Errors
///
/// It is no string.
pub fn string<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Take;
    impl Visitor<'_> for Take {
        type Value = String;
        fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
            formatter.write_str("a string")
        }
        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<String, E> {
            wtf8::decode(bytes).map(Cow::into_owned).map_err(E::custom)
        }
    }
    deserializer.deserialize_bytes(Take)
}

/// What is wrong with a line's JSON: its column alone, since the line is known.
#[must_use]
pub fn said(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default().replace("EOF while parsing", "ends within");
    if error.column() > 0 { format!("{words}, at column {}", error.column()) } else { words }
}
