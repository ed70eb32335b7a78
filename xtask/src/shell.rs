//! Finds the project's folders, reads and writes its files and runs programs in it.

use std::ffi::OsStr;
use std::path::{MAIN_SEPARATOR, Path};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::{env, fs};

use camino::{Utf8Path, Utf8PathBuf};
use miette::{Context, IntoDiagnostic, Result, ensure, miette};
use walkdir::WalkDir;

/// Returns the workspace's root folder: cargo's word first, since a build may have moved with its folder.
pub(crate) fn root() -> &'static Utf8Path {
    static XTASK: LazyLock<String> =
        LazyLock::new(|| env::var("CARGO_MANIFEST_DIR").unwrap_or(env!("CARGO_MANIFEST_DIR").to_owned()));
    Utf8Path::new(XTASK.as_str()).parent().expect("xtask lies in the workspace")
}

/// Returns cargo's target folder, the one that holds this program.
pub(crate) fn target() -> Result<Utf8PathBuf> {
    let program = Utf8PathBuf::try_from(env::current_exe().into_diagnostic()?).into_diagnostic()?;
    let target = program.ancestors().nth(2).map(Utf8Path::to_owned);
    target.ok_or_else(|| miette!("{program} is not in a target folder"))
}

/// Prepares a program that will run in the workspace's root.
pub(crate) fn program(name: impl AsRef<str>, args: &[&str]) -> Command {
    let mut command = Command::new(name.as_ref());
    command.args(args).current_dir(root()).stdin(Stdio::null());
    command
}

/// Prepares cargo itself.
pub(crate) fn cargo(args: &[&str]) -> Command {
    program(env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), args)
}

/// Runs a program, showing its command line and its output; anything but a good end is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    println!("$ {line}");
    let status = command.status().into_diagnostic().wrap_err_with(|| format!("starting {line}"))?;
    ensure!(status.success(), "{line}: {status}");
    Ok(())
}

/// Runs a program and returns what it printed on standard output; anything but a good end is an error.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let line = line(command);
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.into_diagnostic().wrap_err_with(|| format!("starting {line}"))?;
    ensure!(output.status.success(), "{line}: {}", output.status);
    String::from_utf8(output.stdout).into_diagnostic()
}

fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name();
    let words: Vec<_> = program.into_iter().chain(command.get_args()).map(OsStr::to_string_lossy).collect();
    words.join(" ").replace(&format!("{}{MAIN_SEPARATOR}", root()), "")
}

/// Builds a program of a package of the workspace in release mode and returns its path.
pub(crate) fn release(package: &str, program: &str) -> Result<Utf8PathBuf> {
    run(&mut cargo(&["build", "--quiet", "--release", "--package", package, "--bin", program]))?;
    Ok(target()?.join("release").join(format!("{program}{}", env::consts::EXE_SUFFIX)))
}

/// Reads a text file.
pub(crate) fn read(path: &Utf8Path) -> Result<String> {
    fs::read_to_string(path).into_diagnostic().wrap_err_with(|| format!("reading {path}"))
}

/// Writes a file, and its folders where they are missing.
pub(crate) fn write(path: &Utf8Path, text: impl AsRef<[u8]>) -> Result<()> {
    make(path.parent().unwrap_or(root()))?;
    fs::write(path, text).into_diagnostic().wrap_err_with(|| format!("writing {path}"))
}

/// Makes a folder, unless it is there.
pub(crate) fn make(folder: &Utf8Path) -> Result<()> {
    fs::create_dir_all(folder).into_diagnostic().wrap_err_with(|| format!("making {folder}"))
}

/// Returns the files below a folder that have one of the endings, sorted; build output is left out.
///
/// A folder that does not exist holds no files.
pub(crate) fn files(dir: &Utf8Path, extensions: &[&str]) -> Vec<Utf8PathBuf> {
    let built = |name: &str| ["target", "dist", ".git"].contains(&name);
    let walk = WalkDir::new(dir).sort_by_file_name().into_iter();
    walk.filter_entry(|entry| entry.depth() == 0 || !entry.file_name().to_str().is_some_and(built))
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| Utf8PathBuf::try_from(entry.into_path()).ok())
        .filter(|path| path.extension().is_some_and(|extension| extensions.contains(&extension)))
        .collect()
}
