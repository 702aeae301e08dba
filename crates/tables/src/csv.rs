//! Posts from CSV, verdicts as CSV (RFC 4180). The first line names the columns; they are divided by whatever divides most of
//! that line: comma, semicolon or tab.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder, WriterBuilder};

use crate::{BATCH, COLUMNS, Cells, ENOUGH, Id, Names, Row, text};

/// Reads CSV.
pub struct Reader<R> {
    records: csv::Reader<R>,
    record: ByteRecord,
    columns: usize,
    text: usize,
    id: Option<usize>,
}

/// What divides the columns of a table whose first line begins with `head`.
#[must_use]
pub fn delimiter(head: &[u8]) -> u8 {
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: &u8| line.split(|byte| byte == delimiter).count();
    // Of equals the last is taken.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

impl<R: Read> Reader<R> {
    /// Reads the names of the columns.
    ///
    /// # Errors
    ///
    /// There is no column of texts, or nothing can be read.
    pub fn new(input: R, delimiter: u8, names: &Names) -> Result<Self, String> {
        let mut records = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(input);
        let header = records.byte_headers().map_err(|error| error.to_string())?.clone();
        let place = |name: &str| header.iter().position(|column| column.trim_ascii() == name.as_bytes());
        let text = place(&names.text).ok_or_else(|| {
            let known: Vec<_> = header.iter().map(String::from_utf8_lossy).collect();
            format!("no column \"{}\"; there are: {}; name one by --text", names.text, known.join(", "))
        })?;
        Ok(Self { records, record: ByteRecord::new(), columns: header.len(), text, id: place(&names.id) })
    }

    /// The next rows; none at the end.
    ///
    /// # Errors
    ///
    /// Nothing more can be read.
    pub fn read(&mut self) -> Result<Vec<Row>, String> {
        let (mut rows, mut bytes) = (Vec::new(), 0);
        while rows.len() < BATCH
            && bytes < ENOUGH
            && self.records.read_byte_record(&mut self.record).map_err(|error| error.to_string())?
        {
            bytes += self.record.as_slice().len();
            rows.push(self.row());
        }
        Ok(rows)
    }

    fn row(&self) -> Row {
        let record = &self.record;
        let place = record.position().map_or(0, csv::Position::line) as usize;
        let id = self.id.and_then(|id| record.get(id)).map(|id| Id::Text(String::from_utf8_lossy(id).into_owned()));
        let text = if record.len() == self.columns {
            text(record.get(self.text).unwrap_or_default())
        } else {
            Err(format!("{} columns, not {}", record.len(), self.columns))
        };
        Row { place, id, text }
    }
}

/// The line that names the columns.
#[must_use]
pub fn head() -> Vec<u8> {
    line(COLUMNS)
}

/// A row as a line.
#[must_use]
pub fn encode(cells: &Cells) -> Vec<u8> {
    let number = |number: Option<f64>| number.map_or(String::new(), |number| number.to_string());
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    line([
        text(&cells.id),
        number(cells.pump),
        number(cells.claim),
        text(&cells.flagged),
        text(&cells.findings),
        text(&cells.contexts),
        text(&cells.checklist),
        cells.structure_only.map_or(String::new(), |only| only.to_string()),
        text(&cells.error),
    ])
}

fn line<S: AsRef<[u8]>>(fields: [S; COLUMNS.len()]) -> Vec<u8> {
    let mut line = WriterBuilder::new().from_writer(Vec::new());
    line.write_record(fields).expect("a vector takes all");
    line.into_inner().expect("a vector takes all")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(table: &str) -> Result<Vec<Row>, String> {
        let names = Names { text: "text".to_owned(), id: "id".to_owned() };
        Reader::new(table.as_bytes(), delimiter(table.as_bytes()), &names)?.read()
    }

    #[test]
    fn columns_are_found_by_name_whatever_divides_them() {
        for table in [
            "id,text\n1,\"a, \"\"b\"\"\nc\"\n",
            "text;id\n\"a, \"\"b\"\"\nc\";1\n",
            "x\tid\ttext\n\t1\t\"a, \"\"b\"\"\nc\"\n",
        ] {
            let text = Ok("a, \"b\"\nc".to_owned());
            assert_eq!(rows(table), Ok(vec![Row { place: 2, id: Some(Id::Text("1".to_owned())), text }]), "{table}");
        }
        let error = rows("id,content\n").expect_err("no text");
        assert!(error.contains("id, content") && error.contains("--text"), "{error}");
    }

    #[test]
    fn a_row_of_another_length_is_named_and_nothing_after_it_is_lost() {
        let rows = rows("id,text\n1,a,b\n2,c\n").expect("columns");
        assert_eq!(rows[0].text, Err("3 columns, not 2".to_owned()));
        assert_eq!((rows[1].place, &rows[1].text), (3, &Ok("c".to_owned())));
    }
}
