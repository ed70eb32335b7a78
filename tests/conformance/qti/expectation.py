"""What the bank's JSON export says that a package has to hold."""

from lxml import etree

from answers import tries, worth
from reading import squeeze

LOM = "{http://ltsc.ieee.org/xsd/LOM}"
TOLERANCE = 1e-5


class Expectation:
    """A bank's JSON export, its items by the identifier that outlives renaming, less what the report says was lost."""

    def __init__(self, bank, report):
        self.bank = bank
        left_out = {entry["id"] for entry in report["left_out"]}
        bank["items"] = [item for item in bank["items"] if item["id"].split("~")[0] not in left_out]
        self._keep_variables({entry["id"]: entry for entry in report["items"] if "variables" in entry})
        self.lost = {item["id"]: {} for item in bank["items"]}
        for loss in report["losses"]:
            # Of an item with variables the report says that it became variants; they are the items here.
            for item in self.lost.keys() & set(loss["items"]):
                self.lost[item][loss["feature"]] = loss["outcome"]
        # A tilde sets a variant's number off, which no identifier of QTI can hold.
        self.items = {item["identity"].replace("~", "."): item for item in bank["items"]}
        self.stimuli = {stimulus["id"]: stimulus for stimulus in bank["stimuli"]}

    def _keep_variables(self, kept):
        """An item that players draw is named as the item is whose variants it holds, and has its revision."""
        for item in self.bank["items"]:
            entry = kept.get(item["id"].split("~")[0])
            if entry:
                item["id"], item["revision"] = entry["id"], entry["revision"]
                item["aliases"] = [alias.split("~")[0] for alias in item["aliases"]]

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
        same("shuffle", item.shuffle, expected["shuffle"] and bool(choices))
        same("fixed choices", item.fixed, [choice["fixed"] for choice in choices])
        case = self._case(expected, item)
        same("stem", squeeze(item.stem), (case or "") + self._stem(expected, item))
        texts = [squeeze(choice["content"]["text"]) for choice in choices]
        same("texts of choices", [squeeze(text) for text in item.texts], texts)
        feedback = {c["id"]: squeeze(c["feedback"]["text"]) for c in choices if c["feedback"]}
        same("feedback", {choice: squeeze(text) for choice, text in item.feedback.items()}, feedback)
        hints = [squeeze(hint["text"]) for hint in expected["hints"]]
        # Where hints are kept they are all there, even if another way of showing them is reported.
        same("hints", [squeeze(text) for text in item.hints], hints, "hint" if lost.get("hint") == "dropped" else None)
        self._parts(expected, item, same)
        self._outcomes(expected, item, same)
        solution = ([expected["rationale"]] if expected["rationale"] else []) + expected["references"]
        same("rationale", squeeze(item.modal), "".join(squeeze(text["text"]) for text in solution))
        self._scores(expected, item, faults, lost)
        return faults

    @staticmethod
    def _stem(expected, item):
        """Returns the question with the units of its gaps, and what stands over the columns of a match."""
        stem = expected["stem"]["text"]
        for place, gap in enumerate(expected["blanks"]):
            unit = gap["units"][0]["name"] if gap.get("units") else ""
            stem = stem.replace("____", item.gap(place) + unit, 1)
        if expected["number"] and expected["number"]["units"] and item.unit_in_stem:
            stem += f"({expected['number']['units'][0]['name']})"
        if expected["matching"] and item.shows_header:
            left, right = (expected["matching"][side]["text"] for side in ("left", "right"))
            stem += f"{left}–{right}" if left or right else ""
        return squeeze(stem)

    @staticmethod
    def _parts(expected, item, same):
        """Compares what is matched, ordered and scored by a person; the order shown must not be the authored one."""
        texts = lambda parts: {part["id"]: squeeze(part["content"]["text"]) for part in parts}
        squeezed = lambda named: {identifier: squeeze(text) for identifier, text in named.items()}
        matching = expected["matching"] or {"prompts": [], "options": []}
        same("prompts", squeezed(item.prompts), texts(matching["prompts"]))
        same("options", squeezed(item.options), texts(matching["options"]))
        same("entries", squeezed(item.entries), texts(expected["order"]))
        for shown, authored in ((item.options, matching["options"]), (item.entries, expected["order"])):
            given_away = bool(authored) and list(shown) == [part["id"] for part in authored]
            same("the order shown is the authored one", given_away, False)
        rubric = [squeeze(row["content"]["text"] + row["points"]) for row in expected["rubric"]]
        same("rubric", squeeze("".join(item.rubric)), "".join(rubric), "rubric")

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
        reachable = {} if expected["rubric"] else {"CORRECT": "correct", "INCORRECT": "incorrect"}
        if expected["scoring"] != "all-or-nothing" and item.tells_partial:
            reachable["PARTIAL"] = "partial"
        wanted = {name: expected["outcomes"][key] for name, key in reachable.items()}
        wanted = {name: squeeze(text["text"]) for name, text in wanted.items() if text}
        same("outcome texts", {name: squeeze(text) for name, text in item.outcome_texts.items()}, wanted)

    @staticmethod
    def _scores(expected, item, faults, lost):
        if "partial-credit" in lost:
            expected = {**expected, "scoring": "all-or-nothing"}
        if item.own_points:
            expected = {**expected, "scoring": "per-part"}
        expected = item.without(expected, lost)
        full = float(expected["points"])
        scale = full / item.points if "points" in lost else 1
        # Canvas's parts are percentages of two decimals.
        tolerance = full * 1e-3 if item.own_points else TOLERANCE
        for picks in tries(expected):
            outcomes, wanted = item.score(picks), worth(expected, picks)
            if abs(outcomes["SCORE"] * scale - wanted) > tolerance:
                faults.append(f"answer {picks} scores {outcomes['SCORE']}, not {wanted}")
                return
            if item.outcome_texts:
                is_full, is_none = abs(wanted - full) < tolerance, abs(wanted) < tolerance
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
        texts += [entry["content"] for entry in expected["order"]]
        if expected["matching"]:
            matching = expected["matching"]
            options = [] if "image" in lost else matching["options"]
            texts += [part["content"] for part in (*matching["prompts"], *options)]
        outcomes = expected["outcomes"]
        texts += [outcomes["correct"], outcomes["incorrect"]]
        if expected["scoring"] != "all-or-nothing" and item.tells_partial:
            texts.append(outcomes["partial"])
        if "stimulus" in lost:
            texts.append(self.stimuli[expected["stimulus"]]["content"])
        return [text["html"] for text in texts if text]
