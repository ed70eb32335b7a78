//! `qbank review`: what it writes is read, counts for one revision alone, and is no part of any package.

#![expect(clippy::disallowed_methods, reason = "reviews and packages are files")]

use std::fs;

use qbank_tests::qbank::{Run, qbank, run};
use qbank_tests::temp_bank::TempBank;

const ITEM: &str = "## Which cost falls when lots grow? {#inv-a}\n\n```toml item\nstatus = \"approved\"\nobjective = \"inv-eoq\"\nauthors = [\"ann\"]\n```\n\n\
                    - [x] Ordering cost\n- [ ] Carrying cost\n  > It grows with the lot.\n\n**Rationale:** Fewer orders.\n";

fn call(bank: &TempBank, args: &[&str]) -> Run {
    run(qbank(bank.root(), args.iter().copied()).env("SOURCE_DATE_EPOCH", "1795305600"))
}

fn review(bank: &TempBank, by: &str, kind: &str) {
    let run = call(bank, &["review", "inv-a", "--verdict", "agree", "--by", by, "--kind", kind]);
    assert_eq!(run.status, Some(0), "{}", run.err());
}

fn codes(bank: &TempBank) -> Vec<String> {
    let checked = bank.check().expect("the bank can be read");
    checked.diagnostics.iter().map(|finding| finding.code.name().to_owned()).collect()
}

#[test]
fn only_another_person_signs_and_only_what_was_there() {
    let bank = TempBank::new().with("items/inventory/a.md", ITEM);
    assert_eq!(codes(&bank), ["unsigned-approval"], "nobody has looked");
    review(&bank, "solver", "automated");
    assert_eq!(codes(&bank), ["unsigned-approval"], "a program signs nothing");
    review(&bank, "ann", "human");
    let mut found = codes(&bank);
    found.sort();
    assert_eq!(found, ["own-review", "unsigned-approval"], "nor does the author");
    review(&bank, "bob", "human");
    assert_eq!(codes(&bank), ["own-review"], "another person does");
    let bank = bank.with("items/inventory/a.md", ITEM.replace("Fewer", "There are fewer"));
    assert_eq!(codes(&bank), ["own-review"], "a rationale is no part of the revision");
    let bank = bank.with("items/inventory/a.md", ITEM.replace("Carrying", "Holding"));
    let mut found = codes(&bank);
    found.sort();
    assert_eq!(found, ["own-review", "unsigned-approval"], "a choice is");
    review(&bank, "bob", "human");
    assert_eq!(codes(&bank), ["own-review"], "he has looked again");
}

#[test]
fn reviews_are_kept_in_full_and_stand_by_item() {
    let two = ITEM.to_owned()
        + "\n## Which cost rises with the stock? {#inv-0}\n\n- [x] Carrying cost\n- [ ] Ordering cost\n";
    let bank = TempBank::new().with("items/inventory/a.md", two);
    review(&bank, "bob", "human");
    let args = ["--verdict", "mend", "--by", "cem", "--kind", "human", "--note", "a \"year\"?"];
    call(&bank, &[&["review", "inv-0"][..], &args].concat());
    let text = String::from_utf8(bank.bytes("reviews.toml")).expect("a text");
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("  {")).collect();
    let [first, second] = lines[..] else { panic!("{text}") };
    assert!(first.contains("item = \"inv-0\"") && first.contains("note = \"a \\\"year\\\"?\""), "{first}");
    assert!(second.contains("item = \"inv-a\"") && second.contains("date = 2026-11-22"), "{second}");
}

#[test]
fn no_package_names_who_wrote_or_reviewed() {
    let bank = TempBank::new().with("items/inventory/a.md", ITEM.replace("\"ann\"", "\"annabelle\""));
    review(&bank, "bobadil", "human");
    let run = call(&bank, &["export", "json", "-o", "out.json"]);
    assert_eq!(run.status, Some(0), "{}", run.err());
    for name in ["out.json", "out.json.report.json"] {
        let text = fs::read_to_string(bank.path(name)).expect("the package is there");
        assert!(!text.contains("annabelle") && !text.contains("bobadil"), "{name}");
    }
}
