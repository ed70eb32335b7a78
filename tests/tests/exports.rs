//! What an export leaves on the disk: the same bytes for the same bank, and never less than was there before.

use std::path::Path;

use qbank_tests::qbank::{Run, qbank, run};
use qbank_tests::temp_bank::{TempBank, copy_folder, files_below};
use serde_json::Value;

const SOUND: &str =
    "## Which cost falls when lots grow? {#inv-sound}\n\n- [x] Ordering cost\n- [ ] Carrying cost\n";
const KEYLESS: &str =
    "## Which cost rises when lots grow? {#inv-keyless}\n\n- [ ] Ordering\n- [ ] Carrying\n";
const HINTED: &str = "## Which cost moves? {#inv-hinted}\n\n- [x] Freight\n- [ ] Setup\n\n**Hint:** Fuel.\n";

fn export(folder: &Path, args: &str) -> Run {
    run(&mut qbank(folder, std::iter::once("export").chain(args.split(' '))))
}

fn sound_bank() -> TempBank {
    TempBank::new().with("items/inventory/a.md", SOUND)
}

#[test]
fn equal_banks_give_equal_bytes_wherever_they_lie_and_on_any_number_of_threads() {
    let bank = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance/bank");
    let formats: [&[&str]; 4] = [&["json"], &["qti3"], &["anki"], &["anki", "--package", "latest"]];
    for format in formats {
        let is_anki = format[0] == "anki";
        let packages = [("a", "1"), ("a", "4"), ("another place", "4")].map(|(place, n_threads)| {
            let elsewhere = tempfile::tempdir().expect("a temporary folder can be made");
            let (copy, out) = (elsewhere.path().join(place), elsewhere.path().join("out"));
            copy_folder(&bank, &copy);
            let mut command = qbank(&copy, std::iter::once(&"export").chain(format));
            command.arg("--output").arg(out.join("package")).env("RAYON_NUM_THREADS", n_threads);
            if is_anki {
                command.arg("--ledger").arg(out.join("ledger"));
            }
            let run = run(&mut command);
            assert_eq!(run.status, Some(0), "{}", run.err());
            copy_folder(&copy, &out.join("bank"));
            files_below(&out)
        });
        for written in ["package", "package.report.json", "bank/ids.lock"] {
            assert!(packages[0].contains_key(Path::new(written)), "{format:?}: {written}");
        }
        assert_eq!(packages[0].contains_key(Path::new("ledger")), is_anki);
        assert!(packages[0] == packages[1], "{format:?}: one thread and four");
        assert!(packages[1] == packages[2], "{format:?}: another folder");
    }
}

#[test]
fn nothing_is_written_where_the_bank_has_an_error() {
    let bank = sound_bank().with("items/inventory/b.md", KEYLESS);
    for format in ["json", "qti3", "anki"] {
        assert_eq!(export(bank.root(), format).status, Some(1), "{format}");
    }
    assert!(!bank.path("dist").exists());
}

#[test]
fn keep_going_leaves_broken_items_out_and_says_so() {
    let bank = sound_bank().with("items/inventory/b.md", KEYLESS);
    for (format, ending) in [("json", "json"), ("qti3", "qti3.zip"), ("anki", "apkg")] {
        assert_eq!(export(bank.root(), &format!("{format} --keep-going")).status, Some(1));
        let report = bank.bytes(&format!("dist/test.{ending}.report.json"));
        let report: Value = serde_json::from_slice(&report).expect("the report is JSON");
        assert_eq!(report["items"][0]["id"], "inv-sound", "{format}");
        assert_eq!(report["items"].as_array().map(Vec::len), Some(1), "{format}");
        assert_eq!(report["left_out"][0]["id"], "inv-keyless", "{format}");
    }
}

#[test]
fn an_item_with_a_fault_in_its_case_or_footnote_is_left_out_too() {
    let case = "## A case {#case-a .case}\n\nIt starts with $\\nosuch$ valves.\n\n### How many? {#inv-a}\n\n- [x] 3\n- [ ] 4\n";
    let note = "## Which lot[^1]? {#inv-b}\n\n- [x] 3\n- [ ] 4\n\n## Which cost? {#inv-c}\n\n- [x] A\n- [ ] B\n\n[^1]: ![Bars](none.png)\n";
    let bank = TempBank::new().with("items/inventory/a.md", case).with("items/inventory/b.md", note);
    assert_eq!(export(bank.root(), "json --keep-going").status, Some(1));
    let package: Value = serde_json::from_slice(&bank.bytes("dist/test.json")).expect("the package is JSON");
    let items = package["items"].as_array().expect("a list of items");
    let ids: Vec<&Value> = items.iter().map(|item| &item["id"]).collect();
    assert_eq!(ids, ["inv-c"]);
}

