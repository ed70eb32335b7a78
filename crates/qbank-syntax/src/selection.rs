//! The language of `--where`: which items a command takes.
//!
//! `domain = inventory and (level = apply or not status = draft)`: a field, `=` or `!=`, a word or a text in quotes;
//! `and` binds closer than `or`, `not` closest.

use qbank_model::{Domain, Item, Kind, Level, Scoring, Status};

use qbank_model::suggest::did_you_mean;

/// A parsed condition on items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The item's field has the value.
    Is(Field, String),
    /// The condition does not hold.
    Not(Box<Condition>),
    /// Both hold.
    And(Box<Condition>, Box<Condition>),
    /// One of them holds.
    Or(Box<Condition>, Box<Condition>),
}

/// What a condition can ask of an item; a list has every one of its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The id, or a former one.
    Id,
    /// The question type.
    Type,
    /// The slug of the objective.
    Objective,
    /// The id of the domain that the blueprint places it in.
    Domain,
    /// What it asks of the mind.
    Level,
    /// Where it stands in its life.
    Status,
    /// How points are given.
    Scoring,
    /// A tag.
    Tag,
    /// The handle of an author.
    Author,
    /// The id of its case.
    Stimulus,
    /// The licence.
    License,
    /// The language, where the item names one.
    Language,
}

const FIELDS: [(&str, Field); 12] = [
    ("id", Field::Id),
    ("type", Field::Type),
    ("objective", Field::Objective),
    ("domain", Field::Domain),
    ("level", Field::Level),
    ("status", Field::Status),
    ("scoring", Field::Scoring),
    ("tags", Field::Tag),
    ("authors", Field::Author),
    ("case", Field::Stimulus),
    ("license", Field::License),
    ("language", Field::Language),
];

/// Why a condition does not parse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}, at character {position} of the condition")]
pub struct ConditionFault {
    /// What is wrong.
    pub message: String,
    /// The character, from 1.
    pub position: usize,
}

/// The most parentheses and `not`s that may nest.
const MAX_DEPTH: usize = 64;

impl Condition {
    /// Parses a condition.
    ///
    /// # Errors
    /// Fails at the first thing that is no part of the language, with its place.
    pub fn parse(text: &str) -> Result<Self, ConditionFault> {
        let mut parser = Parser { text, at: 0, depth: 0 };
        let condition = parser.any()?;
        parser.skip_space();
        if parser.at < text.len() { Err(parser.fault("`and` or `or` is wanted here")) } else { Ok(condition) }
    }

    /// Tells whether an item fulfils the condition; `domain` is where the blueprint places it.
    pub fn holds(&self, item: &Item, domain: Option<&Domain>) -> bool {
        match self {
            Self::Is(field, value) => field.has(item, domain, value),
            Self::Not(inner) => !inner.holds(item, domain),
            Self::And(left, right) => left.holds(item, domain) && right.holds(item, domain),
            Self::Or(left, right) => left.holds(item, domain) || right.holds(item, domain),
        }
    }
}

