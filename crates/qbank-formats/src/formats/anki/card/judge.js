// Typed answers, judged as the bank judges them: numbers as exact decimals, words as Unicode tells them apart.

var SPACES = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

function canonical(text) {
  return text.normalize("NFC").replace(SPACES, " ").replace(/^ | $/g, "");
}

function sameWords(one, other, capitals) {
  one = canonical(one);
  other = canonical(other);
  return one === other || (!capitals && one.toLowerCase() === other.toLowerCase());
}

// The number that a text starts with: its digits as one whole number, how many of them stand behind the point, and
// how many letters it takes. Commas group thousands; `1,5` is no number, because it could be two.
function leadingNumber(text) {
  var sign = /^[-\u2212+]?/.exec(text)[0];
  var whole = /^[0-9,]*/.exec(text.slice(sign.length))[0].replace(/,+$/, "");
  var length = sign.length + whole.length;
  var rest = text.slice(length);
  var fraction = "";
  if (whole.indexOf(",") >= 0 && !/^[1-9][0-9]{0,2}(,[0-9]{3})+$/.test(whole)) {
    return null;
  }
  if (/^\.(?!\.)/.test(rest) && (whole || /^\.[0-9]/.test(rest))) {
    fraction = /^\.([0-9]*)/.exec(rest)[1];
    length += 1 + fraction.length;
  }
  var digits = whole.replace(/,/g, "") + fraction;
  if (!digits || digits.replace(/^0+/, "").length > 28) {
    return null;
  }
  var minus = sign && sign !== "+" ? "-" : "";
  return { digits: BigInt(minus + digits), scale: fraction.length, length: length };
}

function atMost(one, other) {
  var scale = Math.max(one.scale, other.scale);
  return digitsAt(one, scale) <= digitsAt(other, scale);
}

function digitsAt(number, scale) {
  return number.digits * BigInt("1" + "0".repeat(scale - number.scale));
}

// The sign of a unit's value says nothing: all units of an answer have one sign.
function times(number, unit) {
  var by = leadingNumber(unit[1].replace("-", ""));
  return { digits: number.digits * by.digits, scale: number.scale + by.scale };
}

function acceptsNumber(wanted, typed) {
  typed = canonical(typed);
  var number = leadingNumber(typed);
  if (!number) {
    return false;
  }
  var name = typed.slice(number.length);
  var unit = wanted.units.filter(function (known) {
    return sameWords(known[0], name, false);
  })[0];
  if (!unit && canonical(name) !== "") {
    return false;
  }
  var low = leadingNumber(wanted.low);
  var high = leadingNumber(wanted.high);
  if (unit && unit !== wanted.units[0]) {
    number = times(number, wanted.units[0]);
    low = times(low, unit);
    high = times(high, unit);
  }
  return atMost(low, number) && atMost(number, high);
}

function matches(pattern, typed, capitals) {
  var source = "^(?:" + pattern + ")$";
  var ignore = capitals ? "" : "i";
  try {
    return new RegExp(source, ignore + "u").test(typed);
  } catch (refused) {
    return new RegExp(source, ignore).test(typed);
  }
}

function acceptsText(wanted, typed) {
  typed = canonical(typed);
  return typed !== "" && (wanted.words.some(function (words) {
    return sameWords(words, typed, wanted.capitals);
  }) || wanted.patterns.some(function (pattern) {
    return matches(pattern, typed, wanted.capitals);
  }));
}

// Tells whether an answer is right; nothing where an old client cannot compute as exactly as that takes.
function accepts(wanted, typed) {
  if (wanted.options) {
    return wanted.key === typed;
  }
  if (wanted.words) {
    return acceptsText(wanted, typed);
  }
  return typeof BigInt === "function" ? acceptsNumber(wanted, typed) : undefined;
}
