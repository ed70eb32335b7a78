//! `negative-stem`: a question that asks which choice is not.

use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};
use regex::Regex;

use crate::rule::{Context, Rule};
use crate::words::{WordTest, Wording, one_of, pattern};

/// Finds stems that ask for the exception.
pub(super) struct NegativeStem;

static META: Meta = Meta {
    name: "negative-stem",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("negative_stem.md"),
};

/// Words of the field and clauses beside the question, which negate nothing that is asked.
static BESIDE: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    [
        pattern(
            r"\bat least\b|\bnot only\b|\bnon-\w+|\bwhether or not\b|\bor not\b|\btrue (or|and|/) false\b|\bleast squares\b|\bnot-for-profit\b|\bcannot but\b|\blast but not least\b|\bbut (is |are |does |do )?not\b|\b(so as|in order) not to\b|\bnot yet\b",
        ),
        pattern(
            r"\bleast (total |overall |unit )?(cost|costly|time|amount|number|expensive|slack|capacity|inventory|stock|lead|work|waste|change\w*|total)\b",
        ),
        // Relative clauses; a bare "which is not" is the question itself and stays.
        pattern(
            r"(\bthat|\bwho|\bwhose \w+|,? ?\bwhere|, which) (\w+ )?(is|are|was|were|do|does|did|can|could|has|have|had|will|would|need|must|may|might|should)( not|n't)\b|\b(that|who) (cannot|never)\b",
        ),
        // Conditions, up to the comma or the end.
        pattern(
            r"\b(if|when|whenever|because|although|though|unless|while|since|after|before|so that|as long as|given that|even if)\b[^,?:]*",
        ),
    ]
});

static EXCEPTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(not|except|incorrectly|never|cannot|excluding|exception)\b|\b(statements?|claims?|assertions?|sentences?)\b[^?]*\b(false|incorrect|untrue|wrong)\b|\b(which( one)?|following|these|those) (is|are) (false|incorrect|untrue|wrong)\b|\w+n't\b|\bleast (likely|appropriate|suitable|suited|effective|useful|important|helpful|probable|true|relevant|desirable|related|correct|affected|\w+(able|ible|ive|ful))\b",
    )
});

/// Wordings that ask for the exception without a small word; now and then they only limit what is asked.
static ROUNDABOUT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bfalls? outside\b|\bsays? nothing\b|\bdo(es)? (little|nothing)\b|\b(rarely|seldom|hardly)\b|\bleast (often|much)\b|\bthe (false|wrong|incorrect|untrue|odd) \w+\b|^\W*exclude\b|\bexclude the\b",
    )
});

/// A word of each of these, `n't` aside.
const SIGNS: [&str; 20] = [
    "not",
    "except",
    "incorrectly",
    "never",
    "cannot",
    "excluding",
    "exception",
    "false",
    "incorrect",
    "untrue",
    "wrong",
    "least",
    "outside",
    "nothing",
    "little",
    "rarely",
    "seldom",
    "hardly",
    "odd",
    "exclude",
];

static ASKS_CHOICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(which|what|who|all|each|any|select|choose|identify|pick|find)\b|:\W*$|____\W*$")
});

impl Rule for NegativeStem {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn waits_for(&self) -> Option<WordTest<'_>> {
        let known = one_of(&SIGNS);
        Some(Box::new(move |word| known(word) || word.ends_with("n't") || word.ends_with("n’t")))
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        if wording.choices().is_empty()
            || wording.item.interaction.kind() == qbank_model::interaction::Kind::TrueFalse
        {
            return;
        }
        let lead = wording.lead();
        let Some((word, is_plain)) = exception_in(lead) else { return };
        let is_shown = word.chars().all(|c| !c.is_lowercase()) || is_emphasised(wording, &word);
        let message = format!("the stem asks for the exception: \"{word}\"");
        let finding = Diagnostic::new(self.code(), wording.item.id.span, message);
        let mut finding =
            finding.help("ask what is so; or write the word in capitals or bold where it has to be");
        if is_shown || !is_plain {
            finding.severity = Severity::Info;
        }
        if !is_plain {
            finding.confidence = Confidence::Medium;
        }
        cx.report(finding);
    }
}

/// Returns the words that make a sentence ask for the exception, and whether they do so plainly.
fn exception_in(lead: &str) -> Option<(String, bool)> {
    if !ASKS_CHOICE.is_match(lead) {
        return None;
    }
    let mut prose = lead.to_owned();
    for beside in BESIDE.iter() {
        prose = beside.replace_all(&prose, " ").into_owned();
    }
    let Some(found) = EXCEPTION.find(&prose) else {
        return ROUNDABOUT.find(&prose).map(|found| (found.as_str().to_owned(), false));
    };
    // "Which statement … is false": the verdict alone is the small word.
    let found = found.as_str();
    let is_least = found.to_lowercase().starts_with("least");
    let word = if is_least { Some(found) } else { found.rsplit(' ').next() };
    word.map(|word| (word.to_owned(), true))
}

fn is_emphasised(wording: &Wording, word: &str) -> bool {
    wording.lead().match_indices(word).any(|(_, part)| wording.stem().is_emphasised(part))
}
