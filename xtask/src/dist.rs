//! `cargo xtask dist`: the release archive of this system and its checksum.

use std::env::consts::{ARCH, OS};

use miette::{IntoDiagnostic, Result};
use sha2::{Digest, Sha256};

use crate::shell;

/// Runs the command: `dist/qbank-<architecture>-<system>.tar.gz` and its SHA-256 beside it, as `sha256sum -c` reads it.
pub(crate) fn run() -> Result<()> {
    let program = shell::release("qbank", "qbank")?;
    let (folder, program) =
        (program.parent().unwrap_or(shell::root()), program.file_name().unwrap_or("qbank"));
    let name = format!("qbank-{ARCH}-{OS}.tar.gz");
    let archive = shell::root().join("dist").join(&name);
    shell::make(&shell::root().join("dist"))?;
    let mut tar = shell::program("tar", &["-czf", archive.as_str(), "-C", folder.as_str(), program]);
    shell::run(tar.args(["-C", shell::root().as_str(), "LICENSE-MIT", "LICENSE-APACHE"]))?;
    let sum = Sha256::digest(std::fs::read(&archive).into_diagnostic()?);
    let sum: Vec<String> = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    println!("{}  dist/{name}", sum.concat());
    shell::write(&archive.with_extension("gz.sha256"), format!("{}  {name}\n", sum.concat()))
}
