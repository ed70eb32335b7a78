// Studies the rendered cards of a package in a browser, as the clients show them, and holds them against the bank.
//
// cards.mjs FOLDER --expect RESPONSES.json --modules DIR --chromium COMMAND [--shots DIR] [--mutants] [--all]
//
// Some cards of each type are studied, or with --all every one. FOLDER is what `check.py --cards` wrote: cards.json and the media. Clients differ in what is left at the flip: the
// desktop shows both sides in one page, others open a new one, with or without a session's storage. With --mutants,
// faults are planted in the cards, and each must be found. Exit status: 0 agreed, 1 not.

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { OPTIONS, openPage, withBrowser } from "../browser.mjs";
import { MUTANTS } from "./card-mutants.mjs";

const PER_TYPE = 6;
const FLIPS = 40;
const CLIENTS = ["same page", "new page with storage", "new page without storage"];
const SHELL = '<!doctype html><html lang="en"><head><title>Card</title></head><body class="card"><main><h1 style="font-size:0">Client</h1><div id="qa"></div></main></body></html>';

/** Shows a side as the desktop does: new elements, whose scripts run, in the page that is there. */
const show = ({ html, css, night }) => {
  document.body.className = night ? "card nightMode night_mode" : "card";
  document.body.style.background = night ? "#2c2c2c" : "#fff";
  document.body.style.color = night ? "#fcfcfc" : "#000";
  const style = document.querySelector("style") ?? document.head.appendChild(document.createElement("style"));
  style.textContent = css;
  const side = document.getElementById("qa");
  side.innerHTML = html;
  for (const old of side.querySelectorAll("script")) {
    const script = document.createElement("script");
    script.textContent = old.textContent;
    old.replaceWith(script);
  }
};

/** What can be told from a side: the order of what is shuffled, what was answered, the verdict. */
const look = () => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const parts = all(".qb .options li[data-k]").map((entry) => entry.dataset.k);
  const options = all(".qb .prompts select").map((list) => [...list.options].map((option) => option.value).join(" "));
  const fields = all(".qb .field").map((field) => field.value);
  const picked = all(".qb .picked").map((entry) => entry.dataset.k);
  const card = document.querySelector(".qb");
  const verdict = ["right", "wrong"].find((word) => card.classList.contains(word)) ?? "none";
  const told = document.querySelector(".verdict").textContent;
  return { order: [...parts, ...options].join("|"), answer: [...fields, ...picked.sort()].join("|"), verdict, told };
};

const center = (key) => `.qb .options > ol > li[data-k="${key}"] .opt`;

/** Gives an answer by hand, or by keys alone. */
async function give(page, type, { choices, text, blanks, pairs, order }, byKeys) {
  const press = async (locator) => {
    if (!byKeys) return locator.click();
    await locator.focus();
    return page.keyboard.press("Space");
  };
  if (choices) {
    for (const key of choices) {
      if (!byKeys) await page.locator(center(key)).click();
      else {
        const keys = await page.$$eval(".qb .options > ol > li", (all) => all.map((entry) => entry.dataset.k));
        await page.keyboard.press(`Alt+${keys.indexOf(key) + 1}`);
      }
    }
  }
  if (text !== undefined) await type_(page, page.locator(".qb .options .field"), text, byKeys);
  for (const [place, words] of (blanks ?? []).entries()) {
    await type_(page, page.locator(".qb .stem .field").nth(place), words, byKeys);
  }
  for (const [prompt, option] of pairs ?? []) {
    await pick(page, page.locator(`.qb .prompts > li[data-k="${prompt}"] select`), option, byKeys);
  }
  for (const [place, key] of (order ?? []).entries()) {
    const step = page.locator(`.qb .steps > li[data-k="${key}"]`);
    const at = () => page.$$eval(".qb .steps > li", (all, key) => all.findIndex((step) => step.dataset.k === key), key);
    for (let from = await at(); from > place; from -= 1) await press(step.locator(".move").first());
  }
  // An order that happened to be shown is an answer once it is checked.
  if (order?.length) await page.keyboard.press("Alt+0");
}

async function type_(page, locator, words, byKeys) {
  if ((await locator.evaluate((field) => field.tagName)) === "SELECT") return pick(page, locator, words, byKeys);
  if (!byKeys) return locator.fill(words);
  await locator.focus();
  return page.keyboard.type(words);
}

async function pick(page, locator, value, byKeys) {
  if (!byKeys) return locator.selectOption(value);
  await locator.focus();
  const place = await locator.evaluate((list, value) => [...list.options].findIndex((option) => option.value === value), value);
  for (let step = 0; step < place; step += 1) await page.keyboard.press("ArrowDown");
  return undefined;
}

