//! Writes, as JSON, answers to every item of a bank with what [`score`] gives for each and what the learner is then told.
//!
//! `responses BANK_FOLDER`: real players are held against it, so the expectation comes from the model alone. Items with
//! variables are asked as the variants that QTI holds.

use std::collections::BTreeMap;
use std::io::{self, Write};

use qbank_formats::Format;
use qbank_model::interaction::{Accept, Blank, Capitals, Matching, Ordering, TypedNumber, TypedText};
use qbank_model::scoring::{Response, Score, key_response, score};
use qbank_model::{Choice, ChoiceId, Content, Decimal, Inline, Interaction, Item};
use qbank_tests::TestBank;
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let folder = std::env::args().nth(1).ok_or_else(|| io::Error::other("a bank's folder is wanted"))?;
    let bank = TestBank::open(&folder);
    let selection = bank.selection(Format::Qti3);
    let items: Vec<Value> = selection.items().map(expectation).collect();
    writeln!(io::stdout(), "{}", json!({ "items": items }))
}

fn expectation(item: &Item) -> Value {
    let mut answers = Answers { item, all: Vec::new() };
    answers.fill();
    let responses = answers.all.iter().map(|(name, response)| expected(item, name, response));
    json!({
        "id": item.id.value.as_str(),
        "identity": item.identity().as_str(),
        "type": item.interaction.kind().as_str(),
        "scoring": item.scoring.as_str(),
        "pattern": has_pattern(&item.interaction),
        "shows": probes(item.hints.iter()),
        "responses": responses.collect::<Vec<Value>>(),
    })
}

/// Tells whether a pattern of the author is among what is accepted.
fn has_pattern(interaction: &Interaction) -> bool {
    let in_text = |text: &TypedText| text.accepted().iter().any(|one| matches!(one, Accept::Pattern(_)));
    match interaction {
        Interaction::Text(text) => in_text(text),
        Interaction::Blanks(blanks) => {
            blanks.as_slice().iter().any(|blank| matches!(blank, Blank::Text(text) if in_text(text)))
        }
        _ => false,
    }
}

fn expected(item: &Item, name: &str, response: &Response) -> Value {
    let score = score(item, response);
    let choices = item.interaction.choices();
    let said: Vec<&Content> = said(item, response, &score).collect();
    let before = item.interaction.texts().into_iter().chain([&item.stem]).chain(&item.hints);
    let visible: String = said.iter().copied().chain(before).map(squeezed).collect();
    let outcomes = [&item.outcomes().correct, &item.outcomes().partial, &item.outcomes().incorrect];
    let feedback = choices.iter().filter_map(|choice| choice.feedback.as_ref());
    let mut hidden = probes(feedback.chain(outcomes.into_iter().flatten()));
    hidden.retain(|probe| !visible.contains(probe));
    json!({
        "name": name,
        "answer": answer(response),
        "score": score.points.normalize().to_string(),
        "correct": score.correct,
        "says": probes(said.into_iter()),
        "hides": hidden,
    })
}

fn answer(response: &Response) -> Value {
    match response {
        Response::Choices(picks) => {
            json!({ "choices": picks.iter().map(ChoiceId::as_str).collect::<Vec<&str>>() })
        }
        Response::Text(typed) => json!({ "text": typed }),
        Response::Blanks(typed) => json!({ "blanks": typed }),
        Response::Pairs(pairs) => {
            let pairs = pairs.iter().map(|(prompt, option)| [prompt.as_str(), option.as_str()]);
            json!({ "pairs": pairs.collect::<Vec<[&str; 2]>>() })
        }
        Response::Order(order) => {
            json!({ "order": order.iter().map(ChoiceId::as_str).collect::<Vec<&str>>() })
        }
    }
}

fn squeezed(text: &Content) -> String {
    text.to_text().split_whitespace().collect()
}

/// Answers worth giving to an item, each once: the key first, nothing, then what is wrong or right in part.
struct Answers<'a> {
    item: &'a Item,
    all: Vec<(String, Response)>,
}

