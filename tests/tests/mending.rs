//! What fixes make of files, beyond the sessions on the suite's pages.

#![expect(clippy::disallowed_methods, reason = "the files that are mended are on the disk")]

use std::fs;

use qbank_model::diagnostic::{Edit, Safety};
use qbank_model::{Content, Diagnostic, Fix, Span};
use qbank_project::{Checked, Mended, Project};
use qbank_tests::example::PAGE_FILE;
use qbank_tests::qbank::{qbank, run};
use qbank_tests::temp_bank::TempBank;

/// Two items, the first of which has a swallowed label in its seventh line.
const TEXT: &str = "## Which cost falls when lots grow? {#inv-a}\n\n- [x] Ordering cost\n- [ ] Carrying cost\n\n\
     **Hint:** Think of a year.\n**Rationale:** Fewer orders.\n\n\
     ## Which cost rises? {#inv-b}\n\n- [x] Carrying cost\n- [ ] Ordering cost\n";

fn own_fixes(checked: &Checked) -> Vec<Fix> {
    checked.diagnostics.iter().filter_map(|finding| finding.fix.clone()).collect()
}

/// Makes a fix of the first question file: replaces the first occurrence of a text.
fn replacing(checked: &Checked, old: &str, new: &str) -> Fix {
    let file = checked.bank.entries()[0].span().file;
    let text = checked.sources.text(file).expect("the file has a finding");
    let start = text.find(old).expect("the text is there");
    let edit = Edit { span: Span::new(file, start..start + old.len()), text: new.to_owned() };
    Fix { title: String::new(), edits: vec![edit], safety: Safety::Safe }
}

fn mend(wanted: impl Fn(&Checked) -> Vec<Fix>) -> Mended {
    let bank = TempBank::new().with(PAGE_FILE, TEXT);
    let mut project = Project::open(bank.root()).expect("the folder is a bank");
    project.mend(|checked, _| Ok(wanted(checked))).expect("the bank can be read")
}

fn after(mended: &Mended) -> &str {
    mended.changes.first().map_or(TEXT, |change| &change.after)
}

#[test]
fn a_fix_that_makes_the_file_worse_is_left_out_and_the_others_are_not() {
    for (harm, old, new) in [
        ("an item is lost", "## Which cost rises? {#inv-b}", "Which cost rises?"),
        ("an item gets another name", "{#inv-b}", "{#inv-c}"),
        ("an item loses its key", "[x] Carrying", "[ ] Carrying"),
        ("another fault comes", "Think of", "<b>Think</b> of"),
    ] {
        let mended = mend(|checked| {
            if checked.diagnostics.is_empty() {
                return Vec::new();
            }
            [vec![replacing(checked, old, new)], own_fixes(checked)].concat()
        });
        assert_eq!((mended.n_fixed, mended.n_refused), (1, 0), "{harm}: {}", after(&mended));
        assert_eq!(mended.checked.diagnostics, Vec::<Diagnostic>::new(), "{harm}");
        assert_eq!(after(&mended), TEXT.replace("**Rationale", "\n**Rationale"), "{harm}");
    }
}

#[test]
fn what_is_left_out_is_counted() {
    let mended = mend(|checked| vec![replacing(checked, "{#inv-b}", "")]);
    assert_eq!((mended.n_fixed, mended.n_refused, mended.changes.len()), (0, 1, 0));
}

#[test]
fn fixes_that_meet_are_applied_in_different_passes() {
    let mended = mend(|checked| {
        let text =
            checked.diagnostics.first().and_then(|finding| checked.sources.text(finding.primary.span.file));
        let Some(text) = text else { return Vec::new() };
        let mut fixes = Vec::new();
        for (old, new) in [("Think of a year", "Think of a long year"), ("year.", "decade.")] {
            if text.contains(old) {
                fixes.push(replacing(checked, old, new));
            }
        }
        fixes
    });
    assert!(after(&mended).contains("Think of a long decade."), "{}", after(&mended));
    assert_eq!(mended.n_fixed, 2);
}

#[test]
fn a_fix_that_never_ends_ends() {
    let mended = mend(|checked| vec![replacing(checked, "year", "year year")]);
    assert!(mended.n_fixed <= 10, "{}", mended.n_fixed);
}

