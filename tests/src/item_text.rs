//! Items as readers of the suite's pages see them: a line for each part, and nothing for what is as usual.

use std::fmt::Write as _;

use qbank_model::interaction::{Capitals, Mark};
use qbank_model::template::{OpenAccept, OpenBlank, OpenInteraction, OpenText};
use qbank_model::{Block, Choice, Content, Decimal, Entry, ItemDraft, ItemTemplate, Scoring, Status};
use qbank_project::Checked;

use crate::content_text::{inline, lines};

/// Returns the items of a bank in the order of their places, a blank line between two.
pub fn items(checked: &Checked) -> String {
    let mut entries: Vec<&Entry> = checked.bank.entries().iter().collect();
    entries.sort_by_key(|entry| entry.span());
    let texts: Vec<String> = entries.into_iter().map(entry).collect();
    texts.join("\n")
}

fn entry(entry: &Entry) -> String {
    match entry {
        Entry::Fixed(item) => draft(item, &(&item.interaction).into()),
        Entry::Template(template) => {
            let mut text = draft(template.draft(), &template.draft().interaction);
            text.push_str(&variables(template));
            text
        }
        Entry::Broken(stub) => match &stub.id {
            Some(id) => format!("item: {id} (broken)\n"),
            None => "item: (broken)\n".to_owned(),
        },
    }
}

/// Collects lines of the form `name: value`.
struct Lines(String);

impl Lines {
    fn line(&mut self, name: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.0, "{name}: {value}");
    }

    fn some(&mut self, name: &str, value: Option<impl std::fmt::Display>) {
        if let Some(value) = value {
            self.line(name, value);
        }
    }

    fn list(&mut self, name: &str, values: &[String]) {
        self.some(name, (!values.is_empty()).then(|| values.join(", ")));
    }

    /// Writes the first block behind the name where it is a paragraph, and all else below.
    fn content(&mut self, name: &str, content: &Content) {
        let start = if matches!(content.0.first(), Some(Block::Paragraph(_))) { " " } else { "\n  " };
        let _ = writeln!(self.0, "{name}:{start}{}", lines(content).join("\n  "));
    }

    fn contents<'c>(&mut self, name: &str, contents: impl IntoIterator<Item = &'c Content>) {
        for content in contents {
            self.content(name, content);
        }
    }
}

fn draft<Answer>(item: &ItemDraft<Answer>, answer: &OpenInteraction) -> String {
    let mut text = Lines(String::new());
    text.line("item", &item.id.value);
    text.list("aliases", &item.aliases.iter().map(ToString::to_string).collect::<Vec<_>>());
    text.line("type", answer.kind().as_str());
    attributes(item, &mut text);
    if let Some(case) = &item.stimulus {
        text.line("case", format!("{} ({})", inline(&case.title), case.id.value));
        text.contents("stimulus", (!case.content.is_empty()).then_some(&case.content));
    }
    text.some("title", (!item.title.is_empty()).then(|| inline(&item.title)));
    text.content("stem", &item.stem);
    answer_lines(answer, &mut text);
    text.contents("rationale", &item.rationale);
    text.contents("hint", &item.hints);
    text.contents("reference", &item.references);
    text.contents("if correct", &item.outcomes().correct);
    text.contents("if incorrect", &item.outcomes().incorrect);
    text.contents("if partly correct", &item.outcomes().partial);
    text.contents("author note", &item.notes);
    text.0
}

fn answer_lines(answer: &OpenInteraction, text: &mut Lines) {
    match answer {
        OpenInteraction::Choices { choices, marks, .. } => {
            for one in choices {
                choice(one, text);
            }
            let keys = choices.iter().zip(marks).filter(|(_, mark)| **mark == Mark::Key);
            text.list("key", &keys.map(|(choice, _)| choice.id.to_string()).collect::<Vec<_>>());
        }
        OpenInteraction::Number(number) => text.line("answer", number.source()),
        OpenInteraction::Text(words, capitals) => {
            text.line("answer", accepted(words));
            text.some("capitals", (*capitals == Capitals::Count).then_some("count"));
        }
        OpenInteraction::Blanks { blanks, capitals, .. } => {
            for (number, blank) in (1..).zip(blanks) {
                let what = match blank {
                    OpenBlank::Number(number) => format!("number {}", number.source()),
                    OpenBlank::Text(words) => format!("words {}", accepted(words)),
                    OpenBlank::DropDown(options) => format!("pick {}", drop_down(options)),
                };
                text.line(&format!("gap {number}"), what);
            }
            text.some("capitals", (*capitals == Capitals::Count).then_some("count"));
        }
        OpenInteraction::Matching([left, right], rows) => {
            let cell = |content: &Content| lines(content).join(" ");
            text.line("pairs", format!("{} | {}", cell(left), cell(right)));
            for [left, right] in rows {
                let left = if left.is_empty() { "(distractor)".to_owned() } else { cell(left) };
                text.line("pair", format!("{left} | {}", cell(right)));
            }
        }
        OpenInteraction::Ordering(entries) => text.contents("step", entries),
        OpenInteraction::Essay(criteria) => {
            for criterion in criteria {
                text.content(&format!("criterion, {} points", criterion.points), &criterion.content);
            }
        }
    }
}

