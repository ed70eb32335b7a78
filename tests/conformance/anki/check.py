"""Imports a package into a fresh collection of the real Anki and holds every card against the bank's JSON export.

    check.py PACKAGE.apkg ... --expect BANK.json [--cards FOLDER] [--mutants]

The packages are one release in its layouts: whichever is imported second changes nothing. BANK.json has each item with variables as its variants (`qbank export json --materialise`). What the report beside the
package says was left out need not be in it. Needs the PyPI packages `anki` and `zstandard`. With --mutants it also breaks
copies of each package on purpose and demands that each fault is found by the check that is there for it. Exits with 1 when
anything is wrong.
"""

import argparse
import importlib.metadata
import json
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.import_export_pb2 import ImportAnkiPackageUpdateCondition as Update

sys.dont_write_bytecode = True

import mutants
from card import check_card
from layouts import LATEST, media_of, read
from package import Problems, check_archive, check_media_names, check_rows

SILENT = ("updated", "duplicate", "conflicting", "first_field_match", "missing_notetype", "missing_deck",
          "empty_first_field")


# What was found of a card, by its item, its sides and the media there are: most seeded faults leave most cards alone.
LOOKS = {}


def import_package(collection, path):
    """Imports with the choices that Anki's dialogue offers first."""
    options = ImportAnkiPackageOptions(
        merge_notetypes=False,
        update_notes=Update.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER,
        update_notetypes=Update.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER,
        with_scheduling=False,
        with_deck_configs=False,
    )
    request = ImportAnkiPackageRequest(package_path=str(path), options=options)
    # On the main thread Anki prints a complaint about whatever takes long.
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(collection.import_anki_package, request).result().log


