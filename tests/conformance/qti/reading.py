"""Reads items of QTI 3.0 and 2.1 as a player would, knowing nothing of the program that wrote them.

`Item` holds what one document says; `Item.score` runs its response processing. Faults of the document alone are
collected while it is read.
"""

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
INTERACTIONS = ("qti-text-entry-interaction", "qti-inline-choice-interaction")
APART = (("sup", ["note"]), ("ol", ["notes"]), ("span", ["number"]))


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


class Field:
    """A response variable: what it may hold and what is right."""

    def __init__(self, declaration):
        self.name = declaration.get("identifier")
        self.cardinality = declaration.get("cardinality")
        self.base_type = declaration.get("base-type")
        path = f"{QTI}qti-correct-response/{QTI}qti-value"
        self.correct = [(value.text or "").strip() for value in declaration.findall(path)]
        mapping = declaration.find(f"{QTI}qti-mapping")
        entries = [] if mapping is None else mapping.findall(f"{QTI}qti-map-entry")
        self.n_entries = len(entries)
        self.mapping = {entry.get("map-key"): float(entry.get("mapped-value")) for entry in entries}
        self.bounds = (None, None, 0.0)
        if mapping is not None:
            bound = lambda name: None if mapping.get(name) is None else float(mapping.get(name))
            self.bounds = (bound("lower-bound"), bound("upper-bound"), float(mapping.get("default-value") or 0))

    def key(self):
        """Returns the right value as processing compares it."""
        if self.cardinality == "multiple":
            return set(self.correct)
        return list(self.correct) if self.cardinality == "ordered" else self.value(self.correct[0])

    def value(self, text):
        """Returns what a text is as a value of the field."""
        return float(text) if self.base_type == "float" and text else text


