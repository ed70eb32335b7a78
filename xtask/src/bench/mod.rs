//! `cargo xtask bench`: whole processes on generated banks, beside a floor and a peer.
//!
//! CPU seconds (user and system) are compared; wall time and peak memory stand beside them. Each figure is the median
//! of three runs by CPU time. Not a test: nothing fails because it is slow.

pub(crate) mod floor;
mod questions;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use camino::Utf8Path;
use miette::{IntoDiagnostic, Result, ensure};
use questions::Question;
use wait4::Wait4;

use crate::{shell, test};

/// The peer, and the most questions it is given: it needs four milliseconds for each.
const PEER: &str = "text2qti==0.8.0\n";
const PEER_MOST: usize = 10_000;
/// The most questions with variables: each of them is tried with a thousand draws.
const VARIABLES_MOST: usize = 1_000;

/// What one process cost.
#[derive(Clone, Copy)]
struct Cost {
    cpu: Duration,
    wall: Duration,
    /// Peak resident memory, in bytes.
    memory: u64,
}

/// Runs the command for each number of items, with a file for each item and with a hundred items in a file.
pub(crate) fn run(numbers: &[usize]) -> Result<()> {
    let folder = shell::target()?.join("bench");
    let (qbank, xtask) = (shell::release("qbank")?, shell::release("xtask")?);
    let python = test::environment(&shell::target()?.join("clients/bench-venv"), PEER).ok();
    println!("| items | a file | process | CPU s | wall s | peak MiB | × floor |");
    println!("| ---: | ---: | --- | ---: | ---: | ---: | ---: |");
    for (n, a_file) in numbers.iter().flat_map(|n| [(*n, 1), (*n, 100)]) {
        let bank = folder.join(format!("{n}-by-{a_file}"));
        generate(&bank, n, a_file, Question::markdown)?;
        let floor = median(&mut shell::program(&xtask, &["floor", bank.as_str()]))?;
        let row = |name: &str, cost: Cost| {
            let (cpu, wall) = (cost.cpu.as_secs_f64(), cost.wall.as_secs_f64());
            let (mib, ratio) = (cost.memory >> 20, cpu / floor.cpu.as_secs_f64());
            println!("| {n} | {a_file} | {name} | {cpu:.2} | {wall:.2} | {mib} | {ratio:.1} |");
        };
        row("floor", floor);
        let check = ["check", "--fail-on", "never", "--bank", bank.as_str()];
        row("check", median(&mut shell::program(&qbank, &check))?);
        for format in ["json", "qti3", "anki"] {
            let package = folder.join(format!("bench.{format}"));
            let args = ["export", format, "--bank", bank.as_str(), "-o", package.as_str()];
            row(format, median(&mut shell::program(&qbank, &args))?);
        }
        if a_file == 1 && n <= VARIABLES_MOST {
            let bank = folder.join(format!("{n}-with-variables"));
            generate(&bank, n, a_file, Question::with_variables)?;
            let check = ["check", "--bank", bank.as_str()];
            row("check, variables", median(&mut shell::program(&qbank, &check))?);
        }
        if let Some(python) = python.as_ref().filter(|_| a_file == 1 && n <= PEER_MOST) {
            row("text2qti", peer(python, &folder, n)?);
        }
    }
    Ok(())
}

/// Writes a bank in folders of 500 files; one that this generator has already written stays.
fn generate(bank: &Utf8Path, n: usize, a_file: usize, write: fn(&Question) -> String) -> Result<()> {
    let (stamp, generator) = (bank.with_extension("stamp"), include_str!("questions.rs"));
    if shell::read(&stamp).is_ok_and(|text| text == generator) {
        return Ok(());
    }
    for (file_idx, first) in (0..n).step_by(a_file).enumerate() {
        let questions = (first..n.min(first + a_file)).map(Question::new);
        let text: Vec<String> = questions.map(|question| write(&question)).collect();
        let path = format!("items/inventory/{:03}/{file_idx:06}.md", file_idx / 500);
        shell::write(&bank.join(path), text.join("\n"))?;
    }
    shell::write(&bank.join("blueprints/bench.toml"), include_str!("blueprint.toml"))?;
    shell::write(&bank.join("bank.toml"), include_str!("bank.toml"))?;
    shell::write(&stamp, generator)
}

/// Measures the peer on the same questions, written in its own format.
fn peer(python: &Utf8Path, folder: &Utf8Path, n: usize) -> Result<Cost> {
    let quiz = folder.join(format!("{n}.txt"));
    // Not built in memory: a child's peak starts at its parent's.
    let mut out = BufWriter::new(File::create(&quiz).into_diagnostic()?);
    writeln!(out, "Quiz title: Bench").into_diagnostic()?;
    for question_idx in 0..n {
        write!(out, "\n{}", Question::new(question_idx).plain(question_idx + 1)).into_diagnostic()?;
    }
    out.flush().into_diagnostic()?;
    let main = "from text2qti.cmdline import main; main()";
    median(shell::program(python, &["-c", main, quiz.as_str()]).current_dir(folder))
}

fn median(command: &mut Command) -> Result<Cost> {
    let mut costs = [measure(command)?, measure(command)?, measure(command)?];
    costs.sort_by_key(|cost| cost.cpu);
    Ok(costs[1])
}

fn measure(command: &mut Command) -> Result<Cost> {
    let start = Instant::now();
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().into_diagnostic()?;
    let used = child.wait4().into_diagnostic()?;
    ensure!(used.status.success(), "{command:?}: {}", used.status);
    Ok(Cost { cpu: used.rusage.utime + used.rusage.stime, wall: start.elapsed(), memory: used.rusage.maxrss })
}
