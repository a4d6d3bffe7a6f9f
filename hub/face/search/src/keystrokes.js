/* Raw Telex and VNI: the twin of search_index/keystrokes.py. */
import { MARKS, VOWELS, isSyllable } from "./letters.js";

var TELEX = { s: 4, f: 1, r: 2, x: 3, j: 5 }, VNI = { 1: 4, 2: 1, 3: 2, 4: 3, 5: 5 };

export function decoded(word) {
  if (word.length < 2 || word.length > 12) { return null; }
  var vni = /[0-9]/.test(word), low = word.toLowerCase(), tones = vni ? VNI : TELEX, tone = 0, letters = low;
  for (var at = low.length - 1; at > 0; at -= 1) {
    if (tones[low[at]] && hasVowel(low.slice(0, at)) && /^[chmnpgtdw0-9aăâeêioôơuưy]*$/.test(low.slice(at + 1))) {
      letters = low.slice(0, at) + low.slice(at + 1);
      tone = tones[low[at]];
      break;
    }
  }
  var shaped = vni ? vniShapes(letters) : telexShapes(letters);
  if (shaped === low || !hasVowel(shaped)) { return null; }
  var syllable = toned(shaped, tone);
  return isSyllable(syllable) ? syllable : null;
}

function hasVowel(word) { return /[aăâeêioôơuưy]/.test(word); }

function telexShapes(word) {
  [["aa", "â"], ["ee", "ê"], ["oo", "ô"], ["dd", "đ"]].forEach(function (pair) { word = word.replace(pair[0], pair[1]); });
  [["a", "â"], ["e", "ê"], ["o", "ô"]].forEach(function (pair) {
    word = word.replace(new RegExp(pair[0] + "(ch|c|m|ng|nh|n|p|t|u|i|y)" + pair[0] + "$"), pair[1] + "$1");
  });
  if (/^d.*d$/.test(word) && word.length > 1) { word = "đ" + word.slice(1, -1); }
  return hooks(word, "w", "w");
}

function vniShapes(word) {
  if (word[0] === "d" && word.indexOf("9") >= 0) { word = "đ" + word.slice(1).replace("9", ""); }
  if (word.indexOf("6") >= 0) {
    word = word.replace(/[aeo](?=[^0-9]*6)/, function (vowel) { return { a: "â", e: "ê", o: "ô" }[vowel]; }).replace("6", "");
  }
  return hooks(word, "7", "8");
}

function hooks(word, horn, breve) {
  if (word.indexOf(horn) < 0 && word.indexOf(breve) < 0) { return word; }
  var hasHorn = word.indexOf(horn) >= 0, left = word.split(horn).join("").split(breve).join("");
  if (hasHorn && left.indexOf("uo") >= 0) { return left.replace("uo", "ươ"); }
  var from = left.indexOf("qu") === 0 ? 2 : 0, u = left.indexOf("u", from);
  if (hasHorn && u >= 0) { return left.slice(0, u) + "ư" + left.slice(u + 1); }
  if (hasHorn && left.indexOf("o") >= 0 && !(horn === breve && left.indexOf("oa") >= 0)) { return left.replace("o", "ơ"); }
  return left.replace("a", "ă");
}

function toned(word, tone) {
  if (!tone) { return word; }
  var vowels = [], main = -1;
  for (var at = 0; at < word.length; at += 1) { if (VOWELS.indexOf(word[at]) >= 0) { vowels.push(at); } }
  if (/^(?:qu|gi)/.test(word) && vowels.length > 1) { vowels.shift(); }
  vowels.forEach(function (one) { if ("ăâêôơư".indexOf(word[one]) >= 0) { main = one; } });
  var last = vowels[vowels.length - 1], closed = last !== word.length - 1;
  at = main >= 0 ? main : closed || vowels.length === 1 ? last : vowels[vowels.length - 2];
  return (word.slice(0, at + 1) + MARKS[tone] + word.slice(at + 1)).normalize("NFC");
}
