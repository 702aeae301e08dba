//! Posts from Parquet, verdicts as Parquet: by the format's own columns, without Arrow.

use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::serialized_reader::ReadOptionsBuilder;
use parquet::file::writer::SerializedFileWriter;
use parquet::record::Field;
use parquet::record::reader::RowIter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::{SchemaDescriptor, Type, TypePtr};

use crate::{BATCH, Cells, ENOUGH, Id, Names, Row, text};

/// Rows of one row group that is written.
const GROUP: usize = 100_000;

/// Reads Parquet.
pub struct Reader {
    rows: RowIter<'static>,
    /// Places of text and id among the columns that are read.
    text: usize,
    id: Option<usize>,
    place: usize,
    /// Rows of the whole file.
    pub all: u64,
}

impl Reader {
    /// Reads what the file says of its columns.
    ///
    /// # Errors
    ///
    /// It is no Parquet, or has no column of texts.
    pub fn new(file: File, names: &Names) -> Result<Self, String> {
        let again = file.try_clone().map_err(|error| error.to_string())?;
        let told = SerializedFileReader::new(again).map_err(|error| said(&error))?;
        let about = told.metadata().file_metadata();
        let all = u64::try_from(about.num_rows()).unwrap_or(0);
        let schema = about.schema();
        let fields = schema.get_fields();
        if !fields.iter().any(|field| field.name() == names.text) {
            let known: Vec<_> = fields.iter().map(|field| field.name()).collect();
            return Err(format!("no column \"{}\"; there are: {}; name one by --text", names.text, known.join(", ")));
        }
        let is_wanted = |field: &TypePtr| field.name() == names.text || field.name() == names.id;
        let fields: Result<Vec<_>, _> =
            fields.iter().map(|field| if is_wanted(field) { as_bytes(field) } else { Ok(field.clone()) }).collect();
        let schema = fields.and_then(|fields| Type::group_type_builder(schema.name()).with_fields(fields).build());
        let schema = Arc::new(schema.map_err(|error| said(&error))?);
        let descriptor = Arc::new(SchemaDescriptor::new(schema.clone()));
        let options = ReadOptionsBuilder::new().with_parquet_schema(descriptor).build();
        let reader = SerializedFileReader::new_with_options(file, options).map_err(|error| said(&error))?;
        let wanted: Vec<_> = schema.get_fields().iter().filter(|field| is_wanted(field)).cloned().collect();
        let place = |name: &str| wanted.iter().position(|field| field.name() == name);
        let (text, id) = (place(&names.text).unwrap_or_default(), place(&names.id));
        let projection =
            Type::group_type_builder(schema.name()).with_fields(wanted).build().map_err(|error| said(&error))?;
        let rows = RowIter::from_file_into(Box::new(reader)).project(Some(projection)).map_err(|error| said(&error))?;
        Ok(Self { rows, text, id, place: 0, all })
    }

    /// The next rows; none at the end.
    ///
    /// # Errors
    ///
    /// Nothing more can be read.
    pub fn read(&mut self) -> Result<Vec<Row>, String> {
        let (mut rows, mut bytes) = (Vec::new(), 0);
        while rows.len() < BATCH && bytes < ENOUGH {
            let Some(row) = self.rows.next() else { break };
            let row = row.map_err(|error| said(&error))?;
            self.place += 1;
            let field = |place: usize| row.get_column_iter().nth(place).map(|(_, field)| field);
            let text = match field(self.text) {
                Some(Field::Bytes(bytes)) => text(bytes.data()),
                Some(Field::Null) | None => Err("no text".to_owned()),
                Some(_) => Err("its text is not a string".to_owned()),
            };
            bytes += text.as_ref().map_or(0, String::len);
            rows.push(Row { place: self.place, id: self.id.and_then(field).and_then(id), text });
        }
        Ok(rows)
    }
}

/// A column of strings as one of bytes. Nothing but a promise says that they are UTF-8, and what is not would end the reading; and some
/// writers do not say that their bytes are text.
fn as_bytes(field: &TypePtr) -> Result<TypePtr, ParquetError> {
    let about = field.get_basic_info();
    let is_string = matches!(about.converted_type(), ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON);
    if !field.is_primitive() || !is_string {
        return Ok(field.clone());
    }
    let bytes = Type::primitive_type_builder(field.name(), field.get_physical_type());
    bytes.with_repetition(about.repetition()).build().map(Arc::new)
}

