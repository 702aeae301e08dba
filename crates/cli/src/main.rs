//! `hypelint`: the core on the command line, for people who write rules, study campaigns or moderate.
//!
//! Arguments, files and exit statuses live here and in the modules beside this one; what a post is worth is the
//! library's to say. Exit status: 0 all was well, 1 some input was not valid (named on standard error), 2 the call
//! itself was wrong (an option, a missing file).

mod catalogue;
mod check;
mod evaluate;
mod explain;
mod posts;
mod score;
mod train;

use std::path::PathBuf;
use std::process::ExitCode;

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
        #[command(flatten)]
        sensitivity: Sensitivity,
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
        /// The labelled posts; several files are read as one
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Leave out one source at a time, learn on the rest, and pool the predictions
        #[arg(long)]
        cross_validate: bool,
        /// Sources to leave out of learning altogether, and to report apart (repeatable)
        #[arg(long, value_name = "SOURCE")]
        hold_out: Vec<String>,
        /// How many of the worst mistakes to print, each way
        #[arg(long, default_value_t = 5, value_name = "N")]
        worst: usize,
        /// A figure that must be reached, as in `pump.f1=0.8` or `everyday.false_alarms<=5` (repeatable)
        #[arg(long, value_name = "FIGURE")]
        require: Vec<String>,
        #[command(flatten)]
        sensitivity: Sensitivity,
    },
    /// Learn the weights from labelled posts, and write the weights file
    Train {
        /// The labelled posts; several files are read as one
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Where to write
        #[arg(long, default_value = "model/weights.toml")]
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
        Command::Score { file, sensitivity } => score::run(file.as_deref(), sensitivity.by_category()),
        Command::Explain { text, sensitivity } => explain::run(&text, sensitivity.by_category()),
        Command::Eval { files, cross_validate, hold_out, worst, require, sensitivity } => evaluate::run(
            &files,
            &evaluate::Options { cross_validate, hold_out, worst, require, sensitivity: sensitivity.by_category() },
        ),
        Command::Train { files, out } => train::run(&files, &out),
        Command::Check { files } => check::run(&files),
        Command::Rules { json } => Ok(catalogue::run(json)),
    };
    match done {
        Ok(status) => status,
        Err(error) => {
            eprintln!("hypelint: {error}");
            ExitCode::from(2)
        }
    }
}
