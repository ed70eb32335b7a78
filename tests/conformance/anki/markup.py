"""Reads the HTML of a rendered card: a small tree, and the text that a learner would see.

Knows HTML and the card's class names, nothing of the program that wrote them.
"""

import unicodedata
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "meta", "link", "col", "source", "wbr"}


class Element:
    """An element: its name, its attributes and what it holds, elements and strings."""

    def __init__(self, name, attributes):
        self.name = name
        self.attributes = dict(attributes)
        self.children = []

    def has_class(self, word):
        return word in (self.attributes.get("class") or "").split()

    def elements(self):
        """All elements below this one, in document order."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.elements()

    def of_class(self, word):
        return [element for element in self.elements() if element.has_class(word)]

    def named(self, name):
        return [element for element in self.elements() if element.name == name]


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = [Element("root", [])]
        self.faults = []

    def handle_starttag(self, tag, attrs):
        element = Element(tag, attrs)
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.open[-1].children.append(Element(tag, attrs))

    def handle_endtag(self, tag):
        if len(self.open) > 1 and self.open[-1].name == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes nothing that is open")

    def handle_data(self, data):
        self.open[-1].children.append(data)


def parse(html):
    """Returns the tree and what is wrong with its nesting."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    unclosed = [f"<{element.name}> stays open" for element in builder.open[1:]]
    return builder.open[0], builder.faults + unclosed


def text_of(element, without=()):
    """Returns the visible text, pictures as their words; footnotes and their numbers are left out.

    `without` names classes of elements to leave out.
    """
    lists = element.of_class("notes")
    unlinked = sum(len(notes.children) for notes in lists if not notes.named("li")[0].attributes.get("id"))
    calls = [str(number) for number in range(1, unlinked + 1)]

    def walk(node):
        if isinstance(node, str):
            return node
        if node.name in ("script", "style") or any(node.has_class(word) for word in (*without, "notes")):
            return ""
        if node.name == "img":
            return node.attributes.get("alt") or ""
        inner = "".join(walk(child) for child in node.children)
        return "" if node.name == "sup" and is_note_call(node, inner, calls) else inner

    return comparable("".join(walk(child) for child in element.children))


def is_note_call(element, inner, calls):
    """Tells a footnote's number from an author's own superscript; `calls` are the numbers still to come."""
    if any(link.attributes.get("href", "").startswith("#") for link in element.named("a")):
        return True
    if calls and inner == calls[0]:
        calls.pop(0)
        return True
    return False


def comparable(text):
    """Returns text without white space, controls and the marks of formulas, composed."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(letter for letter in text if not letter.isspace() and ord(letter) >= 32)
    for mark in ("\\(", "\\)", "\\[", "\\]"):
        text = text.replace(mark, "")
    return text
