//! The user's own rules: phrases, and regular expressions in the syntax of the `regex` crate.
//!
//! In: rules as the user wrote them, and texts. Out: what is wrong with a rule, for people, and where rules find something, in UTF-16 units.
//! Whatever they are, the time is linear in the text: `regex` promises it, and each rule's size is bounded. Knows nothing of posts.

use std::cell::RefCell;

use regex::{Regex, RegexBuilder};
use wasm_bindgen::prelude::wasm_bindgen;

/// Bytes of a compiled rule: hundreds of times what a phrase needs, and a dozen kinds of Unicode letters. The time that a text takes is at
/// most proportional to it.
const LARGEST: usize = 512 << 10;
/// Groups within groups.
const DEEPEST: u32 = 50;

thread_local! {
    static RULES: RefCell<Vec<Option<Regex>>> = const { RefCell::new(Vec::new()) };
}

/// Takes rules in place of those before: for each, "phrase" or "regex", then its text. Returns for each what is wrong with it, or nothing.
#[wasm_bindgen]
#[must_use]
#[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands lists over whole")]
pub fn configure(rules: Vec<String>) -> Vec<String> {
    let compiled: Vec<_> = rules.chunks_exact(2).map(|rule| compile(&rule[0], &rule[1])).collect();
    let problems = compiled.iter().map(|rule| rule.as_ref().err().cloned().unwrap_or_default()).collect();
    RULES.set(compiled.into_iter().map(Result::ok).collect());
    problems
}

/// The first words that each rule finds: its number, start and end.
#[wasm_bindgen]
#[must_use]
pub fn find(text: &str) -> Vec<u32> {
    RULES.with_borrow(|rules| {
        let found = rules.iter().zip(0..).filter_map(|(rule, number)| {
            let words = rule.as_ref()?.find(text)?;
            let start = units(&text[..words.start()]);
            Some([number, start, start + units(words.as_str())])
        });
        found.flatten().collect()
    })
}

/// A phrase is found in any case, as whole words, with any space between them; a regular expression is taken as it is.
fn compile(kind: &str, text: &str) -> Result<Regex, String> {
    let pattern = if kind == "regex" { text.to_owned() } else { whole_words(text) };
    // It would stand between any two letters; and to go by all of these takes quadratic time.
    if regex_syntax::parse(&pattern).is_ok_and(|pattern| pattern.properties().minimum_len() == Some(0)) {
        return Err("finds nothing at all, too: ask for one letter at least, as in x+ for x*".to_owned());
    }
    RegexBuilder::new(&pattern)
        .case_insensitive(kind != "regex")
        .size_limit(LARGEST)
        .dfa_size_limit(LARGEST)
        .nest_limit(DEEPEST)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "too large: repeat less, or fewer kinds of letters".to_owned(),
            error => error.to_string(),
        })
}

fn whole_words(phrase: &str) -> String {
    let words: Vec<String> = phrase.split_whitespace().map(regex::escape).collect();
    let is_word = |end: Option<char>| end.is_some_and(|end| end.is_alphanumeric() || end == '_');
    let edge = |end| if is_word(end) { r"\b" } else { "" };
    let phrase = phrase.trim();
    format!("{}{}{}", edge(phrase.chars().next()), words.join(r"\s+"), edge(phrase.chars().next_back()))
}

fn units(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words that one rule finds, by their UTF-16 places.
    fn found(kind: &str, rule: &str, text: &str) -> Option<String> {
        let problems = configure(vec![kind.to_owned(), rule.to_owned()]);
        assert_eq!(problems, [""], "{rule}");
        let units: Vec<u16> = text.encode_utf16().collect();
        match find(text)[..] {
            [0, start, end] => Some(String::from_utf16_lossy(&units[start as usize..end as usize])),
            _ => None,
        }
    }

    #[test]
    fn phrases_are_whole_words_in_any_case() {
        let found = |rule, text| found("phrase", rule, text);
        assert_eq!(found("to the moon", "🚀 TO  the\nMoon!").as_deref(), Some("TO  the\nMoon"));
        assert_eq!(found("moon", "moonlight"), None);
        assert_eq!(found("$ORBEX", "buy $orbex now").as_deref(), Some("$orbex"));
        assert_eq!(found("a.b (c)", "x a.b (c) y").as_deref(), Some("a.b (c)"));
        assert_eq!(found("a.b", "axb"), None);
        assert_eq!(found("луна", "На ЛУНА!").as_deref(), Some("ЛУНА"));
    }

    #[test]
    fn regular_expressions_are_taken_as_they_are() {
        assert_eq!(found("regex", r"\d+x", "easy 50x or 100x").as_deref(), Some("50x"));
        assert_eq!(found("regex", "moon", "MOON"), None);
        assert_eq!(found("regex", r"(?i)moon|\p{Greek}+", "αβγ").as_deref(), Some("αβγ"));
        assert_eq!(found("regex", "x+", "aaxx").as_deref(), Some("xx"));
    }

    #[test]
    fn what_is_wrong_is_said_and_the_others_work() {
        let rules = [
            "regex",
            "a(b",
            "regex",
            r"\w{1000}{1000}",
            "regex",
            "(?=a)",
            "phrase",
            "moon",
            "regex",
            "x*",
            "regex",
            r"\b(?:.*z)?",
        ];
        let problems = configure(rules.map(str::to_owned).to_vec());
        assert!(problems[0].contains("unclosed group"), "{}", problems[0]);
        assert!(problems[1].contains("too large"), "{}", problems[1]);
        assert!(problems[2].contains("look-around"), "{}", problems[2]);
        assert_eq!(problems[3], "");
        assert!(problems[4..].iter().all(|problem| problem.contains("nothing at all")), "{problems:?}");
        assert_eq!(find("the moon"), [3, 4, 8]);
    }

    #[test]
    fn the_time_is_linear() {
        // What takes exponential or quadratic time elsewhere. A step count would be better than a clock; the bound is generous.
        for rule in [r"(a+)+$", r"(a|a)*b", r"(.*)(.*)(.*)(.*)[^a]", r"(?:a?){50}a{50}"] {
            let problems = configure(vec!["regex".to_owned(), rule.to_owned()]);
            assert_eq!(problems, [""], "{rule}");
            let text = "a".repeat(100_000);
            let start = std::time::Instant::now();
            let _ = find(&text);
            assert!(start.elapsed().as_secs() < 20, "{rule}: {:?}", start.elapsed());
        }
    }
}
