//! `anki.lock.toml`: the ledger of a bank's Anki notes, one on each line.

use std::fmt::Write as _;

use qbank_model::date::Date;
use qbank_model::{BankInfo, Diagnostic, FileId, ItemId, Ledger, LedgerNote, Spanned};

use crate::baseline_file::conflict_marks;
use crate::codes;
use crate::print::attributes::text as quoted;
use crate::toml_reader::{Table, TomlReader, Value};

/// The version of the file's shape.
const VERSION: u32 = 1;
const KEYS: [&str; 3] = ["version", "bank", "notes"];
const NOTE_KEYS: [&str; 5] = ["note", "hash", "key", "changed", "corrected"];
const DAY: i64 = 86_400;
const HEADER: &str = "\
# By these numbers learners' Anki collections know the items: commit this file and never edit or delete a line.
# `qbank export anki` keeps it; `--recover OLD.apkg` makes it again from a package that was handed out.
";
const REMEDY: &str =
    "take the file from the last release, or make it again with `qbank export anki --recover OLD.apkg`";

/// Returns the text of a bank's ledger.
pub fn print(bank: &str, ledger: &Ledger) -> String {
    let mut toml = String::with_capacity(128 * (ledger.notes().len() + 8));
    let _ = write!(toml, "{HEADER}version = {VERSION}\nbank = {}\n\n[notes]\n", quoted(bank));
    for (identity, note) in ledger.notes() {
        let identity = identity.as_str();
        let mark = if identity.contains('~') { "\"" } else { "" };
        let changed = moment(note.changed);
        let _ = write!(
            toml,
            "{mark}{identity}{mark} = {{ note = {}, hash = \"{}\", key = \"{}\", changed = {changed}",
            note.note, note.hash, note.key
        );
        if let Some(day) = note.corrected {
            let _ = write!(toml, ", corrected = {day}");
        }
        toml.push_str(" }\n");
    }
    toml
}

fn moment(seconds: i64) -> String {
    let day = Date::of_epoch_seconds(seconds.unsigned_abs()).map_or_else(String::new, |day| day.to_string());
    let second = seconds.rem_euclid(DAY);
    format!("{day}T{:02}:{:02}:{:02}Z", second / 3_600, second / 60 % 60, second % 60)
}

/// Reads the ledger of a bank.
///
/// # Errors
/// Returns everything that is wrong: the file holds a conflict that git left, belongs to another bank, has an item or a
/// number twice, or a time after the day that the bank says it was revised on.
pub fn read(file: FileId, text: &str, bank: &BankInfo) -> Result<Ledger, Vec<Diagnostic>> {
    let conflict = |mark| {
        let finding = Diagnostic::new(codes::BAD_TOML, mark, "git left a conflict in the ledger");
        finding.help("keep every note of both sides; of one that differs the later, and export again")
    };
    let conflicts: Vec<Diagnostic> = conflict_marks(file, text).map(conflict).collect();
    if !conflicts.is_empty() {
        return Err(conflicts);
    }
    let mut reader = LedgerReader { toml: TomlReader::new(file, 0), bank, ledger: Ledger::default() };
    let table = reader.toml.parse(text);
    if reader.toml.findings.is_empty() {
        reader.read(&table);
    }
    if reader.toml.findings.is_empty() {
        return Ok(reader.ledger);
    }
    let told = reader.toml.findings.into_iter().map(|finding| match finding.help {
        Some(_) => finding,
        None => finding.help(REMEDY),
    });
    Err(told.collect())
}

struct LedgerReader<'a> {
    toml: TomlReader,
    bank: &'a BankInfo,
    ledger: Ledger,
}

