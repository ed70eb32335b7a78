//! `key-position-bias`: keys stand at some places more often than chance puts them there.

use std::collections::BTreeMap;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::chance::{in_words, uneven_counts};
use crate::key_places::{KeyPlace, MOST_CHOICES, by_choices};
use crate::option::RuleOption;
use crate::rule::{Context, Rule};

/// Finds single choices whose keys, over the bank, prefer some places.
pub(super) struct KeyPositionBias {
    /// How likely chance may make such counts before they are told.
    pub(super) p: f64,
}

static META: Meta = Meta {
    name: "key-position-bias",
    severity: Severity::Info,
    confidence: Confidence::High,
    page: include_str!("key_position_bias.md"),
};

impl Rule for KeyPositionBias {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::number("p", &mut self.p, 0.0..=0.5)]
    }

    fn check_bank(&self, cx: &mut Context) {
        let groups: BTreeMap<usize, Vec<KeyPlace>> = by_choices(cx.bank);
        for (n_choices, keys) in groups.into_iter().filter(|(n_choices, _)| *n_choices <= MOST_CHOICES) {
            let mut counts = vec![0_u32; n_choices];
            for key in &keys {
                counts[key.place] += 1;
            }
            let p = uneven_counts(&counts);
            if p >= self.p {
                continue;
            }
            let most =
                (0..n_choices).max_by_key(|place| (counts[*place], n_choices - place)).unwrap_or_default();
            let Some(first) = keys.iter().find(|key| key.place == most) else { continue };
            let told: Vec<String> = counts.iter().map(u32::to_string).collect();
            let message = format!(
                "the keys of {} questions with {n_choices} choices stand at their places {} times, which chance makes in {}",
                keys.len(),
                told.join(", "),
                in_words(p),
            );
            let mut finding = Diagnostic::new(self.code(), first.item.id.span, message).label("one of them");
            // Players that shuffle the choices undo it.
            if 2 * keys.iter().filter(|key| key.item.shuffle).count() < keys.len() {
                finding.severity = Severity::Warning;
            }
            cx.report(finding.help("move choices of words; numbers keep their order"));
        }
    }
}
