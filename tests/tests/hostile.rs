//! Files that mean harm: each is told at once, by its code and line, and everything else is still checked.

use qbank_tests::hostile::{Hostile, hold};

const HEADING: &str = "## Which cost falls when lots grow? {#inv-hostile}\n\n";
const CHOICES: &str = "\n\n- [x] Ordering cost\n- [ ] Carrying cost\n";

/// Puts a text between a heading and choices; it starts in line 3.
fn stem(text: &str) -> String {
    format!("{HEADING}{text}{CHOICES}")
}

/// Repeats a text in lines that are shorter than the limit.
fn lines_of(text: &str, count: usize) -> String {
    let in_a_line = (60_000 / text.len()).min(count);
    (text.repeat(in_a_line) + "\n").repeat(count / in_a_line)
}

/// Joins what `part` makes of each number below `count`.
fn each(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

#[test]
fn long_files_and_lines() {
    hold(&[
        Hostile::faulty("a line of 10 MB", "file-too-large", 1, "a".repeat(10_000_000)),
        Hostile::faulty("an item below a file of 3 MB", "file-too-large", 1, stem(&"a b\n".repeat(800_000))),
        Hostile::faulty("a line of 100 KB", "line-too-long", 3, stem(&"a".repeat(100_000))),
        Hostile::harmless("2 MB in lines of 60 KB", stem(&lines_of("a", 2_000_000))),
        Hostile::harmless("a million empty lines", stem(&"\n".repeat(1_000_000))),
        Hostile::harmless("300,000 hard breaks", stem(&"a  \n".repeat(300_000))),
    ]);
}

#[test]
fn deep_nesting() {
    let deep = "nesting-too-deep";
    let nested = |open: &str, close: &str| stem(&(open.repeat(10_000) + "x" + &close.repeat(10_000)));
    hold(&[
        Hostile::faulty("quotations", deep, 3, nested(">", "")),
        Hostile::faulty("lists", deep, 3, nested("- ", "")),
        Hostile::faulty("lists, line by line", deep, 3, stem(&each(900, |n| " ".repeat(2 * n) + "- x\n"))),
        Hostile::faulty("emphasis", deep, 3, nested("*a ", " a*")),
        Hostile::faulty("pictures", deep, 3, nested("![", "](a)")),
        Hostile::harmless("brackets", nested("[", "]")),
        Hostile::harmless("open brackets", stem(&"[".repeat(60_000))),
        Hostile::harmless("open stars", stem(&"*a ".repeat(20_000))),
        Hostile::harmless("parentheses", nested("(", ")")),
        Hostile::faulty(
            "parentheses of an address",
            "link-scheme",
            3,
            stem(&format!("[a](#{}{})", "(".repeat(32), ")".repeat(32))),
        ),
        Hostile::harmless("braces", nested("{", "}")),
        Hostile::harmless("braces of a heading", format!("## {} {{#inv-a}}{CHOICES}", "{".repeat(60_000))),
        Hostile::faulty(
            "braces of a formula",
            "bad-math",
            3,
            stem(&format!("${}x{}$", "{".repeat(1_000), "}".repeat(1_000))),
        ),
        Hostile::faulty("a long formula", "bad-math", 3, stem(&format!("${}$", "x".repeat(10_000)))),
        Hostile::faulty(
            "tags of the format",
            deep,
            3,
            stem(&(lines_of("<u>", 60_000) + "x" + &lines_of("</u>", 60_000))),
        ),
    ]);
}

#[test]
fn many_choices_headings_and_labels() {
    let hints = "**Hint:** x\n\n".repeat(50_000);
    hold(&[
        Hostile::harmless(
            "26 choices",
            format!("{HEADING}- [x] x\n") + &each(25, |n| format!("- [ ] {n}\n")),
        ),
        Hostile::faulty(
            "100,000 choices",
            "too-many-choices",
            3,
            HEADING.to_owned() + &each(100_000, |n| format!("- [ ] {n}\n")),
        ),
        Hostile::faulty(
            "80,000 numbered choices",
            "too-many-choices",
            3,
            HEADING.to_owned() + &each(80_000, |n| format!("{n}. [ ] {n}\n")),
        )
        .and("numbered-choices", 3),
        Hostile::faulty(
            "80,000 entries without a mark",
            "too-many-choices",
            3,
            format!("{HEADING}- [x] a\n{}", "- b\n".repeat(80_000)),
        )
        .and("unmarked-choice", 4),
        Hostile::harmless("100,000 headings", each(100_000, |n| format!("## {n}\n"))),
        Hostile::faulty(
            "100,000 headings with an id",
            "no-answer",
            1,
            each(100_000, |n| format!("## {n} {{#a{n}}}\n")),
        ),
        Hostile::faulty("50,000 headings with one id", "no-answer", 1, "## a {#a}\n".repeat(50_000))
            .and("duplicate-id", 2),
        Hostile::faulty(
            "100,000 headings in an item",
            "heading-in-item",
            3,
            HEADING.to_owned() + &"### a\n".repeat(100_000),
        ),
        Hostile::harmless("50,000 cases", each(50_000, |n| format!("## {n} {{#a{n} .case}}\n"))),
        Hostile::harmless("50,000 hints", stem("") + "\n" + &hints),
        Hostile::faulty(
            "50,000 rationales",
            "repeated-label",
            10,
            stem("") + "\n" + &"**Rationale:** x\n\n".repeat(50_000),
        ),
        Hostile::faulty("50,000 hints before the choices", "misplaced-label", 3, stem(&hints)),
        Hostile::faulty(
            "50,000 swallowed labels",
            "label-not-separate",
            9,
            stem("") + "\n" + &"**Hint:** x\n".repeat(50_000),
        ),
    ]);
}

#[test]
fn many_signs_that_may_open_something() {
    hold(&[
        Hostile::harmless("200,000 dollars", stem(&lines_of("$", 200_000))),
        Hostile::harmless("200,000 dollars apart", stem(&lines_of("$a ", 200_000))),
        Hostile::faulty(
            "100,000 formulas that do not parse",
            "bad-math",
            3,
            stem(&lines_of("$\\x$ ", 100_000)),
        ),
        Hostile::harmless(
            "runs of backticks that grow",
            stem(&each(1_900, |n| format!("a{}\n", "`".repeat(n + 1)))),
        ),
        Hostile::harmless(
            "200,000 runs of backticks",
            stem(&each(200_000 / 300, |_| each(300, |n| "`".repeat(n % 10 + 1) + "a") + "\n")),
        ),
        Hostile::harmless("100,000 `<a`", stem(&lines_of("<a", 100_000))),
        Hostile::faulty("100,000 `<a>`", "raw-html", 3, stem(&lines_of("<a>", 100_000))),
        Hostile::harmless("50,000 `x <!--`", stem(&lines_of("x <!--", 50_000))),
        Hostile::harmless("100,000 `](`", stem(&lines_of("](", 100_000))),
        Hostile::harmless("100,000 `[a](`", stem(&lines_of("[a](", 100_000))),
        Hostile::faulty(
            "50,000 remote pictures",
            "remote-media",
            3,
            stem(&lines_of("![a](http://a) ", 50_000)),
        ),
        Hostile::faulty(
            "50,000 links that run scripts",
            "link-scheme",
            3,
            stem(&lines_of("[a](javascript:x) ", 50_000)),
        ),
        Hostile::faulty("60,000 open tags", "nesting-too-deep", 3, stem(&lines_of("<u>a", 60_000))),
    ]);
}

#[test]
fn bombs_of_notes_references_and_tables() {
    let long = "a *b* ".repeat(5_000);
    hold(&[
        Hostile::faulty(
            "a long note called 20,000 times",
            "footnote-misuse",
            3,
            stem(&format!("{}\n\n[^1]: {long}\n", lines_of("[^1] ", 20_000))),
        ),
        Hostile::faulty(
            "notes that call two notes each",
            "footnote-misuse",
            5,
            stem(&(String::from("[^0]\n\n") + &each(5_000, |n| format!("[^{n}]: [^{0}][^{0}]\n\n", n + 1)))),
        ),
        Hostile::harmless(
            "50,000 notes",
            stem(&(String::from("x\n\n") + &each(50_000, |n| format!("[^{n}]: a\n\n")))),
        ),
        Hostile::faulty("a note in itself", "footnote-misuse", 5, stem("[^a]\n\n[^a]: [^a]\n")),
        Hostile::harmless(
            "a long address called 50,000 times",
            stem(&format!("{}\n\n[a]: http://{}\n", "[a]\n".repeat(50_000), "b".repeat(50_000))),
        ),
        Hostile::faulty(
            "a table of 20,000 cells",
            "table-too-large",
            3,
            stem(&format!("| a | b |\n| - | - |\n{}", "| 1 | 2 |\n".repeat(10_000))),
        ),
        Hostile::faulty(
            "a table of 20,000 columns",
            "table-too-large",
            3,
            stem(&format!("|{}\n|{}\n", "a|".repeat(20_000), "-|".repeat(20_000))),
        ),
        Hostile::faulty(
            "a wide table of empty rows",
            "table-too-large",
            3,
            stem(&format!("|{}\n|{}\n{}", "a|".repeat(8_000), "-|".repeat(8_000), "| 1 |\n".repeat(20_000))),
        ),
        Hostile::faulty(
            "9,000 rows with a cell too many",
            "table-too-large",
            3,
            stem(&format!("| a |\n| - |\n{}", "| 1 | 2 |\n".repeat(12_000))),
        ),
    ]);
}

/// A row may leave cells away, and Markdown fills them in: short lines make millions of cells.
#[test]
fn tables_that_fill_themselves() {
    let table = format!("|{}\n|{}\n{}\n", "a|".repeat(4_900), "-|".repeat(4_900), "|1|\n".repeat(60));
    let many = stem(&table.repeat(50));
    let below = many.lines().count() as u32 + 4;
    let keyless = "\n## Which cost rises? {#inv-below}\n\n- [ ] Ordering cost\n- [ ] Carrying cost\n";
    hold(&[
        Hostile::faulty("50 tables above an item", "table-too-large", 3, many + keyless).and("no-key", below)
    ]);
}

#[test]
fn names_that_many_others_might_be_meant_for() {
    let items = each(15_000, |n| format!("## Which? {{#inv-{n}}}\n\n- [x] a\n- [ ] b\n\n"));
    let enemies = each(15_000, |n| format!("\"inv-x{n}\", "));
    let item = format!(
        "{HEADING}```toml item\nenemies = [\n{}]\n```{CHOICES}\n",
        enemies.replace("9\", ", "9\",\n")
    );
    let objectives = each(15_000, |n| {
        format!(
            "## Which? {{#inv-{n}}}\n\n```toml item\nobjective = \"{}\"\n```\n\n- [x] a\n- [ ] b\n\n",
            "x".repeat(60)
        )
    });
    hold(&[
        Hostile::faulty("15,000 unknown enemies of 15,000 items", "unknown-enemy", 5, item + &items),
        Hostile::faulty("15,000 unknown objectives", "unknown-objective", 4, objectives),
    ]);
}

#[test]
fn toml_that_nests_or_repeats() {
    let fence = |toml: &str| format!("{HEADING}```toml item\n{toml}\n```{CHOICES}");
    let brackets = "[".repeat(10_000) + &"]".repeat(10_000);
    hold(&[
        Hostile::faulty(
            "lists of attributes, 10,000 deep",
            "bad-toml",
            4,
            fence(&format!("tags = {brackets}")),
        ),
        Hostile::faulty(
            "tables of attributes, 10,000 deep",
            "bad-toml",
            4,
            fence(&format!("x = {}1{}", "{a=".repeat(10_000), "}".repeat(10_000))),
        ),
        Hostile::faulty(
            "a key of 10,000 parts",
            "bad-toml",
            4,
            fence(&format!("{}a = 1", "a.".repeat(10_000))),
        ),
        Hostile::faulty(
            "front matter, 10,000 deep",
            "bad-toml",
            2,
            format!("+++\ntags = {brackets}\n+++\n\n{HEADING}{CHOICES}"),
        ),
        Hostile::faulty(
            "50,000 unknown keys",
            "unknown-attribute",
            4,
            fence(&each(50_000, |n| format!("a{n} = 1\n"))),
        ),
        Hostile::faulty("50,000 lines that are no TOML", "bad-toml", 4, fence(&"= = =\n".repeat(50_000))),
    ]);
}

#[test]
fn bytes_that_are_no_text() {
    let at_the_end = |bytes: &[u8]| [stem("Text.").as_bytes(), b"\n**Rationale:** a", bytes, b"b\n"].concat();
    hold(&[
        Hostile::faulty("invalid UTF-8", "not-utf8", 8, at_the_end(b"\xff\xfe")),
        Hostile::faulty("half a character", "not-utf8", 8, at_the_end(b"\xe2\x82")),
        Hostile::faulty(
            "UTF-16",
            "not-utf8",
            1,
            "\u{FEFF}## A".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        ),
        Hostile::faulty("a NUL", "nul-byte", 8, at_the_end(b"\0")),
        Hostile::faulty("100,000 NULs", "nul-byte", 3, stem(&lines_of("\0", 120_000))),
        Hostile::faulty("an override of the direction", "bidi-control", 8, at_the_end("\u{202E}".as_bytes())),
        Hostile::faulty("an isolate", "bidi-control", 8, at_the_end("\u{2066}".as_bytes())),
        Hostile::faulty("an escape", "control-character", 8, at_the_end(b"\x1b[31m")),
        Hostile::faulty(
            "a control of the upper half",
            "control-character",
            8,
            at_the_end("\u{9b}31m".as_bytes()),
        ),
        Hostile::harmless("marks of direction", at_the_end("\u{200F}".as_bytes())),
        Hostile::harmless("an empty file", ""),
        Hostile::harmless("a byte order mark alone", "\u{FEFF}"),
        Hostile::harmless("a byte order mark", format!("\u{FEFF}{}", stem("Text."))),
        Hostile::harmless("lines that end in CRLF", stem("Text.\n\n> A quotation.").replace('\n', "\r\n")),
    ]);
}

#[test]
fn scripts_and_paths_that_lead_away() {
    hold(&[
        Hostile::faulty("a script", "raw-html", 3, stem("<script>alert(1)</script>")),
        Hostile::faulty("a handler", "raw-html", 3, stem("Look: <img src=x onerror=alert(1)>")),
        Hostile::faulty(
            "a script in a choice",
            "raw-html",
            3,
            format!("{HEADING}- [x] a <script>alert(1)</script>\n- [ ] b\n"),
        ),
        Hostile::faulty("a link that runs a script", "link-scheme", 3, stem("[a](javascript:alert(1))")),
        Hostile::faulty("the same by an entity", "link-scheme", 3, stem("[a](java&#115;cript:alert(1))")),
        Hostile::faulty("the same with a tab", "link-scheme", 3, stem("[a](<java\tscript:alert(1)>)")),
        Hostile::faulty("the same by a reference", "link-scheme", 3, stem("[a]\n\n[a]: javascript:alert(1)")),
        Hostile::faulty("a picture of data", "remote-media", 3, stem("![a](data:image/svg+xml;base64,AAAA)")),
        Hostile::faulty("a picture outside", "path-outside-bank", 3, stem("![a](../../../a.png)")),
        Hostile::faulty(
            "the same, encoded",
            "path-outside-bank",
            3,
            stem("![a](%2e%2e/%2e%2e/%2e%2e/a.png)"),
        ),
        Hostile::faulty(
            "the same with backslashes",
            "path-outside-bank",
            3,
            stem("![a](..\\\\..\\\\..\\\\a.png)"),
        ),
        Hostile::faulty("an absolute picture", "path-outside-bank", 3, stem("![a](/etc/passwd)")),
        Hostile::faulty("a NUL in a path", "path-outside-bank", 3, stem("![a](a%00.png)")),
        Hostile::faulty("a picture that is a folder", "missing-file", 3, stem("![a](../../media)")),
        Hostile::faulty("a picture that is missing", "missing-file", 3, stem("![a](../../media/none.png)")),
        Hostile::faulty("a picture that is TOML", "unknown-medium", 3, stem("![a](../../bank.toml)")),
    ]);
}

#[test]
fn many_gaps_places_and_draws() {
    let blanks = |stem: &str, n: usize| {
        format!("## a {{#a}}\n\n{stem}\n\n**Blanks:**\n\n{}", each(n, |n| format!("{}. {n}\n", n + 1)))
    };
    let with = |toml: &str, text: &str| {
        format!("## a {{#a}}\n\n```toml item\n{toml}\n```\n\n{text}\n\n**Answer:** {{{{d}}}}\n")
    };
    let costly = |n: usize| {
        let item = with(
            "[vars]\nd = { min = 1, max = 999 }\n[calc]\nq = \"z(d / 1000) + z(0.5)\"",
            "{{d}} 0.5 1000",
        );
        item.replace("{#a}", &format!("{{#a{n}}}"))
    };
    hold(&[
        Hostile::faulty("100,000 gaps", "blank-count", 16, blanks(&lines_of("x ____ ", 100_000), 2)),
        Hostile::faulty("100,000 answers for one gap", "blank-count", 5, blanks("x ____", 100_000)),
        Hostile::faulty(
            "a line of a million underscores",
            "line-too-long",
            3,
            blanks(&"_".repeat(1_000_000), 1),
        ),
        Hostile::harmless(
            "100,000 places",
            with("[vars]\nd = { min = 1, max = 9 }", &lines_of("{{d}} ", 100_000)),
        ),
        Hostile::harmless("open places", stem(&lines_of("{{a ", 100_000))),
        Hostile::harmless(
            "100,000 rows",
            with(&format!("[rows]\nd = [{}]", each(100_000, |n| format!("{n},\n"))), "{{d}}"),
        ),
        Hostile::faulty(
            "a nest of functions",
            "bad-expression",
            7,
            with(
                &format!("[vars]\nd = {{ min = 1, max = 9 }}\n[calc]\nq = \"{}\"", "sqrt(".repeat(190)),
                "{{d}}",
            ),
        ),
        Hostile::faulty(
            "1,000 items that each try 1,000 normal quantiles",
            "draws-too-costly",
            589,
            each(1_000, costly),
        ),
        Hostile::faulty(
            "a pattern that explodes",
            "broken-pattern",
            3,
            format!("## a {{#a}}\n\n**Answer:** `a` | `/{}a{}/`\n", "(".repeat(20), "{9}){9}".repeat(10)),
        ),
    ]);
}
