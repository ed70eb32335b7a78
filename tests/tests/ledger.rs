//! The ledger of Anki's notes: what a learner's collection knows an item by stays, and changes only with the card.

use std::io::Cursor;

use qbank_formats::formats::anki::old::{OldNote, read};
use qbank_tests::qbank::{Run, qbank, run};
use qbank_tests::repository::git;
use qbank_tests::temp_bank::TempBank;

const ITEMS: &str = "items/inventory/a.md";
const LEDGER: &str = "anki.lock.toml";
/// The first second of the day on which the bank was revised.
const DAY: i64 = 1_795_305_600;

const TWO: &str = "## Which cost falls when lots grow? {#inv-a}\n\n- [x] Ordering cost\n- [ ] Carrying cost\n\n\
    ## Which one rises? {#inv-b}\n\n- [ ] Ordering cost\n- [x] Carrying cost\n";

fn bank(items: &str) -> TempBank {
    TempBank::new().with(ITEMS, items)
}

fn export(bank: &TempBank, args: &str) -> Run {
    run(&mut qbank(bank.root(), format!("export {args}").split(' ')))
}

/// Exports and returns the notes of the package.
fn release(bank: &TempBank, args: &str) -> Vec<OldNote> {
    let run = export(bank, args);
    assert_eq!(run.status, Some(0), "{}", run.err());
    read(Cursor::new(bank.bytes("dist/test.apkg")), "test").expect("a package of the bank")
}

/// Returns each note's item and the seconds from the day of the revision to its last change.
fn times(notes: &[OldNote]) -> Vec<(&str, i64)> {
    notes.iter().map(|note| (note.identity.as_str(), note.changed - DAY)).collect()
}

#[test]
fn only_a_changed_card_gets_a_new_time() {
    let bank = bank(TWO);
    let first = release(&bank, "anki");
    assert_eq!(times(&first), [("inv-a", 0), ("inv-b", 0)]);
    let (package, ledger) = (bank.bytes("dist/test.apkg"), bank.bytes(LEDGER));
    assert_eq!(release(&bank, "anki --locked"), first);
    assert!(bank.bytes("dist/test.apkg") == package && bank.bytes(LEDGER) == ledger);

    let bank = bank.with(ITEMS, TWO.replace("Which one rises?", "Which of them rises?"));
    let refused = export(&bank, "anki --locked");
    assert_eq!(refused.status, Some(1));
    assert!(refused.err().contains("0 notes new, 1 changed"), "{}", refused.err());
    assert!(bank.bytes("dist/test.apkg") == package && bank.bytes(LEDGER) == ledger, "nothing was written");

    let second = release(&bank, "anki");
    assert_eq!(times(&second), [("inv-a", 0), ("inv-b", 1)], "a second release of the same day");
    assert!(second.iter().zip(&first).all(|(after, before)| after.number == before.number));

    let revised = bank.text("bank.toml").replace("2026-11-22", "2026-11-24");
    let bank = bank.with("bank.toml", revised).with(ITEMS, TWO);
    assert_eq!(times(&release(&bank, "anki")), [("inv-a", 0), ("inv-b", 2 * 86_400)]);
}

#[test]
fn a_package_in_part_keeps_what_the_ledger_knows_of_the_rest() {
    let bank = bank(TWO);
    release(&bank, "anki");
    let bank = bank.with(ITEMS, TWO.replace("rises", "grows").replace("falls", "shrinks"));
    let run = run(&mut qbank(bank.root(), ["export", "anki", "--where", "id = inv-b"]));
    assert_eq!(run.status, Some(0), "{}", run.err());
    assert_eq!(times(&release(&bank, "anki")), [("inv-a", 2), ("inv-b", 1)]);
}

