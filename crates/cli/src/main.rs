//! `hypelint`: the core on the command line, for people who write rules, study campaigns or moderate.
//!
//! Arguments, files and exit statuses live here and in the modules beside this one; what a post is worth is the
//! library's to say. Exit status: 0 all was well, 1 some input was not valid (named on standard error), 2 the call
//! itself was wrong (an option, a missing file).

#[macro_use]
mod terminal;

mod catalogue;
mod check;
mod common;
mod corpus;
mod evaluate;
mod explain;
mod lessons;
mod lines;
mod logistic;
mod metrics;
mod posts;
mod repeats;
mod score;
mod sum;
mod train;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};

/// Marks ticker pumps and unbacked infrastructure claims in social posts, on the exact words, and says why.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Score posts: JSON Lines in (each with "text"), JSON Lines out
    Score {
        /// The posts; standard input if left out
        file: Option<PathBuf>,
        /// What somebody taught: JSON Lines with "text", and "pump" and "claim", each 1 (it is hype), -1 (it is not) or left out
        #[arg(long, value_name = "FILE")]
        lessons: Option<PathBuf>,
        #[command(flatten)]
        sensitivity: Sensitivity,
    },
    /// Templates that come back with another ticker, price or emoji: JSON Lines in (each with "text"), JSON Lines out
    Repeats {
        /// The posts; standard input if left out
        file: Option<PathBuf>,
    },
    /// Explain one post: the card, with the words underlined
    Explain {
        /// The post's text; "-" reads it from standard input
        text: String,
        #[command(flatten)]
        sensitivity: Sensitivity,
    },
    /// Measure against labelled posts: JSON Lines with "text", "pump", "claim", "kind", "source"
    Eval {
        #[command(flatten)]
        options: evaluate::Options,
        #[command(flatten)]
        sensitivity: Sensitivity,
    },
    /// Learn the reader, the weights and the operating table, and write them
    Train {
        #[command(flatten)]
        sources: train::Sources,
        /// The folder to write to
        #[arg(long, default_value = "model")]
        out: PathBuf,
    },
    /// Count which features are common, and write them: of a folder of posts, one file of JSON Lines a language
    Common {
        /// The posts
        posts: PathBuf,
        /// The file to write to
        #[arg(long, default_value = "model/common.bin")]
        out: PathBuf,
    },
    /// Check rule files by their own examples
    Check {
        /// Rule files, or folders of them
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// List the rules
    Rules {
        /// As JSON: what the extension shows
        #[arg(long)]
        json: bool,
        /// In another language; what has no translation is in English
        #[arg(long, default_value = "en", value_parser = PossibleValuesParser::new(hypelint::CATALOGUES.iter().map(|(language, _)| *language)))]
        language: String,
    },
}

#[derive(Args, Clone, Copy)]
struct Sensitivity {
    /// 0 marks nothing, 100 the most
    #[arg(long = "sensitivity", value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u8).range(0..=100))]
    both: u8,
    /// The same for pumps alone
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=100))]
    pump: Option<u8>,
    /// The same for claims alone
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=100))]
    claim: Option<u8>,
}

impl Sensitivity {
    /// Pump, claim.
    fn by_category(self) -> [u8; 2] {
        [self.pump.unwrap_or(self.both), self.claim.unwrap_or(self.both)]
    }
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Score { file, lessons, sensitivity } => {
            score::run(file.as_deref(), lessons.as_deref(), sensitivity.by_category())
        }
        Command::Repeats { file } => repeats::run(file.as_deref()),
        Command::Explain { text, sensitivity } => explain::run(&text, sensitivity.by_category()),
        Command::Eval { options, sensitivity } => evaluate::run(&options, sensitivity.by_category()),
        Command::Train { sources, out } => train::run(&sources, &out),
        Command::Common { posts, out } => common::run(&posts, &out),
        Command::Check { files } => check::run(&files),
        Command::Rules { json, language } => Ok(catalogue::run(json, &language)),
    };
    match done {
        Ok(status) => status,
        Err(error) => {
            eprintln!("hypelint: {error}");
            ExitCode::from(2)
        }
    }
}