impl Answers<'_> {
    fn add(&mut self, name: impl Into<String>, response: Response) {
        if !self.all.iter().any(|(_, other)| *other == response) {
            self.all.push((name.into(), response));
        }
    }

    fn fill(&mut self) {
        if let Some(key) = key_response(self.item) {
            self.add("key", key);
        }
        match &self.item.interaction {
            Interaction::SingleChoice(_) | Interaction::MultipleChoice(_) | Interaction::TrueFalse(_) => {
                self.choices();
            }
            Interaction::Number(number) => {
                for (name, typed) in numbers(number) {
                    self.add(name, Response::Text(typed));
                }
            }
            Interaction::Text(text) => {
                for (name, typed) in words(text) {
                    self.add(name, Response::Text(typed));
                }
            }
            Interaction::Blanks(blanks) => self.blanks(blanks.as_slice()),
            Interaction::Matching(matching) => self.pairs(matching),
            Interaction::Ordering(ordering) => self.orders(ordering),
            Interaction::Essay(_) => {
                self.add("some words", Response::Text("Because demand is level.".to_owned()));
                self.add("nothing", Response::Text(String::new()));
            }
        }
    }

    /// Nothing, each choice alone, and for several keys what lies between: one too few, one too many, all.
    fn choices(&mut self) {
        let interaction = &self.item.interaction;
        let pick =
            |choices: &[&Choice]| Response::Choices(choices.iter().map(|choice| choice.id.clone()).collect());
        let (keys, choices) = (interaction.keys(), interaction.choices());
        self.add("nothing", pick(&[]));
        for choice in choices {
            self.add(format!("only {}", choice.id), pick(&[choice]));
        }
        if !matches!(interaction, Interaction::MultipleChoice(_)) {
            return;
        }
        for choice in choices {
            let others = keys.iter().copied().filter(|key| key.id != choice.id);
            if interaction.is_key(&choice.id) {
                self.add(format!("all keys but {}", choice.id), pick(&others.collect::<Vec<&Choice>>()));
            } else {
                let picks: Vec<&Choice> = others.chain([choice]).collect();
                self.add(format!("all keys and {}", choice.id), pick(&picks));
            }
        }
        self.add("all", pick(&choices.iter().collect::<Vec<&Choice>>()));
    }

    /// For each gap: it alone right, and it alone with each of its answers beside the key.
    fn blanks(&mut self, blanks: &[Blank]) {
        let keys: Vec<String> = blanks.iter().map(Blank::key).collect();
        self.add("nothing", Response::Blanks(vec![String::new(); keys.len()]));
        for (idx, blank) in blanks.iter().enumerate() {
            let mut alone = vec![String::new(); keys.len()];
            alone[idx].clone_from(&keys[idx]);
            self.add(format!("only gap {}", idx + 1), Response::Blanks(alone));
            let others: Vec<(String, String)> = match blank {
                Blank::Number(number) => numbers(number),
                Blank::Text(text) => words(text),
                Blank::DropDown(options) => {
                    options.options().iter().map(|option| (option.clone(), option.clone())).collect()
                }
            };
            for (name, typed) in others {
                let mut answers = keys.clone();
                answers[idx] = typed;
                self.add(format!("gap {}: {name}", idx + 1), Response::Blanks(answers));
            }
        }
    }

    /// Nothing, each pair alone, each prompt with the next one's partner, all with one option.
    fn pairs(&mut self, matching: &Matching) {
        let key: BTreeMap<ChoiceId, ChoiceId> = matching
            .prompts()
            .iter()
            .map(|prompt| (prompt.id.clone(), matching.key(prompt).id.clone()))
            .collect();
        self.add("nothing", Response::Pairs(BTreeMap::new()));
        for (prompt, option) in &key {
            let alone = BTreeMap::from([(prompt.clone(), option.clone())]);
            self.add(format!("only {prompt}"), Response::Pairs(alone));
            let wrong = matching.options().iter().rfind(|other| other.id != *option);
            let mut pairs = key.clone();
            pairs.extend(wrong.map(|wrong| (prompt.clone(), wrong.id.clone())));
            self.add(format!("{prompt} wrong"), Response::Pairs(pairs));
        }
        let mut options: Vec<ChoiceId> = key.values().cloned().collect();
        options.rotate_left(1);
        self.add("rotated", Response::Pairs(key.keys().cloned().zip(options).collect()));
        for option in matching.options().iter().take(1) {
            let all = key.keys().map(|prompt| (prompt.clone(), option.id.clone()));
            self.add("one option for all", Response::Pairs(all.collect()));
        }
    }

    /// Nothing, the reverse, the last first, and each two neighbours swapped.
    fn orders(&mut self, ordering: &Ordering) {
        let key: Vec<ChoiceId> = ordering.steps().iter().map(|step| step.id.clone()).collect();
        self.add("nothing", Response::Order(Vec::new()));
        self.add("reversed", Response::Order(key.iter().rev().cloned().collect()));
        let mut rotated = key.clone();
        rotated.rotate_right(1);
        self.add("last first", Response::Order(rotated));
        for idx in 1..key.len() {
            let mut swapped = key.clone();
            swapped.swap(idx - 1, idx);
            self.add(format!("{idx} and {} swapped", idx + 1), Response::Order(swapped));
        }
    }
}

