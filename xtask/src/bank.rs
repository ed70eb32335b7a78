//! `cargo xtask bank`: checks the bank and exports it into `dist/`.

use camino::Utf8Path;
use miette::{IntoDiagnostic, Result};

use crate::shell;

/// Runs the command.
pub(crate) fn run() -> Result<()> {
    export("bank", &shell::root().join("dist/cpim"))
}

/// Checks the bank in a folder of the project and writes `stem` with each format's ending.
pub(crate) fn export(bank: &str, stem: &Utf8Path) -> Result<()> {
    let qbank = shell::release("qbank", "qbank")?;
    shell::make(stem.parent().unwrap_or(stem))?;
    shell::run(&mut shell::program(&qbank, &["check", "--bank", bank]))?;
    let packages = [("json", "json"), ("qti3", "qti3.zip"), ("anki", "apkg")]
        .map(|(format, ending)| (format, format!("{stem}.{ending}")));
    for (format, path) in &packages {
        shell::run(&mut shell::program(&qbank, &["export", format, "--bank", bank, "-o", path]))?;
    }
    for (_, path) in &packages {
        let bytes = std::fs::metadata(path).into_diagnostic()?.len();
        let path = Utf8Path::new(path);
        println!("{bytes:>12} bytes  {}", path.strip_prefix(shell::root()).unwrap_or(path));
    }
    Ok(())
}
