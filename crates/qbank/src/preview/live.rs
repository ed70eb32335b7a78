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
    /// Whether only errors were looked for: the questions can be shown, and all findings follow at once.
    pub(super) is_quick: bool,
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
        Self::checked(Project::open(folder)?, persona)
    }

    /// Opens the bank and looks for errors alone, which takes half the time.
    ///
    /// # Errors
    /// Fails as [`OpenBank::open`] does.
    pub(super) fn open_quick(folder: &Path, persona: Persona) -> Result<Self, Failure> {
        Self::checked(Project::open(folder)?.for_errors(), persona)
    }

    fn checked(project: Project, persona: Persona) -> Result<Self, Failure> {
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
        let first = Snapshot { number: 1, bank: Arc::new(bank), trouble: None, is_quick: false };
        Self { latest: Mutex::new(Arc::new(first)), bell: Condvar::new() }
    }

    /// Returns the latest moment.
    pub(super) fn latest(&self) -> Arc<Snapshot> {
        // What a panicking thread leaves behind is whole: one pointer is put in the place of another.
        Arc::clone(&self.latest.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes what came of checking the bank again; what could be shown before stays where nothing came of it.
    pub(super) fn publish(&self, checked: Result<OpenBank, Failure>) -> Arc<Snapshot> {
        self.ring(|latest| match checked {
            Ok(bank) => (Arc::new(bank), None, false),
            Err(failure) => (Arc::clone(&latest.bank), Some(failure), false),
        })
    }

    /// Takes a bank of which only the errors are known.
    pub(super) fn publish_quick(&self, bank: OpenBank) {
        self.ring(|_| (Arc::new(bank), None, true));
    }

    fn ring(&self, next: impl FnOnce(&Snapshot) -> (Arc<OpenBank>, Option<Failure>, bool)) -> Arc<Snapshot> {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let number = latest.number + 1;
        let (bank, trouble, is_quick) = next(&latest);
        let new = Arc::new(Snapshot { number, bank, trouble, is_quick });
        let old = std::mem::replace(&mut *latest, Arc::clone(&new));
        self.bell.notify_all();
        // A bank takes a while to take apart, for which nobody should wait.
        drop(latest);
        drop(old);
        new
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
