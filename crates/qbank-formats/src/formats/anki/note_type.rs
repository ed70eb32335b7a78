//! The one note type of all items: its fields, its card, and the numbers that Anki recognises them by.
//!
//! One type serves all questions, those with gaps and typed answers too. Anki's own cloze deletion and type-in answers compare
//! letter by letter with one text, which no tolerance, unit or pattern survives, and a question that becomes one of another
//! type would lose its schedule; so the card's own script judges.
//!
//! All of it is frozen. A changed field list makes Anki refuse every update of a learner's notes, and a changed number
//! leaves the learner with two note types; a new need takes one of the spare fields. The card's text may change,
//! together with [`CARD_CHANGED`].

use serde_json::{Value, json};

const FRONT: &str = include_str!("card/front.html");
pub(super) const BACK: &str = include_str!("card/back.html");
pub(super) const STYLE: &str = include_str!("card/card.css");

/// The parts of the card's script, in the order in which they need each other.
const SCRIPTS: [&str; 7] = [
    include_str!("card/judge.js"),
    include_str!("card/memory.js"),
    include_str!("card/page.js"),
    include_str!("card/choices.js"),
    include_str!("card/typing.js"),
    include_str!("card/arranging.js"),
    include_str!("card/begin.js"),
];

/// The note type's number, older than Anki like all that this module's siblings issue.
pub(super) const NUMBER: i64 = 1_048_731_607_244;

pub(super) const NAME: &str = "qbank";
/// The card's name.
pub(super) const CARD: &str = "Card 1";
pub(super) const CARD_ID: i64 = 2_207_701_944_070_207;

/// When the card or its style last changed, in seconds since 1970; Anki takes a card over only from a later change.
pub(super) const CARD_CHANGED: i64 = 1_795_694_400;

/// How many fields a note has.
pub(super) const N_FIELDS: usize = 11;

/// The places of fields that other modules look at.
pub(super) const ID: usize = 0;
pub(super) const STEM: usize = 1;
pub(super) const OPTIONS: usize = 2;
pub(super) const KEY: usize = 3;
pub(super) const RATIONALE: usize = 4;
pub(super) const META: usize = 5;
pub(super) const SOURCE: usize = 6;
pub(super) const FLAGS: usize = 7;
pub(super) const EXTRA1: usize = 8;

/// A field of the note type: the name that the card uses, the number that survives a learner's renaming, and what the
/// editor shows while it is empty.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) id: i64,
    pub(super) description: &'static str,
}

impl Field {
    /// Tells whether few notes have it, so that the editor folds it.
    pub(super) fn is_extra(&self) -> bool {
        self.name.starts_with("Extra")
    }
}

pub(super) const FIELDS: [Field; N_FIELDS] = [
    Field { name: "Id", id: 771_218_439_228_241, description: "the item's name in the bank" },
    Field { name: "Stem", id: 2_693_113_848_301_103, description: "the question, its case and its hints" },
    Field { name: "Options", id: 147_541_740_951_581, description: "what the learner answers with" },
    Field { name: "Key", id: 3_287_953_770_933_037, description: "what is right" },
    Field { name: "Rationale", id: 2_751_748_699_147_726, description: "why the key is right" },
    Field { name: "Meta", id: 101_463_297_765_341, description: "topic, level, revision, licence" },
    Field { name: "Source", id: 321_727_874_314_296, description: "where to read more" },
    Field { name: "Flags", id: 3_516_775_097_897_581, description: "type and order, for the card's script" },
    Field { name: "Extra1", id: 4_150_621_335_297_933, description: "what changed for who learns with it" },
    Field { name: "Extra2", id: 1_864_916_836_486_903, description: "spare" },
    Field { name: "Extra3", id: 4_088_547_500_193_429, description: "spare" },
];

/// Fields that make the front more than empty; Anki 2.1 asks for them, later versions find out alone.
pub(super) const FRONT_FIELDS: [u32; 4] = [0, 1, 2, 7];

