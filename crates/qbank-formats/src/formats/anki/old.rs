//! Packages that were handed out, read again: what learners have, note by note.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom};

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

/// The most bytes a collection may have: two hundred thousand notes.
const MAX_COLLECTION: u64 = 512 << 20;

/// How many times as long as its packed form a collection of more than [`ANY_COLLECTION`] may be, since a few bytes can be
/// made to unpack to any number. Notes come to 10, variants of one question to 50.
const MAX_RATIO: u64 = 256;

/// A collection of so many bytes is read however it is packed.
const ANY_COLLECTION: u64 = 32 << 20;

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
    /// Its collection unpacks to more than notes do.
    #[error(
        "its collection unpacks to more than {} MiB, which no deck of notes does: take a file that this tool wrote or that \
         Anki exports anew", .limit >> 20
    )]
    TooLarge {
        /// The bytes that were allowed to it.
        limit: u64,
    },
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
pub fn read(mut package: impl Read + Seek, bank: &str) -> Result<Vec<OldNote>, OldPackageError> {
    let package_length = package.seek(SeekFrom::End(0))?;
    let mut archive = ZipArchive::new(package)?;
    let [.., legacy] = COLLECTIONS;
    let name = COLLECTIONS.into_iter().find(|name| archive.index_for_name(name).is_some()).unwrap_or(legacy);
    let member = archive.by_name(name)?;
    // What a package says of its members may be wrong, but none is longer than the package.
    let limit = limit(member.compressed_size().min(package_length));
    let file = if name == LATEST_COLLECTION {
        unpacked(zstd::Decoder::new(member)?, limit)?
    } else {
        unpacked(member, limit)?
    };
    notes_in(&file, bank)
}

/// Returns how many bytes a collection may have that is packed in so many.
fn limit(packed: u64) -> u64 {
    packed.saturating_mul(MAX_RATIO).clamp(ANY_COLLECTION, MAX_COLLECTION)
}

fn unpacked(bytes: impl Read, limit: u64) -> Result<Vec<u8>, OldPackageError> {
    let mut file = Vec::new();
    bytes.take(limit + 1).read_to_end(&mut file)?;
    if file.len() as u64 > limit { Err(OldPackageError::TooLarge { limit }) } else { Ok(file) }
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

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;

    use super::*;
    use crate::package::{Packing, options};

    /// A package with a collection of zeros.
    fn bomb(name: &str, n_mib: usize) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let is_latest = name == LATEST_COLLECTION;
        let packing = if is_latest { Packing::Stored } else { Packing::Deflated };
        archive.start_file(name, options(packing)).expect("an entry");
        let zeros = vec![0; n_mib << 20];
        let bytes = if is_latest { zstd::encode_all(&zeros[..], 1).expect("zstd") } else { zeros };
        archive.write_all(&bytes).expect("memory");
        archive.finish().expect("an archive").into_inner()
    }

    #[test]
    fn what_unpacks_to_more_than_notes_do_is_refused() {
        for (name, n_mib) in [(LATEST_COLLECTION, 40), (LEGACY_COLLECTION, 64)] {
            let error = read(Cursor::new(bomb(name, n_mib)), "a").expect_err("a bomb");
            assert!(matches!(error, OldPackageError::TooLarge { .. }), "{name}: {error}");
        }
        let error = read(Cursor::new(bomb(LATEST_COLLECTION, 20)), "a").expect_err("no database");
        assert!(matches!(error, OldPackageError::Database(_)), "{error}");
    }

    #[test]
    fn the_bound_follows_the_packed_length() {
        for (packed, n_mib) in [(0, 32), (128 << 10, 32), (1 << 20, 256), (4 << 20, 512), (u64::MAX, 512)] {
            assert_eq!(limit(packed) >> 20, n_mib, "{packed}");
        }
    }
}
