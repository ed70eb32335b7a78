"""Seeded faults: each breaks a copy of a sound package, and the check named beside it has to find that.

A check that nothing can turn red proves nothing.
"""

import re
import tempfile
import time
from pathlib import Path

from layouts import (LATEST, LEGACY, META, collection_name, committed, media_entries, note_types, open_collection, read,
                     set_note_types, with_medium, write)
from package import Problems

HUNDRED_DAYS = 100 * 86_400


def statement(sql, *values):
    """A fault that is one change of the collection."""

    def mutate(members):
        database = open_collection(members)
        changed = database.execute(sql, values).rowcount
        return committed(members, database) if changed else None

    return mutate


def in_field(number, pattern, replacement, every=False):
    """A fault in the first note whose field matches, or in every one."""

    def mutate(members):
        database = open_collection(members)
        n_broken = 0
        for note in database.execute("SELECT id, flds FROM notes ORDER BY id").fetchall():
            fields = note["flds"].split("\x1f")
            broken = re.sub(pattern, replacement, fields[number], count=1, flags=re.S)
            if broken != fields[number]:
                fields[number] = broken
                database.execute("UPDATE notes SET flds = ? WHERE id = ?", ("\x1f".join(fields), note["id"]))
                n_broken += 1
                if not every:
                    break
        return committed(members, database) if n_broken else None

    return mutate


def in_note_type(change):
    """A fault in the note type."""

    def mutate(members):
        database = open_collection(members)
        models = note_types(members, database)
        for model in models.values():
            change(model)
        set_note_types(members, database, models)
        return committed(members, database)

    return mutate


def set_template(side, change):
    def mutate(model):
        model["tmpls"][0][side] = change(model["tmpls"][0])

    return in_note_type(mutate)


def reorder_fields(model):
    model["flds"][1], model["flds"][2] = model["flds"][2], model["flds"][1]


def duplicate_guid(members):
    database = open_collection(members)
    guids = [row["guid"] for row in database.execute("SELECT guid FROM notes ORDER BY id LIMIT 2")]
    if len(guids) < 2:
        return None
    database.execute("UPDATE notes SET guid = ? WHERE guid = ?", guids)
    return committed(members, database)


def drop_item(members):
    database = open_collection(members)
    card = database.execute("SELECT id, nid FROM cards ORDER BY due DESC LIMIT 1").fetchone()
    database.execute("DELETE FROM cards WHERE id = ?", (card["id"],))
    database.execute("DELETE FROM notes WHERE id = ?", (card["nid"],))
    return committed(members, database)


def equal_due(members):
    return statement("UPDATE cards SET due = 1")(members) if n_rows(members, "cards") > 1 else None