/** One client on the cards of a package. */
class Learner {
  constructor(browser, folder, modules) {
    this.find = (path) => (path.endsWith("/card.html") ? Buffer.from(SHELL) : readMedium(folder, path));
    this.browser = browser;
    this.axe = readFileSync(createRequire(resolve(modules, "package.json")).resolve("axe-core"), "utf8");
  }

  async open(viewport) {
    this.opened = await openPage(this.browser, this.find, viewport);
    this.page = this.opened.page;
    this.faults = this.opened.faults;
    await this.page.goto(`${this.opened.origin}/a/card.html`);
  }

  /** Turns the card over in one of the clients. */
  async flip(card, client, night = false) {
    if (client !== CLIENTS[0]) await this.page.goto(`${this.opened.origin}/${client === CLIENTS[1] ? "b" : "c"}/card.html`);
    if (client === CLIENTS[2]) await this.page.evaluate(blockStorage);
    await this.page.evaluate(show, { html: card.answer, css: card.css, night });
    return this.page.evaluate(look);
  }

  async question(card, client = CLIENTS[0], night = false) {
    await this.page.evaluate(() => { delete window.qbankCard; sessionStorage.clear(); });
    if (client === CLIENTS[2]) await this.page.evaluate(blockStorage);
    await this.page.evaluate(show, { html: card.question, css: card.css, night });
    return this.page.evaluate(look);
  }
}

const blockStorage = () => {
  Object.defineProperty(window, "sessionStorage", { configurable: true, get() { throw new Error("no storage"); } });
};

function readMedium(folder, path) {
  try {
    return readFileSync(join(folder, path.split("/").at(-1)));
  } catch {
    return undefined;
  }
}

/** Flips each card in each client and returns what was not kept. */
async function flips(learner, cards) {
  const found = [];
  const kept = {};
  for (const client of CLIENTS) {
    const count = { order: 0, answer: 0 };
    for (let n = 0; n < FLIPS; n += 1) {
      const { card, expected } = cards[n % cards.length];
      await learner.page.goto(`${learner.opened.origin}/a/card.html`);
      await learner.question(card, client);
      const key = expected.responses[0];
      // Without storage, moved entries are an answer that is lost; the order that they are shown in is not.
      const isMoved = expected.type === "order" && client === CLIENTS[2];
      if (!isMoved) await give(learner.page, expected.type, key.answer, false);
      const before = await learner.page.evaluate(look);
      const after = await learner.flip(card, client);
      if (before.order === after.order) count.order += 1;
      if (before.answer === after.answer) count.answer += 1;
    }
    kept[client] = count;
    if (count.order < FLIPS) found.push(`${client}: order kept ${count.order} of ${FLIPS}`);
    if (client !== CLIENTS[2] && count.answer < FLIPS) found.push(`${client}: answer kept ${count.answer} of ${FLIPS}`);
  }
  return { found, kept };
}

