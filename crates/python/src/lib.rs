//! Hypelint's core as a Python package.
//!
//! In: Python's strings, or a column of texts that any library hands over by Arrow's C data interface. Out: dictionaries with the
//! names of the command line's JSON Lines, or a table of Arrow's. The numbers are the core's own; spans count characters of
//! Python's `str`. Python's lock is released while posts are read, on every core.

mod arrow;
mod verdict;

use std::borrow::Cow;

use hypelint::report::State;
use hypelint::wtf8;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString};
use pyo3::{create_exception, intern};
use rayon::prelude::*;

use arrow::Verdicts;
use verdict::{Finding, Place, Verdict, at_scorer, pool};

create_exception!(hypelint, RowError, PyTypeError, "Rows that are no text; the others' verdicts are in `verdicts`.");

/// Posts that a core takes at once.
const POSTS: usize = 256;

/// How sensitive: of both, or of each.
fn sensitivities(both: i64, pump: Option<i64>, claim: Option<i64>) -> PyResult<[u8; 2]> {
    let known = |sensitivity: i64| u8::try_from(sensitivity).ok().filter(|&sensitivity| sensitivity <= 100);
    match (known(pump.unwrap_or(both)), known(claim.unwrap_or(both))) {
        (Some(pump), Some(claim)) => Ok([pump, claim]),
        _ => Err(PyValueError::new_err("a sensitivity is a number from 0 to 100")),
    }
}

/// What is wrong with which row, and the verdicts on all others.
fn row_error(py: Python, wrong: &[(usize, String)], verdicts: Bound<PyAny>) -> PyErr {
    let Some((row, words)) = wrong.first() else { return PyValueError::new_err("nothing is wrong") };
    let more = if wrong.len() > 1 { format!(" (and {} more)", wrong.len() - 1) } else { String::new() };
    let error = RowError::new_err(format!("row {row}: {words}{more}"));
    let rows: Vec<usize> = wrong.iter().map(|(row, _)| *row).collect();
    let value = error.value(py);
    match value.setattr("rows", rows).and_then(|()| value.setattr("verdicts", verdicts)) {
        Ok(()) => error,
        Err(other) => other,
    }
}

/// A string's text. Halves of surrogate pairs, which Python has in its strings, are read as replacement characters.
fn text_of<'a>(text: &'a Bound<'_, PyString>) -> PyResult<Cow<'a, str>> {
    if let Ok(text) = text.to_str() {
        return Ok(text.into());
    }
    let bytes = text.call_method1(intern!(text.py(), "encode"), ("utf-8", "surrogatepass"))?;
    Ok(wtf8::decode(bytes.cast::<PyBytes>()?.as_bytes())?.into_owned().into())
}

/// Scores posts: a dictionary for each, in order.
#[pyfunction]
#[pyo3(signature = (texts, sensitivity=50, *, pump=None, claim=None))]
fn score<'py>(
    py: Python<'py>,
    texts: &Bound<'py, PyAny>,
    sensitivity: i64,
    pump: Option<i64>,
    claim: Option<i64>,
) -> PyResult<Bound<'py, PyList>> {
    let sensitivity = sensitivities(sensitivity, pump, claim)?;
    if texts.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("texts is one str; give a list of them, or call report"));
    }
    let items: Vec<Bound<PyAny>> = texts.try_iter()?.collect::<PyResult<_>>()?;
    let mut wrong = Vec::new();
    let mut read: Vec<Option<Cow<str>>> = Vec::with_capacity(items.len());
    for (row, item) in items.iter().enumerate() {
        if let Ok(text) = item.cast::<PyString>() {
            read.push(Some(text_of(text)?));
        } else {
            wrong.push((row, format!("not a str but {}", item.get_type().name()?)));
            read.push(None);
        }
    }
    let verdicts: Vec<Option<Verdict>> = {
        let (pool, read) = (pool(), &read);
        py.detach(|| {
            let verdict = |text: &Option<Cow<str>>| text.as_deref().map(|text| Verdict::new(text, sensitivity));
            pool.install(|| read.par_iter().with_min_len(POSTS).map(verdict).collect())
        })
    };
    let listed: Vec<Option<Bound<PyDict>>> = verdicts
        .iter()
        .map(|verdict| verdict.as_ref().map(|verdict| dictionary(py, verdict)).transpose())
        .collect::<PyResult<_>>()?;
    let listed = PyList::new(py, listed)?;
    if wrong.is_empty() { Ok(listed) } else { Err(row_error(py, &wrong, listed.into_any())) }
}

fn dictionary<'py>(py: Python<'py>, verdict: &Verdict) -> PyResult<Bound<'py, PyDict>> {
    let of = PyDict::new(py);
    of.set_item(intern!(py, "pump"), verdict.pump)?;
    of.set_item(intern!(py, "claim"), verdict.claim)?;
    of.set_item(intern!(py, "flagged"), PyList::new(py, &verdict.flagged)?)?;
    let findings: Vec<Bound<PyDict>> =
        verdict.findings.iter().map(|finding| finding_of(py, finding)).collect::<PyResult<_>>()?;
    of.set_item(intern!(py, "findings"), findings)?;
    Ok(of)
}

