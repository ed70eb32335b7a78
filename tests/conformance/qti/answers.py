"""What answers to an item are worth, by the bank's rules as the JSON export documents them, and which are worth trying.

An answer is what a learner gives: picks as a tuple of ids, typed words as a text, gaps as a list of texts, pairs as a
mapping of prompts to options, an order as a list of ids.
"""

import itertools
import re
from decimal import Decimal, InvalidOperation

MAX_PICKS = 600


def worth(item, answer):
    """Scores an answer."""
    points = float(item["points"])
    if item["choices"]:
        return points * _picks(item, answer)
    parts = _parts(item, answer)
    if parts is None:
        return 0.0  # a person has yet to read it
    if item["scoring"] == "adjacent-pairs":
        key = [entry["id"] for entry in item["order"]]
        pairs = set(zip(key, key[1:]))
        found = pairs & set(zip(answer, answer[1:]))
        return points * len(found) / len(pairs)
    if item["scoring"] == "per-part":
        return points * sum(parts) / len(parts)
    return points if all(parts) else 0.0


def _picks(item, picks):
    keys = {choice["id"] for choice in item["choices"] if choice["key"]}
    if item["scoring"] == "all-or-nothing":
        return 1.0 if set(picks) == keys else 0.0
    stated = {c["id"]: float(c["score"]) for c in item["choices"] if c["score"] is not None}
    equal = [key for key in keys if key not in stated]
    left = 1 - sum(stated.get(key, 0) for key in keys)
    share = sum(stated[p] if p in stated else (left / len(equal) if p in keys else 0) for p in picks)
    if item["type"] != "multiple" and len(picks) != 1:
        return 0.0
    return min(max(share, 0.0), 1.0)


def _parts(item, answer):
    """Returns for each part of an answer whether it is right; nothing for an essay."""
    if item["number"]:
        return [_number(item["number"], answer)]
    if item["text"]:
        return [_text(item["text"], answer)]
    if item["blanks"]:
        judges = {"number": _number, "text": _text, "drop-down": lambda gap, words: words == gap["key"]}
        return [judges[gap["type"]](gap, words) for gap, words in zip(item["blanks"], answer)]
    if item["matching"]:
        return [answer.get(prompt["id"]) == prompt["key"] for prompt in item["matching"]["prompts"]]
    if item["order"]:
        return [place < len(answer) and answer[place] == entry["id"] for place, entry in enumerate(item["order"])]
    return None


def _number(number, words):
    try:
        return Decimal(number["low"]) <= Decimal(words) <= Decimal(number["high"])
    except InvalidOperation:
        return False


def _text(text, words):
    words = " ".join(words.split())
    flags = 0 if text["case_sensitive"] else re.IGNORECASE
    patterns = [one["pattern"] if "pattern" in one else re.escape(" ".join(one["words"].split())) for one in text["accepted"]]
    return bool(words) and any(re.fullmatch(pattern, words, flags) for pattern in patterns)


def tries(item):
    """Returns the answers worth trying."""
    if item["choices"]:
        ids = [choice["id"] for choice in item["choices"]]
        return picks(item["type"] != "multiple", ids, [c["id"] for c in item["choices"] if c["key"]])
    if item["number"]:
        return _numbers(item["number"])
    if item["text"]:
        return _words(item["text"])
    if item["blanks"]:
        return _gaps(item["blanks"])
    if item["matching"]:
        return _pairs(item["matching"])
    if item["order"]:
        return _orders([entry["id"] for entry in item["order"]])
    return ["some words", ""]


def picks(single, ids, keys):
    """Returns every answer where there are few, else those near the key."""
    if single:
        return [()] + [(choice,) for choice in ids]
    if 2 ** len(ids) <= MAX_PICKS:
        sizes = range(len(ids) + 1)
        return [some for size in sizes for some in itertools.combinations(ids, size)]
    near = [tuple(c for c in ids if (c in keys) != (c == other)) for other in ids]
    return [(), tuple(keys), tuple(ids), *((c,) for c in ids), *near]


def _numbers(number):
    low, high = Decimal(number["low"]), Decimal(number["high"])
    step = Decimal(1).scaleb(min(low.as_tuple().exponent, high.as_tuple().exponent) - 2)
    return ["", *(str(value) for value in ((low + high) / 2, low, high, low - step, high + step))]


def _words(text):
    words = [one["words"] for one in text["accepted"] if "words" in one]
    more = [change for one in words for change in (one.upper(), one.lower(), f"  {one} ", one + " more", one[:-1])]
    return ["", "nosuchword", *words, *more]


def _gaps(gaps):
    words = lambda gap: next(one["words"] for one in gap["accepted"] if "words" in one)
    keys = [words(gap) if "accepted" in gap else gap["key"] or gap["low"] for gap in gaps]
    found = [keys, [""] * len(keys)]
    for place, gap in enumerate(gaps):
        others = {"number": _numbers, "text": _words, "drop-down": lambda gap: gap["options"]}[gap["type"]](gap)
        found += [keys[:place] + [other] + keys[place + 1 :] for other in others]
        found.append([key if other == place else "" for other, key in enumerate(keys)])
    return found


def _pairs(matching):
    key = {prompt["id"]: prompt["key"] for prompt in matching["prompts"]}
    found = [key, {}]
    for prompt in key:
        found.append({prompt: key[prompt]})
        found += [{**key, prompt: option["id"]} for option in matching["options"]]
    return found


def _orders(key):
    if len(key) <= 4:
        return [list(order) for order in itertools.permutations(key)] + [[]]
    swapped = [[*key[:i], key[i + 1], key[i], *key[i + 2 :]] for i in range(len(key) - 1)]
    return [key, [], key[::-1], key[1:] + key[:1], *swapped]
