// Everything that a browser shows, as many checks at a time as there are processors.
//
// all.mjs --qbank PROGRAM --bank DIR --shots DIR --modules DIR --chromium COMMAND STEM...
//
// Of each bank there are STEM.qti3.zip, STEM.templates.qti3.zip, STEM.cards and STEM.responses.json; the last one lies in DIR. What a
// check prints is shown when it ends. Exit status: 0 nothing found, 1 something.

import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const HERE = dirname(fileURLToPath(import.meta.url));
const NAMED = { qbank: { type: "string" }, bank: { type: "string" }, shots: { type: "string" }, modules: { type: "string" }, chromium: { type: "string" } };

/** Runs a check and returns whether it found nothing. */
function run([script, ...args]) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(HERE, script), ...args], { stdio: ["ignore", "pipe", "pipe"] });
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => printed.push(bytes));
    child.on("close", (status) => {
      process.stdout.write(`$ ${script} ${args.join(" ")}\n${Buffer.concat(printed)}`);
      done(status === 0);
    });
  });
}

/** Returns the checks, the longest first. */
function checks({ qbank, bank, shots, modules, chromium }, stems) {
  const browser = ["--modules", modules, "--chromium", chromium];
  const whole = (stem) => ["--expect", `${stem}.responses.json`, "--mutants", "--shots", shots, ...browser];
  const players = (stem) => ["qti/players/check.mjs", `${stem}.qti3.zip`, ...whole(stem)];
  const drawn = (stem) => ["qti/players/check.mjs", `${stem}.templates.qti3.zip`, "--drawn", "--expect", `${stem}.responses.json`, "--mutants", ...browser];
  const own = stems.at(-1);
  const cards = ["anki/cards.mjs", `${own}.cards`, ...whole(own)];
  const allCards = (stem) => ["anki/cards.mjs", `${stem}.cards`, "--all", "--expect", `${stem}.responses.json`, ...browser];
  const preview = ["preview/check.mjs", qbank, "--bank", bank, ...whole(own)];
  const others = [cards, ...stems.map(players), ...stems.slice(0, -1).map(allCards), ...stems.map(drawn), preview];
  return { first: ["browser.mjs", ...browser], others };
}

async function main() {
  const { values, positionals } = parseArgs({ options: NAMED, allowPositionals: true });
  const { first, others } = checks(values, positionals);
  const found = [!(await run(first))];
  const lane = async () => {
    while (!found.includes(true) && others.length > 0) found.push(!(await run(others.shift())));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  process.exitCode = found.includes(true) ? 1 : 0;
}

await main();
