//! What a bank wants of the rules, as its settings say it; which rules there are is not known here.

use std::collections::BTreeMap;
use std::fmt;

use crate::diagnostic::Severity;
use crate::id::ItemId;
use crate::source::Spanned;

/// Rules that are silenced, each with the author's reason; the place is that of the rule's name.
pub type Allowances = BTreeMap<String, Spanned<String>>;

/// What a bank wants of the rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// What is said of single rules, in the order of their names.
    pub rules: Vec<RuleSetting>,
    /// Rules that are silenced in the whole bank.
    pub allow: Allowances,
    /// Terms of the bank's field, which rules about words know.
    pub glossary: Vec<Spanned<String>>,
}

/// What a bank wants of one rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSetting {
    /// The rule's name.
    pub rule: Spanned<String>,
    /// Its level, where the bank sets one.
    pub level: Option<LintLevel>,
    /// The options by their names.
    pub options: Vec<(Spanned<String>, Spanned<OptionValue>)>,
}

/// How loud a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LintLevel {
    /// It stays silent.
    Allow,
    /// It reports at a severity.
    Report(Severity),
}

impl LintLevel {
    /// All levels, the quietest first.
    pub const ALL: [Self; 4] = [
        Self::Allow,
        Self::Report(Severity::Info),
        Self::Report(Severity::Warning),
        Self::Report(Severity::Error),
    ];

    /// Returns the word authors write.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Report(Severity::Info) => "info",
            Self::Report(Severity::Warning) => "warn",
            Self::Report(Severity::Error) => "deny",
        }
    }
}

/// A finding as a baseline knows it again: by names and content that moved lines, renamed items and renamed files of
/// items do not change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KnownFinding {
    /// What it is about.
    pub subject: Subject,
    /// The rule's name.
    pub rule: String,
    /// A short hash of what the finding points at.
    pub fingerprint: String,
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// An item, by the name that outlives renaming.
    Item(ItemId),
    /// Something else in a file of the bank, by its path.
    File(String),
}

/// The value of a rule's option.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionValue {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Count(u32),
    /// A finite number.
    Number(f64),
    /// A word or a phrase.
    Text(String),
    /// Words or phrases.
    Texts(Vec<String>),
}

impl fmt::Display for OptionValue {
    /// Writes the value as TOML has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Count(count) => write!(f, "{count}"),
            Self::Number(number) => write!(f, "{number:?}"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Texts(texts) => write!(f, "{texts:?}"),
        }
    }
}
