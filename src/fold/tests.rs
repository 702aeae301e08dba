//! Examples of every fold, and properties that hold for any text.

use proptest::prelude::*;

use super::FoldedText;
use crate::span::Span;

fn fold(text: &str) -> FoldedText {
    FoldedText::of(text)
}

#[track_caller]
fn folds(text: &str, wanted: &str) {
    assert_eq!(String::from_utf8_lossy(fold(text).text()), wanted, "of {text:?}");
}

/// The original text behind the first occurrence of `words` in the folded one.
fn behind(text: &str, words: &str) -> String {
    let folded = fold(text);
    let plain = std::str::from_utf8(folded.text()).expect("folded text is UTF-8");
    let start = plain.find(words).unwrap_or_else(|| panic!("{words:?} is not in {plain:?}"));
    let span = folded.utf16(Span::new(start as u32, (start + words.len()) as u32));
    let units: Vec<u16> = text.encode_utf16().collect();
    String::from_utf16(&units[span.start as usize..span.end as usize]).expect("spans keep to characters")
}

#[test]
fn case_and_accents() {
    folds("Última OPORTUNIDAD", "ultima oportunidad");
    folds("İstanbul ısı Straße", "istanbul isi strasse");
    folds("không lên mặt trăng", "khong len mat trang");
    folds("Ракета ЁЛКА ЙОД", "ракета елка йод");
}

#[test]
fn punctuation_and_space() {
    folds("“can’t”  lose — ever…", "\"can't\" lose - ever...");
    folds("one \t two\r\n\r\n three", "one two\nthree");
    folds("起飞！冲，冲。", "起飞!冲,冲.");
}

#[test]
fn styled_letters() {
    folds("𝗚𝘂𝗮𝗿𝗮𝗻𝘁𝗲𝗲𝗱 ｐｒｏｆｉｔ Ⓜⓞⓞⓝ 🅱uy ᴍᴏᴏɴ", "guaranteed profit moon buy moon");
    assert_eq!(behind("so 𝗠𝗼𝗼𝗻 now", "moon"), "𝗠𝗼𝗼𝗻");
    // Up to where another begins, and whole where it is cut.
    assert_eq!(behind("so 𝗠𝗼𝗼𝗻 now", "so "), "so ");
    assert_eq!(behind("so 𝗠𝗼𝗼𝗻 now", "mo"), "𝗠𝗼");
    assert_eq!(behind("Straße", "stras"), "Straß");
    assert_eq!(behind("Straße", "se"), "ße");
}

#[test]
fn invisible_characters() {
    folds("pu\u{200b}mp it\u{feff}", "pump it");
    assert_eq!(behind("a pu\u{200b}mp!", "pump"), "pu\u{200b}mp");
    assert_eq!(fold("a pu\u{200b}mp!").disguises().len(), 1);
    // Emoji need their joiners and selectors, and hide nothing.
    assert!(fold("👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} two").disguises().is_empty());
}

#[test]
fn pictures_that_a_joiner_holds_together_are_one() {
    folds("👨\u{200d}🚀🚀 👩\u{1f3fd}\u{200d}🚀 ❤\u{fe0f}\u{200d}🔥", "👨🚀 👩 ❤");
    assert_eq!(behind("👨\u{200d}🚀🚀 up", "🚀"), "🚀");
    assert_eq!(behind("so 👩\u{1f3fd}\u{200d}🚀 it is", "👩"), "👩\u{1f3fd}\u{200d}🚀");
    assert_eq!(fold("👨\u{200d}🚀🚀").emoji(), 2);
    folds("up\u{200d}🚀 \u{200d}🚀", "up🚀 🚀");
}

#[test]
fn look_alikes_only_in_mixed_words() {
    folds("Guаrаnteed рrofit", "guaranteed profit");
    folds("ракета сосна", "ракета сосна");
    assert_eq!(behind("get рrofit now", "profit"), "рrofit");
    // Latin letters among Cyrillic ones, by the word's own letters or by the words before it.
    folds("здpaвcтвyйтe ищy людeй", "здравствуйте ищу людей");
    folds("совместный заработок на кypce", "совместный заработок на курсе");
    assert_eq!(behind("давно здpaвcтвyйтe!", "здравствуйте"), "здpaвcтвyйтe");
    assert!(fold("Купи ракету, BTC").disguises().is_empty());
}

