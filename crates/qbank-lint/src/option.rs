//! Options of rules: the fields of a rule's struct, by the names that authors write.

use std::ops::RangeInclusive;

use qbank_model::OptionValue;

/// An option of a rule: its name, the field that holds it, and what the field can hold.
///
/// What it is for stands on the rule's page, under *Options*.
#[derive(Debug)]
pub struct RuleOption<'r> {
    name: &'static str,
    field: Field<'r>,
}

#[derive(Debug)]
enum Field<'r> {
    Flag(&'r mut bool),
    Count(&'r mut u32, RangeInclusive<u32>),
    Number(&'r mut f64, RangeInclusive<f64>),
    Word(&'r mut &'static str, &'static [&'static str]),
    Texts(&'r mut Vec<String>),
}

impl<'r> RuleOption<'r> {
    /// Declares an option that is true or false.
    pub fn flag(name: &'static str, field: &'r mut bool) -> Self {
        Self { name, field: Field::Flag(field) }
    }

    /// Declares an option that is a whole number within bounds.
    pub fn count(name: &'static str, field: &'r mut u32, range: RangeInclusive<u32>) -> Self {
        Self { name, field: Field::Count(field, range) }
    }

    /// Declares an option that is a number within bounds.
    pub fn number(name: &'static str, field: &'r mut f64, range: RangeInclusive<f64>) -> Self {
        Self { name, field: Field::Number(field, range) }
    }

    /// Declares an option that is one of a few words.
    pub fn word(name: &'static str, field: &'r mut &'static str, known: &'static [&'static str]) -> Self {
        Self { name, field: Field::Word(field, known) }
    }

    /// Declares an option that is a list of words or phrases.
    pub fn texts(name: &'static str, field: &'r mut Vec<String>) -> Self {
        Self { name, field: Field::Texts(field) }
    }

    /// Returns the name that authors write.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns what the field holds now; in a rule as [`all`](crate::all) returns it, that is the default.
    pub fn value(&self) -> OptionValue {
        match &self.field {
            Field::Flag(field) => OptionValue::Flag(**field),
            Field::Count(field, _) => OptionValue::Count(**field),
            Field::Number(field, _) => OptionValue::Number(**field),
            Field::Word(field, _) => OptionValue::Text((**field).to_owned()),
            Field::Texts(field) => OptionValue::Texts((*field).clone()),
        }
    }

    /// Returns what can be written, as words that fit behind "is": "a number from 1 to 10".
    pub fn wanted(&self) -> String {
        match &self.field {
            Field::Flag(_) => "true or false".to_owned(),
            Field::Count(_, range) => format!("a whole number from {} to {}", range.start(), range.end()),
            Field::Number(_, range) => format!("a number from {} to {}", range.start(), range.end()),
            Field::Word(_, known) => format!("one of {}", known.join(", ")),
            Field::Texts(_) => "a list of texts".to_owned(),
        }
    }

    /// Takes a value, and tells whether the field can hold it.
    pub(crate) fn set(self, value: &OptionValue) -> bool {
        match (self.field, value) {
            (Field::Flag(field), OptionValue::Flag(flag)) => put(field, *flag),
            (Field::Count(field, range), OptionValue::Count(count)) if range.contains(count) => {
                put(field, *count)
            }
            (Field::Number(field, range), OptionValue::Number(number)) if range.contains(number) => {
                put(field, *number)
            }
            (Field::Number(field, range), OptionValue::Count(count))
                if range.contains(&f64::from(*count)) =>
            {
                put(field, f64::from(*count))
            }
            (Field::Word(field, known), OptionValue::Text(text)) => {
                known.iter().find(|word| *word == text).is_some_and(|word| put(field, word))
            }
            (Field::Texts(field), OptionValue::Texts(texts)) => put(field, texts.clone()),
            _ => false,
        }
    }
}

fn put<T>(field: &mut T, value: T) -> bool {
    *field = value;
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Sample {
        strict: bool,
        words: u32,
        ratio: f64,
        spelling: &'static str,
        extra: Vec<String>,
    }

    fn options(sample: &mut Sample) -> Vec<RuleOption<'_>> {
        vec![
            RuleOption::flag("strict", &mut sample.strict),
            RuleOption::count("words", &mut sample.words, 1..=90),
            RuleOption::number("ratio", &mut sample.ratio, 1.0..=2.5),
            RuleOption::word("spelling", &mut sample.spelling, &["british", "american"]),
            RuleOption::texts("extra", &mut sample.extra),
        ]
    }

    #[test]
    fn fields_take_what_they_can_hold() {
        let text = |text: &str| OptionValue::Text(text.to_owned());
        for (name, value, is_taken) in [
            ("strict", OptionValue::Flag(true), true),
            ("strict", OptionValue::Count(1), false),
            ("words", OptionValue::Count(90), true),
            ("words", OptionValue::Count(91), false),
            ("words", OptionValue::Number(1.5), false),
            ("ratio", OptionValue::Number(2.5), true),
            ("ratio", OptionValue::Count(2), true),
            ("ratio", OptionValue::Number(2.6), false),
            ("ratio", text("2"), false),
            ("spelling", text("american"), true),
            ("spelling", text("scots"), false),
            ("extra", OptionValue::Texts(vec!["kitting".to_owned()]), true),
            ("extra", text("kitting"), false),
        ] {
            let mut sample = Sample::default();
            let option = options(&mut sample).into_iter().find(|option| option.name() == name);
            assert_eq!(option.expect("an option").set(&value), is_taken, "{name} = {value}");
            if is_taken && value != OptionValue::Count(2) {
                let held = options(&mut sample).into_iter().find(|option| option.name() == name);
                assert_eq!(held.expect("an option").value(), value, "{name}");
            }
        }
    }
}
