//! What says what is right, given its shape: of items, and of templates with their places open.

use qbank_model::interaction::{
    Accept, Accepted, Blank, Capitals, Choice, Criterion, DropDown, Mark, Matching, Ordering, Partner, Step,
    TypedNumber, TypedText,
};
use qbank_model::template::{Constant, OpenAccept, OpenBlank, OpenInteraction, OpenText, Shape, Variables};
use qbank_model::{Interaction, ItemTemplate};

use super::shape;
use super::{exact, rich, rich_choice};

/// The parts of [`shape::Item`] that depend on the question type.
#[derive(Default)]
pub(super) struct Answers {
    pub(super) choices: Vec<shape::Choice>,
    pub(super) number: Option<shape::TypedNumber>,
    pub(super) text: Option<shape::TypedText>,
    pub(super) blanks: Vec<shape::Blank>,
    pub(super) matching: Option<shape::Matching>,
    pub(super) order: Vec<shape::Part>,
    pub(super) rubric: Vec<shape::Criterion>,
}

/// Gives an item's answer its shape.
pub(super) fn of_item(interaction: &Interaction) -> Answers {
    let mut answers = Answers::default();
    match interaction {
        Interaction::SingleChoice(_) | Interaction::MultipleChoice(_) | Interaction::TrueFalse(_) => {
            let choices = interaction.choices().iter();
            answers.choices = choices.map(|one| choice(one, interaction.is_key(&one.id))).collect();
        }
        Interaction::Number(typed) => answers.number = Some(number(typed)),
        Interaction::Text(typed) => answers.text = Some(text(typed)),
        Interaction::Blanks(blanks) => answers.blanks = blanks.as_slice().iter().map(blank).collect(),
        Interaction::Matching(pairs) => answers.matching = Some(matching(pairs)),
        Interaction::Ordering(ordering) => answers.order = order(ordering),
        Interaction::Essay(essay) => answers.rubric = essay.criteria().iter().map(criterion).collect(),
    }
    answers
}

/// Gives a template's answer its shape, places as the author wrote them.
pub(super) fn of_template(template: &ItemTemplate) -> Answers {
    let mut answers = Answers::default();
    match &template.draft().interaction {
        OpenInteraction::Choices { choices, marks, .. } => {
            let marked = choices.iter().zip(marks);
            answers.choices = marked.map(|(one, mark)| choice(one, *mark == Mark::Key)).collect();
        }
        OpenInteraction::Number(open) => answers.number = Some(open_number(open)),
        OpenInteraction::Text(accepted, capitals) => answers.text = Some(open_text(accepted, *capitals)),
        OpenInteraction::Blanks { blanks, capitals, .. } => {
            answers.blanks = blanks.iter().map(|blank| open_blank(blank, *capitals)).collect();
        }
        OpenInteraction::Matching(header, rows) => {
            answers.matching = Matching::new(header.clone(), rows.clone()).ok().as_ref().map(matching);
        }
        OpenInteraction::Ordering(entries) => {
            answers.order = Ordering::new(entries.clone()).ok().as_ref().map(order).unwrap_or_default();
        }
        OpenInteraction::Essay(criteria) => answers.rubric = criteria.iter().map(criterion).collect(),
    }
    answers
}

fn choice(choice: &Choice, key: bool) -> shape::Choice {
    shape::Choice {
        id: choice.id.to_string(),
        content: rich_choice(&choice.content, &format!("choice-{}", choice.id)),
        key,
        score: choice.share.map(exact),
        fixed: choice.fixed,
        feedback: choice.feedback.as_ref().map(|text| rich(text, &format!("feedback-{}", choice.id))),
    }
}

fn number(number: &TypedNumber) -> shape::TypedNumber {
    let (low, high) = number.bounds();
    let is_range = matches!(number.accepted(), Accepted::Between { .. });
    let unit = |unit: &qbank_model::interaction::Unit| shape::Unit {
        name: unit.name.clone(),
        value: exact(unit.value),
    };
    shape::TypedNumber {
        answer: number.to_string(),
        key: (!is_range).then(|| exact(number.key())),
        low: Some(exact(low)),
        high: Some(exact(high)),
        units: number.units().iter().map(unit).collect(),
    }
}

fn open_number(open: &OpenText) -> shape::TypedNumber {
    shape::TypedNumber { answer: open.source(), key: None, low: None, high: None, units: Vec::new() }
}

