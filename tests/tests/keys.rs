//! Every computed key of the shipped bank is guarded: change one digit of it, or of the expressions that it follows from, and
//! the check says so.

use std::io::Write;
use std::ops::Range;

use qbank_model::expression::Value;
use qbank_model::template::{Declared, Draw, Variables};
use qbank_model::{Entry, FileId, SourceMap, Span, Spanned};
use qbank_syntax::{Dialect, Source, parse};
use qbank_tests::temp_bank::files_below;

/// An item that computes its key without drawing anything.
struct Computed {
    item: Range<usize>,
    /// Where digits say what is right: its key or answer, and its expressions.
    guarded: Vec<Range<usize>>,
}

fn computed_items(text: &str) -> Vec<Computed> {
    let starts: Vec<usize> = text.match_indices("\n##").map(|(at, _)| at + 1).chain([text.len()]).collect();
    let items = starts.windows(2).map(|pair| pair[0]..pair[1]);
    items.filter_map(|item| computed(text, item)).collect()
}

fn computed(text: &str, item: Range<usize>) -> Option<Computed> {
    let calc = calc_of(text, &item)?;
    let block = &text[item.start..calc.end];
    if block.contains("\n[vars]\n") || block.contains("\n[rows]\n") {
        return None;
    }
    let mut guarded = Vec::new();
    let mut at = item.start;
    for line in text[item.clone()].split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        if calc.contains(&range.start) {
            guarded.push(range.start + line.find('=').unwrap_or(0)..range.end);
        } else if line.starts_with("- [x] ") || line.starts_with("**Answer:** ") {
            guarded.push(range);
        }
    }
    Some(Computed { item, guarded })
}

/// Returns the lines between `[calc]` and the end of the attribute block.
fn calc_of(text: &str, item: &Range<usize>) -> Option<Range<usize>> {
    let body = &text[item.clone()];
    let start = body.find("\n[calc]\n")? + "\n[calc]\n".len();
    let end = start + body[start..].find("```")?;
    Some(item.start + start..item.start + end)
}

/// Returns the places of digits that are part of a number: not of a name, a place, a tolerance or a comment.
fn digits(text: &str, range: &Range<usize>) -> Vec<usize> {
    let part = &text[range.clone()];
    let end = part.find(['±', '#']).unwrap_or(part.len());
    let (mut digits, mut in_word, mut in_place) = (Vec::new(), false, false);
    for (at, c) in part[..end].char_indices() {
        in_place = (in_place || part[at..].starts_with("{{")) && !part[..at].ends_with("}}");
        in_word = c.is_alphabetic() || c == '_' || (in_word && c.is_ascii_digit());
        if c.is_ascii_digit() && !in_word && !in_place {
            digits.push(range.start + at);
        }
    }
    digits
}

fn is_sound(text: &str, item: &Range<usize>) -> bool {
    let file = SourceMap::default().add("a.md", None);
    let source = Source { file, path: "items/a/a.md", text, domain: None };
    let entries = parse(&source, &Dialect::default()).entries;
    let entry = entries.into_iter().find(|entry| entry.span().range().start == item.start);
    matches!(entry, Some(Entry::Fixed(_)))
}

/// Computes the values of an item's expressions; a change that leaves all of them as they are is none.
fn values(text: &str, item: &Range<usize>) -> Option<Vec<String>> {
    let spanned = |text: &str| Spanned::new(text.to_owned(), Span::start_of(FileId(0)));
    let lines = text[calc_of(text, item)?].lines();
    let calcs = lines.filter_map(|line| {
        let (name, rest) = line.split_once('=')?;
        let quote = rest.trim_start().chars().next()?;
        let expression = rest.trim_start()[1..].split(quote).next()?;
        Some((spanned(name.trim()), spanned(expression)))
    });
    let variables = Variables::new(Declared { calcs: calcs.collect(), ..Declared::default() }).ok()?;
    let mut values = Vec::new();
    variables.draw(Draw(0), &mut values).ok()?;
    Some(values.iter().map(|value: &Value| format!("{value:?}")).collect())
}

#[test]
fn no_digit_of_a_computed_key_can_slip() {
    let items = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../bank/items");
    let (mut n_items, mut n_mutants, mut survivors) = (0, 0, Vec::new());
    for (path, bytes) in files_below(&items) {
        let text = String::from_utf8(bytes).expect("a question file is a text");
        for Computed { item, guarded } in computed_items(&text) {
            n_items += 1;
            assert!(is_sound(&text, &item), "{}: {}", path.display(), &text[item.start..item.start + 60]);
            let before = values(&text, &item);
            for (range, at) in
                guarded.iter().flat_map(|range| digits(&text, range).into_iter().map(move |at| (range, at)))
            {
                let digit = (text.as_bytes()[at] - b'0' + 1) % 10;
                let mut mutant = text.clone();
                mutant.replace_range(at..=at, &digit.to_string());
                let is_expression = !text[range.clone()].starts_with(['-', '*']);
                if is_expression && values(&mutant, &item) == before {
                    continue;
                }
                n_mutants += 1;
                if is_sound(&mutant, &item) {
                    survivors.push(format!("{}: {} -> {digit}", path.display(), text[range.clone()].trim()));
                }
            }
        }
    }
    let killed = format!("killed {} of {n_mutants}, in {n_items} items", n_mutants - survivors.len());
    assert!(survivors.is_empty(), "{killed}\n{}", survivors.join("\n"));
    assert!(n_items > 0 && n_mutants > 4 * n_items, "{killed}");
    // Past the harness, which keeps what a passing test prints to itself.
    writeln!(std::io::stdout(), "computed keys: {killed}").expect("standard output takes a line");
}
