//! Coverage on a terminal: a table with bars.

use std::fmt::Write as _;

use super::shape::{Band, Coverage, Domain, Objective};
use crate::terminal::one_line;

/// Letters in a bar.
const BAR: usize = 24;

/// Returns the table, the gaps and the notes.
pub(crate) fn text(coverage: &Coverage) -> String {
    let title = format!("{}: {}", coverage.blueprint.title, coverage.headline());
    let mut text = format!("{}\n\n", one_line(&title));
    let rows = rows(coverage);
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or_default();
    let head = ["recall", "apply", "analyze"].map(str::to_owned);
    let _ = writeln!(text, "{:width$}  need  have  {:BAR$}{}", "", "", columns(&head));
    for row in &rows {
        let need = row.need.map_or("-".to_owned(), |need| need.to_string());
        let line =
            format!("{:width$}  {need:>4}  {:>4}  {}{}", row.name, row.have, row.bar, columns(&row.bands));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    for (title, lines) in [("Gaps", coverage.gaps()), ("Notes", coverage.notes())] {
        if !lines.is_empty() {
            let _ = writeln!(text, "\n{title}:");
        }
        for line in lines {
            let _ = writeln!(text, "  {}", one_line(&line));
        }
    }
    text
}

/// A line of the table.
struct Row {
    name: String,
    need: Option<u32>,
    have: u32,
    bar: String,
    bands: [String; 3],
}

/// Returns a row for each domain, followed by those of its objectives; bars of one kind have one scale.
fn rows(coverage: &Coverage) -> Vec<Row> {
    let domains = || coverage.domains.iter();
    let most_of_domain = domains().map(|domain| domain.have.max(domain.need.unwrap_or_default())).max();
    let objectives = domains().flat_map(|domain| &domain.objectives);
    let most_of_objective =
        objectives.map(|objective| objective.have.max(objective.need.unwrap_or_default())).max();
    let with_objectives = |domain: &Domain| {
        let objectives =
            domain.objectives.iter().map(|objective| objective_row(objective, most_of_objective));
        std::iter::once(domain_row(domain, most_of_domain)).chain(objectives).collect::<Vec<_>>()
    };
    domains().flat_map(with_objectives).collect()
}

fn domain_row(domain: &Domain, most: Option<u32>) -> Row {
    Row {
        name: one_line(&domain.id),
        need: domain.need,
        have: domain.have,
        bar: bar(domain.need, domain.have, most.unwrap_or_default()),
        bands: domain.bands.each_ref().map(Band::in_words),
    }
}

fn objective_row(objective: &Objective, most: Option<u32>) -> Row {
    let shown = |count: u32| if count == 0 { "·".to_owned() } else { count.to_string() };
    Row {
        name: format!("  {}", one_line(&objective.id)),
        need: objective.need,
        have: objective.have,
        bar: bar(objective.need, objective.have, most.unwrap_or_default()),
        bands: objective.levels.bands().map(shown),
    }
}

fn columns(cells: &[String; 3]) -> String {
    let [recall, apply, analyze] = cells;
    format!("  {recall:>8}  {apply:>8}  {analyze:>8}")
}

/// Draws what there is, what is missing of what is needed, and a mark where the need ends.
fn bar(need: Option<u32>, have: u32, most: u32) -> String {
    let letters = |count: u32| (u64::from(count) * BAR as u64).div_ceil(u64::from(most.max(1))) as usize;
    let (have, need) = (letters(have), need.map(letters).unwrap_or_default());
    let letter = |at: usize| match at {
        at if at + 1 == need && have > need => '▌',
        at if at < have => '█',
        at if at < need => '░',
        _ => ' ',
    };
    (0..BAR).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_show_what_there_is_and_what_is_missing() {
        for (need, have, expected) in [
            (Some(6), 12, "███████████▌████████████"),
            (Some(12), 6, "████████████░░░░░░░░░░░░"),
            (Some(12), 12, "████████████████████████"),
            (None, 3, "██████                  "),
            (Some(1), 0, "░░                      "),
        ] {
            assert_eq!(bar(need, have, 12), expected, "{need:?}, {have}");
        }
    }
}
