//! What a teacher imports in the second term: items that are new or changed, and the list of those to take away.

use qbank_tests::qbank::{Run, qbank, run};
use qbank_tests::repository::git;
use qbank_tests::temp_bank::TempBank;
use serde_json::Value;

fn item(id: &str, attributes: &str, key: &str) -> String {
    format!(
        "## Which cost? {{#{id}}}\n\n```toml item\n{attributes}\n```\n\n- [x] {key}\n- [ ] Freight\n- [ ] Setup\n\n"
    )
}

fn first_term() -> TempBank {
    let items =
        ["inv-same", "inv-edited", "inv-old", "inv-retired", "inv-deleted"].map(|id| item(id, "", "Rent"));
    let picture =
        "## Which line? {#inv-picture}\n\n![A line](../../media/line.svg)\n\n- [x] A\n- [ ] B\n- [ ] C\n\n";
    let bank = TempBank::new()
        .with("items/inventory/a.md", items.concat() + picture)
        .with("items/inventory/b.md", item("inv-unpublished", "status = \"retired\"", "Rent"))
        .with("media/line.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    git(&bank, &["init", "-q"]);
    git(&bank, &["add", "."]);
    git(&bank, &["commit", "-qm", "first term"]);
    bank
}

fn export(bank: &TempBank, args: &str) -> Run {
    run(&mut qbank(bank.root(), args.split(' ')))
}

fn report(bank: &TempBank, name: &str) -> Value {
    serde_json::from_slice(&bank.bytes(&format!("dist/{name}.report.json"))).expect("the report is JSON")
}

fn ids(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().filter_map(|entry| entry["id"].as_str()).collect()
}

#[test]
fn only_what_is_new_or_changed_leaves_and_the_rest_is_told() {
    let bank = first_term();
    let items = [
        item("inv-new", "", "Rent"),
        item("inv-edited", "", "The rent"),
        item("inv-renamed", "aliases = [\"inv-old\"]", "Rent"),
        item("inv-same", "", "Rent"),
        item("inv-retired", "status = \"retired\"", "Rent"),
    ];
    let picture =
        "## Which line? {#inv-picture}\n\n![A line](../../media/line.svg)\n\n- [x] A\n- [ ] B\n- [ ] C\n\n";
    let bank = bank
        .with("items/inventory/a.md", items.concat() + picture)
        .with("media/line.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\"/>");
    let run = export(&bank, "export qti21 --since HEAD");
    assert_eq!(run.status, Some(0), "{}", run.err());
    let report = report(&bank, "test.qti21.zip");
    assert_eq!(ids(&report["items"]), ["inv-edited", "inv-new", "inv-picture", "inv-renamed"]);
    assert_eq!(report["since"]["revision"], "HEAD");
    assert_eq!(ids(&report["since"]["retired"]), ["inv-deleted", "inv-retired"]);
}

#[test]
fn nothing_new_is_a_report_without_a_package() {
    let bank = first_term();
    let run = export(&bank, "export canvas --since HEAD");
    assert_eq!(run.status, Some(0), "{}", run.err());
    assert!(
        run.err().contains("nothing is new or changed since HEAD: only the report is written"),
        "{}",
        run.err()
    );
    assert!(!bank.root().join("dist/test.canvas.zip").exists());
    assert_eq!(ids(&report(&bank, "test.canvas.zip")["since"]["retired"]), [""; 0]);
}

#[test]
fn a_commit_that_is_not_there_is_told() {
    let bank = first_term();
    let run = export(&bank, "export qti3 --since v9");
    assert_eq!(run.status, Some(2));
    assert!(run.err().contains("there is no revision `v9` in this repository"), "{}", run.err());
    let run = export(&TempBank::new(), "export qti3 --since HEAD");
    assert_eq!(run.status, Some(2));
    assert!(run.err().contains("is in no git repository"), "{}", run.err());
}
