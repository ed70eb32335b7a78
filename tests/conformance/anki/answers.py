"""Holds what a card is judged by, and what it says is right, against the bank, for what is typed, matched and ordered."""

import json

from markup import comparable, text_of


def check_answer(tree, item, problems):
    """Checks an item that is not answered by picking from its choices."""
    {"numeric": typed, "text": typed, "blanks": gaps, "match": pairs, "order": steps, "essay": rubric}[item["type"]](
        Card(tree, item, problems)
    )


class Card:
    """A rendered card beside its item."""

    def __init__(self, tree, item, problems):
        self.tree = tree
        self.item = item
        self.problems = problems

    def expect(self, holds, words):
        self.problems.expect("answers", holds, f"{self.item['id']}: {words}")

    def entries(self, name):
        """The entries of the lists of a class."""
        return [entry for found in self.tree.of_class(name) for entry in found.children if not isinstance(entry, str)]

    def key(self):
        """What the section with the right answer says."""
        return "".join(text_of(section) for section in self.tree.of_class("keys"))

    def expect_key(self, words):
        self.problems.expect("keys", comparable(words) in self.key(), f"{self.item['id']}: the key lacks «{words}»")


def accepted(answer):
    """Returns what the card is to be judged by, and the words that the key has to show."""
    if "options" in answer:
        return {"options": answer["options"], "key": answer["key"]}, answer["key"]
    if "accepted" in answer:
        words = [one["words"] for one in answer["accepted"] if "words" in one]
        patterns = [one["pattern"] for one in answer["accepted"] if "pattern" in one]
        return {"words": words, "patterns": patterns, "capitals": answer["case_sensitive"]}, words[0]
    units = [[unit["name"], unit["value"]] for unit in answer["units"]]
    shown = answer["key"] or answer["high"]
    return {"low": answer["low"], "high": answer["high"], "units": units}, shown


def compare(card, element, answer):
    wanted, shown = accepted(answer)
    found = json.loads(element.attributes.get("data-accept") or "null")
    card.expect(found == wanted, f"is judged by {found}, not {wanted}")
    card.expect_key(shown)


def typed(card):
    places = card.tree.of_class("typed")
    card.expect(len(places) == 1, "not one place to type")
    for place in places[:1]:
        compare(card, place, card.item["number"] or card.item["text"])


def gaps(card):
    places = card.entries("gaps")
    n_gaps = sum(len(stem.of_class("gap")) for stem in card.tree.of_class("stem"))
    blanks = card.item["blanks"]
    card.expect(len(places) == len(blanks) == n_gaps, f"{n_gaps} gaps, {len(places)} answers, not {len(blanks)}")
    for place, blank in zip(places, blanks):
        compare(card, place, blank)


def pairs(card):
    matching = card.item["matching"]
    prompts, partners = card.entries("prompts"), card.entries("partners")
    found = [(e.attributes["data-k"], e.attributes.get("data-partner"), text_of(e)) for e in prompts]
    wanted = [(p["id"], p["key"], comparable(p["content"]["text"])) for p in matching["prompts"]]
    card.expect(found == wanted, "other prompts, or with other partners")
    found = [(e.attributes["data-k"], text_of(e)) for e in partners]
    wanted = [(o["id"], comparable(o["content"]["text"])) for o in matching["options"]]
    card.expect(sorted(found) == sorted(wanted), "other partners")
    card.expect(found != wanted, "the partners stand in the order of their prompts")
    texts = {option["id"]: option["content"]["text"] for option in matching["options"]}
    for prompt in matching["prompts"]:
        card.expect_key(prompt["content"]["text"] + texts[prompt["key"]])


def steps(card):
    found = [(int(e.attributes["data-place"]), e.attributes["data-k"], text_of(e)) for e in card.entries("steps")]
    wanted = [(n, s["id"], comparable(s["content"]["text"])) for n, s in enumerate(card.item["order"], start=1)]
    card.expect(sorted(found) == wanted, "other entries, or at other places")
    card.expect(found != wanted, "the entries stand in the right order")
    card.expect_key("".join(step["content"]["text"] for step in card.item["order"]))


def rubric(card):
    places = [place for place in card.tree.of_class("essay") if not place.has_class("qb")]
    card.expect(len(places) == 1, "no place for an essay")
    for criterion in card.item["rubric"]:
        card.expect_key(criterion["content"]["text"] + criterion["points"])