class Item:
    """One item document, in the words of QTI 3.0."""

    def __init__(self, root):
        self.root = root
        self.faults = []
        self.tells_partial, self.own_points = True, False
        self.unit_in_stem, self.shows_header = False, True
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
        self.defaults = {name: self._default(element) for name, element in self.outcomes.items()}
        declared = [Field(element) for element in self.all("qti-response-declaration")]
        self.fields = {field.name: field for field in declared}
        if len(self.fields) != len(declared) or not declared:
            self.fault("no response is declared, or one twice")
        for name in ("SCORE", "MAXSCORE"):
            if name not in self.outcomes:
                self.fault(f"outcome {name} not declared")
        score, maximum = self.outcomes.get("SCORE"), self.outcomes.get("MAXSCORE")
        self.points = float(score.get("normal-maximum") or "nan") if score is not None else float("nan")
        default = [] if maximum is None else maximum.findall(f"{QTI}qti-default-value/{QTI}qti-value")
        if [float(value.text) for value in default] != [self.points]:
            self.fault("MAXSCORE and the normal maximum of SCORE differ")

    @staticmethod
    def _default(element):
        value = element.find(f"{QTI}qti-default-value/{QTI}qti-value")
        if value is None:
            return None
        return float(value.text) if element.get("base-type") in ("float", "integer") else value.text

    def _interaction(self):
        self.interactions = [e for e in self.root.iter() if local(e).endswith("-interaction")]
        self.kinds = [local(e).removeprefix("qti-").removesuffix("-interaction") for e in self.interactions]
        if sorted(e.get("response-identifier") for e in self.interactions) != sorted(self.fields):
            self.fault("interactions and declared responses do not fit")
        self.stem = self._stem()
        if not squeeze(self.stem):
            self.fault("nothing is asked")
        kind = self.kinds[0] if self.kinds else None
        interaction = self.interactions[0] if self.interactions else self.root
        self.choices = interaction.findall(f"{QTI}qti-simple-choice") if kind == "choice" else []
        self.ids = [choice.get("identifier") for choice in self.choices]
        self.texts = [plain(choice, FEEDBACK) for choice in self.choices]
        self.entries = self._named(interaction, "qti-simple-choice") if kind == "order" else {}
        sets = interaction.findall(f"{QTI}qti-simple-match-set") if kind == "match" else []
        self.prompts, self.options = ([self._named(one, "qti-simple-associable-choice") for one in sets] + [{}, {}])[:2]
        self.shuffle = interaction.get("shuffle") == "true"
        self.fixed = [choice.get("fixed") == "true" for choice in self.choices]
        self.max_choices = int(interaction.get("max-choices") or 1)
        scorer = [e for e in self.all("qti-rubric-block") if "scorer" in e.get("view").split()]
        self.rubric = ["".join(plain(row) for row in e.iter(QTI + "tr")) for e in scorer]
        for texts in (self.texts, *(named.values() for named in (self.entries, self.prompts, self.options))):
            if not all(squeeze(text) for text in texts):
                self.fault("something to choose says nothing")

    def _stem(self):
        """What is asked stands in a prompt, else in the first part of the body that is no case."""
        prompt = self.root.find(f".//{QTI}qti-prompt")
        if prompt is not None:
            return plain(prompt)
        body = self.one("qti-item-body")
        parts = [e for e in body if local(e) == "div" and e.get("class") not in ("stimulus", "qti-shared-stimulus")]
        return plain(parts[0], INTERACTIONS) if parts else ""

    def _named(self, parent, name):
        """Returns the texts of a parent's parts by their identifiers, in the order in which they stand."""
        parts = parent.findall(QTI + name)
        found = {part.get("identifier"): plain(part) for part in parts}
        if len(found) != len(parts):
            self.fault("two parts have one identifier")
        return found

    def gap(self, place):
        """Returns what stands in the stem for a gap."""
        return ""

    def without(self, expected, lost):
        """Returns what is expected of the scoring, less what the dialect lacks by nature: nothing."""
        return expected

    def values(self, answer):
        """Returns an answer of a learner as values of the responses."""
        if isinstance(answer, dict):
            return {"RESPONSE": {f"{prompt} {option}" for prompt, option in answer.items()}}
        if isinstance(answer, list) and self.kinds == ["order"]:
            return {"RESPONSE": answer}
        if isinstance(answer, list):
            found = {}
            for interaction, words in zip(self.interactions, answer):
                name = interaction.get("response-identifier")
                options = self._named(interaction, "qti-inline-choice")
                picked = [identifier for identifier, text in options.items() if text == words]
                found[name] = (picked or [None])[0] if options else self.fields[name].value(words)
            return found
        field = self.fields.get("RESPONSE")
        if isinstance(answer, tuple):
            return {"RESPONSE": set(answer) if field.cardinality == "multiple" else "".join(answer)}
        return {"RESPONSE": field.value(answer)}

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
        legal = {
            "choice": (("single", "multiple"), "identifier"),
            "order": (("ordered",), "identifier"),
            "match": (("multiple",), "directedPair"),
            "inline-choice": (("single",), "identifier"),
            "extended-text": (("single",), "string"),
        }
        for kind, interaction in zip(self.kinds, self.interactions):
            field = self.fields.get(interaction.get("response-identifier"))
            if field is None:
                continue
            cardinalities, base_type = legal.get(kind, (("single",), field.base_type))
            if field.cardinality not in cardinalities or field.base_type != base_type:
                self.fault(f"a {kind} interaction has a response {field.cardinality} {field.base_type}")
            known = self._known(kind, interaction)
            keyed = set(field.correct) | set(field.mapping if known is not None else ())
            if known is not None and not keyed <= known or len(set(field.correct)) != len(field.correct):
                self.fault(f"the correct response {field.correct} is not of the choices")
            if not field.correct and kind != "extended-text" or field.n_entries != len(field.mapping):
                self.fault("a response has no correct value, or a mapping maps one twice")
        self.keys = self.fields["RESPONSE"].correct if self.choices and "RESPONSE" in self.fields else []
        if self.choices:
            single = self.fields["RESPONSE"].cardinality == "single"
            if single != (self.max_choices == 1) or (single and len(self.keys) != 1):
                self.fault("cardinality, number of keys and max-choices do not fit")
            if not single and 0 < self.max_choices < len(self.keys):
                self.fault("max-choices is below the number of keys")

    def _known(self, kind, interaction):
        """Returns the values that a response of an interaction may have; nothing where they are typed."""
        if kind == "match":
            return {f"{prompt} {option}" for prompt in self.prompts for option in self.options}
        if kind in ("choice", "order", "inline-choice"):
            name = "qti-inline-choice" if kind == "inline-choice" else "qti-simple-choice"
            return {part.get("identifier") for part in interaction.findall(QTI + name)}
        return None

    def _variables(self):
        found = self.all("qti-response-processing")
        human = self.rubric and not found
        self.processing = etree.Element(QTI + "none") if human else self.one("qti-response-processing")
        self.template = self.processing.get("template")
        if self.template and self.template not in TEMPLATES:
            self.fault(f"unknown template {self.template}")
        maps = TEMPLATES.get(self.template) == "map_response" and [self.fields.get("RESPONSE")]
        maps = (maps or []) + [self.fields.get(e.get("identifier")) for e in self.processing.iter(QTI + "qti-map-response")]
        if not all(field is not None and field.mapping for field in maps):
            self.fault("a response is mapped, but there is no mapping")
        known = {*self.fields, *self.outcomes}
        reachable = {name: set() for name in self.outcomes}
        for element in self.processing.iter():
            name, variable = local(element), element.get("identifier")
            reads = name in ("qti-variable", "qti-correct", "qti-map-response")
            if (reads or name == "qti-set-outcome-value") and variable not in known:
                self.fault(f"variable {variable} is not declared")
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

    def score(self, answer):
        """Runs the response processing on an answer and returns the outcomes."""
        return Run(self, self.values(answer)).outcomes


