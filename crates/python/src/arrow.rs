//! Arrow's C data interface: columns of texts from any library, without a copy, and verdicts as a table for any library.
//!
//! In: an object with `__arrow_c_stream__` or `__arrow_c_array__`, a table or one column. Texts are taken as bytes, since nothing
//! but a promise says that they are UTF-8. Out: record batches, and what was wrong with which row.

use std::ffi::CStr;
use std::sync::Arc;

use arrow_array::builder::{Float64Builder, Int32Builder, ListBuilder, StringBuilder, StructBuilder};
use arrow_array::cast::AsArray;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator, make_array};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use hypelint::wtf8;
use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use rayon::prelude::*;

use crate::verdict::Verdict;

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// Rows of a batch that is handed out, and that a core takes at once: the vectors of databases, some 2000 rows, keep two busy.
const ROWS: usize = 1024;

fn refused(error: ArrowError) -> PyErr {
    PyTypeError::new_err(error.to_string())
}

/// The column of texts, chunk by chunk.
pub fn columns(data: &Bound<PyAny>, text: &str) -> PyResult<Vec<ArrayRef>> {
    let py = data.py();
    if data.hasattr(intern!(py, "__arrow_c_stream__"))? {
        let capsule = data.call_method0(intern!(py, "__arrow_c_stream__"))?.cast_into::<PyCapsule>()?;
        let pointer = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
        // SAFETY: a capsule of this name holds a stream (the interface's contract). It is moved out: what stays has no
        // `release`, so the capsule frees nothing.
        return read(unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) }, text);
    }
    if data.hasattr(intern!(py, "__arrow_c_array__"))? {
        let pair = data.call_method0(intern!(py, "__arrow_c_array__"))?.cast_into::<PyTuple>()?;
        let (schema, array) =
            (pair.get_item(0)?.cast_into::<PyCapsule>()?, pair.get_item(1)?.cast_into::<PyCapsule>()?);
        let schema = schema.pointer_checked(Some(SCHEMA))?.cast::<FFI_ArrowSchema>();
        let array = array.pointer_checked(Some(ARRAY))?.cast::<FFI_ArrowArray>();
        // SAFETY: capsules of these names hold a schema, which is looked at while its capsule lives, and an array, which is
        // moved out.
        let (kind, array) = unsafe { (kind(schema.as_ref(), text)?, FFI_ArrowArray::from_raw(array.as_ptr())) };
        return Ok(vec![column(array, &kind, text)?]);
    }
    Err(PyTypeError::new_err(format!("{} is no Arrow table or column", data.get_type().name()?)))
}

/// Reads a stream to its end.
fn read(mut stream: FFI_ArrowArrayStream, text: &str) -> PyResult<Vec<ArrayRef>> {
    let failed = |stream: &mut FFI_ArrowArrayStream| {
        // SAFETY: the stream is alive; what it says of its last error is a string of its own, or nothing.
        let words = unsafe {
            let words = stream.get_last_error().map_or(std::ptr::null(), |last| last(stream));
            (!words.is_null()).then(|| CStr::from_ptr(words).to_string_lossy().into_owned())
        };
        PyValueError::new_err(words.unwrap_or_else(|| "the stream cannot be read".to_owned()))
    };
    let (Some(get_schema), Some(get_next)) = (stream.get_schema(), stream.get_next()) else {
        return Err(PyValueError::new_err("the stream was read before"));
    };
    let mut schema = FFI_ArrowSchema::empty();
    // SAFETY: the stream is alive, and fills the schema that it is given.
    if unsafe { get_schema(&raw mut stream, &raw mut schema) } != 0 {
        return Err(failed(&mut stream));
    }
    let kind = kind(&schema, text)?;
    let mut columns = Vec::new();
    loop {
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: the same.
        if unsafe { get_next(&raw mut stream, &raw mut array) } != 0 {
            return Err(failed(&mut stream));
        }
        if array.is_released() {
            return Ok(columns);
        }
        columns.push(column(array, &kind, text)?);
    }
}

/// The type of what is handed over, its texts as bytes; refused if there are none.
fn kind(schema: &FFI_ArrowSchema, text: &str) -> PyResult<DataType> {
    let told = |name: &str, kind: &DataType| PyTypeError::new_err(format!("{name} is {kind}, not text"));
    match DataType::try_from(schema).map_err(refused)? {
        DataType::Struct(fields) => {
            let Some((at, field)) = fields.find(text) else {
                let known: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
                return Err(PyKeyError::new_err(format!("no column {text}; there are: {}", known.join(", "))));
            };
            let own = as_bytes(field.data_type()).ok_or_else(|| told(&format!("column {text}"), field.data_type()))?;
            let mut fields: Vec<_> = fields.iter().cloned().collect();
            fields[at] = Arc::new(Field::new(text, own, true));
            Ok(DataType::Struct(fields.into()))
        }
        other => as_bytes(&other).ok_or_else(|| told("the column", &other)),
    }
}