#[test]
fn a_retired_item_stays_as_a_note_that_says_so() {
    let bank = bank(TWO);
    release(&bank, "anki");
    let never_published =
        "\n## Which is old? {#inv-c}\n\n```toml item\nstatus = \"retired\"\n```\n\n- [x] A\n- [ ] B\n";
    let retired = TWO.replace("{#inv-b}\n", "{#inv-b}\n\n```toml item\nstatus = \"retired\"\n```\n");
    let bank = bank.with(ITEMS, retired + never_published);
    let notes = release(&bank, "anki");
    assert_eq!(times(&notes), [("inv-a", 0), ("inv-b", 1)]);
    assert!(notes[1].tags.contains(" retired ") && !notes[0].tags.contains("retired"));
    assert!(notes[1].fields[8].contains("This question is retired"));
    let report = bank.text("dist/test.apkg.report.json");
    assert_eq!(report.matches("\"retired\": true").count(), 1, "{report}");
    assert!(!release_of(&bank, "json").contains("inv-b"), "other packages have no retired item");
}

fn release_of(bank: &TempBank, format: &str) -> String {
    assert_eq!(export(bank, format).status, Some(0));
    bank.text(&format!("dist/test.{format}"))
}

#[test]
fn a_corrected_key_says_since_when() {
    let bank = bank(TWO);
    assert_eq!(release(&bank, "anki")[1].fields[8], "");
    let corrected = "<p>The right answer was corrected on 2026-11-22.</p>";
    let swapped = TWO.replace("- [ ] Ordering cost\n- [x] Carrying", "- [x] Ordering cost\n- [ ] Carrying");
    let bank = bank.with(ITEMS, &swapped);
    assert_eq!(release(&bank, "anki")[1].fields[8], corrected);
    let bank = bank.with(ITEMS, swapped.replace("rises", "is higher"));
    assert_eq!(
        release(&bank, "anki")[1].fields[8],
        corrected,
        "it stays with a change that corrects nothing"
    );
}

#[test]
fn a_lost_ledger_is_made_again_from_a_package() {
    let bank = bank(TWO);
    release(&bank, "anki");
    let revised = bank.text("bank.toml").replace("2026-11-22", "2026-11-25");
    let swapped = TWO.replace("- [ ] Ordering cost\n- [x] Carrying", "- [x] Ordering cost\n- [ ] Carrying");
    let bank = bank.with("bank.toml", revised).with(ITEMS, swapped);
    let notes = release(&bank, "anki");
    let ledger = bank.bytes(LEDGER);
    bank.rename("dist/test.apkg", "old.apkg");
    let refused = export(&bank, "anki --recover old.apkg");
    assert_eq!((refused.status, refused.err().contains("there is a ledger already")), (Some(2), true));
    bank.remove(LEDGER);
    assert_eq!(release(&bank, "anki --recover old.apkg"), notes);
    assert!(bank.bytes(LEDGER) == ledger, "{}", bank.text(LEDGER));
}

#[test]
fn what_is_no_package_of_the_bank_makes_no_ledger() {
    let bank = bank(TWO);
    release(&bank, "anki");
    let other = bank.text("bank.toml").replace("id = \"test\"", "id = \"other\"");
    bank.remove(LEDGER);
    bank.remove("ids.lock");
    let bank = bank.with("bank.toml", other).with("text.apkg", "no archive");
    for (package, words) in
        [("dist/test.apkg", "none of the bank"), ("text.apkg", "no Anki package"), ("gone", "reading")]
    {
        for call in [format!("anki --recover {package}"), format!("anki --against {package}")] {
            // What does not end like a package is a revision.
            if call.ends_with("--against gone") {
                continue;
            }
            let run = export(&bank, &call);
            assert_eq!(run.status, Some(2), "{call}");
            assert!(run.err().contains(words), "{call}: {}", run.err());
        }
    }
}

#[test]
fn a_ledger_that_cannot_be_trusted_stops_the_export() {
    let bank = bank(TWO);
    release(&bank, "anki");
    let ledger = bank.text(LEDGER);
    let number = ledger.split("note = ").nth(1).and_then(|rest| rest.split(',').next()).expect("a number");
    let both = format!("<<<<<<< ours\n{ledger}=======\n{ledger}>>>>>>> theirs\n");
    let repeated = ledger.replace("inv-b", "inv-c") + &ledger[ledger.find("inv-a").expect("a note")..];
    let same_number = format!(
        "{ledger}inv-z = {{ note = {number}, hash = \"\", key = \"\", changed = 2026-11-22T00:00:00Z }}\n"
    );
    for (ledger, words) in [
        (both, "git left a conflict in the ledger"),
        (repeated, "not TOML"),
        (same_number, "stands twice"),
        (ledger.replace("2026-11-22T", "2026-11-23T"), "is after 2026-11-22"),
        (ledger.replace(number, "1895305600000"), "reads this number as a time after 2026-11-22"),
        (ledger.replace("\"test\"", "\"other\""), "that of the bank `other`"),
    ] {
        let bank = TempBank::new().with(ITEMS, TWO).with(LEDGER, &ledger);
        let run = export(&bank, "anki");
        assert_eq!(run.status, Some(2), "{words}");
        assert!(run.err().contains(words), "{words}: {}", run.err());
        assert!(!bank.path("dist").exists() && bank.text(LEDGER) == ledger);
    }
}

