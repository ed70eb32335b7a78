// The few helpers that the page's scripts share.

/** Makes an element; what is no element among its children is text, and `null` is nothing. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Fetches a document of the tool; what it refuses is an error with its reason. */
export async function fetchJson(address, options = {}) {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error((await response.text()).trim());
  return response.json();
}

/** Returns a count with its noun. */
export const plural = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