fn as_bytes(kind: &DataType) -> Option<DataType> {
    Some(match kind {
        DataType::Utf8 => DataType::Binary,
        DataType::LargeUtf8 => DataType::LargeBinary,
        DataType::Utf8View => DataType::BinaryView,
        _ => return None,
    })
}

fn column(array: FFI_ArrowArray, kind: &DataType, text: &str) -> PyResult<ArrayRef> {
    // SAFETY: the array came with the schema that the type was made of. Text and bytes have the same layout, and bytes ask for
    // less.
    let data = unsafe { from_ffi_and_data_type(array, kind.clone()) }.map_err(refused)?;
    let array = make_array(data);
    let Some(table) = array.as_struct_opt() else { return Ok(array) };
    table.column_by_name(text).cloned().ok_or_else(|| PyKeyError::new_err(text.to_owned()))
}

/// The bytes of a row.
fn bytes(column: &dyn Array, row: usize) -> Option<&[u8]> {
    column.is_valid(row).then(|| match column.data_type() {
        DataType::Binary => column.as_binary::<i32>().value(row),
        DataType::LargeBinary => column.as_binary::<i64>().value(row),
        _ => column.as_binary_view().value(row),
    })
}

/// The verdicts on all rows, and what was wrong with which.
pub fn verdicts(columns: &[ArrayRef], sensitivity: [u8; 2]) -> (Verdicts, Vec<(usize, String)>) {
    let begins = columns.iter().scan(0, |all, column| {
        let begin = *all;
        *all += column.len();
        Some((begin, column))
    });
    let pieces: Vec<(usize, ArrayRef)> = begins
        .flat_map(|(begin, column)| {
            (0..column.len()).step_by(ROWS).map(move |at| (begin + at, column.slice(at, ROWS.min(column.len() - at))))
        })
        .collect();
    let read: Vec<(RecordBatch, Vec<(usize, String)>)> = pieces
        .par_iter()
        .map(|(begin, piece)| {
            let (mut rows, mut wrong) = (Rows::new(), Vec::new());
            for row in 0..piece.len() {
                match bytes(piece, row).map(wtf8::decode).transpose() {
                    Ok(text) => rows.push(text.map(|text| Verdict::new(&text, sensitivity))),
                    Err(error) => {
                        let valid = error.utf8_error().valid_up_to();
                        wrong.push((begin + row, format!("not UTF-8 at byte {}", valid + 1)));
                        rows.push(None);
                    }
                }
            }
            (rows.finish(), wrong)
        })
        .collect();
    let (batches, wrong): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    (Verdicts { batches }, wrong.into_iter().flatten().collect())
}

fn finding_fields() -> Fields {
    Fields::from(vec![
        Field::new("rule", DataType::Utf8, true),
        Field::new("category", DataType::Utf8, true),
        Field::new("start", DataType::Int32, true),
        Field::new("end", DataType::Int32, true),
        Field::new("text", DataType::Utf8, true),
        Field::new("weight", DataType::Float64, true),
    ])
}

fn schema() -> SchemaRef {
    let list = |of: DataType| DataType::List(Arc::new(Field::new_list_field(of, true)));
    Arc::new(Schema::new(vec![
        Field::new("pump", DataType::Float64, true),
        Field::new("claim", DataType::Float64, true),
        Field::new("flagged", list(DataType::Utf8), true),
        Field::new("findings", list(DataType::Struct(finding_fields())), true),
    ]))
}

/// Rows on their way to a batch.
struct Rows {
    pump: Float64Builder,
    claim: Float64Builder,
    flagged: ListBuilder<StringBuilder>,
    findings: ListBuilder<StructBuilder>,
}

impl Rows {
    fn new() -> Self {
        Self {
            pump: Float64Builder::new(),
            claim: Float64Builder::new(),
            flagged: ListBuilder::new(StringBuilder::new()),
            findings: ListBuilder::new(StructBuilder::from_fields(finding_fields(), 0)),
        }
    }

    fn push(&mut self, verdict: Option<Verdict>) {
        self.pump.append_option(verdict.as_ref().map(|verdict| verdict.pump));
        self.claim.append_option(verdict.as_ref().map(|verdict| verdict.claim));
        let there = verdict.is_some();
        if let Some(verdict) = verdict {
            for category in verdict.flagged {
                self.flagged.values().append_value(category);
            }
            for finding in verdict.findings {
                let row = self.findings.values();
                for (at, words) in [(0, finding.rule), (1, finding.category), (4, &finding.text)] {
                    row.field_builder::<StringBuilder>(at).expect("a string").append_value(words);
                }
                for (at, place) in [(2, finding.start), (3, finding.end)] {
                    row.field_builder::<Int32Builder>(at).expect("a number").append_value(place as i32);
                }
                row.field_builder::<Float64Builder>(5).expect("a number").append_value(finding.weight);
                row.append(true);
            }
        }
        self.flagged.append(there);
        self.findings.append(there);
    }

