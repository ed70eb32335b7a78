//! `ids.lock`: what was handed out keeps its name for ever, and nothing else ever gets it.

use qbank_tests::example::PAGE_FILE as ITEMS;
use qbank_tests::qbank::{Run, qbank, run};
use qbank_tests::temp_bank::TempBank;

const LOCK: &str = "ids.lock";
const TWO: &str = "## Which cost falls when lots grow? {#inv-a}\n\n- [x] Ordering cost\n- [ ] Carrying cost\n- [ ] Rent\n\n\
    ## Which one rises? {#inv-b}\n\n- [ ] Ordering cost\n- [x] Carrying cost\n- [ ] Freight\n";
const CASE: &str = "\n## Acme {#acme .case}\n\nAcme sells pumps.\n\n\
    ### What does it sell? {#inv-c}\n\n- [x] Pumps\n- [ ] Seals\n- [ ] Oil\n";
const RETIRED: &str = "\n\n```toml item\nstatus = \"retired\"\n```\n";

fn bank(items: &str) -> TempBank {
    TempBank::new().with(ITEMS, items)
}

fn call(bank: &TempBank, args: &str) -> Run {
    run(&mut qbank(bank.root(), args.split(' ')))
}

fn export(bank: &TempBank, args: &str) -> Run {
    let run = call(bank, &format!("export {args}"));
    assert_eq!(run.status, Some(0), "{args}: {}", run.err());
    run
}

/// Returns the lines of the ids, without what frames them.
fn ids(bank: &TempBank) -> Vec<String> {
    let text = bank.text(LOCK);
    let lines = text.lines().filter_map(|line| line.strip_prefix("  { id = ")?.strip_suffix(" },"));
    lines.map(str::to_owned).collect()
}

fn codes(bank: &TempBank) -> Vec<&'static str> {
    let checked = bank.check().expect("the bank can be opened");
    checked.diagnostics.iter().map(|finding| finding.code.name()).collect()
}

/// Returns the first of the two items.
fn first() -> &'static str {
    TWO.split("\n## Which one").next().expect("a text has a first part")
}

fn retired(id: &str) -> String {
    TWO.replace(&format!("{{#{id}}}\n"), &format!("{{#{id}}}{RETIRED}"))
}

#[test]
fn every_format_notes_the_ids_that_it_hands_out() {
    for format in ["json", "qti3", "qti21", "canvas", "cc", "anki"] {
        let bank = bank(&(TWO.to_owned() + CASE));
        let told = export(&bank, format);
        assert_eq!(ids(&bank), ["\"acme\", case = true", "\"inv-a\"", "\"inv-b\"", "\"inv-c\""], "{format}");
        assert!(told.err().contains("ids.lock: 4 ids new; commit it"), "{}", told.err());
        let again = export(&bank, &format!("{format} --locked"));
        assert!(!again.err().contains(LOCK), "{}", again.err());
        assert_eq!(codes(&bank), [""; 0]);
    }
}

#[test]
fn a_part_of_the_bank_only_adds_to_them() {
    let bank = bank(TWO).with("forms/one.toml", "title = \"One\"\nitems = [\"inv-b\"]\n");
    export(&bank, "qti21 --form one");
    assert_eq!(ids(&bank), ["\"inv-b\""]);
    let told = export(&bank, "json --where id=inv-a");
    assert_eq!(ids(&bank), ["\"inv-a\"", "\"inv-b\""]);
    assert!(told.err().contains("ids.lock: 1 id new; commit it"), "{}", told.err());
}

#[test]
fn an_item_with_variables_is_one_id_and_a_renamed_one_its_first() {
    let drawn = "## How many orders a year? {#inv-n}\n\n```toml item\naliases = [\"inv-m\"]\n\
        [vars]\nd = { min = 100, max = 300, step = 100 }\n[calc]\nn = \"d / 50\"\n```\n\n\
        A year needs {{d}} units in lots of 50.\n\n**Answer:** {{n}} orders\n";
    for args in ["json", "json --materialise", "qti3 --templates", "anki"] {
        let bank = bank(drawn);
        export(&bank, args);
        assert_eq!(ids(&bank), ["\"inv-m\""], "{args}");
    }
}

