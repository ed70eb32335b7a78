"""Reads an item that players draw: runs its template processing for each number of a variant, and returns what a player
would then show and score as documents of their own.

Only what such items need is read; anything else is an error, so that nothing is passed over.
"""

import copy

from lxml import etree

QTI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"


class DrawingFault(Exception):
    """The template processing cannot be followed."""


def drawn(root):
    """Returns the documents of all draws; of an item that draws nothing, the one there is."""
    processing = root.find(f"{QTI}qti-template-processing")
    if processing is None:
        return [root]
    numbers = [element for element in processing.iter(f"{QTI}qti-random-integer")]
    if len(numbers) != 1 or numbers[0].get("min") != "1":
        raise DrawingFault("not just one number from 1 is drawn")
    return [_draw(root, number) for number in range(1, int(numbers[0].get("max")) + 1)]


def _draw(root, number):
    root = copy.deepcopy(root)
    root.set("identifier", f"{root.get('identifier')}.{number}")
    processing = root.find(f"{QTI}qti-template-processing")
    declarations = root.findall(f"{QTI}qti-template-declaration")
    types = {element.get("identifier"): element.get("base-type") for element in declarations}
    values = {}
    for rule in processing:
        name, target = etree.QName(rule).localname, rule.get("identifier")
        value = _value(rule[0], number, values, types)
        if name == "qti-set-template-value" and target in types:
            values[target] = value
        elif name == "qti-set-correct-response":
            _set_key(root, target, value)
        else:
            raise DrawingFault(f"cannot follow {name} of {target}")
    for element in [processing, *declarations]:
        root.remove(element)
    for element in root.findall(f".//{QTI}qti-printed-variable"):
        _replace_by_text(element, _known(values, element.get("identifier")))
    for element in root.findall(f".//{QTI}qti-variable"):
        if element.get("identifier") in values:
            element.tag = f"{QTI}qti-base-value"
            name = element.attrib.pop("identifier")
            element.set("base-type", types[name])
            element.text = values[name]
    return root


def _value(element, number, values, types):
    name = etree.QName(element).localname
    if name == "qti-random-integer":
        return str(number)
    if name == "qti-index":
        row = [value.text or "" for value in element[0]]
        place = int(_known(values, element.get("n")))
        if etree.QName(element[0]).localname != "qti-ordered" or place > len(row):
            raise DrawingFault("a list has no value for each draw")
        return row[place - 1]
    raise DrawingFault(f"cannot compute {name}")


def _known(values, name):
    if name not in values:
        raise DrawingFault(f"{name} has no value")
    return values[name]


def _set_key(root, field, value):
    declaration = root.find(f"{QTI}qti-response-declaration[@identifier='{field}']")
    if declaration is None:
        raise DrawingFault(f"there is no response {field}")
    correct = etree.SubElement(declaration, f"{QTI}qti-correct-response")
    etree.SubElement(correct, f"{QTI}qti-value").text = value


def _replace_by_text(element, text):
    """Puts a text where an element stands, before what follows it."""
    text += element.tail or ""
    before, parent = element.getprevious(), element.getparent()
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
    parent.remove(element)
