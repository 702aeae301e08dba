//! A text longer than a window is read in windows: the same is found as if it were read at once.

use hypelint::{Scorer, WINDOW};
use proptest::prelude::*;

const PUMP: &str = "Guaranteed profits, $NUVO is going to 100x 🚀🚀🚀";

fn spans(text: &str) -> Vec<(u16, u32, u32)> {
    let mut scorer = Scorer::default();
    // Few words among many are clearly nothing to the reader; where rules find them is asked here.
    scorer.read_everything();
    scorer.verdict(text).findings.iter().map(|finding| (finding.rule, finding.span.start, finding.span.end)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Wherever the windows' seams fall, what stands alone is found where it stands.
    #[test]
    fn a_finding_is_found_wherever_it_stands(filler in 0usize..3 * WINDOW, wide in any::<bool>()) {
        let alone = spans(PUMP);
        prop_assert!(!alone.is_empty());
        let word = if wide { "größer — 字 " } else { "plain old words " };
        let before: String = word.chars().cycle().take(filler).collect::<String>() + ".\n";
        let units = before.encode_utf16().count() as u32;
        let moved: Vec<(u16, u32, u32)> = alone.iter().map(|&(rule, start, end)| (rule, start + units, end + units)).collect();
        prop_assert_eq!(spans(&(before + PUMP + "\n" + &word.repeat(300))), moved);
    }
}

#[test]
fn buffers_do_not_grow_with_the_text() {
    let mut scorer = Scorer::default();
    let text = "no spaces here at all, буквы and 字 ".repeat(40_000);
    assert!(scorer.verdict(&text).findings.is_empty());
    assert_eq!(scorer.verdict("").findings, &[]);
}
