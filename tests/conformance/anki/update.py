"""Studies a package with the real Anki, then imports the next release of the bank, and holds that only it changed.

    update.py BANK --qbank PROGRAM [--mutants]

Needs the PyPI packages `anki` and `zstandard`. A learner may have either layout and get either. BANK is copied; in the copy some items change, one is retired, two are new. With --mutants
it also breaks the second release on purpose and demands that each fault is found. Exits with 1 when anything is wrong.
"""

import argparse
import datetime
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from anki.collection import Collection

sys.dont_write_bytecode = True

from check import check_health, import_package, snapshot
from mutants import in_field, in_note_type, reorder_fields, statement
from layouts import open_collection, read, write
from package import Problems

LAYOUTS = (("legacy", "legacy"), ("latest", "latest"), ("legacy", "latest"))
N_REVIEWED = 12
N_CHANGED = 3
SECONDS_APART = 0.005
STATUS = "```toml item\nstatus = \"approved\"\n```\n\n"
NEW = f"## Which of these is a cost? {{#zz-new-one}}\n\n{STATUS}- [x] Freight\n- [ ] Demand\n\n" \
      f"## Which of these is a quantity? {{#zz-new-two}}\n\n{STATUS}- [x] Demand\n- [ ] Freight\n"
SCHEDULE = "SELECT id, nid, did, ord, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data FROM cards"


