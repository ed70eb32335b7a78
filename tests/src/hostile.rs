//! Question files that mean harm, checked as a process beside sound neighbours.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::qbank::{Run, qbank, run};
use crate::temp_bank::TempBank;

/// Where the hostile file stands.
pub const FILE: &str = "items/inventory/hostile.md";

/// A file of the same bank, with a warning that shows that it was looked at.
pub const NEIGHBOUR: (&str, &str) = (
    "items/inventory/neighbour.md",
    "## Which stock covers variation? {#inv-neighbour}\n\n- [x] Safety stock\n- [ ] Cycle stock\n\n\
     **Hint:** Think of a truck.\n\n**Rationle:** It is there for that.\n",
);

/// The line that the neighbour's warning begins with.
pub const NEIGHBOUR_FINDING: &str = "items/inventory/neighbour.md:8:1: warning[unknown-label]";

/// Rules on quality, which find something in texts that are made by repetition; it is not looked at.
const ON_QUALITY: [&str; 5] =
    ["too-much-to-read", "doubled-word", "duplicate-item", "key-position-bias", "key-sequence"];

/// A hostile file and what has to be found in it.
#[derive(Clone, Debug)]
pub struct Hostile {
    /// What is bad about it.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Each code that is found, with the line of its first finding.
    pub found: BTreeMap<String, u32>,
}

impl Hostile {
    /// Describes a file in which nothing is to be found.
    pub fn harmless(name: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name, bytes: bytes.into(), found: BTreeMap::new() }
    }

    /// Describes a file in which one code is to be found, first in a certain line.
    pub fn faulty(name: &'static str, code: &str, line: u32, bytes: impl Into<Vec<u8>>) -> Self {
        Self { found: BTreeMap::from([(code.to_owned(), line)]), ..Self::harmless(name, bytes) }
    }

    /// Adds another code that is to be found.
    #[must_use]
    pub fn and(mut self, code: &str, line: u32) -> Self {
        self.found.insert(code.to_owned(), line);
        self
    }

    /// Checks the file beside its neighbour and says in a line for each what is not as it should be.
    pub fn faults(&self) -> String {
        let bank = TempBank::new().with(FILE, &self.bytes).with(NEIGHBOUR.0, NEIGHBOUR.1);
        let run = run(&mut qbank(bank.root(), ["check", "--output-format", "concise"]));
        let mut faults = String::new();
        let mut fault = |what: String| {
            let _ = writeln!(faults, "{}: {what}", self.name);
        };
        let Some(status) = run.status else {
            fault(format!("no end after {:?}: {}", run.time, start_of(&run.err())));
            return faults;
        };
        let expected = i32::from(!self.found.is_empty());
        if status != expected {
            fault(format!("exit {status}, not {expected}: {}", start_of(&run.err())));
        }
        let found = first_findings(&run);
        if found != self.found {
            fault(format!("found {found:?}, not {:?}", self.found));
        }
        if !run.out().lines().any(|line| line.starts_with(NEIGHBOUR_FINDING)) {
            fault("its neighbour was not checked".to_owned());
        }
        faults
    }
}

/// Checks all files and fails with what is wrong with any.
///
/// # Panics
/// Panics when a fault was found.
pub fn hold(files: &[Hostile]) {
    let faults: String = files.iter().map(Hostile::faults).collect();
    assert!(faults.is_empty(), "\n{faults}");
}

/// Returns the codes that were found in the hostile file, each with the line of its first finding.
fn first_findings(run: &Run) -> BTreeMap<String, u32> {
    let mut found = BTreeMap::new();
    for line in run.out().lines().filter_map(|line| line.strip_prefix(FILE)) {
        let mut parts = line.splitn(5, [':', '[']);
        let place = parts.nth(1).and_then(|number| number.parse().ok());
        let code = line.split(['[', ']']).nth(1);
        if let (Some(place), Some(code)) = (place, code)
            && !ON_QUALITY.contains(&code)
        {
            found.entry(code.to_owned()).or_insert(place);
        }
    }
    found
}

fn start_of(text: &str) -> String {
    text.chars().take(200).collect::<String>().trim().replace('\n', " / ")
}
