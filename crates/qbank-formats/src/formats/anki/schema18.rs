//! What a collection of the latest layout keeps beside notes and cards: note type and decks in tables of their own.
//!
//! Their particulars are protobuf messages, of which only the fields that differ from nothing are declared here.

use prost::Message;
use rusqlite::{Connection, Error, params};
use unicase::UniCase;

use super::collection::CREATED;
use super::decks::Deck;
use super::note_type::{
    BACK, CARD, CARD_CHANGED, CARD_ID, FIELDS, FRONT_FIELDS, Field, NAME, NUMBER, STYLE, front,
};

const TABLES: &str = "
    CREATE TABLE deck_config (id integer PRIMARY KEY NOT NULL, name text NOT NULL COLLATE unicase,
        mtime_secs integer NOT NULL, usn integer NOT NULL, config blob NOT NULL);
    CREATE TABLE config (KEY text NOT NULL PRIMARY KEY, usn integer NOT NULL, mtime_secs integer NOT NULL,
        val blob NOT NULL) WITHOUT ROWID;
    CREATE TABLE fields (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE unicase,
        config blob NOT NULL, PRIMARY KEY (ntid, ord)) WITHOUT ROWID;
    CREATE TABLE templates (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE unicase,
        mtime_secs integer NOT NULL, usn integer NOT NULL, config blob NOT NULL, PRIMARY KEY (ntid, ord))
        WITHOUT ROWID;
    CREATE TABLE notetypes (id integer NOT NULL PRIMARY KEY, name text NOT NULL COLLATE unicase,
        mtime_secs integer NOT NULL, usn integer NOT NULL, config blob NOT NULL);
    CREATE TABLE decks (id integer PRIMARY KEY NOT NULL, name text NOT NULL COLLATE unicase,
        mtime_secs integer NOT NULL, usn integer NOT NULL, common blob NOT NULL, kind blob NOT NULL);
    CREATE TABLE tags (tag text NOT NULL PRIMARY KEY COLLATE unicase, usn integer NOT NULL,
        collapsed boolean NOT NULL, config blob NULL) WITHOUT ROWID;
    CREATE TABLE graves (oid integer NOT NULL, type integer NOT NULL, usn integer NOT NULL,
        PRIMARY KEY (oid, type)) WITHOUT ROWID;
";

const INDEXES: &str = "
    CREATE UNIQUE INDEX idx_fields_name_ntid ON fields (name, ntid);
    CREATE UNIQUE INDEX idx_templates_name_ntid ON templates (name, ntid);
    CREATE INDEX idx_templates_usn ON templates (usn);
    CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name);
    CREATE INDEX idx_notetypes_usn ON notetypes (usn);
    CREATE UNIQUE INDEX idx_decks_name ON decks (name);
    CREATE INDEX idx_notes_mid ON notes (mid);
    CREATE INDEX idx_cards_odid ON cards (odid) WHERE odid != 0;
    CREATE INDEX idx_graves_pending ON graves (usn);
";

const COL: &str = "INSERT INTO col VALUES (1, ?1, ?2, ?2, 18, 0, 0, 0, '', '', '', '', '')";
const NOTE_TYPE: &str = "INSERT INTO notetypes VALUES (?1, ?2, ?3, -1, ?4)";
const FIELD: &str = "INSERT INTO fields VALUES (?1, ?2, ?3, ?4)";
const TEMPLATE: &str = "INSERT INTO templates VALUES (?1, 0, ?2, ?3, -1, ?4)";
const DECK: &str = "INSERT INTO decks VALUES (?1, ?2, ?3, -1, x'', ?4)";

/// What parts the levels of a deck's name.
pub(super) const LEVELS: &str = "\u{1f}";

/// Makes the tables, and the order of names that they are made with: capitals do not count.
pub(super) fn prepare(database: &Connection) -> Result<(), Error> {
    collate(database)?;
    database.execute_batch(TABLES)
}

/// Tells a database the order of names.
pub(super) fn collate(database: &Connection) -> Result<(), Error> {
    database
        .create_collation(c"unicase", |one: &str, other: &str| UniCase::new(one).cmp(&UniCase::new(other)))
}

