// Answers every item of a QTI 3.0 package in two real players and compares what they give and show with the bank.
//
// check.mjs PACKAGE.zip --expect RESPONSES.json --modules DIR --chromium COMMAND [--shots DIR] [--mutants] [--drawn]
//
// With --drawn only items that players draw are answered, once for each draw.
//
// For each response the score has to be the one of RESPONSES.json, what is to be said visible and what is not, hidden.
// The key is given once more by keys alone. With --mutants, faults are planted in copies of items, and each must be found.
// Exit status: 0 agreed, 1 not.

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { OPTIONS, openPage, withBrowser } from "../../browser.mjs";
import * as ampUp from "./amp-up.mjs";
import * as citolab from "./citolab.mjs";
import { knownAs } from "./known.mjs";
import { MUTANTS } from "./mutants.mjs";
import { items, unzip } from "./package.mjs";

const SHOTS = 10;

/** A tilde sets a variant's number off, which no identifier of QTI can hold. */
const identifier = ({ identity }) => identity.replace("~", ".");

const squeeze = (text) => text.replace(/\s+/g, "");

/** One player on one package. */
class Check {
  constructor(player, page) {
    this.player = player;
    this.page = page;
    this.counts = new Map();
  }

  /** Gives every response to an item and returns how the player differs from the bank. */
  async item(xml, expected) {
    const faults = [];
    for (const response of expected.responses) {
      faults.push(...(await this.response(xml, expected, response, "answer")));
    }
    faults.push(...(await this.response(xml, expected, expected.responses[0], "type")));
    const [n_math, n_set] = await this.page.evaluate(this.player.formulas);
    if (n_set < n_math) faults.push({ expected, text: `shows ${n_math - n_set} of ${n_math} formulas as plain text` });
    return faults;
  }

  async response(xml, expected, response, way) {
    const { player, page } = this;
    const fault = (text) => ({ expected, response, way, text });
    this.counts.set(expected.type, (this.counts.get(expected.type) ?? 0) + 1);
    try {
      const before = squeeze(await player.show(page, xml, response.answer));
      const blemishes = await page.evaluate(player.blemishes);
      await player[way](page, response.answer);
      const { score, text } = await player.submit(page);
      const [after, faults] = [squeeze(text), blemishes.map(fault)];
      if (!(Math.abs(Number(score) - Number(response.score)) <= player.tolerance)) {
        faults.push(fault(`scores ${score}, not ${response.score}`));
      }
      for (const probe of expected.shows) if (!before.includes(probe)) faults.push(fault(`does not show «${probe}»`));
      for (const probe of response.says) if (!after.includes(probe)) faults.push(fault(`does not say «${probe}»`));
      for (const probe of response.hides) {
        if (before.includes(probe) || after.includes(probe)) faults.push(fault(`gives «${probe}» away`));
      }
      return faults;
    } catch (error) {
      return [fault(error.message.split("\n")[0])];
    }
  }

  /** Says how many responses of each type were given. */
  summary(known) {
    const names = new Map();
    for (const name of known) names.set(name, (names.get(name) ?? 0) + 1);
    const own = [...names].map(([name, count]) => `${name} ${count}`).join(", ");
    const counts = [...this.counts].sort().map(([type, count]) => `${type} ${count}`);
    const total = [...this.counts.values()].reduce((sum, count) => sum + count, 0);
    return `${this.player.name}: ${total} responses agree (${counts.join(", ")})${own && `, but for its own faults: ${own}`}`;
  }
}

const words = ({ expected, response, way, text }) =>
  [expected?.identity, response && `, ${response.name}`, way === "type" && " by keys", expected && ": ", text].filter(Boolean).join("");

async function checkPackage(check, found, expectations, shots) {
  const faults = [];
  for (const [idx, expected] of expectations.entries()) {
    const item = found.get(identifier(expected));
    if (item === undefined) {
      faults.push({ expected, text: "not in the package" });
      continue;
    }
    faults.push(...(await check.item(item.xml, expected)));
    if (shots && idx % Math.ceil(expectations.length / SHOTS) === 0) {
      mkdirSync(shots, { recursive: true });
      await check.page.screenshot({ path: join(shots, `${check.player.name}-${expected.identity}.png`) });
    }
  }
  return faults;
}

/** Plants each fault in the first item that has a place for it, and demands that the check tells the copy apart. */
async function checkMutants(check, found, expectations) {
  const alive = [];
  let n_planted = 0;
  for (const [name, plant] of Object.entries(MUTANTS)) {
    for (const expected of expectations) {
      const copy = plant(found.get(identifier(expected)).xml, expected);
      if (!copy) continue;
      n_planted += 1;
      const faults = await check.item(copy, expected);
      if (faults.every((fault) => knownAs(check.player, fault))) alive.push(`${name} in ${expected.identity}`);
      break;
    }
  }
  console.log(`${check.player.name}: killed ${n_planted - alive.length} of ${n_planted}`);
  return alive.map((name) => ({ text: `mutant lives: ${name}` }));
}

async function main() {
  const options = { ...OPTIONS, expect: { type: "string" }, shots: { type: "string" }, mutants: { type: "boolean" }, drawn: { type: "boolean" } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const entries = unzip(positionals[0]);
  const found = items(entries);
  const draws = (expected) => found.get(identifier(expected))?.xml.includes("<qti-template-processing>");
  const all = JSON.parse(readFileSync(values.expect, "utf8")).items;
  const expectations = values.drawn ? all.filter(draws) : all;
  let n_faults = 0;
  await withBrowser(values, async (browser) => {
    for (const player of [citolab, ampUp]) {
      const own = player.files(values.modules);
      const { page, origin, faults: seen, close } = await openPage(browser, (path) => own[path] ?? entries.get(path.slice(1)));
      await player.start(page, origin);
      const check = new Check(player, page);
      const seenFaults = await checkPackage(check, found, expectations, values.shots);
      const known = seenFaults.map((fault) => knownAs(player, fault)).filter(Boolean);
      const faults = seenFaults.filter((fault) => !knownAs(player, fault));
      faults.push(...seen.map((text) => ({ text })));
      const summary = check.summary(known);
      if (faults.length === 0) {
        console.log(summary);
        if (values.mutants) faults.push(...(await checkMutants(check, found, expectations)));
      }
      for (const fault of faults.slice(0, 50)) console.error(`${player.name}: ${words(fault)}`);
      if (faults.length > 0) console.error(`${player.name}: ${faults.length} faults in ${positionals[0]}`);
      n_faults += faults.length;
      await close();
    }
  });
  process.exitCode = n_faults === 0 ? 0 : 1;
}

await main();
