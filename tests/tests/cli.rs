//! What holds for every call of the binary, beyond the sessions on the suite's pages.

use std::ffi::OsStr;
use std::io::pipe;
use std::process::Stdio;

use qbank_formats::Format;
use qbank_model::Kind;
use qbank_project::all_codes;
use qbank_tests::qbank::{Run, qbank, run};
use qbank_tests::temp_bank::TempBank;
use serde_json::Value;

const SOUND: &str =
    "## Which cost falls when lots grow? {#inv-sound}\n\n- [x] Ordering cost\n- [ ] Carrying cost\n";
const KEYLESS: &str =
    "## Which cost falls when lots grow? {#inv-a}\n\n- [ ] Ordering cost\n- [ ] Carrying cost\n";
const WARNED: &str =
    "## Which cost falls? {#inv-b}\n\n- [x] Ordering\n- [ ] Carrying\n\n**Hint:** x\n\n**Hnit:** y\n";

fn call<S: AsRef<OsStr>>(bank: &TempBank, args: impl IntoIterator<Item = S>) -> Run {
    run(&mut qbank(bank.root(), args))
}

/// Splits a command line at its spaces.
fn line(bank: &TempBank, line: &str) -> Run {
    call(bank, line.split(' ').filter(|word| !word.is_empty()))
}

fn json(run: &Run) -> Value {
    serde_json::from_slice(&run.stdout).unwrap_or_else(|fault| panic!("{fault}: {}", run.err()))
}

