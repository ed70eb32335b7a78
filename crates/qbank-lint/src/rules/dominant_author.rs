//! `dominant-author`: one of several authors has written most of the bank.

use std::collections::BTreeMap;

use qbank_model::{Code, Confidence, Decimal, Diagnostic, Item, Meta, Severity, Status};

use crate::coverage::{Coverage, Share};
use crate::option::RuleOption;
use crate::rule::{Context, Rule};

/// Finds authors whose share of the items is large, once the bank is large enough for a form.
pub(super) struct DominantAuthor {
    /// The largest share of one author, in percent.
    pub(super) percent: u32,
}

static META: Meta = Meta {
    name: "dominant-author",
    severity: Severity::Info,
    confidence: Confidence::High,
    page: include_str!("dominant_author.md"),
};

impl Rule for DominantAuthor {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::count("percent", &mut self.percent, 1..=100)]
    }

    fn check_bank(&self, cx: &mut Context) {
        if Coverage::of_grown_bank(cx.bank).is_none() {
            return;
        }
        let mut written: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
        let signed = cx.bank.items().filter(|item| item.status != Status::Retired);
        let signed: Vec<&Item> = signed.filter(|item| !item.details.authors.is_empty()).collect();
        for item in &signed {
            for author in &item.details.authors {
                written.entry(author).or_default().push(item);
            }
        }
        // Who is alone has nobody to share with.
        if written.len() < 2 {
            return;
        }
        let found: Vec<Diagnostic> = written
            .iter()
            .filter_map(|(author, items)| {
                let share = Share { part: items.len() as u32, of: signed.len() as u32 };
                let first = items.first().filter(|_| share.percent() > Decimal::from(self.percent))?;
                let message = format!("`{author}` has written {share}, more than {} %", self.percent);
                let finding = Diagnostic::new(self.code(), first.id.span, message).label("the first of them");
                Some(
                    finding
                        .help("have others write the next ones, above all in domains where nobody else has"),
                )
            })
            .collect();
        for finding in found {
            cx.report(finding);
        }
    }
}
