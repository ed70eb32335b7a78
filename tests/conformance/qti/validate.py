"""Validates QTI packages: by the official schemas, by its own reading, and against the bank's JSON export.

validate.py --schemas DIR PACKAGE ... [--expect BANK.json] [--mutants]

A package says by its manifest which dialect it is: QTI 3.0, QTI 2.1, Canvas or Common Cartridge. What its report
(PACKAGE.report.json) names as lost is not expected. Prints what is wrong, then one line. With --mutants it also plants
faults in copies of the package, in memory, and demands that each is found. Exit status: 0 sound, 1 not.
"""

import argparse
import json
import posixpath
import sys
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True  # before the modules beside this one: the source tree stays as it is

from lxml import etree

import mutants
import mutants12
import reading12
from dialects import CANVAS, CARTRIDGE, QTI3, QTI21, Schemas, dialect_of
from drawing import DrawingFault, drawn
from expectation import Expectation
from reading import Item, local, plain, squeeze
from versions import in_words_of_3

MANIFEST = "imsmanifest.xml"
ROOTS = {
    "imsqti_item_xmlv3p0": "qti-assessment-item",
    "imsqti_stimulus_xmlv3p0": "qti-assessment-stimulus",
    "imsqti_test_xmlv3p0": "qti-assessment-test",
    "imsqti_item_xmlv2p1": "qti-assessment-item",
    "imsqti_test_xmlv2p1": "qti-assessment-test",
}
FILE_BASE = "$IMS-CC-FILEBASE$/"


def parse(data):
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


class Validator:
    """The schemas, loaded once, and what was found out about documents by their bytes."""

    def __init__(self, schemas, dialect, expectation):
        self.schemas = Schemas(schemas)
        self.dialect = dialect
        self.expectation = expectation
        self.known = {}

    def document(self, data, is_manifest=False):
        """Parses a document and validates it; returns its root, what was read from it, and its faults."""
        if data not in self.known:
            self.known[data] = self._document(data, is_manifest)
        return self.known[data]

    def _document(self, data, is_manifest):
        try:
            root = parse(data)
        except etree.XMLSyntaxError as error:
            return None, None, [f"not well-formed: {error}"]
        dialect = self.dialect
        schema = dialect.manifest if is_manifest else dialect.documents.get(local(root))
        faults = self.schemas.faults(schema, root) if schema else []
        faults = [fault for fault in faults if not any(part in fault for part in dialect.known)]
        if faults:
            return root, None, faults
        root = in_words_of_3(root)
        found = None
        if local(root) == "qti-assessment-item":
            try:
                found = [Item(document) for document in drawn(root)]
            except DrawingFault as fault:
                return root, None, [str(fault)]
        elif local(root) == "questestinterop":
            found = reading12.items(root)
        for item in found or []:
            faults += [f"{item.identifier}: {fault}" for fault in item.faults]
            if self.expectation:
                faults += [f"{item.identifier}: {fault}" for fault in self.expectation.compare(item)]
        return root, found, faults


