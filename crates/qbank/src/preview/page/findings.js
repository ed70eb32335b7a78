// Findings as cards: what is wrong, where, what to do, and what the tool would write.

import { make } from "./dom.js";

const NAMES = { error: "Error", warning: "Warning", info: "Note" };
const RANK = { error: 0, warning: 1, info: 2 };
/** More cards than these are read by nobody. */
const MOST = 300;

/** Returns the cards, the gravest first. */
export function cards(findings, linked) {
  const sorted = [...findings].sort((one, other) => RANK[one.severity] - RANK[other.severity]);
  const list = make("ol", { class: "findings" }, ...sorted.slice(0, MOST).map((finding) => card(finding, linked)));
  if (sorted.length > MOST) list.append(make("li", { class: "aside" }, `and ${sorted.length - MOST} more`));
  return list;
}

function card(finding, linked) {
  const { severity, code, message, file, start, excerpt, help, related, fix, key } = finding;
  const place = `${file}:${start.line}:${start.column}`;
  const link = linked && key ? make("a", { href: `#/q/${encodeURIComponent(key)}` }, key) : null;
  return make(
    "li",
    { class: `finding ${severity}` },
    make("p", { class: "what" }, make("span", { class: "badge" }, NAMES[severity]), ` ${message}`),
    make("p", { class: "where" }, make("code", {}, place), " ", make("code", { class: "code" }, code), link ? " " : null, link),
    excerpt && excerpt.marked ? shownLine(excerpt) : null,
    help ? make("p", { class: "help" }, help) : null,
    ...related.map(({ message, file, start }) => make("p", { class: "related" }, `${message} `, make("code", {}, `${file}:${start.line}`))),
    fix ? shownFix(finding) : null,
  );
}

function shownLine({ before, marked, after }) {
  return make("pre", { tabindex: "0" }, make("code", {}, before, make("mark", {}, marked), after));
}

function shownFix({ fix, change }) {
  const command = fix.safety === "safe" ? "qbank check --fix" : "qbank check --fix --unsafe-fixes";
  const words = { "-": "del", "+": "ins", " ": "span" };
  const lines = change.map(({ sign, text }) => make(words[sign], {}, `${sign} ${text}\n`));
  return make(
    "details",
    { class: "fix" },
    make("summary", {}, `Fix: ${fix.title}`),
    lines.length > 0 ? make("pre", { tabindex: "0" }, make("code", {}, ...lines)) : null,
    make("p", {}, make("code", {}, command), fix.safety === "safe" ? " writes it." : " writes it; read it afterwards."),
  );
}