impl Field {
    /// Returns the values a field can have, where the format closes their set.
    fn closed_values(self) -> Option<Vec<&'static str>> {
        match self {
            Self::Type => Some(Kind::ALL.map(Kind::as_str).to_vec()),
            Self::Level => Some(Level::ALL.map(Level::as_str).to_vec()),
            Self::Status => Some(Status::ALL.map(Status::as_str).to_vec()),
            Self::Scoring => Some(Scoring::ALL.map(Scoring::as_str).to_vec()),
            Self::Id
            | Self::Objective
            | Self::Domain
            | Self::Tag
            | Self::Author
            | Self::Stimulus
            | Self::License
            | Self::Language => None,
        }
    }

    fn has(self, item: &Item, domain: Option<&Domain>, value: &str) -> bool {
        let is = |text: &str| text == value;
        match self {
            Self::Id => is(item.id.value.as_str()) || item.aliases.iter().any(|alias| is(alias.as_str())),
            Self::Type => is(item.interaction.kind().as_str()),
            Self::Objective => item.objective.as_ref().is_some_and(|objective| is(&objective.value)),
            Self::Domain => domain.is_some_and(|domain| is(&domain.id)),
            Self::Level => item.level.is_some_and(|level| is(level.as_str())),
            Self::Status => is(item.status.as_str()),
            Self::Scoring => is(item.scoring.as_str()),
            Self::Tag => item.details.tags.iter().any(|tag| is(tag)),
            Self::Author => item.details.authors.iter().any(|author| is(author)),
            Self::Stimulus => item.stimulus.as_ref().is_some_and(|case| is(case.id.value.as_str())),
            Self::License => item.details.license.as_deref().is_some_and(is),
            Self::Language => item.details.language.as_deref().is_some_and(is),
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Condition, ConditionFault> {
        let mut left = self.all()?;
        while self.takes_word("or") {
            left = Condition::Or(Box::new(left), Box::new(self.all()?));
        }
        Ok(left)
    }

    fn all(&mut self) -> Result<Condition, ConditionFault> {
        let mut left = self.one()?;
        while self.takes_word("and") {
            left = Condition::And(Box::new(left), Box::new(self.one()?));
        }
        Ok(left)
    }

    fn one(&mut self) -> Result<Condition, ConditionFault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.fault("the condition nests more than 64 levels deep"));
        }
        let condition = if self.takes_word("not") {
            Condition::Not(Box::new(self.one()?))
        } else if self.takes("(") {
            let inner = self.any()?;
            if !self.takes(")") {
                return Err(self.fault("a closing parenthesis is missing"));
            }
            inner
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Ok(condition)
    }

    fn comparison(&mut self) -> Result<Condition, ConditionFault> {
        self.skip_space();
        let start = self.at;
        let name = self.word();
        let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == name) else {
            self.at = start;
            let known = FIELDS.map(|(known, _)| known);
            return Err(self.fault(&format!("`{name}` is no field; {}", did_you_mean(&name, &known))));
        };
        let negated = self.takes("!=");
        if !negated && !self.takes("=") {
            return Err(self.fault("`=` or `!=` is wanted here"));
        }
        self.skip_space();
        let value_at = self.at;
        let value = self.value()?;
        if let Some(known) = field.closed_values().filter(|known| !known.contains(&value.as_str())) {
            self.at = value_at;
            return Err(self.fault(&format!("`{name}` is never `{value}`; {}", did_you_mean(&value, &known))));
        }
        let condition = Condition::Is(*field, value);
        Ok(if negated { Condition::Not(Box::new(condition)) } else { condition })
    }

    fn value(&mut self) -> Result<String, ConditionFault> {
        self.skip_space();
        let rest = &self.text[self.at..];
        if let Some(quoted) = rest.strip_prefix('"') {
            let Some(end) = quoted.find('"') else {
                return Err(self.fault("the quotation mark is not closed"));
            };
            self.at += end + 2;
            return Ok(quoted[..end].to_owned());
        }
        let word = self.word();
        if word.is_empty() { Err(self.fault("a value is wanted here")) } else { Ok(word) }
    }

    fn word(&mut self) -> String {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| c.is_whitespace() || "()=!\"".contains(c)).unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_owned()
    }

    fn takes(&mut self, sign: &str) -> bool {
        self.skip_space();
        let found = self.text[self.at..].starts_with(sign);
        self.at += if found { sign.len() } else { 0 };
        found
    }

    fn takes_word(&mut self, wanted: &str) -> bool {
        self.skip_space();
        let start = self.at;
        let found = self.word() == wanted;
        if !found {
            self.at = start;
        }
        found
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn fault(&self, message: &str) -> ConditionFault {
        let position = self.text[..self.at].chars().count() + 1;
        ConditionFault { message: message.to_owned(), position }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_parse_or_say_where_they_fail() {
        for (text, expected) in [
            ("domain = inventory", None),
            ("domain = inventory and level = apply", None),
            ("not (status = draft or tags = \"two words\")", None),
            ("level != analyze", None),
            ("level != recall", Some(10)),
            ("levle = apply", Some(1)),
            ("level apply", Some(7)),
            ("level = ", Some(9)),
            ("(level = apply", Some(15)),
            ("level = apply level", Some(15)),
            ("", Some(1)),
        ] {
            let found = Condition::parse(text).err().map(|fault| fault.position);
            assert_eq!(found, expected, "{text}");
        }
        assert!(Condition::parse(&"(".repeat(100_000)).is_err());
        assert!(Condition::parse(&"not ".repeat(100_000)).is_err());
    }
}
