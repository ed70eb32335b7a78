"""Reads items of QTI 3.0 and 2.1 as a player would, knowing nothing of the program that wrote them.

`Item` holds what one document says; `Item.score` runs its response processing. Faults of the document alone are
collected while it is read.
"""

import itertools
import re

from lxml import etree

QTI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TEMPLATES = {
    "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml": "match_correct",
    "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml": "map_response",
}
FEEDBACK = ("qti-feedback-inline", "qti-feedback-block", "qti-modal-feedback")
APART = (("sup", ["note"]), ("ol", ["notes"]), ("span", ["number"]))
MAX_RESPONSES = 600


def local(element):
    """Returns an element's name without its namespace; nothing for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def squeeze(text):
    """Returns text without white space, control characters and the marks that set formulas off."""
    text = re.sub(r"\\[()\[\]]", "", text)
    return "".join(c for c in text if not c.isspace() and (c >= " " and c not in "\ufffe\uffff"))


def plain(element, without=()):
    """Returns what an element says: formulas as LaTeX, pictures as their words, notes and numbers left out."""
    name = local(element)
    classes = (element.get("class") or "").split()
    if not name or name in without or (name, classes) in APART:
        return ""
    if name == "math":
        return "".join(element.xpath(".//*[local-name()='annotation']//text()"))
    if name == "img":
        return element.get("alt") or ""
    parts = [element.text or ""]
    for child in element:
        parts += [plain(child, without), child.tail or ""]
    return "".join(parts)


def tries(single, ids, keys):
    """Returns the answers worth trying: every one where there are few, else those near the key."""
    if single:
        return [()] + [(choice,) for choice in ids]
    if 2 ** len(ids) <= MAX_RESPONSES:
        sizes = range(len(ids) + 1)
        return [picks for size in sizes for picks in itertools.combinations(ids, size)]
    near = [tuple(c for c in ids if (c in keys) != (c == other)) for other in ids]
    return [(), tuple(keys), tuple(ids), *((c,) for c in ids), *near]


class Item:
    """One item document, in the words of QTI 3.0."""

    def __init__(self, root):
        self.root = root
        self.faults = []
        self.tells_partial = True
        self.identifier = root.get("identifier")
        self.title = root.get("title")
        self.language = root.get(XML_LANG)
        self.cases = [e.get("identifier") for e in root.iter(QTI + "qti-assessment-stimulus-ref")]
        self.case = "".join(plain(e) for e in root.iter(QTI + "div") if e.get("class") == "stimulus")
        self._declarations()
        self._interaction()
        self._feedback()
        self._response()
        self._variables()
        self._links()

    def fault(self, text):
        self.faults.append(text)

    def all(self, *names):
        return [e for e in self.root.iter(*(QTI + name for name in names))]

    def one(self, name):
        found = self.all(name)
        if len(found) != 1:
            self.fault(f"{len(found)} elements {name}, not 1")
        return found[0] if found else etree.Element(QTI + name)

    def _declarations(self):
        self.outcomes = {}
        for element in self.all("qti-outcome-declaration"):
            name = element.get("identifier")
            if name in self.outcomes:
                self.fault(f"outcome {name} declared twice")
            self.outcomes[name] = element
        self.declaration = self.one("qti-response-declaration")
        for name in ("SCORE", "MAXSCORE"):
            if name not in self.outcomes:
                self.fault(f"outcome {name} not declared")
        score, maximum = self.outcomes.get("SCORE"), self.outcomes.get("MAXSCORE")
        self.points = float(score.get("normal-maximum") or "nan") if score is not None else float("nan")
        default = [] if maximum is None else maximum.findall(f"{QTI}qti-default-value/{QTI}qti-value")
        if [float(value.text) for value in default] != [self.points]:
            self.fault("MAXSCORE and the normal maximum of SCORE differ")

    def _interaction(self):
        self.interaction = self.one("qti-choice-interaction")
        if self.interaction.get("response-identifier") != self.declaration.get("identifier"):
            self.fault("the interaction's response is not declared")
        prompt = self.interaction.find(f"{QTI}qti-prompt")
        self.stem = "" if prompt is None else plain(prompt)
        if not squeeze(self.stem):
            self.fault("nothing is asked")
        self.choices = self.interaction.findall(f"{QTI}qti-simple-choice")
        self.ids = [choice.get("identifier") for choice in self.choices]
        if len(set(self.ids)) != len(self.ids):
            self.fault("two choices have one identifier")
        self.texts = [plain(choice, FEEDBACK) for choice in self.choices]
        if not all(squeeze(text) for text in self.texts):
            self.fault("a choice says nothing")
        self.shuffle = self.interaction.get("shuffle") == "true"
        self.fixed = [choice.get("fixed") == "true" for choice in self.choices]
        self.max_choices = int(self.interaction.get("max-choices") or 1)

    def _feedback(self):
        self.feedback = {}
        for choice in self.choices:
            said = [plain(e) for e in choice.iter(QTI + "qti-feedback-inline", QTI + "qti-feedback-block")]
            if said:
                self.feedback[choice.get("identifier")] = "".join(said)
        body = self.one("qti-item-body")
        self.outcome_texts = {
            e.get("identifier"): plain(e) for e in body.findall(f"{QTI}qti-feedback-block")
        }
        self.modal = "".join(plain(e) for e in self.all("qti-modal-feedback"))
        self.hints = [plain(e) for e in body.findall(f"{QTI}qti-rubric-block") if "candidate" in e.get("view").split()]
        for element in self.all(*FEEDBACK):
            if not squeeze(plain(element)) and not element.xpath(".//*[local-name()='img']"):
                self.fault(f"feedback {element.get('identifier')} says nothing")

    def _response(self):
        path = f"{QTI}qti-correct-response/{QTI}qti-value"
        self.keys = [(value.text or "").strip() for value in self.declaration.findall(path)]
        self.single = self.declaration.get("cardinality") == "single"
        if self.declaration.get("base-type") != "identifier":
            self.fault("the response is not of identifiers")
        if not self.keys or len(set(self.keys)) != len(self.keys) or not set(self.keys) <= set(self.ids):
            self.fault(f"the correct response {self.keys} is not of the choices")
        if self.single != (self.max_choices == 1) or (self.single and len(self.keys) != 1):
            self.fault("cardinality, number of keys and max-choices do not fit")
        if not self.single and 0 < self.max_choices < len(self.keys):
            self.fault("max-choices is below the number of keys")
        entries = self.declaration.findall(f"{QTI}qti-mapping/{QTI}qti-map-entry")
        self.mapping = {entry.get("map-key"): float(entry.get("mapped-value")) for entry in entries}
        mapping = self.declaration.find(f"{QTI}qti-mapping")
        self.bounds = (None, None, 0.0)
        if mapping is not None:
            bound = lambda name: None if mapping.get(name) is None else float(mapping.get(name))
            self.bounds = (bound("lower-bound"), bound("upper-bound"), float(mapping.get("default-value") or 0))
        if len(self.mapping) != len(entries) or not set(self.mapping) <= set(self.ids):
            self.fault("the mapping is not of the choices")

    def _variables(self):
        self.processing = self.one("qti-response-processing")
        self.template = self.processing.get("template")
        if self.template and self.template not in TEMPLATES:
            self.fault(f"unknown template {self.template}")
        if TEMPLATES.get(self.template) == "map_response" and not self.mapping:
            self.fault("the template maps, but there is no mapping")
        known = {"RESPONSE", *self.outcomes}
        reachable = {name: set() for name in self.outcomes}
        for element in self.processing.iter():
            name, variable = local(element), element.get("identifier")
            reads = name in ("qti-variable", "qti-correct", "qti-map-response")
            if (reads or name == "qti-set-outcome-value") and variable not in known:
                self.fault(f"variable {variable} is not declared")
            if name == "qti-map-response" and not self.mapping:
                self.fault("the response is mapped, but there is no mapping")
            if name == "qti-set-outcome-value" and variable in reachable:
                if element.find(f"{QTI}qti-variable") is not None:
                    reachable[variable] |= set(self.ids)
                reachable[variable] |= {value.text for value in element.findall(f"{QTI}qti-base-value")}
        for element in self.all(*FEEDBACK):
            outcome, identifier = element.get("outcome-identifier"), element.get("identifier")
            if outcome not in self.outcomes:
                self.fault(f"feedback reads {outcome}, which is not declared")
            elif identifier not in reachable[outcome]:
                self.fault(f"no answer shows feedback {identifier}")

    def _links(self):
        self.images = [e.get("src") for e in self.root.iter(QTI + "img")]
        ids = [e.get("id") for e in self.root.iter() if e.get("id")]
        if len(set(ids)) != len(ids):
            self.fault("two elements have one id")
        for link in self.root.iter(QTI + "a"):
            href = link.get("href") or ""
            if href.startswith("#") and href[1:] not in ids:
                self.fault(f"link {href} leads nowhere")
        for element in self.root.iter():
            if local(element) in ("script", "iframe", "object", "embed"):
                self.fault(f"live element {local(element)}")
            if any(name.startswith("on") for name in element.attrib):
                self.fault("an event handler")

    def responses(self):
        return tries(self.single, self.ids, self.keys)

    def score(self, picks):
        """Runs the response processing on an answer and returns the outcomes."""
        return Run(self, picks).outcomes


class Run:
    """One run of an item's response processing."""

    def __init__(self, item, picks):
        self.item = item
        self.picks = set(picks)
        self.outcomes = {"SCORE": 0.0}
        template = TEMPLATES.get(item.template)
        if template == "match_correct":
            self.outcomes["SCORE"] = 1.0 if self.picks == set(item.keys) else 0.0
        elif template == "map_response":
            self.outcomes["SCORE"] = self.mapped() if self.picks else 0.0
        else:
            self.rules(list(item.processing))

    def mapped(self):
        lower, upper, default = self.item.bounds
        total = sum(self.item.mapping.get(pick, default) for pick in self.picks)
        if not self.item.single:  # the standard bounds only what a container sums to
            total = total if lower is None else max(total, lower)
            total = total if upper is None else min(total, upper)
        return total

    def rules(self, rules):
        for rule in rules:
            name = local(rule)
            if name == "qti-set-outcome-value":
                self.outcomes[rule.get("identifier")] = self.value(rule[0])
            elif name == "qti-response-condition":
                self.condition(rule)

    def condition(self, rule):
        for branch in rule:
            if local(branch) == "qti-response-else":
                self.rules(list(branch))
                return
            if self.value(branch[0]) is True:
                self.rules(list(branch)[1:])
                return

    def value(self, element):
        name, variable = local(element), element.get("identifier")
        if name == "qti-base-value":
            return float(element.text) if element.get("base-type") in ("float", "integer") else element.text
        if name == "qti-variable":
            return (self.picks or None) if variable == "RESPONSE" else self.outcomes.get(variable)
        if name == "qti-correct":
            return set(self.item.keys)
        if name == "qti-map-response":
            return self.mapped()
        values = [self.value(child) for child in element]
        if name == "qti-is-null":
            return values[0] is None
        if name == "qti-or":
            return any(value is True for value in values)
        if name == "qti-and":
            return all(value is True for value in values)
        if None in values:
            return None
        compare = {
            "qti-match": lambda one, other: one == other,
            "qti-gte": lambda one, other: one >= other,
            "qti-gt": lambda one, other: one > other,
            "qti-lte": lambda one, other: one <= other,
            "qti-lt": lambda one, other: one < other,
        }
        if name not in compare:
            raise ValueError(f"cannot compute {name}")
        return compare[name](*values)