def snapshot(collection):
    """Returns all that an import may change, row by row."""
    tables = ("notes", "cards", "revlog", "notetypes", "fields", "templates", "decks", "deck_config", "tags")
    return {table: collection.db.all(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables}


def check_first_import(collection, log, members, problems):
    """Checks that Anki took every note, card and medium, and nothing else."""
    n_notes = collection.note_count()
    new = len(log.new)
    problems.expect("import", log.found_notes == new == n_notes, f"found {log.found_notes}, new {new}, kept {n_notes}")
    for name in SILENT:
        problems.expect("import", not getattr(log, name), f"{len(getattr(log, name))} notes {name}")
    problems.expect("import", collection.card_count() == n_notes, f"{collection.card_count()} cards, {n_notes} notes")
    kept = {path.name for path in Path(collection.media.dir()).iterdir()}
    wanted = set(media_of(members).values())
    problems.expect("media", kept == wanted, f"media differ: {sorted(kept ^ wanted)[:3]}")


def check_cards(collection, expected, problems):
    """Renders every card, strictly first; returns how many there were."""
    items = {item["id"]: item for item in expected["items"]}
    cases = {case["id"]: case for case in expected.get("stimuli", [])}
    folder = Path(collection.media.dir())
    media = sorted(path.name for path in folder.iterdir())
    shown = set()
    card_ids = collection.find_cards("")
    for card_id in card_ids:
        try:
            strict = collection._backend.render_existing_card(card_id=card_id, browser=False, partial_render=True)
        except Exception as error:
            problems.append(("template", f"card {card_id}: {error}"))
            continue
        # An old version leaves that to Empty Cards.
        problems.expect("render", not getattr(strict, "is_empty", False), f"card {card_id} is empty")
        card = collection.get_card(card_id)
        output = card.render_output()
        problems.expect("render", not output.question_av_tags + output.answer_av_tags, f"card {card_id} plays sound")
        fields = card.note().fields
        shown.add(fields[0])
        item = items.get(fields[0])
        if item is None:
            problems.append(("items", f"{fields[0]} is no item of the bank"))
            continue
        sides = {"front": output.question_text, "back": output.answer_text, "fields": "".join(fields)}
        look = (item["id"], *sides.values(), *media)
        if look not in LOOKS:
            LOOKS[look] = Problems()
            check_card({**sides, "media_folder": folder, "cases": cases}, item, LOOKS[look])
        problems += LOOKS[look]
    problems.expect("items", shown == set(items), f"items without a card: {sorted(set(items) - shown)[:3]}")
    return len(card_ids)


def check_health(collection, problems):
    """Asks Anki's own three checks."""
    media = collection.media.check()
    problems.expect("media", not media.missing, f"Check Media misses {list(media.missing)[:3]}")
    problems.expect("media", not media.unused, f"Check Media finds unused {list(media.unused)[:3]}")
    empty = collection.get_empty_cards().notes
    problems.expect("render", not empty, f"Empty Cards finds {len(empty)} notes")
    repairs = list(collection._backend.check_database())
    problems.expect("database", not repairs, f"Check Database: {repairs}")


def check_second_import(collection, path, problems):
    """Imports the same release again and compares all rows."""
    before = snapshot(collection)
    log = import_package(collection, path)
    problems.expect("again", not log.new and not log.updated, f"{len(log.new)} new, {len(log.updated)} updated")
    problems.expect("again", len(log.duplicate) == log.found_notes, f"{len(log.duplicate)} of {log.found_notes} known")
    after = snapshot(collection)
    for table, rows in before.items():
        problems.expect("again", rows == after[table], f"the table {table} changed")


def write_cards(path, folder):
    """Writes both sides of every card, as Anki renders them, and the media into a folder, for a browser."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as learner:
        collection = Collection(str(Path(learner) / "learner.anki2"))
        try:
            import_package(collection, path)
            cards = []
            for card_id in collection.find_cards(""):
                card = collection.get_card(card_id)
                output = card.render_output()
                identity = card.note().guid.split("/")[-1]
                sides = {"question": output.question_text, "answer": output.answer_text, "css": output.css}
                cards.append({"identity": identity, **sides})
            cards.sort(key=lambda card: card["identity"])
            (folder / "cards.json").write_text(json.dumps(cards), encoding="utf-8")
            for medium in Path(collection.media.dir()).iterdir():
                (folder / medium.name).write_bytes(medium.read_bytes())
        finally:
            collection.close()


def check_with_anki(path, expected, problems, others=()):
    """Runs all checks that need Anki; returns the number of cards rendered. The others are the same release."""
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "learner.anki2"))
        try:
            log = import_package(collection, path)
            check_first_import(collection, log, read(path), problems)
            n_cards = check_cards(collection, expected, problems)
            check_health(collection, problems)
            for again in (path, *others):
                check_second_import(collection, again, problems)
            return n_cards
        finally:
            collection.close()


def check_package(path, expected, problems):
    """Runs all checks that do without Anki."""
    try:
        check_archive(path, problems)
        members = read(path)
        check_media_names(members, problems)
        check_rows(members, expected, problems)
    except Exception as error:
        problems.append(("zip", f"the package cannot be read: {error}"))


def check_import(path, expected, problems, others=()):
    """Runs all checks that need Anki, a refusal included; returns the number of cards rendered."""
    try:
        return check_with_anki(path, expected, problems, others)
    except Exception as error:
        problems.append(("import", f"Anki refuses the package: {error}"))
        return 0


def expectation(path, report):
    """Returns the bank's JSON export without the items that the report says were left out."""
    expected = json.loads(path.read_text(encoding="utf-8"))
    left_out = {entry["id"] for entry in json.loads(report.read_text(encoding="utf-8"))["left_out"]}
    return {**expected, "items": [item for item in expected["items"] if template_of(item["id"]) not in left_out]}


def template_of(name):
    """Returns the id that the bank has for an item: of a variant, the id of the item that it is a variant of."""
    return name.partition("~")[0]


def check(path, others, expect):
    """Runs all checks on a package and prints what they find; returns what the bank says it holds, if it is sound."""
    expected = expectation(expect, Path(f"{path}.report.json"))
    problems = Problems()
    check_package(path, expected, problems)
    n_cards = check_import(path, expected, problems, others)
    for name, words in problems[:20]:
        print(f"{name}: {words}")
    if problems:
        print(f"{len(problems)} problems in {path}")
        return None
    version, n_notes = importlib.metadata.version("anki"), len(expected["items"])
    layout = "latest" if LATEST in read(path) else "legacy"
    print(f"anki {version}, {layout}: {n_notes} notes imported, {n_cards} cards rendered, {1 + len(others)} more imports changed nothing")
    return expected


def main():
    parser = argparse.ArgumentParser(description="Checks an Anki package with the real Anki.")
    parser.add_argument("packages", type=Path, nargs="+", metavar="PACKAGE", help="one release in its layouts")
    parser.add_argument("--expect", type=Path, required=True, help="the materialised JSON export of the bank")
    parser.add_argument("--cards", type=Path, help="a folder to write the rendered cards into")
    parser.add_argument("--mutants", action="store_true", help="also check that seeded faults are found")
    arguments = parser.parse_args()
    if arguments.cards:
        write_cards(arguments.packages[0], arguments.cards)
    for package in arguments.packages:
        others = [other for other in arguments.packages if other != package]
        expected = check(package, others, arguments.expect)
        if expected is None:
            return 1
        if arguments.mutants and mutants.run(package, expected, (check_package, check_import)):
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
