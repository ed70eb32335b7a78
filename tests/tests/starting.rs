//! `qbank init`: what it writes is a bank, and what was there stays.

#![expect(clippy::disallowed_methods, reason = "banks are started on the disk")]

use std::fs;
use std::path::Path;

use qbank_model::Kind;
use qbank_project::Project;
use qbank_tests::qbank::{Run, qbank, run};
use qbank_tests::temp_bank::files_below;
use tempfile::TempDir;

fn folder() -> TempDir {
    TempDir::with_prefix("qbank-").expect("a temporary folder can be made")
}

fn call(folder: &Path, args: &[&str]) -> Run {
    run(qbank(folder, args.iter().copied()).env("SOURCE_DATE_EPOCH", "1795305600"))
}

fn names(folder: &Path) -> Vec<String> {
    files_below(folder).into_keys().map(|path| path.display().to_string().replace('\\', "/")).collect()
}

#[test]
fn a_new_bank_checks_clean_and_has_a_question_of_each_type() {
    let folder = folder();
    let start = call(folder.path(), &["init", "--title", "Welding: \"level 2\" & more"]);
    assert_eq!(start.status, Some(0), "{}", start.err());
    assert_eq!(
        names(folder.path()),
        [
            ".github/workflows/question-bank.yml",
            ".gitignore",
            ".pre-commit-config.yaml",
            "bank.toml",
            "blueprints/main.toml",
            "items/basics/one-of-each-type.md",
        ]
    );
    for args in [&["check", "--fail-on", "warning", "--persona", "auditor"][..], &["fmt", "--check"]] {
        let run = call(folder.path(), args);
        assert_eq!((run.status, run.out()), (Some(0), String::new()), "{args:?}: {}", run.err());
    }
    let checked = Project::open(folder.path()).expect("it is a bank").check().expect("the disk works");
    let kinds: Vec<Kind> = checked.bank.items().map(|item| item.interaction.kind()).collect();
    for kind in Kind::ALL {
        assert_eq!(kinds.iter().filter(|one| **one == kind).count(), 1, "{}", kind.as_str());
    }
    assert_eq!(checked.bank.info.title, "Welding: \"level 2\" & more");
    assert_eq!(checked.bank.info.revised.to_string(), "2026-11-22");
    assert_eq!(call(folder.path(), &["export", "json"]).status, Some(0));
}

#[test]
fn what_was_there_stays_and_is_told() {
    let folder = folder();
    let own =
        [("bank/.gitignore", "own"), (".pre-commit-config.yaml", "repos: []"), ("bank/notes.txt", "mine")];
    for (path, text) in own {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the disk works");
        fs::write(path, text).expect("the disk works");
    }
    fs::create_dir(folder.path().join(".git")).expect("the disk works");
    let start = call(folder.path(), &["init", "bank"]);
    assert_eq!(start.status, Some(0), "{}", start.err());
    for (path, text) in own {
        assert_eq!(fs::read_to_string(folder.path().join(path)).expect("it is there"), text, "{path}");
    }
    let kept: Vec<String> =
        start.out().lines().filter(|line| line.starts_with("kept")).map(str::to_owned).collect();
    assert_eq!(kept, ["kept    bank/.gitignore", "kept    .pre-commit-config.yaml"]);
    let workflow = fs::read_to_string(folder.path().join(".github/workflows/question-bank.yml"));
    assert!(workflow.expect("it is there").contains("bank: \"bank\""));
    assert_eq!(call(&folder.path().join("bank"), &["check"]).status, Some(0));
}

#[test]
fn a_bank_is_not_started_in_a_bank() {
    let folder = folder();
    call(folder.path(), &["init"]);
    let before = files_below(folder.path());
    for args in [&["init"][..], &["init", "items/basics"], &["init", "items/other"]] {
        let run = call(folder.path(), args);
        assert_eq!(run.status, Some(2), "{args:?}");
        assert!(run.err().starts_with("error: there is a bank already"), "{}", run.err());
    }
    assert_eq!(files_below(folder.path()), before);
}
