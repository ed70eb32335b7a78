// Choices to pick: buttons that hold what the list's entries held.

function choices() {
  var list = card.querySelector(".options > ol");
  var many = card.classList.contains("multiple");
  var all = each(list.children);
  if (card.classList.contains("shuffle")) {
    all = inTodaysOrder(all);
  }

  // Moves what the choice holds into the button; rewriting it would undo formulas that are already set.
  function enliven(choice) {
    var made = button("opt", "", function () {
      pick(choice);
    });
    var text = make("span", "text");
    each(choice.childNodes).forEach(function (node) {
      if (!(node.classList && node.classList.contains("why"))) {
        text.appendChild(node);
      }
    });
    made.appendChild(make("span", "sign")).setAttribute("aria-hidden", "true");
    made.appendChild(text);
    made.appendChild(make("span", "word", " "));
    choice.insertBefore(made, choice.firstChild);
    list.appendChild(choice);
  }

  function isPicked(choice) {
    return memory.answer.indexOf(key(choice)) >= 0;
  }

  function isKey(choice) {
    return choice.hasAttribute("data-key");
  }

  function pick(choice) {
    if (isJudged()) {
      return;
    }
    if (isPicked(choice)) {
      memory.answer.splice(memory.answer.indexOf(key(choice)), 1);
    } else {
      memory.answer.push(key(choice));
    }
    changed();
    show();
    if (!many) {
      judge();
    }
  }

  function show() {
    all.forEach(function (choice) {
      var picked = isPicked(choice);
      choice.classList.toggle("picked", picked);
      choice.querySelector(".opt").setAttribute("aria-pressed", String(picked));
      choice.querySelector(".sign").textContent = many && picked ? "✓" : "";
    });
  }

  function tell() {
    all.forEach(function (choice) {
      var picked = isPicked(choice);
      var word = isKey(choice) ? "Right answer" : "";
      if (picked) {
        word = isKey(choice) ? "Your pick, right" : "Your pick, wrong";
      }
      choice.querySelector(".sign").textContent = isKey(choice) ? "✓" : picked ? "✗" : "";
      choice.querySelector(".word").textContent = word;
      choice.querySelector(".opt").setAttribute("aria-disabled", "true");
    });
    return verdictOnPicks();
  }

  // All or nothing: right are all keys and no other choice. Shares, in millionths, only choose which feedback fits.
  function verdictOnPicks() {
    var picks = all.filter(isPicked);
    var hits = picks.filter(isKey).length;
    var keys = all.filter(isKey).length;
    var share = picks.reduce(function (sum, choice) {
      return sum + Math.round(1e6 * (choice.getAttribute("data-share") || 0));
    }, 0);
    var words = hits + " of " + keys + " right choices picked, " + (picks.length - hits) + " wrong";
    return {
      right: hits === keys && picks.length === keys,
      partly: share > 0,
      words: many ? words : "",
    };
  }

  function press(event, digit) {
    var open = all.map(function (choice) {
      return choice.querySelector(".opt");
    });
    var at = open.indexOf(document.activeElement);
    if (digit && open[digit - 1]) {
      pick(all[digit - 1]);
    } else if (at >= 0 && event.code === "ArrowDown") {
      open[(at + 1) % open.length].focus();
    } else if (at >= 0 && event.code === "ArrowUp") {
      open[(at + open.length - 1) % open.length].focus();
    } else if (at >= 0 && event.code === "ArrowRight") {
      pick(all[at]);
    } else {
      return false;
    }
    return true;
  }

  all.forEach(enliven);
  show();
  return { judge: tell, press: press, checks: many };
}
