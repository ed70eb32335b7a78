//! `cargo xtask test`: all tests, then the real clients on what was exported.
//!
//! What cannot run is never passed over in silence: it is listed at the end, and `QBANK_REQUIRE=all` makes it fail.

use camino::{Utf8Path, Utf8PathBuf};
use miette::{Result, bail};

use crate::{bank, clients, shell};

/// A check that could not run, and why.
type Gap = (&'static str, String);

/// The folders of the banks whose packages the clients try.
const BANKS: [&str; 2] = ["bank", "tests/conformance/bank"];

/// The environments of Ankis that learners may still have.
const OLDER_ANKIS: [&str; 2] = ["anki-25", "anki-23"];

/// The endings of the packages that are held against 1EdTech's schemas.
const QTI_ENDINGS: [&str; 7] =
    ["qti3.zip", "templates.qti3.zip", "qti21.zip", "canvas.zip", "canvas.imscc", "imscc", "bank.imscc"];

/// Runs the command.
pub(crate) fn run() -> Result<()> {
    let mdbook = std::thread::spawn(clients::mdbook);
    // Not together with xtask: with the other packages' features it would be linked anew while it runs.
    shell::run(&mut shell::cargo(&["test", "--workspace", "--exclude", "xtask"]))?;
    shell::run(&mut shell::cargo(&["test", "--package", "xtask"]))?;
    let stems = [shell::root().join("dist/cpim"), shell::target()?.join("conformance/conformance")];
    for (bank, stem) in BANKS.iter().zip(&stems) {
        bank::export(bank, stem)?;
    }
    let mut gaps = packages(&stems)?;
    gaps.extend(build_book(mdbook.join().unwrap_or_else(|_| bail!("installing mdBook panicked")))?);
    close(&gaps)
}

/// Builds the book and follows its links.
pub(crate) fn book() -> Result<()> {
    close(&build_book(clients::mdbook())?.into_iter().collect::<Vec<_>>())
}

fn build_book(mdbook: Result<Utf8PathBuf>) -> Result<Option<Gap>> {
    let mdbook = match mdbook {
        Ok(mdbook) => mdbook,
        Err(fault) => return Ok(Some(("the book", format!("{fault:#}")))),
    };
    let build = ["run", "--quiet", "--package", "qbank-tests", "--bin", "book", "--", mdbook.as_str()];
    shell::run(shell::cargo(&build).arg(shell::target()?.join("book")))?;
    Ok(None)
}

/// Runs each client's check on the packages of each bank.
fn packages(stems: &[Utf8PathBuf]) -> Result<Vec<Gap>> {
    let mut gaps = Vec::new();
    match clients::python("requirements") {
        Ok(python) => {
            gaps.extend(with_python(&python, stems)?);
            gaps.extend(outputs(&python)?);
        }
        Err(fault) => gaps.push(("Anki, QTI and the outputs of a check", format!("{fault:#}"))),
    }
    for name in OLDER_ANKIS {
        match clients::python(name) {
            Ok(python) => anki(&python, stems, &[])?,
            Err(fault) => gaps.push((name, format!("{fault:#}"))),
        }
    }
    match browser() {
        Ok(browser) => with_browser(&browser, stems)?,
        Err(fault) => gaps.push(("what a browser shows", format!("{fault:#}"))),
    }
    Ok(gaps)
}

fn with_python(python: &Utf8Path, stems: &[Utf8PathBuf]) -> Result<Option<Gap>> {
    anki(python, stems, &["--mutants"])?;
    let schemas = match schemas() {
        Ok(schemas) => schemas,
        Err(fault) => return Ok(Some(("QTI by its schemas", fault.to_string()))),
    };
    for stem in stems {
        let variants = format!("{stem}.variants.json");
        let packages = QTI_ENDINGS.map(|ending| format!("{stem}.{ending}"));
        let args = ["tests/conformance/qti/validate.py", "--schemas", schemas.as_str(), "--mutants"];
        shell::run(shell::program(python, &args).args(["--expect", &variants]).args(packages))?;
    }
    Ok(None)
}

/// Imports the packages into an Anki, studies with them, and imports the next release.
fn anki(python: &Utf8Path, stems: &[Utf8PathBuf], more: &[&str]) -> Result<()> {
    let qbank = shell::release("qbank", "qbank")?;
    let banks = BANKS.iter().zip(stems).flat_map(|(bank, stem)| [*bank, stem.as_str()]);
    let args = ["tests/conformance/anki/all.py", "--qbank", qbank.as_str()];
    shell::run(shell::program(python, &args).args(more).args(banks))
}

/// Reads every output of `qbank check` with readers of its format, then runs the action's steps and the hooks.
fn outputs(python: &Utf8Path) -> Result<Option<Gap>> {
    let modules = match clients::node_modules() {
        Ok(modules) => modules,
        Err(fault) => return Ok(Some(("SARIF by its schema", format!("{fault:#}")))),
    };
    let schema = modules.join("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    let qbank = shell::release("qbank", "qbank")?;
    let args =
        ["tests/conformance/outputs/check.py", "--qbank", qbank.as_str(), "--sarif-schema", schema.as_str()];
    shell::run(shell::program(python, &args).arg("--mutants"))?;
    if cfg!(windows) {
        return Ok(Some(("the action and the hooks", "their scripts are for bash".to_owned())));
    }
    let args = ["tests/conformance/ci/check.py", "--qbank", qbank.as_str(), "--mutants"];
    shell::run(&mut shell::program(python, &args))?;
    Ok(None)
}

/// Returns the options that tell a check where the browser and its driver are.
fn browser() -> Result<[String; 4]> {
    let chromium = clients::chromium()?;
    Ok(["--modules".to_owned(), clients::node_modules()?.into(), "--chromium".to_owned(), chromium])
}

fn with_browser(browser: &[String], stems: &[Utf8PathBuf]) -> Result<()> {
    for (bank, stem) in BANKS.iter().zip(stems) {
        let responses = ["run", "--quiet", "--package", "qbank-tests", "--bin", "responses", "--", bank];
        let responses = shell::output(&mut shell::cargo(&responses))?;
        shell::write(format!("{stem}.responses.json").as_str().into(), responses)?;
    }
    let (qbank, shots) = (shell::release("qbank", "qbank")?, shell::target()?.join("screenshots"));
    let args = ["tests/conformance/all.mjs", "--qbank", qbank.as_str(), "--shots", shots.as_str()];
    shell::run(shell::program("node", &args).args(["--bank", BANKS[1]]).args(browser).args(stems))
}

/// Returns the folder of the QTI schemas, which the project does not carry.
fn schemas() -> Result<Utf8PathBuf> {
    let Ok(named) = std::env::var("QBANK_SCHEMAS") else { bail!("QBANK_SCHEMAS is not set") };
    let schemas = shell::root().join(&named);
    let lacks = |folder: &&str| !schemas.join(folder).is_dir();
    if let Some(folder) = ["qti30", "qti21", "qti12", "cc11"].into_iter().find(lacks) {
        bail!("QBANK_SCHEMAS={named} holds no folder {folder}");
    }
    Ok(schemas)
}

fn close(gaps: &[Gap]) -> Result<()> {
    if gaps.is_empty() {
        println!("Every check has run.");
        return Ok(());
    }
    let rule = "═".repeat(78);
    println!("╔{rule}");
    for (check, why) in gaps {
        println!("║ NOT RUN: {check}, because {why}");
    }
    println!("╚{rule}");
    if std::env::var("QBANK_REQUIRE").is_ok_and(|required| required == "all") {
        bail!("QBANK_REQUIRE=all, but not every check has run");
    }
    Ok(())
}
