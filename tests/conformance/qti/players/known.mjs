// Faults of the players themselves, by name: what each does, and how we know that it is not the package's fault.

/** A player's own faults: those that `is` holds for are listed and counted apart. */
export const KNOWN = {
  "qti-components": [
    // It copies MathML into HTML without its namespace, so that a browser sets neither roots nor indices and shows the
    // annotation beside the formula. The same documents show set formulas in the other player.
    { name: "formulas as plain text", is: ({ text }) => / formulas as plain text$/.test(text) },
    // It prints a variable as JSON (`JSON.stringify(value)`), so that texts, and numbers as well, stand in quotation marks.
    { name: "quotation marks around what is drawn", is: ({ text }) => text === "prints what is drawn between quotation marks" },
    // It looks for a pattern anywhere in an answer (`new RegExp(pattern).test(value)`); the standard holds it against the
    // whole answer, as XML Schema does and as the other player does. Plain words are written so that both agree.
    {
      name: "an author's pattern found inside an answer",
      is: ({ expected, response }) => expected.pattern && /(^|: )one word more$/.test(response?.name),
    },
  ],
  "qti3-item-player": [
    // Its order interaction listens to mouse and touch alone (mousedown, touchstart); the other player takes keys.
    { name: "no keys for orders", is: ({ text }) => text === "no keys order entries" },
    // It takes entries that nobody has moved for an answer; the standard has no response before the first move.
    { name: "an order untouched is an answer", is: ({ expected, response }) => expected.type === "order" && response?.name === "nothing" },
  ],
};

/** Returns the name of the player's own fault that this is, or nothing. */
export const knownAs = (player, fault) => KNOWN[player.name].find((known) => known.is(fault))?.name;
