//! The words that options take.

use clap::ValueEnum;
use qbank_formats::Format;
use qbank_model::Kind;
use qbank_model::review::{ReviewerKind, Verdict};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// The source with the place marked, and what to do
    Full,
    /// One line for each finding
    Concise,
    /// One JSON document
    Json,
    /// A JSON document on each line, one for each finding
    JsonLines,
    /// Annotations of GitHub, and the summary of its job
    Github,
    /// A code quality report for GitLab
    Gitlab,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// A JUnit report
    Junit,
    /// reviewdog's format
    Rdjson,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// A line for each part that changed
    Text,
    /// For a pull request
    Markdown,
    /// One JSON document
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CoverageFormat {
    /// A table with bars
    Text,
    /// For a pull request
    Markdown,
    /// A page of its own, with a heat map
    Html,
    /// One JSON document
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScoreFormat {
    /// One JSON document
    Json,
    /// A line for each response
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// On errors
    Error,
    /// On errors and warnings
    Warning,
    /// On nothing that is found
    Never,
}

/// Who looks at the findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Persona {
    /// Who writes: what is sure, and what bank.toml sets a level for
    Author,
    /// Who judges items: also what is more often right than wrong
    Reviewer,
    /// Who looks for what others missed: also hints
    Auditor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShapeArg {
    /// Something to take
    Quiz,
    /// Something to make quizzes from
    Bank,
}

/// A layout of Anki's packages on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LayoutArg {
    /// Every Anki reads it
    Legacy,
    /// Smaller; Anki 2.1.54 and later read it
    Latest,
}

/// A verdict's name on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct VerdictArg(pub(crate) Verdict);

impl ValueEnum for VerdictArg {
    fn value_variants<'a>() -> &'a [Self] {
        const { &[Self(Verdict::Agree), Self(Verdict::Mend), Self(Verdict::Reject)] }
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        let help = match self.0 {
            Verdict::Agree => "It is right as it is",
            Verdict::Mend => "It is to be mended",
            Verdict::Reject => "It is not to be asked",
        };
        Some(clap::builder::PossibleValue::new(self.0.as_str()).help(help))
    }
}

/// A kind of reviewer's name on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReviewerArg(pub(crate) ReviewerKind);

impl ValueEnum for ReviewerArg {
    fn value_variants<'a>() -> &'a [Self] {
        const { &[Self(ReviewerKind::Human), Self(ReviewerKind::Automated)] }
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.as_str()))
    }
}

/// A question type's name on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KindArg(pub(crate) Kind);

impl ValueEnum for KindArg {
    fn value_variants<'a>() -> &'a [Self] {
        const {
            &[
                Self(Kind::Single),
                Self(Kind::Multiple),
                Self(Kind::TrueFalse),
                Self(Kind::Numeric),
                Self(Kind::Text),
                Self(Kind::Blanks),
                Self(Kind::Match),
                Self(Kind::Order),
                Self(Kind::Essay),
            ]
        }
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.as_str()))
    }
}

/// A format's name on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FormatArg(pub(crate) Format);

impl ValueEnum for FormatArg {
    fn value_variants<'a>() -> &'a [Self] {
        const {
            &[
                Self(Format::Json),
                Self(Format::Qti3),
                Self(Format::Qti21),
                Self(Format::Canvas),
                Self(Format::CommonCartridge),
                Self(Format::Anki),
            ]
        }
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.as_str()).help(self.0.title()))
    }
}
