//! What an update does to who learns with an older package, note by note: the report before a release.
//!
//! A public contract with a generated schema; nothing here prints.

use std::collections::BTreeMap;

use qbank_model::ItemId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::key::{is_correction, what_is_right};
use super::note_type::{EXTRA1, FLAGS, ID, KEY, META, OPTIONS, RATIONALE, SOURCE, STEM};
use super::old::OldNote;

/// What an update does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "qbank export anki --against")]
pub struct UpdateReport {
    /// The version of this shape: 1.
    pub version: u32,
    /// The package or revision that learners have, as the call named it.
    pub against: String,
    /// The notes that are not as learners have them, by their items' identities.
    pub notes: Vec<UpdatedNote>,
    /// How many notes stay as they are.
    pub unchanged: usize,
}

/// A note that is not as learners have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UpdatedNote {
    /// The id of its item; of one that is gone its identity.
    pub id: String,
    /// The name that outlives renaming.
    pub identity: String,
    /// What becomes of it.
    pub fate: NoteFate,
    /// What of it changes; only of `changed`, `corrected` and `retired`.
    pub parts: Vec<String>,
    /// The deck that it goes to, where it comes from another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Move>,
}

/// A note's way from one deck to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Move {
    /// The deck that it was in.
    pub from: String,
    /// The deck that it is in.
    pub to: String,
}

/// What becomes of a note, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoteFate {
    /// What is right is another than before.
    Corrected,
    /// Its item is no longer asked, and the card says so.
    Retired,
    /// It is not in the package any more.
    Gone,
    /// Its card changes.
    Changed,
    /// Only its deck is another.
    Moved,
    /// It is new.
    New,
}

impl NoteFate {
    /// All fates, the gravest first.
    pub const ALL: [Self; 6] =
        [Self::Corrected, Self::Retired, Self::Gone, Self::Changed, Self::Moved, Self::New];

    /// Returns its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Corrected => "corrected",
            Self::Retired => "retired",
            Self::Gone => "gone",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::New => "new",
        }
    }

    /// Returns what who learns with the older package sees of it after the import.
    pub fn seen(self) -> &'static str {
        match self {
            Self::Corrected => {
                "the new right answer and the day of its correction; own tags and edits on the note are replaced, and \
                 a later own edit keeps the old answer"
            }
            Self::Retired => "a notice that nobody asks this any more, and the tag `retired`",
            Self::Gone => "the card as it was, for ever: retire the item instead of deleting it",
            Self::Changed => "the new text; own tags and edits on the note are replaced",
            Self::Moved => "the card in its old deck",
            Self::New => "a new card",
        }
    }
}

/// The word of [`FLAGS`] for an item that is no longer asked.
const RETIRED: &str = "retired";

/// What of a card learners tell apart where one field holds it alone.
const PARTS: [(usize, &str); 6] = [
    (STEM, "question"),
    (OPTIONS, "answers"),
    (KEY, "key"),
    (RATIONALE, "explanation"),
    (SOURCE, "sources"),
    (EXTRA1, "notice"),
];

/// Compares the notes that learners have with those of a package.
pub fn compare(against: &str, before: &[OldNote], after: &[OldNote]) -> UpdateReport {
    let old: BTreeMap<&ItemId, &OldNote> = before.iter().map(|note| (&note.identity, note)).collect();
    let kept: BTreeMap<&ItemId, &OldNote> = after.iter().map(|note| (&note.identity, note)).collect();
    let gone = old.iter().filter(|(identity, _)| !kept.contains_key(*identity));
    let mut notes: Vec<UpdatedNote> = gone.map(|(_, note)| updated(note, NoteFate::Gone)).collect();
    for (identity, note) in &kept {
        notes.extend(match old.get(identity) {
            None => Some(updated(note, NoteFate::New)),
            Some(before) => change(before, note),
        });
    }
    notes.sort_by(|one, other| (one.fate, &one.identity).cmp(&(other.fate, &other.identity)));
    let unchanged = kept.len() - notes.iter().filter(|note| note.fate != NoteFate::Gone).count();
    UpdateReport { version: 1, against: against.to_owned(), notes, unchanged }
}

fn updated(note: &OldNote, fate: NoteFate) -> UpdatedNote {
    UpdatedNote {
        id: match fate {
            NoteFate::Gone => note.identity.to_string(),
            _ => note.fields[ID].clone(),
        },
        identity: note.identity.to_string(),
        fate,
        parts: Vec::new(),
        moved: None,
    }
}

fn change(before: &OldNote, after: &OldNote) -> Option<UpdatedNote> {
    let parts = changed_parts(before, after);
    let moved =
        (before.deck != after.deck).then(|| Move { from: before.deck.clone(), to: after.deck.clone() });
    let fate = if is_correction(&what_is_right(&before.fields), &what_is_right(&after.fields)) {
        NoteFate::Corrected
    } else if is_retired(after) && !is_retired(before) {
        NoteFate::Retired
    } else if !parts.is_empty() {
        NoteFate::Changed
    } else if moved.is_some() {
        NoteFate::Moved
    } else {
        return None;
    };
    Some(UpdatedNote { parts, moved, ..updated(after, fate) })
}

