//! Toy patterns against the `regex` crate; what is refused; and how many steps the worst texts take.

use proptest::prelude::*;
use regex::bytes::Regex;

use crate::compile::{Pattern, compile, parse};
use crate::{Match, Matcher, Program};

/// Of each kind that the matcher treats in its own way; the owners of some share a pattern's beginning, end or list.
const PATTERNS: [(u16, &str); 35] = [
    (0, r"\bto the moon\b"),
    (0, r"\bto the (?:moon|mars|max)\b"),
    (1, r"\bto (?:\w{1,12} ){0,3}moon\b"),
    (2, r"\bmoon(?:shot|ing|s)?\b"),
    (2, r"\bmoon"),
    (3, r"moonish|oonish"),
    (4, r"\b\d[\d.,]{0,14}\b"),
    (5, r"\b\d[\d.,]{0,14} ?(?:usdt|usd|x)\b"),
    (5, r"\b\d{1,3} ?x\b"),
    (6, r"[$€] ?\d{1,4}"),
    (7, r"\B[-_]?usd\b"),
    (8, r"^(?:gm|good morning)\b"),
    (9, r"(?:#\w{1,9} ?){2,4}$"),
    (10, r"(?:[🚀🌕💎] ?){2,6}"),
    (11, r"[а-я]{2,5} профит"),
    (12, r"稳[赚賺]不[赔賠]|保证(?:收益|翻倍)?"),
    (13, r"\b(network|blockchain|chain|protocol|platform|rollup)s? (?:for|of) (?:the )?(?:people|world)\b"),
    (14, r"\bfirst (?:\w+ ){0,2}(network|blockchain|chain|protocol|platform|rollup)\b"),
    (14, r"\bbest (network|blockchain|chain|protocol|platform|rollup) ever"),
    (15, r"\b(network|blockchain|chain|protocol|platform|rollup)\b"),
    (16, r"\bno[^.\n]{0,20}risk"),
    (17, r"\bhodl\w*"),
    (18, r"\bhodl[\w-]*\b!"),
    (19, r"\bpump(?:ed|s)?\b"),
    (19, r"\bpump(?:ing)?!"),
    (20, r"(?:\d{1,3}|a few) (?:minutes?|hours?) left"),
    (21, r"[ \n:]\+ ?\d[\d.]{0,10} ?%"),
    (22, r"\bx?[0-9]{2,5}\b"),
    (23, r"'s best"),
    (24, r"\b[a-z]\b"),
    (25, r"\b(?:buy|buying|bought)(?: it| them){0,2} now"),
    (26, r"0x[0-9a-f]{8}"),
    (27, r"a\nb"),
    (28, r"\b(?:[a-c]{1,3} ?){2,3}!"),
    (300, r"\bowner of a high number\b"),
];

/// Words that patterns are made of, nearly made of, or that stand between.
const PIECES: [&str; 50] = [
    "to ",
    "the ",
    "moon",
    "mars",
    "max",
    "shot",
    "ing",
    "ish",
    " ",
    "\n",
    ".",
    "!",
    "1,000",
    "0.5",
    "100",
    "12345678",
    " x",
    "x",
    "usdt",
    "usd",
    "$",
    "€",
    "-",
    "_",
    "gm",
    "good morning",
    "#a1 ",
    "#tag",
    "🚀",
    "💎 ",
    "профит",
    "на ",
    "稳",
    "赚",
    "不",
    "赔",
    "保证翻倍",
    "network",
    "blockchain",
    "chains for the ",
    "people",
    "first ",
    "best ",
    "no ",
    "risk",
    "hodl",
    "pumped",
    "a few minutes left",
    "+5%",
    "abc ",
];

fn patterns() -> Vec<Pattern> {
    PATTERNS.map(|(owner, regex)| Pattern { owner, regex: regex.to_owned() }).to_vec()
}

fn program(patterns: &[Pattern]) -> Program {
    Program::from_bytes(compile(patterns).expect("the patterns are sound")).expect("it was just compiled")
}

/// For each owner the leftmost matches, of several at one place the longest, each behind the one before.
fn by_regex(patterns: &[Pattern], text: &[u8]) -> Vec<Match> {
    let mut matches = Vec::new();
    let owners: std::collections::BTreeSet<u16> = patterns.iter().map(|pattern| pattern.owner).collect();
    for owner in owners {
        let regexes: Vec<Regex> = patterns
            .iter()
            .filter(|pattern| pattern.owner == owner)
            .map(|pattern| Regex::new(&parse(&pattern.regex).expect("sound").to_string()).expect("sound"))
            .collect();
        let mut from = 0;
        let longest = |from| {
            let found = regexes.iter().filter_map(|regex| regex.find_at(text, from));
            found.map(|found| (found.start(), found.end())).min_by_key(|&(start, end)| (start, usize::MAX - end))
        };
        while let Some((start, end)) = longest(from) {
            matches.push(Match { owner, start: start as u32, end: end as u32 });
            from = end;
        }
    }
    matches.sort_unstable_by_key(|found| (found.start, found.owner));
    matches
}

