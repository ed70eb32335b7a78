//! What an author writes is shown, never sent as it is, to the terminal and to programs; and a file of faults is shown in
//! time.

use qbank_tests::hostile::NEIGHBOUR;
use qbank_tests::qbank::{qbank, run};
use qbank_tests::temp_bank::TempBank;

const FORMATS: [&[&str]; 4] = [
    &["--output-format", "concise"],
    &["--output-format", "json"],
    &["--output-format", "full", "--color", "never"],
    &["--output-format", "full", "--color", "always"],
];

/// Texts that a terminal would obey, if it met them.
const ESCAPES: [&str; 4] = ["\u{1b}]0;owned\u{7}", "\u{1b}[2J", "\u{9b}2J", "\u{202e}"];

/// Finds what would drive a terminal: any control but line breaks and tabs, and the tool's own colours.
fn obeyed(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut rest = text.as_str();
    while let Some(at) =
        rest.find(|c: char| (c.is_control() && c != '\n' && c != '\t') || "\u{202e}\u{2066}".contains(c))
    {
        let own = rest[at..]
            .strip_prefix("\u{1b}[")
            .map(|code| code.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';'));
        match own.and_then(|code| code.strip_prefix('m')) {
            Some(after) => rest = after,
            None => return Some(rest[at..].chars().take(12).collect::<String>().escape_debug().to_string()),
        }
    }
    None
}

#[test]
fn escapes_reach_no_terminal() {
    let mut faults = Vec::new();
    for escape in ESCAPES {
        let toml_escape: String = escape.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
        for (place, text) in [
            ("a heading", format!("## Which {escape} cost? {{#inv-a}}\n\n- [ ] a\n- [ ] b\n")),
            ("an id", format!("## Which cost? {{#inv{escape}}}\n\n- [ ] a\n- [ ] b\n")),
            (
                "a label",
                format!(
                    "## Which cost? {{#inv-a}}\n\n- [x] a\n- [ ] b\n\n**Hint:** a\n\n**Hin{escape}t:** b\n"
                ),
            ),
            (
                "a key of TOML",
                format!(
                    "## Which cost? {{#inv-a}}\n\n```toml item\n\"a{toml_escape}\" = 1\n```\n\n- [x] a\n- [ ] b\n"
                ),
            ),
            (
                "a value of TOML",
                format!(
                    "## Which cost? {{#inv-a}}\n\n```toml item\nlevel = \"a{toml_escape}\"\n```\n\n- [x] a\n- [ ] b\n"
                ),
            ),
            (
                "an objective",
                format!(
                    "## Which cost? {{#inv-a}}\n\n```toml item\nobjective = \"a{toml_escape}\"\n```\n\n- [x] a\n- [ ] b\n"
                ),
            ),
            (
                "a silenced rule",
                format!(
                    "## Which cost? {{#inv-a}}\n\n```toml item\nallow = {{ \"a{toml_escape}\" = \"b\" }}\n```\n\n- [x] a\n- [ ] b\n"
                ),
            ),
            (
                "an entity",
                format!(
                    "## Which cost? {{#inv-a}}\n\n![a](http://a{}.png)\n\n- [x] a\n- [ ] b\n",
                    entities(escape)
                ),
            ),
            (
                "a path",
                format!("## Which cost? {{#inv-a}}\n\n![a](a{}.png)\n\n- [x] a\n- [ ] b\n", percents(escape)),
            ),
        ] {
            let bank = TempBank::new().with("items/inventory/a.md", text);
            for format in FORMATS {
                let run = run(&mut qbank(bank.root(), ["check"].iter().chain(format)));
                if !matches!(run.status, Some(0 | 1)) {
                    faults.push(format!("{place}, {format:?}: exit {:?} {}", run.status, run.err()));
                }
                for bytes in [&run.stdout, &run.stderr] {
                    faults.extend(obeyed(bytes).map(|sent| format!("{place}, {format:?}: sent {sent}")));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn entities(text: &str) -> String {
    text.chars().map(|c| format!("&#{};", u32::from(c))).collect()
}

fn percents(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

#[test]
fn escapes_of_the_settings_and_the_call_reach_no_terminal() {
    let bank = TempBank::new().with("bank.toml", "\"a\\u001b[2J\" = 1\n");
    let settings = run(&mut qbank(bank.root(), ["check"]));
    assert_eq!((settings.status, obeyed(&settings.stderr)), (Some(2), None));
    let bank = TempBank::new();
    for args in [["explain", "a\u{9b}2J"], ["schema", "\u{1b}[2J"], ["check", "\u{1b}[2J.md"]] {
        let call = run(&mut qbank(bank.root(), args));
        assert_eq!((call.status, obeyed(&call.stderr)), (Some(2), None), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn escapes_of_a_file_name_reach_no_terminal() {
    for escape in ESCAPES {
        let keyless = "## Which cost? {#inv-a}\n\n- [ ] a\n- [ ] b\n";
        let bank = TempBank::new().with(&format!("items/inventory/a{escape}.md"), keyless);
        for format in FORMATS {
            let run = run(&mut qbank(bank.root(), ["check"].iter().chain(format)));
            assert_eq!((run.status, obeyed(&run.stdout)), (Some(1), None), "{escape:?} {format:?}");
        }
    }
}

#[test]
fn a_file_of_faults_is_shown_in_time_in_every_format() {
    let faulty: String = (0..50_000).map(|n| format!("## Which? {{#inv-{n}}}\n\n")).collect();
    let bank = TempBank::new().with("items/inventory/faulty.md", faulty).with(NEIGHBOUR.0, NEIGHBOUR.1);
    let mut faults = Vec::new();
    for format in FORMATS {
        let run = run(&mut qbank(bank.root(), ["check"].iter().chain(format)));
        if run.status != Some(1) {
            faults.push(format!("{format:?}: {:?} after {:?}", run.status, run.time));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
