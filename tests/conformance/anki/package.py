"""Opens a package and holds its rows against each other, without Anki.

Anki is silent on many of these faults: equal guids, notes without a card, equal places in the study order.
"""

import hashlib
import re
import time
import zipfile

from layouts import (EPOCH, LATEST, META, deck_presets, fixed_members, media_entries, media_of, note_types,
                     open_collection, read)

# Of the note type that every package carries; learners' collections know it by these numbers.
NOTE_TYPE = 1_048_731_607_244
CARD_TYPE = 2_207_701_944_070_207
FIELDS = [
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
DAY = 86_400


class Problems(list):
    """What was found wrong: pairs of the check's name and words."""

    def expect(self, check, holds, words):
        if not holds:
            self.append((check, words))


def check_archive(path, problems):
    """Checks the ZIP and the map of media."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        problems.expect("zip", archive.testzip() is None, "a member does not match its checksum")
        problems.expect("zip", len(names) == len(set(names)), "two members have one name")
        dates = {info.date_time for info in archive.infolist()}
        problems.expect("zip", dates <= {EPOCH}, f"members are dated {sorted(dates)}")
    members = read(path)
    fixed = fixed_members(members)
    problems.expect("zip", names[: len(fixed)] == fixed, f"the package begins with {names[:len(fixed)]}")
    problems.expect("zip", "collection.anki21" not in names, "a member marks another layout")
    if LATEST in members:
        problems.expect("zip", members[META] == b"\x08\x03", "the layout is told wrong")
    if "media" in names:
        media = media_of(members)
        problems.expect("media", set(media) == set(names) - set(fixed), "the list of media and the members differ")
        problems.expect("media", len({name.lower() for name in media.values()}) == len(media), "two media clash")
        for name in media.values():
            sound = re.fullmatch(r"qb-[0-9a-f]{16}(\.[a-z0-9]+)?", name)
            problems.expect("media", sound, f"the media name {name} is no content hash")


def check_media_names(members, problems):
    """Checks that every medium is named after its bytes, and that the latest layout tells their length and hash."""
    for member, name in media_of(members).items():
        digest = hashlib.sha1(members.get(member, b"")).hexdigest()[:16]
        problems.expect("media", name.startswith(f"qb-{digest}"), f"{name} is not named after its bytes")
    if LATEST in members:
        for idx, entry in enumerate(media_entries(members).entries):
            body = members.get(str(idx), b"")
            problems.expect("media", entry.size == len(body), f"{entry.name} is said to have {entry.size} bytes")
            problems.expect("media", entry.sha1 == hashlib.sha1(body).digest(), f"{entry.name} has another hash")


def check_rows(members, expected, problems):
    """Checks the tables against each other and the items that the bank says it has."""
    database = open_collection(members)
    notes = database.execute("SELECT * FROM notes ORDER BY id").fetchall()
    cards = database.execute("SELECT * FROM cards ORDER BY due").fetchall()
    cols = database.execute("SELECT * FROM col").fetchall()
    sound = database.execute("PRAGMA integrity_check").fetchone()[0]
    problems.expect("database", sound == "ok", f"SQLite finds: {sound}")
    version = 18 if LATEST in members else 11
    problems.expect("database", [col["ver"] for col in cols] == [version], f"not one col row of version {version}")
    for table in ("revlog", "graves"):
        rows = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        problems.expect("database", rows == 0, f"{table} has rows")
    check_note_type(note_types(members, database), problems)
    check_notes(notes, expected, problems)
    check_cards(cards, notes, deck_presets(members, database), problems)
    check_times(cols[0], notes, cards, problems)


def check_note_type(models, problems):
    """Checks that the note type is the one that learners have."""
    problems.expect("note-type", list(models) == [str(NOTE_TYPE)], f"the note types are {list(models)}")
    for model in models.values():
        fields = [(field["name"], field.get("id")) for field in model["flds"]]
        problems.expect("note-type", model["id"] == NOTE_TYPE, "the note type has another number")
        problems.expect("note-type", fields == FIELDS, "the fields are others")
        cards = [card.get("id") for card in model["tmpls"]]
        problems.expect("note-type", cards == [CARD_TYPE], "the card type has another number")


def check_notes(notes, expected, problems):
    """Checks each note by itself, and the notes against the bank's items."""
    guids = [note["guid"] for note in notes]
    by_id = {item["id"]: item for item in expected["items"]}
    wanted = [f"qbank/{expected['bank']['id']}/{item['identity']}" for item in expected["items"]]
    problems.expect("guid", len(guids) == len(set(guids)), "two notes have one guid")
    problems.expect("items", len(notes) == len(wanted), f"{len(notes)} notes for {len(wanted)} items")
    problems.expect("guid", set(guids) == set(wanted), f"guids differ: {sorted(set(guids) ^ set(wanted))[:3]}")
    for note in notes:
        fields = note["flds"].split("\x1f")
        digest = hashlib.sha1(fields[0].encode()).digest()
        place = f"note {fields[0]}"
        problems.expect("fields", len(fields) == len(FIELDS), f"{place} has {len(fields)} fields")
        problems.expect("fields", note["mid"] == NOTE_TYPE, f"{place} has another note type")
        problems.expect("checksum", note["csum"] == int.from_bytes(digest[:4], "big"), f"{place}: wrong csum")
        problems.expect("checksum", note["sfld"] == fields[0], f"{place}: wrong sort field")
        tags = note["tags"]
        sound = tags == "" or re.fullmatch(r" (\S+ )+", tags)
        problems.expect("tags", sound, f"{place}: the tags are {tags!r}")
        missing = wanted_tags(by_id.get(fields[0], {})) - set(tags.split())
        problems.expect("tags", not missing, f"{place}: the tags lack {sorted(missing)}")


def wanted_tags(item):
    """Returns the tags that follow from what the bank says of an item."""
    groups = ("type", "domain", "objective", "level")
    return {f"{group}::{item[group]}" for group in groups if isinstance(item.get(group), str)}


def check_cards(cards, notes, decks, problems):
    """Checks that every note has its card, every card its note and a deck, and that the study order is plain."""
    note_ids = {note["id"] for note in notes}
    carded = [card["nid"] for card in cards]
    problems.expect("cards", set(carded) <= note_ids, "a card has no note")
    problems.expect("cards", note_ids <= set(carded), "a note has no card")
    problems.expect("cards", len(carded) == len(set(carded)), "a note has two cards")
    problems.expect("decks", 1 in decks and set(decks.values()) == {1}, "odd presets")
    for card in cards:
        problems.expect("decks", card["did"] in decks, f"card {card['id']} is in no deck")
        problems.expect("decks", card["did"] != 1, f"card {card['id']} is in the learner's own deck")
        fresh = all(card[column] == 0 for column in ("type", "queue", "ivl", "factor", "reps", "lapses", "left"))
        problems.expect("cards", fresh and card["ord"] == 0, f"card {card['id']} is not new")
    order = [card["due"] for card in cards]
    problems.expect("due", order == list(range(1, len(cards) + 1)), "the study order is not 1, 2, 3 …")


def check_times(col, notes, cards, problems):
    """Checks that nothing lies in the future; a day of grace is for other time zones."""
    tomorrow = time.time() + DAY
    ids = [row["id"] for row in (*notes, *cards)]
    changes = [row["mod"] for row in (*notes, *cards)] + [col["mod"] / 1_000, col["scm"] / 1_000]
    problems.expect("times", all(id <= tomorrow * 1_000 for id in ids), "an id lies in the future")
    problems.expect("times", all(change <= tomorrow for change in changes), "a change lies in the future")
