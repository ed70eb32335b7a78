//! YAML at the head of a file as the TOML that a question file begins with.

use crate::front_matter::split;

/// The head of a file.
pub(super) struct Front {
    /// The head as TOML; absent where it stays as it is.
    pub(super) toml: Option<String>,
    /// Where the Markdown begins.
    pub(super) end: usize,
}

/// Names in YAML that say what an attribute of the format says, and the attribute's name.
const KNOWN: [(&str, &str); 7] = [
    ("tags", "tags"),
    ("keywords", "tags"),
    ("author", "authors"),
    ("authors", "authors"),
    ("license", "license"),
    ("lang", "language"),
    ("language", "language"),
];
/// Attributes that hold a list.
const LISTS: [&str; 2] = ["tags", "authors"];

/// Reads the head of a file; what has no attribute stays as a comment.
pub(super) fn to_toml(text: &str) -> Front {
    let own = split(text);
    if own.front_matter.is_some() {
        return Front { toml: None, end: own.body.start };
    }
    let start = own.body.start;
    let Some((yaml, end)) = yaml(&text[start..]) else { return Front { toml: None, end: start } };
    let mut toml = String::from("+++\n");
    for entry in entries(yaml) {
        match known(&entry) {
            Some(line) => toml.push_str(&line),
            None => toml.extend(entry.iter().flat_map(|line| ["# ", line, "\n"])),
        }
    }
    toml.push_str("+++\n");
    Front { toml: Some(format!("{}{toml}", &text[..start])), end: start + end }
}

/// Returns what stands between two lines of `---` at the start of a text, and where the rest begins.
fn yaml(text: &str) -> Option<(&str, usize)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let mut at = first.len();
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            let yaml = &text[first.len()..at];
            let is_yaml = yaml
                .lines()
                .next()
                .is_some_and(|line| line.contains(':') && !line.starts_with([' ', '#', '-']));
            return is_yaml.then_some((yaml, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Splits YAML at its top-level names; the lines below one belong to it.
fn entries(yaml: &str) -> Vec<Vec<&str>> {
    let mut entries: Vec<Vec<&str>> = Vec::new();
    for line in yaml.lines() {
        let belongs = line.starts_with([' ', '\t', '-']) || line.is_empty();
        match entries.last_mut() {
            Some(entry) if belongs => entry.push(line.trim_end()),
            _ => entries.push(vec![line.trim_end()]),
        }
    }
    entries
}

/// Returns the line of TOML for an entry that is a text or a plain list of texts under a known name.
fn known(entry: &[&str]) -> Option<String> {
    let (name, value) = entry.first()?.split_once(':')?;
    let (_, attribute) = KNOWN.iter().find(|(known, _)| known.eq_ignore_ascii_case(name.trim()))?;
    let below: Vec<&str> = entry[1..].iter().copied().filter(|line| !line.is_empty()).collect();
    let value = value.trim();
    let texts: Vec<&str> = if let Some(inner) =
        value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'))
    {
        inner.split(',').map(str::trim).collect()
    } else if value.is_empty() {
        below.iter().map(|line| line.trim_start().strip_prefix("- ").map(str::trim)).collect::<Option<_>>()?
    } else if below.is_empty() {
        vec![value]
    } else {
        return None;
    };
    let texts: Vec<String> =
        texts.into_iter().filter(|text| !text.is_empty()).map(scalar).collect::<Option<_>>()?;
    let quoted: Vec<String> = texts.iter().map(|text| crate::print::attributes::text(text)).collect();
    match (LISTS.contains(attribute), &quoted[..]) {
        (_, []) => None,
        (true, quoted) => Some(format!("{attribute} = [{}]\n", quoted.join(", "))),
        (false, [one]) => Some(format!("{attribute} = {one}\n")),
        (false, _) => None,
    }
}

/// Reads a plain or quoted text; anything that YAML might read otherwise is none.
fn scalar(text: &str) -> Option<String> {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner
                .strip_suffix(quote)
                .filter(|inner| !inner.contains([quote, '\\']))
                .map(str::to_owned);
        }
    }
    let is_plain = !text
        .contains(['#', '{', '}', '[', ']', '&', '*', '!', '|', '>', '%', '@', '`', '"', '\''])
        && !text.contains(": ");
    is_plain.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_becomes_toml() {
        let yaml =
            "---\ntitle: Lots\ntags: [lots, 'setup']\nauthor: Ada B.\nweights:\n  a: 1\nlang: en\n---\n# x\n";
        let front = to_toml(yaml);
        let expected = "+++\n# title: Lots\ntags = [\"lots\", \"setup\"]\nauthors = [\"Ada B.\"]\n# weights:\n#   a: 1\nlanguage = \"en\"\n+++\n";
        assert_eq!(front.toml.as_deref(), Some(expected));
        assert_eq!(&yaml[front.end..], "# x\n");
    }

    #[test]
    fn other_heads_stay() {
        for text in ["+++\na = 1\n+++\nx", "---\n\nA rule\n\n---\n", "# Title\n", "---\ntitle: open\n"] {
            assert_eq!(to_toml(text).toml, None, "{text}");
        }
    }
}
