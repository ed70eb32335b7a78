"""The four dialects: what their manifests are called and which official schemas hold for which document."""

from pathlib import Path

from lxml import etree, isoschematron

ITEM_12 = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
CC_RULES = {"qti12/ccv1p1_qtiasiv1p2p1_v1p0.xsd", "cc11/cc11libxml2validator.xsd"}


class Dialect:
    """A dialect. `documents` names the schema of each root element but the manifest's."""

    def __init__(self, name, manifest, namespace, documents, known=()):
        self.name = name
        self.manifest = manifest
        self.namespace = namespace
        self.documents = documents
        self.known = known


# Canvas writes and reads this mixture of two standards; the schema of one of them finds just these faults in it.
CANVAS_MIXTURE = ("'IMS Content'", "'1.1.3'", "'imsqti_xmlv1p2'")
CC = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"

QTI3 = Dialect(
    "qti3",
    "qti30/imsqtiv3p0_imscpv1p2_v1p0.xsd",
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    {name: "qti30/imsqti_asiv3p0_v1p0.xsd" for name in ("qti-assessment-item", "qti-assessment-stimulus", "qti-assessment-test")},
)
QTI21 = Dialect(
    "qti21",
    "qti21/imscp_v1p1.xsd",
    "http://www.imsglobal.org/xsd/imscp_v1p1",
    {name: "qti21/imsqti_v2p1.xsd" for name in ("assessmentItem", "assessmentTest")},
)
CANVAS = Dialect(
    "canvas", "cc11/cc11libxml2validator.xsd", CC, {"questestinterop": "qti12/ims_qtiasiv1p2.xsd"}, CANVAS_MIXTURE
)
CARTRIDGE = Dialect(
    "cc", "cc11/cc11libxml2validator.xsd", CC, {"questestinterop": "qti12/ccv1p1_qtiasiv1p2p1_v1p0.xsd"}
)


def dialect_of(manifest, names):
    """Returns the dialect of a package by its manifest and the names of its entries."""
    namespace = manifest.tag[1:].split("}")[0]
    if namespace != CC:
        return {QTI3.namespace: QTI3, QTI21.namespace: QTI21}.get(namespace)
    schema = manifest.findtext(f".//{{{CC}}}schema")
    of_canvas = schema == "IMS Content" or any(name.startswith("course_settings/") for name in names)
    return CANVAS if of_canvas else CARTRIDGE


class Schemas:
    """The official schemas, each loaded when it is first asked for, with the rules that stand in it."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.loaded = {}

    def faults(self, name, root):
        """Returns what a schema finds wrong in a document."""
        if name not in self.loaded:
            tree = etree.parse(str(self.folder / name))
            self.loaded[name] = [etree.XMLSchema(tree)]
            if name in CC_RULES:
                self.loaded[name] += self._rules(name, tree)
        faults = []
        for check in self.loaded[name]:
            if not check.validate(root):
                faults += [f"line {error.line}: {words(error.message)}" for error in check.error_log]
        return faults

    def _rules(self, name, tree):
        if name.startswith("cc11"):
            tree = etree.parse(str(self.folder / "cc11/ccv1p1_imscp_v1p2_v1p0.xsd"))
        return [isoschematron.Schematron(tree, validate_schema=False)]


def words(message):
    """Returns what a rule says without the report around it."""
    if not message.lstrip().startswith("<"):
        return message
    return " ".join("".join(etree.fromstring(message).itertext()).split())
