//! Choice lists as written: which list is one, what each entry's mark is, and every way to get a mark wrong.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};
use qbank_model::Diagnostic;
use qbank_model::diagnostic::{Edit, Fix, Safety};
use qbank_model::interaction::Mark;

use crate::codes;
use crate::content::Lowering;
use crate::document::{Block, BlockKind, Document};

/// An entry of a list that might be a choice.
#[derive(Clone, Debug)]
pub(crate) struct ListEntry {
    /// Its events, start and end included.
    pub(crate) events: Range<usize>,
    /// Its bytes, without the line breaks at its end.
    pub(crate) range: Range<usize>,
    /// What stands where the mark should.
    pub(crate) mark: EntryMark,
}

/// What stands at the start of a list's entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EntryMark {
    /// A mark, and the bytes from its bracket to the one after it.
    Marked(Mark, Range<usize>),
    /// Something that was meant as a mark.
    Lookalike { range: Range<usize>, meant: Option<Mark>, what: &'static str },
    /// Nothing like a mark.
    None,
}

/// Reads a top-level list; `None` where it is not one of choices because nothing in it resembles a mark.
pub(crate) fn entries(document: &Document, block: &Block) -> Option<Vec<ListEntry>> {
    let BlockKind::List { .. } = block.kind else { return None };
    let mut entries = Vec::new();
    let mut at = block.events.start + 1;
    while at + 1 < block.events.end {
        let (end, _) = document.end_of(at);
        let range = document.trimmed(document.events[at].1.clone());
        let mark = entry_mark(document, at..end, &range);
        entries.push(ListEntry { events: at..end, range, mark });
        at = end;
    }
    entries.iter().any(|entry| entry.mark != EntryMark::None).then_some(entries)
}

fn entry_mark(document: &Document, events: Range<usize>, range: &Range<usize>) -> EntryMark {
    let mut inner = document.events[events].iter().skip(1).map(|(event, range)| (event, range));
    let first = inner.find(|(event, _)| !matches!(event, Event::Start(Tag::Paragraph)));
    let bracket = after_bullet(&document.text[range.clone()]).map(|offset| range.start + offset);
    match first {
        Some((Event::TaskListMarker(ticked), place))
            if matches!(&document.text[place.clone()], "[ ]" | "[x]" | "[X]") =>
        {
            let on_bullet_line = !document.text[range.start..place.start].contains('\n');
            let mark = if *ticked { Mark::Key } else { Mark::Distractor };
            if on_bullet_line {
                return EntryMark::Marked(mark, place.clone());
            }
            let what = "the mark does not stand on the bullet's line";
            EntryMark::Lookalike { range: place.clone(), meant: None, what }
        }
        _ => bracket.map_or(EntryMark::None, |start| lookalike(document.text, start..range.end)),
    }
}

/// Returns the offset of the first byte after an entry's bullet or number and the spaces behind it.
fn after_bullet(entry: &str) -> Option<usize> {
    let digits = entry.bytes().take_while(u8::is_ascii_digit).count();
    let marker = digits + 1;
    let rest = entry.get(marker..)?;
    Some(marker + rest.len() - rest.trim_start_matches([' ', '\t']).len())
}

/// Tells a mark that Markdown does not take for one from ordinary text, such as a link.
fn lookalike(text: &str, range: Range<usize>) -> EntryMark {
    let line = text[range.clone()].lines().next().unwrap_or_default();
    let Some(inner) = line.strip_prefix('[') else { return EntryMark::None };
    let Some(close) = inner.char_indices().take(5).find(|(_, c)| *c == ']').map(|(at, _)| at) else {
        return EntryMark::None;
    };
    let (inside, after) = (&inner[..close], &inner[close + 1..]);
    let bracket = range.start..range.start + close + 2;
    let trimmed = inside.trim();
    let is_exact = matches!(inside, " " | "x" | "X");
    let found = |meant, what| EntryMark::Lookalike { range: bracket.clone(), meant, what };
    if after.starts_with(['(', '[', ':']) && !is_exact {
        return EntryMark::None;
    }
    let mark = if trimmed.is_empty() { Mark::Distractor } else { Mark::Key };
    match trimmed {
        _ if is_exact && after.is_empty() => EntryMark::Marked(mark, bracket),
        _ if is_exact && after.starts_with('\u{A0}') => {
            let with_space = bracket.start..bracket.end + '\u{A0}'.len_utf8();
            let what = "a no-break space follows the bracket";
            EntryMark::Lookalike { range: with_space, meant: Some(mark), what }
        }
        _ if is_exact && range_is_code(text, &range) => {
            found(Some(mark), "five spaces or more before the mark make code of it")
        }
        _ if is_exact => found(Some(mark), "no space follows the bracket"),
        "" if inside.is_empty() => found(Some(mark), "nothing stands between the brackets"),
        "" if inside.contains('\t') => found(Some(mark), "a tab stands between the brackets"),
        "" => found(Some(mark), "not one plain space stands between the brackets"),
        "x" | "X" => found(Some(mark), "a space stands beside the x"),
        "х" | "Х" => found(Some(mark), "the letter is a Cyrillic one that looks like an x"),
        "×" | "✕" | "✖" | "✗" | "✘" | "╳" => {
            found(Some(mark), "the sign is a cross, not the letter x")
        }
        "✓" | "✔" | "√" | "☑" | "v" | "V" | "y" | "Y" => {
            found(Some(mark), "the sign is not the letter x")
        }
        "*" | "+" | "o" | "O" | "●" | "•" => found(Some(mark), "the sign is not the letter x"),
        _ => EntryMark::None,
    }
}

