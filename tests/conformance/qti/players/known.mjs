// Faults of the players themselves, by name: what each does, and how we know that it is not the package's fault.

/** A player's own faults: messages that match are listed and counted apart. */
export const KNOWN = {
  // It copies MathML into HTML without its namespace, so that a browser sets neither roots nor indices and shows the
  // annotation beside the formula. The same documents show set formulas in the other player.
  "qti-components": [/shows \d+ of \d+ formulas as plain text$/],
  "qti3-item-player": [],
};
