//! Packages that were handed out, read again: what learners have, note by note.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek};

use qbank_model::date::Date;
use qbank_model::{ItemId, Ledger, LedgerNote};
use rusqlite::{Connection, Row};
use serde::Deserialize;
use zip::ZipArchive;
use zip::result::ZipError;

use super::fields::correction_in;
use super::key::what_is_right;
use super::note_type::{EXTRA1, N_FIELDS};
use super::schema18::LEVELS;
use super::stamps::hash;
use super::{LATEST_COLLECTION, LEGACY_COLLECTION};
use crate::package::Package;

/// The most bytes a collection may have; a package can be made to promise any number.
const MAX_COLLECTION: u64 = 1 << 30;

/// The member that holds the notes in the layout between the oldest and the latest, which this tool does not write but an
/// Anki that exports what it imported may.
const MIDDLE_COLLECTION: &str = "collection.anki21";

/// The members that may hold the notes, the one that counts first: the others then hold a notice for old versions.
const COLLECTIONS: [&str; 3] = [LATEST_COLLECTION, MIDDLE_COLLECTION, LEGACY_COLLECTION];

/// Why a file is no package of the bank.
#[derive(Debug, thiserror::Error)]
pub enum OldPackageError {
    /// It is no archive.
    #[error("it is no Anki package")]
    Archive(#[from] ZipError),
    /// Its collection cannot be read from the archive.
    #[error("its collection cannot be read")]
    Read(#[from] io::Error),
    /// Its collection is no database of Anki's.
    #[error("its collection is no database of Anki's")]
    Database(#[from] rusqlite::Error),
    /// It holds a note that this tool did not write for this bank.
    #[error("its note `{guid}` is none of the bank `{bank}`")]
    ForeignNote {
        /// The name by which Anki recognises the note.
        guid: String,
        /// The bank's id.
        bank: String,
    },
    /// One number or one item stands twice in it.
    #[error("its note {number} stands twice")]
    RepeatedNote {
        /// The number.
        number: i64,
    },
}

/// A note of a package that was handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldNote {
    /// The identity of its item.
    pub identity: ItemId,
    /// Its number in Anki.
    pub number: i64,
    /// When it last changed, in seconds since 1970.
    pub changed: i64,
    /// What its card shows, field by field.
    pub fields: [String; N_FIELDS],
    /// What it is filtered by.
    pub tags: String,
    /// The name of its deck.
    pub deck: String,
}

/// Reads the notes of a package of the bank with this id, by their items' identities.
///
/// # Errors
/// Fails where the file is no package, or holds notes that are none of the bank's.
pub fn read(package: impl Read + Seek, bank: &str) -> Result<Vec<OldNote>, OldPackageError> {
    let mut archive = ZipArchive::new(package)?;
    let [latest, middle, legacy] = COLLECTIONS;
    let mut file = Vec::new();
    if archive.index_for_name(latest).is_some() {
        let bytes = zstd::Decoder::new(archive.by_name(latest)?)?;
        bytes.take(MAX_COLLECTION).read_to_end(&mut file)?;
    } else {
        let name = if archive.index_for_name(middle).is_some() { middle } else { legacy };
        archive.by_name(name)?.take(MAX_COLLECTION).read_to_end(&mut file)?;
    }
    notes_in(&file, bank)
}

/// Reads the notes of a package of the bank with this id that was just made.
///
/// # Errors
/// Fails where it is no package of Anki notes.
pub fn read_package(package: &Package, bank: &str) -> Result<Vec<OldNote>, OldPackageError> {
    let named = |name| package.entries.iter().find(|entry| entry.name == name);
    let collection = COLLECTIONS.into_iter().find_map(named);
    let bytes = collection.map(|entry| entry.body.bytes()).transpose()?.flatten();
    notes_in(&bytes.unwrap_or_default(), bank)
}

fn notes_in(file: &[u8], bank: &str) -> Result<Vec<OldNote>, OldPackageError> {
    let mut database = Connection::open_in_memory()?;
    database.deserialize_read_exact(c"main", file, file.len(), true)?;
    database.execute_batch("PRAGMA trusted_schema = OFF")?;
    let decks = decks(&database)?;
    let mut query = database.prepare(
        "SELECT n.guid, n.id, n.mod, n.flds, n.tags, c.did FROM notes n JOIN cards c ON c.nid = n.id AND c.ord = 0",
    )?;
    let mut rows = query.query([])?;
    let mut notes = Vec::new();
    while let Some(row) = rows.next()? {
        notes.push(note(row, bank, &decks)?);
    }
    notes.sort_by(|one, other| one.identity.cmp(&other.identity));
    Ok(notes)
}

/// Returns the names of the decks by their numbers, with two colons between levels.
fn decks(database: &Connection) -> Result<BTreeMap<i64, String>, rusqlite::Error> {
    let json: String = database.query_row("SELECT decks FROM col", [], |row| row.get(0))?;
    if !json.is_empty() {
        let decks: BTreeMap<i64, DeckName> = serde_json::from_str(&json).unwrap_or_default();
        return Ok(decks.into_iter().map(|(id, deck)| (id, deck.name)).collect());
    }
    let mut query = database.prepare("SELECT id, name FROM decks")?;
    let rows =
        query.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?.replace(LEVELS, "::"))))?;
    rows.collect()
}

/// What a deck of the oldest layout says of itself, as far as it matters here.
#[derive(Deserialize)]
struct DeckName {
    name: String,
}

fn note(row: &Row, bank: &str, decks: &BTreeMap<i64, String>) -> Result<OldNote, OldPackageError> {
    let guid: String = row.get(0)?;
    let (fields, deck): (String, i64) = (row.get(3)?, row.get(5)?);
    let fields: Vec<String> = fields.split('\u{1f}').map(str::to_owned).collect();
    let name = guid.strip_prefix("qbank/").and_then(|rest| rest.strip_prefix(bank)?.strip_prefix('/'));
    let (Some(identity), Ok(fields)) = (name.and_then(ItemId::of_variant), fields.try_into()) else {
        return Err(OldPackageError::ForeignNote { guid, bank: bank.to_owned() });
    };
    let deck = decks.get(&deck).cloned().unwrap_or_default();
    Ok(OldNote { identity, number: row.get(1)?, changed: row.get(2)?, fields, tags: row.get(4)?, deck })
}

/// Makes the ledger of a release again from its package.
///
/// # Errors
/// Fails where a number stands twice.
pub fn recover(notes: &[OldNote]) -> Result<Ledger, OldPackageError> {
    let mut ledger = Ledger::default();
    for note in notes {
        let corrected: Option<Date> = correction_in(&note.fields[EXTRA1]);
        let entry = LedgerNote {
            note: note.number,
            hash: hash(&note.fields, &note.tags),
            key: what_is_right(&note.fields),
            changed: note.changed,
            corrected,
        };
        let is_repeated = ledger.get(&note.identity).is_some();
        if is_repeated || ledger.insert(note.identity.clone(), entry).is_err() {
            return Err(OldPackageError::RepeatedNote { number: note.number });
        }
    }
    Ok(ledger)
}
