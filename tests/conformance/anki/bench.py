"""Measures Anki's writer alone against genanki on the same rendered fields, in turns.

    bench.py PACKAGE --bench PROGRAM

PACKAGE is of the oldest layout. PROGRAM is the project's `bench`: `read-notes` reads the notes, `write-notes` writes them as a
package, too; the difference is the writer's, deflating at level 1. genanki is measured from the fields to the file, in this
process: as it is, which compresses nothing and so does less, and deflating at level 1, which is the same work. Prints CPU seconds,
medians of five turns. Needs the PyPI package `genanki`.
"""

import argparse
import functools
import resource
import sqlite3
import statistics
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path
from unittest import mock

import genanki

TURNS = 5
LEVEL = 1
DEFLATING = functools.partial(zipfile.ZipFile, compression=zipfile.ZIP_DEFLATED, compresslevel=LEVEL)


def read(package):
    """Returns the notes: guid, fields, tags and number of the deck."""
    with zipfile.ZipFile(package) as archive:
        database = sqlite3.connect(":memory:")
        database.deserialize(archive.read("collection.anki2"))
    rows = database.execute("SELECT n.guid, n.flds, n.tags, c.did FROM notes n JOIN cards c ON c.nid = n.id")
    return [(guid, fields.split("\x1f"), tags.split(), deck) for guid, fields, tags, deck in rows]


def with_genanki(notes, target):
    """Writes the notes and returns the CPU seconds that it took."""
    start = time.process_time()
    fields = [{"name": f"Field{number}"} for number in range(len(notes[0][1]))]
    card = [{"name": "Card", "qfmt": "{{Field1}}{{Field2}}", "afmt": "{{FrontSide}}<hr id=answer>{{Field3}}"}]
    model = genanki.Model(1_607_392_319, "bench", fields=fields, templates=card)
    decks = {deck: genanki.Deck(deck, f"bench {deck}") for deck in {note[3] for note in notes}}
    for guid, texts, tags, deck in notes:
        decks[deck].add_note(genanki.Note(model=model, fields=texts, tags=tags, guid=guid))
    genanki.Package(list(decks.values())).write_to_file(target)
    return time.process_time() - start


def of_process(*command):
    """Returns the CPU seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description="Measures Anki's writer alone against genanki.")
    parser.add_argument("package", type=Path)
    parser.add_argument("--bench", required=True, help="the project's program of that name")
    arguments = parser.parse_args()
    notes = read(arguments.package)
    turns = []
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs, deflated = (Path(folder) / name for name in ("ours.apkg", "theirs.apkg", "deflated.apkg"))
        for _ in range(TURNS):
            reading = of_process(arguments.bench, "read-notes", arguments.package)
            writing = of_process(arguments.bench, "write-notes", arguments.package, ours)
            plain = with_genanki(notes, str(theirs))
            with mock.patch("zipfile.ZipFile", DEFLATING):
                turns.append((writing - reading, plain, with_genanki(notes, str(deflated))))
        sizes = [path.stat().st_size for path in (ours, theirs, deflated)]
    mine, *peers = (statistics.median(costs) for costs in zip(*turns))
    print(f"{len(notes)} notes: Anki's writer alone, deflating at level {LEVEL}: {mine:.2f} CPU s, {sizes[0]:,} bytes")
    names = ("as it is, which compresses nothing", f"deflating at level {LEVEL}")
    for name, peer, size in zip(names, peers, sizes[1:]):
        print(f"genanki {name}: {peer:.2f} CPU s, {size:,} bytes: {peer / mine:.1f} times as much")


if __name__ == "__main__":
    main()
