//! `qbank diff`: what changed in meaning, and what did not.

#![expect(clippy::disallowed_methods, reason = "the banks that are compared are on the disk")]

use std::fs;

use qbank_tests::example::PAGE_FILE;
use qbank_tests::git::commit;
use qbank_tests::qbank::{Run, qbank, run};
use qbank_tests::temp_bank::TempBank;

const TEXT: &str = r#"## Which cost falls when lots grow? {#inv-a}

```toml item
objective = "inv-eoq"
level = "apply"
```

A plant orders in larger lots.

- [x] Ordering cost
- [ ] Carrying cost
  > More stock lies.
- [ ] Rent

**Rationale:** Fewer orders are placed.

## How many orders a year? {#inv-n}

```toml item
[vars]
d = { min = 100, max = 300, step = 100 }
[calc]
n = "d / 50"
```

A year needs {{d}} units in lots of 50.

**Answer:** {{n}} orders

## Acme {#acme .case}

Acme sells pumps. ![Chart](../../media/chart.svg)

### Which order? {#inv-o}

**Order:**

1. Plan
2. Make
"#;

fn committed() -> TempBank {
    let bank = TempBank::new().with(PAGE_FILE, TEXT);
    commit(bank.root());
    bank
}

fn diff(bank: &TempBank, args: &str) -> Run {
    run(&mut qbank(bank.root(), ["diff", "HEAD"].into_iter().chain(args.split_whitespace())))
}

fn lines_after(old: &str, new: &str) -> Vec<String> {
    assert!(TEXT.contains(old), "{old}");
    let bank = committed().with(PAGE_FILE, TEXT.replacen(old, new, 1));
    let run = diff(&bank, "");
    assert_eq!(run.status, Some(0), "{}", run.err());
    run.out().lines().map(str::to_owned).collect()
}

#[test]
fn each_change_is_told_by_what_it_changes() {
    for (old, new, expected) in [
        (
            "[x] Ordering cost\n- [ ] Carrying",
            "[ ] Ordering cost\n- [x] Carrying",
            vec![
                "inv-a: key: Ordering cost -> Carrying cost",
                "inv-a: distractors: Carrying cost -> Ordering cost",
            ],
        ),
        ("- [ ] Rent\n", "- [ ] Tax\n", vec!["inv-a: distractors: Rent -> Tax"]),
        (
            "- [x] Ordering cost\n",
            "- [ ] Tax\n- [x] Ordering cost\n",
            vec!["inv-a: distractors: (nothing) -> Tax"],
        ),
        (
            "larger lots.",
            "larger *lots*.",
            vec![
                "inv-a: stem: Which cost falls when lots grow? A plant orders in larger lo… -> (the same words in another form)",
            ],
        ),
        (
            "> More stock lies.",
            "> More stock waits.",
            vec!["inv-a: feedback: More stock lies. -> More stock waits."],
        ),
        (
            "Fewer orders are",
            "Less orders are",
            vec!["inv-a: explanations: Fewer orders are placed. -> Less orders are placed."],
        ),
        (
            "level = \"apply\"",
            "level = \"analyze\"\npoints = 2\nstatus = \"retired\"",
            vec![
                "inv-a: points: 1 -> 2",
                "inv-a: status: draft -> retired",
                "inv-a: place: apply -> analyze",
            ],
        ),
        (
            "{#inv-a}\n\n```toml item",
            "{#inv-b}\n\n```toml item\naliases = [\"inv-a\"]",
            vec!["inv-b: id: inv-a -> inv-b"],
        ),
        ("{#inv-n}", "{#inv-m}", vec!["inv-m: new", "inv-n: gone"]),
        ("d / 50", "2 * d / 100", vec!["inv-n: variables: n = d / 50 -> n = 2 * d / 100"]),
        ("{{n}} orders", "{{n}} orders ± 1", vec!["inv-n: key: {{n}} orders -> {{n}} orders ± 1"]),
        ("1. Plan\n2. Make", "1. Make\n2. Plan", vec!["inv-o: key: 1. Plan; 2. Make -> 1. Make; 2. Plan"]),
        ("Acme sells", "Acme makes", vec!["inv-o: case: Acme sells pumps. Chart -> Acme makes pumps. Chart"]),
        ("[x] Ordering cost\n", "[ ] Ordering cost\n", vec!["inv-a: broken"]),
    ] {
        assert_eq!(lines_after(old, new), expected, "{old} becomes {new}");
    }
}

#[test]
fn what_changes_no_meaning_is_not_told() {
    let parts: Vec<&str> = TEXT.split_inclusive("\n\n## ").collect();
    for (change, text) in [
        ("other blank lines and marks", TEXT.replace("[x]", "[X]").replace("\n\n", "\n\n\n")),
        ("other line ends", TEXT.replace('\n', "\r\n")),
        (
            "another order of items",
            format!("## {}\n\n{}", parts[1].trim_end_matches("## "), TEXT.replace(parts[1], "")),
        ),
        ("a group's heading", format!("# Lots\n\n{TEXT}")),
    ] {
        let run = diff(&committed().with(PAGE_FILE, &text), "");
        assert_eq!(run.out(), "", "{change}: {text}");
        assert_eq!(run.err(), "no item has changed in meaning since HEAD\n", "{change}");
    }
}

#[test]
fn another_picture_under_the_same_name_is_told() {
    let bank = committed();
    fs::write(bank.path("media/chart.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .expect("the disk works");
    assert_eq!(
        diff(&bank, "").out(),
        "inv-o: case: Acme sells pumps. Chart -> (the same words in another form)\n"
    );
}

#[test]
fn a_pull_request_reads_keys_first_and_runs_no_markup() {
    let text = TEXT
        .replace("Fewer orders are", "<b>Fewer</b> | orders are [x](http://e.org)")
        .replace("1. Plan\n2. Make", "1. Make\n2. Plan");
    let run = diff(
        &committed().with(PAGE_FILE, text.replace("<b>", "").replace("</b>", "")),
        "--output-format markdown",
    );
    let out = run.out();
    let at = |part: &str| out.find(part).unwrap_or_else(|| panic!("{part} in {out}"));
    assert!(at("What is right changed") < at("`inv-o` | key") && at("`inv-o` | key") < at("Other changes"));
    assert!(at("Other changes") < at("`inv-a` | explanations"));
    assert!(!out.contains("](http"), "{out}");
}

#[test]
fn a_revision_that_is_not_there_says_so() {
    let bank = TempBank::new().with(PAGE_FILE, TEXT);
    let run = diff(&bank, "");
    assert_eq!(run.status, Some(2));
    assert!(run.err().contains("is in no git repository"), "{}", run.err());
}
