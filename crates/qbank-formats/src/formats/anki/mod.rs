//! Anki packages: one note and one card for each item, one deck for each domain.
//!
//! Writes the oldest of the three package layouts, the only one that all versions of Anki in use accept, or on request the
//! latest. Builds bytes in memory; never reads the clock or the disk, so equal selections give equal packages.
//!
//! The learner grades herself: points, the expected time and the expected share of right answers are words in the
//! small print, and a question with several keys is right or wrong as a whole. The day an item was written, its former
//! ids and its enemies are not in the package.

mod answers;
mod collection;
mod decks;
mod fields;
mod file;
mod identifiers;
mod key;
mod media;
mod note_type;
mod notice;
pub mod old;
mod pages;
mod record;
pub mod repack;
mod schema11;
mod schema18;
mod stamps;
mod text;
pub mod update;

use std::collections::BTreeSet;

use qbank_model::{Bank, Item, Ledger, MediaPath, Revision, Status};
use rayon::prelude::*;

use self::collection::{CardRow, Collection, NoteRow};
use self::decks::Decks;
use self::fields::{FieldWriter, correction};
use self::identifiers::guid;
use self::media::Shelf;
use self::note_type::{EXTRA1, N_FIELDS};
use self::stamps::{Card, Stamps};
use crate::format::ExportError;
use crate::html::{Html, Markup, MathForm, plain_gap, plain_slot};
use crate::package::{Container, Entry, Package, Packing};
use crate::packed::Packed;
use crate::selection::{Layout, Selection};

/// The members that hold the notes, in the oldest and in the latest layout.
const LEGACY_COLLECTION: &str = "collection.anki2";
const LATEST_COLLECTION: &str = "collection.anki21b";

/// The message that tells Anki the latest layout: field 1 is 3.
const META: [u8; 2] = [0x08, 0x03];

/// Makes the package: a collection, the list of media, and the media under numbers.
///
/// # Errors
/// Fails only where SQLite does.
pub(crate) fn export<'a>(selection: &'a Selection) -> Result<Package<'a>, ExportError> {
    let shelf = Shelf::new(selection.bank);
    let (collection, ledger) = collection(selection, &shelf)?;
    let mut entries = match selection.layout {
        Layout::Legacy => vec![Entry::packed_bytes(LEGACY_COLLECTION, collection)],
        Layout::Latest => vec![
            Entry::bytes("meta", META).packed(Packing::Stored),
            Entry::packed_bytes(LATEST_COLLECTION, collection),
            Entry::packed_bytes(LEGACY_COLLECTION, notice::collection()?),
        ],
    };
    entries.extend(shelf.into_entries(selection.layout));
    let info = &selection.bank.info;
    let identifiers =
        selection.items().map(|item| (item.id.value.clone(), guid(&info.id, item.identity()))).collect();
    Ok(Package { container: Container::Zip, entries, identifiers, losses: Vec::new(), ledger: Some(ledger) })
}

/// Tells whether a package must not have this file name: Anki takes `collection.apkg` for a backup and replaces all
/// that the learner has with it.
pub(crate) fn refuses_name(file_name: &str) -> bool {
    file_name.eq_ignore_ascii_case("collection.apkg")
}

/// Notes that are rendered at a time, in parallel: enough for each thread, and few enough to hold.
const WAVE: usize = 256;

/// Fills the collection, and returns with it the ledger of what it holds.
fn collection(selection: &Selection, shelf: &Shelf) -> Result<(Packed, Ledger), ExportError> {
    let info = &selection.bank.info;
    let mut decks = Decks::new(info);
    let mut stamps = Stamps::new(selection.ledger, info);
    let notes = planned(selection, &mut decks, &mut stamps);
    let mut collection = Collection::new(selection.layout, &decks.into_all(), info.revised.epoch_seconds())?;
    let mut cards = Vec::with_capacity(notes.len());
    for wave in notes.chunks(WAVE) {
        let rendered: Vec<Rendered> =
            wave.par_iter().map(|note| rendered(note, selection.bank, shelf)).collect();
        for (note, Rendered { tags, mut fields }) in wave.iter().zip(rendered) {
            let identity = note.item.identity();
            let corrected = stamps.corrected(identity, &fields);
            fields[EXTRA1].extend(corrected.map(correction));
            let card = Card { fields: &fields, tags: &tags, corrected };
            let changed = stamps.stamp(identity, note.card.note_id, &card);
            let row =
                NoteRow { id: note.card.note_id, guid: &note.guid, changed, tags: &tags, fields: &fields };
            collection.add_note(&row)?;
            cards.push(CardRow { changed, ..note.card });
        }
    }
    Ok((collection.close(cards)?, stamps.into_ledger()))
}

