"""Validates a QTI 3.0 package: by the official schemas, by its own reading, and against the bank's JSON export.

validate.py --schemas DIR PACKAGE.zip [--expect BANK.json] [--mutants]

Prints what is wrong, then one line. With --mutants it also plants faults in copies of the package, in memory, and
demands that each is found. Exit status: 0 sound, 1 not.
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
from expectation import Expectation
from reading import Item, local, plain, squeeze

CP = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
MANIFEST = "imsmanifest.xml"
ROOTS = {
    "imsqti_item_xmlv3p0": "qti-assessment-item",
    "imsqti_stimulus_xmlv3p0": "qti-assessment-stimulus",
}


def parse(data):
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


class Validator:
    """The schemas, loaded once, and what was found out about documents by their bytes."""

    def __init__(self, schemas, expectation):
        folder = Path(schemas) / "qti30"
        load = lambda name: etree.XMLSchema(etree.parse(str(folder / name)))
        self.manifest_schema = load("imsqtiv3p0_imscpv1p2_v1p0.xsd")
        self.document_schema = load("imsqti_asiv3p0_v1p0.xsd")
        self.expectation = expectation
        self.known = {}

    def document(self, data, is_manifest=False):
        """Parses a document and validates it; returns its root, what was read from it, and its faults."""
        if data not in self.known:
            try:
                root = parse(data)
            except etree.XMLSyntaxError as error:
                self.known[data] = (None, None, [f"not well-formed: {error}"])
                return self.known[data]
            schema = self.manifest_schema if is_manifest else self.document_schema
            schema.validate(root)
            faults = [f"line {error.line}: {error.message}" for error in schema.error_log]
            item = None
            if not faults and local(root) == "qti-assessment-item":
                item = Item(root)
                faults += item.faults
                faults += self.expectation.compare(item) if self.expectation else []
            self.known[data] = (root, item, faults)
        return self.known[data]


class Check:
    """One reading of one package: entries by name, in order."""

    def __init__(self, validator, entries):
        self.validator = validator
        self.entries = entries
        self.faults = []
        self.n_documents = 0
        self.items = {}
        self.stimuli = {}
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
        for resource in root.iter(CP + "resource"):
            identifier = resource.get("identifier")
            if identifier in self.resources:
                self.fault(MANIFEST, f"two resources {identifier}")
            self.resources[identifier] = resource
            files = [file.get("href") for file in resource.findall(CP + "file")]
            if resource.get("href") not in files:
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
        for identifier, resource in self.resources.items():
            self._resource(identifier, resource)
        if self.validator.expectation:
            self.faults += self.validator.expectation.missing(self)

    def _resource(self, identifier, resource):
        self.needs = {dependency.get("identifierref") for dependency in resource.findall(CP + "dependency")}
        for need in self.needs:
            if need not in self.resources:
                self.fault(MANIFEST, f"{identifier} depends on {need}, which is no resource")
        href, root_name = resource.get("href"), ROOTS.get(resource.get("type"))
        if root_name is None or href not in self.entries:
            return
        root, item, faults = self.validator.document(self.entries[href])
        self.n_documents += 1
        for text in faults:
            self.fault(href, text)
        if root is None:
            return
        if local(root) != root_name or root.get("identifier") != identifier:
            self.fault(href, f"is not the {root_name} {identifier} that the manifest says")
        self._references(href, root)
        if item is not None:
            self.items[identifier] = (item, resource)
        elif local(root) == "qti-assessment-stimulus":
            self.stimuli[identifier] = plain(root)
            if not squeeze(self.stimuli[identifier]):
                self.fault(href, "the case says nothing")

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
    parser.add_argument("package")
    parser.add_argument("--schemas", required=True, help="folder that holds qti30/")
    parser.add_argument("--expect", help="JSON export of the same bank")
    parser.add_argument("--mutants", action="store_true", help="plant faults and demand that each is found")
    arguments = parser.parse_args()
    expectation = None
    if arguments.expect:
        expectation = Expectation(json.loads(Path(arguments.expect).read_text(encoding="utf-8")))
    validator = Validator(arguments.schemas, expectation)
    entries = read(arguments.package)
    check = Check(validator, entries)
    for fault in check.faults[:50]:
        print(f"qti: {fault}", file=sys.stderr)
    if check.faults:
        print(f"qti: {len(check.faults)} faults in {arguments.package}")
        return 1
    agreed = "agree" if expectation else "read"
    print(f"qti: {check.n_documents} documents valid, {len(check.items)} items {agreed}")
    if arguments.mutants:
        finds_fault = lambda copy: bool(Check(validator, copy).faults)
        return mutants.run(entries, finds_fault, has_expectation=expectation is not None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
