//! Folding, and the way back from the folded text to the original.

use hypelint::fold::FoldedText;
use hypelint::span::Span;

/// Folded text is UTF-8 without the matcher's own commands; every place of it leads to whole characters of the original, later
/// places never to earlier ones, and what is noted beside it lies within it.
///
/// # Panics
///
/// It is not so.
pub fn fold(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut folded = FoldedText::default();
    // What was folded before leaves nothing behind.
    folded.fold("𝗠𝗼𝗼𝗻 soon p u m p", 7);
    folded.fold(&text, 0);
    let again = &mut FoldedText::default();
    again.fold(&text, 0);
    assert_eq!(folded.text(), again.text());

    let plain = std::str::from_utf8(folded.text()).expect("folded text is UTF-8");
    assert!(plain.bytes().all(|byte| byte == b'\n' || (byte >= b' ' && byte != 0x7f)), "a command in {plain:?}");

    let units: Vec<u16> = text.encode_utf16().collect();
    let is_within_pair = |at: u32| units.get(at as usize).is_some_and(|unit| (0xdc00..0xe000).contains(unit));
    assert_eq!(folded.end() as usize, units.len());
    let mut last = 0;
    for at in 0..plain.len() as u32 {
        let span = folded.utf16(Span::new(at, at + 1));
        assert!(span.start <= span.end && span.end as usize <= units.len(), "{span:?}");
        assert!(span.start >= last, "{} after {last}", span.start);
        last = span.start;
        assert!(!is_within_pair(span.start) && !is_within_pair(span.end), "{span:?} cuts a character in two");
        assert!(folded.folded(span.start) <= at, "the way to {span:?} and back ends behind {at}");
    }
    for &span in folded.disguises().iter().chain(folded.caps_runs()).chain(folded.caps_names()) {
        assert!(span.start < span.end && span.end as usize <= plain.len(), "{span:?}");
    }
}
