//! Reviews: who looked at which version of an item, and what they said of it.

use std::fmt;

use crate::date::Date;
use crate::id::ItemId;
use crate::revision::Revision;

/// What one reviewer said of one version of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The item, by the name that outlives renaming.
    pub item: ItemId,
    /// The version that was looked at; a review says nothing of another one.
    pub revision: Revision,
    /// Who looked.
    pub by: Handle,
    /// Whether a person looked.
    pub kind: ReviewerKind,
    /// The day.
    pub date: Date,
    /// What they said.
    pub verdict: Verdict,
    /// Why, in their words.
    pub note: Option<String>,
}

impl Review {
    /// Tells whether it is the signature of a person under this version.
    pub fn signs(&self, revision: &Revision) -> bool {
        self.kind == ReviewerKind::Human && self.verdict == Verdict::Agree && self.revision == *revision
    }
}

/// A short name of a person or a program: letters, digits, `.`, `_` and `-`, at most 64 of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle(Box<str>);

/// A text is no handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a handle is made of up to 64 letters, digits, dots, hyphens and underscores")]
pub struct HandleFault;

impl Handle {
    /// Checks a text; letters of any script will do.
    ///
    /// # Errors
    /// Fails where the text is empty, too long or has other signs.
    pub fn new(text: &str) -> Result<Self, HandleFault> {
        let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-');
        let is_handle = (1..=64).contains(&text.chars().count()) && text.chars().all(fits);
        if is_handle { Ok(Self(text.into())) } else { Err(HandleFault) }
    }

    /// Returns the handle's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a person looked or a program. One never stands for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReviewerKind {
    /// A person.
    Human,
    /// A program, which can find faults and sign nothing.
    Automated,
}

impl ReviewerKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Human, Self::Automated];

    /// Returns the word that files and calls use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Automated => "automated",
        }
    }
}

/// What a reviewer says of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is right as it is.
    Agree,
    /// It is to be mended.
    Mend,
    /// It is not to be asked.
    Reject,
}

impl Verdict {
    /// All verdicts, the best first.
    pub const ALL: [Self; 3] = [Self::Agree, Self::Mend, Self::Reject];

    /// Returns the word that files and calls use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Mend => "mend",
            Self::Reject => "reject",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_short_names() {
        let longest = "a".repeat(64);
        for handle in ["ann", "B.O-b_2", "zoë", &longest] {
            assert!(Handle::new(handle).is_ok(), "{handle}");
        }
        let too_long = "a".repeat(65);
        for handle in ["", "Ann Lee", "a@b", "\u{202E}a", &too_long] {
            assert!(Handle::new(handle).is_err(), "{handle}");
        }
    }
}
