// Drives the player `@citolab/qti-components`: shows an item, answers it as a learner would, reads score and page.

import { readFileSync } from "node:fs";
import { join } from "node:path";

export const name = "qti-components";
/** It keeps three decimals of a score, so thirds come out as 0.333. */
export const tolerance = 5e-4;

/** Returns the files that the player's page asks for. */
export function files(modules) {
  const page = '<!doctype html><meta charset="utf-8"><script type="module" src="/citolab.js"></script><body></body>';
  return {
    "/items/citolab.html": page,
    "/citolab.js": readFileSync(join(modules, "@citolab/qti-components/cdn/index.js")),
  };
}

export async function start(page, origin) {
  await page.goto(`${origin}/items/citolab.html`);
  await page.waitForFunction(() => customElements.get("item-container") && customElements.get("qti-assessment-item"));
  await page.evaluate(() => {
    window.later = (ms) => new Promise((done) => setTimeout(done, ms));
    window.show = async (xml) => {
      document.body.innerHTML = "<qti-item><item-container></item-container></qti-item>";
      const container = document.querySelector("item-container");
      await container.updateComplete;
      container.itemXML = xml;
      for (let tries = 0; !window.item?.isConnected || window.item === window.former; tries += 1) {
        if (tries > 500) throw new Error("the item does not appear");
        await window.later(2);
        window.item = container.shadowRoot.querySelector("qti-assessment-item");
      }
      window.former = window.item;
      await window.item.updateComplete;
      // A rubric is shown to whom it is for by the one who delivers the test.
      for (const rubric of window.item.querySelectorAll("[view~=candidate]")) rubric.classList.add("show");
      await print();
    };
    // What is printed stands in shadow trees, as JSON; its words are put where a page's text can be read.
    const print = async () => {
      const printed = [...window.item.querySelectorAll("qti-printed-variable")];
      const isSet = () => printed.every((place) => place.shadowRoot?.textContent);
      for (let tries = 0; !isSet() && tries < 100; tries += 1) await window.later(2);
      const words = printed.map((place) => place.shadowRoot?.textContent ?? "");
      window.quoted = words.filter((word) => /^".*"$/.test(word)).length;
      printed.forEach((place, idx) => place.replaceWith(words[idx].replace(/^"(.*)"$/, "$1")));
    };
    const within = (element, selector) => element.shadowRoot.querySelector(selector);
    const fields = () =>
      [...window.item.querySelectorAll("qti-text-entry-interaction, qti-inline-choice-interaction, qti-extended-text-interaction")];
    window.entry = (idx) => within(fields()[idx], "input, textarea, button");
    window.optionNumber = (idx, words) => {
      if (fields()[idx].localName !== "qti-inline-choice-interaction") return undefined;
      return 1 + [...fields()[idx].querySelectorAll("qti-inline-choice")].findIndex((option) => option.textContent === words);
    };
    window.cell = (pair) => within(window.item.querySelector("qti-match-interaction"), `input[value="${pair.join(" ")}"]`);
    const fill = (idx, value) => {
      const option = window.optionNumber(idx, value);
      if (option !== undefined) {
        if (option > 0) fields()[idx].querySelectorAll("qti-inline-choice")[option - 1].click();
        return;
      }
      window.entry(idx).value = value;
      for (const event of ["input", "change"]) window.entry(idx).dispatchEvent(new Event(event, { bubbles: true, composed: true }));
    };
    window.answer = async ({ choices = [], text, blanks = [], pairs = [], order }) => {
      for (const id of choices) {
        window.choice(id).click();
        await window.later(0);
      }
      if (text !== undefined) fill(0, text);
      for (const [idx, value] of blanks.entries()) fill(idx, value);
      for (const pair of pairs) window.cell(pair).click();
      if (order?.length) window.item.updateResponseVariable("RESPONSE", order);
    };
    window.choice = (id) => window.item.querySelector(`qti-simple-choice[identifier="${id}"]`);
    window.submit = async () => {
      window.item.processResponse();
      await window.item.updateComplete;
      await window.later(5);
      const score = window.item.variables.find((variable) => variable.identifier === "SCORE");
      return { score: score?.value, text: window.item.innerText };
    };
  });
}

/** Shows an item and returns what the page says. */
export async function show(page, xml) {
  return page.evaluate(async (xml) => {
    await window.show(xml);
    return window.item.innerText;
  }, xml);
}

/** Answers by clicks and input, as fast as the page takes them. */
export async function answer(page, answer) {
  await page.evaluate((answer) => window.answer(answer), answer);
}

/** Answers by keys alone. */
export async function type(page, { choices = [], text, blanks = [], pairs = [], order = [] }) {
  const focus = (find, argument) => page.evaluate(([find, argument]) => window[find](argument).focus(), [find, argument]);
  for (const id of choices) {
    if (await page.evaluate((id) => window.choice(id).tabIndex < 0, id)) throw new Error(`no key reaches choice ${id}`);
    await focus("choice", id);
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
    await page.waitForTimeout(50);
    for (let step = 0; step < option; step += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
  }
  for (const pair of pairs) {
    await focus("cell", pair);
    await page.keyboard.press("Space");
  }
  for (const [place, id] of order.entries()) {
    await focus("choice", id);
    await page.keyboard.press("Space");
    for (let step = 0; step < place; step += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
  }
}

/** Ends the attempt and returns the score and what the page says then. */
export async function submit(page) {
  return page.evaluate(() => window.submit());
}

/** Returns, in the page, what is wrong with how an item is shown. */
export function blemishes() {
  return window.quoted > 0 ? ["prints what is drawn between quotation marks"] : [];
}

/** Counts, in the page, the formulas and those among them that the browser sets as such. */
export function formulas() {
  const all = [...window.item.querySelectorAll("math")];
  return [all.length, all.filter((math) => math.namespaceURI.endsWith("MathML")).length];
}