#[test]
fn conditions_take_the_items_that_fulfil_them() {
    let item = |id: &str, attributes: &str| {
        format!("## Which cost? {{#{id}}}\n\n```toml item\n{attributes}\n```\n\n- [x] A\n- [ ] B\n\n")
    };
    let questions = [
        item("inv-a", "objective = \"inv-eoq\"\nlevel = \"apply\""),
        item("inv-b", "level = \"apply\"\ntags = [\"two words\"]\naliases = [\"inv-old\"]"),
        item("inv-c", "level = \"create\"\nstatus = \"approved\""),
    ];
    let bank = TempBank::new().with("items/inventory/a.md", questions.concat());
    for (condition, expected) in [
        ("level = apply", &["inv-a", "inv-b"][..]),
        ("level != apply", &["inv-c"]),
        ("domain = inventory and not level = apply", &["inv-c"]),
        ("objective = inv-eoq or status = approved", &["inv-a", "inv-c"]),
        ("(objective = inv-eoq or status = approved) and level = create", &["inv-c"]),
        ("tags = \"two words\"", &["inv-b"]),
        ("id = inv-old", &["inv-b"]),
        ("type = single and level = create", &["inv-c"]),
    ] {
        let run = run(&mut qbank(bank.root(), ["export", "json", "--where", condition]));
        assert_eq!(run.status, Some(0), "{condition}: {}", run.err());
        let report = bank.bytes("dist/test.json.report.json");
        let report: Value = serde_json::from_slice(&report).expect("the report is JSON");
        let items = report["items"].as_array().expect("a list of items");
        let ids: Vec<&Value> = items.iter().map(|item| &item["id"]).collect();
        assert_eq!(ids, expected, "{condition}");
    }
}

#[test]
fn a_failed_export_leaves_the_old_package_as_it_was() {
    let bank = sound_bank();
    for format in ["json", "qti3", "anki"] {
        assert_eq!(export(bank.root(), format).status, Some(0));
    }
    let before = files_below(&bank.path("dist"));
    assert_eq!(before.len(), 6, "three packages with their reports");
    let bank = bank.with("items/inventory/b.md", HINTED);
    assert_eq!(export(bank.root(), "qti3 --deny-loss").status, Some(1));
    let bank = bank.with("items/inventory/c.md", KEYLESS);
    for format in ["json", "qti3", "anki"] {
        assert_eq!(export(bank.root(), format).status, Some(1));
    }
    let bank = bank.with("bank.toml", "id = 1");
    assert_eq!(export(bank.root(), "json --keep-going").status, Some(2));
    assert!(files_below(&bank.path("dist")) == before);
}

#[test]
fn denied_losses_are_those_that_are_named_or_all() {
    let bank = TempBank::new().with("items/inventory/a.md", HINTED);
    for (args, expected) in [
        ("qti3", 0),
        ("qti3 --deny-loss", 1),
        ("qti3 --deny-loss hint", 1),
        ("qti3 --deny-loss tags", 0),
        ("qti3 --deny-loss --allow-loss hint", 0),
        ("json --deny-loss", 0),
        ("anki --deny-loss", 0),
    ] {
        assert_eq!(export(bank.root(), args).status, Some(expected), "{args}");
    }
}

#[test]
fn a_learners_collection_is_never_a_target() {
    let bank = sound_bank().with("collection.apkg", "a learner's cards");
    for name in ["collection.apkg", "./Collection.APKG"] {
        let run = export(bank.root(), &format!("anki -o {name}"));
        assert_eq!(run.status, Some(2), "{name}");
        assert!(run.err().contains("collection"), "{}", run.err());
    }
    assert_eq!(bank.bytes("collection.apkg"), b"a learner's cards");
}

#[test]
fn a_place_that_cannot_be_written_is_named_and_nothing_is_lost() {
    let bank = sound_bank().with("out/package", "a file, not a folder");
    let run = export(bank.root(), "json -o out/package/test.json");
    assert_eq!(run.status, Some(2));
    assert!(run.err().contains("package"), "{}", run.err());
    assert_eq!(bank.bytes("out/package"), b"a file, not a folder");
}

#[cfg(unix)]
mod unix {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    use std::process::{Command, Stdio};

    use super::*;

    /// A limit on the length of files stands for a full disk: the write fails midway.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the shell limits the length of files")]
    fn a_full_disk_loses_nothing_that_was_there() {
        let bank = sound_bank();
        for format in ["json", "qti3", "anki"] {
            assert_eq!(export(bank.root(), format).status, Some(0));
        }
        let before = files_below(&bank.path("dist"));
        let many: String = (0..200).map(|n| SOUND.replace("inv-sound", &format!("inv-{n}-sound"))).collect();
        let bank = bank.with("items/inventory/b.md", many);
        for format in ["json", "qti3", "anki"] {
            let program = qbank(bank.root(), ["export", format]);
            let mut shell = Command::new("sh");
            shell.args(["-c", "trap '' XFSZ; ulimit -f 4; exec \"$0\" \"$@\""]).arg(program.get_program());
            shell.args(program.get_args()).current_dir(bank.root());
            let run = run(shell.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()));
            assert_eq!(run.status, Some(2), "{format}: {}", run.err());
            assert!(run.err().contains("writing"), "{format}: {}", run.err());
        }
        assert!(files_below(&bank.path("dist")) == before, "no package changed, no temporary file stayed");
    }

    #[test]
    fn a_folder_that_cannot_be_written_loses_nothing_that_was_there() {
        let bank = sound_bank();
        assert_eq!(export(bank.root(), "json").status, Some(0));
        let dist = bank.path("dist");
        let before = files_below(&dist);
        set_permissions(&dist, Permissions::from_mode(0o555)).expect("one's own folder can be locked");
        let is_locked = !bank.can_write("dist/probe");
        let run = export(bank.root(), "json");
        set_permissions(&dist, Permissions::from_mode(0o755)).expect("one's own folder can be unlocked");
        // The superuser writes into any folder.
        if is_locked {
            assert_eq!(run.status, Some(2), "{}", run.err());
            assert!(files_below(&dist) == before);
        }
    }

    #[test]
    fn packages_can_be_read_by_others() {
        let bank = sound_bank();
        assert_eq!(export(bank.root(), "json").status, Some(0));
        let mode = bank.path("dist/test.json").metadata().expect("the package is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o644);
    }
}
