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

/** Answers by clicks. */
export async function answer(page, { choices }) {
  await page.evaluate(async (choices) => {
    for (const id of choices) {
      window.choice(id).click();
      await window.later(0);
    }
  }, choices);
}

/** Answers by keys alone. */
export async function type(page, { choices }) {
  for (const id of choices) {
    await page.evaluate((id) => {
      if (window.choice(id).tabIndex < 0) throw new Error(`choice ${id} is not on the way of the tab key`);
      window.choice(id).focus();
    }, id);
    await page.keyboard.press("Space");
  }
}

/** Ends the attempt and returns the score and what the page says then. */
export async function submit(page) {
  return page.evaluate(() => window.submit());
}

/** Counts, in the page, the formulas and those among them that the browser sets as such. */
export function formulas() {
  const all = [...window.item.querySelectorAll("math")];
  return [all.length, all.filter((math) => math.namespaceURI.endsWith("MathML")).length];
}
