//! `qbank fmt`: what a file means stays, and formatting twice is formatting once.

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use qbank_model::{Entry, ItemDraft, SourceMap, Span};
use qbank_syntax::layout::{Layout, lay_out, name_items};
use qbank_syntax::{Dialect, Source, parse};
use qbank_tests::page::Page;
use qbank_tests::temp_bank::files_below;

const PATH: &str = "items/inventory/page.md";

fn source(text: &str) -> Source<'_> {
    Source { file: SourceMap::default().add(PATH, None), path: PATH, text, domain: Some("inventory") }
}

fn placeless<Answer>(item: ItemDraft<Answer>) -> ItemDraft<Answer> {
    let start = Span::start_of(qbank_model::FileId(0));
    ItemDraft { span: start, ..item }
}

/// What a text means, by the items themselves and not as they print, which is how the formatter compares.
fn meaning(text: &str) -> Vec<String> {
    let parsed = parse(&source(text), &Dialect::default());
    let entries = parsed.entries.into_iter().map(|entry| match entry {
        Entry::Fixed(item) => without_places(&format!("{:?}", placeless(item.into_draft()))),
        Entry::Template(template) => {
            without_places(&format!("{:?} {:?}", placeless(template.draft().clone()), template.variants()))
        }
        Entry::Broken(stub) => format!("{:?}", stub.id.map(|id| id.to_string())),
    });
    entries.collect()
}

/// Takes the spans out of a debug text.
fn without_places(debug: &str) -> String {
    let mut parts = debug.split("Span {");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('}').map_or(part, |(_, rest)| rest))
}

/// Formats a text and holds the result against it; tells whether it was left alone.
fn assert_formats(text: &str) -> bool {
    let after = match lay_out(&source(text), &Dialect::default()) {
        Layout::Usual => return false,
        Layout::LeftAlone => return true,
        Layout::Changed(after) => after,
    };
    assert_eq!(meaning(text), meaning(&after), "formatted from\n{text}\nto\n{after}");
    assert_eq!(lay_out(&source(&after), &Dialect::default()), Layout::Usual, "formatted once to\n{after}");
    false
}

/// Returns the question files of the banks and of the pages: the manual's and the suite's.
fn question_texts() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in ["../bank/items", "conformance/bank/items"] {
        let files = files_below(&root.join(folder));
        texts.extend(files.into_values().map(|bytes| String::from_utf8(bytes).expect("a text")));
    }
    for folder in ["suite/syntax", "../docs/src", "../crates/qbank-syntax/src/pages"] {
        for (_, bytes) in files_below(&root.join(folder)) {
            let page = Page::read(&String::from_utf8(bytes).expect("a text"));
            let fences = page.sections.into_iter().flat_map(|section| section.fences);
            texts.extend(fences.filter(|fence| fence.info.starts_with("markdown")).map(|fence| fence.body));
        }
    }
    texts
}

#[test]
fn formatting_changes_no_item_of_the_banks_and_the_pages() {
    let texts = question_texts();
    assert!(texts.len() > 300, "only {} files and examples", texts.len());
    let left_alone: Vec<&String> = texts.iter().filter(|text| assert_formats(text)).collect();
    assert_eq!(left_alone, Vec::<&String>::new());
}

#[test]
fn line_ends_stay_as_they_are() {
    for text in question_texts().iter().filter(|text| !text.contains('\r')) {
        let crlf = text.replace('\n', "\r\n");
        let after = |text: &str| match lay_out(&source(text), &Dialect::default()) {
            Layout::Changed(after) => after,
            Layout::Usual | Layout::LeftAlone => text.to_owned(),
        };
        assert_eq!(after(&crlf), after(text).replace('\n', "\r\n"), "from\n{text}");
    }
}

#[test]
fn a_missing_id_is_made_of_the_heading_and_all_else_stays() {
    let text = "# Lots\n\n## Which cost falls? ##\n\n- [x] a\n- [ ] b\n\n## Why?\n\nText.\n";
    let mut taken = BTreeSet::new();
    let named = name_items(&source(text), &Dialect::default(), &mut taken).expect("one is missing");
    assert_eq!(named, text.replace("falls?", "falls? {#cost-falls}"));
    assert_eq!(name_items(&source(&named), &Dialect::default(), &mut taken), None);
}

/// Parts of question files in looks that authors give them.
const PARTS: [&str; 48] = [
    "##  A   {#a}\n",
    "## What?   {#b} ##\n",
    " ## C {#c .case}\n\n\n\n",
    "### In a case? {#d}\n",
    "# Group\n",
    "- [X] one\n",
    "*   [ ] two\n",
    "+ [x]  three\n",
    "- [ ] four {#z .fixed score=0.5}\n",
    "  > feedback\n",
    "\n",
    "\n\n\n",
    "  \n",
    "    ",
    "text ",
    "text  \nmore\n",
    "\\\n",
    "`a|b`",
    "$|x|$",
    "$$\na+b\n$$\n",
    "{{d}}",
    "<details><summary>s</summary>\n\n",
    "</details>\n\n",
    "<!-- c -->\n",
    "![alt](x.png)",
    "[t][r]\n",
    "\n[r]: https://e.org\n",
    "[^1]",
    "\n\n[^1]: note\n\n",
    "|a|b|\n|-|:-:|\n|1|2|\n",
    "| a | b\n|-|-:\n| 1 \\| | $|x|$\n",
    "a | b\n- | -\n1 | 2\n",
    "| | é𝄞 |\n",
    "> quote\n",
    "* plain\n",
    "1. first\n",
    "---\n",
    "```\ncode\n```\n",
    "```toml item\nlevel=\"apply\"\ntype = \"single\" # c\n```\n",
    "~~~ toml item\n# x\n[calc]\nb = \"2\"\na = \"1\"\n~~~\n",
    "```toml item\nlevel = \n```\n",
    "**Explanation:**   why\n\n",
    "**rationale**: why\n\n",
    "**Hint:** h\n\n",
    "**Answer:**  3 +- 1\n\n",
    "**Answer:** `a +- b`\n\n",
    "**Match:**\n\n| a | b |\n| - | - |\n| 1 | 2 |\n",
    "**Order:**\n\n1) x\n2) y\n\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_keeps_its_meaning(parts in proptest::collection::vec(proptest::sample::select(&PARTS[..]), 1..24)) {
        assert_formats(&parts.concat());
    }

    #[test]
    fn no_text_makes_the_formatter_panic(text in "[#|\\-:\\[\\]{} \\n\\r*x`$<>é𝄞]{0,120}") {
        assert_formats(&text);
    }
}
