"""Faults planted in the outputs, one at a time; each has to be found."""

import json
import re


def in_json(change):
    def mutate(text):
        document = json.loads(text)
        change(document)
        return json.dumps(document)

    return mutate


def result(change):
    return in_json(lambda log: change(next(r for r in log["runs"][0]["results"] if not r["suppressions"])))


def fixed(change):
    return in_json(lambda log: change(next(r for r in log["runs"][0]["results"] if r.get("fixes"))))


def place(result):
    return result["locations"][0]["physicalLocation"]


def replacement(result):
    return result["fixes"][0]["artifactChanges"][0]["replacements"][0]


def suppressed(change):
    return in_json(lambda log: change(next(r for r in log["runs"][0]["results"] if r["suppressions"])))


def copy_fingerprint(name):
    def change(log):
        results = log["runs"][0]["results"]
        results[0]["partialFingerprints"][name] = results[1]["partialFingerprints"][name]

    return in_json(change)


def suggestion(change):
    return in_json(lambda d: change(next(f for f in d["diagnostics"] if "suggestions" in f)["suggestions"][0]))


def swap(old, new, count=1):
    def mutate(text):
        assert old in text, old
        return text.replace(old, new, count)

    return mutate


def drop_line(start):
    def mutate(text):
        lines = text.splitlines(keepends=True)
        lines.remove(next(line for line in lines if line.startswith(start)))
        return "".join(lines)

    return mutate


def raw_entities(text):
    return text.replace("&#60;", "<").replace("&#62;", ">").replace("&#91;", "[").replace("&#93;", "]")


MUTANTS = [
    ("sarif", "an absolute address", result(lambda r: place(r)["artifactLocation"].update(uri="file:///x.md"))),
    ("sarif", "no base", result(lambda r: place(r)["artifactLocation"].pop("uriBaseId"))),
    ("sarif", "an address that is not encoded", swap("%20", " ")),
    ("sarif", "a column too far", result(lambda r: place(r)["region"].update(startColumn=2))),
    ("sarif", "a line too far", result(lambda r: place(r)["region"].update(startLine=1, endLine=1))),
    ("sarif", "another level", result(lambda r: r.update(level="none"))),
    ("sarif", "a level of no standard", result(lambda r: r.update(level="info"))),
    ("sarif", "another rule", result(lambda r: r.update(ruleIndex=0 if r["ruleIndex"] else 1))),
    ("sarif", "no message", result(lambda r: r.pop("message"))),
    ("sarif", "a link in a message", result(lambda r: r["message"].update(text="[a](https://example.org)"))),
    ("sarif", "a fingerprint twice", copy_fingerprint("qbank/v1")),
    ("sarif", "GitHub's fingerprint twice", copy_fingerprint("primaryLocationLineHash")),
    ("sarif", "a fix of other bytes", fixed(lambda r: replacement(r)["deletedRegion"].update(startColumn=1))),
    ("sarif", "a fix with other words", fixed(lambda r: replacement(r)["insertedContent"].update(text="[y]"))),
    ("sarif", "a fix that is missing", fixed(lambda r: r.pop("fixes"))),
    ("sarif", "an allowance that is told", suppressed(lambda r: r.update(suppressions=[]))),
    ("sarif", "an allowance without a reason", swap('"justification"', '"x"')),
    ("sarif", "no word on suppressions", result(lambda r: r.pop("suppressions"))),
    ("sarif", "the help of another rule", swap("# no-key\\n", "# x\\n")),
    ("sarif", "a finding that is missing", in_json(lambda log: log["runs"][0]["results"].pop(0))),
    ("rdjson", "a column in characters", suggestion(lambda s: s["range"]["end"].update(column=6))),
    ("rdjson", "a suggestion that is missing", suggestion(lambda s: s.update(text=""))),
    ("rdjson", "another severity", swap('"WARNING"', '"INFO"')),
    ("rdjson", "a path from the bank", swap('"banks/outputs bank/', '"')),
    ("rdjson", "a finding that is missing", in_json(lambda d: d["diagnostics"].pop())),
    ("gitlab", "a fingerprint twice", in_json(lambda issues: issues[0].update(fingerprint=issues[1]["fingerprint"]))),
    ("gitlab", "a fingerprint that moves", in_json(lambda issues: issues[0].update(fingerprint="0"))),
    ("gitlab", "another line", in_json(lambda issues: issues[0]["location"]["lines"].update(begin=1000))),
    ("gitlab", "a severity of no report", in_json(lambda issues: issues[0].update(severity="error"))),
    ("gitlab", "no description", in_json(lambda issues: issues[0].update(description=""))),
    ("junit", "a failure that is none", lambda text: re.sub("<(/?)failure\\b", r"<\1system-err", text, count=2)),
    ("junit", "another count", swap(' failures="', ' failures="9')),
    ("junit", "a test less", swap('name="inv-keyless-0"', 'name="inv-keyless-00"')),
    ("junit", "a finding that is not told", swap("no choice is ticked as the key", "", -1)),
    ("github", "an eleventh error", lambda text: text + "::error file=x,line=1,title=no-key::y\n"),
    ("github", "an annotation less", drop_line("::warning")),
    ("github", "a line break in a text", swap("::no choice", "::no\nchoice")),
    ("github", "a path that ends a property", swap("%2C", ",")),
    ("github", "another command", swap("::notice title", "::add-mask title")),
    ("github", "no counts", drop_line("::notice title")),
    ("summary", "live HTML and links", raw_entities),
    ("summary", "a row less", drop_line("| error")),
    ("summary", "in another order", lambda text: text + "| error | no-key | x:1 | y |\n"),
    ("json-lines", "a finding less", drop_line("{")),
    ("concise", "a command of a runner", swap("##\\u{5b}", "##[")),
    ("json", "a command of a runner", swap("##\\u005b", "##[")),
]
