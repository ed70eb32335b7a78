//! What changed in an item between two states of its bank, in an author's terms.

use std::collections::BTreeMap;

use crate::bank::{Bank, Entry};
use crate::content::Content;
use crate::content::inline_text;
use crate::id::ItemId;
use crate::interaction::{Choice, Mark};
use crate::item::ItemDraft;
use crate::revision::Canon;
use crate::template::{OpenAccept, OpenBlank, OpenInteraction, Variables};

/// A part of an item that can change, the one that matters most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// The question type.
    Type,
    /// What is right: the key's words, the accepted answers, the pairs, the order, the rubric.
    Key,
    /// The wrong choices.
    Distractors,
    /// The order of the choices.
    Order,
    /// The question.
    Stem,
    /// The case it belongs to.
    Case,
    /// What is drawn and computed.
    Variables,
    /// Points for a full answer.
    Points,
    /// How points are given, and whether choices are shuffled or fixed.
    Scoring,
    /// Where the item stands in its life.
    Status,
    /// Its name.
    Id,
    /// The heading above the question.
    Title,
    /// What is told about single choices.
    Feedback,
    /// Rationale, hints, references and what is told after the attempt.
    Explanations,
    /// Objective, domain and level.
    Place,
    /// Everything else that is known about it.
    Details,
}

impl Aspect {
    /// All aspects, in the order of their weight.
    pub const ALL: [Self; 16] = [
        Self::Type,
        Self::Key,
        Self::Distractors,
        Self::Order,
        Self::Stem,
        Self::Case,
        Self::Variables,
        Self::Points,
        Self::Scoring,
        Self::Status,
        Self::Id,
        Self::Title,
        Self::Feedback,
        Self::Explanations,
        Self::Place,
        Self::Details,
    ];

    /// Returns its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Key => "key",
            Self::Distractors => "distractors",
            Self::Order => "order",
            Self::Stem => "stem",
            Self::Case => "case",
            Self::Variables => "variables",
            Self::Points => "points",
            Self::Scoring => "scoring",
            Self::Status => "status",
            Self::Id => "id",
            Self::Title => "title",
            Self::Feedback => "feedback",
            Self::Explanations => "explanations",
            Self::Place => "place",
            Self::Details => "details",
        }
    }
}

/// A part that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which part.
    pub aspect: Aspect,
    /// What of it was there before and no longer is, as plain text.
    pub before: String,
    /// What of it is there now and was not. Like `before` where only formatting, a picture or a count changed.
    pub after: String,
}

/// What became of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    New,
    /// It is gone.
    Gone,
    /// It can no longer be read.
    Broken,
    /// It can be read again.
    Mended,
    /// It changed, in these parts.
    Changed(Vec<Change>),
}

/// Finds what became of the items of a bank, by their identities, in their order.
///
/// An item that moved within its file or to another one is the same; one that is broken in both states is left out.
pub fn fates(before: &Bank, after: &Bank) -> BTreeMap<ItemId, Fate> {
    let (old, new) = (by_identity(before), by_identity(after));
    let gone = old.keys().filter(|identity| !new.contains_key(*identity));
    let mut fates: BTreeMap<ItemId, Fate> = gone.map(|identity| (identity.clone(), Fate::Gone)).collect();
    for (identity, entry) in new {
        let fate = match (old.get(&identity).map(|old| parts(old, before)), parts(entry, after)) {
            (None, _) => Fate::New,
            (Some(None), None) => continue,
            (Some(None), Some(_)) => Fate::Mended,
            (Some(Some(_)), None) => Fate::Broken,
            (Some(Some(old)), Some(new)) => match changes(&old, &new) {
                changes if changes.is_empty() => continue,
                changes => Fate::Changed(changes),
            },
        };
        fates.insert(identity, fate);
    }
    fates
}

fn by_identity(bank: &Bank) -> BTreeMap<ItemId, &Entry> {
    bank.entries().iter().filter_map(|entry| Some((entry.name()?.identity, entry))).collect()
}

/// A thing that is said in one aspect: as plain text, and with all that makes it what it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    text: String,
    essence: Vec<u8>,
}

type Parts = BTreeMap<Aspect, Vec<Part>>;

