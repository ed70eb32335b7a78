//! Coverage as a page of its own: a heat map, then the same numbers in tables. Nothing is loaded and nothing runs.

use std::fmt::Write as _;

use super::shape::{Band, Coverage, Domain};
use crate::terminal::one_line;

const STYLE: &str = include_str!("page.css");

/// Units of the heat map: a row's height, the width of names and of a column, and the space around a text.
const ROW: u32 = 22;
const NAMES: u32 = 200;
const COLUMN: u32 = 80;
const HEADS: [&str; 4] = ["all", "recall", "apply", "analyze"];

/// Returns the page.
pub(crate) fn html(coverage: &Coverage) -> String {
    let title = format!("Coverage of {}", escape(&coverage.blueprint.title));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{}</p>\n",
        escape(&coverage.headline())
    );
    for (title, lines) in [("Notes", coverage.notes()), ("Gaps", coverage.gaps())] {
        list(&mut page, title, &lines);
    }
    page.push_str("<h2>Heat map</h2>\n<p>Items for each objective, by what they ask of the mind. The tables below have the same numbers.</p>\n");
    page.push_str(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Heat map, which may scroll\">\n",
    );
    page.push_str(&heat_map(coverage));
    page.push_str("</div>\n<h2>Domains</h2>\n");
    domains(&mut page, coverage);
    page.push_str("<h2>Objectives</h2>\n");
    objectives(&mut page, coverage);
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

/// Returns the heat map as an SVG picture: a row for each domain and objective, deeper colours for more items, and the
/// number in each field.
pub(crate) fn heat_map(coverage: &Coverage) -> String {
    let n_rows: u32 = coverage.domains.iter().map(|domain| domain.objectives.len() as u32 + 1).sum();
    let (width, height) = (NAMES + COLUMN * HEADS.len() as u32, ROW * (n_rows + 1));
    let mut svg = format!(
        "<svg class=\"heat\" role=\"img\" aria-labelledby=\"heat-title\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" xmlns=\"http://www.w3.org/2000/svg\">\n\
         <title id=\"heat-title\">Items by domain, objective and level: the tables have the same numbers</title>\n"
    );
    for (column, head) in HEADS.iter().enumerate() {
        text(&mut svg, "head", (center(column), 15), head);
    }
    let objectives = coverage.domains.iter().flat_map(|domain| &domain.objectives);
    let most = objectives.map(|objective| objective.have).max().unwrap_or_default();
    let mut top = ROW;
    for domain in &coverage.domains {
        let [recall, apply, analyze] = domain.bands.each_ref().map(|band| band.have);
        text(&mut svg, "domain", (4, top + 15), &domain.id);
        for (column, count) in [domain.have, recall, apply, analyze].into_iter().enumerate() {
            text(&mut svg, "sum", (center(column), top + 15), &count.to_string());
        }
        top += ROW;
        for objective in &domain.objectives {
            let is_short = objective.need.is_some_and(|need| objective.have < need);
            let mark = if is_short { " ▼" } else { "" };
            text(&mut svg, "objective", (14, top + 15), &format!("{}{mark}", objective.id));
            let [recall, apply, analyze] = objective.levels.bands();
            for (column, count) in [objective.have, recall, apply, analyze].into_iter().enumerate() {
                field(&mut svg, (column, top), (count, most));
            }
            top += ROW;
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn center(column: usize) -> u32 {
    NAMES + COLUMN * column as u32 + COLUMN / 2
}

fn text(svg: &mut String, class: &str, (x, y): (u32, u32), text: &str) {
    let _ = writeln!(svg, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", escape(text));
}

/// Draws a field, in one of five depths of colour.
fn field(svg: &mut String, (column, top): (usize, u32), (count, most): (u32, u32)) {
    let depth = (u64::from(count) * 4).div_ceil(u64::from(most.max(1)));
    let x = NAMES + COLUMN * column as u32 + 1;
    let (width, height) = (COLUMN - 2, ROW - 2);
    let _ = writeln!(
        svg,
        "<rect class=\"depth-{depth}\" x=\"{x}\" y=\"{}\" width=\"{width}\" height=\"{height}\"/>",
        top + 1
    );
    text(svg, &format!("on-{depth}"), (center(column), top + 15), &count.to_string());
}

fn list(page: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let _ = write!(page, "<h2>{title}</h2>\n<ul>\n");
    for line in lines {
        let _ = writeln!(page, "<li>{}</li>", escape(line));
    }
    page.push_str("</ul>\n");
}

fn domains(page: &mut String, coverage: &Coverage) {
    let heads = ["Domain", "Weight", "Need", "Have", "Recall", "Apply", "Analyze"];
    table(page, "What a form needs of each domain, and what there is", &heads);
    for domain in &coverage.domains {
        let bands = domain.bands.each_ref().map(Band::in_words);
        let mut cells = vec![domain.weight_in_words(), number(domain.need), have(domain.need, domain.have)];
        cells.extend(bands);
        row(page, &domain.title, &cells);
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
}

fn objectives(page: &mut String, coverage: &Coverage) {
    let heads = ["Objective", "Domain", "Need", "Have", "Recall", "Apply", "Analyze"];
    table(page, "What each objective needs, and what there is", &heads);
    let all = coverage
        .domains
        .iter()
        .flat_map(|domain: &Domain| domain.objectives.iter().map(move |objective| (domain, objective)));
    for (domain, objective) in all {
        let mut cells = vec![domain.id.clone(), number(objective.need), have(objective.need, objective.have)];
        cells.extend(objective.levels.bands().map(|count| count.to_string()));
        row(page, &format!("{}: {}", objective.id, objective.title), &cells);
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
}

fn table(page: &mut String, caption: &str, heads: &[&str]) {
    let _ = write!(
        page,
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\">\n<table>\n\
         <caption>{caption}</caption>\n<thead>\n<tr>"
    );
    for head in heads {
        let _ = write!(page, "<th scope=\"col\">{head}</th>");
    }
    page.push_str("</tr>\n</thead>\n<tbody>\n");
}

fn row(page: &mut String, head: &str, cells: &[String]) {
    let _ = write!(page, "<tr><th scope=\"row\">{}</th>", escape(head));
    for cell in cells {
        let _ = write!(page, "<td>{}</td>", escape(cell));
    }
    page.push_str("</tr>\n");
}

fn number(need: Option<u32>) -> String {
    need.map_or_else(String::new, |need| need.to_string())
}

/// Returns what there is, with a mark where it is less than is needed, so that no colour has to tell it.
fn have(need: Option<u32>, have: u32) -> String {
    if need.is_some_and(|need| have < need) { format!("{have} ▼") } else { have.to_string() }
}

/// Writes text as it may stand between tags or in an attribute.
fn escape(text: &str) -> String {
    let text = one_line(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
