//! The attributes of items: of one item, of a file's items, of a bank's items. The nearest wins.

use qbank_model::date::Date;
use qbank_model::interaction::Capitals;
use qbank_model::suggest::did_you_mean;
use qbank_model::template::{Declared, NumberFormat};
use qbank_model::{Allowances, Decimal, Diagnostic, ItemId, Kind, Level, Scoring, Spanned, Status};
use toml::de::DeValue;

use crate::codes;
use crate::toml_reader::{Table, TomlReader, Value};
use crate::variables::{read_calc, read_require, read_rows, read_vars};

/// Attributes as written in one place; what is absent is asked of the next place.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    /// The declared question type.
    pub kind: Option<Spanned<Kind>>,
    /// Slug of the objective.
    pub objective: Option<Spanned<String>>,
    /// Domain for items without an objective.
    pub domain: Option<Spanned<String>>,
    /// What the item asks of the mind.
    pub level: Option<Level>,
    /// Expected share correct, from 0 to 1.
    pub difficulty: Option<Decimal>,
    /// Where the item stands in its life.
    pub status: Option<Status>,
    /// Points for a full answer.
    pub points: Option<Spanned<Decimal>>,
    /// How points are given.
    pub scoring: Option<Spanned<Scoring>>,
    /// Whether players may shuffle.
    pub shuffle: Option<bool>,
    /// What the heading is.
    pub heading: Option<HeadingUse>,
    /// Free words, sorted, each once.
    pub tags: Vec<String>,
    /// Handles of those who wrote the item.
    pub authors: Option<Vec<String>>,
    /// Handles of those who reviewed it.
    pub reviewers: Option<Vec<String>>,
    /// Public sources.
    pub references: Option<Vec<String>>,
    /// Items never on one form with it.
    pub enemies: Option<Vec<Spanned<String>>>,
    /// Former ids, the oldest first.
    pub aliases: Vec<ItemId>,
    /// Expected time for an answer.
    pub seconds: Option<u32>,
    /// SPDX name of the licence.
    pub license: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// The day the item was written.
    pub created: Option<Date>,
    /// Whether the last choice keeps its place.
    pub pin_last: Option<bool>,
    /// Silenced lints and the reasons.
    pub allow: Allowances,
    /// Whether capitals count in typed words.
    pub capitals: Option<Capitals>,
    /// What is drawn, computed and required, and how it is printed.
    pub declared: Declared,
    /// Whether variables are declared, sound or not.
    pub has_variables: bool,
}

/// What an item's heading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingUse {
    /// A part of the question.
    Stem,
    /// A title above it.
    Title,
}

impl HeadingUse {
    const ALL: [Self; 2] = [Self::Stem, Self::Title];

    fn as_str(self) -> &'static str {
        match self {
            Self::Stem => "stem",
            Self::Title => "title",
        }
    }
}

/// Whose attributes are read; each place knows other keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The block under an item's heading.
    Item,
    /// A file's front matter.
    File,
    /// The bank's `[defaults]`.
    Bank,
}

const EVERYWHERE: [&str; 23] = [
    "type",
    "objective",
    "domain",
    "level",
    "difficulty",
    "status",
    "points",
    "scoring",
    "shuffle",
    "heading",
    "tags",
    "authors",
    "reviewers",
    "references",
    "seconds",
    "license",
    "language",
    "created",
    "case",
    "pin-last",
    "decimals",
    "variants",
    "allow",
];
const ITEM_ONLY: [&str; 6] = ["enemies", "aliases", "vars", "calc", "rows", "require"];
/// The most variants of an item with variables.
const MAX_VARIANTS: u32 = 100;

impl Place {
    pub(crate) fn keys(self) -> Vec<&'static str> {
        let own = if self == Self::Item { &ITEM_ONLY[..] } else { &[] };
        EVERYWHERE.iter().chain(own).copied().collect()
    }

    fn knows(self, key: &str) -> bool {
        EVERYWHERE.contains(&key) || (self == Self::Item && ITEM_ONLY.contains(&key))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Item => "an item",
            Self::File => "a file's front matter",
            Self::Bank => "`[defaults]`",
        }
    }
}

impl Attributes {
    /// Reads a table of attributes; faults go to the reader, what is sound is kept.
    pub(crate) fn read(reader: &mut TomlReader, table: &Table, place: Place) -> Self {
        let mut attributes = Self::default();
        for (key, value) in table {
            let name = key.get_ref();
            if place.knows(name) {
                attributes.set(reader, name, value);
            } else {
                let message = format!("{} has no key `{name}`", place.name());
                let finding = Diagnostic::new(codes::UNKNOWN_ATTRIBUTE, reader.span(key.span()), message);
                let help = "write it in the attribute block under an item's heading".to_owned();
                reader.findings.push(finding.help(if Place::Item.knows(name) {
                    help
                } else {
                    did_you_mean(name, &place.keys())
                }));
            }
        }
        attributes
    }

