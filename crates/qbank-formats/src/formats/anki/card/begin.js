// Brings the card to life, on the front and once more on the back.

function changed() {
  remember();
  if (check) {
    check.setAttribute("aria-disabled", String(!control.settle && !hasAnswer()));
  }
}

function hasAnswer() {
  return memory.answer.some(Boolean);
}

function say(words) {
  verdict.textContent = words;
}

function judge() {
  card.classList.add("judged");
  var found = control.judge();
  say("");
  if (!hasAnswer() || !found) {
    return;
  }
  card.classList.add(found.right ? "right" : "wrong");
  if (!found.right && found.partly) {
    card.classList.add("partly");
  }
  say((found.right ? "✓ Right" : "✗ Wrong") + (found.words && !found.right ? ": " + found.words : ""));
}

// Judges on the front, where there is something to judge.
function settle() {
  if (isJudged()) {
    return;
  }
  if (control.settle) {
    control.settle();
  }
  if (control.checks && hasAnswer()) {
    judge();
  }
}

function press(event) {
  if (!document.documentElement.contains(card)) {
    return;
  }
  var digit = event.altKey && /^(?:Digit|Numpad)(\d)$/.exec(event.code || "");
  var isTaken = true;
  if (digit && digit[1] === "0") {
    settle();
  } else {
    isTaken = Boolean(control.press) && control.press(event, digit ? Number(digit[1]) : 0);
  }
  if (isTaken) {
    event.preventDefault();
  }
}

// The desktop shows every card in one page, so the page listens once and asks the card of the day.
function listen() {
  if (!window.qbankPress) {
    document.addEventListener("keydown", function (event) {
      window.qbankPress(event);
    });
  }
  window.qbankPress = press;
}

function followFolds() {
  var folds = each(card.querySelectorAll("details"));
  folds.forEach(function (fold, place) {
    fold.open = memory.open.indexOf(place) >= 0;
    fold.addEventListener("toggle", function () {
      memory.open = folds.map(function (other, at) {
        return other.open ? at : -1;
      });
      remember();
    });
  });
}

var card = document.querySelector(".qb");
if (!card || card.classList.contains("live")) {
  return;
}
var KINDS = {
  single: choices, multiple: choices, "true-false": choices, numeric: typed, text: typed, blanks: blanks,
  match: match, order: order, essay: essay,
};
var kind = Object.keys(KINDS).filter(function (name) {
  return card.classList.contains(name);
})[0];
if (!kind) {
  return;
}
var back = document.getElementById("answer") !== null;
var id = card.getAttribute("data-id");
var memory = recall();
var options = card.querySelector(".options");
var verdict = make("p", "verdict");
var check = null;
verdict.lang = "en";
verdict.setAttribute("role", "status");
var control = KINDS[kind]();
if (control.checks && !back) {
  check = button("check", "Check", settle);
  options.appendChild(check);
}
options.appendChild(verdict);
card.classList.add("live");
changed();
followFolds();
if (back) {
  judge();
}
listen();
