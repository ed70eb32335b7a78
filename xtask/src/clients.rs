//! The real programs that packages are tried with: sets up, under `target/clients`, what a machine may lack of them.

use camino::Utf8PathBuf;
use miette::{Result, WrapErr, bail};

use crate::shell;

/// The version of mdBook.
const MDBOOK: &str = "0.5.4";

/// Makes a Python environment of what `tests/conformance/NAME.txt` requires, unless it is there; returns its interpreter.
pub(crate) fn python(name: &str) -> Result<Utf8PathBuf> {
    let wanted = shell::root().join(format!("tests/conformance/{name}.txt"));
    let requirements = shell::read(&wanted)?;
    let (base, python) =
        if cfg!(windows) { ("python", "Scripts/python.exe") } else { ("python3", "bin/python") };
    let venv = shell::target()?.join("clients").join(name);
    let python = venv.join(python);
    let installed = venv.join("requirements.txt");
    let fresh = shell::read(&installed).is_ok_and(|text| text == requirements);
    if fresh && shell::output(&mut shell::program(&python, &["--version"])).is_ok() {
        return Ok(python);
    }
    shell::run(&mut shell::program(base, &["-m", "venv", "--clear", venv.as_str()]))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    shell::run(shell::program(&python, &pip).arg(&wanted))?;
    shell::write(&installed, requirements)?;
    Ok(python)
}

/// Installs the packages of `tests/conformance/package.json`, unless they are there, and returns their folder.
pub(crate) fn node_modules() -> Result<Utf8PathBuf> {
    let wanted = shell::read(&shell::root().join("tests/conformance/package.json"))?;
    let folder = shell::target()?.join("clients/node");
    let (modules, installed) = (folder.join("node_modules"), folder.join("installed.json"));
    shell::output(&mut shell::program("node", &["--version"])).wrap_err("Node.js is missing")?;
    if shell::read(&installed).is_ok_and(|text| text == wanted) && modules.is_dir() {
        return Ok(modules);
    }
    shell::write(&folder.join("package.json"), &wanted)?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let install = ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--prefix"];
    shell::run(shell::program(npm, &install).arg(&folder))?;
    shell::write(&installed, &wanted)?;
    Ok(modules)
}

/// Installs the program that builds the book, unless it is there, and returns it; this takes minutes.
pub(crate) fn mdbook() -> Result<Utf8PathBuf> {
    let tools = shell::target()?.join("tools");
    let mdbook = tools.join(format!("bin/mdbook{}", std::env::consts::EXE_SUFFIX));
    let version = shell::output(&mut shell::program(&mdbook, &["--version"]));
    if !version.is_ok_and(|version| version.trim().ends_with(MDBOOK)) {
        let exactly = format!("={MDBOOK}");
        let args =
            ["install", "mdbook", "--version", &exactly, "--locked", "--no-default-features", "--quiet"];
        shell::run(shell::cargo(&args).args(["--root", tools.as_str()]))?;
    }
    Ok(mdbook)
}

/// Returns the command of a browser that runs without a window: `QBANK_CHROMIUM`, else Chromium or Chrome.
pub(crate) fn chromium() -> Result<String> {
    let named = std::env::var("QBANK_CHROMIUM").ok().into_iter();
    let known = ["chromium", "chromium-browser", "google-chrome"].map(str::to_owned);
    let starts = |name: &String| shell::output(&mut shell::program(name, &["--version"])).is_ok();
    match named.chain(known).find(starts) {
        Some(name) => Ok(name),
        None => bail!("Chromium is missing (QBANK_CHROMIUM may name it)"),
    }
}
