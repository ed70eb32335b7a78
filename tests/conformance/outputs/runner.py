"""What a CI service's runner takes for a command in a line of a job's log, by its documented syntax."""

import re

V2 = re.compile(r"^::(?P<name>[^ :]+)(?: (?P<properties>.*?))?::(?P<message>.*)$")
V1 = re.compile(r"##(?:[A-Za-z0-9]*)\[")


def unescape(text, is_property):
    pairs = [("%0D", "\r"), ("%0A", "\n")] + [("%3A", ":"), ("%2C", ",")] * is_property + [("%25", "%")]
    for escaped, plain in pairs:
        text = text.replace(escaped, plain)
    return text


def command(line):
    """Returns name, properties and message of GitHub's command on a line; leading space does not protect from it."""
    match = V2.match(line.strip())
    if match is None:
        return None
    properties = {}
    for pair in filter(None, (match["properties"] or "").split(",")):
        name, _, value = pair.partition("=")
        properties[name.strip()] = unescape(value, True)
    return match["name"], properties, unescape(match["message"], False)


def obeyed(text):
    """Returns the lines of a text that any runner would obey."""
    return [line for line in text.splitlines() if command(line) or V1.search(line)]