class Releases:
    """Two releases of a copy of a bank, and what changed between them."""

    def __init__(self, bank, qbank, layouts, folder):
        self.bank = folder / "bank"
        shutil.copytree(bank, self.bank)
        (self.bank / "anki.lock.toml").unlink(missing_ok=True)
        # With an item retired the copy may hold too few for what the bank promises.
        settings = self.bank / "bank.toml"
        settings.write_text(settings.read_text(encoding="utf-8").replace('"deny"', '"warn"'), encoding="utf-8")
        self.qbank = qbank
        self.first, self.second = folder / "first.apkg", folder / "second.apkg"
        self.revise(-10)
        self.export(self.first, layouts[0])
        self.revise(10)
        self.touch()
        self.export(self.second, layouts[1])

    def export(self, package, layout):
        command = [self.qbank, "export", "anki", "--package", layout, "--bank", str(self.bank), "-o", str(package)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise ValueError(done.stdout + done.stderr)

    def touch(self):
        """Changes three items, retires one and adds two."""
        files = sorted((self.bank / "items").rglob("*.md"))
        ids = [note["sfld"] for note in notes_of(self.first) if "~" not in note["sfld"]]
        self.changed = ids[1 :: len(ids) // N_CHANGED][:N_CHANGED]
        self.retired = [ids[2]]
        for id in self.changed:
            rewrite(files, rf"^(#+ )(.*\{{#{id}\}})", r"\1Today: \2")
        rewrite(files, rf"^(#+ .*\{{#{self.retired[0]}\}}[ \t]*\n)(?:\n```toml item\n((?:.*\n)*?)```\n)?", retire)
        new = files[-1].parent / "zz-new.md"
        new.write_text(NEW, encoding="utf-8")

    def revise(self, days):
        """Moves the day on which the bank says that it was revised."""
        settings = self.bank / "bank.toml"
        text = settings.read_text(encoding="utf-8")
        day = re.search(r"^revised = (\S+)", text, flags=re.M)[1]
        other = datetime.date.fromisoformat(day) + datetime.timedelta(days=days)
        settings.write_text(text.replace(day, other.isoformat()), encoding="utf-8")


def retire(found):
    attributes = re.sub(r"^status = .*\n", "", found[2] or "", flags=re.M)
    return f'{found[1]}\n```toml item\nstatus = "retired"\n{attributes}```\n'


def rewrite(files, pattern, replacement):
    for path in files:
        text = path.read_text(encoding="utf-8")
        changed = re.sub(pattern, replacement, text, count=1, flags=re.M)
        if changed != text:
            path.write_text(changed, encoding="utf-8")
            return
    raise ValueError(f"nothing matches {pattern}")


def notes_of(package):
    return open_collection(read(package)).execute("SELECT * FROM notes ORDER BY sfld").fetchall()


def study(collection):
    """Reviews some cards with the scheduler, suspends and flags others, and writes on a note."""
    deck = min((deck for deck in collection.decks.all_names_and_ids() if deck.id != 1), key=lambda deck: deck.name)
    collection.decks.select(deck.id)
    for number in range(N_REVIEWED):
        card = collection.sched.getCard()
        card.start_timer()
        # Anki gives answers of one millisecond ids of the next ones; in another second Check Database then mends the card.
        time.sleep(SECONDS_APART)
        collection.sched.answerCard(card, 1 + number % 4)
    cards = sorted(collection.find_cards("is:new"))
    collection.sched.suspend_cards(cards[:2])
    collection.set_user_flag_for_cards(3, cards[2:4])


def learner(folder, first):
    collection = Collection(str(folder / "learner.anki2"))
    import_package(collection, first)
    study(collection)
    return collection


def check_update(releases, second, problems):
    """Imports a second release into a collection that was studied with."""
    with tempfile.TemporaryDirectory() as folder:
        collection = learner(Path(folder), releases.first)
        try:
            untouched = [i for i in collection.find_notes("") if note_id(collection, i) not in releases.changed + releases.retired]
            own = collection.get_note(untouched[0])
            own.tags.append("mine")
            collection.update_note(own)
            before = snapshot(collection)
            schedule, fields = collection.db.all(SCHEDULE), texts(collection)
            log = import_package(collection, second)
            compare(collection, releases, (schedule, fields, before), log, problems)
            problems.expect("own", "mine" in collection.get_note(own.id).tags, "a learner's tag on an unchanged note is gone")
            check_health(collection, problems)
            after = snapshot(collection)
            again = import_package(collection, second)
            problems.expect("again", not again.new and not again.updated, "the same release changes something again")
            problems.expect("again", snapshot(collection) == after, "the same release changes rows again")
        finally:
            collection.close()


def note_id(collection, note):
    return collection.db.scalar("SELECT sfld FROM notes WHERE id = ?", note)


def texts(collection):
    return dict(collection.db.all("SELECT sfld, flds || tags FROM notes"))


def compare(collection, releases, known, log, problems):
    schedule, fields, before = known
    wanted = sorted(releases.changed + releases.retired)
    now = texts(collection)
    differing = sorted(id for id in fields if now.get(id) != fields[id])
    problems.expect("changed", differing == wanted, f"changed are {differing}, not {wanted}")
    problems.expect("changed", len(log.updated) == len(wanted), f"{len(log.updated)} notes updated, not {len(wanted)}")
    new = sorted(set(now) - set(fields))
    n_more = collection.note_count() - len(fields)
    problems.expect("new", n_more == len(new), f"{n_more} notes came for {len(new)} items")
    problems.expect("new", new == ["zz-new-one", "zz-new-two"], f"new are {new}")
    for name in ("conflicting", "first_field_match", "missing_notetype", "missing_deck", "empty_first_field"):
        problems.expect("import", not getattr(log, name), f"{len(getattr(log, name))} notes {name}")
    kept = {row[0]: row for row in collection.db.all(SCHEDULE)}
    lost = [row[0] for row in schedule if kept.get(row[0]) != row]
    problems.expect("schedule", not lost, f"{len(lost)} cards lost schedule, flag or suspension")
    after = snapshot(collection)
    problems.expect("history", after["revlog"] == before["revlog"], "the history of reviews changed")
    names = [row[1] for row in after["notetypes"]]
    problems.expect("note-type", len(names) == len(before["notetypes"]), f"the note types are {names}")
    for id in releases.retired:
        problems.expect("retired", "retired" in now[id] and "This question is retired" in now[id], f"{id} does not say so")


FAULTS = [
    ("all notes changed", "changed", statement("UPDATE notes SET mod = mod + 200000, flds = flds || ' '")),
    ("a change without a later time", "changed", statement("UPDATE notes SET mod = 5")),
    ("other names for notes", "new", statement("UPDATE notes SET guid = guid || '-2'")),
    ("reordered fields", "note-type", in_note_type(reorder_fields)),
    ("a retired item that does not say so", "retired", in_field(8, r"^.+$", "", every=True)),
    ("new items left out", "new", statement("DELETE FROM notes WHERE sfld LIKE 'zz-new%'")),
]


def run_mutants(releases, folder):
    alive = []
    broken = folder / "mutant.apkg"
    for name, wanted, fault in FAULTS:
        mutant = fault(read(releases.second))
        found = set()
        if mutant:
            write(mutant, broken)
            problems = Problems()
            try:
                check_update(releases, broken, problems)
            except Exception as error:
                problems.append(("import", str(error)))
            found = {name for name, _ in problems}
        if wanted not in found:
            alive.append(f"survived: {name} (wanted {wanted}, found {sorted(found)})")
    for line in alive:
        print(line)
    print(f"killed {len(FAULTS) - len(alive)} of {len(FAULTS)}")
    return 1 if alive else 0


def check(layouts, arguments):
    """Imports a first release in one layout and the second in another; returns 1 where anything is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        releases = Releases(arguments.bank, arguments.qbank, layouts, Path(folder))
        problems = Problems()
        check_update(releases, releases.second, problems)
        for name, words in problems[:20]:
            print(f"{name}: {words}")
        if problems:
            return 1
        version = importlib.metadata.version("anki")
        n_notes = len(notes_of(releases.first))
        print(f"anki {version}, {' to '.join(layouts)}: of {n_notes} notes studied, the next release changed {N_CHANGED}, "
              "retired 1 and added 2")
        return run_mutants(releases, Path(folder)) if arguments.mutants else 0


def main():
    parser = argparse.ArgumentParser(description="Imports two releases of a bank into the real Anki.")
    parser.add_argument("bank", type=Path)
    parser.add_argument("--qbank", required=True, help="the program to export with")
    parser.add_argument("--mutants", action="store_true", help="also check that seeded faults are found")
    arguments = parser.parse_args()
    return 1 if any(check(layouts, arguments) for layouts in LAYOUTS) else 0


if __name__ == "__main__":
    sys.exit(main())
