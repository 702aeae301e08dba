//! `hypelint completions` and `hypelint manual`: what shells and `man` know of the options, from their own definitions.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use clap::Command;
use clap_complete::Shell;

const NAME: &str = "hypelint";

/// Prints a shell's completions.
pub fn completions(mut command: Command, shell: Shell) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, NAME, &mut script);
    println!("{}", String::from_utf8_lossy(&script).trim_end());
    ExitCode::SUCCESS
}

/// Writes a page for the whole and one for each command.
pub fn pages(command: Command, folder: &Path) -> Result<ExitCode, String> {
    fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command.disable_help_subcommand(true), folder))
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(ExitCode::SUCCESS)
}
