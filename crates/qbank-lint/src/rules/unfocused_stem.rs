//! `unfocused-stem`: a stem that does not say what is wanted.

use std::sync::LazyLock;

use qbank_model::{Code, Confidence, Diagnostic, Kind, Meta, Severity};
use regex::Regex;

use crate::rule::{Context, Rule};
use crate::words::{Wording, pattern, place_in};

/// Finds stems that neither ask nor tell the learner to do something.
pub(super) struct UnfocusedStem;

static META: Meta = Meta {
    name: "unfocused-stem",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    page: include_str!("unfocused_stem.md"),
};

/// A stem with fewer words of four letters and more says nothing that the choices could complete.
const FEWEST_WORDS: usize = 4;

/// More words before a colon say something of a thing; fewer only name it.
const MOST_OF_A_TOPIC: usize = 4;

/// What tells the learner to do something, at the start of a sentence or of a clause.
static TASK: LazyLock<Regex> = LazyLock::new(|| {
    // Asking for the exception is a flaw of its own.
    let verbs = "arrange|calculate|choose|classify|compare|complete|compute|decide|describe|determine|estimate|explain\
        |find|give|identify|indicate|list|mark|match|name|order|pick|place|put|rank|select|sort|state|tick|work out|write";
    pattern(&format!("(^|[.:;,] |\\b(and|please|then) )({verbs})\\b|\\bexcept\\b"))
});

/// A stem that asks for the exception names a class, and so says what is wanted.
static EXCEPTS: LazyLock<Regex> = LazyLock::new(|| pattern("^(not|never|no) "));

impl Rule for UnfocusedStem {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let text = wording.stem().as_str();
        let asks =
            text.contains('?') || text.contains("___") || TASK.is_match(text) || EXCEPTS.is_match(text);
        if asks || !is_asked_in_words(wording.item.interaction.kind()) {
            return;
        }
        let words = wording.stem().words();
        let is_short = words.filter(|word| word.text.chars().count() >= 4).count() < FEWEST_WORDS;
        if !is_short && !text.ends_with(':') {
            return;
        }
        let span = place_in(&wording.item.stem, wording.lead()).unwrap_or(wording.item.id.span);
        let is_topic = wording.stem().words().count() <= MOST_OF_A_TOPIC && text.ends_with(':');
        let message =
            if is_topic { "the stem asks nothing" } else { "the stem leaves the question to the choices" };
        let mut finding = Diagnostic::new(self.code(), span, message)
            .help("ask a question that can be answered without looking at the choices");
        if !is_topic {
            finding.severity = Severity::Info;
            finding.confidence = Confidence::Low;
        }
        cx.report(finding);
    }
}

/// Tells whether the words of the stem alone say what is wanted; a statement to judge, pairs and orders say it by their form.
fn is_asked_in_words(kind: Kind) -> bool {
    match kind {
        Kind::Single | Kind::Multiple | Kind::Numeric | Kind::Text => true,
        Kind::TrueFalse | Kind::Blanks | Kind::Match | Kind::Order | Kind::Essay => false,
    }
}