class Check:
    """One reading of one package: entries by name, in order."""

    def __init__(self, validator, entries):
        self.validator = validator
        self.entries = entries
        self.faults = []
        self.n_documents = 0
        self.items = {}
        self.drawn = {}
        self.stimuli = {}
        self.cp = "{" + validator.dialect.namespace + "}"
        self.has_stimuli = validator.dialect is QTI3
        self._names()
        if MANIFEST in entries:
            self._manifest()

    def fault(self, name, text):
        self.faults.append(f"{name}: {text}")

    def _names(self):
        if next(iter(self.entries), None) != MANIFEST:
            self.fault(MANIFEST, "is not the first entry")
        folded = {}
        for name in self.entries:
            if name.startswith("/") or "\\" in name or ".." in name.split("/") or not name.isascii() or " " in name:
                self.fault(name, "is no portable name")
            if folded.setdefault(name.lower(), name) != name:
                self.fault(name, f"differs from {folded[name.lower()]} by case alone")

    def _manifest(self):
        root, _, faults = self.validator.document(self.entries[MANIFEST], is_manifest=True)
        self.n_documents += 1
        for text in faults:
            self.fault(MANIFEST, text)
        if root is None or faults:
            return
        self.resources = {}
        listed = {}
        for resource in root.iter(self.cp + "resource"):
            identifier = resource.get("identifier")
            if identifier in self.resources:
                self.fault(MANIFEST, f"two resources {identifier}")
            self.resources[identifier] = resource
            files = [file.get("href") for file in resource.findall(self.cp + "file")]
            if resource.get("href", files[0]) not in files:
                self.fault(MANIFEST, f"resource {identifier} does not list its own document")
            for href in files:
                if listed.setdefault(href, identifier) != identifier:
                    self.fault(MANIFEST, f"{href} is listed twice")
                if href not in self.entries:
                    self.fault(MANIFEST, f"{href} is listed and missing")
        for name in self.entries:
            if name != MANIFEST and name not in listed:
                self.fault(MANIFEST, f"{name} is not listed")
        self.listed = listed
        self.in_test = None
        for identifier, resource in self.resources.items():
            self._resource(identifier, resource)
        if self.validator.dialect in (QTI3, QTI21) and self.in_test != list(self.drawn):
            self.fault(MANIFEST, f"the test has the items {self.in_test}")
        if self.validator.expectation:
            self.faults += self.validator.expectation.missing(self)

    def _resource(self, identifier, resource):
        self.needs = {dependency.get("identifierref") for dependency in resource.findall(self.cp + "dependency")}
        for need in self.needs:
            if need not in self.resources:
                self.fault(MANIFEST, f"{identifier} depends on {need}, which is no resource")
        href = resource.get("href") or resource.find(self.cp + "file").get("href")
        if href not in self.entries or not self.entries[href].startswith(b"<?xml"):
            return
        root, found, faults = self.validator.document(self.entries[href])
        self.n_documents += 1
        for text in faults:
            self.fault(href, text)
        if root is None:
            return
        if self.validator.dialect in (CANVAS, CARTRIDGE):
            self._items12(href, root, identifier, found or [])
        else:
            self._item(href, root, resource, found)

    def _item(self, href, root, resource, found):
        identifier, root_name = resource.get("identifier"), ROOTS.get(resource.get("type"))
        if root_name is None:
            return
        if local(root) != root_name or root.get("identifier") != identifier:
            self.fault(href, f"is not the {root_name} {identifier} that the manifest says")
        self._references(href, root)
        if found:
            for item in found:
                self.items[item.identifier] = (item, resource)
            self.drawn[identifier] = [item.identifier for item in found]
        elif local(root) == "qti-assessment-stimulus":
            self.stimuli[identifier] = plain(root)
            if not squeeze(self.stimuli[identifier]):
                self.fault(href, "the case says nothing")
        elif local(root) == "qti-assessment-test":
            self._test(href, root)

    def _test(self, href, root):
        """Every item is in the test once, in the order of the bank, and names no file that is not its own."""
        references = [e for e in root.iter() if local(e) == "qti-assessment-item-ref"]
        self.in_test = [e.get("identifier") for e in references]
        if self.needs != set(self.in_test):
            self.fault(MANIFEST, "the test does not depend on just its items")
        for reference in references:
            if self.listed.get(self._target(href, reference.get("href"))) != reference.get("identifier"):
                self.fault(href, f"{reference.get('href')} is not item {reference.get('identifier')}")
        for section in (e for e in root.iter() if local(e) == "qti-assessment-section"):
            items = [e for e in section if local(e) == "qti-assessment-item-ref"]
            select = [int(e.get("select")) for e in section if local(e) == "qti-selection"]
            if select != [len(items)]:
                self.fault(href, f"section {section.get('identifier')} takes {select} of {len(items)} items")

    def _items12(self, href, root, identifier, found):
        """Reads a quiz or a bank; its pictures are files of the package, and Canvas's settings name it as it is named."""
        for item in found:
            if item.identifier in self.items:
                self.fault(href, f"two items {item.identifier}")
            self.items[item.identifier] = (item, None)
            for source in item.images:
                if not self._is_listed(source):
                    self.fault(href, f"{source} is not in the package")
        for holder in (e for e in root if local(e) in ("assessment", "objectbank")):
            if holder.get("ident") != identifier:
                self.fault(href, f"is not the {identifier} that the manifest says")
            titles = [holder.get("title") or reading12.fields(holder).get("bank_title")]
            expected = self.validator.expectation
            title = expected.bank["bank"]["title"] if expected else titles[0]
            is_bare = local(holder) == "objectbank" and self.validator.dialect is CARTRIDGE
            if not is_bare and not (titles[0] or "").startswith(title):
                self.fault(href, f"its title is {titles[0]!r}, not {title!r}")
        if local(root) == "quiz":
            quizzes = [e for e in self.resources if e == root.get("identifier")]
            if not quizzes or not root.findtext("{*}title"):
                self.fault(href, "is about no quiz of the package, or has no title")

    def _is_listed(self, source):
        path = source.removeprefix(FILE_BASE)
        names = (path, f"web_resources/{path}")
        return source.startswith(FILE_BASE) and any(name in self.entries and name in self.listed for name in names)

    def _references(self, href, root):
        for element in root.iter():
            source = element.get("src")
            if local(element) == "qti-assessment-stimulus-ref":
                source = element.get("href")
                target = self._target(href, source)
                if self.listed.get(target) != element.get("identifier"):
                    self.fault(href, f"stimulus {source} is not {element.get('identifier')}")
                places = [e for e in root.iter() if e.get("data-stimulus-idref") == element.get("identifier")]
                if len(places) != 1:
                    self.fault(href, f"{len(places)} places for the stimulus, not 1")
            if source is None:
                continue
            target = self._target(href, source)
            if target not in self.entries:
                self.fault(href, f"{source} is not in the package")
            elif self.listed.get(target) not in self.needs:
                self.fault(href, f"the resource does not depend on {target}")

    @staticmethod
    def _target(href, source):
        return posixpath.normpath(posixpath.join(posixpath.dirname(href), source or ""))


