"""Reads QTI 1.2 items as an importer would, knowing nothing of the program that wrote them.

`Item12` says of an item what `reading.Item` says of one of the newer versions, in the same words.
"""

from decimal import Decimal, InvalidOperation

from lxml.html import fragment_fromstring

from dialects import ITEM_12
from reading import local, plain, squeeze

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CANVAS = {
    "multiple_choice_question": "single",
    "multiple_answers_question": "multiple",
    "true_false_question": "true-false",
    "numerical_question": "numeric",
    "short_answer_question": "text",
    "fill_in_multiple_blanks_question": "blanks",
    "multiple_dropdowns_question": "blanks",
    "matching_question": "match",
    "essay_question": "essay",
}
CARTRIDGE = {
    "cc.multiple_choice.v0p1": "single",
    "cc.multiple_response.v0p1": "multiple",
    "cc.true_false.v0p1": "true-false",
    "cc.fib.v0p1": "text",
    "cc.essay.v0p1": "essay",
}
OUTCOMES = {"correct_fb": "CORRECT", "general_incorrect_fb": "INCORRECT"}


def fields(element):
    """Returns an element's metadata by label."""
    found = {}
    for field in element.iter(ITEM_12 + "qtimetadatafield"):
        label, entry = field.findtext(ITEM_12 + "fieldlabel"), field.findtext(ITEM_12 + "fieldentry")
        found[label] = entry or ""
    return found


class Response:
    """One of an item's answers: what stands beside it, and what it is picked from, if it is."""

    def __init__(self, item, element):
        self.name = element.get("ident")
        self.single = element.get("rcardinality") == "Single"
        self.is_picked = local(element) == "response_lid"
        beside = element.find(ITEM_12 + "material")
        self.beside = "" if beside is None else item.text(beside)
        render = element.find(ITEM_12 + ("render_choice" if self.is_picked else "render_fib"))
        self.shuffle = render.get("shuffle") == "Yes"
        labels = render.findall(ITEM_12 + "response_label") if self.is_picked else []
        self.fixed = [label.get("rshuffle") == "No" for label in labels]
        self.labels = {label.get("ident"): item.text(label) for label in labels}
        if len(self.labels) != len(labels):
            item.faults.append("two choices have one identifier")
        if not all(squeeze(text) for text in self.labels.values()):
            item.faults.append("a choice says nothing")


