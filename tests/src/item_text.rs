//! Items as readers of the suite's pages see them: a line for each part, and nothing for what is as usual.

use std::fmt::Write as _;

use qbank_model::{Block, Choice, Content, Decimal, Entry, Item, Scoring, Status, Stub};
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
        Entry::Fixed(item) => sound(item),
        Entry::Broken(Stub { id: Some(id), .. }) => format!("item: {id} (broken)\n"),
        Entry::Broken(Stub { id: None, .. }) => "item: (broken)\n".to_owned(),
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

fn sound(item: &Item) -> String {
    let mut text = Lines(String::new());
    text.line("item", &item.id.value);
    text.list("aliases", &item.aliases.iter().map(ToString::to_string).collect::<Vec<_>>());
    text.line("type", item.interaction.kind().as_str());
    attributes(item, &mut text);
    if let Some(case) = &item.stimulus {
        text.line("case", format!("{} ({})", inline(&case.title), case.id.value));
        text.contents("stimulus", (!case.content.is_empty()).then_some(&case.content));
    }
    text.some("title", (!item.title.is_empty()).then(|| inline(&item.title)));
    text.content("stem", &item.stem);
    let keys: Vec<String> = item.interaction.keys().iter().map(|key| key.id.to_string()).collect();
    for one in item.interaction.choices() {
        choice(one, &mut text);
    }
    text.list("key", &keys);
    text.contents("rationale", &item.rationale);
    text.contents("hint", &item.hints);
    text.contents("reference", &item.references);
    text.contents("if correct", &item.outcomes.correct);
    text.contents("if incorrect", &item.outcomes.incorrect);
    text.contents("if partly correct", &item.outcomes.partial);
    text.contents("author note", &item.notes);
    text.0
}

/// Writes the attributes that are not those of a plain item in the folder `inventory`.
fn attributes(item: &Item, text: &mut Lines) {
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
