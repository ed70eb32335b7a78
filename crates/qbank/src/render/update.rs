//! What an update of an Anki package does to learners, for a terminal and for the notes of a release.

use std::fmt::Write as _;

use qbank_formats::formats::anki::update::{NoteFate, UpdateReport, UpdatedNote};

use super::markdown::literal;
use super::summary::plural;
use crate::terminal::one_line;

/// Returns a line for each note, then how many there are of each fate.
pub(crate) fn text(report: &UpdateReport) -> String {
    let mut text = String::new();
    for note in &report.notes {
        let _ = writeln!(text, "{}: {}{}", one_line(&note.id), note.fate.as_str(), one_line(&details(note)));
    }
    for fate in NoteFate::ALL {
        let n = count(report, fate);
        if n > 0 {
            let _ = writeln!(text, "{n} {}: learners see {}", fate.as_str(), fate.seen());
        }
    }
    let _ = writeln!(text, "{} against {}", plural_unchanged(report), one_line(&report.against));
    text
}

/// Returns the report for the notes of a release, the gravest first.
pub(crate) fn markdown(report: &UpdateReport) -> String {
    let mut text = format!("## What learners will see, against {}\n", literal(&report.against));
    for fate in NoteFate::ALL {
        let n = count(report, fate);
        if n == 0 {
            continue;
        }
        let _ = write!(text, "\n### {n} {}\n\nLearners see {}.\n\n", fate.as_str(), fate.seen());
        for note in report.notes.iter().filter(|note| note.fate == fate) {
            let _ = writeln!(text, "- `{}`{}", note.id, literal(&details(note)));
        }
    }
    let _ = writeln!(text, "\n{}.", plural_unchanged(report));
    text
}

fn count(report: &UpdateReport, fate: NoteFate) -> usize {
    report.notes.iter().filter(|note| note.fate == fate).count()
}

fn plural_unchanged(report: &UpdateReport) -> String {
    format!("{} unchanged", plural(report.unchanged, "note"))
}

fn details(note: &UpdatedNote) -> String {
    let mut text = String::new();
    if !note.parts.is_empty() {
        let _ = write!(text, ": {}", note.parts.join(", "));
    }
    if let Some(moved) = &note.moved {
        let _ = write!(text, " ({} -> {})", moved.from, moved.to);
    }
    text
}
