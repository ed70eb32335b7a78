//! A policy that counts in the place of a bank's own: whoever proposes a change must not also decide how it is judged.

use std::collections::BTreeSet;

use qbank_lint::{Baseline, RuleSet};
use qbank_model::{Allowances, Diagnostic, FileId, IdLock, Policy, RuleSetting, Span, Spanned};
use qbank_syntax::{bank_file, id_lock_file};

use crate::codes;
use crate::discover::{BANK_FILE, BASELINE_FILE, IDS_FILE};
use crate::error::OpenError;
use crate::files::Files;
use crate::project::{Project, read_baseline};

/// The place of `bank.toml` among a check's files.
pub(crate) const BANK_ID: FileId = FileId(0);
/// The place of the baseline among a check's files.
pub(crate) const BASELINE_ID: FileId = FileId(1);
/// The place of the ids that were handed out among a check's files.
pub(crate) const IDS_ID: FileId = FileId(3);

/// Levels, options, allowances of the whole bank and the baseline, as a revision has them.
#[derive(Clone, Debug)]
pub(crate) struct ForeignPolicy {
    policy: Policy,
    pub(crate) baseline: Baseline,
    /// The ids that the revision has handed out, which a change cannot take back.
    pub(crate) handed_out: IdLock,
    /// Where the bank's own policy differs.
    pub(crate) findings: Vec<Diagnostic>,
}

impl Project {
    /// Lets the policy of a git revision count; where the bank's own differs is a finding.
    ///
    /// What the revision says of rules that this version of the tool does not know counts as not said.
    ///
    /// # Errors
    /// Fails where git does not hold the revision.
    pub fn with_policy_of(self, rev: &str) -> Result<Self, OpenError> {
        let files = Files::at(&self.root, rev)?;
        let text = files.settings(BANK_FILE)?.unwrap_or_default();
        let policy = known(bank_file::policy(BANK_ID, &text));
        let baseline = files.settings(BASELINE_FILE)?;
        let mut findings = differences(&bank_file::policy(BANK_ID, &self.settings_text), &policy, rev);
        if self.files.settings(BASELINE_FILE)? != baseline {
            let message = format!("the baseline is not that of `{rev}`, which counts");
            findings.push(changed(Span::start_of(BASELINE_ID), message));
        }
        let read = |text: String| read_baseline(&text, &self.settings.info.id).unwrap_or_default();
        let baseline = baseline.map(read).unwrap_or_default();
        let bank = &self.settings.info.id;
        let ids = |text: String| id_lock_file::read(IDS_ID, &text, bank).unwrap_or_default();
        let handed_out = files.settings(IDS_FILE)?.map(ids).unwrap_or_default();
        let own = self.files.settings(IDS_FILE)?.map(ids).unwrap_or_default();
        let n_deleted = handed_out.ids().filter(|(id, _)| own.get(id).is_none()).count();
        if n_deleted > 0 {
            let message = format!("ids.lock lacks {n_deleted} of the ids of `{rev}`, which count");
            let finding = Diagnostic::new(codes::CHANGED_POLICY, Span::start_of(IDS_ID), message);
            findings.push(finding.help("bring the lines back: what was handed out keeps its name for ever"));
        }
        Ok(self.under(ForeignPolicy { policy, baseline, handed_out, findings }))
    }

    /// Lets another policy count.
    pub(crate) fn under(mut self, foreign: ForeignPolicy) -> Self {
        self.rules = RuleSet::new(&foreign.policy).unwrap_or_default();
        self.settings.dialect.defaults.allow = foreign.policy.allow.clone();
        self.foreign = Some(foreign);
        self
    }
}

/// Returns what the tool can carry out of a policy; its places are in another file and become the start of this one.
fn known(policy: Policy) -> Policy {
    let is_known = |policy: &Policy| RuleSet::new(policy).is_ok();
    let alone = |setting: &RuleSetting| Policy { rules: vec![setting.clone()], ..Policy::default() };
    let place = Span::start_of(BANK_ID);
    let allowed = policy.allow.into_iter().map(|(rule, reason)| (rule, Spanned::new(reason.value, place)));
    let allows = |pair: &(String, Spanned<String>)| {
        is_known(&Policy { allow: Allowances::from([pair.clone()]), ..Policy::default() })
    };
    Policy {
        rules: policy.rules.into_iter().filter(|setting| is_known(&alone(setting))).collect(),
        allow: allowed.filter(allows).collect(),
        glossary: policy.glossary.into_iter().map(|term| Spanned::new(term.value, place)).collect(),
    }
}

/// Finds what a policy says otherwise than the one that counts.
fn differences(own: &Policy, counts: &Policy, rev: &str) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let setting =
        |policy: &Policy, name: &str| policy.rules.iter().find(|setting| setting.rule.value == name).cloned();
    let all = own.rules.iter().chain(&counts.rules);
    let names: BTreeSet<&str> = all.map(|setting| setting.rule.value.as_str()).collect();
    for name in names {
        let (here, there) = (setting(own, name), setting(counts, name));
        if here != there {
            let span = here.as_ref().map_or(Span::start_of(BANK_ID), |setting| setting.rule.span);
            let (here, there) = (in_words(here.as_ref()), in_words(there.as_ref()));
            let message = format!("`[lint]` has `{name}` {here}, and `{rev}` has it {there}, which counts");
            findings.push(changed(span, message));
        }
    }
    let names: BTreeSet<&String> = own.allow.keys().chain(counts.allow.keys()).collect();
    for name in names {
        let (here, there) = (own.allow.get(name), counts.allow.get(name));
        let message = match (here, there) {
            (Some(_), None) => {
                format!("`{name}` is allowed in the whole bank, but not in `{rev}`, which counts")
            }
            (None, Some(_)) => {
                format!("`{name}` is no longer allowed in the whole bank, but in `{rev}`, which counts")
            }
            (None, None) | (Some(_), Some(_)) => continue,
        };
        findings.push(changed(here.map_or(Span::start_of(BANK_ID), |reason| reason.span), message));
    }
    findings.extend(different_glossary(own, counts, rev));
    findings
}

fn different_glossary(own: &Policy, counts: &Policy, rev: &str) -> Option<Diagnostic> {
    let terms = |policy: &Policy| -> BTreeSet<String> {
        policy.glossary.iter().map(|term| term.value.clone()).collect()
    };
    let (here, there) = (terms(own), terms(counts));
    let place = own.glossary.iter().find(|term| !there.contains(&term.value)).or(own.glossary.first());
    let place = place.map_or(Span::start_of(BANK_ID), |term| term.span);
    let message = format!("the glossary is not that of `{rev}`, which counts");
    (here != there).then(|| changed(place, message))
}

fn changed(span: Span, message: String) -> Diagnostic {
    let help = "a change of the policy counts once it is merged: look at it as at the questions";
    Diagnostic::new(codes::CHANGED_POLICY, span, message).help(help)
}

/// Says what a setting sets: "at `warn` with ratio = 1.5".
fn in_words(setting: Option<&RuleSetting>) -> String {
    let Some(setting) = setting else { return "unset".to_owned() };
    let level = setting.level.map(|level| format!("at `{}`", level.as_str()));
    let options = setting.options.iter().map(|(name, value)| format!("{} = {}", name.value, value.value));
    let options: Vec<String> = options.collect();
    let options = (!options.is_empty()).then(|| format!("with {}", options.join(", ")));
    let said: Vec<String> = level.into_iter().chain(options).collect();
    if said.is_empty() { "unset".to_owned() } else { said.join(" ") }
}
