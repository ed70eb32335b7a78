// Looks at `qbank preview` in a browser as an author does, without a mouse.
//
// check.mjs QBANK --bank DIR --expect RESPONSES.json --modules DIR --chromium COMMAND [--shots DIR] [--mutants]
//
// Every question is answered by keys with its key and has to score as RESPONSES.json says. In light and dark, on a narrow and a wide
// screen, axe finds nothing and no script fails. Changes of files are followed. With --mutants, faults are planted in what
// the page is sent, and each must be found. Exit status: 0 nothing found, 1 something.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { OPTIONS, withBrowser } from "../browser.mjs";
import { answerByKeys } from "./keys.mjs";
import { MUTANTS } from "./mutants.mjs";
import { openPreview, questionAt, withPreview } from "./page.mjs";
import { measureReloads } from "./reload.mjs";

const LOOKS = [
  { width: 360, scheme: "light" },
  { width: 360, scheme: "dark" },
  { width: 1400, scheme: "light" },
  { width: 1400, scheme: "dark" },
];

/** The first question of each type, so that a look at them is a look at every type. */
function oneOfEachType(expectations) {
  const first = new Map();
  for (const expected of expectations) if (!first.has(expected.type)) first.set(expected.type, expected);
  return [...first.values()];
}

/** Those, and one with feedback: enough to see what a planted fault does. */
const someOf = (expectations) => [...oneOfEachType(expectations), ...expectations.filter(({ id }) => id === "single-feedback")];

const squeeze = (text) => text.replace(/\s+/g, "");

/** Answers a question with its key, or with what an essay has instead, and returns what is wrong. */
async function answered({ page, go }, { id, responses }) {
  const [key, number] = id.split("~");
  const [response] = responses;
  await go(questionAt(key, Number(number ?? 1)));
  const before = squeeze(await page.innerText("#view"));
  const faults = response.hides.filter((probe) => before.includes(probe)).map((probe) => `gives «${probe}» away`);
  try {
    const score = await answerByKeys(page, response.answer);
    if (score.points !== response.score) faults.push(`scores ${score.points}, not ${response.score}`);
    const verdict = await page.innerText(".verdict");
    const right = score.awaits_person ? "A person scores this" : "Right";
    if (!verdict.includes(right)) faults.push(`says “${verdict}”, not “${right}”`);
    const after = squeeze(await page.innerText("#view"));
    faults.push(...response.says.filter((probe) => !after.includes(probe)).map((probe) => `does not say «${probe}»`));
  } catch (error) {
    faults.push(error.message.split("\n")[0]);
  }
  return faults.map((fault) => `${id}: ${fault}`);
}

/** Has axe look at what is shown, and measures whether it fits the screen. */
async function looked(page, axe, name) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => (await globalThis.axe.run(document)).violations);
  const faults = violations.map(({ id, nodes }) => `${name}: axe finds ${id} at ${nodes.map(({ target }) => target).slice(0, 3).join(", ")}`);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return over > 0 ? [...faults, `${name}: ${over} pixels wider than the screen`] : faults;
}

/** Looks at each view and at a question of each type, before and after the attempt. */
async function looks(opened, look, { axe, shown, shots }) {
  const { page, go } = opened;
  const faults = [];
  const see = async (name) => {
    const title = `${name}-${look.width}-${look.scheme}`;
    if (shots) await page.screenshot({ path: join(shots, `preview-${title}.png`), fullPage: true });
    faults.push(...(await looked(page, axe, title)));
  };
  for (const [name, hash] of [["list", "#/"], ["findings", "#/findings"], ["coverage", "#/coverage"]]) {
    await go(hash);
    await see(name);
  }
  for (const { id } of shown) {
    const [key, number] = id.split("~");
    await go(questionAt(key, Number(number ?? 1)));
    await page.focus("button[type=submit]");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".verdict");
    await see(id);
  }
  return faults;
}

/** Searches and filters, and counts what is left. */
async function narrowed({ page, go }) {
  await go("#/");
  const count = () => page.$$eval("#rows li", (rows) => rows.length);
  const all = await count();
  await page.selectOption("[data-filter=type]", "order");
  const of_type = await count();
  await page.fill("#search", "no such words anywhere");
  const of_none = await count();
  return 0 < of_type && of_type < all && of_none === 0 ? [] : [`filters leave ${of_type} of ${all}, a search in vain ${of_none}`];
}