#[test]
fn digits_for_letters() {
    folds("m00n ca$h pr0f1t 1OOx deve|oper", "moon cash profit 100x developer");
    folds("Buy|Sell | hold a| DEVE|oper deve|Oper", "buy|sell | hold a| deve|oper deve|oper");
    folds("web3 l2beat h100 p2p x10 b2b 4chan $SOL @ana", "web3 l2beat h100 p2p x10 b2b 4chan $sol @ana");
    assert_eq!(behind("to the m00n!", "moon"), "m00n");
    // Beside them, one character for two letters, and a letter that a flag is made of.
    folds("pr0ﬁt to the m🇴0n", "profit to the moon");
    assert_eq!(behind("big pr0ﬁt now", "profit"), "pr0ﬁt");
    assert_eq!(behind("big pr0ﬁt now", "fi"), "ﬁ");
    assert_eq!(behind("big pr0ﬁt now", "now"), "now");
}

#[test]
fn disguises_are_told_from_names() {
    for hidden in ["m00n soon", "free ca$h", "get рrofit", "𝗠𝗼𝗼𝗻 now", "p u m p it", "p\u{301}\u{336}ump it"]
    {
        assert_eq!(fold(hidden).disguises().len(), 1, "in {hidden:?}");
    }
    for plain in [
        "mp3s and l1s",
        "gpt4o is out",
        "1\u{fe0f}\u{20e3} first",
        "https://t.co/a0b1c2d",
        "web3 p2p",
        "e\u{301}te\u{301}",
    ] {
        assert!(fold(plain).disguises().is_empty(), "in {plain:?}");
    }
}

#[test]
fn spaced_letters() {
    folds("p u m p it", "pump it");
    folds("g.u.a.r.a.n.t.e.e.d gains", "guaranteed gains");
    folds("plan a b c then", "plan a b c then");
    folds("M O O N! I love it", "moon! i love it");
    folds("p u m p. a b c", "pump. a b c");
    assert_eq!(behind("M O O N! I love it", "i love"), "I love");
    folds("a _ b _ c", "a _ b _ c");
    assert_eq!(behind("big p u m p now", "pump"), "p u m p");
    assert_eq!(behind("big p u m p now", "now"), "now");
    assert_eq!(behind("1 0 0 x gem", "100x"), "1 0 0 x");
    // What stands before and behind the run stays where it was.
    for (words, original) in [("big", "big"), ("pump", "p u m p"), ("moon", "m00n"), ("so n", "so n")] {
        assert_eq!(behind("🚀 big p u m p m00n so now", words), original);
    }
    let folded = fold("🚀 big p u m p m00n so now");
    let words = |span: &Span<_>| std::str::from_utf8(&folded.text()[span.start as usize..span.end as usize]);
    assert_eq!(folded.disguises().iter().map(words).collect::<Vec<_>>(), [Ok("moon"), Ok("pump")]);
}

#[test]
fn places_of_the_original_have_places_in_the_folded_text() {
    let text = "so 𝗠oon:  now é 🚀 up";
    let mut folded = FoldedText::default();
    folded.fold(text, 100);
    let plain = std::str::from_utf8(folded.text()).expect("folded text is UTF-8");
    assert_eq!(plain, "so moon: now e 🚀 up");
    for (words, original) in [("so", "so"), ("oon", "oon"), ("now", "now"), ("🚀", "🚀"), ("up", "up"), ("p", "p")]
    {
        let (at, from) = (plain.rfind(words).expect("there"), text.rfind(original).expect("there"));
        let utf16 = 100 + text[..from].encode_utf16().count() as u32;
        assert_eq!(folded.folded(utf16), at as u32, "{words}");
        assert_eq!(folded.utf16(Span::new(at as u32, at as u32)).start, utf16, "{words}");
    }
    // Within a character, and within white space of which less is left, it is where that begins or ends.
    assert_eq!(folded.folded(104), 3);
    assert_eq!((folded.folded(109), folded.folded(110)), (8, 9));
    assert_eq!((folded.folded(100), folded.folded(0), folded.folded(999)), (0, 0, plain.len() as u32));
}

#[test]
fn repeated_letters() {
    folds("mooooon sooo 1000x !!!", "moon soo 1000x !!!");
    assert_eq!(behind("to the moooon now", "moon"), "moooon");
}

#[test]
fn lone_indicators_are_letters_and_pairs_are_flags() {
    folds("🇵 🇺 🇲 🇵", "pump");
    folds("🇫🇷 and 🇯🇵", "🇫🇷 and 🇯🇵");
}

