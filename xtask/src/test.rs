//! `cargo xtask test`: all tests, then the real clients on what was exported.
//!
//! What cannot run is never passed over in silence: it is listed at the end, and `QBANK_REQUIRE=all` makes it fail.

use camino::{Utf8Path, Utf8PathBuf};
use miette::{Result, bail};

use crate::{bank, shell};

/// A check that could not run, and why.
type Gap = (&'static str, String);

/// Runs the command.
pub(crate) fn run() -> Result<()> {
    // Not together with xtask: with the other packages' features it would be linked anew while it runs.
    shell::run(&mut shell::cargo(&["test", "--workspace", "--exclude", "xtask"]))?;
    shell::run(&mut shell::cargo(&["test", "--package", "xtask"]))?;
    let stems = [shell::root().join("dist/cpim"), shell::target()?.join("conformance/conformance")];
    bank::export("bank", &stems[0])?;
    bank::export("tests/conformance/bank", &stems[1])?;
    close(&clients(&stems)?)
}

/// Runs each client's check on the packages of each bank.
fn clients(stems: &[Utf8PathBuf]) -> Result<Vec<Gap>> {
    let requirements = shell::read(&shell::root().join("tests/conformance/requirements.txt"))?;
    let python = match environment(&shell::target()?.join("clients/venv"), &requirements) {
        Ok(python) => python,
        Err(fault) => return Ok(vec![("Anki and QTI conformance", format!("{fault:#}"))]),
    };
    for stem in stems {
        let (package, json) = (format!("{stem}.apkg"), format!("{stem}.json"));
        let args = ["tests/conformance/anki/check.py", &package, "--expect", &json, "--mutants"];
        shell::run(&mut shell::program(&python, &args))?;
    }
    let schemas = match schemas() {
        Ok(schemas) => schemas,
        Err(fault) => return Ok(vec![("QTI conformance", fault.to_string())]),
    };
    for stem in stems {
        let (package, json) = (format!("{stem}.qti3.zip"), format!("{stem}.json"));
        let args =
            ["tests/conformance/qti/validate.py", "--schemas", schemas.as_str(), &package, "--expect", &json];
        shell::run(shell::program(&python, &args).arg("--mutants"))?;
    }
    Ok(Vec::new())
}

/// Makes a Python environment that holds the requirements, unless it is there, and returns its interpreter.
pub(crate) fn environment(venv: &Utf8Path, requirements: &str) -> Result<Utf8PathBuf> {
    let (name, python) =
        if cfg!(windows) { ("python", "Scripts/python.exe") } else { ("python3", "bin/python") };
    let python = venv.join(python);
    let installed = venv.join("requirements.txt");
    let fresh = shell::read(&installed).is_ok_and(|text| text == requirements);
    if fresh && shell::output(&mut shell::program(&python, &["--version"])).is_ok() {
        return Ok(python);
    }
    let wanted = venv.with_extension("txt");
    shell::write(&wanted, requirements)?;
    shell::run(&mut shell::program(name, &["-m", "venv", "--clear", venv.as_str()]))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    shell::run(shell::program(&python, &pip).arg(&wanted))?;
    shell::write(&installed, requirements)?;
    Ok(python)
}

/// Returns the folder of the QTI schemas, which the project does not carry.
fn schemas() -> Result<Utf8PathBuf> {
    let Ok(named) = std::env::var("QBANK_SCHEMAS") else { bail!("QBANK_SCHEMAS is not set") };
    let schemas = shell::root().join(&named);
    if !schemas.join("qti30").is_dir() {
        bail!("QBANK_SCHEMAS={named} holds no folder qti30");
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
