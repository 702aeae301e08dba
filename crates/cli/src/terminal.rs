//! The way to the terminal: what is said there shows, and does nothing else.
//!
//! Posts are strangers' words: a control character in them could move the cursor, rename the window or write over what
//! stands there. In: words. Out: the same on standard output or standard error, with a replacement character for each control
//! character but line feed, tab, and the sequences that underline. An output that is closed or full ends the program;
//! it is no fault of the program, and no panic.

use std::borrow::Cow;
use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write};
use std::process::{ExitCode, exit};

/// Begins an underline.
pub const UNDERLINE: &str = "\x1b[4m";
/// Begins a dotted one, behind [`UNDERLINE`]: terminals that know no dots keep that.
pub const DOTTED: &str = "\x1b[4:4m";
/// Ends it.
pub const PLAIN: &str = "\x1b[24m";

/// Like the standard one.
macro_rules! println {
    ($($words:tt)*) => { $crate::terminal::say(format_args!($($words)*)) };
}

/// Like the standard one.
macro_rules! eprintln {
    ($($words:tt)*) => { $crate::terminal::complain(format_args!($($words)*)) };
}

/// Writes a line to standard output.
pub fn say(words: Arguments) {
    let line = format!("{words}\n");
    let Err(error) = io::stdout().lock().write_all(visible(&line).as_bytes()) else { return };
    if let Err(words) = ended("standard output", &error) {
        complain(format_args!("hypelint: {words}"));
        exit(2);
    }
    exit(0);
}

/// What an error of an output means for the whole run.
pub fn ended(name: &str, error: &io::Error) -> Result<ExitCode, String> {
    match error.kind() {
        // Whoever read the output has enough of it ("| head").
        ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        ErrorKind::StorageFull => Err(format!("{name}: the disk is full")),
        _ => Err(format!("{name}: {error}")),
    }
}

/// Writes a line to standard error, if anybody listens.
pub fn complain(words: Arguments) {
    let line = format!("{words}\n");
    let _ = io::stderr().lock().write_all(visible(&line).as_bytes());
}

fn visible(text: &str) -> Cow<'_, str> {
    let acts = |character: char| character.is_control() && character != '\n' && character != '\t';
    if !text.contains(acts) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(acts) {
        shown.push_str(&rest[..at]);
        rest = &rest[at..];
        let own = [UNDERLINE, DOTTED, PLAIN].into_iter().find(|own| rest.starts_with(own));
        let length = own.map_or_else(|| rest.chars().next().map_or(0, char::len_utf8), str::len);
        shown.push_str(own.unwrap_or("\u{fffd}"));
        rest = &rest[length..];
    }
    shown.push_str(rest);
    shown.into()
}
