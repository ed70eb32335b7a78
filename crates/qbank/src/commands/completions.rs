//! `qbank completions`: what a shell needs to complete the command line.

use clap::CommandFactory;

use crate::Verdict;
use crate::args::{Args, CompletionsArgs};
use crate::failure::Failure;
use crate::output::print;

pub(super) fn run(args: &CompletionsArgs) -> Result<Verdict, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "qbank", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Verdict::Clean)
}
