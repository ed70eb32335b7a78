// Answers to type: one under the question, or one in each gap of it; and an essay, which nobody but the learner judges.

// Shows an answer and keeps what becomes of it.
function keep(control, place, label) {
  control.classList.add("tappable");
  control.setAttribute("aria-label", label);
  control.value = memory.answer[place] || "";
  control.addEventListener(control.tagName === "SELECT" ? "change" : "input", function () {
    memory.answer[place] = control.value;
    changed();
  });
  return control;
}

function field(place, label) {
  var input = make("input", "field");
  input.type = "text";
  input.autocomplete = "off";
  input.spellcheck = false;
  input.setAttribute("autocapitalize", "off");
  input.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && !isJudged()) {
      event.preventDefault();
      settle();
    }
  });
  return keep(input, place, label);
}

function select(place, label, entries) {
  var made = make("select", "field");
  [["", "…"]].concat(entries).forEach(function (entry) {
    var option = make("option", "");
    option.value = entry[0];
    option.textContent = entry[1];
    made.appendChild(option);
  });
  return keep(made, place, label);
}

function close(control) {
  control.disabled = control.tagName === "SELECT";
  control.readOnly = true;
}

// Fills places with controls; each `wanted` says what is accepted in its place.
function gaps(places, wanted, label) {
  var controls = wanted.map(function (accepted, place) {
    var name = wanted.length > 1 ? label + " " + (place + 1) : label;
    var control = accepted.options ? select(place, name, accepted.options.map(function (words) {
      return [words, words];
    })) : field(place, name);
    places[place].textContent = "";
    places[place].appendChild(control);
    return control;
  });
  function tell() {
    return inParts(controls.map(function (control, place) {
      var isRight = accepts(wanted[place], control.value);
      close(control);
      if (isRight !== undefined && hasAnswer()) {
        mark(places[place], isRight);
      }
      return isRight;
    }), "gaps right");
  }
  return { judge: tell, checks: true };
}

function wantedIn(element) {
  return JSON.parse(element.getAttribute("data-accept"));
}

function typed() {
  var place = card.querySelector(".typed");
  return gaps([place.querySelector(".gap")], [wantedIn(place)], "Your answer");
}

function blanks() {
  return gaps(each(card.querySelectorAll(".stem .gap")), each(card.querySelectorAll(".gaps > li")).map(wantedIn), "Gap");
}

function essay() {
  var place = card.querySelector(".essay");
  var text = keep(make("textarea", "field"), 0, "Your answer");
  text.rows = 8;
  place.textContent = "";
  place.appendChild(text);
  return {
    judge: function () {
      close(text);
      return null;
    },
    checks: false,
  };
}
