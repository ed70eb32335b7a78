// The list of questions and what narrows it: search, filters, and the order that previous and next go by.

import { make, plural } from "./dom.js";

const FINDINGS = { error: "With errors", warning: "With warnings", any: "With findings", none: "Without findings" };
const HOLDS = {
  error: ({ errors }) => errors > 0,
  warning: ({ warnings }) => warnings > 0,
  any: ({ errors, warnings, infos }) => errors + warnings + infos > 0,
  none: ({ errors, warnings, infos }) => errors + warnings + infos === 0,
};
const ALL = { domain: "All domains", objective: "All objectives", level: "All levels", type: "All types", status: "Any status", findings: "Any findings" };
const LEVELS = ["remember", "understand", "apply", "analyze", "evaluate", "create"];

export class List {
  constructor(root) {
    this.search = root.querySelector("#search");
    this.menus = [...root.querySelectorAll("[data-filter]")];
    this.rows = root.querySelector("#rows");
    this.n_rows = root.querySelector("#n-rows");
    this.n_filters = root.querySelector("#n-filters");
    this.made = new Map();
    this.shown = [];
    this.search.addEventListener("input", () => this.narrow());
    for (const menu of this.menus) menu.addEventListener("change", () => this.narrow());
    root.querySelector("#clear").addEventListener("click", () => {
      for (const menu of this.menus) menu.value = "";
      this.search.value = "";
      this.narrow();
    });
    this.rows.addEventListener("keydown", (event) => this.step(event));
  }

  /** Takes the bank as it is now. */
  take(bank) {
    this.bank = bank;
    const kept = new Map();
    for (const item of bank.items) {
      const made = this.made.get(item.key);
      const print = JSON.stringify(item);
      kept.set(item.key, made?.print === print ? made : { print, item, row: row(item), words: words(item) });
    }
    this.made = kept;
    this.fillMenus();
    this.narrow();
  }

  fillMenus() {
    const titles = (named) => new Map(named.map(({ id, title }) => [id, title]));
    const known = { domain: titles(this.bank.domains), objective: titles(this.bank.objectives) };
    for (const menu of this.menus) {
      const name = menu.dataset.filter;
      if (name === "findings") {
        if (menu.length === 0) fill(menu, ALL.findings, Object.entries(FINDINGS));
        continue;
      }
      const counts = new Map();
      for (const item of this.bank.items) if (item[name]) counts.set(item[name], (counts.get(item[name]) ?? 0) + 1);
      const ids = [...new Set([...(known[name]?.keys() ?? (name === "level" ? LEVELS : [])), ...[...counts.keys()].sort()])];
      const options = ids.filter((id) => counts.has(id)).map((id) => [id, `${known[name]?.get(id) ?? id} (${counts.get(id)})`]);
      fill(menu, ALL[name], options);
    }
  }

  /** Shows the rows that fulfil the search and all filters. */
  narrow() {
    const wanted = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = this.menus.filter((menu) => menu.value);
    const fits = ({ item, words }) =>
      wanted.every((word) => words.includes(word)) &&
      chosen.every(({ dataset: { filter }, value }) => (filter === "findings" ? HOLDS[value](item) : item[filter] === value));
    const shown = [...this.made.values()].filter(fits);
    const rows = shown.map(({ row }) => row);
    if (rows.length !== this.rows.childElementCount || rows.some((row, idx) => row !== this.rows.children[idx])) {
      const focus = this.rows.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
      this.rows.replaceChildren(...rows);
      if (focus) this.rows.querySelector(`[href="${CSS.escape(focus)}"]`)?.focus();
    }
    this.shown = shown.map(({ item }) => item.key);
    this.n_filters.textContent = chosen.length > 0 ? `${chosen.length} set` : "";
    const [count, total] = [this.shown.length, this.made.size];
    this.n_rows.textContent = count === total ? plural(total, "question") : `${count.toLocaleString("en")} of ${plural(total, "question")}`;
    this.mark();
  }

  /** Marks the question that is shown. */
  mark(key = this.current) {
    this.made.get(this.current)?.row.firstElementChild.removeAttribute("aria-current");
    this.current = key;
    this.made.get(key)?.row.firstElementChild.setAttribute("aria-current", "true");
  }

  /** Returns the question that lies so many places from one, among those that are shown. */
  beside(key, offset) {
    const at = this.shown.indexOf(key);
    return at < 0 ? this.shown[0] : this.shown[at + offset];
  }

  step(event) {
    const row = event.target.closest("li");
    const target = {
      ArrowDown: () => row.nextElementSibling,
      ArrowUp: () => row.previousElementSibling,
      Home: () => this.rows.firstElementChild,
      End: () => this.rows.lastElementChild,
    }[event.key]?.();
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    target?.firstElementChild.focus();
  }
}

const words = ({ key, title, text, objective }) => `${key} ${title} ${text} ${objective ?? ""}`.toLowerCase();

function row({ key, title, type, objective, variants, errors, warnings, infos }) {
  const counts = [["error", errors], ["warning", warnings], ["info", infos]].filter(([, count]) => count > 0);
  const nouns = { error: "error", warning: "warning", info: "note" };
  const badges = counts.map(([kind, count]) => make("span", { class: `badge ${kind}` }, plural(count, nouns[kind])));
  const facts = [type ?? "broken", objective, variants > 0 ? plural(variants, "variant") : null].filter(Boolean).join(" · ");
  return make(
    "li",
    {},
    make(
      "a",
      { href: `#/q/${encodeURIComponent(key)}` },
      make("span", { class: "name" }, title),
      make("span", { class: "facts" }, facts, ...badges.flatMap((badge) => [" ", badge])),
    ),
  );
}

function fill(menu, all, options) {
  const value = menu.value;
  const wanted = JSON.stringify(options);
  if (menu.dataset.options === wanted) return;
  menu.dataset.options = wanted;
  menu.replaceChildren(make("option", { value: "" }, all), ...options.map(([id, title]) => make("option", { value: id }, title)));
  menu.value = options.some(([id]) => id === value) ? value : "";
}