/** Changes files under an answer that is being given, then breaks the bank and mends it. */
async function followed({ page, go }, folder) {
  const faults = [];
  const file = join(folder, "items/demand/typed.md");
  const text = readFileSync(file, "utf8");
  const shows = (words, selector) =>
    page
      .waitForFunction(([words, selector]) => document.querySelector(selector)?.textContent.includes(words), [words, selector], { timeout: 5_000 })
      .catch(() => faults.push(`a change to «${words}» is not shown`));
  await go(questionAt("numeric", 1));
  await page.focus("[data-typed]");
  await page.keyboard.type("12");
  writeFileSync(file, text.replace("{#numeric}", "Changed {#numeric}"));
  await shows("Changed", "#view");
  await page.keyboard.type("3");
  const typed = await page.inputValue("[data-typed]").catch(() => "nothing");
  if (typed !== "123") faults.push(`a change under the writer's hands leaves “${typed}”`);
  writeFileSync(file, "");
  await shows("has no question “numeric”", "#view");
  writeFileSync(file, text);
  await page.waitForSelector("[data-typed]", { timeout: 5_000 }).catch(() => faults.push("a question that came back is not shown"));
  const settings = readFileSync(join(folder, "bank.toml"), "utf8");
  writeFileSync(join(folder, "bank.toml"), `nosuch = 1\n${settings}`);
  await shows("nosuch", "#trouble");
  if (!(await page.isVisible("[data-typed]"))) faults.push("a broken bank takes the question away");
  writeFileSync(join(folder, "bank.toml"), settings);
  await page.waitForSelector("#trouble", { state: "hidden", timeout: 5_000 }).catch(() => faults.push("a mended bank stays broken"));
  return faults;
}

/** Runs one look on one page, whatever happens in it. */
async function attempt(browser, origin, options, use) {
  const opened = await openPreview(browser, origin, options);
  const faults = await use(opened).catch((error) => [error.message.split("\n")[0]]);
  await opened.close();
  return [...faults, ...opened.faults];
}

/** Asks for each thing in turn, and stops at the first that is at fault. */
async function untilFault(things, use) {
  for (const thing of things) {
    const faults = await use(thing);
    if (faults.length > 0) return faults;
  }
  return [];
}

/** Plants each fault, has the part of the check look that should find it, and returns those that it did not find. */
async function checkMutants(browser, { origin, folder }, context, expectations) {
  const parts = {
    answered: (opened) => untilFault(someOf(expectations), (expected) => answered(opened, expected)),
    looks: (opened) => looks(opened, LOOKS[0], { ...context, shots: null }),
    followed: (opened) => followed(opened, folder),
    narrowed,
  };
  const alive = [];
  let n_planted = 0;
  for (const [part, faults] of Object.entries(MUTANTS)) {
    for (const [name, change] of Object.entries(faults)) {
      n_planted += 1;
      const found = await attempt(browser, origin, { ...LOOKS[0], change }, parts[part]);
      if (found.length === 0) alive.push(`mutant lives: ${name}`);
    }
  }
  console.log(`preview: killed ${n_planted - alive.length} of ${n_planted}`);
  return alive;
}

async function main() {
  const options = {
    ...OPTIONS,
    bank: { type: "string" },
    expect: { type: "string" },
    shots: { type: "string" },
    mutants: { type: "boolean" },
  };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const expectations = JSON.parse(readFileSync(values.expect, "utf8")).items;
  const types = oneOfEachType(expectations);
  const axe = readFileSync(join(values.modules, "axe-core/axe.min.js"), "utf8");
  if (values.shots) mkdirSync(values.shots, { recursive: true });
  const wide = expectations.filter(({ id }) => ["tables", "case-acme-atp"].includes(id));
  const context = { axe, shown: [...types, ...wide], shots: values.shots };
  const faults = [];
  await withBrowser(values, async (browser) => {
    await withPreview(positionals[0], values.bank, async (preview) => {
      const { origin, folder } = preview;
      const answerAll = async (opened) => {
        const faults = [];
        for (const expected of expectations) faults.push(...(await answered(opened, expected)));
        return faults;
      };
      faults.push(...(await attempt(browser, origin, {}, answerAll)));
      for (const look of LOOKS) faults.push(...(await attempt(browser, origin, look, (opened) => looks(opened, look, context))));
      faults.push(...(await attempt(browser, origin, {}, narrowed)));
      faults.push(...(await attempt(browser, origin, {}, (opened) => followed(opened, folder))));
      if (faults.length > 0) return;
      console.log(`preview: ${expectations.length} questions of ${types.length} types score by keys alone; axe finds nothing in ${LOOKS.length} looks`);
      if (values.mutants) faults.push(...(await checkMutants(browser, preview, context, expectations)));
    });
    if (faults.length === 0) await measureReloads(browser, positionals[0]);
  });
  for (const fault of faults.slice(0, 50)) console.error(`preview: ${fault}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

await main();
