// Faults to plant in what the preview sends: each takes an address and its text, and returns a faulty one.

const edited = (wanted, pattern, replacement) => (path, text) => {
  if (path !== wanted || text === null) return undefined;
  const copy = text.replace(pattern, replacement);
  if (copy === text) throw new Error(`${wanted} has no place for ${pattern}`);
  return copy;
};

/** Changes an answer in JSON where it has what `change` looks for. */
const changed = (wanted, change) => (path, text) => {
  if (path !== wanted || text === null) return undefined;
  const answer = JSON.parse(text);
  change(answer);
  return JSON.stringify(answer);
};

const inForm = (pattern, replacement) =>
  changed("/api/item", (answer) => {
    if (answer.html) answer.html = answer.html.replaceAll(pattern, replacement);
  });

/** The faults, by the part of the check that has to find them. */
export const MUTANTS = {
  answered: {
    "a score too high": changed("/api/score", ({ score }) => (score.points = "7")),
    "a verdict for everybody": edited("/question.js", 'return "right"', 'return "wrong"'),
    "an answer that is not read": edited("/question.js", ".choice input:checked", ".choice input:disabled"),
    "gaps in another order": edited("/question.js", '"[data-gap]").map', '"[data-gap]").reverse().map'),
    "choices for the mouse": inForm('name="choice"', 'name="choice" tabindex="-1"'),
    "a menu for the mouse": inForm("<select ", '<select tabindex="-1" '),
    "moves for the mouse": inForm("data-move=", 'tabindex="-1" data-move='),
    "a move that takes the focus away": edited("/question.js", "    button.focus();\n    this.clear", "    button.blur();\n    this.clear"),
    "a button that checks nothing": inForm('type="submit"', 'type="button"'),
    "lost feedback": changed("/api/score", (answer) => (answer.told = {})),
    "lost reasons": changed("/api/score", (answer) => (answer.html = "")),
    "feedback before the attempt": changed("/api/item", (answer) => (answer.html += answer.key === "single-feedback" ? "The setup cost does that." : "")),
    "a script that fails": edited("/list.js", "this.made = new Map();", "this.made = new Mapp();"),
  },
  looks: {
    "pale words": edited("/page.css", "--muted: light-dark(#565d69, #a8aeb9)", "--muted: light-dark(#a8aeb9, #565d69)"),
    "gaps without a name": inForm(/aria-label="Gap \d+"/g, ""),
    "menus without a name": inForm(/aria-label="[^"]*" data-prompt/g, "data-prompt"),
    "a field without a name": inForm('for="typed"', ""),
    "a search without a name": edited("/", '<label for="search">Search</label>', ""),
    "wider than the screen": edited("/page.css", "main { display: grid;", "main { display: grid; min-width: 700px;"),
    "a script in the page": edited("/", "<main>", "<main><script>document.title = 1</script>"),
    "a picture from outside": edited("/", "<main>", '<main><img alt="" src="http://192.0.2.1/x.png">'),
  },
  followed: {
    "answers lost at a change": edited("/question.js", "field.value = value", "field.value = ''"),
    "changes that nobody hears": (path) => (path === "/events" ? "abort" : undefined),
    "trouble that nobody sees": changed("/api/bank", (bank) => (bank.trouble = null)),
  },
  narrowed: {
    "a filter that lets all pass": edited("/list.js", "item[filter] === value", "item[filter] !== null"),
    "a search that finds all": edited("/list.js", "words.includes(word)", "words.includes('')"),
  },
};
