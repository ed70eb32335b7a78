"""Plants faults in copies of a package of QTI 1.2 and demands that the check finds each of them."""

from lxml import etree

import mutants
from dialects import ITEM_12
from mutants import drop, mutant

CP = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
STRUCTURAL, BY_BANK = [], []


class Copy(mutants.Copy):
    """A copy of a package; its items stand together in a few documents."""

    def items(self):
        return [name for name, data in self.entries.items() if b"<questestinterop" in data[:200]]

    def edit_item(self, change):
        return any(self.edit(name, change) for name in self.items())


def find(root, name):
    return root.findall(f".//{ITEM_12}{name}")


def drop_first(root, name):
    found = find(root, name)
    return bool(found) and drop(found[0])


def edits_items(kind):
    """Registers a fault that is a change of a document of items."""
    return lambda change: mutant(kind)(named(change, lambda copy: copy.edit_item(change)))


def named(change, plant):
    plant.__name__ = change.__name__
    return plant


@edits_items(STRUCTURAL)
def two_items_of_one_name(root):
    items = find(root, "item")
    items[1].set("ident", items[0].get("ident"))
    return True


@edits_items(STRUCTURAL)
def raw_elements_in_a_text(root):
    etree.SubElement(find(root, "mattext")[0], "b").text = "bold"
    return True


@edits_items(STRUCTURAL)
def feedback_without_a_link(root):
    return drop_first(root, "displayfeedback")


@edits_items(STRUCTURAL)
def key_is_no_choice(root):
    find(root, "varequal")[-1].text = "nobody"
    return True


@edits_items(STRUCTURAL)
def unknown_type(root):
    entry = find(root, "itemmetadata")[0].find(f".//{ITEM_12}fieldentry")
    entry.text = "guess_question"
    return True


@mutant(STRUCTURAL)
def unlisted_file(copy):
    copy.entries["media/stray.txt"] = b"stray"
    return True


@mutant(STRUCTURAL)
def missing_picture(copy):
    pictures = [name for name in copy.entries if "media/" in name]
    for name in pictures[:1]:
        del copy.entries[name]
    return bool(pictures)


@mutant(STRUCTURAL)
def quiz_of_another_name(copy):
    def change(root):
        found = [e for e in root.iter(CP + "resource") if (e.get("type") or "").startswith("imsqti")]
        for resource in found[:1]:
            resource.set("identifier", "OTHER")
        return bool(found)

    return copy.edit_manifest(change)


@mutant(STRUCTURAL)
def settings_of_another_quiz(copy):
    def change(root):
        root.set("identifier", "OTHER")
        return True

    names = [name for name in copy.entries if name.endswith("assessment_meta.xml")]
    return any(copy.edit(name, change) for name in names)


@edits_items(BY_BANK)
def swapped_key(root):
    for item in find(root, "item"):
        labels = [label.get("ident") for label in find(item, "response_label")]
        tests = [e for rule in find(item, "respcondition") if find(rule, "setvar") for e in find(rule, "varequal")]
        if len(tests) == 1:
            tests[0].text = next(label for label in labels if label != tests[0].text)
            return True
    return False


@edits_items(BY_BANK)
def negated_key(root):
    for test in find(root, "not"):
        test.getparent().replace(test, test[0])
        return True
    return False


@edits_items(BY_BANK)
def lost_feedback(root):
    for feedback in find(root, "itemfeedback"):
        item = feedback.getparent()
        for shown in find(item, "displayfeedback"):
            if shown.get("linkrefid") == feedback.get("ident"):
                drop(shown)
        return drop(feedback)
    return False


@edits_items(BY_BANK)
def lost_choice(root):
    for item in find(root, "item"):
        asked = {test.text for test in find(item, "varequal")}
        picks = [render for render in find(item, "render_choice") if len(find(item, "response_lid")) == 1]
        labels = [label for render in picks for label in render if label.get("ident") not in asked]
        if labels:
            return drop(labels[0])
    return False


@edits_items(BY_BANK)
def wrong_bound(root):
    for bound in find(root, "varlte"):
        bound.text = str(float(bound.text) + 1)
        return True
    return False


@edits_items(BY_BANK)
def wrong_partner(root):
    for test in find(root, "varequal"):
        if test.get("respident").startswith("response_p") and test.getparent().tag == ITEM_12 + "conditionvar":
            test.text = "o1" if test.text != "o1" else "o2"
            return True
    return False


@edits_items(BY_BANK)
def gap_without_a_place(root):
    for text in find(root, "mattext"):
        if "[gap1]" in (text.text or ""):
            text.text = text.text.replace("[gap1]", "")
            return True
    return False


@edits_items(BY_BANK)
def lost_item(root):
    return drop_first(root, "item")


@edits_items(BY_BANK)
def changed_text(root):
    text = find(root, "mattext")[0]
    text.text = text.text.replace("</p>", " not</p>")
    return True


@edits_items(BY_BANK)
def other_points(root):
    for field in find(root, "qtimetadatafield"):
        if field[0].text in ("points_possible", "cc_weighting") and field[1].text == "1":
            field[1].text = "9"
            return True
    return False


@edits_items(BY_BANK)
def half_points_for_the_key(root):
    find(root, "setvar")[0].text = "50"
    return True


@edits_items(BY_BANK)
def lost_title(root):
    holder = root[0]
    if holder.get("title"):
        holder.set("title", "Quiz")
        return True
    fields = [field for field in find(holder, "qtimetadatafield") if field[0].text == "bank_title"]
    for field in fields:
        field[1].text = "No Name"
    return bool(fields)


def run(entries, finds_fault, has_expectation):
    """Tries every mutant that has a place in the package; returns the exit status."""
    plants = STRUCTURAL + (BY_BANK if has_expectation else [])
    return mutants.tried(Copy, plants, entries, finds_fault)
