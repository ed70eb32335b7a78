//! `key-sequence`: keys follow each other in a way that can be guessed.

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::chance::{dependent_successors, in_words, run_tail};
use crate::key_places::{KeyPlace, MOST_CHOICES, by_choices};
use crate::option::RuleOption;
use crate::rule::{Context, Rule};

/// Finds runs of one place and places that depend on the ones before them.
pub(super) struct KeySequence {
    /// How likely chance may make such a sequence before it is told.
    pub(super) p: f64,
}

static META: Meta = Meta {
    name: "key-sequence",
    severity: Severity::Info,
    confidence: Confidence::High,
    page: include_str!("key_sequence.md"),
};

impl Rule for KeySequence {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::number("p", &mut self.p, 0.0..=0.5)]
    }

    fn check_bank(&self, cx: &mut Context) {
        for (n_choices, keys) in by_choices(cx.bank) {
            if n_choices > MOST_CHOICES {
                continue;
            }
            let run = longest_run(&keys);
            let p_run = run_tail(keys.len() as u32, run.len() as u32, n_choices as u32);
            let p_pairs = dependent_successors(&pairs(&keys, n_choices)).unwrap_or(1.0);
            if p_run.min(p_pairs) >= self.p {
                continue;
            }
            let (of, n) = (format!("questions with {n_choices} choices"), keys.len());
            let (first, message) = if p_run <= p_pairs {
                let (length, place, p) = (run.len(), run[0].place + 1, in_words(p_run));
                let message = format!(
                    "{length} of {n} {of} in a row have their key at place {place}; chance makes such a run in {p}"
                );
                (&run[0], message)
            } else {
                let p = in_words(p_pairs);
                let message = format!(
                    "where the keys of {n} {of} stand depends on the question before; chance makes that in {p}"
                );
                (&keys[0], message)
            };
            let mut finding =
                Diagnostic::new(self.code(), first.item.id.span, message).label("it begins here");
            // Players that shuffle the choices undo it.
            if 2 * keys.iter().filter(|key| key.item.shuffle).count() < n {
                finding.severity = Severity::Warning;
            }
            cx.report(finding.help("move choices of words; numbers keep their order"));
        }
    }
}

/// Returns the first of the longest runs of one place; empty where there is no key.
fn longest_run<'k, 'b>(keys: &'k [KeyPlace<'b>]) -> &'k [KeyPlace<'b>] {
    let runs = keys.chunk_by(|one, next| one.place == next.place);
    runs.reduce(|longest, run| if run.len() > longest.len() { run } else { longest }).unwrap_or_default()
}

/// Counts how often each place follows each other one.
fn pairs(keys: &[KeyPlace], n_choices: usize) -> Vec<Vec<u32>> {
    let mut pairs = vec![vec![0; n_choices]; n_choices];
    for (one, next) in keys.iter().zip(keys.iter().skip(1)) {
        pairs[one.place][next.place] += 1;
    }
    pairs
}
