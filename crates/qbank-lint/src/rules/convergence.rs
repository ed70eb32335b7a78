//! `convergence`: the key is the choice that has most in common with the others.

use std::borrow::Cow;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::rule::{Context, Rule};
use crate::words::{StemHash, WordedChoice, Wording, hash_of};

/// Finds keys that can be put together from what most choices repeat.
pub(super) struct Convergence;

static META: Meta = Meta {
    name: "convergence",
    severity: Severity::Info,
    confidence: Confidence::Low,
    page: include_str!("convergence.md"),
};

const FEWEST_CHOICES: usize = 3;
const FEWEST_SHARED: usize = 2;

impl Rule for Convergence {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let Some((key, _)) = wording.key_and_distractors() else { return };
        let choices: Vec<&WordedChoice> =
            wording.choices().iter().filter(|choice| choice.meta().is_none()).collect();
        let Some(key_idx) = choices.iter().position(|choice| choice.is_key) else { return };
        if choices.len() < FEWEST_CHOICES {
            return;
        }
        let Some(parts) = elements(&choices, wording) else { return };
        let n_shared = shared_by_half(&parts, key_idx);
        if n_shared >= FEWEST_SHARED && is_centre(&parts, key_idx) {
            let message = format!("{n_shared} parts of the key stand in half of the distractors and more");
            let finding = Diagnostic::new(self.code(), key.choice.span, message).label("the key");
            cx.report(finding.help("vary each part of the choices equally often"));
        }
    }
}

/// Words are a weaker sign than parts of lists.
const FEWEST_CHOICES_OF_WORDS: usize = 4;

/// Returns what each choice is made of: its parts where all are lists, else its content words.
fn elements<'w>(choices: &[&'w WordedChoice], wording: &Wording) -> Option<Vec<Cow<'w, [StemHash]>>> {
    let lists = wording.lists();
    if !lists.is_empty() && lists.iter().all(|parts| !parts.is_empty()) {
        let hashes = |parts: &Vec<String>| {
            let mut hashes: Vec<StemHash> = parts.iter().map(|part| hash_of(part)).collect();
            hashes.sort_unstable();
            hashes.dedup();
            Cow::Owned(hashes)
        };
        return Some(lists.iter().map(hashes).collect());
    }
    let words = || choices.iter().map(|choice| Cow::Borrowed(wording.content_of_choice(choice))).collect();
    (choices.len() >= FEWEST_CHOICES_OF_WORDS).then(words)
}

/// Counts the parts of a choice that half of the others have, but not all.
fn shared_by_half(parts: &[Cow<[StemHash]>], idx: usize) -> usize {
    let n_others = parts.len() - 1;
    let count = |part: StemHash| n_users(parts, part) - 1;
    parts[idx].iter().filter(|part| 2 * count(**part) >= n_others && count(**part) < n_others).count()
}

/// Tells whether a choice has more in common with the others than each of them.
fn is_centre(parts: &[Cow<[StemHash]>], idx: usize) -> bool {
    let in_common = |idx: usize| -> usize { parts[idx].iter().map(|part| n_users(parts, *part) - 1).sum() };
    (0..parts.len()).all(|other| other == idx || in_common(other) < in_common(idx))
}

fn n_users(parts: &[Cow<[StemHash]>], part: StemHash) -> usize {
    parts.iter().filter(|parts| parts.binary_search(&part).is_ok()).count()
}
