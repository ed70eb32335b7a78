//! The collection inside a package: its notes and cards as rows of a database.
//!
//! They lie alike in both layouts, and equal notes in equal order give equal bytes.

use std::io;

use super::decks::Deck;
use super::file::File;
use super::identifiers::checksum;
use super::note_type::{self, N_FIELDS};
use super::pages::{Kind, Tree};
use super::record::Record;
use crate::format::ExportError;
use crate::packed::Packed;
use crate::selection::Layout;

/// The day that a collection counts its days from, 2006-01-01 in seconds since 1970; no card has a day yet.
pub(super) const CREATED: i64 = 1_136_073_600;

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
    /// The fields' HTML; the first is the item's id, which no reader takes for a number.
    pub(super) fields: &'a [String; N_FIELDS],
}

/// A card, as a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CardRow {
    /// The card's number, in milliseconds since 1970.
    pub(super) id: i64,
    /// The number of its note.
    pub(super) note_id: i64,
    /// When the note last changed, in seconds since 1970.
    pub(super) changed: i64,
    /// The number of its deck.
    pub(super) deck_id: i64,
    /// Its place in the order of study, from 1.
    pub(super) due: u32,
}

/// A collection that is being filled.
pub(super) struct Collection {
    file: File,
    notes: Tree,
    /// What indexes say of each note: its number and its checksum.
    keys: Vec<(i64, u32)>,
    row: Record,
}

impl Collection {
    /// Opens a collection with the decks of its cards; as a whole it changed at `changed`, in seconds since 1970.
    pub(super) fn new(layout: Layout, decks: &[Deck], changed: i64) -> Result<Self, ExportError> {
        let file = File::new(layout, decks, changed)?;
        Ok(Self { file, notes: Tree::new(Kind::Table), keys: Vec::new(), row: Record::default() })
    }

    /// Adds a note; their numbers rise.
    pub(super) fn add_note(&mut self, note: &NoteRow) -> io::Result<()> {
        let id = note.fields[0].as_str();
        let checksum = checksum(id);
        let row = &mut self.row;
        row.clear();
        row.null();
        row.text(note.guid);
        row.integers([note_type::NUMBER, note.changed, -1]);
        row.text(note.tags);
        row.texts(note.fields, "\u{1f}");
        row.text(id);
        row.integers([checksum.into(), 0]);
        row.text("");
        self.keys.push((note.id, checksum));
        self.notes.add_row(note.id, row, &mut self.file.pages)
    }

    /// Closes the collection with the cards of its notes, and returns its file.
    pub(super) fn close(self, mut cards: Vec<CardRow>) -> io::Result<Packed> {
        let Self { mut file, notes, keys, mut row } = self;
        cards.sort_by_key(|card| card.id);
        file.put("notes", notes)?;
        let mut tree = Tree::new(Kind::Table);
        for card in &cards {
            row.clear();
            row.null();
            row.integers([card.note_id, card.deck_id, 0, card.changed, -1, 0, 0, card.due.into()]);
            row.integers([0; 8]);
            row.text("");
            tree.add_row(card.id, &row, &mut file.pages)?;
        }
        file.put("cards", tree)?;
        file.put_index("ix_notes_usn", keys.iter().map(|(id, _)| [-1, *id]))?;
        file.put_index("ix_notes_csum", keys.iter().map(|(id, checksum)| [i64::from(*checksum), *id]))?;
        file.put_index("idx_notes_mid", keys.iter().map(|(id, _)| [note_type::NUMBER, *id]))?;
        file.put_index("ix_cards_usn", cards.iter().map(|card| [-1, card.id]))?;
        file.put_index("ix_cards_nid", cards.iter().map(|card| [card.note_id, card.id]))?;
        let places = cards.iter().map(|card| [card.deck_id, 0, card.due.into(), card.id]);
        file.put_index("ix_cards_sched", places)?;
        file.close()
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    /// Opens a collection of notes with stems of these lengths.
    fn opened(layout: Layout, lengths: &[usize]) -> Connection {
        let mut collection = Collection::new(layout, &[Deck::own()], 0).expect("a collection");
        let mut cards = Vec::new();
        for ((id, due), length) in (1_000..).zip(1_000..).zip(lengths) {
            let mut fields = <[String; N_FIELDS]>::default();
            fields[0] = format!("inv-{id}");
            fields[1] = "s".repeat(*length);
            let changed = 1_795_305_600;
            let note = NoteRow { id, guid: &format!("qbank/a/{id}"), changed, tags: " a ", fields: &fields };
            collection.add_note(&note).expect("memory");
            // Cards lie in another order than their notes.
            cards.push(CardRow { id: id * 7_919 % 100_003, note_id: id, changed, deck_id: 1, due });
        }
        let mut bytes = Vec::new();
        collection.close(cards).expect("memory").unpack(&mut bytes).expect("memory");
        let mut database = Connection::open_in_memory().expect("a database in memory");
        database.deserialize_read_exact(c"main", &bytes[..], bytes.len(), true).expect("a database file");
        if layout == Layout::Latest {
            super::super::schema18::collate(&database).expect("an order of names");
        }
        database
    }

    /// Pages that no reader finds broken, rows that are the ones that were given, and indexes that know all of them.
    #[test]
    fn sqlite_finds_what_was_written() {
        let many: Vec<usize> = (0..9_000).map(|number| number * 31 % 1_100).collect();
        let around_a_page: Vec<usize> = (16_200..16_420).collect();
        // One row a page, and more pages than one page above them can list.
        let deep = [vec![9_000; 1_500], vec![100_000, 40_000]].concat();
        for lengths in [vec![], vec![10], many, around_a_page, deep] {
            for layout in [Layout::Legacy, Layout::Latest] {
                let database = opened(layout, &lengths);
                let read =
                    |sql: &str| -> String { database.query_row(sql, [], |row| row.get(0)).expect("a row") };
                let (n_notes, n_letters) = (lengths.len(), lengths.iter().sum::<usize>());
                assert_eq!(read("PRAGMA integrity_check"), "ok", "{n_notes} notes");
                let sums = "SELECT count(*) || ' ' || total(length(flds) - length(sfld) - 10) FROM notes";
                assert_eq!(read(sums), format!("{n_notes} {n_letters}.0"));
                let joined =
                    "SELECT count(*) || '' FROM cards c JOIN notes n ON n.id = c.nid AND n.id = c.due
                    WHERE n.guid = 'qbank/a/' || n.id AND n.sfld = 'inv-' || n.id AND n.mod = 1795305600";
                assert_eq!(read(joined), n_notes.to_string());
            }
        }
    }
}
