//! What posts are read from: a file or standard input, unpacked, with its first line looked at.
//!
//! In: a path. Out: a reader of plain bytes behind a byte order mark, and the first line, to tell formats apart. A form that is
//! not read here is named for what it is. Memory: the first line, at most [`HEAD`] bytes.

use std::fs::File;
use std::io::{self, Chain, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;

/// Bytes of the first line that are looked at.
const HEAD: usize = 64 << 10;

/// A source of bytes.
pub struct Input {
    /// For people.
    pub name: String,
    /// The first line, or as much of it as is looked at.
    pub head: Vec<u8>,
    /// The file, where it is one, and not packed.
    pub file: Option<File>,
    /// How much of it was read.
    pub read: Counter,
    bytes: Chain<Cursor<Vec<u8>>, Box<dyn Read>>,
}

/// Bytes of a file that were read, and all that it has.
#[derive(Clone, Default)]
pub struct Counter {
    read: Arc<AtomicU64>,
    all: Option<u64>,
}

impl Counter {
    /// The share that is done, where the whole is known.
    pub fn share(&self) -> Option<f64> {
        Some(self.read.load(Ordering::Relaxed) as f64 / self.all.filter(|&all| all > 0)? as f64)
    }
}

/// The file, or standard input where there is none or it is "-".
pub fn is_standard(path: Option<&Path>) -> bool {
    path.is_none_or(|path| path == Path::new("-"))
}

impl Input {
    /// Opens a file, or standard input.
    pub fn open(path: Option<&Path>) -> Result<Self, String> {
        let mut counter = Counter::default();
        let (name, raw, file): (String, Box<dyn Read>, Option<File>) =
            match path.filter(|path| !is_standard(Some(path))) {
                Some(path) => {
                    let name = path.display().to_string();
                    let file = File::open(path).map_err(|error| format!("{name}: {error}"))?;
                    let about = file.metadata().map_err(|error| format!("{name}: {error}"))?;
                    if about.is_dir() {
                        return Err(format!("{name}: is a folder; give a file of posts"));
                    }
                    counter.all = about.is_file().then_some(about.len());
                    // Read from the start by whoever reads it otherwise.
                    let again = File::open(path).ok().filter(|_| about.is_file());
                    (name, Box::new(file), again)
                }
                None => ("standard input".to_owned(), Box::new(io::stdin().lock()), None),
            };
        let mut bytes = Counted { inner: raw, read: Arc::clone(&counter.read) };
        let fail = |error: io::Error| format!("{name}: {error}");
        let magic = begin(&mut bytes, 4, |head| head.len() >= 4).map_err(fail)?;
        let packed = Cursor::new(magic.clone()).chain(bytes);
        let (mut plain, file): (Box<dyn Read>, Option<File>) = match magic[..] {
            [0x1f, 0x8b, ..] => (Box::new(MultiGzDecoder::new(packed)), None),
            [0x28, 0xb5, 0x2f, 0xfd] => (Box::new(zstd::Decoder::new(packed).map_err(fail)?), None),
            _ => (Box::new(packed), file),
        };
        let mut head = begin(&mut plain, HEAD, |head| head.contains(&b'\n')).map_err(fail)?;
        if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'{' | b'[', ..] | [b'{' | b'[', 0, ..] = head[..] {
            return Err(format!("{name}: is UTF-16; posts are read as UTF-8 (iconv -f UTF-16 -t UTF-8 makes it that)"));
        }
        if head.starts_with("\u{feff}".as_bytes()) {
            head.drain(.."\u{feff}".len());
        }
        Ok(Self { name, file, read: counter, bytes: Cursor::new(head.clone()).chain(plain), head })
    }

    /// Whether it is Parquet.
    pub fn is_parquet(&self) -> bool {
        self.head.starts_with(b"PAR1")
    }

    /// The first line.
    pub fn first_line(&self) -> &[u8] {
        self.head.split(|&byte| byte == b'\n').next().unwrap_or_default().trim_ascii()
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(buffer)
    }
}

struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// The first bytes: until there are `most`, or they are `enough`, or the end.
fn begin(bytes: &mut impl Read, most: usize, enough: impl Fn(&[u8]) -> bool) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while head.len() < most && !enough(&head) {
        let before = head.len();
        head.resize(most, 0);
        let read = match bytes.read(&mut head[before..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
            Ok(0) => {
                head.truncate(before);
                break;
            }
            Ok(read) => read,
            Err(error) => return Err(error),
        };
        head.truncate(before + read);
    }
    Ok(head)
}