/// A note that is to be rendered.
struct Planned<'a> {
    guid: String,
    /// Its card, but for when it changed.
    card: CardRow,
    item: &'a Item,
    revision: &'a Revision,
}

/// Returns the notes in the order of their numbers, so that they fill page after page.
fn planned<'a>(selection: &'a Selection, decks: &mut Decks<'a>, stamps: &mut Stamps) -> Vec<Planned<'a>> {
    let bank = selection.bank;
    let plan = |((item, revision), due): ((&'a Item, &'a Revision), u32)| {
        let guid = guid(&bank.info.id, item.identity());
        let note_id = stamps.note_number(item.identity(), &guid);
        let (id, deck_id) = (stamps.card_number(&guid), decks.of(bank.place(item)));
        Planned { guid, card: CardRow { id, note_id, changed: 0, deck_id, due }, item, revision }
    };
    let items = selection.items().zip(selection.revisions());
    let mut notes: Vec<Planned> = items.zip(1..).map(plan).collect();
    notes.sort_by_key(|note| note.card.note_id);
    notes
}

/// What a note shows and is filtered by.
struct Rendered {
    tags: String,
    fields: [String; N_FIELDS],
}

fn rendered(note: &Planned, bank: &Bank, shelf: &Shelf) -> Rendered {
    let media = |path: &MediaPath| shelf.name(path);
    let html = Html {
        markup: Markup::Html,
        math: MathForm::Tex,
        media: &media,
        links_files: false,
        gap: &plain_gap,
        slot: &plain_slot,
        notes: None,
    };
    let Planned { item, revision, .. } = note;
    Rendered { tags: tags(bank, item), fields: FieldWriter { bank, html, revision }.fields(item) }
}

/// Returns the tags that a learner filters by, a space before, between and after.
///
/// Each of them says what the card says too, since a tag that changed alone would replace the learner's words on the note.
fn tags(bank: &Bank, item: &Item) -> String {
    let mut tags = BTreeSet::from([text::tag("type", item.interaction.kind().as_str())]);
    let named = item.domain.as_ref().map(|domain| domain.value.as_str());
    let domain = bank.place(item).map_or(named, |domain| Some(domain.id.as_str()));
    tags.extend(domain.map(|domain| text::tag("domain", domain)));
    tags.extend(item.objective.as_ref().map(|objective| text::tag("objective", &objective.value)));
    tags.extend(item.level.map(|level| text::tag("level", level.as_str())));
    tags.extend(item.details.tags.iter().map(|word| text::tag("tag", word)));
    if item.status == Status::Retired {
        tags.insert("retired".to_owned());
    }
    let tags: Vec<String> = tags.into_iter().collect();
    format!(" {} ", tags.join(" "))
}

#[cfg(test)]
mod tests {
    use qbank_model::ItemId;

    use super::*;
    use crate::format::Format;
    use crate::sample;

    /// The entries of the sample's package, and its items' guids.
    fn exported() -> (sample::Contents, Vec<(ItemId, String)>) {
        let bank = sample::bank();
        let selection = sample::selection(&bank, Format::Anki);
        let package = export(&selection).expect("SQLite builds in memory");
        (sample::contents(&package), package.identifiers)
    }

    fn database() -> rusqlite::Connection {
        let (entries, _) = exported();
        let bytes = &entries[0].1;
        let mut database = rusqlite::Connection::open_in_memory().expect("a database in memory");
        database.deserialize_read_exact(c"main", &bytes[..], bytes.len(), true).expect("a database file");
        database
    }

    #[test]
    fn equal_selections_give_equal_packages() {
        assert_eq!(exported(), exported());
    }

    #[test]
    fn a_note_keeps_its_name_when_its_item_is_renamed() {
        let (_, identifiers) = exported();
        let renamed = identifiers.iter().find(|(id, _)| id.as_str() == "inv-eoq-demand");
        assert_eq!(renamed.map(|(_, guid)| guid.as_str()), Some("qbank/sample/inv-eoq-old"));
    }

    #[test]
    fn rows_carry_what_anki_reads() {
        let database = database();
        let read = |sql: &str| -> String { database.query_row(sql, [], |row| row.get(0)).expect("a row") };
        let note = "FROM notes WHERE sfld = 'inv-eoq-demand'";
        assert_eq!(
            read(&format!("SELECT csum || '' {note}")),
            identifiers::checksum("inv-eoq-demand").to_string()
        );
        assert_eq!(
            read(&format!("SELECT tags {note}")),
            " domain::inventory level::apply objective::inv-eoq tag::calculation tag::long-run \
             type::single "
        );
        assert_eq!(
            read("SELECT group_concat(due, ' ') FROM cards ORDER BY due"),
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"
        );
        assert_eq!(read("SELECT count(*) || '' FROM cards WHERE did = 1"), "0");
        let out_of_place = "SELECT count(*) || '' FROM notes WHERE mod <> 1795305600 OR id > 1136073600000";
        assert_eq!(read(out_of_place), "0");
    }

