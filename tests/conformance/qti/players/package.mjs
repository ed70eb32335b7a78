// Reads a QTI package: its entries, and the items that its manifest lists.

import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** Returns the bytes of a ZIP archive's entries by their names. */
export function unzip(path) {
  const bytes = readFileSync(path);
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new Error(`${path} is no archive`);
  const entries = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (bytes.readUInt32LE(at) !== CENTRAL) throw new Error(`${path} is broken at byte ${at}`);
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const header = bytes.readUInt32LE(at + 42);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
    const body = bytes.subarray(start, start + size);
    entries.set(name, method === 0 ? body : inflateRawSync(body));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** Returns the items of a package by identifier, each with its document and the cases that it shows. */
export function items(entries) {
  const manifest = entries.get("imsmanifest.xml").toString();
  const found = new Map();
  for (const [, resource] of manifest.matchAll(/<resource ([^>]*type="imsqti_item_xmlv3p0"[^>]*)>/g)) {
    const href = /href="([^"]*)"/.exec(resource)[1];
    const [identifier, xml] = [/identifier="([^"]*)"/.exec(resource)[1], withCases(entries, entries.get(href).toString())];
    for (const [name, document] of drawn(identifier, xml)) found.set(name, { href, xml: document });
  }
  return found;
}

/** Returns an item for each number that it may draw, with no other number left to draw; else the item as it is. */
function drawn(identifier, xml) {
  const range = /<qti-random-integer min="1" max="(\d+)"\/>/.exec(xml);
  if (!range) return [[identifier, xml]];
  return Array.from({ length: Number(range[1]) }, (_, idx) => {
    const one = `<qti-random-integer min="${idx + 1}" max="${idx + 1}"/>`;
    return [`${identifier}.${idx + 1}`, xml.replace(range[0], one)];
  });
}

/** Puts each case where its item wants it, which is the work of whoever delivers a test, not of the player. */
function withCases(entries, xml) {
  return xml.replace(/<div class="qti-shared-stimulus" data-stimulus-idref="([^"]*)"\/>/g, (place, identifier) => {
    const reference = new RegExp(`<qti-assessment-stimulus-ref identifier="${identifier}" href="\\.\\./([^"]*)"`).exec(xml);
    const stimulus = entries.get(reference[1]).toString();
    const body = /<qti-stimulus-body>([^]*)<\/qti-stimulus-body>/.exec(stimulus)[1];
    return place.replace("/>", `>${body}</div>`);
  });
}