#[test]
fn a_revision_in_the_future_is_refused() {
    let bank = bank(TWO);
    for (today, expected) in [(DAY - 86_401, 2), (DAY - 86_400, 0)] {
        let mut command = qbank(bank.root(), ["export", "anki"]);
        let run = run(command.env("SOURCE_DATE_EPOCH", today.to_string()));
        assert_eq!(run.status, Some(expected), "{}", run.err());
    }
}

#[test]
fn only_anki_has_a_ledger() {
    let bank = bank(TWO);
    for option in ["--ledger x.toml", "--recover x.apkg", "--against v1", "--package latest"] {
        let run = export(&bank, &format!("json {option}"));
        let name = option.split(' ').next().unwrap_or_default();
        assert_eq!(run.status, Some(2), "{option}");
        let words = format!("only an export for Anki takes `{name}`: leave it away");
        assert!(run.err().contains(&words), "{}", run.err());
    }
}

#[test]
fn both_layouts_of_a_package_are_one_release() {
    let bank = bank(TWO);
    let legacy = release(&bank, "anki");
    let (package, ledger) = (bank.bytes("dist/test.apkg"), bank.bytes(LEDGER));
    assert_eq!(release(&bank, "anki --package latest --locked"), legacy);
    assert!(bank.bytes("dist/test.apkg") != package && bank.bytes(LEDGER) == ledger);
    bank.rename("dist/test.apkg", "latest.apkg");
    let told = export(&bank, "anki --against latest.apkg");
    assert_eq!(told.out(), "2 notes unchanged against latest.apkg\n", "{}", told.err());
    bank.remove(LEDGER);
    assert_eq!(release(&bank, "anki --package legacy --recover latest.apkg"), legacy);
    assert!(bank.bytes("dist/test.apkg") == package && bank.bytes(LEDGER) == ledger);
    let idle = export(&bank, "anki --package latest --against latest.apkg");
    assert_eq!(idle.status, Some(2), "{}", idle.err());
}

#[test]
fn what_an_update_does_is_told_before_it_is_released() {
    let bank = bank(&(TWO.to_owned() + "\n## Which is old? {#inv-c}\n\n- [x] A\n- [ ] B\n"));
    release(&bank, "anki -o dist/test.apkg");
    let (package, ledger) = (bank.bytes("dist/test.apkg"), bank.bytes(LEDGER));
    let swapped = TWO.replace("- [ ] Ordering cost\n- [x] Carrying", "- [x] Ordering cost\n- [ ] Carrying");
    let ids = bank.text("ids.lock").replace("\"inv-c\" }", "\"inv-c\", removed = \"it was nobody's\" }");
    let bank = bank.with("ids.lock", ids);
    let new = "\n## Which is new? {#inv-d}\n\n- [x] A\n- [ ] B\n";
    let bank = bank.with(ITEMS, swapped.replace("falls", "shrinks") + new);
    let told = export(&bank, "anki --against dist/test.apkg");
    assert_eq!(told.status, Some(0), "{}", told.err());
    let lines = told.out();
    for line in [
        "inv-b: corrected: answers, key, notice\n",
        "inv-c: gone\n",
        "inv-a: changed: question\n",
        "inv-d: new\n",
        "1 corrected: learners see the new right answer",
        "0 notes unchanged against dist/test.apkg\n",
    ] {
        assert!(lines.contains(line), "{line}: {lines}");
    }
    assert!(bank.bytes("dist/test.apkg") == package && bank.bytes(LEDGER) == ledger, "nothing is written");
    let markdown = export(&bank, "anki --against dist/test.apkg --output-format markdown").out();
    assert!(
        markdown.starts_with("## What learners will see") && markdown.contains("- `inv-b`"),
        "{markdown}"
    );
    let json = export(&bank, "anki --against dist/test.apkg --output-format json").out();
    let json: serde_json::Value = serde_json::from_str(&json).expect("the report is JSON");
    assert_eq!((&json["version"], &json["notes"][0]["fate"]), (&1.into(), &"corrected".into()));
    let elsewhere = export(&bank, "anki --against dist/test.apkg -o dist/other.apkg");
    assert_eq!(elsewhere.status, Some(2), "{}", elsewhere.err());
    for nothing in ["gone.apkg", "v9"] {
        assert_eq!(export(&bank, &format!("anki --against {nothing}")).status, Some(2), "{nothing}");
    }
}

