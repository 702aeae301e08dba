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
mod dictionary;
mod evaluate;
mod explain;
mod input;
mod lessons;
mod logistic;
mod manual;
mod metrics;
mod output;
mod posts;
mod progress;
mod repeats;
mod score;
mod source;
mod sum;
mod train;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

/// Marks ticker pumps and unbacked infrastructure claims in social posts, on the exact words, and says why.
#[derive(Parser)]
#[command(name = "hypelint", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Score posts: JSON Lines, CSV or Parquet in, the same out
    Score {
        #[command(flatten)]
        options: score::Options,
        #[command(flatten)]
        sensitivity: Sensitivity,
    },
    /// Templates that come back with another ticker, price or emoji: JSON Lines, CSV or Parquet in, JSON Lines out
    Repeats {
        #[command(flatten)]
        posts: source::Posts,
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
        /// The same in every language, a file each, into this folder
        #[arg(long, value_name = "FOLDER", conflicts_with_all = ["json", "language"])]
        out: Option<PathBuf>,
        /// In another language; what has no translation is in English
        #[arg(long, default_value = "en", value_parser = PossibleValuesParser::new(hypelint::CATALOGUES.iter().map(|(language, _)| *language)))]
        language: String,
    },
    /// Print what completes the commands in a shell: source it, or save it where the shell looks
    Completions { shell: Shell },
    /// Write the manual's pages to a folder
    Manual { folder: PathBuf },
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
        Command::Score { options, sensitivity } => score::run(&options, sensitivity.by_category()),
        Command::Repeats { posts } => repeats::run(&posts),
        Command::Explain { text, sensitivity } => explain::run(&text, sensitivity.by_category()),
        Command::Eval { options, sensitivity } => evaluate::run(&options, sensitivity.by_category()),
        Command::Train { sources, out } => train::run(&sources, &out),
        Command::Common { posts, out } => common::run(&posts, &out),
        Command::Check { files } => check::run(&files),
        Command::Rules { out: Some(folder), .. } => catalogue::write(&folder),
        Command::Rules { json, language, .. } => Ok(catalogue::run(json, &language)),
        Command::Completions { shell } => Ok(manual::completions(Cli::command(), shell)),
        Command::Manual { folder } => manual::pages(Cli::command(), &folder),
    };
    match done {
        Ok(status) => status,
        Err(error) => {
            eprintln!("hypelint: {error}");
            ExitCode::from(2)
        }
    }
}
