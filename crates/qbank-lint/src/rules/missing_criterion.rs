//! `missing-criterion`: a question for the best without saying by what.

use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};
use regex::Regex;

use crate::rule::{Context, Rule};
use crate::words::{WordTest, Wording, one_of, pattern, place_in};

/// Finds questions for the best, or the most appropriate, that name no measure.
pub(super) struct MissingCriterion;

static META: Meta = Meta {
    name: "missing-criterion",
    severity: Severity::Info,
    confidence: Confidence::Low,
    page: include_str!("missing_criterion.md"),
};

/// What asks for a judgement.
static JUDGES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(best|(most )?(appropriate|suitable|effective|important|useful|desirable)|better|preferable|apt|a good (fit|choice))\b",
    )
});

/// A word of each of them.
const SIGNS: [&str; 11] = [
    "best",
    "appropriate",
    "suitable",
    "effective",
    "important",
    "useful",
    "desirable",
    "better",
    "preferable",
    "apt",
    "good",
];

/// The best description is the true one, and "best practice" is a name.
static EXACT: LazyLock<Regex> = LazyLock::new(|| {
    let verbs = "accounts?|answers?|captures?|characteri[sz]es?|completes?|corresponds?|defines?|describes?|estimates?\
        |explains?|expresses|fits?|illustrates?|indicates?|interprets?|matches|names?|practices?|reflects?|represents?\
        |shows?|states?|sums up|summari[sz]es?|supports?|(account|answer|captur|characteri[sz]|defin|describ|explain|express|illustrat|represent|summari[sz]|support)ed|summed up";
    pattern(&format!(
        r"\bbest[- ]({verbs}|(first )?(description|definition|explanation|summary|estimate|fit|example))\b"
    ))
});

/// A measure, a purpose or a condition.
static CRITERION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(costs?|cheap\w*|times?|fast\w*|soon\w*|service|risks?|first|next|quantit\w+|quality|cash|profits?|margins?|revenue|money|capacity|throughput|stock|inventory|space|waste|accura\w+|low\w*|high\w*|few\w*|least|short\w*|long\w*|small\w*|large\w*|to|for|if|when|because|so that|given|under|in order|where|while|whose)\b",
    )
});

impl Rule for MissingCriterion {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn waits_for(&self) -> Option<WordTest<'_>> {
        Some(one_of(&SIGNS))
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let lead = wording.lead();
        let Some(judged) = JUDGES.find(lead) else { return };
        if wording.choices().is_empty() || EXACT.is_match(lead) || CRITERION.is_match(lead) {
            return;
        }
        let place = place_in(&wording.item.stem, judged.as_str());
        let message = format!("\"{}\" by what measure? The question names none", judged.as_str());
        let finding = Diagnostic::new(self.code(), place.unwrap_or(wording.item.id.span), message);
        cx.report(finding.help("name what decides: the lowest cost, the shortest time, what is done first"));
    }
}
