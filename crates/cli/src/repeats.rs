//! `hypelint repeats`: posts in, the templates that came back out, as JSON Lines, the largest first.
//!
//! No text is kept: of a post its sketch, its line and its id, and of a template a few words. So far more posts can be grouped than memory
//! holds texts.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use hypelint::repeats::{Sketch, Sketcher, Templates};
use hypelint_tables::{Row, lines};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::score::raw;
use crate::source::{Batch, Posts};
use crate::terminal::ended;

/// Characters of a template that are shown.
const EXCERPT: usize = 200;
/// Bytes of an id that is kept.
const LONGEST_ID: usize = 200;

/// A post, as it is kept.
struct Member {
    line: usize,
    id: Option<Box<RawValue>>,
}

#[derive(Default)]
struct Group {
    /// Of the second post: until it comes there is nothing to show.
    template: String,
    posts: Vec<Member>,
}

#[derive(Serialize)]
struct Repeated<'a> {
    template: &'a str,
    size: usize,
    first_line: usize,
    ids: Vec<Option<&'a RawValue>>,
    lines: Vec<usize>,
}

/// What a line says: nothing, if it says too little.
type Said = Option<(Option<Box<RawValue>>, Sketch, String)>;

/// What was met so far.
#[derive(Default)]
struct Seen {
    templates: Templates,
    groups: Vec<Group>,
    /// Hashes of the ids: the same post again is no repeat.
    ids: HashSet<u64>,
    hasher: RandomState,
    /// Whether something was no post.
    failed: bool,
}

/// Groups all posts of a file, or of standard input.
pub fn run(posts: &Posts) -> Result<ExitCode, String> {
    let names = posts.names();
    let (mut source, name, _) = posts.open()?;
    let mut seen = Seen::default();
    let mut number = 0;
    while let Some(batch) = source.read().map_err(|error| format!("{name}: {error}"))? {
        let said = match &batch {
            Batch::Lines(bytes) => {
                let lines = lines::split(bytes);
                let first = number + 1;
                number += lines.len();
                lines
                    .par_iter()
                    .enumerate()
                    .map_init(Sketcher::default, |sketcher, (at, line)| {
                        if line.trim_ascii().is_empty() {
                            return (first + at, Ok(None));
                        }
                        let (id, text) = lines::parse(line, &names);
                        (first + at, text.map(|text| read(sketcher, id.as_deref(), &text)))
                    })
                    .collect()
            }
            Batch::TooLong => {
                number += 1;
                vec![(number, Err(lines::too_long()))]
            }
            Batch::Rows(rows) => rows
                .par_iter()
                .map_init(Sketcher::default, |sketcher, row: &Row| {
                    let id = row.id.as_ref().map(raw);
                    (row.place, row.text.clone().map(|text| read(sketcher, id.as_deref(), &text)))
                })
                .collect(),
        };
        seen.take(&name, source.unit(), said);
    }
    match seen.write(BufWriter::new(io::stdout().lock())) {
        Ok(()) if seen.failed => Ok(ExitCode::FAILURE),
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) => ended("standard output", &error),
    }
}

impl Seen {
    fn take(&mut self, name: &str, unit: &str, said: Vec<(usize, Result<Said, String>)>) {
        for (line, said) in said {
            match said {
                Ok(None) => {}
                Ok(Some((id, sketch, template))) => self.place(Member { line, id }, &sketch, template),
                Err(error) => {
                    eprintln!("hypelint: {name}: {unit} {line}: {error}");
                    self.failed = true;
                }
            }
        }
    }

    fn place(&mut self, post: Member, sketch: &Sketch, template: String) {
        if post.id.as_ref().is_some_and(|id| !self.ids.insert(self.hasher.hash_one(id.get()))) {
            return;
        }
        let number = self.templates.place(sketch);
        if number == self.groups.len() {
            self.groups.push(Group::default());
        }
        let group = &mut self.groups[number];
        group.posts.push(post);
        if group.posts.len() == 2 {
            group.template = template;
        }
    }

    fn write(&self, mut output: impl Write) -> io::Result<()> {
        let mut groups: Vec<&Group> = self.groups.iter().filter(|group| group.posts.len() > 1).collect();
        groups.sort_by_key(|group| Reverse(group.posts.len()));
        for Group { template, posts } in groups {
            let repeated = Repeated {
                template,
                size: posts.len(),
                first_line: posts[0].line,
                ids: posts.iter().map(|post| post.id.as_deref()).collect(),
                lines: posts.iter().map(|post| post.line).collect(),
            };
            serde_json::to_writer(&mut output, &repeated)?;
            output.write_all(b"\n")?;
        }
        output.flush()
    }
}

fn read(sketcher: &mut Sketcher, id: Option<&RawValue>, text: &str) -> Said {
    let kept = || id.filter(|id| id.get().len() <= LONGEST_ID).map(ToOwned::to_owned);
    sketcher.sketch(text).map(|sketch| (kept(), sketch, excerpt(&sketcher.template())))
}

fn excerpt(template: &str) -> String {
    template.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(EXCERPT).collect()
}
