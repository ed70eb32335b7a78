// Answers a question by the keyboard alone: tabs, arrows, spaces, letters and Enter.

/** Presses Tab until the focus is on what a selector names. */
async function tabTo(page, selector) {
  const is_there = () => page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector);
  for (let n_tabs = 0; n_tabs < 200; n_tabs += 1) {
    if (await is_there()) return;
    await page.keyboard.press("Tab");
  }
  if (!(await is_there())) throw new Error(`no Tab leads to ${selector}`);
}

/** Picks an option of the menu that has the focus. */
async function pick(page, value) {
  const [at, to] = await page.evaluate((value) => {
    const menu = document.activeElement;
    return [menu.selectedIndex, [...menu.options].findIndex((option) => option.value === value)];
  }, value);
  if (to < 0) throw new Error(`no option is ${value}`);
  for (let idx = at; idx < to; idx += 1) await page.keyboard.press("ArrowDown");
  for (let idx = at; idx > to; idx -= 1) await page.keyboard.press("ArrowUp");
}

const ANSWERS = {
  async choices(page, wanted) {
    const inputs = await page.$$eval(".choice input", (inputs) => inputs.map(({ type, value }) => ({ type, value })));
    if (inputs[0].type === "radio") {
      await tabTo(page, ".choice input");
      await page.keyboard.press("Space");
      for (let idx = 0; idx < inputs.findIndex(({ value }) => value === wanted[0]); idx += 1) await page.keyboard.press("ArrowDown");
      return;
    }
    for (const { value } of inputs.filter(({ value }) => wanted.includes(value))) {
      await tabTo(page, `.choice input[value="${value}"]`);
      await page.keyboard.press("Space");
    }
  },
  async text(page, typed) {
    await tabTo(page, "[data-typed]");
    await page.keyboard.type(typed);
  },
  async blanks(page, typed) {
    for (const [idx, words] of typed.entries()) {
      await tabTo(page, `#gap-${idx + 1}`);
      if (await page.evaluate(() => document.activeElement.matches("select"))) await pick(page, words);
      else await page.keyboard.type(words);
    }
  },
  async pairs(page, pairs) {
    for (const [prompt, option] of pairs) {
      await tabTo(page, `[data-prompt="${prompt}"]`);
      await pick(page, option);
    }
  },
  async order(page, order) {
    for (const [to, step] of order.entries()) {
      const now = await page.$$eval("[data-step]", (entries) => entries.map((entry) => entry.dataset.step));
      if (now.indexOf(step) === to) continue;
      await tabTo(page, `#up-${step}`);
      for (let at = now.indexOf(step); at > to; at -= 1) {
        await page.keyboard.press("Enter");
        const stays = await page.evaluate((id) => document.activeElement.id === id, `up-${step}`);
        if (!stays) throw new Error("a move takes the focus away");
      }
    }
  },
};

/** Gives an answer in one of the shapes of responses, then asks for the score. */
export async function answerByKeys(page, answer) {
  for (const [shape, value] of Object.entries(answer)) await ANSWERS[shape](page, value);
  await tabTo(page, "button[type=submit]");
  const scored = page.waitForResponse((response) => response.url().includes("/api/score"));
  await page.keyboard.press("Enter");
  const { score } = await (await scored).json();
  await page.waitForSelector(".verdict");
  return score;
}
