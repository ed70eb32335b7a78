//! Names that authors give and that stay for ever: of items, cases and choices.

use std::fmt;

/// Why a text is no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdFault {
    /// It breaks the grammar `[a-z][a-z0-9-]{0,63}`.
    #[error("an id is a small letter, then up to 63 small letters, digits or hyphens")]
    Grammar,
    /// Windows cannot name a file so.
    #[error("Windows reserves the name \"{0}\"")]
    Reserved(String),
}

/// The id of an item or a case: `[a-z][a-z0-9-]{0,63}`, and no name that Windows reserves; of a variant, the item's with
/// `~` and a number behind it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(Box<str>);

impl ItemId {
    /// The most characters an id may have.
    pub const MAX: usize = 64;

    /// Checks a text against the grammar of ids.
    ///
    /// # Errors
    /// Fails when the text breaks the grammar or is reserved by Windows (`con`, `nul`, `com1` …), because packages
    /// name files after ids.
    pub fn new(text: &str) -> Result<Self, IdFault> {
        if !follows_grammar(text) {
            return Err(IdFault::Grammar);
        }
        if is_reserved(text) {
            return Err(IdFault::Reserved(text.to_owned()));
        }
        Ok(Self(text.into()))
    }

    /// Returns the id of an item's variant, numbered from 1: `id~1`, which no author can give.
    #[must_use]
    pub fn variant(&self, number: u32) -> Self {
        Self(format!("{}~{number}", self.0).into())
    }

    /// Reads the id of an item or of a variant, as [`ItemId::variant`] writes it; `None` where the text is neither.
    pub fn of_variant(text: &str) -> Option<Self> {
        match text.split_once('~') {
            None => Self::new(text).ok(),
            Some((item, number)) => {
                let variant = Self::new(item).ok()?.variant(number.parse().ok()?);
                (variant.as_str() == text).then_some(variant)
            }
        }
    }

    /// Returns the id's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The id of a choice or another part to pick, unique in its item: the author's, else `a`, `b`, `c` … in authored order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChoiceId(Box<str>);

impl ChoiceId {
    /// Checks a text against the grammar of ids; Windows' names are no matter here.
    ///
    /// # Errors
    /// Fails when the text breaks the grammar.
    pub fn new(text: &str) -> Result<Self, IdFault> {
        if follows_grammar(text) { Ok(Self(text.into())) } else { Err(IdFault::Grammar) }
    }

    /// Returns the default id of the choice at an index below 26.
    pub fn nth(index: usize) -> Self {
        let letter = char::from(b'a' + (index % 26) as u8);
        Self(letter.to_string().into())
    }

    /// Returns the id of a numbered part, such as `p1`.
    pub(crate) fn numbered(letter: char, number: usize) -> Self {
        Self(format!("{letter}{number}").into())
    }

    /// Returns the id's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ChoiceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn follows_grammar(text: &str) -> bool {
    text.len() <= ItemId::MAX
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Names of devices that Windows keeps for itself, whatever the extension.
fn is_reserved(text: &str) -> bool {
    let numbered = text.strip_prefix("com").or_else(|| text.strip_prefix("lpt"));
    matches!(text, "con" | "prn" | "aux" | "nul")
        || numbered.is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_the_grammar() {
        let longest = "a".repeat(64);
        for id in ["a", "inv-eoq-2", "com", "com10", "console", &longest] {
            assert!(ItemId::new(id).is_ok(), "{id}");
        }
        let too_long = "a".repeat(65);
        for id in ["", "A", "1a", "-a", "a_b", "a b", "é", "../../etc/x", "con", "com1", "lpt0", &too_long] {
            assert!(ItemId::new(id).is_err(), "{id}");
        }
    }

    #[test]
    fn variants_are_read_as_they_are_written() {
        let id = ItemId::new("inv-a").expect("an id");
        for expected in [id.variant(12), id] {
            assert_eq!(ItemId::of_variant(expected.as_str()), Some(expected));
        }
        for text in ["inv-a~", "inv-a~x", "inv-a~01", "inv-a~1~2", "~1", "A~1"] {
            assert_eq!(ItemId::of_variant(text), None, "{text}");
        }
    }
}
