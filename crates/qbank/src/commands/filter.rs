//! Which findings of a check are shown: those of some places, items and codes, and those that are sure enough.

use std::collections::BTreeSet;

use qbank_lint::{RuleSet, Suppressed};
use qbank_model::{Confidence, Diagnostic, Entry, ItemId, Severity};
use qbank_project::{Checked, Past, Project, ReadError, all_codes};
use qbank_syntax::selection::Condition;

use super::explain::no_such_code;
use super::paths::BankPaths;
use crate::args::{CheckArgs, Persona};
use crate::failure::Failure;

/// What a call wants to see.
pub(super) struct Filter<'c> {
    paths: BankPaths,
    condition: Option<Condition>,
    select: &'c [String],
    ignore: &'c [String],
    persona: Persona,
    revision: Option<&'c str>,
    past: Option<Past>,
}

/// The findings that are shown.
#[derive(Default)]
pub(crate) struct Shown<'f> {
    /// In the order of [`Checked::diagnostics`].
    pub(crate) findings: Vec<&'f Diagnostic>,
    /// What authors allow or the baseline knows, within what the call wants to see.
    pub(crate) suppressed: Vec<&'f Suppressed>,
    /// How many were left out because they are less sure.
    pub(crate) n_unsure: usize,
    /// How many were left out because no change touches them.
    pub(crate) n_untouched: usize,
}

impl<'c> Filter<'c> {
    /// Reads what the call wants to see.
    ///
    /// # Errors
    /// Fails on a path that is not in the bank, a condition that does not parse, a code that does not exist and a
    /// revision that git does not have.
    pub(super) fn new(args: &'c CheckArgs, project: &Project) -> Result<Self, Failure> {
        for name in args.select.iter().chain(&args.ignore) {
            if !all_codes().iter().any(|code| code.name() == name) {
                return Err(no_such_code(name));
            }
        }
        Ok(Self {
            paths: BankPaths::new(project, &args.paths)?,
            condition: args.condition.as_deref().map(Condition::parse).transpose()?,
            select: &args.select,
            ignore: &args.ignore,
            persona: args.persona,
            revision: args.changed_since.as_deref(),
            past: args.changed_since.as_deref().map(|rev| project.past(rev)).transpose()?,
        })
    }

    /// Adds to the findings of a check what a change has taken away.
    ///
    /// # Errors
    /// Fails when a file that a finding points into cannot be read.
    pub(super) fn add_removed(&self, project: &Project, checked: &mut Checked) -> Result<(), ReadError> {
        let compared = self.revision.zip(self.past.as_ref());
        compared.map_or(Ok(()), |(rev, past)| past.add_removed(rev, project, checked))
    }

    /// Picks the findings that are to be shown.
    ///
    /// # Errors
    /// Fails when a file cannot be read again, to be compared with its past.
    pub(super) fn pick<'f>(&self, checked: &'f Checked, project: &Project) -> Result<Shown<'f>, ReadError> {
        let items = self.condition.as_ref().map(|condition| items_where(checked, condition));
        let is_wanted = |finding: &Diagnostic| {
            let path = checked.sources.path(finding.primary.span.file);
            let item = finding.item.as_ref().map(|item| &item.id);
            let of_items = items.as_ref().is_none_or(|items| item.is_some_and(|id| items.contains(id)));
            self.paths.hold(path) && of_items && self.takes(finding.code.name())
        };
        let touched = self.past.as_ref().map(|past| past.touches(project, checked)).transpose()?;
        let suppressed = checked.suppressed.iter().filter(|known| is_wanted(&known.finding)).collect();
        let mut shown = Shown { suppressed, ..Shown::default() };
        for (idx, finding) in checked.diagnostics.iter().enumerate().filter(|(_, finding)| is_wanted(finding))
        {
            if touched.as_ref().is_some_and(|touched| !touched[idx]) {
                shown.n_untouched += 1;
            } else if is_told(self.persona, project.rules(), finding) || !self.select.is_empty() {
                shown.findings.push(finding);
            } else {
                shown.n_unsure += 1;
            }
        }
        Ok(shown)
    }

    /// Tells whether findings of a code are wanted.
    pub(super) fn takes(&self, code: &str) -> bool {
        let names = |codes: &[String]| codes.iter().any(|name| name == code);
        (self.select.is_empty() || names(self.select)) && !names(self.ignore)
    }
}

/// Tells whether a finding is shown to who looks: one that is sure enough, or of a code that `bank.toml` sets a level for.
pub(crate) fn is_told(persona: Persona, rules: &RuleSet, finding: &Diagnostic) -> bool {
    is_sure_for(persona, finding) || rules.is_levelled(finding.code.name())
}

/// Tells whether a finding is sure enough for who looks; an error is a fact for everybody.
fn is_sure_for(persona: Persona, finding: &Diagnostic) -> bool {
    let least = match persona {
        Persona::Author => Confidence::High,
        Persona::Reviewer => Confidence::Medium,
        Persona::Auditor => Confidence::Low,
    };
    finding.confidence >= least || finding.severity == Severity::Error
}

fn items_where<'c>(checked: &'c Checked, condition: &Condition) -> BTreeSet<&'c ItemId> {
    // Nobody knows whether a broken item fulfils it: its findings are shown.
    let is_taken =
        |entry: &&Entry| entry.item().is_none_or(|item| condition.holds(item, checked.bank.place(item)));
    checked.bank.entries().iter().filter(is_taken).filter_map(Entry::id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use qbank_model::{Code, FileId, Meta, Span};

    static HINT: Meta =
        Meta { name: "hint", severity: Severity::Info, confidence: Confidence::Low, page: "# hint\n" };

    #[test]
    fn who_looks_decides_how_sure_a_finding_has_to_be() {
        for (confidence, severity, seen_by) in [
            (Confidence::High, Severity::Info, [true, true, true]),
            (Confidence::Medium, Severity::Warning, [false, true, true]),
            (Confidence::Low, Severity::Warning, [false, false, true]),
            (Confidence::Low, Severity::Error, [true, true, true]),
        ] {
            let finding = Diagnostic::new(Code(&HINT), Span::start_of(FileId(0)), "a hint");
            let finding = Diagnostic { confidence, severity, ..finding };
            let personas = [Persona::Author, Persona::Reviewer, Persona::Auditor];
            assert_eq!(
                personas.map(|persona| is_sure_for(persona, &finding)),
                seen_by,
                "{confidence:?}, {severity:?}"
            );
        }
    }
}
