//! What `cargo xtask bench` needs beside the tool: generated banks, the peer's quiz, and the floor.
//!
//! `bench bank|structure|variables DIR N A_FILE` · `bench quiz FILE N` · `bench floor DIR` · `bench unpack PACKAGE FILE`, then
//! `bench compress FILE PACKAGE` · `bench read-notes PACKAGE` · `bench write-notes PACKAGE TARGET`

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a program of the tests that writes banks and reads them"
)]

mod compress;
mod floor;
mod notes;
mod questions;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};

use camino::Utf8Path;

use questions::Question;

fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse::<usize>().map_err(io::Error::other);
    match args[..] {
        [kind @ ("bank" | "structure" | "variables"), folder, n, a_file] => {
            let markdown = if kind == "variables" { Question::with_variables } else { Question::markdown };
            bank(folder.into(), [number(n)?, number(a_file)?], markdown)?;
            let lint = if kind == "structure" { without_rules() } else { String::new() };
            write(&Utf8Path::new(folder).join("bank.toml"), &format!("{}{lint}", include_str!("bank.toml")))
        }
        ["quiz", file, n] => quiz(file.into(), number(n)?),
        ["floor", folder] => floor::run(folder.into()),
        ["unpack", package, file] => compress::unpack(package.into(), file.into()),
        ["compress", file, package] => compress::run(file.into(), package.into()),
        ["read-notes", package] => notes::read(package.into()).map(drop),
        ["write-notes", package, target] => notes::write(package.into(), target.into()),
        _ => Err(io::Error::other("no such call: see the first lines of main.rs")),
    }
}

/// Writes a bank in folders of 500 files; one that this generator has already written stays.
fn bank(folder: &Utf8Path, [n, a_file]: [usize; 2], markdown: fn(&Question) -> String) -> io::Result<()> {
    let (stamp, generator) = (folder.with_extension("stamp"), include_str!("questions.rs"));
    if fs::read_to_string(&stamp).is_ok_and(|text| text == generator) {
        return Ok(());
    }
    for (file_idx, first) in (0..n).step_by(a_file).enumerate() {
        let questions = (first..n.min(first + a_file)).map(Question::new);
        let text: Vec<String> = questions.map(|question| markdown(&question)).collect();
        let path = format!("items/inventory/{:03}/{file_idx:06}.md", file_idx / 500);
        write(&folder.join(path), &text.join("\n"))?;
    }
    write(&folder.join("blueprints/bench.toml"), include_str!("blueprint.toml"))?;
    write(&stamp, generator)
}

/// Returns the settings of a bank in which every rule is silenced that a bank may silence: what is left is structure.
fn without_rules() -> String {
    let rules = qbank_lint::all().into_iter().filter(|rule| !rule.is_firm());
    let lines = rules.map(|rule| format!("{} = \"allow\"\n", rule.code().name()));
    format!("\n[lint]\n{}", lines.collect::<String>())
}

/// Writes the same questions in the peer's format.
fn quiz(file: &Utf8Path, n: usize) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    writeln!(out, "Quiz title: Bench")?;
    for question_idx in 0..n {
        write!(out, "\n{}", Question::new(question_idx).plain(question_idx + 1))?;
    }
    out.flush()
}

fn write(path: &Utf8Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, text)
}