    #[test]
    fn fields_read_well_without_the_script() {
        let database = database();
        let read = |id: &str| -> Vec<String> {
            let sql = format!("SELECT flds FROM notes WHERE sfld = '{id}'");
            let fields: String = database.query_row(&sql, [], |row| row.get(0)).expect("a row");
            fields.split('\u{1f}').map(str::to_owned).collect()
        };
        let penalty = read("dem-penalty");
        assert_eq!(
            penalty[2],
            "<ol type=\"A\" lang=\"en\"><li data-k=\"a\" data-key=\"\" data-share=\"1\">right</li>\
             <li data-k=\"b\" data-share=\"0.5\">half</li><li data-k=\"c\" data-share=\"-1\">bad</li></ol>"
        );
        assert_eq!(penalty[3], "<ul lang=\"en\"><li data-k=\"a\">right</li></ul>");
        assert_eq!(penalty[7], "single shuffle per-choice");
        let rich = read("inv-eoq-demand");
        assert!(
            rich[2].contains("<li data-k=\"a\">It doubles.<div class=\"why\"><p>Half of it.</p></div></li>")
        );
        assert!(rich[2].contains("<li data-k=\"d\" data-pin=\"\">"));
        assert!(rich[5].contains("href=\"https://example.org/report?title=inv-eoq-demand\""));
        assert!(read("case-atp-1")[1].contains("<details class=\"case\"><summary>Case: Acme &amp; "));
    }

    #[test]
    fn each_type_says_what_it_is_judged_by_and_what_is_right() {
        let database = database();
        let read = |id: &str| -> Vec<String> {
            let sql = format!("SELECT flds FROM notes WHERE sfld = '{id}'");
            let fields: String = database.query_row(&sql, [], |row| row.get(0)).expect("a row");
            fields.split('\u{1f}').map(str::to_owned).collect()
        };
        let types = ["dem-number", "dem-words", "dem-gaps", "dem-pairs", "dem-steps", "dem-essay"];
        let parts: Vec<String> = types
            .iter()
            .map(|id| {
                let fields = read(id);
                format!("{}\n{}\n{}", fields[7], fields[2], fields[3])
            })
            .collect();
        insta::assert_snapshot!(parts.join("\n\n"));
    }

    #[test]
    fn media_are_named_after_their_bytes() {
        let (entries, _) = exported();
        let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["collection.anki2", "media", "0"]);
        assert_eq!(entries[1].1, br#"{"0":"qb-0909090909090909.svg"}"#);
        assert_eq!(entries[2].1, sample::picture().as_str().as_bytes());
    }

    #[test]
    fn both_layouts_hold_the_same_notes_and_media() {
        let bank = sample::bank();
        let mut latest = sample::selection(&bank, Format::Anki);
        let legacy = latest.clone();
        latest.layout = Layout::Latest;
        let [legacy, latest] = [&legacy, &latest].map(|selection| export(selection).expect("a package"));
        let [old, new] =
            [&legacy, &latest].map(|package| old::read_package(package, "sample").expect("notes"));
        assert_eq!(old, new);
        assert!(new.iter().any(|note| note.deck.contains("::")) && legacy.ledger == latest.ledger);
        let packing: Vec<(&str, Packing)> =
            latest.entries.iter().map(|entry| (entry.name.as_str(), entry.packing)).collect();
        assert_eq!(
            packing,
            [
                ("meta", Packing::Stored),
                ("collection.anki21b", Packing::Zstd),
                ("collection.anki2", Packing::Deflated),
                ("media", Packing::Zstd),
                ("0", Packing::Zstd),
            ]
        );
        // One entry of 49 bytes: a name of 23, a length of 3, a hash of 20.
        let medium = [b"\x0a\x31\x0a\x17qb-0909090909090909.svg\x10\x03\x1a\x14", &[9; 20][..]].concat();
        assert_eq!(sample::contents(&latest)[3].1, medium);
        let notice = &sample::contents(&latest)[2].1;
        assert!(String::from_utf8_lossy(notice).contains("This package needs a newer Anki."));
    }

    #[test]
    fn a_name_that_replaces_collections_is_refused() {
        for (name, refused) in [("collection.apkg", true), ("Collection.APKG", true), ("cpim.apkg", false)] {
            assert_eq!(refuses_name(name), refused, "{name}");
        }
    }
}
