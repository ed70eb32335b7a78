//! The project's own commands, run as `cargo xtask COMMAND`.
//!
//! Only dispatches: each command is a file of its own.

#![expect(clippy::disallowed_methods, reason = "xtask reads files, runs programs and asks the environment")]
#![expect(clippy::disallowed_types, reason = "xtask measures time")]
#![expect(clippy::print_stdout, reason = "xtask talks to the terminal")]

mod bank;
mod bench;
mod ci;
mod clients;
mod codegen;
mod dist;
mod shell;
mod test;
mod tidy;

use clap::Parser;

/// The project's own commands
#[derive(Parser)]
#[command(name = "cargo xtask")]
enum Command {
    /// Check the bank and export it into dist/
    Bank,
    /// Run all tests, then the real clients on the exported packages
    Test,
    /// Build the book into target/book/html and follow its links
    Book,
    /// Hold the source against the design's figures
    Tidy,
    /// Write the files that the binary generates
    Codegen {
        /// Change nothing; fail where a file differs
        #[arg(long)]
        check: bool,
    },
    /// Run the whole gate
    Ci,
    /// Build the release binary, archive it in dist/ and write its checksum
    Dist,
    /// Measure whole processes on generated banks, beside a floor and a peer
    Bench {
        /// Numbers of items
        #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000])]
        n: Vec<usize>,
    },
}

fn main() -> miette::Result<()> {
    match Command::parse() {
        Command::Bank => bank::run(),
        Command::Test => test::run(),
        Command::Book => test::book(),
        Command::Tidy => tidy::run(),
        Command::Codegen { check } => codegen::run(check),
        Command::Ci => ci::run(),
        Command::Dist => dist::run(),
        Command::Bench { n } => bench::run(&n),
    }
}