    fn finish(mut self) -> RecordBatch {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.pump.finish()),
            Arc::new(self.claim.finish()),
            Arc::new(self.flagged.finish()),
            Arc::new(self.findings.finish()),
        ];
        RecordBatch::try_new(schema(), columns).expect("the columns are the schema's")
    }
}

/// Verdicts as a table: `pyarrow.table(verdicts)`, `polars.DataFrame(verdicts)`, and so on.
#[pyclass(frozen, module = "hypelint")]
pub struct Verdicts {
    batches: Vec<RecordBatch>,
}

#[pymethods]
impl Verdicts {
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> String {
        format!("<hypelint.Verdicts: {} rows of pump, claim, flagged, findings>", self.__len__())
    }

    #[expect(clippy::unused_self, reason = "Python asks an object")]
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(schema().as_ref()).map_err(refused)?;
        PyCapsule::new_with_value(py, schema, SCHEMA)
    }

    /// Another schema can be asked for; the interface allows to hand out one's own.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let batches = RecordBatchIterator::new(self.batches.clone().into_iter().map(Ok), schema());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), STREAM)
    }
}

#[cfg(test)]
mod tests {
    //! For Miri, which needs no Python for them: `./build.sh miri`.

    use super::*;
    use arrow_array::{Int32Array, LargeStringArray, StringArray, StringViewArray, StructArray};

    const TEXTS: [Option<&str>; 4] = [Some("to the moon"), None, Some(""), Some("起飞 🚀")];

    /// A table of two batches, the texts of the second in another order.
    fn stream(texts: impl Fn(Vec<Option<&'static str>>) -> ArrayRef) -> FFI_ArrowArrayStream {
        let turned = TEXTS.into_iter().rev().collect();
        let batches = [TEXTS.to_vec(), turned].map(|rows| {
            let numbers: ArrayRef = Arc::new(Int32Array::from(vec![1; rows.len()]));
            RecordBatch::try_from_iter_with_nullable([("number", numbers, false), ("text", texts(rows), true)])
                .expect("two columns of a length")
        });
        let schema = batches[0].schema();
        FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches.map(Ok), schema)))
    }

    fn read_back(columns: &[ArrayRef]) -> Vec<Option<String>> {
        let rows = columns.iter().flat_map(|column| (0..column.len()).map(move |row| bytes(column, row)));
        rows.map(|row| row.map(|row| String::from_utf8(row.to_vec()).expect("it was text"))).collect()
    }

    fn wanted() -> Vec<Option<String>> {
        TEXTS.iter().chain(TEXTS.iter().rev()).map(|text| text.map(str::to_owned)).collect()
    }

    #[test]
    fn texts_come_out_of_a_stream_as_they_went_in() {
        let kinds: [fn(Vec<Option<&'static str>>) -> ArrayRef; 3] = [
            |rows| Arc::new(StringArray::from(rows)),
            |rows| Arc::new(LargeStringArray::from(rows)),
            |rows| Arc::new(StringViewArray::from(rows)),
        ];
        for kind in kinds {
            assert_eq!(read_back(&read(stream(kind), "text").expect("a stream of texts")), wanted());
        }
    }

    #[test]
    fn what_is_no_text_is_refused_and_freed() {
        for column in ["number", "none"] {
            assert!(read(stream(|rows| Arc::new(StringArray::from(rows))), column).is_err(), "{column}");
        }
    }

    #[test]
    fn a_stream_that_fails_says_why() {
        let schema = Arc::new(Schema::new(vec![Field::new("text", DataType::Utf8, true)]));
        let failing = [Err(ArrowError::ComputeError("no more".to_owned()))];
        let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(failing, schema)));
        assert!(read(stream, "text").is_err());
        assert!(read(FFI_ArrowArrayStream::empty(), "text").is_err());
    }

    #[test]
    fn a_part_of_an_array_is_read_as_that_part() {
        let texts: ArrayRef = Arc::new(StringArray::from(TEXTS.to_vec()));
        let table = StructArray::from(vec![(Arc::new(Field::new("text", DataType::Utf8, true)), texts)]);
        let part = table.slice(1, 3).into_data();
        let schema = FFI_ArrowSchema::try_from(part.data_type()).expect("it has a schema");
        let kind = kind(&schema, "text").expect("it has a column of texts");
        let column = column(FFI_ArrowArray::new(&part), &kind, "text").expect("the column");
        assert_eq!(read_back(&[column]), wanted()[1..4]);
    }
}
