//! Changes of files as a unified diff, with paths from the bank's folder.

use std::io::{self, Write};

use qbank_project::Change;
use similar::{ChangeTag, TextDiff};

use crate::terminal::diff_line;

/// Lines that stay, before and after each change.
const CONTEXT: usize = 3;

/// Writes what changes, file by file.
///
/// # Errors
/// Fails when the output is gone or full.
pub(crate) fn render(changes: &[Change], out: &mut impl Write) -> io::Result<()> {
    for Change { name, before, after, .. } in changes {
        writeln!(out, "--- a/{0}\n+++ b/{0}", diff_line(name))?;
        let diff = TextDiff::from_lines(before.as_str(), after.as_str());
        for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
            writeln!(out, "{}", hunk.header())?;
            for change in hunk.iter_changes() {
                let sign = match change.tag() {
                    ChangeTag::Equal => ' ',
                    ChangeTag::Delete => '-',
                    ChangeTag::Insert => '+',
                };
                write!(out, "{sign}{}", diff_line(change.value()))?;
                if change.missing_newline() {
                    writeln!(out, "\n\\ No newline at end of file")?;
                }
            }
        }
    }
    Ok(())
}
