"""Reads QTI 1.2 items as an importer would, knowing nothing of the program that wrote them.

`Item12` says of an item what `reading.Item` says of one of the newer versions, in the same words.
"""

from lxml.html import fragment_fromstring

from dialects import ITEM_12
from reading import local, plain, squeeze, tries

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PROFILES = {
    "multiple_choice_question": "single",
    "multiple_answers_question": "multiple",
    "true_false_question": "true-false",
    "cc.multiple_choice.v0p1": "single",
    "cc.multiple_response.v0p1": "multiple",
    "cc.true_false.v0p1": "true-false",
}
OUTCOMES = {"correct_fb": "CORRECT", "general_incorrect_fb": "INCORRECT"}

def fields(element):
    """Returns an element's metadata by label."""
    found = {}
    for field in element.iter(ITEM_12 + "qtimetadatafield"):
        label, entry = field.findtext(ITEM_12 + "fieldlabel"), field.findtext(ITEM_12 + "fieldentry")
        found[label] = entry or ""
    return found

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
        self.type = PROFILES.get(kind)
        if self.type is None:
            self.faults.append(f"type {kind} is unknown")
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
        response = presentation.find(ITEM_12 + "response_lid")
        self.response = response.get("ident")
        self.single = response.get("rcardinality") == "Single"
        render = response.find(ITEM_12 + "render_choice")
        labels = render.findall(ITEM_12 + "response_label")
        self.shuffle = render.get("shuffle") == "Yes"
        self.ids = [label.get("ident") for label in labels]
        self.fixed = [label.get("rshuffle") == "No" for label in labels]
        self.texts = [self.text(label) for label in labels]
        if len(set(self.ids)) != len(self.ids):
            self.faults.append("two choices have one identifier")
        if not squeeze(self.stem) or not all(squeeze(text) for text in self.texts):
            self.faults.append("the question or a choice says nothing")
        if self.single != (self.type != "multiple"):
            self.faults.append("cardinality and type do not fit")

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
                self.hints = [self.text(part) for part in parts]
            elif choice in self.ids:
                self.feedback[choice] = self.said[ident]
            else:
                self.faults.append(f"nothing is called as feedback {ident} is")

    def _processing(self):
        self.conditions = list(self.root.iter(ITEM_12 + "respcondition"))
        shown = {e.get("linkrefid") for e in self.root.iter(ITEM_12 + "displayfeedback")}
        for ident in shown ^ set(self.said):
            self.faults.append(f"feedback {ident} is shown and missing, or there and never shown")
        for element in self.root.iter(ITEM_12 + "varequal"):
            if element.get("respident") != self.response or element.text not in self.ids:
                self.faults.append(f"a rule asks for {element.text}, which is no choice")
        scoring = [rule for rule in self.conditions if rule.find(ITEM_12 + "setvar") is not None]
        tests = [test for rule in scoring for test in rule.iter(ITEM_12 + "varequal")]
        self.keys = [test.text for test in tests if local(test.getparent()) != "not"]
        full = [picks for picks in self.responses() if self.score(picks)["SCORE"] == self.points]
        if [set(picks) for picks in full] != [set(self.keys)]:
            self.faults.append(f"{full} earn all points, not {self.keys}")

    def responses(self):
        return tries(self.single, self.ids, self.keys)

    def score(self, picks):
        """Runs the rules on an answer; a share of 100 is a share of the points."""
        outcomes = {"SCORE": 0.0, "shown": []}
        for rule in self.conditions:
            tests = list(rule.find(ITEM_12 + "conditionvar"))
            if not all(self._holds(test, set(picks)) for test in tests):
                continue
            for change in rule.findall(ITEM_12 + "setvar"):
                outcomes["SCORE"] = float(change.text) / 100 * self.points
            outcomes["shown"] += [e.get("linkrefid") for e in rule.findall(ITEM_12 + "displayfeedback")]
            if rule.get("continue") != "Yes":
                break
        named = [OUTCOMES[ident] for ident in outcomes["shown"] if ident in OUTCOMES]
        outcomes["OUTCOME"] = named[0] if named else None
        return outcomes

    def _holds(self, test, picks):
        name = local(test)
        if name == "other":
            return True
        if name == "varequal":
            return test.text in picks if not self.single else picks == {test.text}
        parts = [self._holds(part, picks) for part in test]
        if name == "not":
            return not parts[0]
        if name in ("and", "or"):
            return all(parts) if name == "and" else any(parts)
        raise ValueError(f"cannot judge {name}")

def items(root):
    """Returns the items of a document, in order."""
    return [Item12(element) for element in root.iter(ITEM_12 + "item")]
