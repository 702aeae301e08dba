//! `bindgen INPUT.wasm OUTPUT_DIR NAME`: writes the JavaScript glue, its types and the module for `--target web`.
//!
//! The same as the `wasm-bindgen` command, at the exact version that the core is built with: the two must
//! agree, and a tool that stands in the workspace cannot drift from `Cargo.lock`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let all = (arguments.next(), arguments.next(), arguments.next(), arguments.next());
    let (Some(input), Some(output), Some(name), None) = all else {
        eprintln!("usage: bindgen INPUT.wasm OUTPUT_DIR NAME");
        return ExitCode::from(2);
    };
    let made = wasm_bindgen_cli_support::Bindgen::new()
        .input_path(&input)
        .out_name(&name.to_string_lossy())
        .typescript(true)
        .remove_producers_section(true)
        // A core that broke is thrown away, and another made of the same module.
        .reset_state_function(true)
        .web(true)
        .and_then(|generator| generator.generate(&output));
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bindgen: {}: {error:#}", input.display());
            ExitCode::FAILURE
        }
    }
}