#[test]
fn exit_statuses_tell_clean_banks_from_findings_and_findings_from_wrong_calls() {
    let sound = TempBank::new().with("items/inventory/a.md", SOUND);
    let keyless = TempBank::new().with("items/inventory/a.md", KEYLESS);
    let warned = TempBank::new().with("items/inventory/a.md", WARNED);
    let unknown_key = TempBank::new().with("bank.toml", "id = \"test\"\nidd = 1\n");
    let bad_plan = TempBank::new().with("blueprints/test.toml", "id = \"test\"\n");
    let mut faults = Vec::new();
    for (bank, args, expected) in [
        (&sound, "check", 0),
        (&sound, "export json", 0),
        (&sound, "rules", 0),
        (&sound, "--help", 0),
        (&sound, "export --help", 0),
        (&sound, "--version", 0),
        (&keyless, "check", 1),
        (&keyless, "check items/inventory", 1),
        (&keyless, "check blueprints", 0),
        (&keyless, "check --fail-on error", 1),
        (&keyless, "check --fail-on warning", 1),
        (&keyless, "check --fail-on never", 0),
        (&keyless, "export json", 1),
        (&keyless, "export json --keep-going", 1),
        (&warned, "check", 0),
        (&warned, "check --fail-on warning", 1),
        (&warned, "check --fail-on never", 0),
        (&warned, "export json", 0),
        (&bad_plan, "check", 1),
        (&bad_plan, "export json", 1),
        (&unknown_key, "check", 2),
        (&unknown_key, "check --fail-on never", 2),
        (&unknown_key, "export json", 2),
        (&sound, "", 2),
        (&sound, "nonsense", 2),
        (&sound, "check --nonsense", 2),
        (&sound, "check --fail-on nonsense", 2),
        (&sound, "check --bank nowhere", 2),
        (&sound, "check nowhere.md", 2),
        (&sound, "explain nonsense", 2),
        (&sound, "schema nonsense", 2),
        (&sound, "completions nonsense", 2),
        (&sound, "export nonsense", 2),
        (&sound, "export json -o blueprints", 2),
        (&sound, "export json -o bank.toml/x.json", 2),
        (&sound, "export anki -o COLLECTION.apkg", 2),
    ] {
        let run = line(bank, args);
        if run.status != Some(expected) {
            faults.push(format!("qbank {args}: {:?}, not {expected}: {}", run.status, run.err()));
        }
        if expected == 2 && run.err().trim().is_empty() {
            faults.push(format!("qbank {args} says nothing"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn findings_come_in_one_order_whatever_the_number_of_threads() {
    let long = "\n\n- [ ] Carrying cost falls each year.\n- [x] Ordering cost falls each year, because fewer orders are \
                placed, received and paid for.\n- [ ] Demand falls each year.\n\n";
    let item = |n: usize| format!("## What happens? {{#inv-{}}}{long}", n % 150);
    let bank = (0..5).fold(TempBank::new(), |bank, file| {
        let items: String = (0..40).map(|n| item(37 * n + file)).collect();
        bank.with(&format!("items/inventory/{file}.md"), items)
    });
    let found = ["1", "2", "7"].map(|n_threads| {
        let mut command = qbank(bank.root(), ["check", "--output-format", "json"]);
        run(command.env("RAYON_NUM_THREADS", n_threads)).out()
    });
    assert!(
        found[0].matches("key-is-longest").count() > 100 && found[0].contains("duplicate-id"),
        "{}",
        found[0]
    );
    assert!(found[0] == found[1] && found[1] == found[2]);
}

#[test]
fn a_folder_without_a_bank_is_a_wrong_call() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let run = run(&mut qbank(folder.path(), ["check"]));
    assert_eq!((run.status, run.out().as_str()), (Some(2), ""));
    assert!(run.err().contains("no bank.toml"), "{}", run.err());
}

#[test]
fn a_bank_is_found_from_every_folder_below_it() {
    let bank = TempBank::new().with("items/inventory/a.md", KEYLESS);
    let run = run(&mut qbank(&bank.path("items/inventory"), ["check", "a.md"]));
    assert_eq!(run.status, Some(1));
    assert!(run.out().starts_with("items/inventory/a.md:3:1: error[no-key]"), "{}", run.out());
}

#[test]
fn what_is_for_programs_follows_its_schema() {
    let bank = TempBank::new().with("items/inventory/a.md", KEYLESS).with("items/inventory/b.md", WARNED);
    let mut faults = Vec::new();
    let packages = ["export json --keep-going", "export qti3 --keep-going", "export anki --keep-going"];
    let written = packages.map(|args| line(&bank, args).status);
    assert_eq!(written, [Some(1); 3]);
    for (schema, document) in [
        ("findings", json(&line(&bank, "check --output-format json"))),
        ("finding", first_line(&line(&bank, "check --output-format json-lines"))),
        ("rules", json(&line(&bank, "rules --output-format json"))),
        ("formats", json(&line(&bank, "formats --output-format json"))),
        ("bank", file(&bank, "dist/test.json")),
        ("report", file(&bank, "dist/test.json.report.json")),
        ("report", file(&bank, "dist/test.qti3.zip.report.json")),
        ("report", file(&bank, "dist/test.apkg.report.json")),
    ] {
        let validator = jsonschema::validator_for(&json(&line(&bank, &format!("schema {schema}"))));
        let validator = validator.expect("the schema is one");
        faults.extend(validator.iter_errors(&document).map(|fault| format!("{schema}: {fault}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn first_line(run: &Run) -> Value {
    serde_json::from_str(run.out().lines().next().unwrap_or_default()).expect("a line is JSON")
}

fn file(bank: &TempBank, name: &str) -> Value {
    serde_json::from_slice(&bank.bytes(name)).expect("the file is JSON")
}

#[test]
fn every_schema_that_is_listed_is_printed() {
    let bank = TempBank::new();
    let names = line(&bank, "schema").out();
    assert_eq!(
        names,
        "adoption\nbank\nchanges\ncoverage\nfinding\nfindings\nformats\nreport\nresponses\nrules\nscores\nupdate\nvariants\n"
    );
    for name in names.lines() {
        let schema = json(&line(&bank, &format!("schema {name}")));
        assert!(schema["title"].is_string() && schema["properties"].is_object(), "{name}");
    }
}

#[test]
fn every_code_is_listed_with_its_meaning() {
    let rules = line(&TempBank::new(), "rules");
    assert_eq!(rules.status, Some(0));
    let listed = rules.out();
    let codes = all_codes();
    for (line, code) in listed.lines().zip(&codes) {
        assert!(line.starts_with(&format!("{} ", code.name())) && line.ends_with(&code.summary()), "{line}");
    }
    assert_eq!(listed.lines().count(), codes.len());
}

#[test]
fn explain_prints_the_page_of_a_code_as_it_is() {
    let bank = TempBank::new();
    for code in ["broken-id", "missing-file", "duplicate-id"] {
        let page = all_codes().into_iter().find(|known| known.name() == code).expect("a code");
        assert_eq!(line(&bank, &format!("explain {code}")).out(), page.0.page, "{code}");
    }
}

#[test]
fn the_matrix_of_formats_has_a_row_for_each_feature_and_columns_that_stay_apart() {
    let bank = TempBank::new();
    let table = line(&bank, "formats").out();
    let header = table.lines().next().expect("a header");
    let starts: Vec<usize> = Format::ALL.iter().filter_map(|format| header.find(format.title())).collect();
    assert_eq!(starts.len(), Format::ALL.len(), "{header}");
    for row in table.lines() {
        for start in &starts {
            let before = row.get(..*start).unwrap_or_default();
            assert!(before.ends_with(' ') && row[*start..].starts_with(|c: char| c != ' '), "{row}");
        }
    }
    let cells = json(&line(&bank, "formats --output-format json"));
    let n_cells = cells["cells"].as_array().map(Vec::len).unwrap_or_default();
    assert_eq!(n_cells, (table.lines().count() - 1) * Format::ALL.len() * Kind::ALL.len());
}

#[test]
fn every_shell_gets_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = line(&TempBank::new(), &format!("completions {shell}"));
        assert_eq!(run.status, Some(0), "{shell}");
        assert!(run.out().contains("output-format") && run.out().contains("qbank"), "{shell}");
    }
}

#[test]
fn a_reader_that_goes_away_ends_every_command_quietly() {
    let keyless: String = (0..300).map(|n| KEYLESS.replace("inv-a", &format!("inv-a{n}"))).collect();
    let bank = TempBank::new().with("items/inventory/a.md", keyless);
    for args in [
        "rules",
        "rules --output-format json",
        "formats",
        "explain no-key",
        "schema bank",
        "completions bash",
        "check",
        "check --output-format json",
        "check --output-format full",
        "check --output-format json-lines",
        "check --output-format github",
        "check --output-format gitlab",
        "check --output-format sarif",
        "check --output-format junit",
        "check --output-format rdjson",
        "export json",
        "--help",
    ] {
        let (reader, writer) = pipe().expect("a pipe can be made");
        drop(reader);
        let mut command = qbank(bank.root(), args.split(' '));
        let run = run(command.stdout(Stdio::from(writer)));
        assert_eq!((run.status, run.err().as_str()), (Some(0), ""), "qbank {args}");
    }
}

#[test]
fn a_reader_of_the_first_line_alone_hears_nothing_more() {
    use std::io::{BufRead, BufReader};
    let bank = TempBank::new();
    let mut command = qbank(bank.root(), ["rules", "--output-format", "json"]);
    let mut child = command.spawn().expect("the binary starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    assert_eq!(lines.next().expect("a line").expect("a text"), "{");
    drop(lines);
    let output = child.wait_with_output().expect("the binary ends");
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

#[cfg(target_os = "linux")]
#[test]
#[expect(clippy::disallowed_types, reason = "the full device is a file")]
fn a_full_device_behind_standard_output_is_a_failure() {
    let full = std::fs::File::options().write(true).open("/dev/full").expect("Linux has a full device");
    let bank = TempBank::new();
    let run = run(qbank(bank.root(), ["rules"]).stdout(Stdio::from(full)));
    assert_eq!(run.status, Some(2));
    assert!(run.err().starts_with("error: writing the output"), "{}", run.err());
}

#[test]
fn colour_follows_the_option_then_the_environment() {
    let bank = TempBank::new().with("items/inventory/a.md", KEYLESS);
    for (option, no_color, force_color, expected) in [
        ("auto", None, None, false),
        ("auto", None, Some("1"), true),
        ("auto", Some("1"), Some("1"), false),
        ("auto", Some(""), Some("1"), true),
        ("always", Some("1"), None, true),
        ("never", None, Some("1"), false),
    ] {
        let mut command = qbank(bank.root(), ["check", "--output-format", "full", "--color", option]);
        for (name, value) in [("NO_COLOR", no_color), ("FORCE_COLOR", force_color)] {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        let is_coloured = run(&mut command).stdout.contains(&0x1b);
        assert_eq!(is_coloured, expected, "--color {option}, {no_color:?}, {force_color:?}");
    }
}
