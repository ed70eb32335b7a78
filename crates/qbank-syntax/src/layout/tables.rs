//! Tables: columns of one width, with a bar at both ends of each row.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::edits::Edits;
use crate::document::{Block, BlockKind, Document};

/// The most columns of a screen that the rows of a table are filled up to; wider ones get single spaces.
const MAX_WIDTH: usize = 160;
/// The least hyphens of a delimiter, which Markdown's viewers all take for one.
const MIN_CELL: usize = 3;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Start,
    Left,
    Right,
    Middle,
}

/// Lays out a table at the top level of a file.
pub(super) fn lay_out(document: &Document, block: &Block, edits: &mut Edits) {
    let range = document.trimmed(block.range.clone());
    if block.kind != BlockKind::Table || !edits.is_sound(&range) {
        return;
    }
    let lines = lines(document.text, range);
    let [header, delimiter, rows @ ..] = &lines[..] else { return };
    let sides: Vec<Side> = cells(document, delimiter).iter().map(|cell| side(cell)).collect();
    let text_rows: Vec<Vec<&str>> =
        [header].into_iter().chain(rows).map(|line| cells(document, line)).collect();
    if text_rows.iter().any(|row| row.len() > sides.len()) {
        return;
    }
    let width = |column: usize| {
        let widths = text_rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width());
        widths.max().unwrap_or_default().max(MIN_CELL)
    };
    let mut widths: Vec<usize> = (0..sides.len()).map(width).collect();
    if widths.iter().map(|width| width + 3).sum::<usize>() >= MAX_WIDTH {
        widths = vec![0; sides.len()];
    }
    for (line, row) in [header].into_iter().chain(rows).zip(&text_rows) {
        let padded = widths.iter().zip(&sides).enumerate().map(|(column, (width, side))| {
            padded(row.get(column).copied().unwrap_or_default(), *width, *side)
        });
        edits.put(line.clone(), &joined(padded));
    }
    let hyphens = widths.iter().zip(&sides).map(|(width, side)| hyphens((*width).max(MIN_CELL), *side));
    edits.put(delimiter.clone(), &joined(hyphens));
}

/// Returns the lines of a range without their breaks, the indent of each included.
fn lines(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut at = super::blank_lines::line_start(text, range.start);
    let lines = text[at..range.end].split('\n').map(|line| {
        let range = at..at + line.trim_end_matches('\r').len();
        at += line.len() + 1;
        range
    });
    lines.collect()
}

/// Returns the cells of a row as they are written, without the spaces around; a bar in a formula ends none.
fn cells<'a>(document: &Document<'a>, line: &Range<usize>) -> Vec<&'a str> {
    let mut bars = Vec::new();
    let mut bytes = document.masked[line.clone()].bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'|' => bars.push(line.start + at),
            _ => {}
        }
    }
    let ends = bars.iter().copied().chain([line.end]);
    let starts = [line.start].into_iter().chain(bars.iter().map(|bar| bar + 1));
    let mut cells: Vec<&str> =
        starts.zip(ends).map(|(start, end)| document.text[start..end].trim()).collect();
    let row = document.text[line.clone()].trim();
    if row.starts_with('|') {
        cells.remove(0);
    }
    if cells.len() > 1 && row.ends_with('|') && !row.ends_with("\\|") {
        cells.pop();
    }
    cells
}

fn side(delimiter: &str) -> Side {
    match (delimiter.starts_with(':'), delimiter.ends_with(':')) {
        (false, false) => Side::Start,
        (true, false) => Side::Left,
        (false, true) => Side::Right,
        (true, true) => Side::Middle,
    }
}

fn padded(cell: &str, width: usize, side: Side) -> String {
    let room = width.saturating_sub(cell.width());
    let before = match side {
        Side::Start | Side::Left => 0,
        Side::Right => room,
        Side::Middle => room / 2,
    };
    format!("{}{cell}{}", " ".repeat(before), " ".repeat(room - before))
}

fn hyphens(width: usize, side: Side) -> String {
    match side {
        Side::Start => "-".repeat(width),
        Side::Left => format!(":{}", "-".repeat(width - 1)),
        Side::Right => format!("{}:", "-".repeat(width - 1)),
        Side::Middle => format!(":{}:", "-".repeat(width - 2)),
    }
}

fn joined(cells: impl Iterator<Item = String>) -> String {
    cells.fold("|".to_owned(), |row, cell| format!("{row} {cell} |"))
}
