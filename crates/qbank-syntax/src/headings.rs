//! Reads an id off the end of a heading, from its raw text.
//!
//! The Markdown parser's own heading attributes stay off: they swallow `{a, b}` at a stem's end and accept any id.

use std::ops::Range;

use qbank_model::ItemId;
use qbank_model::id::IdFault;

/// What a heading's end says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HeadingId {
    /// No id: the heading groups or explains.
    None,
    /// ` {#id}`
    Item(Suffix),
    /// ` {#id .case}`
    Case(Suffix),
    /// Half an id, and why.
    Broken { range: Range<usize>, why: String, is_case: bool },
}

/// A sound id and where it stands, braces included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Suffix {
    pub(crate) id: ItemId,
    pub(crate) range: Range<usize>,
}

/// Reads the id of an ATX heading; `range` is the heading's in `text`.
pub(crate) fn heading_id(text: &str, range: Range<usize>) -> HeadingId {
    let content = content_of(text, range);
    let raw = &text[content.clone()];
    let Some(open) = raw.rfind('{') else { return HeadingId::None };
    let at = |part: Range<usize>| content.start + part.start..content.start + part.end;
    let broken = |why: &str| HeadingId::Broken {
        range: at(open..raw.len()),
        why: why.to_owned(),
        is_case: raw[open..].contains(".case"),
    };
    let tail = &raw[open + 1..];
    let Some(inner) = tail.strip_suffix('}') else {
        return if is_half_an_id(raw, open) { broken(why_tail(tail)) } else { HeadingId::None };
    };
    if !is_half_an_id(raw, open) {
        return HeadingId::None;
    }
    let before = &raw[..open];
    if before.ends_with('\\') {
        return broken("the brace is escaped");
    }
    if !before.is_empty() && !before.ends_with([' ', '\t']) {
        return broken("a space has to stand before it");
    }
    if has_id_before(before) {
        return broken("the heading ends in two ids");
    }
    let Some(name) = inner.strip_prefix('#') else { return broken("it does not start with `{#`") };
    let (name, is_case) = match name.split_once(' ') {
        None => (name, false),
        Some((name, ".case")) => (name, true),
        Some(_) => return broken("only ` .case` can follow the id"),
    };
    match ItemId::new(name) {
        Ok(id) if is_case => HeadingId::Case(Suffix { id, range: at(open..raw.len()) }),
        Ok(id) => HeadingId::Item(Suffix { id, range: at(open..raw.len()) }),
        Err(IdFault::Grammar) => {
            broken("an id is a small letter, then up to 63 small letters, digits or hyphens")
        }
        Err(fault @ IdFault::Reserved(_)) => broken(&fault.to_string()),
    }
}

/// Returns the range of a heading's text: without its opening hashes, its closing hashes and the spaces around.
pub(crate) fn content_of(text: &str, range: Range<usize>) -> Range<usize> {
    let line = text[range.clone()].trim_end();
    let indent = line.len() - line.trim_start().len();
    let hashes = line[indent..].bytes().take_while(|byte| *byte == b'#').count();
    let start = indent + hashes;
    let rest = &line[start..];
    // CommonMark 0.31, 4.2: a closing sequence of hashes counts only after a space.
    let open = rest.trim_end_matches('#');
    let rest = if open.is_empty() || open.ends_with([' ', '\t']) { open.trim_end() } else { rest };
    let lead = rest.len() - rest.trim_start().len();
    range.start + start + lead..range.start + start + rest.len().max(lead)
}

/// Returns the ids of headings in a text that cannot be parsed, for stubs.
pub(crate) fn stub_ids(text: &str) -> impl Iterator<Item = ItemId> {
    let headings = text.lines().filter(|line| line.starts_with("##") && line.len() < 4_096);
    headings.filter_map(|line| match heading_id(line, 0..line.len()) {
        HeadingId::Item(suffix) => Some(suffix.id),
        HeadingId::None | HeadingId::Case(_) | HeadingId::Broken { .. } => None,
    })
}

/// Tells an attempt at an id from braces that belong to the stem, such as `{a, b}`.
fn is_half_an_id(raw: &str, open: usize) -> bool {
    let tail = raw[open + 1..].trim_start();
    let is_last = tail
        .trim_end_matches(['`', '*', '_', '~', ')', '.', '?', '!', ',', ';', ':', '？', '：', '…'])
        .split('}')
        .nth(1)
        .is_none_or(str::is_empty);
    let names_class = tail.starts_with('.') && tail[1..].starts_with(|c: char| c.is_ascii_lowercase());
    is_last && (tail.starts_with('#') || tail.starts_with("\\#") || names_class)
}

fn why_tail(tail: &str) -> &'static str {
    if tail.contains('}') {
        "something stands after the closing brace"
    } else {
        "the closing brace is missing"
    }
}

fn has_id_before(before: &str) -> bool {
    let before = before.trim_end();
    before.ends_with('}')
        && before.rfind('{').is_some_and(|open| before[open + 1..].trim_start().starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> String {
        match heading_id(line, 0..line.len()) {
            HeadingId::None => "none".to_owned(),
            HeadingId::Item(suffix) => format!("item {}", suffix.id),
            HeadingId::Case(suffix) => format!("case {}", suffix.id),
            HeadingId::Broken { .. } => "broken".to_owned(),
        }
    }

    #[test]
    fn headings_end_in_an_id_or_half_of_one() {
        for (line, expected) in [
            ("## What? {#inv-eoq}", "item inv-eoq"),
            ("## What? {#inv-eoq} ##", "item inv-eoq"),
            ("## {#a}", "item a"),
            ("## Acme {#acme .case}", "case acme"),
            ("## The set {a, b}", "none"),
            ("## C# {x}", "none"),
            ("## What {#a} means?", "none"),
            ("## No id", "none"),
            ("## What?{#a}", "broken"),
            ("## What? `{#a}`", "broken"),
            ("## What? **{#a}**", "broken"),
            ("## What? \\{#a}", "broken"),
            ("## What? {#a} {#b}", "broken"),
            ("## What? { #a }", "broken"),
            ("## What {#a}?", "broken"),
            ("## What? {#a .big}", "broken"),
            ("## What? {.case}", "broken"),
            ("## What? {#A}", "broken"),
            ("## What? {#con}", "broken"),
            ("## What? {#a", "broken"),
            ("## What? {#../../etc/x}", "broken"),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }
}
