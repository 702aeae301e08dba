//! Texts of hosts whose strings hold what UTF-8 does not: halves of surrogate pairs, as JavaScript's, JSON's and Python's strings may.
//!
//! In: WTF-8, which is UTF-8 beside such halves. Out: the text as browsers hand it over, each half a replacement character. That is as
//! long, in bytes and in UTF-16 units, so offsets stay what they are.

use std::borrow::Cow;
use std::string::FromUtf8Error;

/// Reads WTF-8.
///
/// # Errors
///
/// There are bytes that are neither UTF-8 nor half a surrogate pair.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, FromUtf8Error> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.into());
    }
    let mut bytes = bytes.to_owned();
    for at in 0..bytes.len().saturating_sub(2) {
        if let half @ [0xed, 0xa0..=0xbf, 0x80..=0xbf] = &mut bytes[at..at + 3] {
            half.copy_from_slice("\u{fffd}".as_bytes());
        }
    }
    String::from_utf8(bytes).map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_replaced_and_nothing_else_is() {
        assert_eq!(decode(b"\xed\xa0\xbd a\xed\xba\x80"), Ok("\u{fffd} a\u{fffd}".into()));
        assert_eq!(decode("\u{d7ff} 🚀\0".as_bytes()), Ok("\u{d7ff} 🚀\0".into()));
        let wrong = |bytes| decode(bytes).map_err(|error| error.utf8_error().valid_up_to());
        assert_eq!(wrong(b"\xed\xa0\xbdcaf\xff"), Err(6));
        assert_eq!(wrong(b"a\xed\xa0a"), Err(1));
    }
}
