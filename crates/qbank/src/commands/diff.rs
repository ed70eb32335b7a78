//! `qbank diff`: what changed in meaning since a git revision.

use qbank_model::change::{Fate, fates};
use qbank_model::{Bank, ItemId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::open;
use crate::Verdict;
use crate::args::{DiffArgs, DiffFormat};
use crate::failure::Failure;
use crate::output::{note, print};
use crate::render::changes;

/// What changed in a bank.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "qbank diff")]
pub(crate) struct Changes {
    /// The version of this shape: 1.
    version: u32,
    /// The revision that the bank was compared with, as the call named it.
    pub(crate) since: String,
    /// The items that are not as they were, by their identities.
    pub(crate) items: Vec<ChangedItem>,
}

/// An item that is not as it was.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChangedItem {
    /// Its id; of one that is gone the last one.
    pub(crate) id: String,
    /// The name that outlives renaming.
    pub(crate) identity: String,
    /// What became of it.
    pub(crate) fate: FateWord,
    /// What changed, the gravest first; only of `changed`.
    pub(crate) changes: Vec<ChangedPart>,
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FateWord {
    /// It changed.
    Changed,
    /// It is new.
    New,
    /// It is gone.
    Gone,
    /// It can no longer be read.
    Broken,
    /// It can be read again.
    Mended,
}

impl FateWord {
    /// All words, the gravest first.
    pub(crate) const ALL: [Self; 5] = [Self::Changed, Self::Gone, Self::Broken, Self::New, Self::Mended];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::New => "new",
            Self::Gone => "gone",
            Self::Broken => "broken",
            Self::Mended => "mended",
        }
    }
}

/// A part of an item that is not as it was.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct ChangedPart {
    /// Which part: `key`, `distractors`, `stem`, `points` and so on.
    pub(crate) aspect: String,
    /// What of it is no longer there, as plain text.
    pub(crate) before: String,
    /// What of it is new, as plain text; like `before` where only formatting, a picture or a count changed.
    pub(crate) after: String,
}

pub(super) fn run(args: &DiffArgs) -> Result<Verdict, Failure> {
    let project = open(&args.bank)?;
    let past = project.past(&args.revision)?;
    let now = project.check()?.bank;
    let changes = match past.bank() {
        Some(before) => collect(args, before, &now),
        None => return Err(Failure::NoBankThen { rev: args.revision.clone() }),
    };
    match args.output_format {
        DiffFormat::Json => print(&(serde_json::to_string_pretty(&changes)? + "\n"))?,
        DiffFormat::Markdown => print(&changes::markdown(&changes))?,
        DiffFormat::Text => {
            print(&changes::text(&changes))?;
            note(&changes::summary(&changes))?;
        }
    }
    Ok(Verdict::Clean)
}

fn collect(args: &DiffArgs, before: &Bank, now: &Bank) -> Changes {
    let items = fates(before, now).into_iter().map(|(identity, fate)| {
        let id = id_of(now, &identity).or_else(|| id_of(before, &identity));
        let (fate, changes) = match fate {
            Fate::New => (FateWord::New, Vec::new()),
            Fate::Gone => (FateWord::Gone, Vec::new()),
            Fate::Broken => (FateWord::Broken, Vec::new()),
            Fate::Mended => (FateWord::Mended, Vec::new()),
            Fate::Changed(changes) => (FateWord::Changed, changes),
        };
        let changes = changes.into_iter().map(|change| ChangedPart {
            aspect: change.aspect.as_str().to_owned(),
            before: change.before,
            after: change.after,
        });
        ChangedItem {
            id: id.unwrap_or_else(|| identity.to_string()),
            identity: identity.to_string(),
            fate,
            changes: changes.collect(),
        }
    });
    Changes { version: 1, since: args.revision.clone(), items: items.collect() }
}

fn id_of(bank: &Bank, identity: &ItemId) -> Option<String> {
    let mut names = bank.entries().iter().filter_map(qbank_model::Entry::name);
    names.find(|name| name.identity == *identity).map(|name| name.id.to_string())
}
