//! Checks that look at git revisions: what a change touches, whose policy counts, and that nothing in a checkout is run.

#![expect(clippy::disallowed_methods, reason = "checkouts are on the disk")]

use std::fs;
use std::path::Path;

use qbank_tests::git::{commit, git};
use qbank_tests::qbank::{Run, qbank, run};
use qbank_tests::temp_bank::TempBank;

const LONG_KEY: &str = "A plant orders in larger lots. What happens? {#inv-a}\n\n- [ ] Carrying cost falls each year.\n\
     - [x] Ordering cost falls each year, because fewer orders are placed, received and paid for.\n\
     - [ ] Demand falls each year.\n";

/// An item with a key that is told, under another name.
fn long_key(id: &str) -> String {
    format!("## {}\n", LONG_KEY.replace("inv-a", id))
}

fn sound(id: &str, attributes: &str) -> String {
    format!(
        "## Which cost falls? {{#{id}}}\n\n```toml item\n{attributes}\n```\n\n- [x] Ordering\n- [ ] Carrying\n\n"
    )
}

/// The items have their words in common, so that each test names only what it is about.
const SETTINGS: &str = "id = \"test\"\ntitle = \"Test\"\nlanguage = \"en\"\nblueprint = \"test\"\n\
    revised = 2026-11-22\n[lint]\nduplicate-item = \"allow\"\nsimilar-items = \"allow\"\n";

/// A bank with faults in three items, committed.
fn committed() -> TempBank {
    let bank = TempBank::new()
        .with("bank.toml", SETTINGS)
        .with("items/inventory/a.md", long_key("inv-a") + &long_key("inv-b"))
        .with("items/inventory/c.md", sound("inv-c", "enemies = [\"inv-d\"]") + &sound("inv-d", ""))
        .with("items/inventory/e.md", long_key("inv-e").replace("What", "![a](../../media/chart.svg) What"));
    commit(bank.root());
    bank
}

fn call(bank: &TempBank, args: &str) -> Run {
    run(&mut qbank(bank.root(), args.split(' ')))
}

/// Returns the file, the line and the code of each finding.
fn told(run: &Run) -> Vec<String> {
    let line = |line: &str| {
        let mut parts = line.splitn(4, ':');
        let (file, line, rest) = (parts.next()?, parts.next()?, parts.nth(1)?);
        let code = rest.split(['[', ']']).nth(1)?;
        Some(format!("{}:{line} {code}", file.rsplit('/').next()?))
    };
    run.out().lines().filter_map(line).collect()
}

#[test]
fn only_what_a_change_touches_is_told() {
    let a = long_key("inv-a");
    let b = long_key("inv-b");
    for (change, path, text, expected) in [
        ("nothing", "notes.txt", String::new(), vec![]),
        ("an item is moved within its file", "items/inventory/a.md", format!("{b}\n\n{a}"), vec![]),
        ("lines are moved", "items/inventory/a.md", format!("# Lots\n\n{a}{b}"), vec![]),
        ("lines end otherwise", "items/inventory/a.md", (a.clone() + &b).replace('\n', "\r\n"), vec![]),
        (
            "one item of two gets other words",
            "items/inventory/a.md",
            a.clone() + &b.replace("Demand falls", "Demand rises"),
            vec!["a.md:10 key-is-longest"],
        ),
        ("an item is added", "items/inventory/z.md", long_key("inv-z"), vec!["z.md:4 key-is-longest"]),
        (
            "an item goes that another names",
            "items/inventory/c.md",
            sound("inv-c", "enemies = [\"inv-d\"]"),
            vec!["c.md:4 unknown-enemy"],
        ),
        ("a picture changes", "media/chart.svg", "<svg/>".to_owned(), vec!["e.md:4 key-is-longest"]),
        (
            "a second item takes a name",
            "items/inventory/z.md",
            sound("inv-d", ""),
            vec!["z.md:1 duplicate-id"],
        ),
        (
            "the file says more of its items",
            "items/inventory/c.md",
            "+++\nobjective = \"inv-eqo\"\n+++\n".to_owned() + &sound("inv-c", "") + &sound("inv-d", ""),
            vec!["c.md:2 unknown-objective"],
        ),
    ] {
        let bank = committed().with(path, text);
        let run = call(&bank, "check --changed-since HEAD");
        assert_eq!(told(&run), expected, "{change}: {}", run.err());
    }
}

#[test]
fn a_moved_item_and_a_renamed_file_are_as_they_were() {
    let bank = committed();
    fs::rename(bank.path("items/inventory/a.md"), bank.path("items/inventory/z.md"))
        .expect("a file can be moved");
    let run = call(&bank, "check --changed-since HEAD");
    assert_eq!(told(&run), Vec::<String>::new());
    assert!(run.err().contains("4 that no change touches"), "{}", run.err());
}

