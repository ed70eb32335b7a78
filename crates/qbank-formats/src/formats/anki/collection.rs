//! The SQLite file inside a package, written in one transaction, in memory.
//!
//! Equal notes in equal order give equal bytes: no clock, a fixed page size, indexes last. Notes and cards lie alike in both
//! layouts; what they are made with, their note type and decks, is the business of `schema11` and `schema18`.

use std::io::{self, Write};

use rusqlite::{Connection, Error, OpenFlags, params};

use super::decks::Deck;
use super::identifiers::checksum;
use super::note_type::N_FIELDS;
use super::{note_type, schema11, schema18};
use crate::selection::Layout;

/// The day that a collection counts its days from, 2006-01-01 in seconds since 1970; no card has a day yet.
pub(super) const CREATED: i64 = 1_136_073_600;

const TABLES: &str = "
    PRAGMA page_size = 16384;
    PRAGMA encoding = 'UTF-8';
    PRAGMA journal_mode = OFF;
    CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL,
        ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL,
        models text NOT NULL, decks text NOT NULL, dconf text NOT NULL, tags text NOT NULL);
    CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
        usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL,
        flags integer NOT NULL, data text NOT NULL);
    CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
        mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL,
        due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL,
        lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL,
        flags integer NOT NULL, data text NOT NULL);
    CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL,
        ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL,
        type integer NOT NULL);
";

const INDEXES: &str = "
    CREATE INDEX ix_notes_usn ON notes (usn);
    CREATE INDEX ix_notes_csum ON notes (csum);
    CREATE INDEX ix_cards_usn ON cards (usn);
    CREATE INDEX ix_cards_nid ON cards (nid);
    CREATE INDEX ix_cards_sched ON cards (did, queue, due);
    CREATE INDEX ix_revlog_usn ON revlog (usn);
    CREATE INDEX ix_revlog_cid ON revlog (cid);
";

const NOTE: &str = "INSERT INTO notes VALUES (?1, ?2, ?3, ?4, -1, ?5, ?6, ?7, ?8, 0, '')";
const CARD: &str = "INSERT INTO cards VALUES (?1, ?2, ?3, 0, ?4, -1, 0, 0, ?5, 0, 0, 0, 0, 0, 0, 0, 0, '')";

/// A note, as a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoteRow<'a> {
    /// The note's number, in milliseconds since 1970.
    pub(super) id: i64,
    /// The name that an update is recognised by.
    pub(super) guid: &'a str,
    /// When it last changed, in seconds since 1970.
    pub(super) changed: i64,
    /// The tags, a space before, between and after.
    pub(super) tags: &'a str,
    /// The fields' HTML; the first is the item's id.
    pub(super) fields: &'a [String; N_FIELDS],
}

/// A card, as a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CardRow {
    /// The card's number, in milliseconds since 1970.
    pub(super) id: i64,
    /// The number of its deck.
    pub(super) deck_id: i64,
    /// Its place in the order of study, from 1.
    pub(super) due: u32,
}

/// A collection that is being filled.
#[derive(Debug)]
pub(super) struct Collection {
    database: Connection,
    layout: Layout,
}

impl Collection {
    /// Opens an empty collection.
    pub(super) fn new(layout: Layout) -> Result<Self, Error> {
        // A file in memory, not a database in the page cache: the finished file is then read where it lies.
        let flags =
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_URI;
        let database = Connection::open_with_flags("file:collection?vfs=memdb", flags)?;
        database.execute_batch(TABLES)?;
        match layout {
            Layout::Legacy => database.execute_batch(schema11::TABLES)?,
            Layout::Latest => schema18::prepare(&database)?,
        }
        database.execute_batch("BEGIN")?;
        Ok(Self { database, layout })
    }

    /// Adds a note.
    pub(super) fn add_note(&mut self, note: &NoteRow) -> Result<(), Error> {
        let id = note.fields[0].as_str();
        let fields = note.fields.join("\u{1f}");
        self.database.prepare_cached(NOTE)?.execute(params![
            note.id,
            note.guid,
            note_type::NUMBER,
            note.changed,
            note.tags,
            fields,
            id,
            checksum(id)
        ])?;
        Ok(())
    }

    /// Adds the card of a note, which changed when the note did.
    pub(super) fn add_card(&mut self, note_id: i64, changed: i64, card: &CardRow) -> Result<(), Error> {
        let values = params![card.id, note_id, card.deck_id, changed, card.due];
        self.database.prepare_cached(CARD)?.execute(values)?;
        Ok(())
    }

    /// Closes the collection with the decks of its cards; as a whole it changed at `changed`, in seconds since 1970.
    pub(super) fn close(&mut self, decks: &[Deck], changed: i64) -> Result<(), Error> {
        match self.layout {
            Layout::Legacy => schema11::fill(&self.database, decks, changed)?,
            Layout::Latest => schema18::fill(&self.database, decks, changed)?,
        }
        self.database.execute_batch(INDEXES)?;
        self.database.execute_batch("COMMIT")
    }

    /// Writes the file of a collection that was closed.
    pub(super) fn write(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let file = self.database.serialize(c"main").map_err(io::Error::other)?;
        out.write_all(&file)
    }
}
