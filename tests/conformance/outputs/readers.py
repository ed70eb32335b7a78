"""Readers of the outputs, each made from its format's description alone; a fault is a line of text.

`truth` holds the findings of `--output-format json`; places are compared by the text that they cut out of the files.
"""

import json
import re
from collections import Counter
from urllib.parse import unquote

from junitparser import Failure, JUnitXml
from markdown_it import MarkdownIt

from runner import command

SEVERITIES = ("error", "warning", "info")


class Truth:
    """The findings, and the files that they stand in, by their paths from the repository's folder."""

    def __init__(self, document, files, prefix):
        self.findings = document["findings"]
        self.summary = document["summary"]
        self.files = files
        self.prefix = prefix
        self.fingerprints = None  # of the same bank, its lines moved and a file renamed

    def path(self, finding):
        return self.prefix + finding["file"]

    def words(self, finding):
        return self.files[self.path(finding)][finding["start"]["byte"] : finding["end"]["byte"]]

    def places(self):
        """Counts the findings by code, severity, path and the words that they point at."""
        return Counter((f["code"], f["severity"], self.path(f), self.words(f)) for f in self.findings)

    def of(self, severity):
        return [finding for finding in self.findings if finding["severity"] == severity]

    def mended(self):
        """Returns the files with all fixes applied that meet no other, as the tool's own JSON has them."""
        edits = {}
        for finding in self.findings:
            for edit in (finding["fix"] or {"edits": []})["edits"]:
                path = self.prefix + edit["file"]
                edits.setdefault(path, set()).add((edit["start"], edit["end"], edit["text"]))
        return {path: applied(self.files[path], found) for path, found in edits.items()}


def applied(data, edits):
    for start, end, text in sorted(edits, reverse=True):
        data = data[:start] + text.encode() + data[end:]
    return data


def offset(data, line, column, unit):
    """Returns the byte offset of a line and a column, both from 1, the column in bytes or in UTF-16 units."""
    lines = data.split(b"\n")
    before = sum(len(other) + 1 for other in lines[: line - 1])
    if unit == "bytes":
        return before + column - 1
    text = lines[line - 1].decode().encode("utf-16-le")[: 2 * (column - 1)]
    return before + len(text.decode("utf-16-le").encode())


def spelled(text):
    """Returns a path as texts in a log show it: no runner may take it for a command."""
    return re.sub(r"##(\w*)\[", r"##\1\\u{5b}", text)


def differing(name, expected, found):
    return [f"{name}: {key} is there {found[key]} times, not {expected[key]}" for key in expected | found
            if expected[key] != found[key]]


def sarif(log, truth, validator):
    faults = [f"sarif: {error.json_path}: {error.message}" for error in validator.iter_errors(log)]
    if faults:
        return faults
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    if run["originalUriBaseIds"].keys() != {"%SRCROOT%"} or "uri" in run["originalUriBaseIds"]["%SRCROOT%"]:
        faults.append("sarif: the base of addresses is not left to the reader")
    found, edits, suppressed = Counter(), {}, Counter()
    for result in run["results"]:
        if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
            faults.append(f"sarif: rule {result['ruleIndex']} is not {result['ruleId']}")
        if not rules[result["ruleIndex"]]["help"]["markdown"].startswith(f"# {result['ruleId']}\n"):
            faults.append(f"sarif: the help of {result['ruleId']} is not its page")
        for location in result["locations"] + result.get("relatedLocations", []):
            faults += address_faults(location["physicalLocation"]["artifactLocation"], truth)
        if faults:
            return faults
        place = result["locations"][0]["physicalLocation"]
        path = unquote(place["artifactLocation"]["uri"])
        if "suppressions" not in result:
            faults.append("sarif: a result does not say whether it is suppressed")
        elif result["suppressions"]:
            suppressed[result["ruleId"], result["suppressions"][0]["kind"]] += 1
            if any(s["kind"] == "inSource" and not s.get("justification") for s in result["suppressions"]):
                faults.append("sarif: an allowance without its reason")
        else:
            severity = {"error": "error", "warning": "warning", "note": "info"}.get(result["level"])
            found[result["ruleId"], severity, path, cut(truth.files[path], place["region"])] += 1
            for fix in result.get("fixes", []):
                for change in fix["artifactChanges"]:
                    collect(edits, unquote(change["artifactLocation"]["uri"]), change["replacements"], truth)
        if unlinked(result["message"]["text"]):
            faults.append(f"sarif: a message holds a link: {result['message']['text']}")
    faults += differing("sarif", truth.places(), found)
    expected = Counter({("unknown-enemy", "inSource"): truth.summary["allowed"],
                        ("key-is-longest", "external"): truth.summary["known"]})
    faults += differing("sarif, suppressed", expected, suppressed)
    mended = {path: applied(truth.files[path], found) for path, found in edits.items()}
    if mended != truth.mended():
        faults.append("sarif: the fixes give other files")
    for name in ("qbank/v1", "primaryLocationLineHash"):
        prints = Counter(result["partialFingerprints"][name] for result in run["results"])
        faults += [f"sarif: {count} results are {name} {key}" for key, count in prints.items() if count > 1]
    return faults


def address_faults(address, truth):
    uri, path = address["uri"], unquote(address["uri"])
    if address.get("uriBaseId") != "%SRCROOT%" or "://" in uri or uri.startswith("/") or path not in truth.files:
        return [f"sarif: {uri} is no address of a file of the repository"]
    if not all(c.isalnum() and c.isascii() or c in "-._~/%" for c in uri):
        return [f"sarif: {uri} is not encoded"]
    return []


def cut(data, region):
    start = offset(data, region["startLine"], region["startColumn"], "utf-16")
    return data[start : offset(data, region["endLine"], region["endColumn"], "utf-16")]


