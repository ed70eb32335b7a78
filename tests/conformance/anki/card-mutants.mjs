// Faults to plant in cards: each breaks the script or the style on purpose, and the named check has to find it.

const inScript = (check, name, from, to) => ({
  name,
  check,
  plant: (card) => ({ ...card, question: card.question.replace(from, to), answer: card.answer.replace(from, to) }),
});
const inStyle = (name, from, to) => ({ name, check: "axe", plant: (card) => ({ ...card, css: card.css.replace(from, to) }) });

export const MUTANTS = [
  inScript("flip", "an order by chance", '" " + memory.day', '" " + Math.random()'),
  inScript("flip", "an answer that is not kept", "window.qbankCard = memory;", "memory.lost = true; return;"),
  inScript("flip", "nothing kept in the session", 'sessionStorage.setItem("qbank-card"', 'sessionStorage.setItem("other"'),
  inScript("flip", "a session that has to be there", "} catch (refused) {\n    return;", "} catch (refused) {\n    throw refused;"),
  inScript("judge", "an end of a range that does not count", "<= digitsAt", "< digitsAt"),
  inScript("judge", "no upper end", "&& atMost(number, high)", ""),
  inScript("judge", "a point that is not seen", "scale: fraction.length", "scale: 0"),
  inScript("judge", "a minus that is not seen", '? "-" : ""', '? "" : ""'),
  inScript("judge", "capitals that always count", "(!capitals &&", "(false &&"),
  inScript("judge", "capitals that never count", "(!capitals &&", "(true &&"),
  inScript("judge", "a pattern that need not match the whole", '"^(?:" + pattern + ")$"', "pattern"),
  inScript("judge", "white space that counts", '.replace(SPACES, " ")', ""),
  inScript("judge", "one right gap is enough", "hits === rights.length", "hits > 0"),
  inScript("judge", "one right pick is enough", "hits === keys && picks.length === keys", "hits > 0"),
  inScript("judge", "a place counted from 0", "=== place + 1", "=== place"),
  inScript("judge", "partners by their place", 'getAttribute("data-partner")', 'getAttribute("data-k")'),
  inScript("judge", "a key that is no key", "event.altKey &&", "event.ctrlKey &&"),
  inScript("judge", "a step that does not move", "steps.splice(to, 0, step);", "steps.splice(from, 0, step);"),
  inScript("axe", "a field without a name", 'control.setAttribute("aria-label", label);', ""),
  inStyle("a button that is too low", /min-height: 48px/g, "min-height: 20px; max-height: 20px"),
  inStyle("words that are hardly there", /opacity: 0\.8;/g, "opacity: 0.3;"),
];
