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
  return { id: id, day: today(), answer: [], open: [] };
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

// An order that needs no storage: it follows from the question and the day. What is pinned keeps its place.
function inTodaysOrder(authored) {
  var order = authored.slice();
  var free = [];
  order.forEach(function (entry, place) {
    if (!entry.hasAttribute("data-pin")) {
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
