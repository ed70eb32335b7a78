//! The `qbank` command: arguments in, findings and packages out.
//!
//! Holds no rule of the domain: it calls the crates and renders what they return.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the command is where files are written and the environment is read"
)]

mod args;
mod clock;
mod commands;
mod failure;
mod output;
mod preview;
mod render;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use crate::args::Args;
use crate::failure::Failure;

/// Parsing makes many small parts on every worker; glibc grows a worker's heap page by page, at a fifth of a check's cost.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a command comes back with; everything else is a [`Failure`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing at or over the level that fails.
    Clean,
    /// Findings at or over it.
    Findings,
}

fn main() -> ExitCode {
    let args = Args::parse();
    match commands::run(args.command) {
        Ok(Verdict::Clean) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => ExitCode::from(1),
        Err(failure) => {
            // Nothing is left to tell where the terminal itself is gone.
            let _ = output::report_failure(&failure);
            ExitCode::from(2)
        }
    }
}
