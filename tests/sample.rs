//! The sample timeline: the slider is felt on it at every tenth.

use hypelint::Scorer;
use regex::Regex;

const SAMPLE: &str = include_str!("../extension/sample.html");

#[test]
fn each_tenth_of_the_scale_marks_another_post_of_the_sample() {
    let paragraph = Regex::new(r"(?s)<p>(.*?)</p>").expect("a pattern");
    let tag = Regex::new(r"<[^>]*>").expect("a pattern");
    let body = &SAMPLE[SAMPLE.find("<main").expect("there are posts")..];
    let posts: Vec<String> =
        paragraph.captures_iter(body).map(|found| tag.replace_all(&found[1], "\n").replace("&amp;", "&")).collect();
    assert!(posts.len() > 30);
    let mut scorer = Scorer::default();
    let mut marked =
        |sensitivity: u8| posts.iter().filter(|post| !scorer.report(post).flagged([sensitivity; 2]).is_empty()).count();
    let mut before = marked(0);
    assert_eq!(before, 0);
    for sensitivity in (10..=100).step_by(10) {
        let now = marked(sensitivity);
        assert!(now > before, "{now} posts are marked at {sensitivity}, and {before} ten below");
        before = now;
    }
}