/// An entry whose text starts five or more columns after its bullet is code (CommonMark 0.31, 5.2).
fn range_is_code(text: &str, bracket: &Range<usize>) -> bool {
    let before = &text[..bracket.start];
    before.len() - before.trim_end_matches([' ', '\t']).len() >= 5
}

impl Lowering<'_, '_> {
    /// Reports the entries that are no choices, and the list's own form; returns all of them with the marks that
    /// were meant, and whether any was reported.
    pub(crate) fn marked_entries(
        &mut self,
        block: &Block,
        entries: Vec<ListEntry>,
    ) -> (Vec<(Mark, ListEntry)>, bool) {
        let n_before = self.findings.len();
        if block.kind == (BlockKind::List { numbered: true }) {
            let place = self.document.trimmed(block.range.clone());
            let finding = self.found(codes::NUMBERED_CHOICES, place, "the choices are numbered");
            let fix = self.bullet_fix("put bullets for the numbers", &entries);
            self.report(finding.help("start each with `- `: players number and shuffle them").fix(fix));
        }
        let mut sound = Vec::new();
        for entry in entries {
            match entry.mark.clone() {
                EntryMark::Marked(mark, _) => sound.push((mark, entry)),
                EntryMark::Lookalike { range, meant, what } => {
                    let finding = self.lookalike_finding(range, meant, what);
                    self.report(finding);
                    sound.push((meant.unwrap_or(Mark::Distractor), entry));
                }
                EntryMark::None => {
                    let message = "an entry without a mark stands among the choices";
                    let text = entry.range.start
                        + after_bullet(&self.document.text[entry.range.clone()]).unwrap_or(0);
                    let fix = Fix::review("mark it as a distractor", self.document.span(text..text), "[ ] ");
                    let finding = self.found(codes::UNMARKED_CHOICE, entry.range.clone(), message).fix(fix);
                    let help = "start it with `[ ] ` or `[x] `; if it belongs to the stem, put a sentence between the lists";
                    self.report(finding.help(help));
                    sound.push((Mark::Distractor, entry));
                }
            }
        }
        (sound, self.findings.len() > n_before)
    }

    /// Makes the fix that starts every entry with the bullet `-`.
    pub(crate) fn bullet_fix(&self, title: &str, entries: &[ListEntry]) -> Fix {
        let edits = entries.iter().map(|entry| {
            let text = &self.document.text[entry.range.clone()];
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let span = self.document.span(entry.range.start..entry.range.start + digits + 1);
            Edit { span, text: "-".to_owned() }
        });
        Fix { title: title.to_owned(), edits: edits.collect(), safety: Safety::Safe }
    }

    fn lookalike_finding(&self, range: Range<usize>, meant: Option<Mark>, what: &str) -> Diagnostic {
        let message = format!("this is no choice's mark: {what}");
        let span = self.document.span(range.clone());
        let has_space = self.document.text[range.end..].starts_with([' ', '\t', '\r', '\n']);
        let mark = |mark: &str| if has_space { mark.to_owned() } else { format!("{mark} ") };
        let finding = self.found(codes::LOOKALIKE_MARK, range, message);
        match meant {
            Some(Mark::Key) => {
                finding.help("write `[x] `").fix(Fix::review("write `[x]`", span, mark("[x]")))
            }
            Some(Mark::Distractor) => {
                finding.help("write `[ ] `").fix(Fix::review("write `[ ]`", span, mark("[ ]")))
            }
            None => finding.help("write the mark directly after the bullet"),
        }
    }
}
