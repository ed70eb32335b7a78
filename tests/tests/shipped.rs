//! The shipped bank is as its own rules want it.

use qbank_tests::{TestBank, shipped};

#[test]
fn the_shipped_bank_has_the_findings_that_are_known_and_none_that_warns() {
    let found = shipped::findings();
    let warnings: Vec<&str> = found.lines().filter(|line| !line.starts_with(['#', 'i'])).collect();
    assert!(warnings.is_empty(), "{}", warnings.join("\n"));
    let known = shipped::known();
    let new = found.lines().filter(|line| !known.contains(line)).map(|line| format!("+ {line}\n"));
    let gone = known.lines().filter(|line| !found.contains(line)).map(|line| format!("- {line}\n"));
    let differences: String = new.chain(gone).collect();
    assert!(found == known, "read what is new, then bless it\n{differences}");
}

#[test]
fn what_the_shipped_bank_allows_has_a_reason() {
    let checked = TestBank::open("bank").checked;
    for entry in checked.bank.entries() {
        let item = entry.item().expect("every item of the bank is sound");
        for (rule, reason) in &item.details.allow {
            assert!(
                reason.value.split_whitespace().count() >= 3,
                "{}: {rule}: {}",
                item.id.value,
                reason.value
            );
        }
    }
    assert!(checked.baseline.findings().is_empty(), "the bank needs no baseline");
}
