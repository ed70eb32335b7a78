"""QTI 2.1 in the words of 3.0, and back: one reading and one set of planted faults serve both.

The two versions have nearly the same elements, in camel case there and in kebab case with a prefix here.
"""

import copy
import re

from lxml import etree

QTI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
QTI21 = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
TEMPLATES_3 = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{}.xml"
TEMPLATES_21 = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/{}"
HTML = set(
    "a abbr acronym address b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i "
    "img kbd li object ol p param pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var".split()
)


def kebab(name):
    return re.sub(r"[A-Z]", lambda letter: "-" + letter.group().lower(), name)


def camel(name):
    return re.sub(r"-([a-z])", lambda match: match.group(1).upper(), name)


def renamed(root, source, target, element_name, attribute_name):
    """Returns a copy of a tree whose elements of one namespace are in another, under other names."""
    if not isinstance(root.tag, str) or not root.tag.startswith(source):
        return copy_of(root)
    element, name = root, root.tag[len(source) :]
    is_html = name in HTML
    result = etree.Element(target + (name if is_html else element_name(name)), nsmap={None: target[1:-1]})
    for key, value in element.attrib.items():
        result.set(key if is_html or key.startswith("{") else attribute_name(key), value)
    result.text = element.text
    for child in element:
        made = renamed(child, source, target, element_name, attribute_name)
        made.tail = child.tail
        result.append(made)
    return result


def copy_of(element):
    """Returns a copy of what is no element of QTI: formulas, comments."""
    copied = copy.deepcopy(element)
    copied.tail = None
    return copied


def in_words_of_3(root):
    """Returns a document of 2.1 in the words of 3.0; any other one as it is."""
    if not root.tag.startswith(QTI21):
        return root
    result = renamed(root, QTI21, QTI, lambda name: "qti-" + kebab(name), kebab)
    _templates(result, TEMPLATES_21, TEMPLATES_3)
    return result


def in_words_of_21(root):
    """Undoes `in_words_of_3`."""
    result = renamed(root, QTI, QTI21, lambda name: camel(name.removeprefix("qti-")), camel)
    _templates(result, TEMPLATES_3, TEMPLATES_21)
    return result


def _templates(root, source, target):
    for element in root.iter():
        for name in ("match_correct", "map_response"):
            if element.get("template") == source.format(name):
                element.set("template", target.format(name))