#[test]
fn corrections_are_told_beside_the_package() {
    let bank = bank(TWO);
    release(&bank, "anki");
    assert!(!bank.path("errata.md").exists());
    let swapped = TWO.replace("- [ ] Ordering cost\n- [x] Carrying", "- [x] Ordering cost\n- [ ] Carrying");
    let bank = bank.with(ITEMS, swapped);
    release(&bank, "anki");
    let errata = bank.text("errata.md");
    assert!(
        errata.contains("- 2026-11-22, `inv-b`: Which one rises&#63;\n  **Right is:** Ordering cost\n"),
        "{errata}"
    );
}

#[test]
fn a_revision_is_compared_with_its_own_ledger() {
    let bank = bank(TWO);
    release(&bank, "anki");
    let retired = TWO.replace("{#inv-a}\n", "{#inv-a}\n\n```toml item\nstatus = \"retired\"\n```\n");
    let bank = bank.with(ITEMS, &retired);
    release(&bank, "anki");
    git(&bank, &["init", "-q"]);
    git(&bank, &["add", "."]);
    git(&bank, &["commit", "-qm", "second release"]);
    let told = export(&bank, "anki --against HEAD");
    assert_eq!(
        (told.status, told.out().as_str()),
        (Some(0), "2 notes unchanged against HEAD\n"),
        "{}",
        told.err()
    );

    let swapped =
        retired.replace("- [ ] Ordering cost\n- [x] Carrying", "- [x] Ordering cost\n- [ ] Carrying");
    let bank = bank.with(ITEMS, swapped);
    // The correction is released already: the notice is news to who has the revision.
    release(&bank, "anki");
    let lines = export(&bank, "anki --against HEAD").out();
    assert!(lines.starts_with("inv-b: corrected: answers, key, notice\n1 corrected: "), "{lines}");
    assert!(lines.ends_with("\n1 note unchanged against HEAD\n"), "{lines}");
    let lines = export(&bank, "anki --against HEAD --where status=retired").out();
    assert_eq!(lines, "1 note unchanged against HEAD\n", "a part is compared with the same part");
}

#[test]
fn a_list_of_corrections_is_whole_and_only_our_own_is_written() {
    let bank = bank(TWO);
    release(&bank, "anki");
    let swapped = TWO.replace("- [ ] Ordering cost\n- [x] Carrying", "- [x] Ordering cost\n- [ ] Carrying");
    let bank = bank.with(ITEMS, &swapped).with("errata.md", "# Mine\n");
    let told = export(&bank, "anki");
    assert!(told.err().contains("errata.md: somebody's own"), "{}", told.err());
    assert_eq!(bank.text("errata.md"), "# Mine\n");
    bank.remove("errata.md");
    assert_eq!(run(&mut qbank(bank.root(), ["export", "anki", "--where", "id = inv-a"])).status, Some(0));
    assert!(
        bank.text("errata.md").contains("`inv-b`"),
        "a part of the bank tells the corrections of the rest"
    );
    let ledger = bank.text(LEDGER).replace(", corrected = 2026-11-22", "");
    let bank = bank.with(LEDGER, ledger);
    let told = export(&bank, "anki");
    assert!(!bank.path("errata.md").exists(), "{}", told.err());
}
