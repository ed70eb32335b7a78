//! What the blueprint asks for and what the bank holds, as a heat map that is a table: its shades repeat its numbers.

use std::fmt::Write as _;

use qbank_lint::coverage::{Count, Coverage, DomainCoverage, ObjectiveCoverage, is_live};
use qbank_model::{Bank, Level};

use super::question::Writer;

/// Returns the map of domains, objectives and levels; a sentence where there is no blueprint.
pub(super) fn map(bank: &Bank) -> String {
    let Some(blueprint) = bank.blueprint() else { return "<p>The bank has no blueprint.</p>".to_owned() };
    let live = bank.entries().iter().filter(|entry| is_live(entry));
    let coverage = Coverage::new(bank, blueprint, live);
    let mut out = String::new();
    if blueprint.has_unofficial_weight() {
        out.push_str("<p><strong>Provisional weights</strong>: of some domains no official source gives the weight.</p>");
    }
    out.push_str(
        "<table><caption>Questions that are not retired, by objective and level</caption><thead><tr>",
    );
    out.push_str("<th scope=\"col\">Objective</th>");
    for level in Level::ALL {
        let _ = write!(out, "<th scope=\"col\" class=\"figure\">{}</th>", level.as_str());
    }
    out.push_str(
        "<th scope=\"col\" class=\"figure\">no level</th><th scope=\"col\" class=\"figure\">all</th>",
    );
    out.push_str("<th scope=\"col\" class=\"figure\">wanted</th></tr></thead>");
    let writer = Writer { bank };
    let n_items = coverage.n_items();
    for held in &coverage.domains {
        domain(&writer, held, n_items, &mut out);
    }
    let unplaced = coverage.unplaced.total();
    if unplaced > 0 {
        let _ = write!(
            out,
            "<tbody><tr><th scope=\"row\">In no domain</th>{}<td></td></tr></tbody>",
            cells(&coverage.unplaced)
        );
    }
    out + "</table>"
}

fn domain(writer: &Writer, held: &DomainCoverage, n_items: u32, out: &mut String) {
    let title = writer.text(&held.domain.title);
    let share = (held.count.total() * 100).checked_div(n_items).unwrap_or_default();
    let weight = held.domain.weight.percent.normalize();
    let _ = write!(
        out,
        "<tbody><tr class=\"domain\"><th scope=\"rowgroup\">{title}</th>{}<td class=\"figure\">{share} % of {weight} %</td></tr>",
        cells(&held.count)
    );
    for ObjectiveCoverage { id, objective, count, .. } in &held.objectives {
        let title = writer.text(objective.map_or(id, |objective| &objective.title));
        let wanted = objective.and_then(|objective| objective.min_items).unwrap_or(1);
        let short = if count.total() < wanted { " class=\"short\"" } else { "" };
        let _ = write!(
            out,
            "<tr{short}><th scope=\"row\">{title}</th>{}<td class=\"figure\">{wanted}</td></tr>",
            cells(count)
        );
    }
    if held.without_objective.total() > 0 {
        let cells = cells(&held.without_objective);
        let _ = write!(out, "<tr><th scope=\"row\">Without an objective</th>{cells}<td></td></tr>");
    }
    out.push_str("</tbody>");
}

/// Returns the cells of a count: each level, no level, and all.
fn cells(count: &Count) -> String {
    let mut out = String::new();
    for n_items in Level::ALL.map(|level| count.at(level)).into_iter().chain([count.without_level()]) {
        let shade = match n_items {
            0..=2 => n_items,
            3..=5 => 3,
            _ => 4,
        };
        let _ = write!(out, "<td class=\"figure heat-{shade}\">{n_items}</td>");
    }
    let _ = write!(out, "<td class=\"figure all\">{}</td>", count.total());
    out
}
