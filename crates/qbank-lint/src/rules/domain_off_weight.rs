//! `domain-off-weight`: a domain with many more or fewer of the items than its weight.

use std::cmp::Reverse;

use qbank_model::{Code, Confidence, Diagnostic, Meta, Severity};

use crate::coverage::{Coverage, DomainCoverage, Share};
use crate::option::RuleOption;
use crate::rule::{Context, Rule};

/// Finds domains whose share of the items is not that of the exam, once the bank is large enough for a form: one finding,
/// since what one domain has too much the others have too little.
pub(super) struct DomainOffWeight {
    /// How many percentage points the share may be off.
    pub(super) points: u32,
}

static META: Meta = Meta {
    name: "domain-off-weight",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("domain_off_weight.md"),
};

impl Rule for DomainOffWeight {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::count("points", &mut self.points, 0..=100)]
    }

    fn check_bank(&self, cx: &mut Context) {
        let Some(coverage) = Coverage::of_grown_bank(cx.bank) else { return };
        let all = coverage.domains.iter().map(|held| (held, share(held, &coverage)));
        let mut off: Vec<(&DomainCoverage, Share)> =
            all.filter(|(held, share)| share.is_off(held.domain.weight.percent, self.points)).collect();
        off.sort_by_key(|(held, share)| Reverse((share.percent() - held.domain.weight.percent).abs()));
        let Some(((farthest, share), others)) = off.split_first() else { return };
        let message = in_words(farthest, *share);
        let finding = Diagnostic::new(self.code(), farthest.domain.place.span, message);
        let finding = others.iter().fold(finding, |finding, (held, share)| {
            finding.also(held.domain.place.span, in_words(held, *share))
        });
        let help = "write items for the domains with too few, or retire some of those with too many";
        cx.report(Diagnostic { severity: coverage.severity(), ..finding.help(help) });
    }
}

fn share(held: &DomainCoverage, coverage: &Coverage) -> Share {
    Share { part: held.count.total(), of: coverage.n_placed() }
}

fn in_words(held: &DomainCoverage, share: Share) -> String {
    format!(
        "`{}` has {share}, and its weight is {} %",
        held.domain.id,
        held.domain.weight.percent.normalize()
    )
}