#[test]
fn a_release_is_refused_what_is_not_noted() {
    let bank = bank(TWO);
    for (args, is_there) in [("json --locked", false), ("anki --locked", false), ("anki", true)] {
        let run = call(&bank, &format!("export {args}"));
        assert_eq!((run.status, bank.can_read(LOCK)), (Some(i32::from(!is_there)), is_there), "{args}");
    }
    let before = bank.bytes(LOCK);
    let bank = bank.with(ITEMS, TWO.to_owned() + CASE);
    let refused = call(&bank, "export json --locked -o new.json");
    assert_eq!(refused.status, Some(1));
    let words =
        "nothing was written: ids.lock would change (2 ids new); export without `--locked` and commit it";
    assert!(refused.err().contains(words), "{}", refused.err());
    assert!(bank.bytes(LOCK) == before && !bank.can_read("new.json"));
}

#[test]
fn a_trial_leaves_no_trace() {
    let bank = bank(TWO);
    for format in ["json", "anki"] {
        let told = export(&bank, &format!("{format} --trial"));
        assert!(!told.err().contains("commit it"), "{}", told.err());
    }
    assert!(!bank.can_read(LOCK) && !bank.can_read("anki.lock.toml") && bank.can_read("dist/test.apkg"));
    assert_eq!(call(&bank, "export json --trial --locked").status, Some(2));
}

#[test]
fn what_writes_no_package_notes_nothing() {
    let keyless = "\n## Which is it? {#inv-k}\n\n- [ ] A\n- [ ] B\n";
    let bank = bank(&(TWO.to_owned() + keyless));
    assert_eq!(call(&bank, "export json").status, Some(1));
    assert!(!bank.can_read(LOCK));
    assert_eq!(call(&bank, "export json --keep-going").status, Some(1));
    assert_eq!(ids(&bank), ["\"inv-a\"", "\"inv-b\""], "a broken item is not handed out");
}

#[test]
fn retirement_is_noted_and_can_be_taken_back() {
    let bank = bank(TWO);
    export(&bank, "json");
    let bank = bank.with(ITEMS, retired("inv-b"));
    assert_eq!(codes(&bank), [""; 0]);
    assert_eq!(call(&bank, "export json --locked").status, Some(1));
    let told = export(&bank, "json");
    assert!(told.err().contains("ids.lock: 0 ids new, 1 retired; commit it"), "{}", told.err());
    let noted = ids(&bank);
    assert!(noted[1].starts_with("\"inv-b\", retired = \""), "{noted:?}");
    export(&bank, "json --locked");

    let other = TWO.replace("Which one rises?", "Which one is paid to the bank?");
    let bank = bank.with(ITEMS, &other);
    assert_eq!(codes(&bank), ["reused-id"]);
    let bank = bank.with(ITEMS, TWO);
    assert_eq!(codes(&bank), [""; 0]);
    let told = export(&bank, "json");
    assert!(told.err().contains("ids.lock: 0 ids new, 1 asked again; commit it"), "{}", told.err());
    let bank = bank.with(ITEMS, other);
    assert_eq!(codes(&bank), [""; 0], "what is asked may change");
}

#[test]
fn what_is_gone_is_lost_whatever_its_new_name() {
    let both = TWO.to_owned() + CASE;
    let rename =
        |with: &str| both.replace("{#inv-b}\n", &format!("{{#inv-z}}\n\n```toml item\n{with}\n```\n"));
    for (items, expected) in [
        (both.clone(), ""),
        (TWO.to_owned() + &CASE.replace("inv-c", "inv-d"), "`inv-c` was handed out, and is gone"),
        (TWO.to_owned() + &CASE.replace("{#acme", "{#apex"), "the case `acme` was handed out, and is gone"),
        (rename("level = \"apply\""), "`inv-b` was handed out, and is gone"),
        (rename("aliases = [\"inv-b\"]"), ""),
        (
            rename("aliases = [\"inv-y\", \"inv-b\"]"),
            "`inv-b` was handed out, and its item goes by `inv-y` now",
        ),
        (both.replace("{#inv-b}", "{#acme}").replace("{#acme .case}", "{#inv-b .case}"), "of a case"),
    ] {
        let bank = bank(&both);
        export(&bank, "json");
        let bank = bank.with(ITEMS, &items);
        let run = call(&bank, "check");
        let out = run.out();
        assert_eq!(run.status, Some(i32::from(!expected.is_empty())), "{out}");
        assert!(out.contains(expected), "{expected}: {out}");
        let is_reuse = expected == "of a case";
        assert!(is_reuse || out.lines().count() == usize::from(!expected.is_empty()), "{out}");
        assert!(!is_reuse || (out.matches("[reused-id]").count() == 2 && !out.contains("lost-id")), "{out}");
    }
}