#[test]
fn a_new_bank_is_touched_as_a_whole() {
    let bank = TempBank::new();
    let folder = bank.path("other");
    fs::create_dir(&folder).expect("a folder can be made");
    commit(bank.root());
    let bank =
        bank.with("other/bank.toml", "id = \"o\"\ntitle = \"O\"\nlanguage = \"en\"\nrevised = 2026-11-22\n");
    let _bank = bank.with("other/items/inventory/a.md", long_key("inv-a"));
    let run = run(&mut qbank(&folder, ["check", "--changed-since", "HEAD"]));
    assert_eq!(told(&run), ["a.md:4 key-is-longest"]);
}

#[test]
fn mending_and_changes_go_together() {
    let swallowed = |id| sound(id, "") + "**Hint:** A year.\n**Rationale:** Fewer orders.\n";
    let bank = TempBank::new().with("items/inventory/a.md", swallowed("inv-a"));
    commit(bank.root());
    let bank = bank.with("items/inventory/b.md", swallowed("inv-b"));
    let run = call(&bank, "check --fix --changed-since HEAD");
    assert_eq!(run.status, Some(0), "{}", run.err());
    assert_eq!(bank.bytes("items/inventory/a.md"), swallowed("inv-a").into_bytes());
    assert_ne!(bank.bytes("items/inventory/b.md"), swallowed("inv-b").into_bytes());
}

#[test]
fn what_git_cannot_give_is_a_wrong_call_with_its_remedy() {
    let shallow = tempfile::tempdir().expect("a temporary folder can be made");
    let origin = committed();
    commit(origin.root());
    let target = shallow.path().join("bank");
    let target = target.to_str().expect("the path is text");
    // Without this, git copies a folder as a whole and heeds no depth.
    let cloned = git(origin.root(), ["clone", "--no-local", "--quiet", "--depth", "1", ".", target]).status();
    assert!(cloned.expect("git starts").success());
    let outside = TempBank::new();
    let mut faults = Vec::new();
    for (folder, rev, expected) in [
        (outside.root(), "HEAD", "is in no git repository"),
        (origin.root(), "nowhere", "no revision `nowhere`"),
        (origin.root(), "--output=marker", "no revision `--output=marker`"),
        (origin.root(), "HEAD:bank.toml", "no revision `HEAD:bank.toml`"),
        (Path::new(target), "HEAD~1", "fetch-depth: 0"),
    ] {
        for option in ["--changed-since", "--policy-from"] {
            let run = run(&mut qbank(folder, ["check".to_owned(), format!("{option}={rev}")]));
            if run.status != Some(2) || !run.err().contains(expected) || !run.out().is_empty() {
                faults.push(format!("{option}={rev}: {:?} {}", run.status, run.err()));
            }
        }
    }
    let mut without_git = qbank(origin.root(), ["check", "--changed-since", "HEAD"]);
    let run = run(without_git.env("PATH", origin.root()));
    if run.status != Some(2) || !run.err().contains("is it installed?") {
        faults.push(format!("without git: {:?} {}", run.status, run.err()));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(!origin.can_read("marker"));
}

fn settings(more: &str) -> String {
    format!(
        "id = \"test\"\ntitle = \"Test\"\nlanguage = \"en\"\nblueprint = \"test\"\nrevised = 2026-11-22\n{more}"
    )
}

/// A baseline that knows the long key of an item.
fn baseline(identity: &str) -> String {
    let finding = format!("item = \"{identity}\", rule = \"key-is-longest\", fingerprint = \"f75eadc233a9\"");
    format!("version = 1\nbank = \"test\"\nfindings = [\n  {{ {finding} }},\n]\n")
}

/// A policy that silences a rule, and what a check says under that of the base.
#[test]
fn the_policy_of_the_base_counts_and_a_change_of_it_is_told() {
    let deny = "[lint]\nkey-is-longest = \"deny\"\n";
    let long = "a.md:4 key-is-longest";
    for (change, base, base_known, now, now_known, expected) in [
        ("none", deny, "inv-x", deny, "inv-x", vec![long]),
        (
            "silence",
            deny,
            "inv-x",
            "[lint]\nkey-is-longest = \"allow\"\n",
            "inv-x",
            vec!["bank.toml:7 changed-policy", long],
        ),
        (
            "another option",
            deny,
            "inv-x",
            "[lint]\nkey-is-longest = { ratio = 9 }\n",
            "inv-x",
            vec!["bank.toml:7 changed-policy", long],
        ),
        ("a level taken away", deny, "inv-x", "", "inv-x", vec!["bank.toml:1 changed-policy", long]),
        (
            "an allowance",
            "",
            "inv-x",
            "[defaults]\nallow = { key-is-longest = \"x\" }\n",
            "inv-x",
            vec!["bank.toml:7 changed-policy", long],
        ),
        (
            "an allowance taken away",
            "[defaults]\nallow = { key-is-longest = \"x\" }\n",
            "inv-x",
            "",
            "inv-x",
            vec!["bank.toml:1 changed-policy"],
        ),
        (
            "a longer glossary",
            "[lint]\nglossary = [\"EOQ\"]\n",
            "inv-x",
            "[lint]\nglossary = [\"EOQ\", \"lot\"]\n",
            "inv-x",
            vec!["bank.toml:7 changed-policy", long],
        ),
        ("a longer baseline", deny, "inv-x", deny, "inv-a", vec!["baseline.toml:1 changed-policy", long]),
        ("a shorter baseline", deny, "inv-a", deny, "inv-x", vec!["baseline.toml:1 changed-policy"]),
        ("a rule of another version", "[lint]\nrule-to-come = \"deny\"\n", "inv-x", "", "inv-x", vec![long]),
    ] {
        let bank = TempBank::new()
            .with("items/inventory/a.md", long_key("inv-a"))
            .with("bank.toml", settings(base))
            .with("baseline.toml", baseline(base_known));
        commit(bank.root());
        let bank = bank.with("bank.toml", settings(now)).with("baseline.toml", baseline(now_known));
        let run = call(&bank, "check --policy-from HEAD");
        assert_eq!(told(&run), expected, "{change}: {}", run.err());
    }
}

/// A list of ids that were handed out.
fn ids(lines: &[&str]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("  {{ id = {line} }},\n")).collect();
    format!("version = 1\nbank = \"test\"\nids = [\n{}]\n", lines.concat())
}

