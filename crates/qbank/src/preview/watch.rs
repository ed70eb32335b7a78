//! Watches the bank's folder and checks the bank again when something in it changes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::live::{Live, OpenBank};
use crate::args::Persona;
use crate::failure::Failure;
use crate::output::note;
use crate::render::summary::plural;

/// Editors write a file in several steps; a pause this long ends them.
const PAUSE: Duration = Duration::from_millis(5);
/// Changes that never pause are looked at after this long.
const MOST_WAIT: Duration = Duration::from_millis(60);
/// The page takes an edit in before the machine is busy with all rules.
const REST: Duration = Duration::from_millis(80);
/// Edits that never rest are checked by all rules after this long.
const MOST_PATIENCE: Duration = Duration::from_secs(1);
/// Folders that hold no part of a bank and may be large.
const FOREIGN: [&str; 3] = ["dist", "node_modules", "target"];

/// The bank's folder with an ear on it.
pub(super) struct Watch {
    root: PathBuf,
    persona: Persona,
    watcher: RecommendedWatcher,
    heard: BTreeSet<PathBuf>,
    changes: Receiver<()>,
}

impl Watch {
    /// Begins to listen.
    ///
    /// # Errors
    /// Fails where the system has no way to tell of changes, or no more of it to give.
    pub(super) fn new(root: &Path, persona: Persona) -> Result<Self, Failure> {
        let (sender, changes) = channel();
        let tell = move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| changes_something(event.kind)) {
                // Where nobody listens any more, the preview ends.
                let _ = sender.send(());
            }
        };
        let mut watcher = notify::recommended_watcher(tell).map_err(watch_failure)?;
        watcher.watch(root, RecursiveMode::NonRecursive).map_err(watch_failure)?;
        let mut watch = Self { root: root.to_path_buf(), persona, watcher, heard: BTreeSet::new(), changes };
        watch.hear_folders();
        Ok(watch)
    }

    /// Checks the bank after each change and publishes what came of it, for as long as the process lives.
    ///
    /// An edit is shown first. All rules follow once the page had time for it and no other edit came meanwhile.
    pub(super) fn keep_fresh(mut self, live: &Live) {
        while self.changes.recv().is_ok() {
            let first = Instant::now();
            loop {
                self.settle();
                self.hear_folders();
                let bank = OpenBank::open_quick(&self.root, self.persona);
                // What changed meanwhile was perhaps read half written, and would take an answer off the page.
                if first.elapsed() < MOST_PATIENCE && self.changes.try_recv().is_ok() {
                    continue;
                }
                if let Ok(bank) = bank {
                    live.publish_quick(bank);
                }
                if first.elapsed() > MOST_PATIENCE || self.changes.recv_timeout(REST).is_err() {
                    break;
                }
            }
            self.check(live);
        }
    }

    fn check(&self, live: &Live) {
        let start = Instant::now();
        let snapshot = live.publish(OpenBank::open(&self.root, self.persona));
        let checked = &snapshot.bank.checked;
        let told = match &snapshot.trouble {
            Some(failure) => failure.with_causes(),
            None => format!(
                "{} checked in {} ms: {}",
                plural(checked.bank.entries().len(), "item"),
                start.elapsed().as_millis(),
                plural(checked.n_errors(), "error")
            ),
        };
        // The page tells it as well.
        let _ = note(&told);
    }

    /// Waits until changes pause.
    fn settle(&self) {
        let start = Instant::now();
        while start.elapsed() < MOST_WAIT && self.changes.recv_timeout(PAUSE).is_ok() {}
    }

    /// Listens to the folders beside `bank.toml` with all that is in them; they may have come or come back.
    fn hear_folders(&mut self) {
        let folders: BTreeSet<PathBuf> = folders_of(&self.root).collect();
        let watcher = &mut self.watcher;
        self.heard.retain(|folder| folders.contains(folder));
        for folder in folders {
            // A folder that is gone again tells nothing; one that cannot be listened to is read at the next change.
            if !self.heard.contains(&folder) && watcher.watch(&folder, RecursiveMode::Recursive).is_ok() {
                self.heard.insert(folder);
            }
        }
    }
}

fn folders_of(root: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(root).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let own = |name: &str| !name.starts_with('.') && !FOREIGN.contains(&name);
    folders.filter(move |entry| entry.file_name().to_str().is_some_and(own)).map(|entry| entry.path())
}

/// Reading a bank opens its files, which is no change.
fn changes_something(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        EventKind::Any
        | EventKind::Create(_)
        | EventKind::Modify(_)
        | EventKind::Remove(_)
        | EventKind::Other => true,
    }
}

fn watch_failure(error: notify::Error) -> Failure {
    Failure::Watch(error.into())
}
