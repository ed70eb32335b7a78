// A browser without a window that sees only the files it is handed: every other address is refused and remembered.
//
// `node tests/conformance/browser.mjs --modules DIR --chromium COMMAND` tries just that.

import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css",
  ".xml": "application/xml", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
  ".gif": "image/gif", ".webp": "image/webp", ".json": "application/json",
};

/** The options that every check with a browser takes. */
export const OPTIONS = { modules: { type: "string" }, chromium: { type: "string" } };

/** Starts the browser, hands it to `use` and closes it, whatever happens. */
export async function withBrowser({ modules, chromium }, use) {
  const { chromium: driver } = createRequire(resolve(modules, "package.json"))("playwright-core");
  const executablePath = chromium.includes("/") ? chromium : execFileSync("which", [chromium]).toString().trim();
  const browser = await driver.launch({ executablePath, args: FLAGS, headless: true });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

/**
 * Opens a page on a server of its own; `find` returns the bytes for a path, or nothing.
 *
 * What goes wrong in the page, requests to elsewhere included, is collected in `faults`.
 */
export async function openPage(browser, find, viewport = { width: 900, height: 700 }) {
  const faults = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://bank").pathname);
    const bytes = await find(path);
    if (bytes === undefined) {
      if (path !== "/favicon.ico") faults.push(`asks for ${path}, which is not there`);
      response.writeHead(404).end();
    } else {
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(bytes);
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const page = await browser.newPage({ viewport });
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
  await page.route("**/*", (route) => {
    const address = route.request().url();
    if (address.startsWith(origin) || address.startsWith("data:") || address.startsWith("blob:")) return route.continue();
    faults.push(`asks for ${address}, which is outside`);
    return route.abort();
  });
  const close = async () => {
    await page.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { page, origin, faults, close };
}

async function selfTest(options) {
  const files = {
    "/index.html": "<p id=p>set</p><img src=inside.png><img src=http://192.0.2.1/outside.png><script>nosuch()</script>",
    "/inside.png": Buffer.alloc(0),
  };
  await withBrowser(options, async (browser) => {
    const { page, origin, faults, close } = await openPage(browser, (path) => files[path]);
    await page.goto(`${origin}/index.html`);
    const text = await page.textContent("#p");
    await close();
    const found = ["page error", "outside.png"].every((word) => faults.some((fault) => fault.includes(word)));
    if (text !== "set" || faults.length !== 2 || !found) throw new Error(`the browser saw ${text} and ${faults}`);
    console.log("browser: shows what it is handed and refuses the rest");
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await selfTest(parseArgs({ options: OPTIONS }).values);
}
