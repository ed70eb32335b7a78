//! `choice-in-choice`: a choice that another one contains.

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::rule::{Context, Rule};
use crate::words::{WordedChoice, Wording};

/// Finds choices whose words another choice repeats and goes on from.
pub(super) struct ChoiceInChoice;

static META: Meta = Meta {
    name: "choice-in-choice",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    page: include_str!("choice_in_choice.md"),
};

impl Rule for ChoiceInChoice {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let is_judged = |choice: &&WordedChoice| {
            choice.meta().is_none() && !choice.text.has_objects() && choice.quantity.is_none()
        };
        let choices: Vec<(&WordedChoice, Vec<String>)> =
            wording.choices().iter().filter(is_judged).map(|choice| (choice, words(choice))).collect();
        for (inner, short) in &choices {
            let outer = choices.iter().find(|(_, long)| goes_on_from(long, short));
            let Some((outer, _)) = outer else { continue };
            let finding = Diagnostic::new(self.code(), inner.choice.span, "another choice contains this one");
            let finding = finding.label("this choice").also(outer.choice.span, "it is a part of this one");
            cx.report(
                finding
                    .help("if the longer one is right, the shorter one is too: let them exclude each other"),
            );
        }
    }
}

/// Words and the signs between them, in small letters, without articles.
fn words(choice: &WordedChoice) -> Vec<String> {
    let prose = choice.text.as_str().trim_end_matches('.').to_lowercase();
    prose.split(' ').filter(|word| !matches!(*word, "the" | "a" | "an")).map(str::to_owned).collect()
}

/// Tells whether a longer choice begins with the shorter one and adds to it: "and …", ", …".
fn goes_on_from(long: &[String], short: &[String]) -> bool {
    let (Some(last), Some(next)) = (short.last(), long.get(short.len())) else { return false };
    let same = &long[..short.len()];
    let adds = matches!(next.as_str(), "and" | "or" | "plus" | "with" | "as");
    (same == short && adds)
        || (same[..same.len() - 1] == short[..short.len() - 1] && same[same.len() - 1] == format!("{last},"))
}