    fn set(&mut self, reader: &mut TomlReader, key: &str, value: &Value) {
        let span = reader.span(value.span());
        match key {
            "type" => {
                let kind = reader.word(value, &Kind::ALL, Kind::as_str);
                self.kind = kind.map(|kind| Spanned::new(kind, span));
            }
            "objective" => self.objective = reader.text(value),
            "domain" => self.domain = reader.text(value),
            "level" => self.level = reader.word(value, &Level::ALL, Level::as_str),
            "difficulty" => self.difficulty = reader.decimal_in(value, 0, 1),
            "status" => self.status = reader.word(value, &Status::ALL, Status::as_str),
            "points" => self.points = read_points(reader, value).map(|points| Spanned::new(points, span)),
            "scoring" => {
                let scoring = reader.word(value, &Scoring::ALL, Scoring::as_str);
                self.scoring = scoring.map(|scoring| Spanned::new(scoring, span));
            }
            "shuffle" => self.shuffle = reader.boolean(value),
            "heading" => self.heading = reader.word(value, &HeadingUse::ALL, HeadingUse::as_str),
            "tags" => self.tags = plain(reader.texts(value)).unwrap_or_default(),
            "authors" => self.authors = plain(reader.texts(value)),
            "reviewers" => self.reviewers = plain(reader.texts(value)),
            "references" => self.references = plain(reader.texts(value)),
            "enemies" => self.enemies = reader.texts(value),
            "aliases" => self.aliases = read_aliases(reader, value),
            "seconds" => self.seconds = reader.count(value),
            "license" => self.license = reader.text(value).map(|text| text.value),
            "language" => self.language = reader.text(value).map(|text| text.value),
            "created" => self.created = reader.date(value),
            "pin-last" => self.pin_last = reader.boolean(value),
            "allow" => self.allow = read_allow(reader, value),
            "case" => {
                let counts = reader.boolean(value);
                self.capitals = counts.map(|counts| if counts { Capitals::Count } else { Capitals::Ignored });
            }
            _ => self.set_variables(reader, key, value),
        }
    }

    fn set_variables(&mut self, reader: &mut TomlReader, key: &str, value: &Value) {
        let declared = &mut self.declared;
        self.has_variables |= matches!(key, "vars" | "rows" | "calc");
        match key {
            "vars" => declared.sources.extend(read_vars(reader, value)),
            "rows" => declared.sources.extend(read_rows(reader, value)),
            "calc" => declared.calcs = read_calc(reader, value),
            "require" => declared.require = read_require(reader, value),
            "decimals" => declared.decimals = reader.whole_in(value, 0, NumberFormat::MAX_DECIMALS),
            "variants" => declared.variants = reader.whole_in(value, 1, MAX_VARIANTS),
            _ => {}
        }
    }

    /// Returns these attributes with what they leave open taken from an outer place; tags and allowances unite.
    #[must_use]
    pub fn or(mut self, outer: &Self) -> Self {
        self.tags.extend(outer.tags.iter().cloned());
        self.tags.sort();
        self.tags.dedup();
        for (rule, reason) in &outer.allow {
            self.allow.entry(rule.clone()).or_insert_with(|| reason.clone());
        }
        Self {
            kind: self.kind.or(outer.kind),
            objective: self.objective.or_else(|| outer.objective.clone()),
            domain: self.domain.or_else(|| outer.domain.clone()),
            level: self.level.or(outer.level),
            difficulty: self.difficulty.or(outer.difficulty),
            status: self.status.or(outer.status),
            points: self.points.or(outer.points),
            scoring: self.scoring.or(outer.scoring),
            shuffle: self.shuffle.or(outer.shuffle),
            heading: self.heading.or(outer.heading),
            authors: self.authors.or_else(|| outer.authors.clone()),
            reviewers: self.reviewers.or_else(|| outer.reviewers.clone()),
            references: self.references.or_else(|| outer.references.clone()),
            enemies: self.enemies.or_else(|| outer.enemies.clone()),
            seconds: self.seconds.or(outer.seconds),
            license: self.license.or_else(|| outer.license.clone()),
            language: self.language.or_else(|| outer.language.clone()),
            created: self.created.or(outer.created),
            pin_last: self.pin_last.or(outer.pin_last),
            capitals: self.capitals.or(outer.capitals),
            declared: Declared {
                decimals: self.declared.decimals.or(outer.declared.decimals),
                variants: self.declared.variants.or(outer.declared.variants),
                ..self.declared
            },
            ..self
        }
    }
}

fn plain(texts: Option<Vec<Spanned<String>>>) -> Option<Vec<String>> {
    let texts = texts?;
    // A vector that is collected in the place of another keeps all its room.
    let mut plain = Vec::with_capacity(texts.len());
    plain.extend(texts.into_iter().map(|text| text.value));
    Some(plain)
}

fn read_points(reader: &mut TomlReader, value: &Value) -> Option<Decimal> {
    let points = reader.decimal(value)?;
    if points > Decimal::ZERO { Some(points) } else { reader.wrong(value, "a number over 0") }
}

fn read_aliases(reader: &mut TomlReader, value: &Value) -> Vec<ItemId> {
    let mut aliases = Vec::new();
    for alias in reader.texts(value).unwrap_or_default() {
        match ItemId::new(&alias.value) {
            Ok(id) => aliases.push(id),
            Err(fault) => {
                let message = format!("`{}` is no id: {fault}", alias.value);
                reader.findings.push(Diagnostic::new(codes::WRONG_VALUE, alias.span, message));
            }
        }
    }
    aliases
}

fn read_allow(reader: &mut TomlReader, value: &Value) -> Allowances {
    let mut allow = Allowances::new();
    for (rule, reason) in reader.table(value).into_iter().flatten() {
        let has_reason = matches!(reason.get_ref(), DeValue::String(text) if !text.trim().is_empty());
        if has_reason {
            let span = reader.span(rule.span());
            let reason = reader.text(reason).map(|text| text.value).unwrap_or_default();
            allow.insert(rule.get_ref().to_string(), Spanned::new(reason, span));
        } else {
            reader.wrong::<()>(reason, "the reason, as a text,");
        }
    }
    allow
}
