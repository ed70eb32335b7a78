//! `ids.lock`: the ids that a bank has handed out, one on each line, sorted, so that those of two branches merge.

use std::fmt::Write as _;

use qbank_model::{Diagnostic, FileId, IdLock, IdUse, ItemId, Revision, Span, Spanned};

use crate::baseline_file::conflict_marks;
use crate::codes;
use crate::print::attributes::text as quoted;
use crate::toml_reader::{Table, TomlReader};

/// The version of the file's shape.
const VERSION: u32 = 1;
const KEYS: [&str; 3] = ["version", "bank", "ids"];
const ID_KEYS: [&str; 4] = ["id", "case", "retired", "removed"];
const HEADER: &str = "\
# Every id that a package was ever handed out with. `qbank export` adds lines: commit this file and delete none of them.
# What was taken out of the bank on purpose gets `removed = \"why\"` on its line.
";
const REMEDY: &str =
    "take the file from the last release and export again, which adds the ids that are new since then";

/// Returns the text of a bank's lock.
pub fn print(bank: &str, lock: &IdLock) -> String {
    let mut toml = String::with_capacity(32 * (lock.ids().len() + 16));
    let _ = write!(toml, "{HEADER}version = {VERSION}\nbank = {}\nids = [\n", quoted(bank));
    for (id, id_use) in lock.ids() {
        let more = match &id_use.value {
            IdUse::Item => String::new(),
            IdUse::Case => ", case = true".to_owned(),
            IdUse::Retired(revision) => format!(", retired = {}", quoted(revision.as_str())),
            IdUse::Removed(reason) => format!(", removed = {}", quoted(reason)),
        };
        let _ = writeln!(toml, "  {{ id = {}{more} }},", quoted(id.as_str()));
    }
    toml + "]\n"
}

/// Reads the lock of the bank with this id, each of its ids with the place where it stands.
///
/// # Errors
/// Returns everything that is wrong, each with the way to a sound lock: the file is cut off, holds a conflict that git left,
/// belongs to another bank, or has lines that stand twice or out of their order.
pub fn read(file: FileId, text: &str, bank: &str) -> Result<IdLock, Vec<Diagnostic>> {
    let conflict = |mark| {
        let finding = Diagnostic::new(codes::BAD_TOML, mark, "git left a conflict in ids.lock");
        finding.help("keep every line of both sides, sorted by id, and none of them twice")
    };
    let conflicts: Vec<Diagnostic> = conflict_marks(file, text).map(conflict).collect();
    if !conflicts.is_empty() {
        return Err(conflicts);
    }
    let mut reader = LockReader { toml: TomlReader::new(file, 0), lock: IdLock::default(), last: None };
    let table = reader.toml.parse(text);
    if reader.toml.findings.is_empty() {
        reader.read(&table, bank);
    }
    if reader.toml.findings.is_empty() {
        return Ok(reader.lock);
    }
    let told = reader.toml.findings.into_iter().map(|finding| match finding.help {
        Some(_) => finding,
        None => finding.help(REMEDY),
    });
    Err(told.collect())
}

struct LockReader {
    toml: TomlReader,
    lock: IdLock,
    /// The id of the line before.
    last: Option<ItemId>,
}

impl LockReader {
    fn read(&mut self, table: &Table, bank: &str) {
        let of = Spanned::new("ids.lock", self.toml.span(0..0));
        self.toml.only(table, &KEYS, of.value);
        if let Some(value) = self.toml.required(table, "version", &of)
            && self.toml.count(value).is_some_and(|version| version != VERSION)
        {
            self.toml.wrong::<()>(value, "version 1, which this version of the tool writes,");
        }
        if let Some(value) = self.toml.required(table, "bank", &of)
            && let Some(other) = self.toml.text(value).filter(|other| other.value != bank)
        {
            let message = format!("these are the ids of the bank `{}`, and this is `{bank}`", other.value);
            self.refuse(other.span, message);
        }
        let lines = self.toml.required(table, "ids", &of).map(|value| self.toml.tables(value));
        for (span, line) in lines.into_iter().flatten() {
            self.line(span, line);
        }
    }