fn changes(before: &Parts, after: &Parts) -> Vec<Change> {
    let nothing = Vec::new();
    let changed = Aspect::ALL.into_iter().filter_map(|aspect| {
        let [old, new] = [before, after].map(|parts| parts.get(&aspect).unwrap_or(&nothing));
        (old != new).then(|| {
            let (gone, come) = (without(old, new), without(new, old));
            let is_alike = gone.is_empty() && come.is_empty();
            let [before, after] = if is_alike { [joined(old), joined(new)] } else { [gone, come] };
            Change { aspect, before, after }
        })
    });
    let mut changed: Vec<Change> = changed.collect();
    if changed.iter().any(|change| matches!(change.aspect, Aspect::Key | Aspect::Distractors)) {
        // Other choices stand in another order by themselves.
        changed.retain(|change| change.aspect != Aspect::Order);
    }
    changed
}

/// Returns the texts of what one list has beyond the other.
fn without(all: &[Part], other: &[Part]) -> String {
    joined(all.iter().filter(|part| !other.contains(part)))
}

fn joined<'p>(parts: impl IntoIterator<Item = &'p Part>) -> String {
    let texts: Vec<&str> = parts.into_iter().map(|part| part.text.as_str()).collect();
    texts.join("; ")
}

/// Takes an item apart; a broken one has no parts.
fn parts(entry: &Entry, bank: &Bank) -> Option<Parts> {
    let mut parts = Collector { bank, parts: Parts::new() };
    match entry {
        Entry::Fixed(item) => parts.item(item, &(&item.interaction).into(), None),
        Entry::Template(template) => {
            let draft = template.draft();
            parts.item(draft, &draft.interaction, Some(template.variables()));
        }
        Entry::Broken(_) => return None,
    }
    for aspect in [Aspect::Key, Aspect::Distractors] {
        // In which order choices stand is an aspect of its own.
        if entry.item().is_some_and(|item| !item.interaction.choices().is_empty()) {
            parts.parts.entry(aspect).or_default().sort();
        }
    }
    Some(parts.parts)
}

struct Collector<'b> {
    bank: &'b Bank,
    parts: Parts,
}

