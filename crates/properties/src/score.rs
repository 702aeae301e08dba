//! The verdict on a post, and the report of it.

use std::cell::RefCell;

use hypelint::report::Report;
use hypelint::{Category, Scorer};

thread_local! {
    /// Kept from post to post, as the browser keeps it.
    static SCORER: RefCell<Scorer> = RefCell::new(Scorer::default());
}

/// Probabilities are such; spans are whole characters within the post, and their words its own; reasons stand apart; what is
/// flagged has a reason, and stays flagged at a higher sensitivity; and the same post gets the same report, whatever was
/// read before.
///
/// # Panics
///
/// It is not so.
pub fn score(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let report = SCORER.with_borrow_mut(|scorer| {
        let report = scorer.report(&text);
        // Every eighth, by its first byte: reading takes most of the time.
        if input.first().is_none_or(|byte| byte % 8 == 0) {
            scorer.verdict("Guaranteed profits, $NUVO is going to 100x 🚀🚀🚀");
            assert_eq!(report, scorer.report(&text));
        }
        report
    });

    let units: Vec<u16> = text.encode_utf16().collect();
    let is_verbatim = |start: u32, end: u32, words: &str| {
        assert!(start < end, "{start}..{end} is empty");
        let span = units.get(start as usize..end as usize);
        let span = span.unwrap_or_else(|| panic!("{start}..{end} of {} units", units.len()));
        assert_eq!(String::from_utf16(span).ok().as_deref(), Some(words), "{start}..{end}");
    };
    for finding in &report.findings {
        is_verbatim(finding.start, finding.end, &finding.text);
        assert!(finding.weight > 0.0 && finding.weight.is_finite(), "{finding:?}");
    }
    assert!(report.findings.len() <= hypelint::score::LISTED);
    for (at, one) in report.findings.iter().enumerate() {
        for other in &report.findings[..at] {
            assert!(one.end <= other.start || other.end <= one.start, "{one:?} on {other:?}");
        }
    }
    for context in &report.contexts {
        is_verbatim(context.start, context.end, &context.text);
        assert!(context.effect < 0.0, "{context:?}");
    }
    for answer in &report.checklist {
        match (answer.start, answer.end, &answer.text) {
            (None, None, None) => {}
            (Some(start), Some(end), Some(words)) => is_verbatim(start, end, words),
            _ => panic!("half an answer: {answer:?}"),
        }
    }
    assert!(matches!(report.checklist.len(), 0 | 8));
    check_flags(&report);
}

fn check_flags(report: &Report) {
    for probability in [report.pump, report.claim] {
        assert!((0.0..=1.0).contains(&probability), "{probability}");
    }
    let mut before: Vec<Category> = Vec::new();
    for sensitivity in (0..=100).step_by(10) {
        let flagged = report.flagged([sensitivity; 2]);
        assert!(before.iter().all(|category| flagged.contains(category)), "no more flagged at {sensitivity}");
        for category in &flagged {
            assert!(
                report.findings.iter().any(|finding| finding.category == *category),
                "{category:?} without a reason"
            );
        }
        before = flagged;
    }
}
