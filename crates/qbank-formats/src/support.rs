//! What each format can hold: the one table behind the losses and the manual's matrix.

mod classic;

use qbank_model::{Item, Kind};

use crate::feature::Feature;
use crate::format::Format;
use crate::loss::Gravity;

/// How a format holds a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// As the bank has it.
    Native,
    /// Something else stands for it: the words say what.
    Degraded(&'static str),
    /// Not at all.
    Dropped,
}

/// Returns how a format holds a feature in items of a question type.
pub fn support(format: Format, kind: Kind, feature: Feature) -> Support {
    match format {
        Format::Json => Support::Native,
        Format::Qti3 => qti3(feature),
        Format::Qti21 => qti21(feature),
        Format::Canvas => classic::canvas(kind, feature),
        Format::CommonCartridge => classic::common_cartridge(kind, feature),
        Format::Anki => anki(kind, feature),
    }
}

/// Returns how a format holds the variables of an item; `is_kept` where they stay variables.
pub(crate) fn variables(format: Format, kind: Kind, is_kept: bool) -> Support {
    match support(format, kind, Feature::Variables) {
        Support::Degraded(_) if is_kept => Support::Degraded("a draw among its variants"),
        other => other,
    }
}

/// Returns why a format cannot hold an item at all, as a lower-case fragment; nothing where it can.
///
/// An item that would become another one is left out and said so.
pub fn refusal(format: Format, item: &Item) -> Option<&'static str> {
    if support(format, item.interaction.kind(), Feature::Type) == Support::Dropped {
        return Some("the format has no questions of this type");
    }
    match format {
        Format::Json | Format::Qti3 | Format::Qti21 | Format::Anki => None,
        Format::Canvas | Format::CommonCartridge => classic::refusal(format, &item.interaction),
    }
}

/// Returns how much it matters when a format does not hold a feature as the bank does.
///
/// Points and partial credit are meaning where a program scores. In Anki the learner grades herself and nobody counts
/// points, so there they are metadata. A case that is copied to each card is read in full: that is presentation.
pub fn gravity(format: Format, feature: Feature) -> Gravity {
    match feature {
        Feature::Points | Feature::PartialCredit | Feature::AllOrNothing => match format {
            Format::Json | Format::Qti3 | Format::Qti21 | Format::Canvas | Format::CommonCartridge => {
                Gravity::Meaning
            }
            Format::Anki => Gravity::Metadata,
        },
        Feature::Stimulus => match format {
            Format::Json | Format::Qti3 => Gravity::Meaning,
            Format::Qti21 | Format::Canvas | Format::CommonCartridge | Format::Anki => Gravity::Presentation,
        },
        Feature::Type
        | Feature::Pattern
        | Feature::Capitals
        | Feature::Math
        | Feature::Image
        | Feature::Table
        | Feature::Code => Gravity::Meaning,
        // A unit stands beside the field, so that the number that counts is the same.
        Feature::Units
        | Feature::Variables
        | Feature::Rubric
        | Feature::Title
        | Feature::Shuffle
        | Feature::FixedChoice
        | Feature::Feedback
        | Feature::Outcomes
        | Feature::Rationale
        | Feature::Hint
        | Feature::References
        | Feature::Footnote
        | Feature::WebLink
        | Feature::FileLink
        | Feature::ListStart
        | Feature::Strike
        | Feature::Style => Gravity::Presentation,
        Feature::Objective
        | Feature::Domain
        | Feature::Level
        | Feature::Status
        | Feature::Difficulty
        | Feature::Seconds
        | Feature::Tags
        | Feature::License
        | Feature::Language
        | Feature::Created
        | Feature::Aliases
        | Feature::Enemies => Gravity::Metadata,
    }
}

const VARIANTS: Support = Support::Degraded("fixed variants");

fn qti3(feature: Feature) -> Support {
    match feature {
        Feature::Variables => VARIANTS,
        Feature::Hint => Support::Degraded("a block that is open from the start"),
        Feature::References => Support::Degraded("the end of the rationale"),
        Feature::FileLink => Support::Degraded("the text of the link"),
        Feature::ListStart => Support::Degraded("a list with its numbers in the text"),
        Feature::Strike => Support::Degraded("text of a class that players need not know"),
        Feature::Units => Support::Degraded("the first unit beside the field"),
        Feature::Type
        | Feature::Pattern
        | Feature::Capitals
        | Feature::Rubric
        | Feature::Stimulus
        | Feature::Title
        | Feature::Points
        | Feature::PartialCredit
        | Feature::AllOrNothing
        | Feature::Shuffle
        | Feature::FixedChoice
        | Feature::Feedback
        | Feature::Outcomes
        | Feature::Rationale
        | Feature::Math
        | Feature::Image
        | Feature::Table
        | Feature::Code
        | Feature::Footnote
        | Feature::WebLink
        | Feature::Style
        | Feature::Objective
        | Feature::Domain
        | Feature::Level
        | Feature::Status
        | Feature::Difficulty
        | Feature::Seconds
        | Feature::Tags
        | Feature::License
        | Feature::Language
        | Feature::Created
        | Feature::Aliases
        | Feature::Enemies => Support::Native,
    }
}

/// Version 2.1 spells what 3.0 does, but has no documents for cases.
fn qti21(feature: Feature) -> Support {
    match feature {
        Feature::Stimulus => Support::Degraded("repeated in each of its items"),
        other => qti3(other),
    }
}

fn anki(kind: Kind, feature: Feature) -> Support {
    match feature {
        Feature::Variables => VARIANTS,
        Feature::Shuffle if kind == Kind::TrueFalse => Support::Degraded("the authored order"),
        Feature::Points | Feature::Difficulty | Feature::Seconds => {
            Support::Degraded("words in the small print")
        }
        Feature::PartialCredit => Support::Degraded("right or wrong as a whole"),
        Feature::FileLink => Support::Degraded("the text of the link"),
        Feature::Status | Feature::Created | Feature::Aliases | Feature::Enemies => Support::Dropped,
        // Every card carries its case in full: a card is studied alone.
        Feature::Type
        | Feature::Units
        | Feature::Pattern
        | Feature::Capitals
        | Feature::Rubric
        | Feature::Shuffle
        | Feature::Stimulus
        | Feature::Title
        | Feature::AllOrNothing
        | Feature::FixedChoice
        | Feature::Feedback
        | Feature::Outcomes
        | Feature::Rationale
        | Feature::Hint
        | Feature::References
        | Feature::Math
        | Feature::Image
        | Feature::Table
        | Feature::Code
        | Feature::ListStart
        | Feature::Strike
        | Feature::Footnote
        | Feature::WebLink
        | Feature::Style
        | Feature::Objective
        | Feature::Domain
        | Feature::Level
        | Feature::Tags
        | Feature::License
        | Feature::Language => Support::Native,
    }
}