/// Writes all rows but those of notes and cards, and the indexes that only this layout has.
pub(super) fn fill(database: &Connection, decks: &[Deck], changed: i64) -> Result<(), Error> {
    database.execute(COL, params![CREATED, changed * 1_000])?;
    database.execute(NOTE_TYPE, params![NUMBER, NAME, CARD_CHANGED, note_type().encode_to_vec()])?;
    for (ordinal, field) in (0_u32..).zip(&FIELDS) {
        let config = field_config(field).encode_to_vec();
        database.execute(FIELD, params![NUMBER, ordinal, field.name, config])?;
    }
    let template = TemplateConfig { q_format: front(), a_format: BACK.to_owned(), id: Some(CARD_ID) };
    database.execute(TEMPLATE, params![NUMBER, CARD, CARD_CHANGED, template.encode_to_vec()])?;
    for deck in decks {
        let kind = deck_kind(deck).encode_to_vec();
        database.execute(DECK, params![deck.id, deck.levels.join(LEVELS), changed, kind])?;
    }
    database.execute_batch(INDEXES)
}

fn note_type() -> NoteTypeConfig {
    let any = CardRequirement { kind: REQUIRES_ANY, field_ords: FRONT_FIELDS.to_vec() };
    NoteTypeConfig { css: STYLE.to_owned(), reqs: vec![any] }
}

fn field_config(field: &Field) -> FieldConfig {
    FieldConfig {
        font_name: "Arial".to_owned(),
        font_size: 20,
        description: field.description.to_owned(),
        collapsed: field.is_extra(),
        id: Some(field.id),
    }
}

fn deck_kind(deck: &Deck) -> DeckKind {
    DeckKind { normal: Some(NormalDeck { config_id: 1, description: deck.description.clone() }) }
}

#[derive(Clone, PartialEq, Message)]
struct NoteTypeConfig {
    #[prost(string, tag = "3")]
    css: String,
    #[prost(message, repeated, tag = "8")]
    reqs: Vec<CardRequirement>,
}

/// The kind of a requirement that any one of its fields fulfils.
const REQUIRES_ANY: i32 = 1;

#[derive(Clone, PartialEq, Message)]
struct CardRequirement {
    #[prost(int32, tag = "2")]
    kind: i32,
    #[prost(uint32, repeated, tag = "3")]
    field_ords: Vec<u32>,
}

#[derive(Clone, PartialEq, Message)]
struct FieldConfig {
    #[prost(string, tag = "3")]
    font_name: String,
    #[prost(uint32, tag = "4")]
    font_size: u32,
    #[prost(string, tag = "5")]
    description: String,
    #[prost(bool, tag = "7")]
    collapsed: bool,
    #[prost(int64, optional, tag = "9")]
    id: Option<i64>,
}

#[derive(Clone, PartialEq, Message)]
struct TemplateConfig {
    #[prost(string, tag = "1")]
    q_format: String,
    #[prost(string, tag = "2")]
    a_format: String,
    #[prost(int64, optional, tag = "8")]
    id: Option<i64>,
}

#[derive(Clone, PartialEq, Message)]
struct DeckKind {
    #[prost(message, optional, tag = "1")]
    normal: Option<NormalDeck>,
}

/// Preset 1 is the learner's own; any other would bring settings along.
#[derive(Clone, PartialEq, Message)]
struct NormalDeck {
    #[prost(int64, tag = "1")]
    config_id: i64,
    #[prost(string, tag = "4")]
    description: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_type_is_the_one_of_the_oldest_layout() {
        let database = Connection::open_in_memory().expect("a database in memory");
        database
            .execute_batch("CREATE TABLE col (id, crt, mod, scm, ver, dty, usn, ls, a, b, c, d, e)")
            .expect("SQL");
        database.execute_batch("CREATE TABLE notes (mid); CREATE TABLE cards (odid)").expect("SQL");
        prepare(&database).expect("tables");
        fill(&database, &[Deck::own()], 0).expect("rows");
        let mut query = database.prepare("SELECT name, config FROM fields ORDER BY ord").expect("SQL");
        let row = |row: &rusqlite::Row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?));
        let rows: Vec<(String, Vec<u8>)> =
            query.query_map([], row).expect("rows").collect::<Result<_, Error>>().expect("rows");
        let found: Vec<(&str, Option<i64>)> = rows
            .iter()
            .map(|(name, config)| (name.as_str(), FieldConfig::decode(&config[..]).expect("a message").id))
            .collect();
        let expected: Vec<(&str, Option<i64>)> =
            FIELDS.iter().map(|field| (field.name, Some(field.id))).collect();
        assert_eq!(found, expected);
        let read = |sql: &str| database.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("a row");
        assert_eq!(read("SELECT id FROM notetypes WHERE name = 'QBANK'"), NUMBER, "capitals do not count");
        assert_eq!(read("SELECT count(*) FROM templates"), 1);
    }
}
