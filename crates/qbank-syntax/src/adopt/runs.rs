//! Which lines of a question are its choices: those with boxes, else those with letters, else numbered ones or bullets.

use super::marks::Tick;
use super::pieces::{Piece, PieceKind};
use super::words::PartWord;

/// Returns the pieces that start the choices, from the piece `start` on; none where there are no choices.
pub(super) fn run_of_choices(text: &str, pieces: &[Piece], start: usize) -> Vec<usize> {
    let end = end_of_choices(pieces, start);
    let boxed = boxes(pieces, start);
    if !boxed.is_empty() {
        return boxed;
    }
    let lettered = letters(pieces, start, end);
    if !lettered.is_empty() {
        return lettered;
    }
    let numbered = numbers(pieces, start, end);
    let bullets = bullets(pieces, start, end);
    let is_marked = |run: &[usize]| {
        let marks = |idx: &usize| pieces[*idx].line().map(|line| (line.marks.tick, line.marks.bold));
        run.iter().filter_map(marks).any(|(tick, bold)| tick != Tick::None || bold)
    };
    let has_key = pieces[start..].iter().any(|piece| is_key(piece, text));
    let mut runs = [numbered, bullets].into_iter().filter(|run| run.len() > 1 && (has_key || is_marked(run)));
    runs.next_back().unwrap_or_default()
}

fn is_key(piece: &Piece, text: &str) -> bool {
    match &piece.kind {
        PieceKind::Summary => super::words::summary_word(&text[piece.range.clone()]) == Some(PartWord::Key),
        _ => piece.part().is_some_and(|part| part.word == PartWord::Key),
    }
}

/// Returns where words begin that can only stand below the choices.
fn end_of_choices(pieces: &[Piece], start: usize) -> usize {
    let ends = |piece: &Piece| {
        let is_below =
            piece.part().is_some_and(|part| matches!(part.word, PartWord::Key | PartWord::Rationale));
        let is_outside = piece.column == 0 || piece.line().is_none();
        (is_below && is_outside) || matches!(piece.kind, PieceKind::Open)
    };
    pieces[start..].iter().position(ends).map_or(pieces.len(), |at| start + at)
}

fn boxes(pieces: &[Piece], start: usize) -> Vec<usize> {
    let is_boxed = |idx: &usize| pieces[*idx].line().is_some_and(|line| line.marks.boxed);
    let all: Vec<usize> = (start..pieces.len()).filter(is_boxed).collect();
    let column = all.iter().map(|idx| pieces[*idx].column).min().unwrap_or(0);
    all.into_iter().filter(|idx| pieces[*idx].column <= column + 1).collect()
}

/// Returns the last lines that are lettered from A on, without a gap.
fn letters(pieces: &[Piece], start: usize, end: usize) -> Vec<usize> {
    let mut best: Vec<usize> = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    for (idx, piece) in pieces.iter().enumerate().take(end).skip(start) {
        let Some(letter) = piece.line().and_then(|line| line.marks.letter) else { continue };
        if letter == 0 {
            run = vec![idx];
        } else if letter == run.len() && !run.is_empty() {
            run.push(idx);
        }
        if run.len() > 1 && run.first() != best.first() || run.len() > best.len() && run.len() > 1 {
            best.clone_from(&run);
        }
    }
    best
}

fn numbers(pieces: &[Piece], start: usize, end: usize) -> Vec<usize> {
    let mut run: Vec<usize> = Vec::new();
    for (idx, piece) in pieces.iter().enumerate().take(end).skip(start) {
        let Some(number) = piece.line().and_then(|line| line.marks.number) else { continue };
        if number == 1 && run.len() < 2 {
            run = vec![idx];
        } else if !run.is_empty() && (number as usize == run.len() + 1 || number == 1) {
            run.push(idx);
        }
    }
    run
}

/// Returns the last bullets of one column.
fn bullets(pieces: &[Piece], start: usize, end: usize) -> Vec<usize> {
    let mut run: Vec<usize> = Vec::new();
    for (idx, piece) in pieces.iter().enumerate().take(end).skip(start) {
        let is_bullet = piece.line().is_some_and(|line| line.marks.bullet);
        let column = run.first().map(|first| pieces[*first].column);
        if is_bullet && column.is_some_and(|column| piece.column > column + 1) {
            continue;
        }
        if is_bullet {
            run.push(idx);
        } else if piece.is_plain() && piece.after_blank && column.is_some_and(|column| piece.column <= column)
        {
            run.clear();
        }
    }
    run
}