fn accepted(accepted: &[OpenAccept]) -> String {
    let words = accepted.iter().map(|accept| match accept {
        OpenAccept::Words(words) => words.source(),
        OpenAccept::Pattern(pattern) => format!("/{}/", pattern.portable()),
    });
    words.collect::<Vec<_>>().join(" | ")
}

fn drop_down(options: &[(bool, OpenText)]) -> String {
    let option =
        |(key, words): &(bool, OpenText)| format!("{}{}", if *key { "=" } else { "" }, words.source());
    options.iter().map(option).collect::<Vec<_>>().join(" | ")
}

fn variables(template: &ItemTemplate) -> String {
    let mut text = Lines(String::new());
    let variables = template.variables();
    for (names, source) in variables.sources() {
        text.line(&format!("draw {}", names.join(", ")), source.to_string().trim_end_matches(", "));
    }
    for calc in variables.calcs() {
        text.line(&format!("compute {}", calc.name.value), &calc.text.value);
    }
    for condition in variables.require() {
        text.line("require", &condition.text.value);
    }
    text.some("decimals", variables.decimals());
    let coverage = template.coverage();
    let sample = if coverage.is_sample() { ", a sample" } else { "" };
    text.line("draws", format!("{} of {} kept{sample}", coverage.kept, coverage.tried));
    let first = template.variants().first().map(|draw| variables.assignment(*draw)).unwrap_or_default();
    text.line("variants", format!("{}, the first with {first}", template.variants().len()));
    text.line("first stem", lines(&template.sample().stem).join(" "));
    text.0
}

/// Writes the attributes that are not those of a plain item in the folder `inventory`.
fn attributes<Answer>(item: &ItemDraft<Answer>, text: &mut Lines) {
    let details = &item.details;
    text.some("objective", item.objective.as_ref().map(|objective| &objective.value));
    let domain = item.domain.as_ref().map(|domain| &domain.value);
    text.some("domain", domain.filter(|domain| *domain != "inventory"));
    text.some("level", item.level.map(qbank_model::Level::as_str));
    text.some("status", Some(item.status).filter(|status| *status != Status::Draft).map(Status::as_str));
    text.some("points", Some(item.points).filter(|points| *points != Decimal::ONE));
    let scoring = Some(item.scoring).filter(|scoring| *scoring != Scoring::AllOrNothing);
    text.some("scoring", scoring.map(Scoring::as_str));
    text.some("shuffle", (!item.shuffle).then_some("no"));
    text.some("difficulty", details.difficulty);
    text.some("seconds", details.seconds);
    text.list("tags", &details.tags);
    text.list("authors", &details.authors);
    text.list("reviewers", &details.reviewers);
    text.list("references", &details.references);
    text.list("enemies", &details.enemies.iter().map(|enemy| enemy.value.clone()).collect::<Vec<_>>());
    text.some("license", details.license.as_ref());
    text.some("language", details.language.as_ref());
    text.some("created", details.created);
    for (rule, reason) in &details.allow {
        text.line(&format!("allow {rule}"), &reason.value);
    }
}

fn choice(choice: &Choice, text: &mut Lines) {
    let fixed = choice.fixed.then(|| "fixed".to_owned());
    let extras: Vec<String> =
        fixed.into_iter().chain(choice.share.map(|share| format!("score {share}"))).collect();
    let extras = if extras.is_empty() { String::new() } else { format!(" ({})", extras.join(", ")) };
    text.content(&format!("choice {}{extras}", choice.id), &choice.content);
    text.contents(&format!("feedback {}", choice.id), &choice.feedback);
}
