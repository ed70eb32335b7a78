//! The HTML of other people's banks as Markdown: bold, italics, code, links, pictures, lists, paragraphs; what a reader
//! opens stands on lines of its own.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Tag as MarkdownTag};
use qbank_model::FileId;
use regex::Regex;

use super::pattern::pattern;
use super::rewrite::{Origins, Rewrite};
use crate::Source;
use crate::document::Document;
use crate::masks;

/// How often the text is read again: what stands in a block of HTML is Markdown only once the block is gone.
const MAX_PASSES: usize = 8;

static TAG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"(?is)<!--.*?-->|<(/?)([a-z][a-z0-9]*)((?:[\s/][^<>"']*(?:"[^"]*"|'[^']*')?)*)>"#)
});
static ATTRIBUTE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?is)([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"#));
static PREFORMATTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?is)^<pre[^>]*>\s*(?:<code(?:[^>]*class="[^"]*?language-([a-z0-9+#-]+)[^"]*")?[^>]*>)?\n?(.*?)\s*(?:</code>)?\s*</pre>\s*$"#,
    )
});

/// Returns the text with its HTML as Markdown, and where its parts come from; nothing where there is none to change.
pub(super) fn to_markdown(text: &str) -> Option<(String, Vec<Origins>)> {
    let mut after: Option<String> = None;
    let mut steps = Vec::new();
    for _ in 0..MAX_PASSES {
        let Some((next, origins)) = pass(after.as_deref().unwrap_or(text)) else { break };
        after = Some(next);
        steps.push(origins);
    }
    Some((after?, steps))
}

fn pass(text: &str) -> Option<(String, Origins)> {
    if !text.contains('<') {
        return None;
    }
    let source = Source { file: FileId(0), path: "items/foreign.md", text, domain: None };
    let found = masks::find(text);
    let masked = masks::mask(text, &found);
    let document = Document::parse(&source, &masked, &found, 0);
    let mut tags = Tags { text, rewrite: Rewrite::default(), links: Vec::new() };
    for (event, range) in &document.events {
        match event {
            Event::Start(MarkdownTag::HtmlBlock) => tags.block(document.trimmed(range.clone())),
            Event::InlineHtml(_) => tags.inline(range.clone()),
            _ => {}
        }
    }
    tags.rewrite.apply(text)
}

struct Tags<'t> {
    text: &'t str,
    rewrite: Rewrite,
    /// The addresses of links that are open.
    links: Vec<String>,
}

