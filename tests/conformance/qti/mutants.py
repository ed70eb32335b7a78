"""Plants faults in copies of a package and demands that the check finds each of them.

A mutant names its fault, edits a copy and says whether it found a place for it. Those that only the bank can reveal
are tried where the bank's JSON export is at hand.
"""

import random

from lxml import etree

from reading import FEEDBACK, QTI, local
from versions import QTI21, in_words_of_3, in_words_of_21

LOM = "{http://ltsc.ieee.org/xsd/LOM}"
MANIFEST = "imsmanifest.xml"
SEED = 20261122
AT_LEAST = 8

STRUCTURAL, BY_BANK = [], []


def mutant(kind):
    """Registers a fault under its function's words."""

    def register(function):
        kind.append((function.__name__.replace("_", " "), function))
        return function

    return register


class Copy:
    """A copy of a package whose documents can be edited."""

    def __init__(self, entries):
        self.entries = dict(entries)
        self.random = random.Random(SEED)

    def items(self):
        """Returns the items' documents in a random order that is always the same."""
        names = [name for name in self.entries if name.startswith("items/")]
        self.random.shuffle(names)
        return names

    def edit(self, name, change):
        """Applies a change to one document; tells whether it did something."""
        root = etree.fromstring(self.entries[name])
        is_21 = root.tag.startswith(QTI21)
        root = in_words_of_3(root)
        if not change(root):
            return False
        root = in_words_of_21(root) if is_21 else root
        self.entries[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        return True

    def edit_item(self, change, having="qti-choice-interaction"):
        """Applies a change to the first item that has an element and a place for the change."""
        return any(self.edit(name, lambda root: bool(find(root, having)) and change(root)) for name in self.items())

    def edit_manifest(self, change):
        return self.edit(MANIFEST, change)


def resources(root):
    """Returns a manifest's resources; metadata has elements of that name too."""
    return [e for e in root.iter("{*}resource") if e.get("type")]


def find(root, name):
    return root.findall(f".//{QTI}{name}")


def drop(element):
    """Removes an element and keeps the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
    return True


def drop_first(root, name):
    found = find(root, name)
    return bool(found) and drop(found[0])


@mutant(STRUCTURAL)
def outcome_declared_late(copy):
    def change(root):
        declaration = find(root, "qti-outcome-declaration")[0]
        root.remove(declaration)
        root.append(declaration)
        return True

    return copy.edit_item(change)


@mutant(STRUCTURAL)
def outcome_not_declared(copy):
    def change(root):
        found = [e for e in find(root, "qti-outcome-declaration") if e.get("identifier") == "SOLUTION"]
        return bool(found) and drop(found[0])

    return copy.edit_item(change)


@mutant(STRUCTURAL)
def maximum_score_differs(copy):
    def change(root):
        for declaration in find(root, "qti-outcome-declaration"):
            if declaration.get("identifier") == "MAXSCORE":
                find(declaration, "qti-value")[0].text = "7"
                return True
        return False

    return copy.edit_item(change)


@mutant(STRUCTURAL)
def key_is_no_choice(copy):
    def change(root):
        find(root, "qti-correct-response")[0][0].text = "nobody"
        return True

    return copy.edit_item(change)


@mutant(STRUCTURAL)
def two_choices_of_one_name(copy):
    def change(root):
        choices = find(root, "qti-simple-choice")
        choices[1].set("identifier", choices[0].get("identifier"))
        return True

    return copy.edit_item(change)


@mutant(STRUCTURAL)
def unreachable_feedback(copy):
    def change(root):
        feedback = [e for name in FEEDBACK for e in find(root, name)]
        for element in feedback[:1]:
            element.set("identifier", "NEVER")
        return bool(feedback)

    return copy.edit_item(change)


@mutant(STRUCTURAL)
def picking_many_for_a_single_key(copy):
    def change(root):
        interaction = find(root, "qti-choice-interaction")[0]
        single = interaction.get("max-choices") == "1"
        interaction.set("max-choices", "0" if single else "1")
        return True

    return copy.edit_item(change)


@mutant(STRUCTURAL)
def changed_identifier(copy):
    def change(root):
        root.set("identifier", root.get("identifier") + "-x")
        return True

    return copy.edit_item(change)


@mutant(STRUCTURAL)
def unlisted_file(copy):
    copy.entries["media/stray.txt"] = b"stray"
    return True


@mutant(STRUCTURAL)
def missing_file(copy):
    del copy.entries[copy.items()[0]]
    return True


@mutant(STRUCTURAL)
def two_resources_of_one_name(copy):
    def change(root):
        found = resources(root)
        found[-1].set("identifier", found[0].get("identifier"))
        return len(found) > 1

    return copy.edit_manifest(change)


@mutant(STRUCTURAL)
def lost_dependency(copy):
    def change(root):
        found = root.findall(".//{*}dependency")
        return bool(found) and drop(found[0])

    return copy.edit_manifest(change)


@mutant(STRUCTURAL)
def remote_picture(copy):
    def change(root):
        images = root.findall(f".//{QTI}img")
        for image in images[:1]:
            image.set("src", "https://example.org/x.png")
        return bool(images)

    return copy.edit_item(change)


@mutant(STRUCTURAL)
def name_differs_by_case(copy):
    name = copy.items()[0]
    copy.entries[name.replace("items/", "ITEMS/")] = copy.entries[name]
    return True


@mutant(STRUCTURAL)
def unknown_element(copy):
    def change(root):
        find(root, "qti-choice-interaction")[0].tag = QTI + "qti-guess-interaction"
        return True

    return copy.edit_item(change)


@mutant(BY_BANK)
def swapped_key(copy):
    def change(root):
        value = find(root, "qti-correct-response")[0][0]
        keys = {e.text for e in find(root, "qti-correct-response")[0]}
        others = [e.get("identifier") for e in find(root, "qti-simple-choice") if e.get("identifier") not in keys]
        value.text = others[0] if others else value.text
        return bool(others)

    return copy.edit_item(change)


@mutant(BY_BANK)
def lost_feedback(copy):
    inline, block = "qti-feedback-inline", "qti-simple-choice//" + QTI + "qti-feedback-block"
    return copy.edit_item(lambda root: drop_first(root, inline) or drop_first(root, block))


@mutant(BY_BANK)
def lost_rationale(copy):
    def change(root):
        found = root.xpath(".//*[local-name()='modal-feedback' or local-name()='qti-modal-feedback']")
        return bool(found) and drop(found[0])

    return copy.edit_item(change)


@mutant(BY_BANK)
def lost_hint(copy):
    return copy.edit_item(lambda root: drop_first(root, "qti-rubric-block"))


@mutant(BY_BANK)
def lost_choice(copy):
    def change(root):
        keys = {e.text for e in find(root, "qti-correct-response")[0]}
        mapped = {e.get("map-key") for e in find(root, "qti-map-entry")}
        for choice in find(root, "qti-simple-choice"):
            if choice.get("identifier") not in keys | mapped:
                return drop(choice)
        return False

    return copy.edit_item(change)


@mutant(BY_BANK)
def changed_text_of_a_choice(copy):
    def change(root):
        choice = find(root, "qti-simple-choice")[-1]
        choice.text = (choice.text or "") + " not"
        return True

    return copy.edit_item(change)


@mutant(BY_BANK)
def swapped_texts_of_choices(copy):
    def change(root):
        one, other = find(root, "qti-simple-choice")[:2]
        one_id, other_id = one.get("identifier"), other.get("identifier")
        one.set("identifier", other_id)
        other.set("identifier", one_id)
        return True

    return copy.edit_item(change)


@mutant(BY_BANK)
def dropped_item(copy):
    name = copy.items()[0]
    del copy.entries[name]

    def change(root):
        found = [e for e in resources(root) if e.get("href") == name]
        return bool(found) and drop(found[0])

    return copy.edit_manifest(change)


@mutant(BY_BANK)
def other_points(copy):
    def change(root):
        for declaration in find(root, "qti-outcome-declaration"):
            if declaration.get("identifier") == "SCORE":
                declaration.set("normal-maximum", "9")
            if declaration.get("identifier") == "MAXSCORE":
                find(declaration, "qti-value")[0].text = "9"
        return True

    return copy.edit_item(change)


@mutant(BY_BANK)
def wrong_points_for_the_key(copy):
    def change(root):
        for rule in find(root, "qti-set-outcome-value"):
            if rule.get("identifier") == "SCORE" and local(rule[0]) == "qti-base-value" and float(rule[0].text):
                rule[0].text = "0.5"
                return True
        return False

    return copy.edit_item(change)


@mutant(BY_BANK)
def wrong_share(copy):
    def change(root):
        maps = find(root, "qti-map-response") or "map_response" in find(root, "qti-response-processing")[0].get("template", "")
        entries = find(root, "qti-map-entry") if maps else []
        for entry in entries[-1:]:
            entry.set("mapped-value", "0.125")
        return bool(entries)

    return copy.edit_item(change)


@mutant(BY_BANK)
def wrong_bound(copy):
    def change(root):
        for bound in find(root, "qti-lte"):
            bound[1].text = str(float(bound[1].text) + 1)
            return True
        return False

    return copy.edit_item(change, "qti-lte")


@mutant(BY_BANK)
def lost_words(copy):
    def change(root):
        patterns = find(root, "qti-pattern-match")
        for pattern in patterns:
            pattern.set("pattern", "nothing")
        return bool(patterns)

    return copy.edit_item(change, "qti-pattern-match")


@mutant(BY_BANK)
def swapped_partners(copy):
    def change(root):
        pairs = [e for e in find(root, "qti-value") if len((e.text or "").split()) == 2]
        if len(pairs) < 2:
            return False
        (one, first), (other, second) = (e.text.split() for e in pairs[:2])
        pairs[0].text, pairs[1].text = f"{one} {second}", f"{other} {first}"
        return first != second and not find(root, "qti-mapping")

    return copy.edit_item(change, "qti-match-interaction")


@mutant(BY_BANK)
def authored_order_given_away(copy):
    def change(root):
        for interaction in find(root, "qti-order-interaction"):
            choices = sorted(find(interaction, "qti-simple-choice"), key=lambda e: e.get("identifier"))
            interaction.extend(choices)
            return True
        return False

    return copy.edit_item(change, "qti-order-interaction")


@mutant(BY_BANK)
def lost_criterion(copy):
    def change(root):
        rubrics = [e for e in find(root, "qti-rubric-block") if e.get("view") == "scorer"]
        return bool(rubrics) and drop_first(rubrics[0], "tr")

    return copy.edit_item(change, "qti-rubric-block")


@mutant(BY_BANK)
def shuffled_against_the_author(copy):
    def change(root):
        interaction = find(root, "qti-choice-interaction")[0]
        interaction.set("shuffle", "false" if interaction.get("shuffle") == "true" else "true")
        return True

    return copy.edit_item(change)


@mutant(BY_BANK)
def released_choice(copy):
    def change(root):
        fixed = [e for e in find(root, "qti-simple-choice") if e.get("fixed")]
        for choice in fixed[:1]:
            del choice.attrib["fixed"]
        return bool(fixed)

    return copy.edit_item(change)


@mutant(BY_BANK)
def lost_case(copy):
    def change(root):
        return drop_first(root, "qti-assessment-stimulus-ref")

    return copy.edit_item(change)


def edit_draws(copy, change):
    return copy.edit_item(lambda root: change(find(root, "qti-template-processing")[0]), having="qti-template-processing")


@mutant(BY_BANK)
def values_of_two_draws_exchanged(copy):
    def change(processing):
        for row in processing.iter(QTI + "qti-ordered"):
            other = next((value for value in row if value.text != row[0].text), None)
            if other is not None:
                row[0].text, other.text = other.text, row[0].text
                return True
        return False

    return edit_draws(copy, change)


@mutant(BY_BANK)
def a_draw_too_few(copy):
    def change(processing):
        number = next(processing.iter(QTI + "qti-random-integer"))
        number.set("max", str(int(number.get("max")) - 1))
        return True

    return edit_draws(copy, change)


@mutant(BY_BANK)
def a_key_that_is_not_drawn(copy):
    return edit_draws(copy, lambda processing: drop_first(processing, "qti-set-correct-response"))


@mutant(BY_BANK)
def a_place_that_prints_another_value(copy):
    def change(root):
        printed = find(root, "qti-printed-variable")
        names = sorted({place.get("identifier") for place in printed})
        if len(names) < 2:
            return False
        printed[0].set("identifier", next(name for name in names if name != printed[0].get("identifier")))
        return True

    return copy.edit_item(change, having="qti-printed-variable")


@mutant(BY_BANK)
def lost_row_of_a_case(copy):
    names = [name for name in copy.entries if name.startswith("stimuli/")]
    return any(copy.edit(name, lambda root: drop_first(root, "tr") or drop_first(root, "p")) for name in names)


@mutant(BY_BANK)
def lost_revision(copy):
    def change(root):
        found = root.findall(f".//{{*}}resource//{LOM}version")
        return bool(found) and drop(found[0])

    return copy.edit_manifest(change)


@mutant(BY_BANK)
def items_in_another_order(copy):
    def change(root):
        found = [e for e in resources(root) if e.get("type").startswith("imsqti_item_")]
        if len(found) > 1:
            found[-1].addnext(found[0])
        return len(found) > 1

    return copy.edit_manifest(change)


def run(entries, finds_fault, has_expectation):
    """Tries every mutant that has a place in the package; returns the exit status."""
    return tried(Copy, STRUCTURAL + (BY_BANK if has_expectation else []), entries, finds_fault)


def tried(copy_of, plants, entries, finds_fault):
    """Tries each of the mutants on a copy of its own, and says how many were found."""
    control = copy_of(entries)
    for name in [name for name in entries if name.endswith((".xml", ".qti"))]:
        control.edit(name, lambda root: True)
    if finds_fault(control.entries):
        print("qti: a copy without a fault is taken for faulty")
        return 1
    killed, survivors, idle = 0, [], []
    for name, plant in plants:
        copy = copy_of(entries)
        if not plant(copy):
            idle.append(name)
        elif finds_fault(copy.entries):
            killed += 1
        else:
            survivors.append(name)
    tried = killed + len(survivors)
    for name in survivors:
        print(f"qti: survived: {name}")
    without = f"; no place for: {', '.join(idle)}" if idle else ""
    print(f"qti: killed {killed} of {tried}{without}")
    return 1 if survivors or tried < AT_LEAST else 0
