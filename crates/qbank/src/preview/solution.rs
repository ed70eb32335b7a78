//! What the page tells after an attempt: the score by the bank's own definition, feedback, the answer and its reasons.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use qbank_formats::responses::{ItemResponse, ItemScore, score_item};
use qbank_model::interaction::{Accept, Blank};
use qbank_model::{Content, Interaction, Item};
use serde::Serialize;

use super::question::Writer;

/// What the page shows when an answer was given, or given up.
#[derive(Serialize)]
pub(super) struct Solution {
    /// The score; none where only the answer was asked for.
    score: Option<ItemScore>,
    /// What each choice's feedback says, of those that were picked, or of all where only the answer was asked for.
    told: BTreeMap<String, String>,
    /// The ids of the right choices.
    keys: Vec<String>,
    /// The outcome, the answer, the rationale and the references.
    html: String,
}

impl Solution {
    /// Scores a response.
    ///
    /// # Errors
    /// Says why it is no response to the item.
    pub(super) fn of_response(writer: &Writer, item: &Item, response: &ItemResponse) -> Result<Self, String> {
        let score = score_item(writer.bank, item, response)?;
        let picks = response.choices.clone().unwrap_or_default();
        let outcome = outcome(item, &score).map(|text| writer.block(text, "outcome"));
        let html = outcome.map(|html| format!("<div class=\"outcome\">{html}</div>")).unwrap_or_default();
        let told = told(writer, item, |id| picks.contains(id));
        Ok(Self { score: Some(score), told, keys: keys(item), html: html + &reasons(writer, item) })
    }

    /// Tells the answer without a response.
    pub(super) fn of_item(writer: &Writer, item: &Item) -> Self {
        Self {
            score: None,
            told: told(writer, item, |_| true),
            keys: keys(item),
            html: reasons(writer, item),
        }
    }
}

fn told(writer: &Writer, item: &Item, is_told: impl Fn(&str) -> bool) -> BTreeMap<String, String> {
    let choices = item.interaction.choices().iter().filter(|choice| is_told(choice.id.as_str()));
    let feedback = choices.filter_map(|choice| Some((choice, choice.feedback.as_ref()?)));
    feedback
        .map(|(choice, text)| (choice.id.to_string(), writer.block(text, &format!("told-{}", choice.id))))
        .collect()
}

fn keys(item: &Item) -> Vec<String> {
    item.interaction.keys().into_iter().map(|key| key.id.to_string()).collect()
}

/// Returns what the learner is told for a score; a person who has yet to score says nothing.
fn outcome<'i>(item: &'i Item, score: &ItemScore) -> Option<&'i Content> {
    let outcomes = item.outcomes();
    if score.awaits_person {
        None
    } else if score.correct || score.points == score.max {
        outcomes.correct.as_ref()
    } else if score.points.0 == "0" {
        outcomes.incorrect.as_ref()
    } else {
        outcomes.partial.as_ref()
    }
}

fn reasons(writer: &Writer, item: &Item) -> String {
    let mut out = answer(writer, item);
    if let Some(rationale) = &item.rationale {
        let rationale = writer.block(rationale, "rationale");
        let _ = write!(out, "<section class=\"rationale\"><h3>Why</h3>{rationale}</section>");
    }
    let own = (1..)
        .zip(&item.references)
        .map(|(number, text): (usize, _)| writer.block(text, &format!("source-{number}")));
    let sources = own.chain(item.details.references.iter().map(|text| writer.text(text)));
    let mut sources = sources.peekable();
    if sources.peek().is_some() {
        let sources = list("ul", sources);
        let _ = write!(out, "<section class=\"sources\"><h3>Sources</h3>{sources}</section>");
    }
    out
}

/// Returns the right answer in words; that of choices is marked where they stand.
fn answer(writer: &Writer, item: &Item) -> String {
    let answer = match &item.interaction {
        Interaction::SingleChoice(_) | Interaction::MultipleChoice(_) | Interaction::TrueFalse(_) => {
            return String::new();
        }
        Interaction::Number(number) => format!("<p>{}</p>", writer.text(&number.to_string())),
        Interaction::Text(text) => format!("<p>{}</p>", accepted(writer, text.accepted())),
        Interaction::Blanks(blanks) => {
            let key = |blank: &Blank| match blank {
                Blank::Number(number) => writer.text(&number.to_string()),
                Blank::Text(text) => accepted(writer, text.accepted()),
                Blank::DropDown(down) => writer.text(down.key()),
            };
            list("ol", blanks.as_slice().iter().map(key))
        }
        Interaction::Matching(matching) => {
            let pair = |prompt: &qbank_model::interaction::Prompt| {
                let (left, right) = (&prompt.content, &matching.key(prompt).content);
                format!("{} <span class=\"goes-with\">→</span> {}", writer.tight(left), writer.tight(right))
            };
            list("ul", matching.prompts().iter().map(pair))
        }
        Interaction::Ordering(ordering) => {
            list("ol", ordering.steps().iter().map(|step| writer.tight(&step.content)))
        }
        Interaction::Essay(essay) => {
            let rubric = writer.rubric(essay);
            return format!("<section class=\"answer\"><h3>What earns points</h3>{rubric}</section>");
        }
    };
    format!("<section class=\"answer\"><h3>Answer</h3>{answer}</section>")
}

fn accepted(writer: &Writer, accepted: &[Accept]) -> String {
    let one = |accept: &Accept| match accept {
        Accept::Words(words) => writer.text(words),
        Accept::Pattern(pattern) => format!("<code>/{}/</code>", writer.text(pattern.source())),
    };
    accepted.iter().map(one).collect::<Vec<String>>().join(" <span class=\"or\">or</span> ")
}

fn list(element: &str, entries: impl Iterator<Item = String>) -> String {
    let mut out = format!("<{element}>");
    for entry in entries {
        let _ = write!(out, "<li>{entry}</li>");
    }
    out + &format!("</{element}>")
}
