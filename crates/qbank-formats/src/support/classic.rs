//! What the two dialects of QTI 1.2 can hold: Canvas by its importers' source, Common Cartridge 1.1 by its profile.

use qbank_model::interaction::{Blank, Blanks};
use qbank_model::{Interaction, Kind};

use super::{Support, VARIANTS};
use crate::feature::Feature;
use crate::format::Format;

const OUTCOMES: &str = "feedback on right and wrong answers, none on partly right ones";
const WORDS_ALONE: Support = Support::Degraded("the accepted words alone");
const CASELESS: Support = Support::Degraded("words whose capitals do not count");
/// Canvas decides what a part of an answer is worth.
const OWN_POINTS: Support = Support::Degraded("Canvas's own points for each part");

/// Returns why a dialect cannot hold an item whose type it has.
pub(super) fn refusal(format: Format, interaction: &Interaction) -> Option<&'static str> {
    match (format, interaction) {
        (Format::CommonCartridge, Interaction::SingleChoice(single)) if single.choices().len() < 3 => {
            Some("Common Cartridge wants three choices or more")
        }
        (Format::Canvas, Interaction::Blanks(blanks)) => mixed(blanks),
        _ => None,
    }
}

/// Canvas has gaps to type words into and gaps to pick from, but not both in one question, and none for numbers.
fn mixed(blanks: &Blanks) -> Option<&'static str> {
    let has = |is: fn(&Blank) -> bool| blanks.as_slice().iter().any(is);
    if has(|blank| matches!(blank, Blank::Number(_))) {
        return Some("Canvas has no gaps for numbers");
    }
    let (typed, picked) =
        (has(|blank| matches!(blank, Blank::Text(_))), has(|blank| matches!(blank, Blank::DropDown(_))));
    (typed && picked).then_some("Canvas has no question with gaps to type into and to pick from")
}

/// What Canvas's importers keep, by their source: points, types, keys, names, and feedback by its own names.
pub(super) fn canvas(kind: Kind, feature: Feature) -> Support {
    match feature {
        Feature::Type if kind == Kind::Order => Support::Dropped,
        Feature::Variables => VARIANTS,
        Feature::Units => Support::Degraded("the first unit beside the field"),
        Feature::Pattern => WORDS_ALONE,
        Feature::Capitals => CASELESS,
        Feature::PartialCredit => match kind {
            Kind::Single | Kind::TrueFalse => Support::Degraded("all points or none"),
            Kind::Multiple => OWN_POINTS,
            Kind::Numeric | Kind::Text | Kind::Blanks | Kind::Match | Kind::Order | Kind::Essay => {
                Support::Native
            }
        },
        Feature::AllOrNothing => OWN_POINTS,
        Feature::Math if kind == Kind::Match => Support::Degraded("LaTeX, where it is to be picked"),
        Feature::Image if kind == Kind::Match => Support::Degraded("words, where it is to be picked"),
        Feature::Shuffle => Support::Degraded("a setting of the quiz, on where every item allows it"),
        Feature::FixedChoice => Support::Degraded("a quiz that shuffles nothing"),
        Feature::Outcomes => Support::Degraded(OUTCOMES),
        Feature::Stimulus => Support::Degraded("repeated in each of its items"),
        Feature::References => Support::Degraded("the end of the rationale"),
        Feature::FileLink => Support::Degraded("the text of the link"),
        Feature::Rubric
        | Feature::Hint
        | Feature::Objective
        | Feature::Domain
        | Feature::Level
        | Feature::Status
        | Feature::Difficulty
        | Feature::Seconds
        | Feature::Tags
        | Feature::License
        | Feature::Created
        | Feature::Aliases
        | Feature::Enemies => Support::Dropped,
        Feature::Type
        | Feature::Title
        | Feature::Points
        | Feature::Feedback
        | Feature::Rationale
        | Feature::Math
        | Feature::Image
        | Feature::Table
        | Feature::Code
        | Feature::ListStart
        | Feature::Strike
        | Feature::Footnote
        | Feature::WebLink
        | Feature::Style
        | Feature::Language => Support::Native,
    }
}

/// What the profile of Common Cartridge allows.
pub(super) fn common_cartridge(kind: Kind, feature: Feature) -> Support {
    match feature {
        Feature::Type => match kind {
            Kind::Single | Kind::Multiple | Kind::TrueFalse | Kind::Text | Kind::Essay => Support::Native,
            Kind::Numeric | Kind::Blanks | Kind::Match | Kind::Order => Support::Dropped,
        },
        Feature::Variables => VARIANTS,
        Feature::Pattern => WORDS_ALONE,
        Feature::PartialCredit => Support::Degraded("all points or none"),
        Feature::Points => Support::Degraded("a weight, where it is a whole number below 100"),
        Feature::Outcomes => Support::Degraded(OUTCOMES),
        Feature::Stimulus => Support::Degraded("repeated in each of its items"),
        Feature::References => Support::Degraded("the end of the rationale"),
        Feature::FileLink => Support::Degraded("the text of the link"),
        Feature::Rubric
        | Feature::Objective
        | Feature::Level
        | Feature::Status
        | Feature::Difficulty
        | Feature::Seconds
        | Feature::Tags
        | Feature::License
        | Feature::Created
        | Feature::Aliases
        | Feature::Enemies => Support::Dropped,
        Feature::Units
        | Feature::Capitals
        | Feature::AllOrNothing
        | Feature::Shuffle
        | Feature::FixedChoice
        | Feature::Hint
        | Feature::Domain
        | Feature::Title
        | Feature::Feedback
        | Feature::Rationale
        | Feature::Math
        | Feature::Image
        | Feature::Table
        | Feature::Code
        | Feature::ListStart
        | Feature::Strike
        | Feature::Footnote
        | Feature::WebLink
        | Feature::Style
        | Feature::Language => Support::Native,
    }
}