fn finding_of<'py>(py: Python<'py>, finding: &Finding) -> PyResult<Bound<'py, PyDict>> {
    let of = PyDict::new(py);
    of.set_item(intern!(py, "rule"), finding.rule)?;
    of.set_item(intern!(py, "category"), finding.category)?;
    of.set_item(intern!(py, "start"), finding.start)?;
    of.set_item(intern!(py, "end"), finding.end)?;
    of.set_item(intern!(py, "text"), &finding.text)?;
    of.set_item(intern!(py, "weight"), finding.weight)?;
    Ok(of)
}

/// All that is known of one post: the command line's line, its spans in characters.
#[pyfunction]
#[pyo3(signature = (text, sensitivity=50, *, pump=None, claim=None))]
fn report<'py>(
    py: Python<'py>,
    text: &Bound<'py, PyString>,
    sensitivity: i64,
    pump: Option<i64>,
    claim: Option<i64>,
) -> PyResult<Bound<'py, PyDict>> {
    let sensitivity = sensitivities(sensitivity, pump, claim)?;
    let text = text_of(text)?;
    let report = py.detach(|| at_scorer(|scorer| scorer.report(&text)));
    let span = |of: &Bound<'py, PyDict>, start: u32, end: u32| -> PyResult<()> {
        of.set_item(intern!(py, "start"), Place::of(&text, start).characters)?;
        of.set_item(intern!(py, "end"), Place::of(&text, end).characters)
    };
    let of = PyDict::new(py);
    of.set_item("pump", report.pump)?;
    of.set_item("claim", report.claim)?;
    let flagged: Vec<&str> = report.flagged(sensitivity).into_iter().map(hypelint::Category::name).collect();
    of.set_item("flagged", flagged)?;
    let (findings, contexts, checklist) = (PyList::empty(py), PyList::empty(py), PyList::empty(py));
    for found in &report.findings {
        let finding = PyDict::new(py);
        finding.set_item("rule", found.rule)?;
        finding.set_item("category", found.category.name())?;
        span(&finding, found.start, found.end)?;
        finding.set_item("text", &found.text)?;
        finding.set_item("weight", found.weight)?;
        finding.set_item("contexts", &found.contexts)?;
        findings.append(finding)?;
    }
    for lowered in &report.contexts {
        let context = PyDict::new(py);
        context.set_item("id", lowered.id)?;
        span(&context, lowered.start, lowered.end)?;
        context.set_item("text", &lowered.text)?;
        context.set_item("effect", lowered.effect)?;
        contexts.append(context)?;
    }
    for asked in &report.checklist {
        let answer = PyDict::new(py);
        answer.set_item("id", asked.id)?;
        let state = match asked.state {
            State::Answered => "answered",
            State::Partly => "partly",
            State::Open => "open",
        };
        answer.set_item("state", state)?;
        if let (Some(start), Some(end)) = (asked.start, asked.end) {
            span(&answer, start, end)?;
        }
        if let Some(text) = &asked.text {
            answer.set_item("text", text)?;
        }
        checklist.append(answer)?;
    }
    of.set_item("findings", findings)?;
    of.set_item("contexts", contexts)?;
    of.set_item("checklist", checklist)?;
    of.set_item("structure_only", report.structure_only)?;
    Ok(of)
}

/// Scores a column of texts: a table of as many rows, for any library that reads Arrow. A row without a text has no verdict.
#[pyfunction]
#[pyo3(signature = (data, text="text", sensitivity=50, *, pump=None, claim=None))]
fn score_arrow<'py>(
    py: Python<'py>,
    data: &Bound<'py, PyAny>,
    text: &str,
    sensitivity: i64,
    pump: Option<i64>,
    claim: Option<i64>,
) -> PyResult<Bound<'py, Verdicts>> {
    let sensitivity = sensitivities(sensitivity, pump, claim)?;
    let columns = arrow::columns(data, text)?;
    let pool = pool();
    let (verdicts, wrong) = py.detach(|| pool.install(|| arrow::verdicts(&columns, sensitivity)));
    let verdicts = Bound::new(py, verdicts)?;
    if wrong.is_empty() { Ok(verdicts) } else { Err(row_error(py, &wrong, verdicts.into_any())) }
}

/// Titles, reasons, questions and sources of the rules, for people: JSON.
#[pyfunction]
fn catalogue(py: Python) -> PyResult<Bound<PyAny>> {
    py.import("json")?.call_method1("loads", (hypelint::CATALOGUES[0].1,))
}

/// Marks ticker pumps and unbacked infrastructure claims in social posts, on the exact words, and says why.
#[pymodule]
#[pyo3(name = "hypelint")]
fn hypelint_python(module: &Bound<PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("RowError", module.py().get_type::<RowError>())?;
    module.add_class::<Verdicts>()?;
    module.add_function(wrap_pyfunction!(score, module)?)?;
    module.add_function(wrap_pyfunction!(report, module)?)?;
    module.add_function(wrap_pyfunction!(score_arrow, module)?)?;
    module.add_function(wrap_pyfunction!(catalogue, module)?)
}