class Item12:
    """One item of a QTI 1.2 document."""

    def __init__(self, root):
        self.root = root
        self.faults = []
        self.tells_partial = False
        self.images, self.cases = [], []
        self.identifier = root.get("ident")
        self.title = root.get("title")
        self.language = root.get(XML_LANG)
        self.fields = fields(root)
        kind = self.fields.get("question_type") or self.fields.get("cc_profile")
        self.type = {**CANVAS, **CARTRIDGE}.get(kind)
        self.unit_in_stem, self.shows_header = True, False
        if self.type is None:
            self.faults.append(f"type {kind} is unknown")
        self.own_points = self.type in ("blanks", "match")
        weight = self.fields.get("points_possible") or self.fields.get("cc_weighting") or "1"
        self.points = float(weight)
        self._presentation()
        self._feedback()
        self._processing()

    def text(self, material):
        """Returns what an HTML text says, and checks that it is text, not elements."""
        said = []
        for part in material.iter(ITEM_12 + "mattext"):
            if part.get("texttype") != "text/html" or len(part):
                self.faults.append("a text is no escaped HTML")
            body = fragment_fromstring(part.text or "", create_parent="div")
            self.images += [image.get("src") for image in body.iter("img")]
            for element in body.iter():
                if local(element) in ("script", "iframe", "object", "embed") or any(a.startswith("on") for a in element.attrib):
                    self.faults.append(f"live element {local(element)}")
            said.append(plain(body))
        return "".join(said)

    def _presentation(self):
        presentation = self.root.find(ITEM_12 + "presentation")
        self.stem = self.text(presentation.find(ITEM_12 + "material"))
        if not squeeze(self.stem):
            self.faults.append("nothing is asked")
        elements = [e for e in presentation if local(e) in ("response_lid", "response_str")]
        n_images = len(self.images)
        self.responses = [Response(self, element) for element in elements]
        first = self.responses[0]
        is_choice = self.type in ("single", "multiple", "true-false")
        self.ids = list(first.labels) if is_choice else []
        self.texts = list(first.labels.values()) if is_choice else []
        self.fixed = first.fixed if is_choice else []
        self.shuffle = first.shuffle
        self.entries, self.rubric = {}, []
        is_match = self.type == "match"
        self.prompts = {one.name.removeprefix("response_"): one.beside for one in self.responses} if is_match else {}
        self.options = first.labels if is_match else {}
        if is_match:  # the same options beside each prompt are one list
            if any(one.labels != first.labels or list(one.labels) != list(first.labels) for one in self.responses):
                self.faults.append("prompts have different options")
            del self.images[n_images:]
            for one in elements:
                self.text(one.find(ITEM_12 + "material"))
        if is_choice and first.single != (self.type != "multiple"):
            self.faults.append("cardinality and type do not fit")
        for place, one in enumerate(self.responses):
            if self.type == "blanks" and self.stem.count(self.gap(place)) != 1:
                self.faults.append(f"the stem has no place for {one.name}")

    def gap(self, place):
        """Returns what stands in the stem for a gap: the name in brackets of which its response is called."""
        return f"[{self.responses[place].name.removeprefix('response_')}]" if self.type == "blanks" else ""

    def _feedback(self):
        self.feedback, self.outcome_texts, self.hints, self.modal = {}, {}, [], ""
        self.said = {}
        for element in self.root.findall(ITEM_12 + "itemfeedback"):
            ident = element.get("ident")
            if ident in self.said:
                self.faults.append(f"two feedbacks {ident}")
            self.said[ident] = self.text(element)
            choice = ident.removesuffix("_fb")
            if ident in OUTCOMES:
                self.outcome_texts[OUTCOMES[ident]] = self.said[ident]
            elif ident in ("general_fb", "solution"):
                self.modal = self.said[ident]
            elif ident == "hint":
                parts = element.iter(ITEM_12 + "hintmaterial")
                n_images = len(self.images)
                self.hints = [self.text(part) for part in parts]
                del self.images[n_images:]
            elif choice in self.ids:
                self.feedback[choice] = self.said[ident]
            else:
                self.faults.append(f"nothing is called as feedback {ident} is")

    def _processing(self):
        self.conditions = list(self.root.iter(ITEM_12 + "respcondition"))
        shown = {e.get("linkrefid") for e in self.root.iter(ITEM_12 + "displayfeedback")}
        for ident in shown ^ set(self.said):
            self.faults.append(f"feedback {ident} is shown and missing, or there and never shown")
        by_name = {one.name: one for one in self.responses}
        for element in self.root.iter(ITEM_12 + "varequal"):
            one = by_name.get(element.get("respident"))
            if one is None or (one.is_picked and element.text not in one.labels):
                self.faults.append(f"a rule asks for {element.text}, which is no choice")
        scoring = [rule for rule in self.conditions if rule.find(ITEM_12 + "setvar") is not None]
        tests = [test for rule in scoring for test in rule.iter(ITEM_12 + "varequal")]
        self.keys = [test.text for test in tests if local(test.getparent()) != "not"] if self.ids else []

    def without(self, expected, lost):
        """Returns what is expected of the scoring, less what the dialect lacks: patterns, and capitals that count."""
        text = expected["text"]
        if not text:
            return expected
        accepted = [one for one in text["accepted"] if "words" in one]
        counts = text["case_sensitive"] and "capitals" not in lost
        return {**expected, "text": {**text, "accepted": accepted, "case_sensitive": counts}}

    def values(self, answer):
        """Returns an answer of a learner as values of the responses."""
        if isinstance(answer, tuple):
            return {self.responses[0].name: set(answer)}
        if isinstance(answer, dict):
            return {f"response_{prompt}": {option} for prompt, option in answer.items()}
        if isinstance(answer, list):
            words = lambda one, typed: {ident for ident, text in one.labels.items() if same(text, typed)}
            return {one.name: words(one, typed) for one, typed in zip(self.responses, answer)}
        return {self.responses[0].name: answer}

    def score(self, answer):
        """Runs the rules on an answer; a share of 100 is a share of the points."""
        values, share, shown = self.values(answer), 0.0, []
        for rule in self.conditions:
            if not self._all_hold(list(rule.find(ITEM_12 + "conditionvar")), values):
                continue
            for change in rule.findall(ITEM_12 + "setvar"):
                share = float(change.text) + (share if change.get("action") == "Add" else 0)
            shown += [e.get("linkrefid") for e in rule.findall(ITEM_12 + "displayfeedback")]
            if rule.get("continue") != "Yes":
                break
        named = [OUTCOMES[ident] for ident in shown if ident in OUTCOMES]
        return {"SCORE": share / 100 * self.points, "OUTCOME": named[0] if named else None}

    def _all_hold(self, tests, values):
        """Several words side by side are alternatives, as Canvas reads them; other tests hold together."""
        held = [self._holds(test, values) for test in tests]
        alternatives = all(local(test) == "varequal" for test in tests)
        return any(held) if alternatives else all(held)

    def _holds(self, test, values):
        name, value = local(test), values.get(test.get("respident"))
        if name == "other":
            return True
        if name == "varequal":
            if isinstance(value, set):
                single = next(one.single for one in self.responses if one.name == test.get("respident"))
                return value == {test.text} if single and self.ids else test.text in value
            if self.type == "numeric":
                return number(value) is not None and number(value) == number(test.text)
            return same(test.text, value, counts=test.get("case") == "Yes")
        if name in ("vargte", "varlte"):
            given, bound = number(value), number(test.text)
            return given is not None and (given >= bound if name == "vargte" else given <= bound)
        parts = [self._holds(part, values) for part in test]
        if name == "not":
            return not parts[0]
        if name in ("and", "or"):
            return all(parts) if name == "and" else any(parts)
        raise ValueError(f"cannot judge {name}")


def number(text):
    try:
        return Decimal(text)
    except (InvalidOperation, TypeError):
        return None


def same(one, other, counts=False):
    """Compares words as the systems do: white space around them never counts, capitals rarely."""
    one, other = (" ".join((text or "").split()) for text in (one, other))
    return bool(other) and (one == other if counts else one.lower() == other.lower())


def items(root):
    """Returns the items of a document, in order."""
    return [Item12(element) for element in root.iter(ITEM_12 + "item")]
