//! `baseline.toml`: the findings that were there when a bank took its baseline, one on each line.

use std::fmt::Write as _;

use qbank_model::{Diagnostic, FileId, ItemId, KnownFinding, Span, Spanned, Subject};

use crate::codes;
use crate::front_matter::line_ranges;
use crate::print::attributes::text as quoted;
use crate::toml_reader::{Table, TomlReader, Value};

/// The version of the file's shape.
const VERSION: u32 = 1;
const KEYS: [&str; 3] = ["version", "bank", "findings"];
const FINDING_KEYS: [&str; 4] = ["item", "file", "rule", "fingerprint"];
const HEADER: &str = "\
# The findings that were there when this baseline was taken: `qbank check` tells only what is new.
# `qbank check --write-baseline` writes the file anew.
";
const REMEDY: &str = "write it anew with `qbank check --write-baseline`";

/// Returns the text of a bank's baseline, the findings in their order.
pub fn print(bank: &str, findings: &[KnownFinding]) -> String {
    let mut toml = format!("{HEADER}version = {VERSION}\nbank = {}\nfindings = [\n", quoted(bank));
    for KnownFinding { subject, rule, fingerprint } in findings {
        let subject = match subject {
            Subject::Item(identity) => format!("item = {}", quoted(identity.as_str())),
            Subject::File(path) => format!("file = {}", quoted(path)),
        };
        let (rule, fingerprint) = (quoted(rule), quoted(fingerprint));
        let _ = writeln!(toml, "  {{ {subject}, rule = {rule}, fingerprint = {fingerprint} }},");
    }
    toml + "]\n"
}

/// Reads the baseline of the bank with this id.
///
/// # Errors
/// Returns everything that is wrong, each with the way to a new baseline, where the file is cut off, holds a conflict
/// that git left, belongs to another bank or is no baseline at all.
pub fn read(file: FileId, text: &str, bank: &str) -> Result<Vec<KnownFinding>, Vec<Diagnostic>> {
    let conflict = |mark| {
        let finding = Diagnostic::new(codes::BAD_TOML, mark, "git left a conflict in the baseline");
        finding.help(format!("solve the conflicts in the questions first, then {REMEDY}"))
    };
    let conflicts: Vec<Diagnostic> = conflict_marks(file, text).map(conflict).collect();
    if !conflicts.is_empty() {
        return Err(conflicts);
    }
    let mut reader = TomlReader::new(file, 0);
    let table = reader.parse(text);
    let known =
        if reader.findings.is_empty() { known_findings(&mut reader, &table, bank) } else { Vec::new() };
    if reader.findings.is_empty() {
        return Ok(known);
    }
    let told = reader.findings.into_iter().map(|finding| finding.help(REMEDY));
    Err(told.collect())
}

/// Finds the marks that git writes around the two sides of a conflict, in a file that the tool writes.
pub(crate) fn conflict_marks(file: FileId, text: &str) -> impl Iterator<Item = Span> {
    let marks = line_ranges(text, 0).filter(|line| {
        let line = &text[line.clone()];
        line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ")
    });
    marks.map(move |line| Span::new(file, line.start..line.start + 7))
}

fn known_findings(reader: &mut TomlReader, table: &Table, bank: &str) -> Vec<KnownFinding> {
    let of = Spanned::new("the baseline", reader.span(0..0));
    reader.only(table, &KEYS, of.value);
    if let Some(value) = reader.required(table, "version", &of)
        && reader.count(value).is_some_and(|version| version != VERSION)
    {
        reader.wrong::<()>(value, "version 1, which this version of the tool writes,");
    }
    if let Some(value) = reader.required(table, "bank", &of)
        && let Some(other) = reader.text(value).filter(|other| other.value != bank)
    {
        let message = format!("the baseline is that of the bank `{}`, and this is `{bank}`", other.value);
        reader.findings.push(Diagnostic::new(codes::WRONG_VALUE, other.span, message));
    }
    let findings = reader.required(table, "findings", &of).map(|value| reader.tables(value));
    findings.into_iter().flatten().filter_map(|(span, table)| known_finding(reader, span, table)).collect()
}

fn known_finding(reader: &mut TomlReader, span: Span, table: &Table) -> Option<KnownFinding> {
    let of = Spanned::new("a finding of the baseline", span);
    reader.only(table, &FINDING_KEYS, of.value);
    let subject = if let Some(file) = table.get("file") {
        // A file's name may hold what no text of an author may.
        let Some(path) = file.get_ref().as_str() else { return reader.wrong(file, "a path") };
        Subject::File(path.to_owned())
    } else {
        let item = reader.required(table, "item", &of)?;
        Subject::Item(identity(reader, item)?)
    };
    let rule = reader.required(table, "rule", &of).and_then(|value| reader.text(value))?.value;
    let fingerprint = reader.required(table, "fingerprint", &of).and_then(|value| reader.text(value))?.value;
    Some(KnownFinding { subject, rule, fingerprint })
}

fn identity(reader: &mut TomlReader, value: &Value) -> Option<ItemId> {
    let text = reader.text(value)?;
    ItemId::new(&text.value).ok().or_else(|| reader.wrong(value, "the id of an item"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(subject: Subject) -> KnownFinding {
        KnownFinding { subject, rule: "key-is-longest".to_owned(), fingerprint: "0f".to_owned() }
    }

    #[test]
    fn what_is_printed_is_read_again() {
        let item = Subject::Item(ItemId::new("inv-a").expect("an id"));
        let findings = vec![known(item), known(Subject::File("blueprints/\"\u{7f}.toml".to_owned()))];
        for findings in [findings, Vec::new()] {
            let text = print("cpim", &findings);
            assert_eq!(read(FileId(0), &text, "cpim"), Ok(findings), "{text}");
        }
    }

    #[test]
    fn no_cut_leaves_a_baseline_that_is_read() {
        let text = print("cpim", &[known(Subject::Item(ItemId::new("inv-a").expect("an id")))]);
        for end in 0..text.len() - 1 {
            assert!(read(FileId(0), &text[..end], "cpim").is_err(), "{}", &text[..end]);
        }
    }
}
