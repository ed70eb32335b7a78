//! What a question's parts come to: marked choices or a typed answer, what is said about them, and what a person has to
//! decide.

use super::keys;
use super::letters::mapped;
use super::marks::Tick;
use super::question::{Choice, Question};
use crate::dialect::announcement;

/// The most letters of a typed answer in words: what is longer is no word that a learner types.
const MAX_TYPED: usize = 40;

/// A question's answer, ready to be written.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// The choices, each with whether it is right.
    pub(super) choices: Vec<(bool, Choice)>,
    /// What is to be typed where there are no choices.
    pub(super) typed: Option<String>,
    pub(super) is_multiple: bool,
    pub(super) rationale: Vec<String>,
    pub(super) hints: Vec<Vec<String>>,
    /// Lines that nobody could resolve, kept for the author.
    pub(super) notes: Vec<String>,
    /// What a person has to decide, one line each.
    pub(super) needs: Vec<String>,
}

/// Works out a question's answer.
pub(super) fn of(question: &Question) -> Answer {
    let mut answer = if question.choices.is_empty() { typed(question) } else { chosen(question) };
    answer.hints.clone_from(&question.hints);
    answer.needs.extend(question.needs.iter().cloned());
    let choices: Vec<Choice> = answer.choices.iter().map(|(_, choice)| choice.clone()).collect();
    let mut needs = Vec::new();
    let texts = answer.rationale.iter_mut().chain(answer.hints.iter_mut().flatten());
    let feedback = answer.choices.iter_mut().flat_map(|(_, choice)| choice.feedback.iter_mut());
    for text in texts.chain(feedback) {
        if !text.starts_with("```") {
            needs.extend(mapped(text, &choices));
        }
    }
    needs.sort();
    needs.dedup();
    answer.needs.extend(needs);
    answer
}

fn chosen(question: &Question) -> Answer {
    let found = keys::find(question);
    let mut needs = found.needs;
    let n_right = found.right.len();
    let stem = format!("{} {}", question.title.as_deref().unwrap_or_default(), question.stem.join(" "));
    if n_right > 1 && !found.several_meant && announcement(&stem).is_none() {
        needs.push(format!(
            "{n_right} choices are marked as right and the question does not say so: is one a slip?"
        ));
    }
    let choices = question.choices.iter().enumerate().map(|(idx, choice)| {
        let mut choice = choice.clone();
        if choice.bold && !found.bold_marks {
            choice.text = format!("**{}**", choice.text);
        }
        (found.right.contains(&idx), choice)
    });
    let choices = choices.collect();
    let mut rationale = found.because;
    rationale.extend(question.rationale.iter().cloned());
    let notes = found.unresolved.iter().map(|line| format!("Answer: {line}")).collect();
    Answer { choices, is_multiple: n_right > 1, rationale, notes, needs, ..Answer::default() }
}

/// A question without choices: true or false, a number, or words.
fn typed(question: &Question) -> Answer {
    let mut answer = Answer { rationale: question.rationale.clone(), ..Answer::default() };
    let Some((key, others)) = question.keys.split_first() else {
        answer.needs.push("it has no choices and no answer".to_owned());
        return answer;
    };
    if let Some((is_true, because)) = truth(key) {
        answer.choices = vec![(is_true, plain_choice("True")), (!is_true, plain_choice("False"))];
        answer.rationale.splice(0..0, because.into_iter().chain(others.iter().cloned()));
        return answer;
    }
    answer.rationale.splice(0..0, others.iter().cloned());
    let bare = key.trim().trim_matches('`').trim_end_matches('.');
    if bare.starts_with(|c: char| c.is_ascii_digit()) || bare.starts_with(['-', '−']) {
        answer.typed = Some(bare.to_owned());
    } else if bare.chars().count() <= MAX_TYPED && !bare.contains(['`', '\n']) {
        answer.typed = Some(format!("`{bare}`"));
    } else {
        answer.notes.push(format!("Answer: {key}"));
        answer.needs.push("its answer is a text: say which words count, or write a rubric".to_owned());
    }
    answer
}

/// Reads "True", "F", "False, because …".
fn truth(key: &str) -> Option<(bool, Option<String>)> {
    let key = key.trim().trim_start_matches(['*', '_']);
    let length = key.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(key.len());
    let is_true = match key[..length].to_lowercase().as_str() {
        "true" | "t" => true,
        "false" | "f" => false,
        _ => return None,
    };
    let rest = key[length..].trim_start_matches(['*', '_', '.', ',', ':', ';', ' ', '-', '–', '—']);
    Some((is_true, (!rest.is_empty()).then(|| rest.to_owned())))
}

fn plain_choice(text: &str) -> Choice {
    Choice { text: text.to_owned(), below: Vec::new(), feedback: Vec::new(), tick: Tick::None, bold: false }
}
