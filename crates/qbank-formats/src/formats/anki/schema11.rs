//! What a collection of the oldest layout keeps beside notes and cards: note type and decks as JSON in its one row `col`.

use rusqlite::{Connection, Error, params};
use serde_json::{Map, Value, json};

use super::collection::CREATED;
use super::decks::Deck;
use super::note_type;

pub(super) const TABLES: &str =
    "CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);";

const COL: &str = "INSERT INTO col VALUES (1, ?1, ?2, ?2, 11, 0, 0, 0, '{}', ?3, ?4, '{}', '{}')";

/// Writes the row.
pub(super) fn fill(database: &Connection, decks: &[Deck], changed: i64) -> Result<(), Error> {
    let decks: Map<String, Value> =
        decks.iter().map(|deck| (deck.id.to_string(), deck_json(deck, changed))).collect();
    let values = params![CREATED, changed * 1_000, note_type::models(), Value::Object(decks).to_string()];
    database.execute(COL, values)?;
    Ok(())
}

/// Preset 1 is the learner's own; any other would bring settings along.
fn deck_json(deck: &Deck, changed: i64) -> Value {
    json!({
        "id": deck.id,
        "name": deck.levels.join("::"),
        "mod": changed,
        "usn": -1,
        "desc": deck.description,
        "conf": 1,
        "dyn": 0,
        "collapsed": false,
        "browserCollapsed": false,
        "extendNew": 0,
        "extendRev": 0,
        "lrnToday": [0, 0],
        "revToday": [0, 0],
        "newToday": [0, 0],
        "timeToday": [0, 0],
    })
}
