//! Rich text as readers of the suite's pages see it: plain words, and names in brackets for all that is more.

use qbank_model::content::{Alignment, LinkTarget, Style, Table};
use qbank_model::{Block, Content, Inline};

/// Returns the lines of a content: `[strong: two]`, `[math: Q^*]`, `- entry`, `> quotation`, `| cell |`.
pub fn lines(content: &Content) -> Vec<String> {
    content.0.iter().flat_map(block).collect()
}

/// Returns a run of inline parts on one line.
pub fn inline(parts: &[Inline]) -> String {
    parts.iter().map(one).collect()
}

fn block(block: &Block) -> Vec<String> {
    match block {
        Block::Paragraph(parts) => vec![inline(parts)],
        Block::List(list) => {
            let markers = (list.start.unwrap_or_default()..).map(|number| match list.start {
                Some(_) => format!("{number}. "),
                None => "- ".to_owned(),
            });
            let entries = list.entries.iter().zip(markers);
            entries.flat_map(|(entry, marker)| behind(&marker, &lines(entry))).collect()
        }
        Block::Code(code) => {
            let label = format!("[code {}", code.language).trim_end().to_owned() + "]";
            let code = code.text.lines().map(|line| format!("    {line}").trim_end().to_owned());
            std::iter::once(label).chain(code).collect()
        }
        Block::Quote(content) => lines(content).iter().map(|line| format!("> {line}")).collect(),
        Block::Table(table) => rows(table),
        Block::Rule => vec!["[rule]".to_owned()],
    }
}

/// Puts a marker before the first line and as many spaces before the others.
fn behind(marker: &str, lines: &[String]) -> Vec<String> {
    let indent = " ".repeat(marker.len());
    let first = lines.first().map(String::as_str).unwrap_or_default();
    let rest = lines.iter().skip(1).map(|line| format!("{indent}{line}"));
    std::iter::once(format!("{marker}{first}")).chain(rest).collect()
}

fn rows(table: &Table) -> Vec<String> {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let texts = |cells: &Vec<Vec<Inline>>| row(cells.iter().map(|cell| inline(cell)).collect());
    let alignment = table.alignment.iter().map(|alignment| match alignment {
        Alignment::None => "-",
        Alignment::Left => ":-",
        Alignment::Center => ":-:",
        Alignment::Right => "-:",
    });
    let mut lines = vec![texts(&table.header), row(alignment.map(str::to_owned).collect())];
    lines.extend(table.rows.iter().map(texts));
    lines
}

fn one(part: &Inline) -> String {
    match part {
        Inline::Text(text) => text.escape_debug().to_string().replace("\\'", "'").replace("\\\"", "\""),
        Inline::Styled(style, inner) => format!("[{}: {}]", name(*style), inline(inner)),
        Inline::Code(code) => format!("[code: {code}]"),
        Inline::Math(math) if math.value.is_display() => {
            format!("[display: {}]", math.value.tex().replace('\n', " "))
        }
        Inline::Math(math) => format!("[math: {}]", math.value.tex().replace('\n', " ")),
        Inline::Blank(number) => format!("[gap {}]", number + 1),
        Inline::Slot(slot) => format!("[place: {}]", slot.value.source()),
        Inline::Image(image) => format!("[image {}: {}]", image.path.value, image.alt),
        Inline::Link(link) => match &link.target.value {
            LinkTarget::Web(address) => format!("[link {address}: {}]", inline(&link.text)),
            LinkTarget::File(path) => format!("[file {path}: {}]", inline(&link.text)),
        },
        Inline::Footnote(note) => format!("[note: {}]", lines(note).join(" / ")),
        Inline::Break => "[break]".to_owned(),
    }
}

fn name(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "emphasis",
        Style::Strong => "strong",
        Style::Strike => "struck",
        Style::Subscript => "sub",
        Style::Superscript => "sup",
        Style::Underline => "underlined",
        Style::Keyboard => "key",
    }
}