def collect(edits, path, replacements, truth):
    for replacement in replacements:
        region, data = replacement["deletedRegion"], truth.files[path]
        start = offset(data, region["startLine"], region["startColumn"], "utf-16")
        end = offset(data, region["endLine"], region["endColumn"], "utf-16")
        edits.setdefault(path, set()).add((start, end, replacement["insertedContent"]["text"]))


def unlinked(text):
    """Tells whether a bracket in a message could begin an embedded link: one without a backslash before it."""
    return any(c == "[" and (idx == 0 or text[idx - 1] != "\\") for idx, c in enumerate(text))


def rdjson(document, truth):
    found, edits, faults = Counter(), {}, []
    for diagnostic in document["diagnostics"]:
        path = diagnostic["location"]["path"]
        if path not in truth.files:
            return [f"rdjson: there is no file {path}"]
        data = truth.files[path]
        at = lambda position: offset(data, position["line"], position["column"], "bytes")
        bounds = lambda place: (at(place["start"]), at(place["end"]))
        start, end = bounds(diagnostic["location"]["range"])
        found[diagnostic["code"]["value"], diagnostic["severity"].lower(), path, data[start:end]] += 1
        for suggestion in diagnostic.get("suggestions", []):
            edits.setdefault(path, set()).add((*bounds(suggestion["range"]), suggestion["text"]))
    faults += differing("rdjson", truth.places(), found)
    if {path: applied(truth.files[path], found) for path, found in edits.items()} != truth.mended():
        faults.append("rdjson: the suggestions give other files")
    return faults


def gitlab(issues, truth):
    severities = {"major": "error", "minor": "warning", "info": "info"}
    keys = ((i["check_name"], severities.get(i["severity"]), i["location"]["path"], i["location"]["lines"]["begin"])
            for i in issues)
    lines = Counter((f["code"], f["severity"], truth.path(f), f["start"]["line"]) for f in truth.findings)
    prints = Counter(issue["fingerprint"] for issue in issues)
    faults = differing("gitlab", lines, Counter(keys))
    faults += [f"gitlab: {count} issues are {key}" for key, count in prints.items() if count > 1]
    return faults + [f"gitlab: {i['check_name']} has no description" for i in issues if not i["description"]]


def junit(text, truth):
    report = JUnitXml.fromstring(text.encode())
    cases = [case for suite in report for case in suite]
    failing = [case for case in cases if any(isinstance(result, Failure) for result in case.result)]
    expected = {(spelled(truth.path(f)), f["item"] or f["code"]) for f in truth.of("error")}
    found = {(case.classname, case.name) for case in failing}
    faults = [f"junit: {case} fails, which should not" for case in found - expected]
    faults += [f"junit: {case} does not fail" for case in expected - found]
    told = "\n".join(result.text or "" for case in failing for result in case.result)
    told += "\n".join(case.system_out or "" for case in cases)
    faults += [f"junit: {f['code']} of {f['item']} is not told" for f in truth.findings if f["message"] not in told]
    if (report.tests, report.failures) != (len(cases), len(failing)):
        faults.append(f"junit: {report.tests} tests and {report.failures} failures are counted")
    if len(cases) < truth.summary["items"] + truth.summary["broken"] - 1:
        faults.append(f"junit: {len(cases)} tests for {truth.summary['items']} sound items")
    return faults


def github(text, truth):
    faults, found = [], Counter()
    names = {"error": "error", "warning": "warning", "notice": "info"}
    for line in text.splitlines():
        parsed = command(line)
        if parsed is None or parsed[0] not in names:
            faults.append(f"github: not an annotation: {line}")
            continue
        name, properties, message = parsed
        if "file" not in properties:
            found[name, "counts"] += 1
            continue
        found[name] += 1
        known = [f for f in truth.of(names[name]) if spelled(truth.path(f)) == properties["file"]
                 and f["start"]["line"] == int(properties["line"]) and f["code"] == properties["title"]]
        if not any(message.startswith(finding["message"].split("##")[0]) for finding in known):
            faults.append(f"github: no finding is {line}")
    shown = {"error": min(10, len(truth.of("error"))), "warning": min(10, len(truth.of("warning"))),
             "notice": min(9, len(truth.of("info"))), ("notice", "counts"): 1}
    return faults + differing("github", Counter(shown), found)


def job_summary(markdown, truth):
    """Renders the summary: it holds the findings as a table and nothing that the bank's authors could make of it."""
    if len(markdown.encode()) > 1 << 20:
        return ["summary: over the limit of GitHub"]
    tokens = MarkdownIt("gfm-like", {"html": True}).parse(markdown)
    inlines = [child for token in tokens for child in token.children or []]
    live = [token for token in tokens + inlines if token.type in
            ("html_block", "html_inline", "link_open", "image", "code_inline", "em_open", "strong_open", "s_open")]
    faults = [f"summary: live {token.type} {token.content}" for token in live]
    rows = sum(token.type == "tr_open" for token in tokens) - 1
    if rows != len(truth.findings):
        faults.append(f"summary: {rows} rows for {len(truth.findings)} findings")
    cells = [token.content for token in tokens if token.type == "inline"]
    first = cells[cells.index("finding") + 1 :: 4] if "finding" in cells else []
    order = [SEVERITIES.index(word) for word in first]
    return faults + (["summary: not the gravest first"] if order != sorted(order) else [])


def json_lines(text, truth):
    lines = [json.loads(line) for line in text.splitlines()]
    found = [{name: value for name, value in line.items() if name != "version"} for line in lines]
    return [] if found == truth.findings else ["json-lines: not the findings of the document"]