fn id(field: &Field) -> Option<Id> {
    Some(match field {
        Field::Null => return None,
        Field::Byte(number) => Id::Number((*number).into()),
        Field::Short(number) => Id::Number((*number).into()),
        Field::Int(number) => Id::Number((*number).into()),
        Field::Long(number) => Id::Number((*number).into()),
        Field::UByte(number) => Id::Number((*number).into()),
        Field::UShort(number) => Id::Number((*number).into()),
        Field::UInt(number) => Id::Number((*number).into()),
        Field::ULong(number) => Id::Number((*number).into()),
        Field::Bytes(bytes) => Id::Text(String::from_utf8_lossy(bytes.data()).into_owned()),
        other => Id::Text(other.to_string()),
    })
}

const SCHEMA: &str = "message verdicts {
    optional binary id (UTF8);
    optional double pump;
    optional double claim;
    optional binary flagged (JSON);
    optional binary findings (JSON);
    optional binary contexts (JSON);
    optional binary checklist (JSON);
    optional boolean structure_only;
    optional binary error (UTF8);
}";

/// Writes Parquet.
pub struct Writer<W: Write + Send> {
    file: SerializedFileWriter<W>,
    rows: Vec<Cells>,
}

impl<W: Write + Send> Writer<W> {
    /// Begins a file.
    ///
    /// # Errors
    ///
    /// The output takes nothing.
    pub fn new(output: W) -> io::Result<Self> {
        let schema = Arc::new(parse_message_type(SCHEMA).map_err(io)?);
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
        Ok(Self {
            file: SerializedFileWriter::new(output, schema, Arc::new(properties)).map_err(io)?,
            rows: Vec::new(),
        })
    }

    /// Takes rows; full groups are written.
    ///
    /// # Errors
    ///
    /// The output takes no more.
    pub fn write(&mut self, rows: Vec<Cells>) -> io::Result<()> {
        self.rows.extend(rows);
        if self.rows.len() >= GROUP { self.group() } else { Ok(()) }
    }

    /// Ends the file, and gives the output back.
    ///
    /// # Errors
    ///
    /// The output takes no more.
    pub fn finish(mut self) -> io::Result<W> {
        self.group()?;
        self.file.into_inner().map_err(io)
    }

    fn group(&mut self) -> io::Result<()> {
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let mut group = self.file.next_row_group().map_err(io)?;
        let mut at = 0;
        while let Some(mut column) = group.next_column().map_err(io)? {
            match column.untyped() {
                ColumnWriter::DoubleColumnWriter(writer) => {
                    let pick = |row: &Cells| if at == 1 { row.pump } else { row.claim };
                    let (values, levels) = flat(&rows, pick);
                    writer.write_batch(&values, Some(&levels), None)
                }
                ColumnWriter::BoolColumnWriter(writer) => {
                    let (values, levels) = flat(&rows, |row| row.structure_only);
                    writer.write_batch(&values, Some(&levels), None)
                }
                ColumnWriter::ByteArrayColumnWriter(writer) => {
                    let pick = |row: &Cells| {
                        let text = match at {
                            0 => &row.id,
                            3 => &row.flagged,
                            4 => &row.findings,
                            5 => &row.contexts,
                            6 => &row.checklist,
                            _ => &row.error,
                        };
                        text.as_deref().map(ByteArray::from)
                    };
                    let (values, levels) = flat(&rows, pick);
                    writer.write_batch(&values, Some(&levels), None)
                }
                _ => unreachable!("the schema has no other columns"),
            }
            .map_err(io)?;
            column.close().map_err(io)?;
            at += 1;
        }
        group.close().map_err(io)?;
        Ok(())
    }
}

/// The values that are there, and for each row whether it has one.
fn flat<T>(rows: &[Cells], pick: impl Fn(&Cells) -> Option<T>) -> (Vec<T>, Vec<i16>) {
    let picked: Vec<Option<T>> = rows.iter().map(pick).collect();
    let levels = picked.iter().map(|value| i16::from(value.is_some())).collect();
    (picked.into_iter().flatten().collect(), levels)
}

/// What went wrong, without the type's own name before it.
fn said(error: &ParquetError) -> String {
    match error {
        ParquetError::General(words) | ParquetError::EOF(words) | ParquetError::NYI(words) => words.clone(),
        other => other.to_string(),
    }
}

/// An error of the output as it was, so that a full disk is called that.
fn io(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}
