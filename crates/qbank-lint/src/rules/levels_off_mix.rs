//! `levels-off-mix`: a domain that asks much more or less of the mind than its mix of levels wants.

use qbank_model::blueprint::LevelMix;
use qbank_model::item::Band;
use qbank_model::{Code, Confidence, Decimal, Diagnostic, Meta, Severity};

use crate::coverage::{Count, Coverage, DomainCoverage, Share};
use crate::option::RuleOption;
use crate::rule::{Context, Rule};

/// Finds domains whose items are of other levels than their mix wants, once the bank is large enough for a form.
pub(super) struct LevelsOffMix {
    /// How many percentage points a band's share may be off.
    pub(super) points: u32,
}

static META: Meta = Meta {
    name: "levels-off-mix",
    severity: Severity::Warning,
    confidence: Confidence::High,
    page: include_str!("levels_off_mix.md"),
};

impl Rule for LevelsOffMix {
    fn code(&self) -> Code {
        Code(&META)
    }

    fn options(&mut self) -> Vec<RuleOption<'_>> {
        vec![RuleOption::count("points", &mut self.points, 0..=100)]
    }

    fn check_bank(&self, cx: &mut Context) {
        let Some(coverage) = Coverage::of_grown_bank(cx.bank) else { return };
        for DomainCoverage { domain, count, .. } in &coverage.domains {
            let Some((band, share, wanted)) = domain.levels.and_then(|mix| farthest(mix, *count)) else {
                continue;
            };
            if share.is_off(wanted, self.points) {
                let (id, band, wanted) = (&domain.id, band.as_str(), wanted.normalize());
                let message = format!("`{id}` has {share} at {band}, and its mix wants {wanted} %");
                let finding = Diagnostic::new(self.code(), domain.place.span, message);
                let help = "write items of the levels that lack some, or change the mix in the blueprint";
                cx.report(Diagnostic { severity: coverage.severity(), ..finding.help(help) });
            }
        }
    }
}

/// Returns the band whose share is farthest from the mix, its share among the items with a level, and what the mix wants.
fn farthest(mix: LevelMix, count: Count) -> Option<(Band, Share, Decimal)> {
    let of = count.total() - count.without_level();
    let bands = Band::ALL.into_iter().zip([mix.recall, mix.apply, mix.analyze]);
    let shares = bands.map(|(band, wanted)| (band, Share { part: count.within(band), of }, wanted));
    // Of equal ones the first: one finding for a domain is enough.
    shares.rev().max_by_key(|(_, share, wanted)| (share.percent() - wanted).abs())
}