/** Gives every response and returns where the card judges otherwise than the bank. */
async function judgements(learner, { card, expected }, count) {
  const found = [];
  for (const [n, response] of expected.responses.entries()) {
    for (const byKeys of n === 0 ? [false, true] : [false]) {
      await learner.question(card);
      await give(learner.page, expected.type, response.answer, byKeys);
      const { verdict, told } = await learner.flip(card, CLIENTS[0]);
      const isEmpty = !JSON.stringify(response.answer).match(/:"[^"]|\["[^"]|,"[^"]|\[\["/);
      const wanted = expected.type === "essay" || isEmpty ? "none" : response.correct ? "right" : "wrong";
      const said = verdict === "none" ? "" : verdict;
      count.given += 1;
      if (verdict !== wanted) found.push(`${expected.identity}, ${response.name}: ${verdict}, not ${wanted}`);
      else if (!told.toLowerCase().includes(said)) found.push(`${expected.identity}, ${response.name}: says «${told}»`);
    }
  }
  return found;
}

/** Asks axe about both sides, by day and by night. */
async function accessible(learner, { card, expected }) {
  const found = [];
  for (const night of [false, true]) {
    for (const side of ["front", "back"]) {
      await learner.question(card, CLIENTS[0], night);
      if (side === "back") {
        await give(learner.page, expected.type, expected.responses.at(-1).answer, false);
        await learner.flip(card, CLIENTS[0], night);
      }
      await learner.page.evaluate(learner.axe);
      const { violations } = await learner.page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      for (const { id, nodes } of violations) {
        found.push(`${expected.identity}, ${side}${night ? " by night" : ""}: ${id} at ${nodes[0].html.slice(0, 120)}`);
      }
      const small = await learner.page.$$eval(".qb button, .qb input, .qb select, .qb summary, .qb-after a[href^=http]", (all) =>
        all.filter((one) => one.offsetParent && one.getBoundingClientRect().height < 47.5).map((one) => one.outerHTML.slice(0, 80)));
      if (small.length) found.push(`${expected.identity}, ${side}: smaller than 48 px: ${small[0]}`);
    }
  }
  return found;
}

/** Runs all checks and returns what was found; `only` names one of them. */
async function study(learner, cards, only) {
  const count = { given: 0, asked: 0 };
  const found = [];
  let kept = {};
  if (!only || only === "flip") {
    const flipped = await flips(learner, cards);
    found.push(...flipped.found);
    kept = flipped.kept;
  }
  await learner.page.goto(`${learner.opened.origin}/a/card.html`);
  for (const pair of cards) {
    if (!only || only === "judge") found.push(...(await judgements(learner, pair, count)));
  }
  for (const pair of firstOfEachType(cards)) {
    if (only && only !== "axe") break;
    count.asked += 4;
    found.push(...(await accessible(learner, pair)));
  }
  found.push(...learner.faults.splice(0));
  return { found, kept, count };
}

function firstOfEachType(cards) {
  return [...new Map([...cards].reverse().map((pair) => [pair.expected.type, pair])).values()];
}

function chosen(cards, expectations, most) {
  const n = {};
  const pairs = expectations.map((expected) => ({ expected, card: cards.find((card) => card.identity === expected.identity) }));
  return pairs.filter(({ expected, card }) => card && (n[expected.type] = (n[expected.type] ?? 0) + 1) <= most);
}

async function shoot(learner, cards, folder) {
  mkdirSync(folder, { recursive: true });
  for (const width of [360, 1200]) {
    await learner.page.setViewportSize({ width, height: 800 });
    for (const { card, expected } of firstOfEachType(cards)) {
      await learner.question(card, CLIENTS[0], width === 360);
      await learner.page.screenshot({ path: join(folder, `anki-${expected.type}-${width}-front.png`), fullPage: true });
      await give(learner.page, expected.type, expected.responses.at(-1).answer, false);
      await learner.flip(card, CLIENTS[0], width === 360);
      await learner.page.screenshot({ path: join(folder, `anki-${expected.type}-${width}-back.png`), fullPage: true });
    }
  }
}

async function mutants(learner, cards) {
  const alive = [];
  for (const { name, check, plant } of MUTANTS) {
    const broken = cards.map(({ card, expected }) => ({ expected, card: plant(card) }));
    const { found } = await study(learner, broken, check).catch((error) => ({ found: [error.message] }));
    if (broken.every(({ card }, n) => card.question === cards[n].card.question && card.css === cards[n].card.css)) alive.push(`${name}: nothing to plant it in`);
    else if (!found.length) alive.push(name);
  }
  console.log(`cards: killed ${MUTANTS.length - alive.length} of ${MUTANTS.length}`);
  return alive.map((name) => `mutant lives: ${name}`);
}

const { values, positionals } = parseArgs({
  options: { ...OPTIONS, expect: { type: "string" }, shots: { type: "string" }, mutants: { type: "boolean" }, all: { type: "boolean" } },
  allowPositionals: true,
});
const folder = positionals[0];
const cards = chosen(
  JSON.parse(readFileSync(join(folder, "cards.json"), "utf8")),
  JSON.parse(readFileSync(values.expect, "utf8")).items,
  values.all ? Infinity : PER_TYPE,
);
await withBrowser(values, async (browser) => {
  const learner = new Learner(browser, folder, values.modules);
  await learner.open({ width: 360, height: 740 });
  const { found, kept, count } = await study(learner, cards);
  if (!found.length && values.mutants) found.push(...(await mutants(learner, cards)));
  if (values.shots) await shoot(learner, cards, values.shots);
  await learner.opened.close();
  for (const fault of found.slice(0, 20)) console.log(fault);
  for (const [client, { order, answer }] of Object.entries(kept)) {
    console.log(`${client}: order kept ${order} of ${FLIPS}, answer ${answer} of ${FLIPS}`);
  }
  console.log(`${cards.length} cards: ${count.given} answers judged, axe asked ${count.asked} times, ${found.length} faults`);
  process.exitCode = found.length ? 1 : 0;
});