/// Both ends of what is accepted, a step beyond each, and what is no number.
fn numbers(number: &TypedNumber) -> Vec<(String, String)> {
    let (low, high) = number.bounds();
    let (low, high) = (low.normalize(), high.normalize());
    let step = |bound: Decimal| Decimal::new(1, bound.scale() + 2);
    [
        ("the lowest", low),
        ("below the lowest", low - step(low)),
        ("the highest", high),
        ("above the highest", high + step(high)),
        ("its negative", -number.key().normalize() - Decimal::ONE),
    ]
    .map(|(name, number)| (name.to_owned(), number.to_string()))
    .into_iter()
    .chain([("nothing".to_owned(), String::new())])
    .collect()
}

/// Each accepted text, in capitals and with white space too, an unfinished one, one too many words.
fn words(text: &TypedText) -> Vec<(String, String)> {
    let mut typed = vec![("nothing".to_owned(), String::new())];
    for accept in text.accepted() {
        if let Accept::Words(words) = accept {
            typed.push((format!("{words:?}"), words.clone()));
        }
    }
    let key = text.key();
    let unfinished: String = key.chars().take(key.chars().count().div_ceil(2)).collect();
    typed.extend([
        ("in capitals".to_owned(), key.to_uppercase()),
        ("with white space".to_owned(), format!(" {}  ", key.replace(' ', "  "))),
        ("unfinished".to_owned(), unfinished),
        ("one word more".to_owned(), format!("{key} more")),
        ("another word".to_owned(), "nosuchword".to_owned()),
    ]);
    if text.capitals() == Capitals::Count {
        typed.push(("in small letters".to_owned(), key.to_lowercase()));
    }
    typed
}

/// What the learner reads after the attempt and not before.
fn said<'a>(item: &'a Item, response: &Response, score: &Score) -> impl Iterator<Item = &'a Content> {
    let is_picked = |choice: &&Choice| match response {
        Response::Choices(picks) => picks.contains(&choice.id),
        Response::Text(_) | Response::Blanks(_) | Response::Pairs(_) | Response::Order(_) => false,
    };
    let outcome = if score.awaits_person {
        &None
    } else if score.correct || score.points == score.max {
        &item.outcomes().correct
    } else if score.points.is_zero() {
        &item.outcomes().incorrect
    } else {
        &item.outcomes().partial
    };
    let picked = item.interaction.choices().iter().filter(is_picked);
    let feedback: Vec<&Content> = picked.filter_map(|choice| choice.feedback.as_ref()).collect();
    feedback.into_iter().chain(outcome).chain(&item.rationale).chain(&item.references)
}

/// Returns from each text the longest run of plain words without white space: what a page shows letter by letter.
///
/// Footnotes are left out, since several texts may call one.
fn probes<'a>(texts: impl Iterator<Item = &'a Content>) -> Vec<String> {
    let longest = |text: &'a Content| {
        let (mut words, mut notes): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        text.for_each_inline(&mut |inline| match inline {
            Inline::Text(text) => words.push(text),
            Inline::Footnote(note) => note.for_each_inline(&mut |inline| {
                if let Inline::Text(text) = inline {
                    notes.push(text);
                }
            }),
            _ => {}
        });
        let own = words.into_iter().filter(|text| !notes.contains(text));
        own.max_by_key(|text| text.len()).unwrap_or_default().split_whitespace().collect::<String>()
    };
    texts.map(longest).filter(|probe| !probe.is_empty()).collect()
}
