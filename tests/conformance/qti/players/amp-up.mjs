// Drives the player `qti3-item-player`: shows an item, answers it as a learner would, reads score and page.

import { readFileSync } from "node:fs";
import { join } from "node:path";

export const name = "qti3-item-player";
export const tolerance = 1e-5;

/** Returns the files that the player's page asks for. */
export function files(modules) {
  const page =
    '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/amp-up.css"><div id="app"></div>' +
    '<script src="/vue.js"></script><script src="/amp-up.js"></script>';
  const player = join(modules, "qti3-item-player/dist");
  return {
    "/items/amp-up.html": page,
    "/vue.js": readFileSync(join(modules, "vue/dist/vue.min.js")),
    "/amp-up.js": readFileSync(join(player, "qti3Player.umd.min.js")),
    "/amp-up.css": readFileSync(join(player, "qti3Player.css")),
  };
}

export async function start(page, origin) {
  await page.goto(`${origin}/items/amp-up.html`);
  await page.evaluate(async () => {
    const waiting = {};
    window.later = (ms) => new Promise((done) => setTimeout(done, ms));
    window.told = (event) =>
      new Promise((done, fail) => {
        waiting[event] = done;
        setTimeout(() => fail(new Error(`no ${event} within 5 s`)), 5000);
      });
    const on = {};
    for (const event of ["PlayerReady", "ItemReady", "EndAttemptCompleted"]) {
      on[`notifyQti3${event}`] = (value) => waiting[event]?.(value);
    }
    const ready = window.told("PlayerReady");
    const props = { suppressAlertMessages: true, suppressInvalidResponseMessages: true };
    new window.Vue({ render: (create) => create(window.qti3Player, { on, props }) }).$mount("#app");
    window.player = await ready;
    let n_shown = 0;
    // Entries are ordered by dragging alone; an order can be given as one that was left before.
    const withOrder = (value) => ({
      contextVariables: [], outcomeVariables: [], templateVariables: [], validationMessages: [],
      responseVariables: [{ identifier: "RESPONSE", cardinality: "ordered", value, state: { order: value } }],
    });
    window.show = async (xml, order) => {
      const shown = window.told("ItemReady");
      n_shown += 1;
      const sessionControl = { max_attempts: 0, show_feedback: true, validate_responses: false };
      // The player takes a document that it has already for the same item and does not begin anew.
      const fresh = `${xml}<!-- ${n_shown} -->`;
      const configuration = { guid: `item-${n_shown}`, status: "interacting", sessionControl };
      if (order?.length) configuration.state = withOrder(order);
      window.player.loadItemFromXml(fresh, configuration);
      await shown;
    };
    const fields = () =>
      [...document.querySelectorAll(".qti-text-entry-interaction, .qti-inline-choice-interaction, .qti-extended-text-interaction")];
    window.entry = (idx) => fields()[idx].querySelector("input, textarea, button");
    const options = (idx) => [...fields()[idx].querySelectorAll("[role=option]")];
    window.optionNumber = (idx, words) => {
      if (!fields()[idx].matches(".qti-inline-choice-interaction")) return undefined;
      return Math.max(0, options(idx).findIndex((option) => option.textContent === words));
    };
    window.cell = (pair) => document.querySelector(`[data-pair="${pair.join(" ")}"]`);
    const fill = (idx, value) => {
      const option = window.optionNumber(idx, value);
      if (option !== undefined) {
        // The list listens to keys, and to clicks only of a mouse.
        window.entry(idx).click();
        const list = fields()[idx].querySelector("[role=listbox]");
        const press = (code) => list.dispatchEvent(new KeyboardEvent("keydown", { code, bubbles: true }));
        for (let step = 0; step < option; step += 1) press("ArrowDown");
        press("Enter");
        return;
      }
      window.entry(idx).value = value;
      window.entry(idx).dispatchEvent(new Event("input", { bubbles: true }));
    };
    window.answer = async ({ choices = [], text, blanks = [], pairs = [] }) => {
      for (const id of choices) {
        window.choice(id).click();
        await window.later(0);
      }
      if (text !== undefined) fill(0, text);
      for (const [idx, value] of blanks.entries()) fill(idx, value);
      for (const pair of pairs) window.cell(pair).click();
      await window.later(0);
    };
    window.choice = (id) => document.querySelector(`.qti-simple-choice[data-identifier="${id}"]`);
    window.submit = async () => {
      const ended = window.told("EndAttemptCompleted");
      window.player.endAttempt("end");
      const { state } = await ended;
      await window.later(5);
      const score = state.outcomeVariables.find((variable) => variable.identifier === "SCORE");
      return { score: score?.value, text: document.body.innerText };
    };
  });
}

/** Shows an item and returns what the page says. */
export async function show(page, xml, { order }) {
  return page.evaluate(async ([xml, order]) => {
    await window.show(xml, order);
    return document.body.innerText;
  }, [xml, order]);
}

/** Answers by clicks and input, as fast as the page takes them. */
export async function answer(page, answer) {
  await page.evaluate((answer) => window.answer(answer), answer);
}

/** Answers by keys alone: the tab key reaches the first of single choices, arrows the others. */
export async function type(page, { choices = [], text, blanks = [], pairs = [], order }) {
  const focus = (find, argument) => page.evaluate(([find, argument]) => window[find](argument).focus(), [find, argument]);
  for (const id of choices) {
    const n_down = await page.evaluate((id) => {
      const all = [...window.choice(id).parentElement.children];
      const reached = window.choice(id).tabIndex < 0 ? all.find((choice) => choice.tabIndex >= 0) : window.choice(id);
      reached.focus();
      return all.indexOf(window.choice(id)) - all.indexOf(reached);
    }, id);
    for (let step = 0; step < n_down; step += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
  }
  if (text !== undefined) {
    await focus("entry", 0);
    await page.keyboard.type(text);
  }
  for (const [idx, value] of blanks.entries()) {
    const option = await page.evaluate(([idx, value]) => window.optionNumber(idx, value), [idx, value]);
    await focus("entry", idx);
    if (option === undefined) {
      await page.keyboard.type(value);
      continue;
    }
    await page.keyboard.press("Enter");
    for (let step = 0; step < option; step += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
  }
  for (const pair of pairs) {
    await focus("cell", pair);
    await page.keyboard.press("Space");
  }
  if (order !== undefined) throw new Error("no keys order entries");
}

/** Ends the attempt and returns the score and what the page says then. */
export async function submit(page) {
  return page.evaluate(() => window.submit());
}

/** Returns, in the page, what is wrong with how an item is shown. */
export function blemishes() {
  return [];
}

/** Counts, in the page, the formulas and those among them that the browser sets as such. */
export function formulas() {
  const all = [...document.querySelectorAll("math")];
  return [all.length, all.filter((math) => math.namespaceURI.endsWith("MathML")).length];
}
