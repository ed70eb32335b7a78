"""Holds the rendered cards against the items of the bank's JSON export: the same key, reasons and texts."""

import re
from urllib.parse import unquote

from answers import check_answer
from markup import comparable, parse, text_of


def check_card(card, item, problems):
    """Checks both sides of a card; `card` has `front`, `back`, `fields`, `media_folder` and the bank's `cases`."""
    front, back = card["front"], card["back"]
    place = item["id"]
    problems.expect("render", bool(front.strip()) and bool(back.strip()), f"{place}: a side is blank")
    problems.expect("render", front.strip() != back.strip(), f"{place}: both sides are the same")
    if "{{" not in card["fields"]:
        problems.expect("render", "{{" not in front + back, f"{place}: a field was not filled in")
    for side in (front, back):
        check_references(side, card, place, problems)
    tree, faults = parse(back)
    problems.expect("markup", not faults, f"{place}: {faults[:2]}")
    problems.expect("render", any(e.attributes.get("id") == "answer" for e in tree.elements()), f"{place}: no #answer")
    if item["type"] in ("single", "multiple", "true-false"):
        check_choices(tree, item, problems)
    else:
        check_answer(tree, item, problems)
    check_texts(tree, item, problems)
    case = card["cases"].get(item.get("stimulus"))
    problems.expect("case", not case or contains(tree, "case", case["content"]), f"{place}: no case")


def check_references(side, card, place, problems):
    """Checks that a side shows files of the package and nothing from the network."""
    shown = re.sub(r"<script>.*?</script>", "", side, flags=re.S)
    tree, _ = parse(shown)
    for element in tree.elements():
        for name in ("src", "srcset", "poster", "data"):
            source = element.attributes.get(name)
            if source is None:
                continue
            outside = re.match(r"[a-z]+:|//", source)
            problems.expect("network", not outside, f"{place}: {source} is not in the package")
            found = outside or (card["media_folder"] / unquote(source)).is_file()
            problems.expect("media", found, f"{place}: {source} is missing")
    problems.expect("network", tree.named("script") + tree.named("link") + tree.named("iframe") == [],
                    f"{place}: a script, style or frame that is not the card's own")


def check_choices(tree, item, problems):
    """Checks order, key, text and reason of every choice, on the back."""
    place = item["id"]
    lists = [entry for options in tree.of_class("options") for entry in options.children if not isinstance(entry, str)]
    entries = [entry for entry in lists[0].children if not isinstance(entry, str)] if lists else []
    names = [entry.attributes.get("data-k") for entry in entries]
    problems.expect("choices", names == [choice["id"] for choice in item["choices"]], f"{place}: choices {names}")
    keys = {name for name, entry in zip(names, entries) if "data-key" in entry.attributes}
    right = {choice["id"] for choice in item["choices"] if choice["key"]}
    problems.expect("keys", keys == right, f"{place}: the key is {sorted(map(str, keys))}, not {sorted(right)}")
    said = [e for section in tree.of_class("keys") for e in section.elements() if "data-k" in e.attributes]
    problems.expect("keys", {e.attributes["data-k"] for e in said} == right, f"{place}: the key field is another")
    by_id = {choice["id"]: choice for choice in item["choices"]}
    for entry in (*entries, *said):
        choice = by_id.get(entry.attributes.get("data-k"))
        if choice:
            same = text_of(entry, without=("why",)) == comparable(choice["content"]["text"])
            problems.expect("choices", same, f"{place}: choice {choice['id']} reads otherwise")
    for name, entry in zip(names, entries):
        feedback = by_id.get(name, {}).get("feedback")
        whys = [text_of(why) for why in entry.of_class("why")]
        wanted = [comparable(feedback["text"])] if feedback else []
        problems.expect("feedback", whys == wanted, f"{place}: the reason of choice {name} is another")


def check_texts(tree, item, problems):
    """Checks that what surrounds the choices is on the back."""
    place = item["id"]
    problems.expect("texts", contains(tree, "stem", item["stem"]), f"{place}: the stem is not on the card")
    if item.get("rationale"):
        problems.expect("rationale", contains(tree, "rationale", item["rationale"]), f"{place}: no rationale")
    outcomes = (item.get("outcomes") or {}).values()
    for part, texts in (("rationale", outcomes), ("stem", item.get("hints")), ("source", item.get("references"))):
        for text in texts or []:
            if isinstance(text, dict):
                problems.expect("texts", contains(tree, part, text), f"{place}: {text['text']!r} is not on the card")
    meta = "".join(text_of(footer) for footer in tree.of_class("meta"))
    for word in (item["id"], item["revision"]):
        problems.expect("texts", comparable(word) in meta, f"{place}: the small print lacks {word}")


def contains(tree, part, text):
    return any(comparable(text["text"]) in text_of(element) for element in tree.of_class(part))
