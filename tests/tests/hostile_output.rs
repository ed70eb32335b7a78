//! What an author writes is shown, never sent as it is, on the terminal and to programs; and a file of faults is shown
//! in time.

use qbank_tests::hostile::NEIGHBOUR;
use qbank_tests::qbank::{qbank, run};
use qbank_tests::temp_bank::TempBank;

const FORMATS: [&[&str]; 11] = [
    &["--output-format", "concise"],
    &["--output-format", "json"],
    &["--output-format", "json-lines"],
    &["--output-format", "github"],
    &["--output-format", "gitlab"],
    &["--output-format", "sarif"],
    &["--output-format", "junit"],
    &["--output-format", "rdjson"],
    &["--diff", "--unsafe-fixes"],
    &["--output-format", "full", "--color", "never"],
    &["--output-format", "full", "--color", "always"],
];

/// Texts that a terminal would obey, if it met them: a title, a wiped screen, the same in one letter, a turned text.
const ESCAPES: [&str; 4] = ["\u{1b}]0;owned\u{7}", "\u{1b}[2J", "\u{9b}2J", "\u{202e}"];

const KEYLESS: &str = "## Which cost? {#inv-a}\n\n- [ ] a\n- [ ] b\n";

/// Finds what would drive a terminal: any control but line breaks, tabs and the tool's own colours.
fn obeyed(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let drives = |c: char| (c.is_control() && c != '\n' && c != '\t') || "\u{202e}\u{2066}".contains(c);
    let is_code = |c: char| c.is_ascii_digit() || c == ';';
    let mut rest = text.as_str();
    while let Some(at) = rest.find(drives) {
        let code = rest[at..].strip_prefix("\u{1b}[").map(|code| code.trim_start_matches(is_code));
        match code.and_then(|code| code.strip_prefix('m')) {
            Some(after) => rest = after,
            None => return Some(rest[at..].chars().take(12).collect::<String>().escape_debug().to_string()),
        }
    }
    None
}

/// Returns question files that hold a text in every place that a message may show.
fn smugglers(text: &str) -> [(&'static str, String); 9] {
    let spelled = |spell: fn(char) -> String| text.chars().map(spell).collect::<Vec<_>>().concat();
    let in_toml = spelled(|c| format!("\\u{:04x}", u32::from(c)));
    let entities = spelled(|c| format!("&#{};", u32::from(c)));
    let percents = text.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat();
    let sound = |inside: &str| format!("## Which cost? {{#inv-a}}\n\n{inside}\n\n- [x] a\n- [ ] b\n");
    let attribute = |toml: &str| sound(&format!("```toml item\n{toml}\n```"));
    [
        ("a heading", KEYLESS.replace("cost", text)),
        ("an id", KEYLESS.replace("inv-a", text)),
        ("a label", sound("") + &format!("\n**Hint:** a\n\n**Hin{text}t:** b\n")),
        ("a key", attribute(&format!("\"a{in_toml}\" = 1"))),
        ("a value", attribute(&format!("level = \"a{in_toml}\""))),
        ("an objective", attribute(&format!("objective = \"a{in_toml}\""))),
        ("a silenced rule", attribute(&format!("allow = {{ \"a{in_toml}\" = \"b\" }}"))),
        ("an address", sound(&format!("![a](http://a{entities}.png)"))),
        ("a path", sound(&format!("![a](a{percents}.png)"))),
    ]
}

/// Checks a bank in every format and says what reached the outside.
fn sent(bank: &TempBank, what: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for format in FORMATS {
        let run = run(&mut qbank(bank.root(), ["check"].iter().chain(format)));
        if !matches!(run.status, Some(0 | 1)) {
            faults.push(format!("{what}, {format:?}: {:?} {}", run.status, run.err()));
        }
        for bytes in [&run.stdout, &run.stderr] {
            faults.extend(obeyed(bytes).map(|text| format!("{what}, {format:?}: sent {text}")));
        }
    }
    faults
}

#[test]
fn escapes_in_questions_reach_no_terminal() {
    let mut faults = Vec::new();
    for escape in ESCAPES {
        for (place, text) in smugglers(escape) {
            faults.extend(sent(&TempBank::new().with("items/inventory/a.md", text), place));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[cfg(unix)]
#[test]
fn escapes_in_the_name_of_a_file_reach_no_terminal() {
    let mut faults = Vec::new();
    for escape in ESCAPES {
        let bank = TempBank::new().with(&format!("items/inventory/a{escape}.md"), KEYLESS);
        faults.extend(sent(&bank, "a file's name"));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Texts that the runner of a CI service would obey, if a line of the log began with them, or held them anywhere.
const COMMANDS: [&str; 4] = ["::error::x", "##[error]x", "##vso[task.x]y", "a\n::error::x"];

/// Finds the line of a log that a runner would obey; GitHub's own annotations apart.
fn commanded(bytes: &[u8], is_github: bool) -> Option<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let begins = |line: &str| line.trim_start().starts_with("::");
    let is_own = |line: &str| {
        let own = ["::error file=", "::warning file=", "::notice file=", "::notice title=qbank::"];
        is_github && own.iter().any(|own| line.starts_with(own))
    };
    let obeyed =
        |line: &&str| (begins(line) && !is_own(line)) || line.contains("##[") || line.contains("##vso[");
    text.lines().find(obeyed).map(str::to_owned)
}

#[test]
fn commands_in_questions_reach_no_runner() {
    let mut faults = Vec::new();
    for command in COMMANDS {
        let mut banks: Vec<(&str, TempBank)> = smugglers(command)
            .into_iter()
            .map(|(place, text)| (place, TempBank::new().with("items/inventory/a.md", text)))
            .collect();
        if cfg!(unix) {
            let name = format!("items/inventory/{command}.md");
            banks.push(("a file's name", TempBank::new().with(&name, KEYLESS)));
        }
        for (place, bank) in banks {
            for format in FORMATS {
                let run = run(&mut qbank(bank.root(), ["check"].iter().chain(format)));
                let found =
                    [&run.stdout, &run.stderr].map(|bytes| commanded(bytes, format.contains(&"github")));
                faults.extend(found.into_iter().flatten().map(|line| format!("{place}, {format:?}: {line}")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn escapes_in_the_settings_and_the_call_reach_no_terminal() {
    let bank = TempBank::new().with("bank.toml", "\"a\\u001b[2J\" = 1\n");
    let settings = run(&mut qbank(bank.root(), ["check"]));
    assert_eq!((settings.status, obeyed(&settings.stderr)), (Some(2), None));
    let bank = TempBank::new();
    for args in [["explain", "a\u{9b}2J"], ["schema", "\u{1b}[2J"], ["check", "\u{1b}[2J.md"]] {
        let call = run(&mut qbank(bank.root(), args));
        assert_eq!((call.status, obeyed(&call.stderr)), (Some(2), None), "{args:?}");
    }
}

#[test]
fn a_file_of_faults_is_shown_in_time_in_every_format() {
    let headings: Vec<String> = (0..50_000).map(|n| format!("## Which? {{#inv-{n}}}\n\n")).collect();
    let bank =
        TempBank::new().with("items/inventory/faulty.md", headings.concat()).with(NEIGHBOUR.0, NEIGHBOUR.1);
    let mut faults = Vec::new();
    for format in FORMATS {
        let run = run(&mut qbank(bank.root(), ["check"].iter().chain(format)));
        if !matches!(run.status, Some(0 | 1)) {
            faults.push(format!("{format:?}: {:?} after {:?}", run.status, run.time));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