    fn line(&mut self, span: Span, line: &Table) -> Option<()> {
        let of = Spanned::new("an id that was handed out", span);
        self.toml.only(line, &ID_KEYS, of.value);
        let written = self.toml.required(line, "id", &of)?;
        let place = self.toml.span(written.span());
        let text = self.toml.text(written)?.value;
        let Some(id) = ItemId::new(&text).ok() else {
            return self.toml.wrong(written, "the id of an item or a case");
        };
        let id_use = self.id_use(&of, line)?;
        match &self.last {
            Some(last) if *last == id => self.refuse(place, format!("`{id}` stands twice")),
            Some(last) if *last > id => {
                self.refuse(place, format!("`{id}` stands behind `{last}`, and the lines are sorted by id"));
            }
            Some(_) | None => {}
        }
        self.last = Some(id.clone());
        self.lock.insert(id, Spanned::new(id_use, place));
        Some(())
    }

    fn id_use(&mut self, of: &Spanned<&str>, line: &Table) -> Option<IdUse> {
        match (line.get("case"), line.get("retired"), line.get("removed")) {
            (None, None, None) => Some(IdUse::Item),
            (Some(case), None, None) => {
                self.toml.boolean(case).map(|is_case| if is_case { IdUse::Case } else { IdUse::Item })
            }
            (None, Some(retired), None) => {
                let revision = Revision::parse(&self.toml.text(retired)?.value);
                let wanted = "a revision of 12 hexadecimal letters";
                revision.map(IdUse::Retired).or_else(|| self.toml.wrong(retired, wanted))
            }
            // What was removed may have been anything before.
            (_, _, Some(removed)) => {
                let reason = self.toml.text(removed)?.value;
                if reason.trim().is_empty() {
                    return self.toml.wrong(removed, "the reason why it was taken out");
                }
                Some(IdUse::Removed(reason))
            }
            (Some(_), Some(_), None) => {
                self.refuse(of.span, "an id is that of a case, or of a retired item".to_owned());
                None
            }
        }
    }

    fn refuse(&mut self, span: Span, message: String) {
        self.toml.findings.push(Diagnostic::new(codes::WRONG_VALUE, span, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock() -> IdLock {
        let mut lock = IdLock::default();
        let retired = IdUse::Retired(Revision::parse("0123456789ab").expect("a revision"));
        for (id, id_use) in [
            ("acme", IdUse::Case),
            ("inv-a", IdUse::Item),
            ("inv-b", retired),
            ("inv-c", IdUse::Removed("the plant \"asked\" for it".to_owned())),
        ] {
            let id = ItemId::new(id).expect("an id");
            lock.insert(id, Spanned::new(id_use, Span::start_of(FileId(0))));
        }
        lock
    }

    #[test]
    fn what_is_printed_is_read_again() {
        for lock in [lock(), IdLock::default()] {
            let text = print("cpim", &lock);
            assert_eq!(read(FileId(0), &text, "cpim"), Ok(lock), "{text}");
        }
    }

    #[test]
    fn no_cut_leaves_a_lock_that_is_read() {
        let text = print("cpim", &lock());
        for end in 0..text.len() - 1 {
            assert!(read(FileId(0), &text[..end], "cpim").is_err(), "{}", &text[..end]);
        }
    }

    #[test]
    fn a_lock_that_cannot_be_trusted_is_refused() {
        let text = print("cpim", &lock());
        for (part, other, words) in [
            ("\"cpim\"", "\"cscp\"", "the ids of the bank `cscp`"),
            ("\"inv-a\"", "\"inv-b\"", "`inv-b` stands twice"),
            ("\"inv-a\"", "\"inv-z\"", "`inv-b` stands behind `inv-z`"),
            ("\"inv-a\"", "\"Inv\"", "the id of an item or a case is wanted"),
            ("\"inv-a\" }", "\"inv-a\", removed = \" \" }", "the reason why"),
            ("true", "true, retired = \"0123456789ab\"", "of a case, or of a retired item"),
            ("0123456789ab", "0123", "a revision of 12"),
            ("version = 1", "version = 2", "version 1"),
            ("ids = [", "<<<<<<< ours\nids = [", "git left a conflict in ids.lock"),
        ] {
            let faults = read(FileId(0), &text.replacen(part, other, 1), "cpim").expect_err(other);
            assert_eq!(faults.len(), 1, "{other}: {faults:?}");
            assert!(faults[0].message.contains(words) && faults[0].help.is_some(), "{faults:?}");
        }
    }
}