#[test]
fn what_was_taken_out_on_purpose_says_why() {
    let bank = bank(TWO);
    export(&bank, "json");
    let bank = bank.with(ITEMS, first());
    assert_eq!(codes(&bank), ["lost-id"]);
    let lock = bank.text(LOCK).replace("{ id = \"inv-b\" }", "{ id = \"inv-b\", removed = \"not ours\" }");
    let bank = bank.with(LOCK, &lock);
    assert_eq!(codes(&bank), [""; 0]);
    export(&bank, "json --locked");
    let bank = bank.with(ITEMS, TWO);
    let told = call(&bank, "check");
    assert!(told.out().contains("the id `inv-b` was handed out for something that was taken out (not ours)"));
    assert_eq!(bank.text(LOCK), lock);
}

#[test]
fn a_broken_item_is_not_also_lost() {
    let bank = bank(TWO);
    export(&bank, "json");
    let bank = bank.with(ITEMS, TWO.replace("{#inv-b}", "{#inv_b}"));
    assert_eq!(codes(&bank), ["broken-id"]);
}

#[test]
fn nothing_silences_it() {
    let bank = bank(TWO);
    export(&bank, "json");
    let bank = bank.with(ITEMS, first());
    assert_eq!(call(&bank, "check --write-baseline").status, Some(1));
    let settings = bank.text("bank.toml");
    let bank = bank.with("bank.toml", settings + "[lint]\nlost-id = \"allow\"\n");
    assert_eq!(call(&bank, "check").status, Some(2));
}

#[test]
fn a_lock_that_cannot_be_trusted_stops_exports_and_stays() {
    let sound = "version = 1\nbank = \"test\"\nids = [\n  { id = \"inv-a\" },\n  { id = \"inv-b\" },\n]\n";
    for (lock, words) in [
        (format!("<<<<<<< ours\n{sound}=======\n{sound}>>>>>>> theirs\n"), "git left a conflict in ids.lock"),
        (sound.replace("inv-b", "inv-a"), "`inv-a` stands twice"),
        (sound.replace("inv-a", "inv-c"), "`inv-b` stands behind `inv-c`"),
        (sound.replace("\"test\"", "\"other\""), "these are the ids of the bank `other`"),
        (sound[..sound.len() - 3].to_owned(), "this is not TOML"),
        (String::new(), "ids.lock says no `ids`"),
    ] {
        let bank = bank(TWO).with(LOCK, &lock);
        let told = call(&bank, "check");
        assert_eq!(told.status, Some(1), "{words}");
        let line = told.out().lines().find(|line| line.contains(words)).map(str::to_owned);
        let line = line.unwrap_or_else(|| panic!("{words}: {}", told.out()));
        assert!(line.starts_with("ids.lock:") && line.ends_with(')'), "the place and a remedy: {line}");
        for args in ["json", "json --locked", "json --keep-going"] {
            let run = call(&bank, &format!("export {args}"));
            assert_eq!((run.status, bank.text(LOCK)), (Some(1), lock.clone()), "{args}");
        }
    }
}

#[test]
fn no_new_item_gets_a_name_that_was_handed_out() {
    let bank = bank(TWO);
    export(&bank, "json");
    let lock = bank.text(LOCK).replace("{ id = \"inv-b\" }", "{ id = \"inv-b\", removed = \"not ours\" }");
    let bank = bank.with(LOCK, &lock).with(ITEMS, first());
    let run = call(&bank, "new inv-b --objective inv-eoq");
    assert_eq!(run.status, Some(2));
    assert!(run.err().contains("the id `inv-b` is taken: ids.lock:7"), "{}", run.err());
    let nameless = bank.text(ITEMS) + "\n## Inv b?\n\n- [x] A\n- [ ] B\n";
    let bank = bank.with(ITEMS, nameless);
    assert_eq!(call(&bank, "fmt --assign-ids").status, Some(0));
    assert!(bank.text(ITEMS).contains("{#inv-b-2}"), "{}", bank.text(ITEMS));
}
