// Faults to plant in an item's document: each takes the document and what is expected of it, and returns a faulty copy, or
// `false` where it has no place for the fault.

/** Replaces the first match, if there is one. */
function edited(xml, pattern, replacement) {
  const copy = xml.replace(pattern, replacement);
  return copy !== xml && copy;
}

const CORRECT = /(<qti-correct-response>\s*<qti-value>)([^<]*)(<\/qti-value>)/;
const PROCESSING = /<qti-response-processing>[^]*<\/qti-response-processing>/;
const MATCH_CORRECT =
  '<qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>';
const setting = (outcome) =>
  new RegExp(`<qti-set-outcome-value identifier="${outcome}">[^]*?</qti-set-outcome-value>`);
const isMapped = (xml) => xml.includes("<qti-mapping");
const says = ({ responses }) => responses[0].says.length > 0;

export const MUTANTS = {
  "another key": (xml, { type }) => {
    const ids = [...xml.matchAll(/<qti-simple-choice identifier="([^"]*)"/g)].map((match) => match[1]);
    const other = ids.find((id) => id !== CORRECT.exec(xml)[2]);
    return type === "single" && edited(xml, CORRECT, `$1${other}$3`);
  },
  "a key too few": (xml, { type }) =>
    type === "multiple" && !isMapped(xml) && edited(xml, /<qti-value>[^<]*<\/qti-value>(?=\s*<\/qti-correct-response>)/, ""),
  "true for false": (xml, { type }) =>
    type === "true-false" && edited(xml, CORRECT, (_, open, key, close) => open + (key === "a" ? "b" : "a") + close),
  "points by the standard template": (xml, { responses }) =>
    responses[0].score !== "1" && !isMapped(xml) && edited(xml, PROCESSING, MATCH_CORRECT),
  "no lower bound": (xml) => /mapped-value="-/.test(xml) && edited(xml, ' lower-bound="0"', ""),
  "another worth of a choice": (xml, { type }) => type === "multiple" && edited(xml, /mapped-value="0\.5"/, 'mapped-value="0.25"'),
  "a wrong lower bound": (xml) =>
    edited(xml, /(<qti-gte>\s*<qti-variable identifier="RESPONSE[^"]*"\/>\s*<qti-base-value base-type="float">)([^<]*)/, "$1$2.000001"),
  "open at its upper end": (xml) => edited(xml, /qti-lte>/g, "qti-lt>"),
  "another accepted word": (xml) => edited(xml, /pattern="\\s\*\[bB\]/, 'pattern="\\s*[cC]'),
  "capitals that do not count": (xml) => edited(xml, 'pattern="\\s*MRP\\s*"', 'pattern="\\s*[mM][rR][pP]\\s*"'),
  "another pick in a gap": (xml) => edited(xml, /(identifier="RESPONSE_2"[^]*?<qti-value>)b</, "$1a<"),
  "a gap that counts twice": (xml) => edited(xml, /(identifier="HITS"\/>\s*<qti-base-value base-type="integer">)1</, "$12<"),
  "fewer parts": (xml) => edited(xml, /(<\/qti-product>\s*<qti-base-value base-type="integer">)3</, "$12<"),
  "another pair": (xml) => !isMapped(xml) && edited(xml, /<qti-value>p1 o1</, "<qti-value>p1 o2<"),
  "a pair worth less": (xml) => edited(xml, /(map-key="p1 o1" mapped-value=")1"/, '$10.5"'),
  "another order": (xml, { type }) => type === "order" && edited(xml, /<qti-value>a<([^]*?)<qti-value>b</, "<qti-value>b<$1<qti-value>a<"),
  "another neighbour": (xml) => edited(xml, /(<qti-index n="PLACE_2">[^]*?<qti-base-value base-type="identifier">)b</, "$1c<"),
  "another bound of a draw": (xml) =>
    edited(xml, /(<qti-set-template-value identifier="LOW_1">[^]*?<qti-base-value base-type="float">)([^<]*)/, "$1$2.000001"),
  "lost feedback": (xml) => edited(xml, setting("FEEDBACK"), ""),
  "feedback of another choice": (xml) =>
    edited(xml, /outcome-identifier="FEEDBACK" identifier="([^"]*)"/, 'outcome-identifier="FEEDBACK" identifier="$1-x"'),
  "lost rationale": (xml, expected) => says(expected) && edited(xml, setting("SOLUTION"), ""),
  "rationale before the attempt": (xml, expected) =>
    says(expected) && edited(xml, /(<qti-modal-feedback[^]*)show-hide="show"/, '$1show-hide="hide"'),
  "praise for a wrong answer": (xml) => edited(xml, />INCORRECT</, ">CORRECT<"),
  "hint for others": (xml) => edited(xml, /view="candidate"/, 'view="scorer"'),
};