impl LedgerReader<'_> {
    fn read(&mut self, table: &Table) {
        let of = Spanned::new("the ledger", self.toml.span(0..0));
        self.toml.only(table, &KEYS, of.value);
        if let Some(value) = self.toml.required(table, "version", &of)
            && self.toml.count(value).is_some_and(|version| version != VERSION)
        {
            self.toml.wrong::<()>(value, "version 1, which this version of the tool writes,");
        }
        if let Some(value) = self.toml.required(table, "bank", &of)
            && let Some(other) = self.toml.text(value).filter(|other| other.value != self.bank.id)
        {
            let (other, bank) = (&other.value, &self.bank.id);
            self.refuse(value, format!("the ledger is that of the bank `{other}`, and this is `{bank}`"));
        }
        let Some(notes) = self.toml.required(table, "notes", &of).and_then(|value| self.toml.table(value))
        else {
            return;
        };
        for (name, value) in notes {
            let Some(identity) = ItemId::of_variant(name.get_ref()) else {
                let span = self.toml.span(name.span());
                let message = format!("`{}` is no id of an item", name.get_ref());
                self.toml.findings.push(Diagnostic::new(codes::WRONG_VALUE, span, message));
                continue;
            };
            let Some(table) = self.toml.table(value) else { continue };
            self.note(identity, table, &Spanned::new("a note", self.toml.span(value.span())));
        }
    }

    fn note(&mut self, identity: ItemId, table: &Table, of: &Spanned<&str>) -> Option<()> {
        self.toml.only(table, &NOTE_KEYS, of.value);
        let number = self.toml.required(table, "note", of)?;
        let note = self.number(number)?;
        let hash = self.toml.required(table, "hash", of).and_then(|value| self.toml.text(value))?.value;
        let key = self.toml.required(table, "key", of).and_then(|value| self.toml.text(value))?.value;
        let changed = self.toml.required(table, "changed", of).and_then(|value| self.moment(value))?;
        let corrected = match table.get("corrected") {
            Some(value) => Some(self.toml.date(value)?),
            None => None,
        };
        let entry = LedgerNote { note, hash, key, changed, corrected };
        if let Err(fault) = self.ledger.insert(identity, entry) {
            self.refuse(number, fault.to_string());
        }
        Some(())
    }

    fn number(&mut self, value: &Value) -> Option<i64> {
        let integer = value.get_ref().as_integer().and_then(|integer| integer.as_str().parse::<i64>().ok());
        let Some(number) = integer.filter(|number| *number > 0) else {
            return self.toml.wrong(value, "a note's number");
        };
        if number < (self.bank.revised.epoch_seconds() + DAY) * 1_000 {
            return Some(number);
        }
        let revised = self.bank.revised;
        self.refuse(
            value,
            format!("Anki reads this number as a time after {revised}, when the bank was revised"),
        );
        None
    }

    fn moment(&mut self, value: &Value) -> Option<i64> {
        let moment = value.get_ref().as_datetime().and_then(|moment| {
            let (date, time) = (moment.date?, moment.time?);
            let day = Date::new(date.year, date.month, date.day)?;
            let second = i64::from(time.hour) * 3_600 + i64::from(time.minute) * 60;
            Some(day.epoch_seconds() + second + i64::from(time.second.unwrap_or_default()))
        });
        let Some(seconds) = moment else {
            return self.toml.wrong(value, "a time such as 2026-11-22T00:00:01Z, without quotes");
        };
        if seconds < self.bank.revised.epoch_seconds() + DAY {
            return Some(seconds);
        }
        let revised = self.bank.revised;
        self.refuse(value, format!("this is after {revised}, when bank.toml says that the bank was revised"));
        None
    }

    fn refuse(&mut self, value: &Value, message: String) {
        let span = self.toml.span(value.span());
        self.toml.findings.push(Diagnostic::new(codes::WRONG_VALUE, span, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bank() -> BankInfo {
        BankInfo {
            id: "cpim".to_owned(),
            title: "CPIM".to_owned(),
            language: "en".to_owned(),
            revised: Date::new(2026, 11, 22).expect("a day"),
            notice: None,
            license: None,
            publish: Vec::new(),
            report_url: None,
        }
    }

    fn ledger() -> Ledger {
        let id = ItemId::new("inv-a").expect("an id");
        let note = |number: i64, corrected| LedgerNote {
            note: number,
            hash: "0f".to_owned(),
            key: "1e".to_owned(),
            changed: 1_795_305_600 + 3_671,
            corrected,
        };
        let mut ledger = Ledger::default();
        ledger.insert(id.variant(2), note(5, None)).expect("a free number");
        ledger.insert(id, note(7, Date::new(2026, 11, 20))).expect("a free number");
        ledger
    }

    #[test]
    fn what_is_printed_is_read_again() {
        for ledger in [ledger(), Ledger::default()] {
            let text = print("cpim", &ledger);
            assert_eq!(read(FileId(0), &text, &bank()), Ok(ledger), "{text}");
        }
        assert!(print("cpim", &ledger()).contains("changed = 2026-11-22T01:01:11Z }"));
    }

    #[test]
    fn no_cut_leaves_a_ledger_with_half_a_note() {
        let text = print("cpim", &ledger());
        let half = text.find("\"inv-a~2\"").expect("the last note") + 1;
        for end in half..text.len() - 1 {
            assert!(read(FileId(0), &text[..end], &bank()).is_err(), "{}", &text[..end]);
        }
    }

    #[test]
    fn a_ledger_that_would_harm_learners_is_refused() {
        let text = print("cpim", &ledger());
        for (part, other, words) in [
            ("note = 5,", "note = 7,", "the note 7 stands twice"),
            ("note = 5,", "note = 1795392000000,", "a time after 2026-11-22"),
            ("note = 5,", "note = -5,", "a note's number is wanted"),
            ("2026-11-22T01", "2026-11-23T00", "after 2026-11-22"),
            ("\"cpim\"", "\"cscp\"", "that of the bank `cscp`"),
            ("\"inv-a~2\"", "inv-a", "not TOML"),
            ("\"inv-a~2\"", "Inv", "no id of an item"),
            ("version = 1", "version = 2", "version 1"),
            ("hash = \"0f\", key", "<<<<<<< ours\nkey", "not TOML"),
            ("\n[notes]", "<<<<<<< ours\n[notes]", "git left a conflict in the ledger"),
        ] {
            let faults = read(FileId(0), &text.replacen(part, other, 1), &bank()).expect_err(other);
            let told = faults.iter().any(|fault| fault.message.contains(words));
            assert!(told, "{other}: {faults:?}");
            assert!(faults.iter().all(|fault| fault.help.is_some()), "{other}");
        }
    }
}