def read(path):
    """Returns a package's entries by name, in order."""
    with zipfile.ZipFile(path) as archive:
        broken = archive.testzip()
        names = archive.namelist()
        if broken or len(set(names)) != len(names) or any(name.endswith("/") for name in names):
            sys.exit(f"qti: {path} is broken, has two entries of one name or has folders as entries")
        return {name: archive.read(name) for name in names}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="+", metavar="PACKAGE")
    parser.add_argument("--schemas", required=True, help="folder that holds qti30/, qti21/, qti12/ and cc11/")
    parser.add_argument("--expect", help="JSON export of the same bank")
    parser.add_argument("--mutants", action="store_true", help="plant faults and demand that each is found")
    arguments = parser.parse_args()
    return 1 if any(validate(package, arguments) for package in arguments.packages) else 0


def validate(package, arguments):
    """Returns 1 where the package is unsound, or a planted fault was not found."""
    entries = read(package)
    dialect = dialect_of(parse(entries[MANIFEST]), entries)
    if dialect is None:
        sys.exit(f"qti: {package} is of no dialect that is known")
    expectation = None
    if arguments.expect:
        documents = (arguments.expect, package + ".report.json")
        expectation = Expectation(*(json.loads(Path(name).read_text(encoding="utf-8")) for name in documents))
    validator = Validator(arguments.schemas, dialect, expectation)
    check = Check(validator, entries)
    for fault in check.faults[:50]:
        print(f"{dialect.name}: {fault}", file=sys.stderr)
    if check.faults:
        print(f"{dialect.name}: {len(check.faults)} faults in {package}")
        return 1
    agreed = "agree" if expectation else "read"
    print(f"{dialect.name}: {check.n_documents} documents valid, {len(check.items)} items {agreed}")
    if arguments.mutants:
        finds_fault = lambda copy: bool(Check(validator, copy).faults)
        planter = mutants if dialect in (QTI3, QTI21) else mutants12
        return planter.run(entries, finds_fault, has_expectation=expectation is not None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