#[test]
fn shouting() {
    assert_eq!(
        fold("BUY THIS GEM RIGHT NOW before lunch").caps_runs().len(),
        0,
        "short words are abbreviations as often as not"
    );
    assert_eq!(fold("DON'T MISS THIS HUGE CHANCE today").caps_runs().len(), 1);
    assert!(fold("$NUVO $KELP $ORBEX are tickers").caps_runs().is_empty());
    // Behind letters that were taken apart, too.
    let folded = fold("P U M P MISS THIS HUGE CHANCE today");
    let words = |span: &Span<_>| std::str::from_utf8(&folded.text()[span.start as usize..span.end as usize]);
    assert_eq!(folded.caps_runs().iter().map(words).collect::<Vec<_>>(), [Ok("miss this huge chance")]);
    for between in ["a", "small", "æ", "l8r", "$HUGE", "#HUGE"] {
        let text = format!("MISS THIS {between} GOOD CHANCE");
        assert!(fold(&text).caps_runs().is_empty(), "{between}");
    }
}

#[test]
fn short_words_in_capitals_stand_out_among_others() {
    let names = |text: &str| fold(text).caps_names().len();
    assert_eq!(names("we like kelp2 and NUVO in town"), 1);
    assert_eq!(names("we like A and LONGNAME and AB and SIXSIX"), 2, "two to six letters");
    assert_eq!((names("BUY NUVO NOW ok"), names("BUY NUVO now ok")), (0, 2), "most words are shouted, or half of them");
    assert_eq!(names("$AAA $BBB go"), 2, "nobody shouts a tag");
}

/// Whether the first occurrence of `words` in the folded text lies within a name.
fn named(text: &str, words: &str) -> bool {
    let folded = fold(text);
    let plain = std::str::from_utf8(folded.text()).expect("folded text is UTF-8");
    let start = plain.find(words).unwrap_or_else(|| panic!("{words:?} is not in {plain:?}"));
    folded.is_within_name(Span::new(start as u32, (start + words.len()) as u32))
}

#[test]
fn names_by_their_form() {
    for (text, words) in [
        ("we met at the Bored Ape Club in town", "ape"),
        ("we met at the Bored Ape Club in town", "bored ape club"),
        ("sold my $MOON and some #moonshot to @early_bird", "moon"),
        ("sold my $MOON and some #moonshot to @early_bird", "moonshot"),
        ("sold my $MOON and some #moonshot to @early_bird", "early"),
        ("a firm called Early, and another, Élan Vital, raised money", "early"),
        ("a firm called Early, and another, Élan Vital, raised money", "elan vital"),
        ("the people of OpenMoon and of Moon2Earth said so", "moon"),
    ] {
        assert!(named(text, words), "{words:?} in {text:?}");
    }
    for (text, words) in [
        // At the start of a sentence, a line, a quotation, behind an emoji.
        ("Early birds get in", "early"),
        ("it is late. Early birds get in", "early"),
        ("it is late\nEarly birds get in", "early"),
        ("they said \"Early birds get in\"", "early"),
        ("it is late 🚀 Early birds get in", "early"),
        // Shouted, or not wholly within the name.
        ("this is going to the MOON soon", "moon"),
        ("going to the Moon right now", "to the moon"),
        ("going to the $MOON right now", "the $moon"),
        // Most words begin with a capital.
        ("This Gem Will Go To The Moon Today my friends", "moon"),
        // Other scripts, and letters in disguise.
        ("летим на Луну вместе с нами", "луну"),
        // A single letter.
        ("to Ú or not", "u"),
        ("$NUVO起飞了", "起飞"),
        ("this will go to the 𝗠𝗼𝗼𝗻 soon", "moon"),
        ("mail ana at once about the moon", "moon"),
    ] {
        assert!(!named(text, words), "{words:?} in {text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Folding the folded changes nothing more, where letters stand for themselves: patterns need to be written in one
    /// form only. (Letters taken apart may make a word that hides a digit: "a.a.3.a".)
    #[test]
    fn folding_is_idempotent_on_words(text in "[a-zA-Zа-яА-ЯéüÑ0-9 .,!]{0,40}") {
        let once = fold(&text);
        prop_assume!(once.disguises().is_empty());
        let once = std::str::from_utf8(once.text()).expect("folded text is UTF-8").to_owned();
        let twice = fold(&once);
        prop_assert_eq!(std::str::from_utf8(twice.text()).expect("folded text is UTF-8"), once);
    }
}
