// How soon an edit of a file is seen: the event by a client of its own, and the new words by a reader of the page.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openPreview, questionAt, withPreview } from "./page.mjs";

const N_FILES = 250;
const A_FILE = 4;
const N_EDITS = 20;

const SETTINGS = 'id = "many"\ntitle = "Many"\nlanguage = "en"\nblueprint = "many"\nrevised = 2026-11-22\n';
const BLUEPRINT =
  'id = "many"\ntitle = "Many"\n[form]\nitems = 10\nscored = 10\nminutes = 20\n[[domain]]\nid = "stock"\ntitle = "Stock"\n' +
  'weight = { percent = 100, status = "house", source = "ours" }\n[[domain.objective]]\nid = "stock-lots"\ntitle = "Size lots"\n';

/** A question with a table, a formula, feedback and a rationale; its numbers make it unlike the others. */
function question(number, word) {
  const [demand, cost] = [200 + 13 * number, 5 + (number % 37)];
  return `## Lot sizes of part ${number} {#part-${number}}

\`\`\`toml item
objective = "stock-lots"
level = "apply"
\`\`\`

A plant uses ${demand} pieces of part ${number} a year at a setup cost of ${cost} dollars, ${word}. Which lot does
$Q^* = \\sqrt{2DS/H}$ call for where holding one piece costs ${1 + (number % 7)} dollars a year?

| Quarter | Demand |
| ------: | -----: |
|       1 | ${Math.round(demand / 3)} |
|       2 | ${demand - Math.round(demand / 3)} |

- [ ] About ${demand} pieces
  > That is the demand of a whole year.
- [x] About ${Math.round(Math.sqrt((2 * demand * cost) / (1 + (number % 7))))} pieces
- [ ] About ${2 * demand} pieces

**Rationale:** Twice ${demand} times ${cost}, over the holding cost, under the root.
`;
}

const fileOf = (file, word) =>
  Array.from({ length: A_FILE }, (_, idx) => question(file * A_FILE + idx, word)).join("\n");

function writeBank() {
  const folder = mkdtempSync(join(tmpdir(), "qbank-many-"));
  mkdirSync(join(folder, "items/stock"), { recursive: true });
  mkdirSync(join(folder, "blueprints"));
  writeFileSync(join(folder, "bank.toml"), SETTINGS);
  writeFileSync(join(folder, "blueprints/many.toml"), BLUEPRINT);
  for (let file = 0; file < N_FILES; file += 1) writeFileSync(join(folder, `items/stock/${file}.md`), fileOf(file, "as before"));
  return folder;
}

/** Listens to the events as any client may, and returns when each came. */
async function listen(origin) {
  const waiting = [];
  const response = await new Promise((ready) => get(`${origin}/events?seen=1`, ready));
  response.on("data", (bytes) => {
    if (bytes.includes("data:")) for (const ready of waiting.splice(0)) ready(performance.now());
  });
  return { next: () => new Promise((ready) => waiting.push(ready)), close: () => response.destroy() };
}

const figures = (times) => {
  const sorted = [...times].sort((one, other) => one - other);
  return `median ${Math.round(sorted[sorted.length >> 1])} ms, slowest ${Math.round(sorted.at(-1))} ms`;
};

/** Edits a bank of a thousand questions again and again and prints what each way to see it took. */
export async function measureReloads(browser, qbank) {
  const bank = writeBank();
  try {
    await withPreview(qbank, bank, async ({ folder, origin }) => {
      const { page, faults, go, close } = await openPreview(browser, origin);
      await go(questionAt("part-500", 1));
      const events = await listen(origin);
      const [heard, seen] = [[], []];
      for (let edit = 0; edit < N_EDITS; edit += 1) {
        const next = events.next();
        const shown = page.waitForFunction((word) => document.querySelector(".stem")?.textContent.includes(word), `edit ${edit} of`, { polling: "raf" });
        const start = performance.now();
        writeFileSync(join(folder, "items/stock/125.md"), fileOf(125, `edit ${edit} of many`));
        heard.push((await next) - start);
        await shown;
        seen.push(performance.now() - start);
      }
      console.log(`preview: ${N_EDITS} edits of a bank of ${N_FILES * A_FILE}: event ${figures(heard)}; on the page ${figures(seen)}`);
      if (faults.length > 0) throw new Error(faults.join("; "));
      events.close();
      await close();
    });
  } finally {
    rmSync(bank, { recursive: true });
  }
}
