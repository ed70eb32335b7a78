// A preview that runs on a copy of a bank, and pages of a browser that look at it and remember what goes wrong.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Copies a bank, starts the preview on the copy and hands both to `use`. */
export async function withPreview(qbank, bank, use) {
  const folder = mkdtempSync(join(tmpdir(), "qbank-preview-"));
  cpSync(bank, folder, { recursive: true });
  const child = spawn(qbank, ["preview", "--port", "0", "--bank", folder], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { value } = await lines.next();
    if (!value?.startsWith("http://127.0.0.1:")) throw new Error(`the preview says ${value}`);
    return await use({ folder, origin: value.replace(/\/$/, "") });
  } finally {
    child.kill();
    rmSync(folder, { recursive: true });
  }
}

/**
 * Opens the preview's page; `change`, where there is one, returns another text for an address's own.
 *
 * Errors of scripts, breaches of the content policy and requests to elsewhere are collected in `faults`.
 */
export async function openPreview(browser, origin, { width = 1400, scheme = "light", change } = {}) {
  const faults = [];
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`the console says: ${message.text()}`);
  });
  await page.route("**/*", async (route) => {
    const address = route.request().url();
    if (!address.startsWith(`${origin}/`)) {
      faults.push(`asks for ${address}, which is outside`);
      return route.abort();
    }
    const path = new URL(address).pathname;
    if (!change || path === "/events") return change?.(path, null) === "abort" ? route.abort() : route.continue();
    const response = await route.fetch();
    const text = await response.text();
    return route.fulfill({ response, body: change(path, text) ?? text });
  });
  /** Goes to an address behind `#` and waits until the page shows the bank. */
  const go = async (hash) => {
    await page.goto(`${origin}/${hash}`);
    await page.reload();
    await page.waitForFunction(() => document.documentElement.dataset.number !== undefined);
  };
  return { page, faults, go, close: () => context.close() };
}

export const questionAt = (key, variant) => `#/q/${encodeURIComponent(key)}${variant > 1 ? `?variant=${variant}` : ""}`;
