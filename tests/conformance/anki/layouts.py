"""The two layouts of a package, read and written alike: the rest of the checks, and the seeded faults, see no difference.

Members are as they are before compression. Note types are dictionaries as the oldest layout has them in JSON; of the latest,
whose rows hold protobuf messages, they have the keys that the checks look at, and the messages themselves.
"""

import json
import sqlite3
import zipfile

import zstandard
from anki.decks_pb2 import Deck
from anki.import_export_pb2 import MediaEntries
from anki.notetypes_pb2 import Notetype

LEGACY, LATEST = "collection.anki2", "collection.anki21b"
META = "meta"
EPOCH = (1980, 1, 1, 0, 0, 0)


def read(path):
    """Returns the members of a package by name."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return {name: unpack(body) if is_packed(name, members) else body for name, body in members.items()}


def write(members, path):
    """Writes members as a package."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            packed = zstandard.compress(body) if is_packed(name, members) else body
            archive.writestr(zipfile.ZipInfo(name, EPOCH), packed)


def is_packed(name, members):
    return LATEST in members and name not in (META, LEGACY)


def unpack(body):
    return zstandard.ZstdDecompressor().decompressobj().decompress(body)


def fixed_members(members):
    """Returns the names that are no media's, in their order."""
    return [META, LATEST, LEGACY, "media"] if LATEST in members else [LEGACY, "media"]


def collection_name(members):
    return LATEST if LATEST in members else LEGACY


def open_collection(members):
    """Returns the collection of a package as a database in memory."""
    database = sqlite3.connect(":memory:")
    database.create_collation("unicase", lambda one, other: (one.lower() > other.lower()) - (one.lower() < other.lower()))
    database.deserialize(members[collection_name(members)])
    database.row_factory = sqlite3.Row
    return database


def committed(members, database):
    """Returns the members with a changed collection."""
    database.commit()
    return {**members, collection_name(members): database.serialize()}


def media_of(members):
    """Returns the names of media by their members'."""
    if LATEST in members:
        return {str(idx): entry.name for idx, entry in enumerate(media_entries(members).entries)}
    return json.loads(members["media"])


def media_entries(members):
    entries = MediaEntries()
    entries.ParseFromString(members["media"])
    return entries


def with_medium(members, name, body):
    """Returns the members with one more medium."""
    place = str(len(media_of(members)))
    if LATEST in members:
        entries = media_entries(members)
        entries.entries.add(name=name, size=len(body))
        return {**members, "media": entries.SerializeToString(), place: body}
    return {**members, "media": json.dumps({**media_of(members), place: name}).encode(), place: body}


def note_types(members, database):
    """Returns the note types by their numbers, as text."""
    if LATEST not in members:
        return json.loads(database.execute("SELECT models FROM col").fetchone()["models"])
    models = {}
    for row in database.execute("SELECT * FROM notetypes").fetchall():
        fields = parts(database, "fields", Notetype.Field.Config, row["id"])
        cards = parts(database, "templates", Notetype.Template.Config, row["id"])
        for card in cards:
            card.update(qfmt=card["message"].q_format, afmt=card["message"].a_format)
        head = {"id": row["id"], "name": row["name"], "config": row["config"], "mod": row["mtime_secs"]}
        models[str(row["id"])] = {**head, "flds": fields, "tmpls": cards}
    return models


def parts(database, table, kind, note_type):
    found = []
    for row in database.execute(f"SELECT * FROM {table} WHERE ntid = ? ORDER BY ord", (note_type,)).fetchall():
        message = kind()
        message.ParseFromString(row["config"])
        number = {"id": message.id} if message.HasField("id") else {}
        found.append({"name": row["name"], "message": message, **number})
    return found


def set_note_types(members, database, models):
    """Writes note types back."""
    if LATEST not in members:
        database.execute("UPDATE col SET models = ?", (json.dumps(models),))
        return
    for table in ("notetypes", "fields", "templates"):
        database.execute(f"DELETE FROM {table}")
    for model in models.values():
        head = (model["id"], model["name"], model["mod"], -1, model["config"])
        database.execute("INSERT INTO notetypes VALUES (?, ?, ?, ?, ?)", head)
        for ordinal, field in enumerate(model["flds"]):
            row = (model["id"], ordinal, field["name"], numbered(field))
            database.execute("INSERT INTO fields VALUES (?, ?, ?, ?)", row)
        for ordinal, card in enumerate(model["tmpls"]):
            card["message"].q_format, card["message"].a_format = card["qfmt"], card["afmt"]
            row = (model["id"], ordinal, card["name"], model["mod"], -1, numbered(card))
            database.execute("INSERT INTO templates VALUES (?, ?, ?, ?, ?, ?)", row)


def numbered(part):
    part["message"].ClearField("id")
    if "id" in part:
        part["message"].id = part["id"]
    return part["message"].SerializeToString()


def deck_presets(members, database):
    """Returns the numbers of the decks, and for each the number of its preset."""
    if LATEST not in members:
        decks = json.loads(database.execute("SELECT decks FROM col").fetchone()["decks"])
        return {int(number): deck["conf"] for number, deck in decks.items()}
    presets = {}
    for row in database.execute("SELECT id, kind FROM decks").fetchall():
        kind = Deck.KindContainer()
        kind.ParseFromString(row["kind"])
        presets[row["id"]] = kind.normal.config_id
    return presets