/// Returns the map of note types that a collection keeps, as JSON.
pub(super) fn models() -> String {
    let fields: Vec<Value> =
        FIELDS.iter().enumerate().map(|(ordinal, field)| field_json(ordinal, field)).collect();
    let id = NUMBER.to_string();
    json!({
        id: {
            "id": NUMBER,
            "name": NAME,
            "type": 0,
            "mod": CARD_CHANGED,
            "usn": -1,
            "sortf": 0,
            "did": null,
            "css": STYLE,
            "tmpls": [card_json()],
            "flds": fields,
            "latexPre": "",
            "latexPost": "",
            "latexsvg": false,
            "req": [[0, "any", FRONT_FIELDS]],
            "tags": [],
            "vers": [],
        }
    })
    .to_string()
}

fn card_json() -> Value {
    json!({
        "name": CARD,
        "ord": 0,
        "id": CARD_ID,
        "qfmt": front(),
        "afmt": BACK,
        "bqfmt": "",
        "bafmt": "",
        "bfont": "",
        "bsize": 0,
        "did": null,
    })
}

fn field_json(ordinal: usize, field: &Field) -> Value {
    json!({
        "name": field.name,
        "ord": ordinal,
        "id": field.id,
        "description": field.description,
        "font": "Arial",
        "size": 20,
        "sticky": false,
        "rtl": false,
        "plainText": false,
        "collapsed": field.is_extra(),
        "excludeFromSearch": false,
        "media": [],
    })
}

/// The script stands in the card and not in a file, because Anki never replaces a script file that it has. It is a function
/// of its own, because the desktop runs it once more in the same page for each card.
pub(super) fn front() -> String {
    let scripts = SCRIPTS.join("\n");
    format!("{FRONT}<script>\n(function () {{\n\"use strict\";\n\n{scripts}}})();\n</script>\n")
}

#[cfg(test)]
mod tests {
    use qbank_model::media::hex;
    use sha1::{Digest, Sha1};

    use super::*;

    #[test]
    fn the_note_type_is_frozen() {
        let fields: Vec<(&str, i64)> = FIELDS.iter().map(|field| (field.name, field.id)).collect();
        assert_eq!((NUMBER, NAME, CARD_ID), (1_048_731_607_244, "qbank", 2_207_701_944_070_207));
        assert_eq!(
            fields,
            [
                ("Id", 771_218_439_228_241),
                ("Stem", 2_693_113_848_301_103),
                ("Options", 147_541_740_951_581),
                ("Key", 3_287_953_770_933_037),
                ("Rationale", 2_751_748_699_147_726),
                ("Meta", 101_463_297_765_341),
                ("Source", 321_727_874_314_296),
                ("Flags", 3_516_775_097_897_581),
                ("Extra1", 4_150_621_335_297_933),
                ("Extra2", 1_864_916_836_486_903),
                ("Extra3", 4_088_547_500_193_429),
            ]
        );
    }

    /// Learners get a changed card only with a later date: whoever changes one, changes the other.
    #[test]
    fn a_changed_card_has_a_later_date() {
        let mut hash = Sha1::new();
        for part in [front().as_str(), BACK, STYLE] {
            hash.update(part);
        }
        assert_eq!(
            (CARD_CHANGED, hex(&hash.finalize()).as_str()),
            (1_795_694_400, "091d3074df52de90a7ef32e77453784098a8b6af")
        );
    }

    #[test]
    fn the_card_reads_only_fields_that_exist() {
        for name in [FRONT, BACK].iter().flat_map(|text| text.split("{{").skip(1)) {
            let name = name.split("}}").next().unwrap_or_default().trim_start_matches(['#', '/', '^']);
            let known = name == "FrontSide" || FIELDS.iter().any(|field| field.name == name);
            assert!(known, "{name}");
        }
        assert!(!SCRIPTS.concat().contains("{{"), "Anki would read a field name in the script");
    }
}
