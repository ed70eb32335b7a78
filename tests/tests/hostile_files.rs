//! Things in a bank's folders that are no files, or files elsewhere: told, never opened, never followed out of the bank.
#![cfg(unix)]

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use qbank_tests::hostile::{NEIGHBOUR, NEIGHBOUR_FINDING};
use qbank_tests::qbank::{Run, qbank, run};
use qbank_tests::temp_bank::TempBank;

const PICTURED: &str =
    "## Which chart? {#inv-a}\n\n![A chart](../../media/bars.png)\n\n- [x] The first\n- [ ] The second\n";

fn bank() -> TempBank {
    // With a folder of media that links can stand in.
    TempBank::new().with(NEIGHBOUR.0, NEIGHBOUR.1).with("media/notes.txt", "Ours.")
}

fn link(bank: &TempBank, target: impl AsRef<Path>, name: &str) {
    symlink(target, bank.path(name)).expect("a link can be made");
}

/// Checks a bank: it ends with 1, its sound files are looked at, and the one error is this.
fn finds(bank: &TempBank, error: &str) -> Run {
    let run = run(&mut qbank(bank.root(), ["check", "--output-format", "concise"]));
    let (out, err) = (run.out(), run.err());
    assert_eq!(run.status, Some(1), "{out}{err}");
    let errors: Vec<&str> = out.lines().filter(|line| line.contains("error[")).collect();
    assert!(matches!(errors[..], [only] if only.starts_with(error)), "{error}:\n{out}{err}");
    assert!(out.contains(NEIGHBOUR_FINDING), "{out}{err}");
    run
}

#[expect(clippy::disallowed_methods, reason = "a program of the system makes the FIFO")]
fn fifo(bank: &TempBank, name: &str) {
    let made = Command::new("mkfifo").arg(bank.path(name)).status();
    assert!(made.expect("mkfifo starts").success());
}

#[test]
fn a_fifo_is_never_opened() {
    let bank = bank();
    fifo(&bank, "items/inventory/x.md");
    finds(&bank, "items/inventory/x.md:1:1: error[not-a-file]");
}

#[test]
fn a_fifo_is_no_blueprint() {
    let bank = bank();
    fifo(&bank, "blueprints/other.toml");
    finds(&bank, "blueprints/other.toml:1:1: error[not-a-file]");
}

#[test]
fn a_fifo_is_no_picture() {
    let bank = bank().with("items/inventory/a.md", PICTURED);
    fifo(&bank, "media/bars.png");
    finds(&bank, "items/inventory/a.md:3:1: error[missing-file]");
}

#[test]
fn a_device_is_never_read() {
    let bank = bank();
    link(&bank, "/dev/zero", "items/inventory/x.md");
    finds(&bank, "items/inventory/x.md:1:1: error[not-a-file]");
}

#[test]
fn a_device_is_no_picture() {
    let bank = bank().with("items/inventory/a.md", PICTURED);
    link(&bank, "/dev/zero", "media/bars.png");
    finds(&bank, "items/inventory/a.md:3:1: error[linked-outside]");
}

#[test]
fn links_that_lead_in_circles_end() {
    for (target, name) in
        [("x.md", "items/inventory/x.md"), ("y.md", "items/inventory/x.md"), (".", "items/inventory/x.md")]
    {
        let bank = bank();
        link(&bank, target, name);
        finds(&bank, "items/inventory/x.md:1:1: error[not-a-file]");
    }
}

#[test]
fn a_linked_folder_is_told_and_not_followed() {
    for target in ["..", "/"] {
        let bank = bank();
        link(&bank, target, "items/inventory/around");
        finds(&bank, "items/inventory/around:1:1: error[not-a-file]");
    }
}

#[test]
fn a_picture_is_not_followed_in_circles() {
    let bank = bank().with("items/inventory/a.md", PICTURED);
    link(&bank, "bars.png", "media/bars.png");
    finds(&bank, "items/inventory/a.md:3:1: error[missing-file]");
}

#[test]
fn a_folder_is_no_question_file() {
    let bank = bank().with("items/inventory/x.md/notes.txt", "Notes.");
    finds(&bank, "items/inventory/x.md:1:1: error[not-a-file]");
}

#[test]
fn a_link_to_a_question_file_elsewhere_is_not_read() {
    let elsewhere = TempBank::new().with("secret.md", "## {#inv-secret}\n");
    let bank = bank();
    link(&bank, elsewhere.path("secret.md"), "items/inventory/x.md");
    let run = finds(&bank, "items/inventory/x.md:1:1: error[not-a-file]");
    assert!(!run.out().contains("inv-secret"));
}

#[test]
fn a_picture_that_is_linked_out_of_the_bank_is_told_and_never_exported() {
    let elsewhere = TempBank::new().with("secret.png", "secret");
    for through_a_folder in [false, true] {
        let bank = bank();
        let name = if through_a_folder { "there/secret.png" } else { "bars.png" };
        let bank = bank.with("items/inventory/a.md", PICTURED.replace("bars.png", name));
        if through_a_folder {
            link(&bank, elsewhere.root(), "media/there");
        } else {
            link(&bank, elsewhere.path("secret.png"), "media/bars.png");
        }
        finds(&bank, "items/inventory/a.md:3:1: error[linked-outside]");
        let export = run(&mut qbank(bank.root(), ["export", "anki", "--keep-going"]));
        assert_eq!(export.status, Some(1));
        assert!(!bank.bytes("dist/test.apkg").windows(6).any(|bytes| bytes == b"secret"));
    }
}

#[test]
fn a_picture_that_is_linked_inside_the_bank_is_fine_in_every_folder() {
    for (name, target) in
        [("media/bars.svg", "chart.svg"), ("items/inventory/bars.svg", "../../media/chart.svg")]
    {
        let path = name.replace("items/inventory/", "").replace("media/", "../../media/");
        let bank = bank().with("items/inventory/a.md", PICTURED.replace("../../media/bars.png", &path));
        let bank = bank.with("media/chart.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        link(&bank, target, name);
        let run = run(&mut qbank(bank.root(), ["check"]));
        assert_eq!(run.status, Some(0), "{name}: {}", run.out());
    }
}

#[test]
fn a_file_that_cannot_be_read_ends_the_call_by_its_name() {
    let bank = bank().with("items/inventory/locked.md", PICTURED);
    let locked = bank.path("items/inventory/locked.md");
    std::fs::set_permissions(&locked, PermissionsExt::from_mode(0o000))
        .expect("one's own file can be locked");
    // The superuser reads any file.
    if !bank.can_read("items/inventory/locked.md") {
        let run = run(&mut qbank(bank.root(), ["check"]));
        assert_eq!(run.status, Some(2));
        assert!(run.err().contains("locked.md"), "{}", run.err());
    }
}
