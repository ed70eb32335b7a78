//! `cargo xtask codegen`: the files that the binary itself generates.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use miette::{IntoDiagnostic, Result, ensure};

use crate::shell;

/// Runs the command; with `check` nothing is written, and a difference is an error that names the files.
pub(crate) fn run(check: bool) -> Result<()> {
    let folder = shell::root().join("schema");
    let mut files = schemas()?;
    for stale in shell::files(&folder, &["json"]) {
        files.entry(stale).or_default();
    }
    files.retain(|path, text| shell::read(path).ok().as_ref() != Some(text));
    let names: Vec<&str> = files.keys().filter_map(|path| path.file_name()).collect();
    ensure!(!check || files.is_empty(), "not as generated: {}; run `cargo xtask codegen`", names.join(", "));
    for (path, text) in files {
        println!("schema/{}", path.file_name().unwrap_or_default());
        if text.is_empty() {
            std::fs::remove_file(path).into_diagnostic()?;
        } else {
            shell::write(&path, text)?;
        }
    }
    Ok(())
}

/// Prints each schema into the path of its file; an empty text stands for a file that no longer has a schema.
fn schemas() -> Result<BTreeMap<Utf8PathBuf, String>> {
    let qbank = shell::release("qbank", "qbank")?;
    let names = shell::output(&mut shell::program(&qbank, &["schema"]))?;
    let names = names.split_whitespace();
    let print = |name| shell::output(&mut shell::program(&qbank, &["schema", name]));
    names.map(|name| Ok((shell::root().join("schema").join(format!("{name}.json")), print(name)?))).collect()
}
