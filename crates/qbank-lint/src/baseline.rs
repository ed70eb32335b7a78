//! Baselines: findings that were there before, known again by what they are about and not by where they stand.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use qbank_model::media::hex;
use qbank_model::{Bank, Diagnostic, Entry, ItemName, KnownFinding, SourceMap, Span, Subject};
use sha2::{Digest, Sha256};

use crate::rule_set::RuleSet;
use crate::{Linted, Suppressed, Suppression};

/// The findings that a bank knows of, each with how often it is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<KnownFinding, usize>);

impl FromIterator<KnownFinding> for Baseline {
    fn from_iter<I: IntoIterator<Item = KnownFinding>>(findings: I) -> Self {
        let mut baseline = Self::default();
        for finding in findings {
            *baseline.0.entry(finding).or_default() += 1;
        }
        baseline
    }
}

impl Baseline {
    /// Returns the findings in their order; one that is there twice stands there twice.
    pub fn findings(&self) -> Vec<KnownFinding> {
        self.0.iter().flat_map(|(finding, count)| std::iter::repeat_n(finding.clone(), *count)).collect()
    }

    /// Counts the findings that another baseline does not know.
    pub fn n_beyond(&self, other: &Self) -> usize {
        let known = |finding| other.0.get(finding).copied().unwrap_or_default();
        self.0.iter().map(|(finding, count)| count.saturating_sub(known(finding))).sum()
    }

    /// Takes one finding out, and tells whether it was there.
    pub fn take(&mut self, finding: &KnownFinding) -> bool {
        let Some(count) = self.0.get_mut(finding) else { return false };
        *count -= 1;
        if *count == 0 {
            self.0.remove(finding);
        }
        true
    }
}

/// What knows a bank's findings again.
#[derive(Debug)]
pub struct Recognition<'b> {
    bank: &'b Bank,
    sources: &'b SourceMap,
    rules: &'b RuleSet,
    /// The sound items by the places that stand for the whole of one.
    wholes: OnceCell<BTreeMap<Span, &'b Entry>>,
}

impl<'b> Recognition<'b> {
    /// Prepares for the findings of a bank; `sources` holds the texts that they point into, and one that is missing
    /// counts as empty.
    pub fn new(bank: &'b Bank, sources: &'b SourceMap, rules: &'b RuleSet) -> Self {
        Self { bank, sources, rules, wholes: OnceCell::new() }
    }

    /// Returns the baseline that knows all these findings, but for those that nothing may silence.
    ///
    /// What the old one knows of a broken item stays: no rule has looked at it.
    pub fn renew(&self, old: &Baseline, findings: &[Diagnostic]) -> Baseline {
        let broken = self.broken();
        let kept = old.findings().into_iter().filter(|known| broken.contains(&known.subject));
        let now = findings.iter().filter(|finding| self.may_be_known(finding));
        now.map(|finding| self.known(finding)).chain(kept).collect()
    }

    /// Silences the findings that a baseline knows, and returns what is left of it: findings that are gone.
    ///
    /// What the baseline knows of a broken item is not gone: no rule has looked at it.
    pub fn apply(&self, baseline: &Baseline, linted: &mut Linted) -> Vec<KnownFinding> {
        if baseline.0.is_empty() {
            return Vec::new();
        }
        let mut left = baseline.clone();
        let mut told = Vec::with_capacity(linted.findings.len());
        for finding in std::mem::take(&mut linted.findings) {
            if self.may_be_known(&finding) && left.take(&self.known(&finding)) {
                linted.suppressed.push(Suppressed { finding, by: Suppression::Known });
            } else {
                told.push(finding);
            }
        }
        linted.findings = told;
        let broken = self.broken();
        left.findings().into_iter().filter(|finding| !broken.contains(&finding.subject)).collect()
    }

    fn broken(&self) -> BTreeSet<Subject> {
        let broken = self.bank.entries().iter().filter(|entry| entry.item().is_none());
        broken.filter_map(Entry::name).map(|name| Subject::Item(name.identity)).collect()
    }

    fn may_be_known(&self, finding: &Diagnostic) -> bool {
        self.rules.get(finding.code.name()).is_some_and(|rule| !rule.is_firm())
    }

    /// Returns what a finding is known by.
    pub fn known(&self, finding: &Diagnostic) -> KnownFinding {
        let subject = match &finding.item {
            Some(ItemName { identity, .. }) => Subject::Item(identity.clone()),
            None => Subject::File(self.sources.path(finding.primary.span.file).to_owned()),
        };
        let fingerprint = hex(&Sha256::digest(self.content(finding))[..6]);
        KnownFinding { subject, rule: finding.code.name().to_owned(), fingerprint }
    }

    /// Returns what the finding points at: the words there, or what the item means where it points at the whole item.
    fn content(&self, finding: &Diagnostic) -> String {
        let place = finding.primary.span;
        if let Some(entry) = self.wholes.get_or_init(|| wholes(self.bank)).get(&place) {
            return self.bank.entry_revision(entry).map(|revision| revision.to_string()).unwrap_or_default();
        }
        let text = self.sources.text(place.file).and_then(|text| text.get(place.range())).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Returns the sound items by their ids' places and by their own.
fn wholes(bank: &Bank) -> BTreeMap<Span, &Entry> {
    let mut wholes = BTreeMap::new();
    for entry in bank.entries() {
        if let Some(item) = entry.item() {
            wholes.extend([(item.id.span, entry), (item.span, entry)]);
        }
    }
    wholes
}
