//! What the blueprint asks for and what the bank has, as a table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use qbank_model::{Bank, Status};

use super::question::Writer;

/// Returns the table of domains and their objectives; a sentence where there is no blueprint.
pub(super) fn table(bank: &Bank) -> String {
    let Some(blueprint) = bank.blueprint() else { return "<p>The bank has no blueprint.</p>".to_owned() };
    let writer = Writer { bank };
    let asked: Vec<_> = bank.items().filter(|item| item.status != Status::Retired).collect();
    let mut of_objective: BTreeMap<&str, usize> = BTreeMap::new();
    let mut of_domain: BTreeMap<&str, usize> = BTreeMap::new();
    for item in &asked {
        if let Some(objective) = &item.objective {
            *of_objective.entry(objective.value.as_str()).or_default() += 1;
        }
        if let Some(domain) = blueprint.place(item) {
            *of_domain.entry(domain.id.as_str()).or_default() += 1;
        }
    }
    let count = |counts: &BTreeMap<&str, usize>, id: &str| counts.get(id).copied().unwrap_or_default();
    let mut out = String::from(
        "<table><thead><tr><th scope=\"col\">Objective</th><th scope=\"col\" class=\"figure\">Questions</th>\
         <th scope=\"col\" class=\"figure\">At least</th></tr></thead>",
    );
    for domain in blueprint.domains() {
        let share = match asked.len() {
            0 => 0,
            all => count(&of_domain, &domain.id) * 100 / all,
        };
        let _ = write!(
            out,
            "<tbody><tr><th scope=\"rowgroup\">{}</th><td class=\"figure\">{} ({share} %)</td>\
             <td class=\"figure\">{} %</td></tr>",
            writer.text(&domain.title),
            count(&of_domain, &domain.id),
            domain.weight.percent.normalize()
        );
        for objective in &domain.objectives {
            let n_items = count(&of_objective, &objective.id);
            let least = objective.min_items.unwrap_or(1) as usize;
            let short = if n_items < least { " short" } else { "" };
            let title = writer.text(&objective.title);
            let _ = write!(
                out,
                "<tr><td>{title}</td><td class=\"figure{short}\">{n_items}</td><td class=\"figure\">{least}</td></tr>"
            );
        }
        out.push_str("</tbody>");
    }
    out + "</table>"
}
