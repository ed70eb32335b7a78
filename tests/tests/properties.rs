//! Properties: what was parsed prints to what parses to the same, and no input makes the parser panic.

use proptest::prelude::*;
use qbank_model::{Entry, ItemDraft, SourceMap};
use qbank_syntax::{Dialect, Source, parse, print};

const PATH: &str = "items/inventory/printed.md";

/// Parts of Markdown that meet each other in ways that nobody writes on purpose.
const PARTS: [&str; 62] = [
    "## A {#a}\n\n",
    "## What? {#b}\n\n",
    "## C {#c .case}\n\n",
    "### In a case? {#d}\n\n",
    "# Group\n\n",
    "- [x] one\n",
    "- [ ] two\n",
    "- [ ] three {#z .fixed score=0.5}\n",
    "- [x] $Q^*$\n",
    "  > feedback\n",
    "1. [x] a\n",
    "* [ ] b\n",
    "- [] c\n",
    "\n",
    "\n\n",
    " ",
    "    ",
    "text",
    "**bold**",
    "*em*",
    "~~no~~",
    "`code`",
    "``a`b``",
    "$x_1$",
    "$$\na+b\n$$\n",
    "$5 and $6",
    "\\$",
    "\\",
    "<sub>2</sub>",
    "<br>",
    "<b>x</b>",
    "<!-- c -->",
    "<details><summary>s</summary>\n\n",
    "</details>\n\n",
    "![alt](x.png)",
    "[t](https://e.org)",
    "[t](b.md)",
    "[^1]",
    "\n\n[^1]: note\n\n",
    "| a | b |\n| - | - |\n| 1 | 2 |\n",
    "| 1 | 2 | 3 |\n",
    "> quote\n",
    "> > deep\n",
    "- plain\n",
    "1. first\n",
    "---\n",
    "===\n",
    "```\ncode\n```\n",
    "```toml item\nlevel = \"apply\"\n```\n",
    "```toml item\n",
    "+++\n",
    "**Rationale:** why\n\n",
    "**Hint:** h\n\n",
    "**Correct:** c\n\n",
    "**Answer:** 3\n\n",
    "**Rational:** r\n\n",
    "True",
    "False",
    "(Choose two.)",
    "&amp;",
    "&#x202E;",
    "é𝄞\u{200d}",
];

/// Parts of an item's text that are each sound by themselves.
const CONTENT: [&str; 32] = [
    "text",
    " ",
    "**bold**",
    "*em*",
    "~~no~~",
    "`code`",
    "``a`b``",
    "$x_1$",
    "$$a + b$$",
    "$5 and $6",
    "\\$",
    "\\*",
    "CO<sub>2</sub>",
    "<u>u *v*</u>",
    "a<br>b",
    "![alt](x.png)",
    "[t *u*](https://e.org)",
    "[t](b.md)",
    "[^1]",
    "1. 2",
    "&amp;",
    "é𝄞",
    "\n\n",
    "\n\n> quote\n> > deep\n\n",
    "\n\n- plain\n- *list*\n\n",
    "\n\n3. three\n4. four\n\n",
    "\n\n| a | `b\\|c` |\n| - | -: |\n| $|x|$ | \\| |\n\n",
    "\n\n```rust\nfn main() {}\n```\n\n",
    "\n\n***\n\n",
    "\n\n    indented\n\n",
    "|",
    "# x",
];

fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}

fn parse_text(text: &str) -> Vec<Entry> {
    let file = SourceMap::default().add(PATH, None);
    parse(&Source { file, path: PATH, text, domain: None }, &Dialect::default()).entries
}

/// An item without its place in its file.
fn placeless<Answer>(item: ItemDraft<Answer>) -> ItemDraft<Answer> {
    let start = qbank_model::Span::start_of(qbank_model::FileId(0));
    ItemDraft { span: start, ..item }
}

/// Prints a sound entry and parses it again: the same has to come out.
fn assert_prints_back(entry: &Entry) {
    let printed = match entry {
        Entry::Fixed(item) => print::item(item, PATH),
        Entry::Template(template) => print::template(template, PATH),
        Entry::Broken(_) => return,
    };
    let entries = parse_text(&printed);
    match (entry, &entries[..]) {
        (Entry::Fixed(item), [Entry::Fixed(again)]) => {
            let [item, again] = [item, again].map(|item| placeless((**item).clone().into_draft()));
            assert_eq!(item, again, "printed as\n{printed}");
        }
        (Entry::Template(template), [Entry::Template(again)]) => {
            let [item, other] = [template, again].map(|template| placeless(template.draft().clone()));
            assert_eq!(item, other, "printed as\n{printed}");
            assert_eq!(template.variants(), again.variants(), "printed as\n{printed}");
            assert_eq!(template.sample().stem, again.sample().stem, "printed as\n{printed}");
        }
        (_, entries) => panic!("not one sound item:\n{printed}\n{entries:#?}"),
    }
}

#[test]
fn the_banks_print_back() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut n_items = 0;
    for bank in [root.join("../bank"), root.join("conformance/bank")] {
        let project = qbank_project::Project::open(&bank).expect("the project ships it");
        let checked = project.check().expect("the disk works");
        for entry in checked.bank.entries() {
            assert_prints_back(entry);
            n_items += usize::from(entry.item().is_some());
        }
    }
    assert!(n_items > 100, "only {n_items} items");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,200}") {
        parse_text(&text);
    }

    #[test]
    fn rich_text_prints_back(parts in proptest::collection::vec(proptest::sample::select(&CONTENT[..]), 12)) {
        let text = |range: std::ops::Range<usize>| parts[range].concat();
        let page = format!(
            "## What? {{#a}}\n\nq{}\n\nsentence\n\n- [x] one{}\n\n- [ ] two{}\n\n  > f{}\n\n**Rationale:** r{}\n\n[^1]: note *n*\n",
            text(0..4), indented(&text(4..6)), indented(&text(6..8)), text(8..9).replace('\n', "\n  > "), text(9..12),
        );
        for entry in parse_text(&page) {
            assert_prints_back(&entry);
        }
    }

    #[test]
    fn whatever_is_sound_prints_back(parts in proptest::collection::vec(proptest::sample::select(&PARTS[..]), 1..40)) {
        for entry in parse_text(&parts.concat()) {
            assert_prints_back(&entry);
        }
    }
}