#[test]
fn a_change_takes_no_name_back_that_the_base_has_handed_out() {
    let (a, b) = ("\"inv-a\"", "\"inv-b\"");
    let both = sound("inv-a", "") + &sound("inv-b", "");
    let one = sound("inv-a", "");
    let removed = "\"inv-b\", removed = \"x\"";
    for (change, base, now, items, expected) in [
        ("none", &[a, b][..], &[a, b][..], &both, &[][..]),
        ("an item", &[a, b], &[a, b], &one, &["ids.lock:5 lost-id"]),
        ("a line", &[a, b], &[a], &both, &["ids.lock:1 changed-policy"]),
        ("both", &[a, b], &[a], &one, &["ids.lock:1 changed-policy", "ids.lock:1 lost-id"]),
        ("both, with a reason", &[a, b], &[a, removed], &one, &[]),
        ("a reason", &[a, removed], &[a, b], &both, &["a.md:10 reused-id"]),
        ("nothing, a line is added", &[a], &[a, b], &both, &[]),
    ] {
        let bank = TempBank::new()
            .with("bank.toml", SETTINGS)
            .with("items/inventory/a.md", &both)
            .with("ids.lock", ids(base));
        commit(bank.root());
        let bank = bank.with("items/inventory/a.md", items).with("ids.lock", ids(now));
        let run = call(&bank, "check --policy-from HEAD");
        assert_eq!(told(&run), expected, "{change}: {}", run.out());
    }
}

/// Returns two items that are published and a draft.
fn three() -> [String; 3] {
    let b = sound("inv-b", "objective = \"inv-abc\"");
    [sound("inv-a", ""), b, sound("inv-d", "status = \"draft\"")]
}

/// Commits the three items and ids that were handed out, changes both, and returns what is told of names.
fn names_told(ids_before: &[&str], ids_after: &[&str], items: &str) -> Vec<String> {
    let publish = "[publish]\nstatus = [\"review\"]\n[defaults]\nstatus = \"review\"\n";
    let bank = TempBank::new()
        .with("bank.toml", SETTINGS.to_owned() + publish)
        .with("items/inventory/a.md", three().concat())
        .with("ids.lock", ids(ids_before));
    commit(bank.root());
    let bank = bank.with("items/inventory/a.md", items).with("ids.lock", ids(ids_after));
    let run = call(&bank, "check --changed-since HEAD");
    run.out().lines().filter(|line| line.contains("-id]")).map(str::to_owned).collect()
}

