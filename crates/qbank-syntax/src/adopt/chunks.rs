//! Pieces back to blocks of Markdown, moved to the left by the columns that their question was set in.

use super::pieces::{Piece, PieceKind};

/// Returns the blocks that pieces make; lines without a blank line between them are one.
pub(super) fn chunks(text: &str, pieces: &[Piece], column: usize) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut goes_on = false;
    for piece in pieces {
        let is_line = piece.line().is_some();
        let raw = moved(text, piece, column);
        match blocks.last_mut() {
            Some(last) if is_line && goes_on && !piece.after_blank => {
                last.push_str(&raw_break(text, piece));
                last.push_str(&raw);
            }
            _ => blocks.push(raw),
        }
        goes_on = is_line;
    }
    blocks
}

/// The line break before a piece, with the two spaces that make it a hard one.
fn raw_break(text: &str, piece: &Piece) -> String {
    let before = text[..piece.range.start].trim_end_matches([' ', '\t']);
    let line = before.strip_suffix('\n').unwrap_or(before);
    if line.ends_with("  ") { "  \n".to_owned() } else { "\n".to_owned() }
}

fn moved(text: &str, piece: &Piece, column: usize) -> String {
    let raw = &text[piece.range.clone()];
    match &piece.kind {
        PieceKind::Heading(..) => format!("**{raw}**"),
        PieceKind::Line(_) => format!("{}{raw}", " ".repeat(piece.column.saturating_sub(column))),
        _ => {
            let mut lines = raw.lines();
            let first = lines.next().unwrap_or_default().to_owned();
            let others = lines.map(|line| without_indent(line, piece.column));
            std::iter::once(first).chain(others).collect::<Vec<_>>().join("\n")
        }
    }
}

/// Takes at most so many columns of spaces off a line.
fn without_indent(line: &str, column: usize) -> String {
    let n_spaces = line.len() - line.trim_start_matches(' ').len();
    line[n_spaces.min(column)..].to_owned()
}
