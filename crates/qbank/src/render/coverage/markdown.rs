//! Coverage for a pull request or a job's summary.

use std::fmt::Write as _;

use super::shape::{Band, Coverage, Domain};
use crate::render::markdown::literal;

/// Returns a table of the domains, a folded one of the objectives, the gaps and the notes.
pub(crate) fn markdown(coverage: &Coverage) -> String {
    let title = literal(&coverage.blueprint.title);
    let mut text = format!("## Coverage of {title}\n\n{}\n\n", literal(&coverage.headline()));
    text.push_str(
        "| domain | weight | need | have | recall | apply | analyze |\n|---|--:|--:|--:|--:|--:|--:|\n",
    );
    for domain in &coverage.domains {
        let bands: Vec<String> = domain.bands.iter().map(Band::in_words).collect();
        let (need, weight) = (number(domain.need), literal(&domain.weight_in_words()));
        let title = literal(&domain.title);
        let _ = writeln!(
            text,
            "| {title} | {weight} | {need} | {} | {} |",
            short(domain.need, domain.have),
            bands.join(" | ")
        );
    }
    for (title, lines) in [("Gaps", coverage.gaps()), ("Notes", coverage.notes())] {
        if !lines.is_empty() {
            let _ = write!(text, "\n### {title}\n\n");
        }
        for line in lines {
            let _ = writeln!(text, "- {}", literal(&line));
        }
    }
    text.push_str("\n<details><summary>Objectives</summary>\n\n");
    text.push_str("| objective | need | have | recall | apply | analyze |\n|---|--:|--:|--:|--:|--:|\n");
    coverage.domains.iter().for_each(|domain| objectives(&mut text, domain));
    text.push_str("\n</details>\n");
    text
}

fn objectives(text: &mut String, domain: &Domain) {
    for objective in &domain.objectives {
        let bands = objective.levels.bands().map(|count| count.to_string());
        let need = number(objective.need);
        let _ = writeln!(
            text,
            "| `{}`: {} | {need} | {} | {} |",
            objective.id.replace(['`', '|', '\n', '\r'], " "),
            literal(&objective.title),
            short(objective.need, objective.have),
            bands.join(" | ")
        );
    }
}

fn number(need: Option<u32>) -> String {
    need.map_or_else(String::new, |need| need.to_string())
}

/// Returns what there is, in bold where it is less than is needed.
fn short(need: Option<u32>, have: u32) -> String {
    if need.is_some_and(|need| have < need) { format!("**{have}**") } else { have.to_string() }
}