fn text(text: &TypedText) -> shape::TypedText {
    let accept = |accept: &Accept| match accept {
        Accept::Words(words) => shape::Accept::Words(words.clone()),
        Accept::Pattern(pattern) => shape::Accept::Pattern(pattern.portable().to_owned()),
    };
    let accepted = text.accepted().iter().map(accept).collect();
    shape::TypedText { accepted, case_sensitive: text.capitals() == Capitals::Count }
}

fn open_text(accepted: &[OpenAccept], capitals: Capitals) -> shape::TypedText {
    let accept = |accept: &OpenAccept| match accept {
        OpenAccept::Words(words) => shape::Accept::Words(words.source()),
        OpenAccept::Pattern(pattern) => shape::Accept::Pattern(pattern.portable().to_owned()),
    };
    let accepted = accepted.iter().map(accept).collect();
    shape::TypedText { accepted, case_sensitive: capitals == Capitals::Count }
}

fn blank(blank: &Blank) -> shape::Blank {
    match blank {
        Blank::Number(typed) => shape::Blank::Number(number(typed)),
        Blank::Text(typed) => shape::Blank::Text(text(typed)),
        Blank::DropDown(down) => drop_down(down),
    }
}

fn drop_down(down: &DropDown) -> shape::Blank {
    shape::Blank::DropDown { options: down.options().to_vec(), key: down.key().to_owned() }
}

fn open_blank(blank: &OpenBlank, capitals: Capitals) -> shape::Blank {
    match blank {
        OpenBlank::Number(open) => shape::Blank::Number(open_number(open)),
        OpenBlank::Text(accepted) => shape::Blank::Text(open_text(accepted, capitals)),
        OpenBlank::DropDown(options) => {
            let key = options.iter().find(|(key, _)| *key).map(|(_, words)| words.source());
            let options = options.iter().map(|(_, words)| words.source()).collect();
            shape::Blank::DropDown { options, key: key.unwrap_or_default() }
        }
    }
}

fn matching(matching: &Matching) -> shape::Matching {
    let [left, right] = matching.header();
    let option = |option: &Partner| shape::Part {
        id: option.id.to_string(),
        content: rich_choice(&option.content, &format!("option-{}", option.id)),
    };
    let prompts = matching.prompts().iter().map(|prompt| shape::Prompt {
        id: prompt.id.to_string(),
        content: rich_choice(&prompt.content, &format!("prompt-{}", prompt.id)),
        key: matching.key(prompt).id.to_string(),
    });
    shape::Matching {
        left: rich_choice(left, "left"),
        right: rich_choice(right, "right"),
        prompts: prompts.collect(),
        options: matching.options().iter().map(option).collect(),
    }
}

fn order(ordering: &Ordering) -> Vec<shape::Part> {
    let part = |step: &Step| shape::Part {
        id: step.id.to_string(),
        content: rich_choice(&step.content, &format!("step-{}", step.id)),
    };
    ordering.steps().iter().map(part).collect()
}

fn criterion(criterion: &Criterion) -> shape::Criterion {
    shape::Criterion {
        content: rich_choice(&criterion.content, "criterion"),
        points: exact(criterion.points),
    }
}

/// Gives variables their shape.
pub(super) fn variables(variables: &Variables) -> shape::Variables {
    let mut shaped = shape::Variables {
        decimals: variables.decimals(),
        variants: variables.variants(),
        require: variables.require().iter().map(|condition| condition.text.value.clone()).collect(),
        ..shape::Variables::default()
    };
    for (names, source) in variables.sources() {
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        shaped.drawn.push(match source.shape() {
            Shape::Steps { min, max, step } => shape::Drawn::Steps {
                name: names.concat(),
                min: exact(min),
                max: exact(max),
                step: exact(step),
            },
            Shape::Rows(rows) => {
                let rows = rows.iter().map(|row| row.iter().map(constant).collect()).collect();
                shape::Drawn::Rows { names, rows }
            }
        });
    }
    for calc in variables.calcs() {
        let (name, expression) = (calc.name.value.clone(), calc.text.value.clone());
        shaped.calculated.push(shape::Calculated { name, expression });
    }
    shaped
}

fn constant(constant: &Constant) -> shape::Constant {
    match constant {
        Constant::Number(number) => shape::Constant::Number(exact(*number)),
        Constant::Text(text) => shape::Constant::Text(text.clone()),
    }
}
