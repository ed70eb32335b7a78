(function () {
  "use strict";
  var card = document.querySelector(".qb");
  var list = card && card.querySelector(".options > ol");
  if (!list || card.classList.contains("live")) {
    return;
  }
  var back = document.getElementById("answer") !== null;
  var many = card.classList.contains("multiple");
  var id = card.getAttribute("data-id");
  var choices = Array.prototype.slice.call(list.children);
  var folds = Array.prototype.slice.call(card.querySelectorAll("details"));
  var memory = recall();
  var verdict, check;

  // What the learner did on the front, kept for the back: in the page, else in the session, else not at all.
  function recall() {
    var kept = window.qbankCard;
    try {
      kept = kept || JSON.parse(sessionStorage.getItem("qbank-card"));
    } catch (refused) {
      kept = kept || null;
    }
    if (back && kept && kept.id === id) {
      return kept;
    }
    return { id: id, day: today(), picks: [], open: [] };
  }

  function remember() {
    window.qbankCard = memory;
    try {
      sessionStorage.setItem("qbank-card", JSON.stringify(memory));
    } catch (refused) {
      return;
    }
  }

  // The learner's day starts at four in the morning, as Anki's does.
  function today() {
    var now = new Date();
    return Math.floor((now.getTime() - now.getTimezoneOffset() * 60000 - 4 * 3600000) / 86400000);
  }

  // FNV-1a, then a finisher, because the last bits of FNV-1a alone hardly change from day to day.
  function hash(text) {
    var h = 0x811c9dc5;
    for (var i = 0; i < text.length; i++) {
      h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    }
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
  }

  function inTodaysOrder(authored) {
    var order = authored.slice();
    var free = [];
    order.forEach(function (choice, place) {
      if (!choice.hasAttribute("data-pin")) {
        free.push(place);
      }
    });
    for (var i = free.length - 1; i > 0; i--) {
      var j = hash(id + " " + memory.day + " " + i) % (i + 1);
      var moved = order[free[i]];
      order[free[i]] = order[free[j]];
      order[free[j]] = moved;
    }
    return order;
  }

  function make(tag, name) {
    var element = document.createElement(tag);
    element.className = name;
    return element;
  }

  // Moves what the choice holds into a button; rewriting it would undo formulas that are already set.
  function enliven(choice) {
    var button = make("button", "opt tappable");
    var text = make("span", "text");
    button.type = "button";
    Array.prototype.slice.call(choice.childNodes).forEach(function (node) {
      if (!(node.classList && node.classList.contains("why"))) {
        text.appendChild(node);
      }
    });
    button.appendChild(make("span", "sign")).setAttribute("aria-hidden", "true");
    button.appendChild(text);
    button.appendChild(make("span", "word"));
    choice.insertBefore(button, choice.firstChild);
    button.addEventListener("click", function () {
      pick(choice);
    });
  }

  function name(choice) {
    return choice.getAttribute("data-k");
  }

  function isPicked(choice) {
    return memory.picks.indexOf(name(choice)) >= 0;
  }

  function isKey(choice) {
    return choice.hasAttribute("data-key");
  }

  function count(test) {
    return choices.filter(test).length;
  }

  function pick(choice) {
    if (card.classList.contains("judged")) {
      return;
    }
    if (isPicked(choice)) {
      memory.picks.splice(memory.picks.indexOf(name(choice)), 1);
    } else {
      memory.picks.push(name(choice));
    }
    remember();
    show();
    if (!many) {
      judge();
    }
  }

  function show() {
    choices.forEach(function (choice) {
      var picked = isPicked(choice);
      choice.classList.toggle("picked", picked);
      choice.querySelector(".opt").setAttribute("aria-pressed", String(picked));
      choice.querySelector(".sign").textContent = many && picked ? "✓" : "";
    });
    if (check) {
      check.setAttribute("aria-disabled", String(memory.picks.length === 0));
    }
  }

  function judge() {
    card.classList.add("judged");
    choices.forEach(function (choice) {
      var picked = isPicked(choice);
      var word = isKey(choice) ? "Right answer" : "";
      if (picked) {
        word = isKey(choice) ? "Your pick, right" : "Your pick, wrong";
      }
      choice.querySelector(".sign").textContent = isKey(choice) ? "✓" : picked ? "✗" : "";
      choice.querySelector(".word").textContent = word;
      choice.querySelector(".opt").setAttribute("aria-disabled", "true");
    });
    if (memory.picks.length > 0) {
      pronounce();
    }
  }

  // All or nothing: right are all keys and no other choice. Shares only choose which feedback fits.
  function pronounce() {
    var keys = count(isKey);
    var hits = count(function (choice) {
      return isKey(choice) && isPicked(choice);
    });
    var right = hits === keys && memory.picks.length === keys;
    var share = choices.filter(isPicked).reduce(function (sum, choice) {
      return sum + Number(choice.getAttribute("data-share") || 0);
    }, 0);
    card.classList.add(right ? "right" : "wrong");
    if (!right && share > 1e-9) {
      card.classList.add("partly");
    }
    verdict.textContent = right ? "✓ Right" : "✗ Wrong";
    if (many && !right) {
      verdict.textContent += ": " + hits + " of " + keys + " right choices picked, " +
        (memory.picks.length - hits) + " wrong";
    }
  }

  function press(event) {
    if (!document.documentElement.contains(card)) {
      return;
    }
    var open = choices.map(function (choice) {
      return choice.querySelector(".opt");
    });
    var at = open.indexOf(document.activeElement);
    var digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code || "");
    if (digit && event.altKey && digit[1] === "0") {
      settle();
    } else if (digit && event.altKey && open[digit[1] - 1]) {
      pick(choices[digit[1] - 1]);
    } else if (at >= 0 && event.code === "ArrowDown") {
      open[(at + 1) % open.length].focus();
    } else if (at >= 0 && event.code === "ArrowUp") {
      open[(at + open.length - 1) % open.length].focus();
    } else if (at >= 0 && event.code === "ArrowRight") {
      pick(choices[at]);
    } else {
      return;
    }
    event.preventDefault();
  }

  function settle() {
    if (memory.picks.length > 0) {
      judge();
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
    folds.forEach(function (fold, place) {
      fold.open = memory.open.indexOf(place) >= 0;
      fold.addEventListener("toggle", function () {
        memory.open = folds.map(function (each, at) {
          return each.open ? at : -1;
        });
        remember();
      });
    });
  }

  function begin() {
    if (card.classList.contains("shuffle")) {
      choices = inTodaysOrder(choices);
    }
    choices.forEach(function (choice) {
      enliven(choice);
      list.appendChild(choice);
    });
    if (many && !back) {
      check = make("button", "check tappable");
      check.type = "button";
      check.textContent = "Check";
      check.addEventListener("click", settle);
      list.parentNode.appendChild(check);
    }
    verdict = make("p", "verdict");
    verdict.setAttribute("role", "status");
    list.parentNode.appendChild(verdict);
    card.classList.add("live");
    remember();
    followFolds();
    show();
    if (back) {
      judge();
    }
    listen();
  }

  begin();
})();
