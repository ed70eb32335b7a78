// Faults of the players themselves, by name: what each does, and how we know that it is not the package's fault.

/** A player's own faults: messages that match are listed and counted apart. */
export const KNOWN = {
  "qti-components": [
    // It copies MathML into HTML without its namespace, so that a browser sets neither roots nor indices and shows the
    // annotation beside the formula. The same documents show set formulas in the other player.
    /shows \d+ of \d+ formulas as plain text$/,
    // It looks for an author's pattern anywhere in an answer (`new RegExp(pattern).test(value)`); the standard holds it
    // against the whole answer, as XML Schema does and as the other player does.
    /^(text-pattern, one word more|blanks, gap 3: one word more): /,
  ],
  "qti3-item-player": [
    // Its order interaction listens to mouse and touch alone (mousedown, touchstart); the other player takes keys.
    /^order\S*, key by keys: no keys order entries$/,
    // It takes entries that nobody has moved for an answer; the standard has no response before the first move.
    /^order\S*, nothing: /,
  ],
};
