// The preview's page: what is shown follows the address behind `#`, and everything follows the bank.

import { fetchJson, make, plural } from "./dom.js";
import { cards } from "./findings.js";
import { List } from "./list.js";
import { Question } from "./question.js";

const part = (id) => document.getElementById(id);
const view = part("view");
const list = new List(part("list"));
const WIDE = matchMedia("(min-width: 60rem)");

/** The bank as the page knows it, what is shown of it, and the question's form where one is shown. */
let bank = null;
let shown = { address: null, html: null, question: null };

/** Reads the address behind `#`. */
function route() {
  const [path, query = ""] = location.hash.slice(1).split("?");
  const [, name = "", key = ""] = path.split("/");
  if (name === "q") return { name: "question", key: decodeURIComponent(key), variant: Number(new URLSearchParams(query).get("variant") ?? 1) };
  return { name: name === "findings" || name === "coverage" ? name : "questions" };
}

const address = (key, variant = 1) => `#/q/${encodeURIComponent(key)}${variant > 1 ? `?variant=${variant}` : ""}`;

/** Shows what the address asks for; what is shown already stays as far as it has not changed. */
async function show() {
  const { name, key, variant } = route();
  document.body.dataset.view = name;
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link === document.body) continue;
    const is_current = link.dataset.view === name || (name === "question" && link.dataset.view === "questions");
    if (is_current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  list.mark(key);
  view.setAttribute("aria-label", { questions: "Question", question: "Question", findings: "Findings", coverage: "Coverage" }[name]);
  if (name === "question") return showQuestion(key, variant);
  shown = { address: location.hash, html: null, question: null };
  if (name === "findings") view.replaceChildren(make("h2", {}, "Findings"), bank.findings.length > 0 ? cards(bank.findings, true) : nothing());
  else if (name === "coverage") await showCoverage();
  else view.replaceChildren(make("p", { class: "aside" }, bank.items.length > 0 ? "Choose a question from the list." : "This bank has no question yet."));
}

const nothing = () => make("p", { class: "aside" }, "Nothing was found.");

async function showCoverage() {
  const { html } = await fetchJson("/api/coverage");
  const table = make("div", { class: "coverage", role: "region", tabindex: "0", "aria-label": "Coverage map" });
  table.innerHTML = html;
  view.replaceChildren(make("h2", {}, "Coverage"), table);
}

async function showQuestion(key, variant) {
  const here = location.hash;
  const page = await fetchJson(`/api/item?key=${encodeURIComponent(key)}&variant=${variant}`);
  if (location.hash !== here) return;
  if (page === null) {
    shown = { address: here, html: null, question: null };
    return view.replaceChildren(make("p", { class: "aside" }, `The bank has no question “${key}”.`));
  }
  const findings = bank.findings.filter((finding) => finding.key === key);
  const html = JSON.stringify([page.html, page.title, page.variant, page.variants]);
  if (shown.address === here && shown.html === html) {
    view.querySelector(".beside").replaceChildren(...beside(page, findings));
    view.querySelector(".steps").replaceWith(steps(key));
    return shown.question?.again();
  }
  const state = shown.address === here ? shown.question?.state() : null;
  view.replaceChildren(...laidOut(page, findings));
  // What is wider than its place is scrolled by the arrows, so the focus has to get there.
  for (const part of view.querySelectorAll(".body :is(table, pre, math)")) if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
  const form = view.querySelector("form");
  const question = form && new Question(view, page);
  if (state && question) question.restore(state);
  shown = { address: here, html, question };
}

/** Returns the parts of a question's view. */
function laidOut(page, findings) {
  const lang = bank.language;
  const body = make("div", { class: "body", lang });
  if (page.html === null) {
    body.append(make("p", { class: "aside" }, "This question cannot be shown before its errors are mended."));
  } else {
    body.innerHTML = page.html;
    body.append(make("div", { class: "solution", role: "status" }));
  }
  const title = make("h2", page.title === null ? { tabindex: "-1", class: "id" } : { tabindex: "-1", lang });
  if (page.title === null) title.textContent = page.key;
  else title.innerHTML = page.title;
  const head = make("div", { class: "head" }, steps(page.key), title, page.variants > 0 ? variants(page) : null);
  return [make("article", {}, head, body), make("div", { class: "beside" }, ...beside(page, findings))];
}

