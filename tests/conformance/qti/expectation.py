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
    """A bank's JSON export, its items by the identifier that outlives renaming, less what the report says was lost."""

    def __init__(self, bank, report):
        self.bank = bank
        left_out = {entry["id"] for entry in report["left_out"]}
        bank["items"] = [item for item in bank["items"] if item["id"] not in left_out]
        self.lost = {item["id"]: {} for item in bank["items"]}
        for loss in report["losses"]:
            self.lost[loss["item"]][loss["feature"]] = loss["outcome"]
        self.items = {item["identity"]: item for item in bank["items"]}
        self.stimuli = {stimulus["id"]: stimulus for stimulus in bank["stimuli"]}

    def compare(self, item):
        """Returns how an item's document differs from the bank."""
        expected = self.items.get(item.identifier)
        if expected is None:
            return ["the bank has no such item"]
        faults = []
        lost = self.lost[expected["id"]]

        def same(what, found, wanted, feature=None):
            outcome = lost.get(feature)
            wanted = type(wanted)() if outcome == "dropped" else wanted
            if found != wanted and outcome != "degraded":
                faults.append(f"{what}: {found!r}, not {wanted!r}")

        choices = expected["choices"]
        same("choices", item.ids, [choice["id"] for choice in choices])
        same("keys", sorted(item.keys), sorted(choice["id"] for choice in choices if choice["key"]))
        same("points", item.points, float(expected["points"]), "points")
        title = f"{expected['id']}: {expected['title']['text']}" if expected["title"] else expected["id"]
        same("title", squeeze(item.title), squeeze(title))
        same("language", item.language, expected["language"])
        same("shuffle", item.shuffle, expected["shuffle"])
        same("fixed choices", item.fixed, [choice["fixed"] for choice in choices])
        case, stem = self._case(expected, item), squeeze(expected["stem"]["text"])
        same("stem", squeeze(item.stem), stem if case is None else case + stem)
        texts = [squeeze(choice["content"]["text"]) for choice in choices]
        same("texts of choices", [squeeze(text) for text in item.texts], texts)
        feedback = {c["id"]: squeeze(c["feedback"]["text"]) for c in choices if c["feedback"]}
        same("feedback", {choice: squeeze(text) for choice, text in item.feedback.items()}, feedback)
        hints = [squeeze(hint["text"]) for hint in expected["hints"]]
        # Where hints are kept they are all there, even if another way of showing them is reported.
        same("hints", [squeeze(text) for text in item.hints], hints, "hint" if lost.get("hint") == "dropped" else None)
        self._outcomes(expected, item, same)
        solution = ([expected["rationale"]] if expected["rationale"] else []) + expected["references"]
        same("rationale", squeeze(item.modal), "".join(squeeze(text["text"]) for text in solution))
        self._scores(expected, item, faults, lost)
        return faults

    def _case(self, expected, item):
        """Returns what a case adds to the stem; nothing where it has a place of its own."""
        repeated = self.lost[expected["id"]].get("stimulus") == "degraded"
        if not repeated:
            return None
        stimulus = self.stimuli[expected["stimulus"]]
        text = squeeze(stimulus["title"]["text"] + stimulus["content"]["text"])
        has_place = hasattr(item, "case")
        return None if has_place and squeeze(item.case) == text else text

    @staticmethod
    def _outcomes(expected, item, same):
        reachable = {"CORRECT": "correct", "INCORRECT": "incorrect"}
        if expected["scoring"] != "all-or-nothing" and item.tells_partial:
            reachable["PARTIAL"] = "partial"
        wanted = {name: expected["outcomes"][key] for name, key in reachable.items()}
        wanted = {name: squeeze(text["text"]) for name, text in wanted.items() if text}
        same("outcome texts", {name: squeeze(text) for name, text in item.outcome_texts.items()}, wanted)

    @staticmethod
    def _scores(expected, item, faults, lost):
        if "partial-credit" in lost:
            expected = {**expected, "scoring": "all-or-nothing"}
        full = float(expected["points"])
        scale = full / item.points if "points" in lost else 1
        for picks in item.responses():
            outcomes, wanted = item.score(picks), worth(expected, picks)
            if abs(outcomes["SCORE"] * scale - wanted) > TOLERANCE:
                faults.append(f"answer {picks} scores {outcomes['SCORE']}, not {wanted}")
                return
            if item.outcome_texts:
                is_full, is_none = abs(wanted - full) < TOLERANCE, abs(wanted) < TOLERANCE
                outcome = "CORRECT" if is_full else "INCORRECT" if is_none else "PARTIAL"
                told = outcomes.get("OUTCOME")
                if told != outcome and (told or outcome in item.outcome_texts):
                    faults.append(f"answer {picks} is {told}, not {outcome}")
                    return

    def missing(self, check):
        """Returns what the package as a whole lacks of the bank."""
        faults = [f"item {identity} is missing" for identity in self.items if identity not in check.items]
        order = [identity for identity in check.items if identity in self.items]
        if order != [identity for identity in self.items if identity in check.items]:
            faults.append("the items stand in another order")
        for identity, stimulus in self.stimuli.items() if check.has_stimuli else ():
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
        lost = self.lost[expected["id"]]
        if "stimulus" not in lost:
            references = item.cases
            if references != ([expected["stimulus"]] if expected["stimulus"] else []):
                faults.append(f"its case is {references}, not {expected['stimulus']}")
        if len(item.images) != sum(text.count("<img ") for text in self._htmls(expected, item, lost)):
            faults.append("another number of pictures")
        if resource is None:
            return faults
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

    def _htmls(self, expected, item, lost):
        hints = [] if lost.get("hint") == "dropped" else expected["hints"]
        texts = [expected["stem"], expected["rationale"], *hints, *expected["references"]]
        texts += [choice[part] for choice in expected["choices"] for part in ("content", "feedback")]
        outcomes = expected["outcomes"]
        texts += [outcomes["correct"], outcomes["incorrect"]]
        if expected["scoring"] != "all-or-nothing" and item.tells_partial:
            texts.append(outcomes["partial"])
        if "stimulus" in lost:
            texts.append(self.stimuli[expected["stimulus"]]["content"])
        return [text["html"] for text in texts if text]