impl Collector<'_> {
    fn add(&mut self, aspect: Aspect, text: String, essence: Vec<u8>) {
        self.parts.entry(aspect).or_default().push(Part { text, essence });
    }

    fn text(&mut self, aspect: Aspect, text: impl Into<String>) {
        self.add(aspect, text.into(), Vec::new());
    }

    fn content(&mut self, aspect: Aspect, content: &Content) {
        let essence = self.essence(content);
        self.add(aspect, content.to_text(), essence);
    }

    fn essence(&self, content: &Content) -> Vec<u8> {
        Canon::essence(content, |path| self.bank.media.get(path))
    }

    fn item<Answer>(
        &mut self,
        item: &ItemDraft<Answer>,
        answer: &OpenInteraction,
        variables: Option<&Variables>,
    ) {
        self.text(Aspect::Type, answer.kind().as_str());
        self.content(Aspect::Stem, &item.stem);
        if let Some(case) = &item.stimulus {
            self.text(Aspect::Case, inline_text(&case.title));
            self.content(Aspect::Case, &case.content);
        }
        self.text(Aspect::Points, item.points.normalize().to_string());
        self.text(Aspect::Scoring, item.scoring.as_str());
        self.text(Aspect::Scoring, if item.shuffle { "shuffled" } else { "in their order" });
        self.text(Aspect::Status, item.status.as_str());
        self.text(Aspect::Id, item.id.value.as_str());
        self.text(Aspect::Title, inline_text(&item.title));
        let places = [item.objective.as_ref(), item.domain.as_ref()].into_iter().flatten();
        let level = item.level.map(crate::item::Level::as_str);
        for place in places.map(|place| place.value.as_str()).chain(level) {
            self.text(Aspect::Place, place);
        }
        let once = item.rationale.iter().chain(item.outcomes().texts());
        for content in once.chain(&item.hints).chain(&item.references) {
            self.content(Aspect::Explanations, content);
        }
        self.details(item);
        self.answer(answer);
        if let Some(variables) = variables {
            self.variables(variables);
        }
    }

    fn details<Answer>(&mut self, item: &ItemDraft<Answer>) {
        let details = &item.details;
        let facts = [
            ("difficulty", details.difficulty.map(|share| share.normalize().to_string())),
            ("seconds", details.seconds.map(|seconds| seconds.to_string())),
            ("license", details.license.clone()),
            ("language", details.language.clone()),
            ("created", details.created.map(|date| date.to_string())),
        ];
        for (name, fact) in facts {
            if let Some(fact) = fact {
                self.text(Aspect::Details, format!("{name} {fact}"));
            }
        }
        let lists = [
            ("tag", &details.tags),
            ("author", &details.authors),
            ("reviewer", &details.reviewers),
            ("reference", &details.references),
        ];
        for (name, words) in lists {
            for word in words {
                self.text(Aspect::Details, format!("{name} {word}"));
            }
        }
        for enemy in &details.enemies {
            self.text(Aspect::Details, format!("enemy {}", enemy.value));
        }
        for (rule, reason) in &details.allow {
            self.text(Aspect::Details, format!("allows {rule}: {}", reason.value));
        }
        for note in &item.notes {
            self.content(Aspect::Details, note);
        }
    }

    fn answer(&mut self, answer: &OpenInteraction) {
        match answer {
            OpenInteraction::Choices { choices, marks, .. } => {
                for (choice, mark) in choices.iter().zip(marks) {
                    self.choice(choice, *mark);
                }
            }
            OpenInteraction::Number(number) => self.text(Aspect::Key, number.source()),
            OpenInteraction::Text(accepted, capitals) => {
                self.text(Aspect::Key, words(accepted));
                self.text(Aspect::Scoring, format!("{capitals:?}"));
            }
            OpenInteraction::Blanks { blanks, capitals, .. } => {
                for blank in blanks {
                    self.text(Aspect::Key, blank_words(blank));
                }
                self.text(Aspect::Scoring, format!("{capitals:?}"));
            }
            OpenInteraction::Matching(header, rows) => {
                for pair in [header].into_iter().chain(rows) {
                    let [left, right] = pair;
                    let essence = [self.essence(left), self.essence(right)].concat();
                    self.add(Aspect::Key, format!("{} = {}", left.to_text(), right.to_text()), essence);
                }
            }
            OpenInteraction::Ordering(entries) => {
                for (place, entry) in (1..).zip(entries) {
                    let essence = self.essence(entry);
                    self.add(Aspect::Key, format!("{place}. {}", entry.to_text()), essence);
                }
            }
            OpenInteraction::Essay(criteria) => {
                for criterion in criteria {
                    let text = format!("{} ({})", criterion.content.to_text(), criterion.points.normalize());
                    let essence = self.essence(&criterion.content);
                    self.add(Aspect::Key, text, essence);
                }
            }
        }
    }

    fn choice(&mut self, choice: &Choice, mark: Mark) {
        let share = choice.share.map_or_else(String::new, |share| format!(" ({})", share.normalize()));
        let essence = self.essence(&choice.content);
        let aspect = if mark == Mark::Key { Aspect::Key } else { Aspect::Distractors };
        self.add(aspect, choice.content.to_text() + &share, essence.clone());
        self.add(Aspect::Order, choice.content.to_text(), essence);
        if choice.fixed {
            self.text(Aspect::Scoring, format!("{} is fixed", choice.content.to_text()));
        }
        if let Some(feedback) = &choice.feedback {
            self.content(Aspect::Feedback, feedback);
        }
    }

    fn variables(&mut self, variables: &Variables) {
        for (names, source) in variables.sources() {
            self.text(Aspect::Variables, format!("{} from {source}", names.join(", ")));
        }
        for calc in variables.calcs() {
            self.text(Aspect::Variables, format!("{} = {}", calc.name.value, calc.text.value));
        }
        for condition in variables.require() {
            self.text(Aspect::Variables, format!("require {}", condition.text.value));
        }
        self.text(Aspect::Variables, format!("{} variants", variables.variants()));
        if let Some(decimals) = variables.decimals() {
            self.text(Aspect::Variables, format!("{decimals} decimals"));
        }
    }
}

fn words(accepted: &[OpenAccept]) -> String {
    let words = accepted.iter().map(|accept| match accept {
        OpenAccept::Words(words) => words.source(),
        OpenAccept::Pattern(pattern) => format!("/{}/", pattern.source()),
    });
    words.collect::<Vec<_>>().join(" | ")
}

fn blank_words(blank: &OpenBlank) -> String {
    match blank {
        OpenBlank::Number(number) => number.source(),
        OpenBlank::Text(accepted) => words(accepted),
        OpenBlank::DropDown(options) => {
            let option = |(key, words): &(bool, crate::template::OpenText)| {
                format!("{}{}", if *key { '=' } else { '~' }, words.source())
            };
            options.iter().map(option).collect::<Vec<_>>().join(" ")
        }
    }
}