fn by_matcher(program: &Program, text: &[u8]) -> Vec<Match> {
    let mut matcher = Matcher::default();
    // What was found before is forgotten.
    matcher.find(program, b"gm, hodl to the moon");
    matcher.find(program, text);
    let mut found = matcher.matches().to_vec();
    assert!(found.is_sorted_by_key(|one| one.start));
    found.sort_unstable_by_key(|one| (one.start, one.owner));
    found
}

fn agree(text: &str) {
    assert_eq!(by_matcher(&program(&patterns()), text.as_bytes()), by_regex(&patterns(), text.as_bytes()), "{text:?}");
}

#[test]
fn finds_what_regex_finds() {
    for text in [
        "",
        "to the moon",
        "to the very blue moonshot, to the max",
        "good morning to the moonish moon",
        "1,000.00 usdt and 1,000.00usdx, 100x 20 x, x100 x1",
        "1,000,000,000,000,000,000.00 usdt",
        "$5 €1234 € 12345-usd _usd",
        "#a #b #c #d #e",
        "🚀🚀 💎🌕🚀🚀🚀🚀",
        "вот это профит да профит",
        "稳赚不赔, 保证收益保证翻倍保证",
        "first truly open network for the people, best chain ever",
        "no pain, no gain, no risk. no\nrisk",
        "hodl hodlers hodling!",
        "pumped pumping! pump! pumps",
        "0xdeadbeef0xdeadbee",
        "a\nb a few minutes left 12 hours left",
        "up: +5.5 % :+ 7%",
        "abc ab a! aaa bbb ccc!",
        "buy it them now, buying now",
        "the world's best owner of a high number",
    ] {
        agree(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finds_what_regex_finds_in_shuffled_pieces(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..14)) {
        agree(&pieces.concat());
    }
}

#[test]
fn refuses_what_it_cannot_follow() {
    for (regex, why) in [
        ("a?", "matches the empty text"),
        ("(?:abcdefgh){70}", "can match 560 bytes"),
        ("(?:ab )+", "repeats more than letters of a word"),
        ("a[^.]*", "repeats more than letters of a word"),
        ("(?m:^)a", "asks for what is not known here"),
        (r"a\x07", "holds a control character"),
        (r"a(?-u:\xff)", "holds bytes that are no UTF-8"),
        ("a(", "unclosed group"),
        ("[^a]b", "begins with a class"),
        (r"^\bb", "begins with $ or with two look-arounds"),
        ("$b", "begins with $ or with two look-arounds"),
        ("[ab]{300}", "repeats something more than 254 times"),
    ] {
        let patterns = [Pattern { owner: 0, regex: "sound".to_owned() }, Pattern { owner: 1, regex: regex.to_owned() }];
        let problems = compile(&patterns).expect_err(regex);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].pattern, Some(1));
        assert!(problems[0].what.starts_with(why), "{regex}: {}", problems[0]);
    }
}

#[test]
fn says_which_characters_a_pattern_spells_out() {
    let mut characters = parse(r"\bAb[cd]?(?:É|\w)[^x]").expect("sound").characters();
    characters.sort_unstable();
    assert_eq!(characters, ['A', '_', 'b', 'c', 'd', 'É']);
}

#[test]
fn takes_only_programs() {
    assert!(Program::from_bytes(&b""[..]).is_none());
    assert!(Program::from_bytes(vec![0; 5000]).is_none());
    let bytes = compile(&[]).expect("nothing is wrong with no patterns");
    assert_eq!(by_matcher(&Program::from_bytes(bytes).expect("it was just compiled"), b"anything"), []);
}

fn steps(program: &Program, text: &str) -> usize {
    let mut matcher = Matcher::default();
    matcher.find(program, text.as_bytes());
    matcher.steps
}

/// Twice the text takes twice the steps, and no text takes many for a byte: made of beginnings that never come to an end.
#[test]
fn is_linear() {
    const MOST: usize = 60;
    let unit = [
        "a",
        "hodl-",
        "aa ",
        "ab",
        "1,",
        "#a",
        "to the very very ",
        "first one two ",
        "no no ",
        "hodlhodl",
        "the first best ",
    ];
    for unit in PIECES.into_iter().chain(unit) {
        let program = program(&patterns());
        let (once, twice) = (steps(&program, &unit.repeat(400)), steps(&program, &unit.repeat(800)));
        assert!(twice <= 2 * once + 1000, "{unit:?}: {once}, {twice}");
        assert!(once <= 400 * unit.len() * MOST, "{unit:?}: {once} for {} bytes", 400 * unit.len());
    }
}

/// Where each word can be read in several ways, the ways do not multiply.
#[test]
fn remembers_the_ways_that_it_went() {
    let ways = |repeats: usize| {
        let regex = format!(r"\b(?:(?:a|aa|[ab]{{1,3}}) ?){{2,{repeats}}}(?:b ?){{0,9}}c!");
        steps(&program(&[Pattern { owner: 0, regex }]), &"aa ".repeat(400))
    };
    assert!(ways(20) < 8 * ways(10), "{}, {}", ways(10), ways(20));
}
