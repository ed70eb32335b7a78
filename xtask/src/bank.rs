//! `cargo xtask bank`: checks the bank and its look and exports it into `dist/`.

use camino::{Utf8Path, Utf8PathBuf};
use miette::{IntoDiagnostic, Result};

use crate::shell;

/// The packages of a bank: the format, options of its own, and the file's ending.
const PACKAGES: [(&str, &[&str], &str); 11] = [
    ("json", &[], "json"),
    ("json", &["--materialise"], "variants.json"),
    ("qti3", &[], "qti3.zip"),
    ("qti3", &["--templates"], "templates.qti3.zip"),
    ("qti21", &[], "qti21.zip"),
    ("canvas", &[], "canvas.zip"),
    ("canvas", &["--as", "bank"], "canvas.imscc"),
    ("cc", &[], "imscc"),
    ("cc", &["--as", "bank"], "bank.imscc"),
    ("anki", &[], "apkg"),
    ("anki", &["--package", "latest"], "latest.apkg"),
];

/// What Canvas and Common Cartridge cannot hold; the reports beside their packages tell it item by item.
const ALLOWED: [&str; 7] =
    ["points", "partial-credit", "all-or-nothing", "pattern", "capitals", "math", "image"];

/// Runs the command.
pub(crate) fn run() -> Result<()> {
    export("bank", &shell::root().join("dist/cpim"))
}

/// Checks the bank in a folder of the project and writes `stem` with each format's ending.
pub(crate) fn export(bank: &str, stem: &Utf8Path) -> Result<()> {
    let qbank = shell::release("qbank", "qbank")?;
    shell::make(stem.parent().unwrap_or(stem))?;
    shell::run(&mut shell::program(&qbank, &["check", "--bank", bank]))?;
    shell::run(&mut shell::program(&qbank, &["fmt", "--check", "--bank", bank]))?;
    for (format, options, ending) in PACKAGES {
        let path = Utf8PathBuf::from(format!("{stem}.{ending}"));
        // Nobody is handed these packages; a release keeps the bank's records.
        let export = ["export", format, "--trial", "--bank", bank, "-o", path.as_str()];
        let mut export = shell::program(&qbank, &export);
        export.args(options);
        if ["canvas", "cc"].contains(&format) {
            export.args(ALLOWED.iter().flat_map(|feature| ["--allow-loss", feature]));
        }
        shell::run(&mut export)?;
        let bytes = std::fs::metadata(&path).into_diagnostic()?.len();
        println!("{bytes:>12} bytes  {}", path.strip_prefix(shell::root()).unwrap_or(&path));
    }
    Ok(())
}