function steps(key) {
  const at = list.shown.indexOf(key);
  const to = (offset, words) => {
    const other = list.beside(key, offset);
    const attributes = { class: "step", "data-step-to": String(offset) };
    return other && other !== key ? make("a", { ...attributes, href: address(other) }, words) : make("span", { ...attributes, class: "step off" }, words);
  };
  const place = at < 0 ? "not in the list" : `${at + 1} of ${list.shown.length}`;
  return make(
    "nav",
    { class: "steps", "aria-label": "Steps" },
    make("a", { class: "back", href: "#/" }, "All questions"),
    to(-1, "Previous"),
    make("span", { class: "place" }, place),
    to(1, "Next"),
  );
}

function variants({ key, variant, variants }) {
  const options = Array.from({ length: variants }, (_, idx) => make("option", { value: String(idx + 1) }, `${idx + 1} of ${variants}`));
  const menu = make("select", { id: "variant" }, ...options);
  menu.value = String(variant);
  menu.addEventListener("change", () => (location.hash = address(key, Number(menu.value))));
  return make("p", { class: "variant" }, make("label", { for: "variant" }, "Variant "), menu);
}

function beside({ facts }, findings) {
  const named = facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)));
  return [
    make("h3", {}, findings.length > 0 ? plural(findings.length, "finding") : "No findings"),
    findings.length > 0 ? cards(findings, false) : null,
    make("h3", {}, "About it"),
    make("dl", { class: "facts" }, ...named),
  ].filter(Boolean);
}

function showTrouble() {
  const { trouble } = bank;
  part("trouble").hidden = trouble === null;
  if (trouble === null) return part("trouble").replaceChildren();
  part("trouble").replaceChildren(
    make("p", {}, make("strong", {}, "The bank cannot be checked: "), trouble.message, ". What you see below is how it was before."),
    cards(trouble.findings, false),
  );
}

function showState(words, kind) {
  part("state").className = kind;
  if (part("state").textContent !== words) part("state").textContent = words;
}

/** Fetches the bank and shows what changed. */
async function refresh() {
  // The question first: it is what an author waits for, and the list of a large bank takes longer.
  const early = bank && route().name === "question" ? show() : null;
  [bank] = await Promise.all([fetchJson("/api/bank"), early]);
  const count = (severity) => bank.findings.filter((finding) => finding.severity === severity).length;
  part("rows").lang = bank.language;
  document.title = `${bank.title} · preview`;
  part("bank-title").textContent = bank.title;
  part("n-findings").textContent = bank.findings.length > 0 ? bank.findings.length.toLocaleString("en") : "";
  list.take(bank);
  showTrouble();
  await show();
  const words = [plural(count("error"), "error"), plural(count("warning"), "warning")].join(", ");
  showState(bank.trouble ? "The bank is broken" : `Live · ${words}`, bank.trouble ? "broken" : "live");
  document.documentElement.dataset.number = String(bank.number);
}

let events = null;
let refreshing = Promise.resolve();

/** One refresh after the other: a later one sees all that an earlier one missed. */
function refreshNext() {
  refreshing = refreshing.then(refresh).catch((error) => showState(error.message, "broken"));
  return refreshing;
}

/** Listens while the page is seen: a browser opens only six connections to one place, whatever the number of its pages. */
function listen() {
  events?.close();
  events = null;
  if (document.hidden) return;
  events = new EventSource(`/events?seen=${bank?.number ?? 0}`);
  let was_lost = false;
  events.addEventListener("message", ({ data }) => {
    if (Number(data) !== bank?.number) refreshNext();
  });
  // Only the question that is shown: its findings, and the list, are known a moment later.
  events.addEventListener("quick", () => {
    if (bank && route().name === "question") show().catch((error) => showState(error.message, "broken"));
  });
  events.addEventListener("open", () => {
    if (was_lost) refreshNext();
    was_lost = false;
  });
  events.addEventListener("error", () => {
    was_lost = true;
    showState("Not connected: is qbank preview still running?", "broken");
  });
}

/** Goes to the question before or the next one, and puts the focus there. */
async function step(offset) {
  const other = list.beside(route().key, offset);
  if (other === undefined) return;
  location.hash = address(other);
}

addEventListener("hashchange", async () => {
  const { name } = route();
  const came_from_list = part("rows").contains(document.activeElement);
  await show().catch((error) => showState(error.message, "broken"));
  if (name === "question" && came_from_list && WIDE.matches) return;
  (view.querySelector("h2") ?? view).focus();
  scrollTo(0, 0);
});

addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const act = { KeyN: () => step(1), KeyP: () => step(-1), KeyS: () => part("search").focus() }[event.code];
  if (act === undefined) return;
  event.preventDefault();
  act();
});

document.addEventListener("visibilitychange", listen);
part("filters").open = WIDE.matches;
await refreshNext();
listen();
