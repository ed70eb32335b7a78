//! `cargo xtask bench`: whole processes on generated banks, beside a floor and peers.
//!
//! CPU seconds (user and system) are compared; wall time and peak memory stand beside them. Each figure is the median
//! of three runs by CPU time. Not a test: nothing fails because it is slow.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use camino::Utf8Path;
use miette::{IntoDiagnostic, Result, ensure};
use wait4::Wait4;

use crate::{clients, shell};

/// The most questions that the peer is given: it needs four milliseconds for each.
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
    let (qbank, bench) = (shell::release("qbank", "qbank")?, shell::release("qbank-tests", "bench")?);
    let python = clients::python("bench").ok();
    println!("| items | a file | process | CPU s | wall s | peak MiB | × floor |");
    println!("| ---: | ---: | --- | ---: | ---: | ---: | ---: |");
    for (n, a_file) in numbers.iter().flat_map(|n| [(*n, 1), (*n, 100)]) {
        let folder_of = |name: &str| folder.join(format!("{n}-{name}"));
        let bank = folder_of(&format!("by-{a_file}"));
        let numbers = [n.to_string(), a_file.to_string()];
        let generate = |kind: &str, bank: &Utf8Path| {
            shell::run(&mut shell::program(&bench, &[kind, bank.as_str(), &numbers[0], &numbers[1]]))
        };
        generate("bank", &bank)?;
        let floor = median(&mut shell::program(&bench, &["floor", bank.as_str()]))?;
        let row = |name: &str, cost: Cost| {
            let (cpu, wall) = (cost.cpu.as_secs_f64(), cost.wall.as_secs_f64());
            let (mib, ratio) = (cost.memory >> 20, cpu / floor.cpu.as_secs_f64());
            println!("| {n} | {a_file} | {name} | {cpu:.2} | {wall:.2} | {mib} | {ratio:.1} |");
        };
        row("floor", floor);
        let check = ["check", "--fail-on", "never", "--bank", bank.as_str()];
        for rules in ["--persona=author", "--ignore=duplicate-item,similar-items", "--select=duplicate-id"] {
            row(&format!("check {rules}"), median(shell::program(&qbank, &check).arg(rules))?);
        }
        for format in ["json", "qti3", "canvas", "anki"] {
            let package = folder.join(format!("bench.{format}"));
            let mut export =
                shell::program(&qbank, &["export", format, "--trial", "--allow-loss", "all-or-nothing"]);
            row(format, median(export.args(["--bank", bank.as_str(), "-o", package.as_str()]))?);
            if format == "qti3" {
                let stored = package.with_extension("stored");
                shell::run(&mut shell::program(&bench, &["unpack", package.as_str(), stored.as_str()]))?;
                let args = ["compress", stored.as_str(), package.as_str()];
                row("qti3, packing alone", median(&mut shell::program(&bench, &args))?);
            }
        }
        let kinds = [("structure", usize::MAX), ("variables", VARIABLES_MOST)];
        for (kind, _) in kinds.into_iter().filter(|(_, most)| a_file == 1 && n <= *most) {
            let bank = folder_of(kind);
            generate(kind, &bank)?;
            let check = ["check", "--bank", bank.as_str()];
            row(&format!("check, {kind}"), median(&mut shell::program(&qbank, &check))?);
        }
        if let Some(python) = python.as_ref().filter(|_| a_file == 1 && n <= PEER_MOST) {
            row("text2qti", peer(python, &bench, &folder.join(format!("{n}.txt")), n)?);
            let package = folder.join("bench.anki");
            let args = ["tests/conformance/anki/bench.py", package.as_str(), "--bench", bench.as_str()];
            shell::run(&mut shell::program(python, &args))?;
        }
    }
    Ok(())
}

/// Measures the peer on the same questions, written in its own format.
fn peer(python: &Utf8Path, bench: &Utf8Path, quiz: &Utf8Path, n: usize) -> Result<Cost> {
    shell::run(&mut shell::program(bench, &["quiz", quiz.as_str(), &n.to_string()]))?;
    let main = "from text2qti.cmdline import main; main()";
    median(shell::program(python, &["-c", main, quiz.as_str()]).current_dir(quiz.parent().unwrap_or(quiz)))
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