class Run:
    """One run on values of the responses by their names; a response without a value is missing or nothing."""

    def __init__(self, item, values):
        self.item = item
        self.values = {name: value for name, value in values.items() if value not in (None, "", [], set())}
        self.outcomes = {name: default for name, default in item.defaults.items() if default is not None}
        self.outcomes.setdefault("SCORE", 0.0)
        template = TEMPLATES.get(item.template)
        if template == "match_correct":
            self.outcomes["SCORE"] = 1.0 if self.values.get("RESPONSE") == item.fields["RESPONSE"].key() else 0.0
        elif template == "map_response":
            self.outcomes["SCORE"] = self.mapped("RESPONSE") if "RESPONSE" in self.values else 0.0
        else:
            self.rules(list(item.processing))

    def mapped(self, name):
        field, value = self.item.fields[name], self.values.get(name)
        lower, upper, default = field.bounds
        members = value if isinstance(value, (set, list)) else [value]
        total = sum(field.mapping.get(member, default) for member in members)
        if field.cardinality != "single":  # the standard bounds only what a container sums to
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
            return self.values.get(variable) if variable in self.item.fields else self.outcomes.get(variable)
        if name == "qti-correct":
            return self.item.fields[variable].key()
        if name == "qti-map-response":
            return self.mapped(variable)
        values = [self.value(child) for child in element]
        if name == "qti-is-null":
            return values[0] is None
        if name == "qti-or":
            return any(value is True for value in values)
        if name == "qti-and":
            return all(value is True for value in values)
        if name == "qti-not":
            return None if values[0] is None else not values[0]
        if None in values:
            return None
        if name == "qti-index":
            place = element.get("n")
            place = int(self.outcomes[place]) if place in self.outcomes else int(place)
            return values[0][place - 1] if place <= len(values[0]) else None
        if name == "qti-pattern-match":
            return re.fullmatch(element.get("pattern"), values[0]) is not None
        compute = {
            "qti-match": lambda one, other: one == other,
            "qti-gte": lambda one, other: one >= other,
            "qti-gt": lambda one, other: one > other,
            "qti-lte": lambda one, other: one <= other,
            "qti-lt": lambda one, other: one < other,
            "qti-sum": lambda *numbers: sum(numbers),
            "qti-product": lambda one, other: one * other,
            "qti-divide": lambda one, other: one / other,
        }
        if name not in compute:
            raise ValueError(f"cannot compute {name}")
        return compute[name](*values)
