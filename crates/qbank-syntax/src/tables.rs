//! Counts the cells that an author wrote in a table's row, because Markdown drops those beyond the header's.

/// Counts the cells of a row's source line, formulas masked; an escaped pipe ends no cell.
pub(crate) fn n_cells(row: &str) -> usize {
    let row = row.trim().trim_start_matches(['>', ' ']);
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut n_pipes = 0;
    let mut ends_in_pipe = false;
    let mut bytes = row.bytes();
    while let Some(byte) = bytes.next() {
        ends_in_pipe = byte == b'|';
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'|' => n_pipes += 1,
            _ => {}
        }
    }
    if ends_in_pipe { n_pipes } else { n_pipes + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_counted_as_written() {
        for (row, expected) in [
            ("| a | b |", 2),
            ("a | b", 2),
            ("| a | b | c", 3),
            ("| a \\| b | c |", 2),
            ("|a||", 2),
            ("> | a | b |", 2),
        ] {
            assert_eq!(n_cells(row), expected, "{row}");
        }
    }
}
