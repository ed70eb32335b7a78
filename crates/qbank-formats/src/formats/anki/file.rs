//! The SQLite file inside a package: SQLite makes it without notes and cards, whose pages are written behind.
//!
//! Equal rows in equal order give equal bytes: no clock, a fixed page size, trees in the order of their keys. What layouts do not
//! share is the business of `schema11` and `schema18`.

use std::collections::BTreeMap;
use std::io;

use rusqlite::{Connection, Error, OpenFlags};

use super::decks::Deck;
use super::pages::{Kind, PAGE_SIZE, Pages, Tree};
use super::record::Record;
use super::{schema11, schema18};
use crate::format::ExportError;
use crate::packed::{Form, Packed, Packer};
use crate::selection::Layout;

const TABLES: &str = "
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

/// The place of the number of pages in a file's first page (SQLite's file format, 1.3).
const N_PAGES: usize = 28;

/// A file that is being written.
pub(super) struct File {
    form: Form,
    /// What SQLite made: it begins the file, and is packed when the trees' roots are known.
    first: Vec<u8>,
    /// The pages of the roots by the names of tables and indexes.
    roots: BTreeMap<String, u32>,
    /// The pages behind.
    pub(super) pages: Pages,
}

impl File {
    /// Starts a file with its decks; as a whole it changed at `changed`, in seconds since 1970.
    pub(super) fn new(layout: Layout, decks: &[Deck], changed: i64) -> Result<Self, ExportError> {
        let mut database = without_notes(layout, decks, changed)?;
        let roots = roots(&database)?;
        let first = database.serialize(c"main")?.to_vec();
        let form = match layout {
            Layout::Legacy => Form::Deflate,
            Layout::Latest => Form::Zstd,
        };
        let pages = Pages::behind((first.len() / PAGE_SIZE) as u32, Packer::new(form));
        Ok(Self { form, first, roots, pages })
    }

    /// Ends a tree: the table or index of this name.
    pub(super) fn put(&mut self, name: &str, tree: Tree) -> io::Result<()> {
        let root = tree.finish(&mut self.pages)?;
        let start = (self.roots[name] as usize - 1) * PAGE_SIZE;
        self.first[start..start + PAGE_SIZE].copy_from_slice(&root[..]);
        Ok(())
    }

    /// Fills an index with its entries, if the file has it.
    pub(super) fn put_index<const N: usize>(
        &mut self,
        name: &str,
        entries: impl Iterator<Item = [i64; N]>,
    ) -> io::Result<()> {
        if !self.roots.contains_key(name) {
            return Ok(());
        }
        let mut entries: Vec<[i64; N]> = entries.collect();
        entries.sort_unstable();
        let (mut tree, mut record) = (Tree::new(Kind::Index), Record::default());
        for entry in entries {
            record.clear();
            record.integers(entry);
            tree.add_entry(&record, &mut self.pages)?;
        }
        self.put(name, tree)
    }

    /// Returns the whole file.
    pub(super) fn close(mut self) -> io::Result<Packed> {
        let (behind, n_pages) = self.pages.finish()?;
        self.first[N_PAGES..N_PAGES + 4].copy_from_slice(&n_pages.to_be_bytes());
        let mut packer = Packer::new(self.form);
        packer.push(&self.first)?;
        Packed::new(self.form, vec![packer.finish()?, behind])
    }
}

/// Makes the database with all but notes, cards and what indexes say of them.
fn without_notes(layout: Layout, decks: &[Deck], changed: i64) -> Result<Connection, Error> {
    // A file in memory, not a database in the page cache: its first page is then as on a disk.
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_URI;
    let mut database = Connection::open_with_flags("file:collection?vfs=memdb", flags)?;
    database.pragma_update(None, "page_size", PAGE_SIZE.to_string())?;
    database.execute_batch("PRAGMA encoding = 'UTF-8'; PRAGMA journal_mode = OFF")?;
    let transaction = database.transaction()?;
    transaction.execute_batch(TABLES)?;
    match layout {
        Layout::Legacy => {
            transaction.execute_batch(schema11::TABLES)?;
            schema11::fill(&transaction, decks, changed)?;
        }
        Layout::Latest => {
            schema18::prepare(&transaction)?;
            schema18::fill(&transaction, decks, changed)?;
        }
    }
    transaction.execute_batch(INDEXES)?;
    transaction.commit()?;
    Ok(database)
}

/// Returns the pages of the roots of tables and indexes.
fn roots(database: &Connection) -> Result<BTreeMap<String, u32>, Error> {
    let mut query = database.prepare("SELECT name, rootpage FROM sqlite_master")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}