#[test]
fn names_that_a_change_takes_away_are_told() {
    let [a, b, draft] = three();
    let other = "## What is a lot? {#inv-z}\n\n- [x] A quantity\n- [ ] A cost\n\n".to_owned();
    let gone = "a.md:1:1: warning[removed-id]: `inv-a` was in the bank at `HEAD`, and is gone";
    let renamed = "a.md:10:22: warning[removed-id]: `inv-a` of `HEAD` is called `inv-z` now";
    for (change, items, expected) in [
        ("nothing", a.clone() + &b + &draft, ""),
        ("a draft", a + &b, ""),
        ("an item", b.clone(), gone),
        ("an item for another", b.clone() + &other, gone),
        ("a name", b.clone() + &sound("inv-z", ""), renamed),
        ("a name, with an alias", b.clone() + &sound("inv-z", "aliases = [\"inv-a\"]"), ""),
        (
            "an identity",
            b + &sound("inv-a", "aliases = [\"inv-z\"]"),
            "`inv-a` of `HEAD` goes by `inv-z` now",
        ),
    ] {
        let told = names_told(&[], &[], &items);
        assert_eq!(told.len(), usize::from(!expected.is_empty()), "{change}: {told:?}");
        assert!(told.iter().all(|line| line.contains(expected)), "{change}: {told:?}");
    }
}

#[test]
fn lines_of_ids_that_a_change_takes_away_are_told_once() {
    let [a, b, _] = three();
    let both = a + &b;
    let (line, removed) = ("\"inv-a\"", "\"inv-y\", removed = \"x\"");
    let deleted =
        "ids.lock:1:1: warning[removed-id]: `inv-a` was in ids.lock at `HEAD`, and stands there no longer";
    for (change, before, after, items, expected) in [
        ("a line", line, &[][..], both.clone(), deleted),
        ("a line and its item", line, &[], b.clone(), deleted),
        ("an item with a line", line, &[line], b, "error[lost-id]: `inv-a` was handed out"),
        ("a reason", removed, &["\"inv-y\""], both + &sound("inv-y", ""), "is no longer said to be removed"),
    ] {
        let told = names_told(&[before], after, &items);
        assert!(told.len() == 1 && told[0].contains(expected), "{change}: {told:?}");
    }
}

/// Programs that a repository can name, each of which would leave a mark.
#[cfg(unix)]
#[test]
fn nothing_that_a_checkout_names_is_run() {
    use std::os::unix::fs::PermissionsExt;
    let outside = tempfile::tempdir().expect("a temporary folder can be made");
    let (trap, mark) = (outside.path().join("trap"), outside.path().join("mark"));
    fs::write(&trap, format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\ncat\n", mark.display())).expect("a script");
    fs::set_permissions(&trap, fs::Permissions::from_mode(0o755)).expect("the script is the test's own");
    let bank = committed().with(".gitattributes", "* filter=evil diff=evil merge=evil\n");
    commit(bank.root());
    let bank = bank.with("items/inventory/a.md", long_key("inv-a"));
    let trap = trap.to_str().expect("the path is text");
    let hooks = bank.path(".git/hooks");
    fs::create_dir_all(&hooks).expect("a folder can be made");
    for hook in ["post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"] {
        fs::copy(trap, hooks.join(hook)).expect("a script can be copied");
    }
    for name in [
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.askPass",
        "core.gitProxy",
        "core.alternateRefsCommand",
        "diff.external",
        "diff.evil.command",
        "diff.evil.textconv",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "gpg.program",
        "credential.helper",
        "alias.rev-parse",
        "alias.ls-tree",
        "alias.cat-file",
    ] {
        let value = if name.starts_with("alias") { format!("!{trap}") } else { trap.to_owned() };
        assert!(git(bank.root(), ["config", name, &value]).status().expect("git starts").success(), "{name}");
    }
    for args in
        ["check --changed-since HEAD", "check --policy-from HEAD~1", "check --diff --changed-since HEAD~1"]
    {
        let run = call(&bank, args);
        assert!(run.status.is_some_and(|status| status < 2), "{args}: {}", run.err());
    }
    assert!(!mark.exists(), "{}", fs::read_to_string(&mark).unwrap_or_default());
    // The trap is one: what others call runs it.
    for args in ["status", "diff HEAD"] {
        let _ = git(bank.root(), args.split(' ')).status().expect("git starts");
        assert!(mark.exists(), "git {args} does not run what the repository names");
        fs::remove_file(&mark).expect("the mark is the test's own");
    }
}

#[test]
fn variables_that_git_sets_for_its_hooks_do_not_lead_away() {
    let bank = committed().with("items/inventory/z.md", long_key("inv-z"));
    let other = TempBank::new();
    commit(other.root());
    let mut command = qbank(bank.root(), ["check", "--changed-since", "HEAD"]);
    for (name, path) in [("GIT_DIR", ".git"), ("GIT_WORK_TREE", "."), ("GIT_INDEX_FILE", ".git/index")] {
        command.env(name, other.path(path));
    }
    assert_eq!(told(&run(&mut command)), ["z.md:4 key-is-longest"]);
}
