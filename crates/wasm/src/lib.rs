//! The browser boundary: the only place that knows of JavaScript.
//!
//! A post's text goes through a buffer in the module's own memory, and its verdict comes back as a view of numbers:
//! nothing is copied twice and nothing is allocated. Rare things (settings, the catalogue, the report for a card) cross
//! as objects. Offsets are UTF-16 code units.

use std::cell::RefCell;

use js_sys::{Array, Float64Array, Reflect, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use hypelint::reader::Lesson;
use hypelint::{Category, Choice, Scorer, WINDOW, rules, threshold};
use hypelint_rulebook::WORDING;

/// The module's one scorer and its buffers.
struct Desk {
    scorer: Scorer,
    input: Box<[u8]>,
    output: Vec<f64>,
    /// Posts of lessons, and which way each goes, until they are learned.
    lessons: Vec<(String, [i8; 2])>,
}

/// The first bytes of the window, as text.
fn written(input: &[u8], length: usize) -> Result<&str, JsError> {
    let bytes =
        input.get(..length).ok_or_else(|| JsError::new(&format!("the window holds {WINDOW} bytes, not {length}")))?;
    Ok(std::str::from_utf8(bytes)?)
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::new(Desk { scorer: Scorer::default(), input: vec![0; WINDOW].into_boxed_slice(), output: Vec::new(), lessons: Vec::new() });
}

fn at_desk<T>(work: impl FnOnce(&mut Desk) -> T) -> T {
    DESK.with_borrow_mut(work)
}

/// Makes a panic readable, once, when the module starts.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

/// The window that text is written into, as UTF-8. A view: memory that grows leaves it empty, so ask each time.
#[wasm_bindgen]
#[must_use]
pub fn input() -> Uint8Array {
    at_desk(|desk| {
        // SAFETY: the view is of the desk's buffer, which is never moved nor freed; the caller writes to it before the
        // next call, and no Rust code runs in between.
        unsafe { Uint8Array::view(&desk.input) }
    })
}

/// Reads `length` bytes of the window; `last` if the post ends there. Returns how many UTF-16 units of them are done
/// with: what is written next begins there.
///
/// # Errors
///
/// `length` is more than the window holds, or the bytes are no UTF-8.
#[wasm_bindgen]
pub fn feed(length: usize, last: bool) -> Result<u32, JsError> {
    at_desk(|desk| {
        let window = written(&desk.input, length)?;
        Ok(desk.scorer.feed(window, last))
    })
}

/// Takes a lesson for [`learn`]: the post in the window, and which way it goes in each category (see [`Lesson`]).
///
/// # Errors
///
/// As [`feed`].
#[wasm_bindgen]
pub fn teach(length: usize, pump: i8, claim: i8) -> Result<(), JsError> {
    at_desk(|desk| {
        let text = written(&desk.input, length)?.to_owned();
        desk.lessons.push((text, [pump, claim]));
        Ok(())
    })
}

/// Learns the lessons that were taken since the last time, and forgets all others.
#[wasm_bindgen]
pub fn learn() {
    at_desk(|desk| {
        let lessons = std::mem::take(&mut desk.lessons);
        desk.scorer.learn(lessons.iter().map(|(text, ways)| Lesson { text, ways: *ways }));
    });
}

/// Closes the post: `[pump, claim, n; n times: rule, start, end, weight; the sketch, if there is one]`. A view, good until the next call.
#[wasm_bindgen]
#[must_use]
pub fn verdict() -> Float64Array {
    at_desk(|desk| {
        let verdict = desk.scorer.close();
        desk.output.clear();
        desk.output.extend(verdict.probabilities());
        desk.output.push(verdict.reasons.len() as f64);
        for finding in verdict.reasons {
            desk.output.extend([
                // The wording has one number for each category: behind all rules, the pump's first.
                f64::from(finding.rule)
                    + if usize::from(finding.rule) < rules().len() { 0.0 } else { f64::from(finding.category as u8) },
                f64::from(finding.span.start),
                f64::from(finding.span.end),
                finding.weight,
            ]);
        }
        if let Some(sketch) = verdict.sketch {
            desk.output.extend(sketch.slots().iter().copied().map(f64::from));
        }
        // SAFETY: the view is of the desk's buffer; the caller copies it before the next call, and no Rust code runs in
        // between.
        unsafe { Float64Array::view(&desk.output) }
    })
}

/// All that is known of a post, for a card: see [`hypelint::report::Report`].
///
/// # Errors
///
/// The report cannot be made an object; none is known that cannot.
#[wasm_bindgen(unchecked_return_type = "Report")]
pub fn report(text: &str) -> Result<JsValue, JsError> {
    Ok(serde_wasm_bindgen::to_value(&at_desk(|desk| desk.scorer.report(text)))?)
}

#[derive(Serialize)]
struct Catalogue {
    rules: Vec<RuleName>,
    thresholds: Thresholds,
}

#[derive(Serialize)]
struct RuleName {
    id: &'static str,
    category: Category,
}

#[derive(Serialize)]
struct Thresholds {
    pump: Vec<f64>,
    claim: Vec<f64>,
}

/// The rules in the order of their numbers, the wording of each category behind them, and the probability from which a post is flagged, per sensitivity.
///
/// # Errors
///
/// The catalogue cannot be made an object; it always can.
#[wasm_bindgen(unchecked_return_type = "Catalogue")]
pub fn catalogue() -> Result<JsValue, JsError> {
    let thresholds = |category| (0..=100).map(|sensitivity| threshold(category, sensitivity)).collect();
    let catalogue = Catalogue {
        rules: rules()
            .iter()
            .map(|rule| RuleName { id: rule.id, category: rule.category })
            .chain(Category::ALL.map(|category| RuleName { id: WORDING, category }))
            .collect(),
        thresholds: Thresholds { pump: thresholds(Category::Pump), claim: thresholds(Category::Claim) },
    };
    Ok(serde_wasm_bindgen::to_value(&catalogue)?)
}

/// Switches rules off, and makes others stricter or milder, by id; all others are as they were learned.
///
/// # Errors
///
/// `settings` is not `{ disabled: string[], stricter: string[], milder: string[] }`; each may be left out.
#[wasm_bindgen]
pub fn configure(
    #[wasm_bindgen(unchecked_param_type = "{ disabled?: string[]; stricter?: string[]; milder?: string[] }")] settings: &JsValue,
) -> Result<(), JsError> {
    let disabled = ids(settings, "disabled")?;
    let stricter = ids(settings, "stricter")?;
    let milder = ids(settings, "milder")?;
    // Of a rule that stands in several lists: off before milder, milder before stricter.
    let lists = [(&stricter, Choice::Stricter), (&milder, Choice::Milder), (&disabled, Choice::Off)];
    let choices = lists.into_iter().flat_map(|(ids, choice)| ids.iter().map(move |id| (id.as_str(), choice)));
    at_desk(|desk| desk.scorer.choose(choices));
    Ok(())
}

/// By hand: what `serde` says of values that do not fit would bring the printing of numbers along, 20 KB of code.
fn ids(settings: &JsValue, name: &str) -> Result<Vec<String>, JsError> {
    let ids = match Reflect::get(settings, &name.into()) {
        Ok(none) if none.is_undefined() => Some(Vec::new()),
        Ok(ids) if Array::is_array(&ids) => Array::from(&ids).iter().map(|id| id.as_string()).collect(),
        _ => None,
    };
    ids.ok_or_else(|| JsError::new(&format!("{name} is [ids of rules]")))
}

// The shapes of the objects, for those who call from TypeScript.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
export type CategoryName = "pump" | "claim";
export interface Report {
    /** Probabilities, 0 to 1; people see words. */
    pump: number;
    claim: number;
    strength: { pump: number; claim: number };
    findings: { rule: string; category: CategoryName; start: number; end: number; text: string; weight: number; contexts: string[] }[];
    contexts: { id: string; start: number; end: number; text: string; effect: number }[];
    checklist: { id: string; state: "answered" | "partly" | "open"; start?: number; end?: number; text?: string }[];
    /** How much of the sums comes of lessons, where that is anything: logits. */
    taught?: { pump: number; claim: number };
    structure_only: boolean;
}
export interface Catalogue {
    rules: { id: string; category: CategoryName }[];
    thresholds: { pump: number[]; claim: number[] };
}
"#;
