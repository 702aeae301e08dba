//! What stands in for Parquet where it is not built in: it says so.

use std::convert::Infallible;
use std::fs::File;
use std::io;
use std::marker::PhantomData;

use crate::{Cells, Names, Row};

const WORDS: &str = "this hypelint is built without Parquet (cargo's feature `parquet`)";

/// There is none.
pub struct Reader {
    never: Infallible,
    /// Rows of the whole file.
    pub all: u64,
}

impl Reader {
    /// Says that there is none.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn new(_: File, _: &Names) -> Result<Self, String> {
        Err(WORDS.to_owned())
    }

    /// Never called.
    ///
    /// # Errors
    ///
    /// None.
    pub fn read(&mut self) -> Result<Vec<Row>, String> {
        match self.never {}
    }
}

/// There is none.
pub struct Writer<W>(Infallible, PhantomData<W>);

impl<W> Writer<W> {
    /// Says that there is none.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn new(_: W) -> io::Result<Self> {
        Err(io::Error::other(WORDS))
    }

    /// Never called.
    ///
    /// # Errors
    ///
    /// None.
    pub fn write(&mut self, _: Vec<Cells>) -> io::Result<()> {
        match self.0 {}
    }

    /// Never called.
    ///
    /// # Errors
    ///
    /// None.
    pub fn finish(self) -> io::Result<W> {
        match self.0 {}
    }
}
