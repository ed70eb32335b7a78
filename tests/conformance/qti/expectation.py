"""What the bank's JSON export says that a package has to hold."""

from lxml import etree

from reading import squeeze

LOM = "{http://ltsc.ieee.org/xsd/LOM}"
TOLERANCE = 1e-5


def worth(item, picks):
    """Scores an answer by the bank's own rules, as the JSON export documents them."""
    points = float(item["points"])
    keys = {choice["id"] for choice in item["choices"] if choice["key"]}
    if item["scoring"] == "all-or-nothing":
        return points if set(picks) == keys else 0.0
    stated = {c["id"]: float(c["score"]) for c in item["choices"] if c["score"] is not None}
    equal = [key for key in keys if key not in stated]
    left = 1 - sum(stated.get(key, 0) for key in keys)
    share = sum(stated[p] if p in stated else (left / len(equal) if p in keys else 0) for p in picks)
    if item["type"] != "multiple" and len(picks) != 1:
        return 0.0
    return points * min(max(share, 0.0), 1.0)


class Expectation:
    """A bank's JSON export, its items by the identifier that outlives renaming."""

    def __init__(self, bank):
        self.bank = bank
        self.items = {item["identity"]: item for item in bank["items"]}
        self.stimuli = {stimulus["id"]: stimulus for stimulus in bank["stimuli"]}

    def compare(self, item):
        """Returns how an item's document differs from the bank."""
        expected = self.items.get(item.identifier)
        if expected is None:
            return ["the bank has no such item"]
        faults = []

        def same(what, found, wanted):
            if found != wanted:
                faults.append(f"{what}: {found!r}, not {wanted!r}")

        choices = expected["choices"]
        same("choices", item.ids, [choice["id"] for choice in choices])
        same("keys", sorted(item.keys), sorted(choice["id"] for choice in choices if choice["key"]))
        same("points", item.points, float(expected["points"]))
        title = expected["title"]["text"] if expected["title"] else expected["id"]
        same("title", squeeze(item.root.get("title")), squeeze(title))
        same("language", item.language, expected["language"])
        same("shuffle", item.shuffle, expected["shuffle"])
        same("fixed choices", item.fixed, [choice["fixed"] for choice in choices])
        same("stem", squeeze(item.stem), squeeze(expected["stem"]["text"]))
        texts = [squeeze(choice["content"]["text"]) for choice in choices]
        same("texts of choices", [squeeze(text) for text in item.texts], texts)
        feedback = {c["id"]: squeeze(c["feedback"]["text"]) for c in choices if c["feedback"]}
        same("feedback", {choice: squeeze(text) for choice, text in item.feedback.items()}, feedback)
        same("hints", [squeeze(text) for text in item.hints], [squeeze(h["text"]) for h in expected["hints"]])
        self._outcomes(expected, item, same)
        solution = ([expected["rationale"]] if expected["rationale"] else []) + expected["references"]
        same("rationale", squeeze(item.modal), "".join(squeeze(text["text"]) for text in solution))
        self._scores(expected, item, faults)
        return faults

    @staticmethod
    def _outcomes(expected, item, same):
        reachable = {"CORRECT": "correct", "INCORRECT": "incorrect"}
        if expected["scoring"] != "all-or-nothing":
            reachable["PARTIAL"] = "partial"
        wanted = {name: expected["outcomes"][key] for name, key in reachable.items()}
        wanted = {name: squeeze(text["text"]) for name, text in wanted.items() if text}
        same("outcome texts", {name: squeeze(text) for name, text in item.outcome_texts.items()}, wanted)

    @staticmethod
    def _scores(expected, item, faults):
        full = float(expected["points"])
        for picks in item.responses():
            outcomes, wanted = item.score(picks), worth(expected, picks)
            if abs(outcomes["SCORE"] - wanted) > TOLERANCE:
                faults.append(f"answer {picks} scores {outcomes['SCORE']}, not {wanted}")
                return
            if item.outcome_texts:
                is_full, is_none = abs(wanted - full) < TOLERANCE, abs(wanted) < TOLERANCE
                outcome = "CORRECT" if is_full else "INCORRECT" if is_none else "PARTIAL"
                if outcomes.get("OUTCOME") != outcome:
                    faults.append(f"answer {picks} is {outcomes.get('OUTCOME')}, not {outcome}")
                    return

    def missing(self, check):
        """Returns what the package as a whole lacks of the bank."""
        faults = [f"item {identity} is missing" for identity in self.items if identity not in check.items]
        order = [identity for identity in check.items if identity in self.items]
        if order != [identity for identity in self.items if identity in check.items]:
            faults.append("the items stand in another order")
        for identity, stimulus in self.stimuli.items():
            wanted = squeeze(stimulus["title"]["text"] + stimulus["content"]["text"])
            if squeeze(check.stimuli.get(identity, "")) != wanted:
                faults.append(f"case {identity} differs or is missing")
        for identity, (item, resource) in check.items.items():
            if identity in self.items:
                faults += [f"item {identity}: {text}" for text in self._metadata(identity, item, resource)]
        return faults

    def _metadata(self, identity, item, resource):
        expected = self.items[identity]
        faults = []
        references = [e.get("identifier") for e in item.all("qti-assessment-stimulus-ref")]
        if references != ([expected["stimulus"]] if expected["stimulus"] else []):
            faults.append(f"its case is {references}, not {expected['stimulus']}")
        if len(item.images) != sum(text.count("<img ") for text in self._htmls(expected)):
            faults.append("another number of pictures")
        lom = resource.find(f".//{LOM}lom")
        values = [text.strip() for text in etree.ElementBase.itertext(lom)] if lom is not None else []
        wanted = [expected["id"], expected["revision"], expected["status"], *expected["aliases"], *expected["tags"]]
        wanted += [expected[name] for name in ("domain", "objective", "level", "created") if expected[name]]
        if expected["seconds"]:
            wanted.append(f"PT{expected['seconds']}S")
        if expected["difficulty"]:
            wanted.append(expected["difficulty"])
        wanted += expected["enemies"]
        faults += [f"its metadata lacks {value!r}" for value in wanted if value not in values]
        return faults

    @staticmethod
    def _htmls(expected):
        texts = [expected["stem"], expected["rationale"], *expected["hints"], *expected["references"]]
        texts += [choice[part] for choice in expected["choices"] for part in ("content", "feedback")]
        outcomes = expected["outcomes"]
        texts += [outcomes["correct"], outcomes["incorrect"]]
        if expected["scoring"] != "all-or-nothing":
            texts.append(outcomes["partial"])
        return [text["html"] for text in texts if text]