fn changed_parts(before: &OldNote, after: &OldNote) -> Vec<String> {
    let differs = |place: usize| before.fields[place] != after.fields[place];
    let behaviour = |note: &OldNote| {
        let flags = note.fields[FLAGS].split(' ').skip(1).filter(|flag| *flag != RETIRED);
        flags.map(str::to_owned).collect::<Vec<String>>()
    };
    let mut parts = Vec::new();
    if differs(ID) {
        parts.push("id");
    }
    if kind(before) != kind(after) {
        parts.push("type");
    }
    if behaviour(before) != behaviour(after) {
        parts.push("order and credit");
    }
    parts.extend(PARTS.into_iter().filter(|(place, _)| differs(*place)).map(|(_, name)| name));
    if small_print(before) != small_print(after) {
        parts.push("small print");
    }
    if before.tags != after.tags {
        parts.push("tags");
    }
    if parts.is_empty() && before.fields != after.fields {
        parts.push("revision");
    }
    parts.into_iter().map(str::to_owned).collect()
}

fn kind(note: &OldNote) -> Option<&str> {
    note.fields[FLAGS].split(' ').next()
}

fn is_retired(note: &OldNote) -> bool {
    note.fields[FLAGS].split(' ').any(|flag| flag == RETIRED)
}

/// Returns the small print around the id and the revision, which says nothing that is not told of another part.
fn small_print(note: &OldNote) -> (&str, &str) {
    let Some((before, rest)) = note.fields[META].split_once(" \u{b7} revision ") else {
        return (&note.fields[META], "");
    };
    let start = before.rfind('>').map_or(0, |place| place + 1);
    (&before[..start], rest.find('<').map_or("", |end| &rest[end..]))
}

#[cfg(test)]
mod tests {
    use super::super::note_type::N_FIELDS;
    use super::*;

    fn note(id: &str, change: impl FnOnce(&mut OldNote)) -> OldNote {
        let mut note = OldNote {
            identity: ItemId::new(id).expect("an id"),
            number: 1,
            changed: 0,
            fields: <[String; N_FIELDS]>::default(),
            tags: " a ".to_owned(),
            deck: "D".to_owned(),
        };
        id.clone_into(&mut note.fields[ID]);
        "single".clone_into(&mut note.fields[FLAGS]);
        change(&mut note);
        note
    }

    #[test]
    fn each_fate_is_told() {
        let before: Vec<OldNote> =
            ["corrected", "retired", "gone", "changed", "moved", "same"].map(|id| note(id, |_| {})).into();
        let after = [
            note("corrected", |note| note.fields[KEY].push('b')),
            note("retired", |note| note.fields[FLAGS].push_str(" retired")),
            note("changed", |note| note.tags.push_str("b ")),
            note("moved", |note| note.deck.push_str("::E")),
            note("new", |_| {}),
            note("same", |_| {}),
        ];
        let report = compare("v1", &before, &after);
        assert_eq!(report.unchanged, 1);
        for (note, fate) in report.notes.iter().zip(NoteFate::ALL) {
            assert_eq!((note.id.as_str(), note.fate), (fate.as_str(), fate));
        }
        let parts: Vec<String> = report.notes.iter().map(|note| note.parts.join(" ")).collect();
        assert_eq!(parts, ["key", "revision", "", "tags", "", ""]);
        let moved = report.notes[4].moved.as_ref().map(|moved| (moved.from.as_str(), moved.to.as_str()));
        assert_eq!(moved, Some(("D", "D::E")));
    }

    #[test]
    fn parts_are_told_as_learners_see_them() {
        let set = |place: usize, text: &'static str| {
            note("a", move |note| text.clone_into(&mut note.fields[place]))
        };
        let small_print = "<span>Lots</span> <span>a \u{b7} revision 1</span> <span>CC</span>";
        for (place, before, after, expected) in [
            (FLAGS, "single shuffle", "text shuffle", vec!["type"]),
            (FLAGS, "single shuffle", "single", vec!["order and credit"]),
            (FLAGS, "single shuffle", "single shuffle retired", vec!["revision"]),
            (
                META,
                small_print,
                "<span>Lots</span> <span>a \u{b7} revision 2</span> <span>CC</span>",
                vec!["revision"],
            ),
            (
                META,
                small_print,
                "<span>Cost</span> <span>a \u{b7} revision 1</span> <span>CC</span>",
                vec!["small print"],
            ),
            (
                META,
                small_print,
                "<span>Lots</span> <span>a \u{b7} revision 1</span> <span>BY</span>",
                vec!["small print"],
            ),
            (ID, "a", "b", vec!["id"]),
            (SOURCE, "a", "a", vec![]),
        ] {
            assert_eq!(
                changed_parts(&set(place, before), &set(place, after)),
                expected,
                "{before} -> {after}"
            );
        }
    }

    #[test]
    fn a_correction_is_graver_than_a_retirement() {
        let after = note("a", |note| {
            note.fields[KEY].push('b');
            note.fields[FLAGS].push_str(" retired");
        });
        let report = compare("v1", &[note("a", |_| {})], &[after]);
        assert_eq!(report.notes[0].fate, NoteFate::Corrected);
    }
}