def n_rows(members, table):
    return open_collection(members).execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def truncated(members):
    name = collection_name(members)
    return {**members, name: members[name][: len(members[name]) // 2]}


def unused_medium(members):
    return with_medium(members, "qb-da39a3ee5e6b4b0d.png", b"")


def in_media(change):
    """A fault in what the latest layout tells of its first medium."""

    def mutate(members):
        entries = media_entries(members) if LATEST in members else None
        if not entries or not entries.entries:
            return None
        change(entries.entries[0])
        return {**members, "media": entries.SerializeToString()}

    return mutate


def without_notice(members):
    return {name: body for name, body in members.items() if name != LEGACY} if LATEST in members else None


def another_layout(members):
    return {**members, META: b"\x08\x02"} if LATEST in members else None


CHOICE = '<li data-k="[^"]*"'
FIRST_NOTE = "(SELECT min(id) FROM notes)"
FIRST_CARD = "(SELECT min(id) FROM cards)"
FUTURE = int(time.time()) + HUNDRED_DAYS

FAULTS = [
    ("swapped key", "keys", in_field(2, f"({CHOICE})( data-key=\"\")(.*?)({CHOICE})(?! data-key)", r"\1\3\4\2")),
    ("one key too many", "keys", in_field(2, f"({CHOICE})(?! data-key)", r'\1 data-key=""')),
    ("key field of another choice", "keys", in_field(3, r'data-k="[^"]*"', 'data-k="zzz"')),
    ("lost feedback", "feedback", in_field(2, r'<div class="why">.*?</div>(?=</li>)', "")),
    ("changed feedback", "feedback", in_field(2, r'<div class="why"><p>', '<div class="why"><p>Not ')),
    ("lost choice", "choices", in_field(2, r"<li data-k=(?:(?!<li data-k=).)*</li></ol>$", "</ol>")),
    ("changed choice", "choices", in_field(2, r'(<li data-k="[^>]*>)', r"\1Not ")),
    ("a number's other end", "answers", in_field(2, r"(&quot;high&quot;:&quot;)", r"\g<1>9")),
    ("a word that is not accepted", "answers", in_field(2, r"(&quot;words&quot;:\[&quot;)", r"\g<1>un")),
    ("another unit", "answers", in_field(2, r"(&quot;units&quot;:\[\[&quot;)", r"\g<1>k")),
    ("capitals that count", "answers", in_field(2, r"&quot;capitals&quot;:false", "&quot;capitals&quot;:true")),
    ("a drop-down without its key", "answers", in_field(2, r"&quot;key&quot;:&quot;", "&quot;key&quot;:&quot;x")),
    ("another partner", "answers", in_field(2, r'data-partner="o1"', 'data-partner="o2"')),
    ("another place", "answers", in_field(2, r'data-place="1"', 'data-place="9"')),
    ("a lost place to write", "answers", in_field(2, r'<div class="essay"></div>', "")),
    ("another right answer", "keys", in_field(3, r"^<p>.*</p>$", "<p>no</p>")),
    ("lost rationale", "rationale", in_field(4, r"^.+$", "", every=True)),
    ("changed stem", "texts", in_field(1, r"^.+$", "<p>Which?</p>")),
    ("lost case", "case", in_field(1, r'<details class="case">.*?</details>', "")),
    ("lost revision", "texts", in_field(5, r"revision [0-9a-f]+", "")),
    ("unclosed element", "markup", in_field(2, r"</li></ol>$", "</ol>")),
    ("missing medium", "media", in_field(1, r"^", '<img src="qb-0123456789abcdef.png" alt="">')),
    ("medium nobody shows", "media", unused_medium),
    ("another length of a medium", "media", in_media(lambda entry: entry.MergeFrom(type(entry)(size=entry.size + 1)))),
    ("another hash of a medium", "media", in_media(lambda entry: entry.MergeFrom(type(entry)(sha1=bytes(20))))),
    ("nothing for old versions", "zip", without_notice),
    ("another layout than is told", "zip", another_layout),
    ("picture from the network", "network", in_field(1, r"^", '<img src="https://example.org/a.png" alt="">')),
    ("script of an author", "network", in_field(1, r"^", '<script src="a.js"></script>')),
    ("sound of an author", "render", in_field(1, r"$", "[sound:a.mp3]")),
    ("template that does not parse", "template", set_template("afmt", lambda card: card["afmt"] + "{{#Stem}}")),
    ("template with an unknown field", "template", set_template("qfmt", lambda card: card["qfmt"] + "{{Answer}}")),
    ("back like the front", "render", set_template("afmt", lambda card: "{{FrontSide}}")),
    ("empty front", "render", set_template("qfmt", lambda card: "{{Extra1}}")),
    ("another note type", "note-type", in_note_type(lambda model: model.update(name="other", id=model["id"] + 1))),
    ("reordered fields", "note-type", in_note_type(reorder_fields)),
    ("field without its number", "note-type", in_note_type(lambda model: model["flds"][4].pop("id"))),
    ("changed guid", "guid", statement(f"UPDATE notes SET guid = guid || '-2' WHERE id = {FIRST_NOTE}")),
    ("duplicate guid", "guid", duplicate_guid),
    ("dropped item", "items", drop_item),
    ("one field too many", "fields", statement(f"UPDATE notes SET flds = flds || char(31) WHERE id = {FIRST_NOTE}")),
    ("wrong checksum", "checksum", statement(f"UPDATE notes SET csum = 0 WHERE id = {FIRST_NOTE}")),
    ("tags without spaces around", "tags", statement(f"UPDATE notes SET tags = 'a b' WHERE id = {FIRST_NOTE}")),
    ("lost tags", "tags", statement(f"UPDATE notes SET tags = '' WHERE id = {FIRST_NOTE}")),
    ("note without card", "cards", statement(f"DELETE FROM cards WHERE id = {FIRST_CARD}")),
    ("card without note", "cards", statement(f"UPDATE cards SET nid = 5 WHERE id = {FIRST_CARD}")),
    ("card with a past", "cards", statement(f"UPDATE cards SET reps = 3, ivl = 10 WHERE id = {FIRST_CARD}")),
    ("unknown deck", "decks", statement(f"UPDATE cards SET did = 77 WHERE id = {FIRST_CARD}")),
    ("the learner's own deck", "decks", statement(f"UPDATE cards SET did = 1 WHERE id = {FIRST_CARD}")),
    ("equal places in the study order", "due", equal_due),
    ("id in the future", "times", statement(f"UPDATE cards SET id = ? WHERE id = {FIRST_CARD}", FUTURE * 1_000)),
    ("change in the future", "times", statement(f"UPDATE notes SET mod = ? WHERE id = {FIRST_NOTE}", FUTURE)),
    ("truncated collection", "import", truncated),
]


def run(path, expected, checks):
    """Applies every fault that fits the package; returns 1 unless the check named beside each of them finds it.

    `checks` run one after the other, the quick ones first, until the one that is wanted has spoken.
    """
    members = read(path)
    killed, alive = 0, []
    with tempfile.TemporaryDirectory() as folder:
        broken = Path(folder) / "mutant.apkg"
        write(members, broken)
        if found_by(broken, expected, checks, None):
            print("a copy without any fault is not sound, so no fault can be told")
            return 1
        for name, wanted, fault in FAULTS:
            mutant = fault(members)
            if mutant is None:
                continue
            write(mutant, broken)
            found = found_by(broken, expected, checks, wanted)
            if wanted in found:
                killed += 1
            else:
                alive.append(f"survived: {name} (wanted {wanted}, found {sorted(found)})")
    for line in alive:
        print(line)
    print(f"killed {killed} of {killed + len(alive)}")
    return 1 if alive or killed < 10 else 0


def found_by(path, expected, checks, wanted):
    """Returns the names of the checks that found something."""
    problems = Problems()
    for check in checks:
        check(path, expected, problems)
        if wanted in {name for name, _ in problems}:
            break
    return {name for name, _ in problems}
