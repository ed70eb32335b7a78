//! `keys-often-longest`: over the bank, the key is the longest choice more often than chance makes it.

use qbank_model::{Code, Confidence, Diagnostic, Interaction, Item, Meta, Severity, Status};

use crate::chance::{binomial_tail, in_words};
use crate::option::RuleOption;
use crate::rule::{Context, Rule};

/// Counts the single choices whose key is the one longest choice.
pub(super) struct KeysOftenLongest {
    /// How likely chance may make such a count before it is told.
    pub(super) p: f64,
}

static META: Meta = Meta {
    name: "keys-often-longest",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("keys_often_longest.md"),
};

/// Choices of fewer words are terms and numbers, whose lengths tell nothing.
const FEWEST_WORDS: usize = 3;

impl Rule for KeysOftenLongest {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::number("p", &mut self.p, 0.0..=0.5)]
    }

    fn check_bank(&self, cx: &mut Context) {
        let items: Vec<&Item> = cx.bank.items().filter(|item| item.status != Status::Retired).collect();
        let lengths = items.into_iter().filter_map(|item| Some((item, lengths(item)?)));
        let wordy: Vec<(&Item, (usize, Vec<usize>))> = lengths.collect();
        let is_longest =
            |(_, (key, others)): &&(&Item, (usize, Vec<usize>))| others.iter().all(|other| other < key);
        let longest: Vec<&(&Item, (usize, Vec<usize>))> = wordy.iter().filter(is_longest).collect();
        let Some((first, _)) = longest.first() else { return };
        let n = wordy.len() as u32;
        // With unlike numbers of choices the true chance is a little smaller (Hoeffding 1956): nobody is blamed for chance.
        let share: f64 =
            wordy.iter().map(|(_, (_, others))| 1.0 / f64::from(others.len() as u32 + 1)).sum::<f64>()
                / f64::from(n);
        let p = binomial_tail(n, longest.len() as u32, share);
        if p < self.p {
            let message = format!(
                "the key is the longest choice in {} of {n} questions, by chance in {:.0}: chance makes that in {}",
                longest.len(),
                share * f64::from(n),
                in_words(p),
            );
            let finding = Diagnostic::new(self.code(), first.id.span, message).label("one of them");
            cx.report(finding.help("make distractors as specific as keys, here and in the others"));
        }
    }
}

/// Returns the letters of the key and of each distractor, where the choices are made of words.
fn lengths(item: &Item) -> Option<(usize, Vec<usize>)> {
    let Interaction::SingleChoice(single) = &item.interaction else { return None };
    let mut key = 0;
    let mut others = Vec::new();
    for choice in single.choices() {
        let text = choice.content.text();
        text.split_whitespace().nth(FEWEST_WORDS - 1)?;
        let length = text.chars().count();
        if choice.id == single.key().id { key = length } else { others.push(length) }
    }
    Some((key, others))
}
