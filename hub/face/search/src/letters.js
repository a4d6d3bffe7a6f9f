/* Words and their keys: the twin of content/vietnamese.py and search_index/analysis.py. */
var TONES = { "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5 };
export var MARKS = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"];
export var VOWELS = "aăâeêioôơuưy";
var ONSETS = set(" b c ch d đ g gh gi h k kh l m n ng ngh nh p ph r s t th tr v x".split(" "));
var RIMES = set(("a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây " +
  "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu " +
  "im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oau oay oăc oăm oăn " +
  "oăng oăp oăt oc oe oem oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôông ôp ôt " +
  "ơ ơi ơm ơn ơp ơt u ua uân uâng uât uâu uây uc uê uêch uên uênh uêt uêu ui um un ung uơ uơi " +
  "uơt uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyp uyt uyu uym uyn ư ưa ưc " +
  "ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu").split(" "));
var SKELETONS;

function set(list) {
  var found = Object.create(null);
  list.forEach(function (one) { found[one] = true; });
  return found;
}

export function fold(text) {
  return Array.from(text).map(function (c) {
    if ("đĐðÐ".indexOf(c) >= 0) { return "d"; }
    var bases = c.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
    return Array.from(bases).length > 1 ? c : bases;
  }).join("");
}

/* Word without its tones, the tone, and how many tones stood in it. */
function toneless(word) {
  var tone = 0, count = 0;
  var plain = word.normalize("NFD").replace(/[\u0300\u0309\u0303\u0301\u0323]/g, function (mark) {
    tone = TONES[mark];
    count += 1;
    return "";
  });
  return [plain.normalize("NFC"), tone, count];
}

function parts(plain) {
  if (plain.indexOf("qu") === 0) {
    var rest = plain.slice(2);
    var glided = rest[0] === "i" ? "y" + rest.slice(1) : rest;
    return rest && (RIMES["o" + glided] || RIMES["u" + glided]) ? ["qu", rest] : null;
  }
  for (var length = 3; length >= 0; length -= 1) {
    var onset = plain.slice(0, length), rime = plain.slice(length);
    if (onset.length === length && ONSETS[onset] && RIMES[rime] && fits(onset, rime)) { return [onset, rime]; }
  }
  return null;
}

function fits(onset, rime) {
  var front = "eêiy".indexOf(rime[0]) >= 0;
  if (onset === "k" || onset === "gh" || onset === "ngh") { return front; }
  if (onset === "c" || onset === "ng") { return !front; }
  if (onset === "g") { return "eêy".indexOf(rime[0]) < 0; }
  return !(onset && rime.indexOf("yê") === 0);
}

function wordKey(word) {
  var bare = toneless(word), both = parts(bare[0]);
  if (!both || bare[2] > 1) { return word; }
  var rime = both[0] && both[1] === "y" ? "i" : both[1];
  if (!bare[1]) { return both[0] + rime; }
  var place = -1;
  for (var at = 0; at < rime.length; at += 1) { if ("ăâêôơư".indexOf(rime[at]) >= 0) { place = at; } }
  for (at = 0; place < 0; at += 1) { if (VOWELS.indexOf(rime[at]) >= 0) { place = at; } }
  return both[0] + (rime.slice(0, place + 1) + MARKS[bare[1]] + rime.slice(place + 1)).normalize("NFC");
}

function syllableKey(text) {
  return text.normalize("NFC").toLowerCase().replace(/\p{L}+/gu, wordKey);
}

export function isSyllable(word) {
  var bare = toneless(word.toLowerCase()), both = parts(bare[0]);
  if (!both || bare[2] > 1) { return false; }
  return bare[1] > 3 || !/(?:c|ch|p|t)$/.test(both[1]);
}

export function isSkeleton(folded) {
  if (!SKELETONS) {
    var rimes = {};
    Object.keys(RIMES).forEach(function (rime) {
      rime = fold(rime);
      [rime, rime.slice(1)].forEach(function (one) { if (/^[aeiouy]/.test(one)) { rimes[one] = true; } });
    });
    SKELETONS = Object.create(null);
    Object.keys(ONSETS).concat("qu").forEach(function (onset) {
      Object.keys(rimes).forEach(function (rime) { SKELETONS[fold(onset) + rime] = true; });
    });
  }
  return Boolean(SKELETONS[folded]);
}

export function keys(word) {
  var plain = fold(word).toLowerCase(), folded = plain;
  if (/(?:^|[bcdghklmnpqrstvx]|qu)y$/.test(folded)) { folded = folded.slice(0, -1) + "i"; }
  return { exact: plain === word.toLowerCase() ? folded : syllableKey(word), folded: folded };
}

export function token(text, start, end) {
  var found = keys(text);
  found.text = text;
  found.start = start;
  found.end = end;
  found.marked = found.exact !== found.folded;
  return found;
}

export function tokens(text) {
  var found = [], words = /[\p{L}\p{N}]+/gu, match;
  while ((match = words.exec(text))) {
    found.push(token(match[0].slice(0, 40), match.index, match.index + match[0].length));
  }
  return found;
}

export function skeleton(folded) {
  var vowel = /[aeiouy0-9]/, last = folded.length > 1 ? folded[folded.length - 1] : "0";
  return (vowel.test(folded[0]) ? "0" : folded[0]) + (vowel.test(last) ? "0" : last);
}
