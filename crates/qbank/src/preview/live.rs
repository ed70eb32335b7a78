//! The bank as it is now: checked anew at every change, handed to all who ask, and waited for by those who watch.

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use qbank_project::{Checked, Project};

use super::catalog::Catalog;
use crate::args::Persona;
use crate::failure::Failure;

/// The bank at one moment.
pub(super) struct Snapshot {
    /// Counts the moments, from 1.
    pub(super) number: u64,
    /// The bank as it was last when it could be checked.
    pub(super) bank: Arc<OpenBank>,
    /// Why it cannot be checked now, although it could before.
    pub(super) trouble: Option<Failure>,
}

/// A bank that was opened and checked.
pub(super) struct OpenBank {
    pub(super) project: Project,
    pub(super) checked: Checked,
    pub(super) catalog: Catalog,
}

impl OpenBank {
    /// Opens and checks the bank in a folder, for somebody who looks at its findings.
    ///
    /// # Errors
    /// Fails where it cannot be opened, or the disk does not give it out.
    pub(super) fn open(folder: &Path, persona: Persona) -> Result<Self, Failure> {
        let project = Project::open(folder)?;
        let checked = project.check()?;
        let catalog = Catalog::new(&project, &checked, persona);
        Ok(Self { project, checked, catalog })
    }
}

/// The latest moment, and the bell that rings for a new one.
pub(super) struct Live {
    latest: Mutex<Arc<Snapshot>>,
    bell: Condvar,
}

impl Live {
    /// Starts with a bank that could be checked.
    pub(super) fn new(bank: OpenBank) -> Self {
        let first = Snapshot { number: 1, bank: Arc::new(bank), trouble: None };
        Self { latest: Mutex::new(Arc::new(first)), bell: Condvar::new() }
    }

    /// Returns the latest moment.
    pub(super) fn latest(&self) -> Arc<Snapshot> {
        // What a panicking thread leaves behind is whole: one pointer is put in the place of another.
        Arc::clone(&self.latest.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes what came of checking the bank again; what could be shown before stays where nothing came of it.
    pub(super) fn publish(&self, checked: Result<OpenBank, Failure>) -> Arc<Snapshot> {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let number = latest.number + 1;
        *latest = Arc::new(match checked {
            Ok(bank) => Snapshot { number, bank: Arc::new(bank), trouble: None },
            Err(failure) => Snapshot { number, bank: Arc::clone(&latest.bank), trouble: Some(failure) },
        });
        self.bell.notify_all();
        Arc::clone(&latest)
    }

    /// Waits for a later moment than this one, but no longer than `most`; then returns the latest.
    pub(super) fn after(&self, number: u64, most: Duration) -> Arc<Snapshot> {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let is_old = |latest: &mut Arc<Snapshot>| latest.number <= number;
        let (latest, _) =
            self.bell.wait_timeout_while(latest, most, is_old).unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&latest)
    }
}
