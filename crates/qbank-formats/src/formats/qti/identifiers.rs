//! Names inside a package: stable for an item's life, distinct, and safe on every system.

use std::collections::HashSet;

/// Names that were given so far.
#[derive(Default)]
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// Gives the first of the candidates that is free; if none is, the last one with the lowest free number.
    pub(super) fn give(&mut self, candidates: &[&str]) -> String {
        let free = candidates.iter().find(|candidate| !self.taken.contains(**candidate));
        let name = match (free, candidates.last()) {
            (Some(free), _) => (*free).to_owned(),
            (None, last) => self.numbered(last.unwrap_or(&"")),
        };
        self.taken.insert(name.clone());
        name
    }

    /// Gives a name for a file: small ASCII letters, digits, dots and hyphens, so that no system and no importer
    /// mistakes one for another. A number that keeps two apart stands before the extension.
    pub(super) fn give_file(&mut self, file_name: &str) -> String {
        let (stem, extension) = file_name.rsplit_once('.').unwrap_or((file_name, ""));
        let [stem, extension] = [stem, extension].map(safe);
        let extension = if extension.is_empty() { extension } else { format!(".{extension}") };
        let stem = if stem.is_empty() { "file" } else { &stem };
        let mut name = format!("{stem}{extension}");
        let mut number = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{stem}-{number}{extension}");
            number += 1;
        }
        name
    }

    fn numbered(&self, base: &str) -> String {
        let mut number = 2;
        loop {
            let name = format!("{base}-{number}");
            if !self.taken.contains(&name) {
                return name;
            }
            number += 1;
        }
    }
}

/// Returns text as an XML name after a prefix that is one: what names cannot hold becomes a hyphen.
pub(super) fn xml_name(prefix: &str, text: &str) -> String {
    let rest = text.chars().map(|character| {
        if character.is_ascii_alphanumeric() || matches!(character, '.' | '_') { character } else { '-' }
    });
    prefix.chars().chain(rest).collect()
}

fn safe(text: &str) -> String {
    let small = text.chars().map(|character| match character.to_ascii_lowercase() {
        plain @ ('a'..='z' | '0'..='9' | '.') => plain,
        _ => '-',
    });
    small.collect::<String>().trim_matches(['.', '-']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_distinct_and_portable_names() {
        let mut names = Names::default();
        for (file_name, expected) in [
            ("Reorder Point.PNG", "reorder-point.png"),
            ("reorder point.png", "reorder-point-2.png"),
            ("é.svg", "file.svg"),
            ("a.b.svg", "a.b.svg"),
            ("plain", "plain"),
            ("...", "file"),
        ] {
            assert_eq!(names.give_file(file_name), expected, "{file_name}");
        }
    }

    #[test]
    fn taken_names_are_given_once() {
        let mut names = Names::default();
        let given: Vec<String> = [["old", "a"], ["old", "b"], ["old", "b"]]
            .iter()
            .map(|candidates| names.give(candidates))
            .collect();
        assert_eq!(given, ["old", "b", "b-2"]);
    }
}