impl Tags<'_> {
    fn block(&mut self, range: Range<usize>) {
        let html = &self.text[range.clone()];
        if let Some(found) = PREFORMATTED.captures(html) {
            let language = found.get(1).map_or("", |language| language.as_str());
            self.rewrite.put(range, format!("```{language}\n{}\n```", decoded(&found[2])));
            return;
        }
        for found in TAG.captures_iter(html) {
            let Some(tag) = found.get(0).filter(|tag| !tag.as_str().starts_with("<!--")) else { continue };
            let place = range.start + tag.start()..range.start + tag.end();
            let (closes, name) = (!found[1].is_empty(), found[2].to_ascii_lowercase());
            match name.as_str() {
                "details" => self.alone(place),
                "summary" if closes => {}
                "summary" => self.summary(place.start, range.end),
                "br" if self.text[..place.start].ends_with('\n') => self.rewrite.put(place, ""),
                _ => self.tag(place, closes, &name),
            }
        }
    }

    fn inline(&mut self, range: Range<usize>) {
        let Some(found) = TAG.captures(&self.text[range.clone()]) else { return };
        let Some(name) = found.get(2) else { return };
        let name = name.as_str().to_ascii_lowercase();
        match name.as_str() {
            "details" => self.alone(range),
            "summary" if found[1].is_empty() => self.summary(range.start, self.text.len()),
            "summary" => {}
            _ => self.tag(range, !found[1].is_empty(), &name),
        }
    }

    /// Puts blank lines around a tag that does not stand between some.
    fn alone(&mut self, range: Range<usize>) {
        let tag = if self.text[range.clone()].starts_with("</") { "</details>" } else { "<details>" };
        let before = self.text[..range.start].trim_end_matches([' ', '\t']);
        let after = self.text[range.end..].trim_start_matches([' ', '\t', '\r']);
        let is_after_blank = before.is_empty() || blank_ends(before);
        let is_before_blank = after.is_empty()
            || after.starts_with("\n\n")
            || after.trim_start_matches(['\r', '\n', ' ']).is_empty()
            || blank_starts(after);
        let start = if is_after_blank { before.len() } else { range.start };
        let lead = if is_after_blank { "" } else { "\n\n" };
        let tail = if is_before_blank { "" } else { "\n\n" };
        self.rewrite.put(start..range.end, format!("{lead}{tag}{tail}"));
    }

    fn summary(&mut self, start: usize, limit: usize) {
        let rest = &self.text[start..limit];
        let lower = rest.to_ascii_lowercase();
        let (Some(open), Some(close)) = (lower.find('>'), lower.find("</summary>")) else { return };
        let inner = rest.get(open + 1..close).unwrap_or_default();
        let words = TAG.replace_all(inner, "");
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let end = start + close + "</summary>".len();
        let before = self.text[..start].trim_end_matches([' ', '\t']);
        let lead = if blank_ends(before) { "" } else { "\n\n" };
        let from = if blank_ends(before) { before.len() } else { start };
        let tail = if blank_starts(&self.text[end..]) { "" } else { "\n\n" };
        self.rewrite.put(from..end, format!("{lead}<summary>{words}</summary>{tail}"));
    }

    fn tag(&mut self, range: Range<usize>, closes: bool, name: &str) {
        match name {
            "b" | "strong" => self.mark(range, closes, "**"),
            "i" | "em" => self.mark(range, closes, "*"),
            "s" | "del" | "strike" => self.mark(range, closes, "~~"),
            "code" | "tt" | "samp" | "var" => self.mark(range, closes, "`"),
            "span" | "font" | "small" | "big" | "label" | "center" | "mark" | "ins" | "form" | "body" => {
                self.rewrite.put(range, "");
            }
            "p" | "div" | "section" | "article" | "ul" | "ol" | "dl" => self.rewrite.put(range, "\n\n"),
            "li" => self.rewrite.put(range, if closes { "" } else { "\n- " }),
            "hr" => self.rewrite.put(range, "\n\n---\n\n"),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let hashes = "#".repeat(name[1..].parse().unwrap_or(2));
                self.rewrite.put(range, if closes { "\n\n".to_owned() } else { format!("\n\n{hashes} ") });
            }
            "a" if closes => {
                if let Some(address) = self.links.pop() {
                    self.rewrite
                        .put(range, if address.is_empty() { String::new() } else { format!("]({address})") });
                }
            }
            "a" => {
                let address = attribute(&self.text[range.clone()], "href").unwrap_or_default();
                self.rewrite.put(range, if address.is_empty() { "" } else { "[" });
                self.links.push(spelled(&address));
            }
            "img" => {
                let tag = &self.text[range.clone()];
                let alt = attribute(tag, "alt").unwrap_or_default();
                let address = spelled(&attribute(tag, "src").unwrap_or_default());
                self.rewrite.put(range, format!("![{alt}]({address})"));
            }
            "input" => {
                let ticked = self.text[range.clone()].to_ascii_lowercase().contains("checked");
                self.rewrite.put(range, if ticked { "[x] " } else { "[ ] " });
            }
            _ => {}
        }
    }

    /// Puts Markdown's mark for a tag; the spaces inside go outside, where the mark allows them.
    fn mark(&mut self, range: Range<usize>, closes: bool, mark: &str) {
        if closes {
            let before = self.text[..range.start].trim_end_matches(' ');
            let spaces = range.start - before.len();
            self.rewrite.put(before.len()..range.end, format!("{mark}{}", " ".repeat(spaces)));
        } else {
            let after = self.text[range.end..].trim_start_matches(' ');
            let end = self.text.len() - after.len();
            self.rewrite.put(range.start..end, format!("{}{mark}", " ".repeat(end - range.end)));
        }
    }
}

fn blank_ends(before: &str) -> bool {
    let lines = before.trim_end_matches([' ', '\t']);
    lines.is_empty()
        || lines.strip_suffix('\n').is_some_and(|lines| {
            lines.trim_end_matches([' ', '\t', '\r']).ends_with('\n') || lines.trim().is_empty()
        })
}

fn blank_starts(after: &str) -> bool {
    let mut lines = after.split('\n');
    let rest_of_line = lines.next().unwrap_or_default();
    rest_of_line.trim().is_empty() && lines.next().is_none_or(|line| line.trim().is_empty())
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut found = ATTRIBUTE.captures_iter(tag);
    let found = found.find(|found| found[1].eq_ignore_ascii_case(name))?;
    let value = [2, 3, 4].into_iter().find_map(|group| found.get(group))?;
    Some(decoded(value.as_str().trim()))
}

/// An address with a space needs the pointed brackets.
fn spelled(address: &str) -> String {
    if address.contains([' ', '(', ')']) { format!("<{address}>") } else { address.to_owned() }
}

/// Resolves the entities that code and attributes need; Markdown knows the others itself.
fn decoded(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&nbsp;", " ").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_markdown() {
        for (html, expected) in [
            ("Which <b>one</b>?", "Which **one**?"),
            ("a <i> b </i>c", "a  *b* c"),
            ("<code>x = 1</code> and x<sub>1</sub>", "`x = 1` and x<sub>1</sub>"),
            ("<img src='a b.png' alt=\"A chart\" width=10>", "![A chart](<a b.png>)"),
            ("See <a href=\"https://e.org\">this</a>.", "See [this](https://e.org)."),
            ("`<b>` stays", "`<b>` stays"),
            ("<p>One</p>", "\n\nOne\n\n"),
            (
                "x\n<details><summary><b>Show</b> answer</summary>\nB\n</details>",
                "x\n\n\n<details>\n\n\n\n<summary>Show answer</summary>\n\n\nB\n\n\n</details>",
            ),
            ("<pre><code class=\"language-sql\">a &lt; b\n</code></pre>", "```sql\na < b\n```"),
        ] {
            let found = to_markdown(html).map_or_else(|| html.to_owned(), |(text, _)| text);
            assert_eq!(found, expected, "{html}");
            assert!(to_markdown(&found).is_none(), "once: {found}");
        }
    }
}
