//! Where the command writes: standard output, standard error, and files that are whole or not there.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tempfile::NamedTempFile;

use crate::args::Color;
use crate::failure::Failure;
use crate::render;
use crate::terminal::one_line;

/// Opens standard output for many small writes; a reader that went away is a quiet end.
pub(crate) fn stdout() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::with_capacity(64 << 10, io::stdout().lock())
}

/// Writes one text to standard output.
///
/// # Errors
/// Fails when the reader is gone or the device is full.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = stdout();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Writes a line to standard error, where it disturbs no pipe.
///
/// # Errors
/// Fails when standard error is gone.
pub(crate) fn note(line: &str) -> Result<(), Failure> {
    Ok(writeln!(io::stderr().lock(), "{}", one_line(line))?)
}

/// Adds Markdown to the summary of the job that GitHub's runner runs; elsewhere nothing is done.
///
/// # Errors
/// Fails when the file that the runner names cannot be written.
pub(crate) fn add_to_job_summary(markdown: &str) -> Result<(), Failure> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        return Ok(());
    };
    let path = PathBuf::from(path);
    let open = File::options().append(true).create(true).open(&path);
    let written = open.and_then(|mut file| file.write_all(markdown.as_bytes()));
    written.map_err(|source| Failure::WriteFile { path, source })
}

/// Tells whether colour is wanted: by the option, else by `NO_COLOR` and `FORCE_COLOR`, else by the terminal.
pub(crate) fn wants_color(color: Color) -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if is_set("NO_COLOR") => false,
        Color::Auto => is_set("FORCE_COLOR") || io::stdout().is_terminal(),
    }
}

/// Tells what went wrong, with its causes.
///
/// # Errors
/// Fails when standard error is gone.
pub(crate) fn report_failure(failure: &Failure) -> io::Result<()> {
    let mut err = io::stderr().lock();
    if let Some(settings) = failure.settings() {
        let findings: Vec<&qbank_model::Diagnostic> = settings.findings.iter().collect();
        render::concise::render(&findings, &settings.sources, &mut err)?;
    }
    writeln!(err, "error: {}", one_line(&failure.with_causes()))
}

/// Writes a file through a temporary one beside it, so that the old file stays whole until the new one is.
///
/// # Errors
/// Fails when the folder cannot be made or written, and with what `write` fails with; what was there stays.
pub(crate) fn write_whole<E>(
    path: &Path,
    write: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<(), WriteError<E>> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut temporary = NamedTempFile::new_in(folder)?;
    write(temporary.as_file_mut()).map_err(WriteError::Content)?;
    temporary.as_file().sync_all()?;
    match std::fs::metadata(path) {
        Ok(old) => temporary.as_file().set_permissions(old.permissions())?,
        Err(_) => make_readable(&temporary)?,
    }
    temporary.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Writes a text file as [`write_whole`] does.
///
/// # Errors
/// Fails when the disk refuses; what was there stays.
pub(crate) fn write_text(path: &Path, text: &str) -> Result<(), Failure> {
    write_file(path, |file| file.write_all(text.as_bytes()))
}

/// Writes a value as a file of indented JSON, as [`write_whole`] does.
///
/// # Errors
/// Fails when the disk refuses; what was there stays.
pub(crate) fn write_json(path: &Path, value: &impl Serialize) -> Result<(), Failure> {
    write_file(path, |file| {
        let mut out = BufWriter::with_capacity(64 << 10, file);
        serde_json::to_writer_pretty(&mut out, value)?;
        out.write_all(b"\n")?;
        out.flush()
    })
}

fn write_file(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Failure> {
    write_whole(path, write).map_err(|error| match error {
        WriteError::Disk(source) | WriteError::Content(source) => {
            Failure::WriteFile { path: path.to_path_buf(), source }
        }
    })
}

/// Temporary files are private; a package is not.
#[cfg(unix)]
fn make_readable(temporary: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    temporary.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_temporary: &NamedTempFile) -> io::Result<()> {
    Ok(())
}

/// Why a file could not be written whole.
#[derive(Debug)]
pub(crate) enum WriteError<E> {
    /// The disk refused.
    Disk(io::Error),
    /// The content could not be made.
    Content(E),
}

impl<E> From<io::Error> for WriteError<E> {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}
