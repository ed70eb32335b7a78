//! `too-much-to-read`: more words than an exam leaves time for.

use qbank_model::{Code, Confidence, Diagnostic, Item, Kind, Meta, Severity};

use crate::option::RuleOption;
use crate::rule::{Context, Rule};
use crate::words::Wording;

/// Finds items whose words take the time that is for the answer.
pub(super) struct TooMuchToRead {
    /// The most words that an item may have where an exam leaves `seconds` for it.
    pub(super) words: u32,
    /// The time for an item that `words` is meant for.
    pub(super) seconds: u32,
}

static META: Meta = Meta {
    name: "too-much-to-read",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("too_much_to_read.md"),
};

impl Rule for TooMuchToRead {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![
            RuleOption::count("words", &mut self.words, 10..=1_000),
            RuleOption::count("seconds", &mut self.seconds, 10..=3_600),
        ]
    }

    fn check_wording(&self, wording: &Wording, cx: &mut Context) {
        let item = wording.item;
        if item.stimulus.is_some() || item.interaction.kind() == Kind::Essay {
            return;
        }
        let seconds = seconds_for(item, cx).unwrap_or(self.seconds);
        let most = u64::from(self.words) * u64::from(seconds) / u64::from(self.seconds);
        let stem = wording.stem();
        if u64::from(at_most_words(stem.as_str())) <= most {
            return;
        }
        let n_words = stem.words().count();
        if n_words as u64 > most {
            let message =
                format!("the stem has {n_words} words, and {seconds} seconds leave time for {most}");
            let finding = Diagnostic::new(self.code(), item.id.span, message);
            let help =
                "take out what the answer does not need, or make a case of it that several items share";
            cx.report(finding.help(help));
        }
    }
}

/// Counts the places where a letter or another alphabet begins: no text has more words, and it is counted at a glance.
fn at_most_words(prose: &str) -> u32 {
    let begins = |byte: u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    let bytes = prose.as_bytes();
    let Some((first, rest)) = bytes.split_first() else { return 0 };
    let later = bytes.iter().zip(rest);
    let n_later =
        later.map(|(before, byte)| u32::from(!before.is_ascii_alphabetic() & begins(*byte))).sum::<u32>();
    u32::from(begins(*first)) + n_later
}

/// Returns the time for an item: its own, else what the exam leaves on average.
fn seconds_for(item: &Item, cx: &Context) -> Option<u32> {
    let of_exam = || {
        let form = cx.bank.blueprint()?.form()?;
        form.minutes.saturating_mul(60).checked_div(form.items)
    };
    item.details.seconds.or_else(of_exam)
}
