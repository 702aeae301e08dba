//! `hypelint explain`: the card, in a terminal.

use std::io::{IsTerminal, Read};
use std::process::ExitCode;

use hypelint::report::{Found, Report, State};
use hypelint::{Category, Scorer};
use hypelint_rulebook::WORDING;
use unicode_width::UnicodeWidthStr;

use crate::catalogue::{self, Catalogue};
use crate::terminal::{DOTTED, PLAIN, UNDERLINE};

const METER: [&str; 5] = ["▱▱▱▱", "▰▱▱▱", "▰▰▱▱", "▰▰▰▱", "▰▰▰▰"];
const STRENGTH: [&str; 5] = ["nothing found", "weak signs", "some signs", "strong signs", "very strong signs"];

/// Explains a post.
pub fn run(text: &str, sensitivity: [u8; 2]) -> Result<ExitCode, String> {
    let mut read = String::new();
    let text = if text == "-" {
        std::io::stdin().read_to_string(&mut read).map_err(|error| format!("standard input: {error}"))?;
        read.trim_end()
    } else {
        text
    };
    let report = Scorer::default().report(text);
    let flagged = report.flagged(sensitivity);
    let catalogue = catalogue::load("en");
    println!("{}\n", underlined(text, &report, &flagged, std::io::stdout().is_terminal()));
    if flagged.is_empty() {
        println!("Not marked at this sensitivity. A post without a mark has not been checked or approved.");
    }
    let mut categories = Category::ALL;
    // What the post is marked for comes first.
    categories.sort_by_key(|category| !flagged.contains(category));
    for category in categories {
        let is_marked = flagged.contains(&category);
        let findings: Vec<&Found> = report.findings.iter().filter(|finding| finding.category == category).collect();
        // Beside a mark, the wording of another category is no reason.
        let is_said = is_marked || flagged.is_empty() || findings.iter().any(|finding| finding.rule != WORDING);
        if !findings.is_empty() && is_said {
            card(&report, category, &findings, is_marked, &catalogue);
        }
    }
    if !report.contexts.is_empty() {
        println!("\nWhat lowered it:");
        for context in &report.contexts {
            println!(
                "  - {}",
                catalogue
                    .contexts
                    .get(context.id)
                    .map_or("", |words| &words.why)
                    .replace("{span}", &line(&context.text))
            );
        }
    }
    if report.structure_only {
        println!("\nThe rules do not cover this post's language: only tickers, numbers, links and emoji were read.");
    }
    Ok(ExitCode::SUCCESS)
}

fn card(report: &Report, category: Category, findings: &[&Found], flagged: bool, catalogue: &Catalogue) {
    let (name, strength) = match category {
        Category::Pump => ("Ticker pump", report.strength.pump),
        Category::Claim => ("Unbacked infrastructure claim", report.strength.claim),
    };
    let strength = usize::from(strength);
    println!("\n{name}  {} {}{}", METER[strength], STRENGTH[strength], if flagged { "" } else { " (not marked)" });
    for finding in findings {
        let Some(words) = catalogue.reason(finding.rule) else { continue };
        println!("  - {}", words.why.replace("{span}", &line(&finding.text)));
        println!("    {} · {} · weight {:.1}", words.title, finding.rule, finding.weight);
    }
    if category == Category::Claim {
        println!("\nQuestions that a claim should answer:");
        for answer in &report.checklist {
            let mark = match answer.state {
                State::Answered => "●",
                State::Partly => "◐",
                State::Open => "○",
            };
            let said = answer.text.as_ref().map_or(String::new(), |text| format!("  “{}”", line(text)));
            println!(
                "  {mark} {}{said}",
                catalogue.checklist.get(answer.id).map_or(answer.id, |words| &words.question)
            );
        }
    }
    if let Some(words) = findings.first().and_then(|finding| catalogue.reason(finding.rule)) {
        println!("\nAsk: {}", words.ask);
        println!("Source: {}", words.source.name);
    }
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Under a pump's words, under a claim's.
const SIGNS: [&str; 2] = ["^", "~"];

/// The text with the found words underlined: by the terminal where it is one (a claim's by dots), else by a line of signs.
fn underlined(text: &str, report: &Report, flagged: &[Category], terminal: bool) -> String {
    let mark_at = |unit: u32| {
        let over = |finding: &&Found| (finding.start..finding.end).contains(&unit);
        let marked = report.findings.iter().filter(|found| flagged.contains(&found.category) && found.weight > 0.0);
        marked.filter(over).map(|finding| finding.category).min_by_key(|category| *category as usize)
    };
    let mut out = String::new();
    let mut unit = 0;
    for row in text.split_inclusive('\n') {
        let characters = row.chars().map(|character| {
            let at = unit;
            unit += character.len_utf16() as u32;
            (mark_at(at), character)
        });
        let characters: Vec<(Option<Category>, char)> =
            characters.filter(|(_, character)| !matches!(character, '\r' | '\n')).collect();
        let mut signs = String::new();
        // No mark cuts a character, so the widths of the pieces add up.
        for piece in characters.chunk_by(|(before, _), (after, _)| before == after) {
            let mark = piece[0].0;
            let words: String = piece.iter().map(|(_, character)| character).collect();
            let sign = mark.map_or(" ", |category| SIGNS[category as usize]);
            // A tab is as wide below as above.
            let below: Vec<String> = words.split('\t').map(|part| sign.repeat(part.width())).collect();
            signs.push_str(&below.join("\t"));
            match mark.filter(|_| terminal) {
                None => out.push_str(&words),
                Some(Category::Pump) => out.extend([UNDERLINE, &words, PLAIN]),
                Some(Category::Claim) => out.extend([UNDERLINE, DOTTED, &words, PLAIN]),
            }
        }
        out.push('\n');
        if !terminal && SIGNS.iter().any(|sign| signs.contains(sign)) {
            out.push_str(signs.trim_end());
            out.push('\n');
        }
    }
    out.trim_end().to_owned()
}
