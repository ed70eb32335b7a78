// Pairs to find and entries to bring into their order, by lists and buttons: nothing has to be dragged.

function match() {
  var prompts = each(card.querySelectorAll(".prompts > li"));
  var list = card.querySelector(".partners");
  var partners = inTodaysOrder(each(list.children));
  var plain = list.classList.contains("plain");
  var entries = partners.map(function (partner, place) {
    list.appendChild(partner);
    return [key(partner), (plain ? "" : place + 1 + ". ") + partner.textContent];
  });
  var controls = prompts.map(function (prompt, place) {
    var control = select(place, "What goes with: " + prompt.textContent, entries);
    prompt.appendChild(control);
    return control;
  });
  return {
    judge: function () {
      return inParts(controls.map(function (control, place) {
        var isRight = control.value === prompts[place].getAttribute("data-partner");
        close(control);
        if (hasAnswer()) {
          mark(prompts[place], isRight);
        }
        return isRight;
      }), "pairs right");
    },
    checks: true,
  };
}

function order() {
  var list = card.querySelector(".steps");
  var steps = inTodaysOrder(each(list.children));
  if (steps.every(isInPlace)) {
    steps.push(steps.shift());
  }
  if (memory.answer.length === steps.length) {
    steps.sort(function (one, other) {
      return memory.answer.indexOf(key(one)) - memory.answer.indexOf(key(other));
    });
  }

  function isInPlace(step, place) {
    return Number(step.getAttribute("data-place")) === place + 1;
  }

  function enliven(step) {
    var text = make("div", "text");
    each(step.childNodes).forEach(function (node) {
      text.appendChild(node);
    });
    step.appendChild(text);
    [["↑", "Earlier", -1], ["↓", "Later", 1]].forEach(function (way) {
      var made = button("move", way[0], function () {
        move(step, way[2]);
      });
      made.setAttribute("aria-label", way[1] + ": " + text.textContent);
      step.appendChild(made);
    });
    list.appendChild(step);
  }

  function move(step, by) {
    var from = steps.indexOf(step);
    var to = from + by;
    if (isJudged() || to < 0 || to >= steps.length) {
      return;
    }
    steps.splice(from, 1);
    steps.splice(to, 0, step);
    // The neighbour moves, so that the pressed button keeps the focus.
    var neighbour = steps[from];
    list.insertBefore(neighbour, by < 0 ? step.nextSibling : step);
    say("Place " + (to + 1) + " of " + steps.length);
    take();
  }

  function take() {
    memory.answer = steps.map(key);
    changed();
  }

  function tell() {
    var follows = steps.filter(function (step, place) {
      return place > 0 && step.getAttribute("data-place") - steps[place - 1].getAttribute("data-place") === 1;
    });
    var found = inParts(steps.map(function (step, place) {
      if (hasAnswer()) {
        mark(step, isInPlace(step, place));
      }
      return isInPlace(step, place);
    }), "at their place");
    found.partly = found.partly || (card.classList.contains("adjacent-pairs") && follows.length > 0);
    return found;
  }

  function press(event) {
    var step = document.activeElement && list.contains(document.activeElement) && document.activeElement.closest("li");
    var by = { ArrowUp: -1, ArrowDown: 1 }[event.code];
    if (!step || !by || isJudged()) {
      return false;
    }
    move(step, by);
    return true;
  }

  steps.forEach(enliven);
  return { judge: tell, press: press, checks: true, settle: take };
}
