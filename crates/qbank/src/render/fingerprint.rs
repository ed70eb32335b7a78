//! Names of findings for programs that follow them from run to run: moved lines and renamed items change none.

use std::collections::BTreeMap;

use qbank_model::Diagnostic;
use qbank_model::media::hex;
use sha2::{Digest, Sha256};

use super::Report;

/// Hands out the fingerprints of a run's findings, which have to be asked for in their order.
#[derive(Default)]
pub(crate) struct Fingerprints {
    n_of: BTreeMap<String, usize>,
}

impl Fingerprints {
    /// Returns 32 hexadecimal letters made from the item's identity, or the file, and the code; a second finding alike has
    /// others.
    pub(crate) fn of(&mut self, finding: &Diagnostic, report: &Report) -> String {
        let subject = match &finding.item {
            Some(item) => format!("item {}", item.identity),
            None => format!("file {}", report.sources().path(finding.primary.span.file)),
        };
        let key = format!("{subject} {}", finding.code.name());
        let n = self.n_of.entry(key.clone()).or_default();
        *n += 1;
        hex(&Sha256::digest(format!("{key} {n}"))[..16])
    }
}
