// A question's form: reads the response, has the tool score it, and puts marks and feedback where they belong.
//
// Knows the shapes of responses, and no question type.

import { fetchJson, make } from "./dom.js";

const all = (root, selector) => [...root.querySelectorAll(selector)];

/** How a response of each shape is read from its form. */
const SHAPES = {
  choices: (form) => all(form, ".choice input:checked").map((input) => input.value),
  text: (form) => form.querySelector("[data-typed]").value,
  blanks: (form) => all(form, "[data-gap]").map((field) => field.value),
  pairs: (form) => Object.fromEntries(all(form, "[data-prompt]").filter((menu) => menu.value).map((menu) => [menu.dataset.prompt, menu.value])),
  order: (form) => all(form, "[data-step]").map((entry) => entry.dataset.step),
};

/** Takes a question's form to life in a container that also holds its `.solution`. */
export class Question {
  constructor(container, { key, variant }) {
    this.address = `key=${encodeURIComponent(key)}&variant=${variant}`;
    this.key = key;
    this.form = container.querySelector("form");
    this.solution = container.querySelector(".solution");
    this.steps = all(this.form, "[data-step]");
    this.told = "nothing";
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.tell("score");
    });
    this.form.addEventListener("reset", () => this.startOver());
    this.form.addEventListener("input", () => this.clear());
    this.form.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button?.dataset.act === "solve") this.tell("solution");
      if (button?.dataset.move) this.move(button);
    });
  }

  response() {
    const { form: shape } = this.form.dataset;
    return { item: this.key, [shape]: SHAPES[shape](this.form) };
  }

  /** Shows the score of what stands in the form, or the answer alone. */
  async tell(what) {
    this.told = what;
    const body = JSON.stringify(this.response());
    const request = what === "score" && { method: "POST", headers: { "content-type": "application/json" }, body };
    const solution = await fetchJson(`/api/${what}?${this.address}`, request || {});
    if (this.told === what) this.show(solution);
  }

  /** Tells again what was told, since the bank has changed. */
  async again() {
    if (this.told !== "nothing") await this.tell(this.told);
  }

  show({ score, told, keys, html }) {
    this.unmark();
    for (const choice of all(this.form, ".choice")) {
      const id = choice.dataset.choice;
      choice.querySelector(".told").innerHTML = told[id] ?? "";
      const [is_key, is_picked] = [keys.includes(id), choice.querySelector("input").checked];
      if (is_key) mark(choice, "right", score && is_picked ? "Right" : "Answer");
      else if (score && is_picked) mark(choice, "wrong", "Wrong");
    }
    if (score) {
      const whole = [{ part: "typed", correct: score.correct }];
      const parts = score.parts ?? (score.awaits_person ? [] : whole);
      for (const { part, correct } of parts) {
        const place = this.form.querySelector(`[data-part="${part}"]`);
        if (place) mark(place, correct ? "right" : "wrong", correct ? "Right" : "Wrong");
      }
    }
    const verdict = score && make("p", { class: `verdict ${worth(score)}` }, make("strong", {}, VERDICTS[worth(score)]), ` ${points(score)}`);
    const reasons = make("div", { class: "reasons" });
    reasons.innerHTML = html;
    this.solution.replaceChildren(...(verdict ? [verdict, reasons] : [reasons]));
  }

  /** Moves an entry one place and keeps the focus on what moved it. */
  move(button) {
    const entry = button.closest("[data-step]");
    const other = button.dataset.move === "up" ? entry.previousElementSibling : entry.nextElementSibling;
    if (other && button.dataset.move === "up") other.before(entry);
    else if (other) other.after(entry);
    button.focus();
    this.clear();
    const place = all(this.form, "[data-step]").indexOf(entry) + 1;
    this.solution.replaceChildren(make("p", { class: "aside" }, `Now number ${place} of ${this.steps.length}`));
  }

  clear() {
    this.told = "nothing";
    this.unmark();
    this.solution.replaceChildren();
  }

  unmark() {
    for (const place of all(this.form, ".right, .wrong")) place.classList.remove("right", "wrong");
    for (const word of all(this.form, ".mark")) word.remove();
    for (const told of all(this.form, ".told")) told.replaceChildren();
  }

  startOver() {
    this.steps[0]?.parentElement.replaceChildren(...this.steps);
    this.clear();
  }

  /** Returns what stands in the form, by the ids of its fields. */
  state() {
    const fields = all(this.form, "input, select, textarea").map(({ id, value, checked }) => [id, { value, checked }]);
    const steps = all(this.form, "[data-step]").map(({ dataset }) => dataset.step);
    return { fields: Object.fromEntries(fields), steps, focus: document.activeElement?.id };
  }

  /** Puts a state back as far as the form still has its fields. */
  restore({ fields, steps, focus }) {
    for (const field of all(this.form, "input, select, textarea")) {
      const { value, checked } = fields[field.id] ?? {};
      if (value === undefined) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = checked;
      else field.value = value;
    }
    const entries = new Map(this.steps.map((entry) => [entry.dataset.step, entry]));
    if (steps.length === entries.size && steps.every((step) => entries.has(step))) {
      this.steps[0]?.parentElement.replaceChildren(...steps.map((step) => entries.get(step)));
    }
    if (focus) this.form.querySelector(`[id="${focus}"]`)?.focus();
  }
}

const VERDICTS = { right: "Right", partly: "Partly right", wrong: "Not right", open: "A person scores this" };

function worth({ correct, points, awaits_person }) {
  if (awaits_person) return "open";
  if (correct) return "right";
  return points === "0" ? "wrong" : "partly";
}

function points({ points, max, awaits_person }) {
  const full = `${max} ${max === "1" ? "point" : "points"}`;
  return awaits_person ? `for up to ${full}` : `${shorter(points)} of ${full}`;
}

/** A third of a point has 28 digits; two tell a learner enough. */
const shorter = (number) => (number.length > 6 ? `about ${Number(number).toFixed(2)}` : number);

function mark(place, kind, word) {
  place.classList.add(kind);
  const host = place.matches("tr") ? place.lastElementChild : place;
  host.insertBefore(make("span", { class: "mark" }, word), place.querySelector(":scope > .told"));
}
