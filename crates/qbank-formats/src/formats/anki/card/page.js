// Small things that all types of question share.

function each(list) {
  return Array.prototype.slice.call(list);
}

// The card's own words are English, whatever the question's language is.
function make(tag, name, words) {
  var element = document.createElement(tag);
  element.className = name;
  if (words) {
    element.lang = "en";
    element.textContent = words;
  }
  return element;
}

function button(name, words, act) {
  var made = make("button", name + " tappable", words);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function key(element) {
  return element.getAttribute("data-k");
}

function isJudged() {
  return card.classList.contains("judged");
}

// A part of the answer says by a sign and a word whether it is right; colour only follows.
function mark(place, isRight) {
  place.classList.add("part", isRight ? "part-right" : "part-wrong");
  place.appendChild(make("span", "outcome-sign", isRight ? " ✓ right" : " ✗ wrong"));
}

// The verdict on an answer in parts, each marked already. Nothing where one of them could not be judged.
function inParts(rights, words) {
  var hits = rights.filter(Boolean).length;
  if (rights.indexOf(undefined) >= 0) {
    return null;
  }
  return {
    right: hits === rights.length,
    partly: hits > 0 && card.classList.contains("per-part"),
    words: rights.length > 1 ? hits + " of " + rights.length + " " + words : "",
  };
}