#[test]
fn line_breaks_byte_order_mark_and_permissions_stay() {
    let before = format!("\u{FEFF}{}", TEXT.replace('\n', "\r\n"));
    let bank = TempBank::new().with(PAGE_FILE, &before);
    make_private(&bank);
    let run = run(&mut qbank(bank.root(), ["check", "--fix"]));
    assert_eq!(run.status, Some(0), "{}", run.err());
    let expected = before.replace("**Rationale", "\r\n**Rationale");
    assert_eq!(String::from_utf8(bank.bytes(PAGE_FILE)).expect("the file is text"), expected);
    assert!(is_private(&bank));
}

#[cfg(unix)]
fn make_private(bank: &TempBank) {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::Permissions::from_mode(0o600);
    fs::set_permissions(bank.path(PAGE_FILE), mode).expect("the file is the test's own");
}

#[cfg(unix)]
fn is_private(bank: &TempBank) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let found = fs::metadata(bank.path(PAGE_FILE)).expect("the file is there");
    found.permissions().mode() & 0o777 == 0o600
}

#[cfg(not(unix))]
fn make_private(_bank: &TempBank) {}

#[cfg(not(unix))]
fn is_private(_bank: &TempBank) -> bool {
    true
}

/// Returns each choice of the first item in words: its number, its name, whether it is the key, and its feedback.
fn choices(checked: &Checked) -> Vec<(String, String, bool, Option<String>)> {
    let item = checked.bank.items().next().expect("the item is sound");
    let keys = item.interaction.keys();
    let told = item.interaction.choices().iter().map(|choice| {
        let feedback = choice.feedback.as_ref().map(Content::to_text);
        let is_key = keys.iter().any(|key| key.id == choice.id);
        (choice.content.to_text(), choice.id.to_string(), is_key, feedback)
    });
    told.collect()
}

#[test]
fn numbers_rise_with_all_that_belongs_to_them() {
    let entries = [
        "- [ ] 10 units {#ten}\n",
        "- [x] 20 units {#twenty}\n  > Right.\n",
        "- [ ] 30 units {#thirty}\n  > Too many.\n  >\n  > By ten.\n\n",
        "- [ ] 40 units {#forty .fixed}\n\n",
    ];
    let in_order = |order: [usize; 4]| {
        let entries: String = order.map(|idx| entries[idx]).concat();
        format!("## How many units? {{#inv-a}}\n\n{entries}\n**Hint:** Count.\n")
    };
    let told = |text: &str| {
        let bank = TempBank::new().with(PAGE_FILE, text);
        choices(&bank.check().expect("the bank can be opened"))
    };
    let risen = told(&in_order([0, 1, 2, 3]));
    let mut n_mended = 0;
    for number in 0..256_usize {
        let order = [number % 4, number / 4 % 4, number / 16 % 4, number / 64];
        let is_sequence = order.is_sorted() || order.iter().rev().is_sorted();
        if order.iter().collect::<std::collections::BTreeSet<_>>().len() < 4 || is_sequence {
            continue;
        }
        for text in [in_order(order), in_order(order).replace('\n', "\r\n")] {
            let bank = TempBank::new().with(PAGE_FILE, &text);
            let mut project = Project::open(bank.root()).expect("the folder is a bank");
            let mended = project.mend(|checked, _| Ok(own_fixes(checked))).expect("the bank can be read");
            let after = &mended.changes.first().expect("the file is mended").after;
            assert_eq!((mended.n_fixed, mended.checked.diagnostics.len()), (1, 0), "{order:?}: {after}");
            assert_eq!(choices(&mended.checked), risen, "{order:?}: {after}");
            assert_eq!(after.len(), text.len(), "{order:?}: {after}");
            n_mended += 1;
        }
    }
    assert_eq!(n_mended, 2 * 22);
}

/// A process that may write no file at all is ended in the middle of its first one.
#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_fix_leaves_the_old_file_whole() {
    let bank = TempBank::new().with(PAGE_FILE, TEXT);
    let program = qbank(bank.root(), ["check"]).get_program().to_owned();
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "ulimit -f 0 && exec \"$0\" check --fix"]).arg(program).current_dir(bank.root());
    shell.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let run = run(&mut shell);
    assert_eq!(run.status, None, "the file was written");
    assert_eq!(bank.bytes(PAGE_FILE), TEXT.as_bytes());
}
