/* Words of a question as the index keys them: the twin of content/vietnamese.py and of
   search_index/{analysis,codes,keystrokes}.py. Tests hold both to the same answers. */
var tim = {};
(function () {
  "use strict";
  var TONES = { "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5 };
  var MARKS = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"];
  var VOWELS = "aăâeêioôơuưy";
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

  function fold(text) {
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

  function isSyllable(word) {
    var bare = toneless(word.toLowerCase()), both = parts(bare[0]);
    if (!both || bare[2] > 1) { return false; }
    return bare[1] > 3 || !/(?:c|ch|p|t)$/.test(both[1]);
  }

  function isSkeleton(folded) {
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

  function keys(word) {
    var plain = fold(word).toLowerCase(), folded = plain;
    if (/(?:^|[bcdghklmnpqrstvx]|qu)y$/.test(folded)) { folded = folded.slice(0, -1) + "i"; }
    return { exact: plain === word.toLowerCase() ? folded : syllableKey(word), folded: folded };
  }

  function token(text, start, end) {
    var found = keys(text);
    found.text = text;
    found.start = start;
    found.end = end;
    found.marked = found.exact !== found.folded;
    return found;
  }

  function tokens(text) {
    var found = [], words = /[\p{L}\p{N}]+/gu, match;
    while ((match = words.exec(text))) {
      found.push(token(match[0].slice(0, 40), match.index, match.index + match[0].length));
    }
    return found;
  }

  function skeleton(folded) {
    var vowel = /[aeiouy0-9]/, last = folded.length > 1 ? folded[folded.length - 1] : "0";
    return (vowel.test(folded[0]) ? "0" : folded[0]) + (vowel.test(last) ? "0" : last);
  }

  /* ---- numbers and dates ---- */
  var KINDS = {
    qd: "quyet dinh|qd", kh: "ke hoach|kh", tt: "thong tu|tt", nd: "nghi dinh|nd", nq: "nghi quyet|nq", ct: "chi thi|ct",
    kl: "ket luan|kl", hd: "huong dan|hd", bc: "bao cao|bc", ttr: "to trinh|ttr", tb: "thong bao|tb", cv: "cong van|cv",
    da: "de an", ctr: "chuong trinh|ctr", ttlt: "thong tu lien tich|ttlt"
  };
  var KIND_OF = {}, W = "[\\p{L}\\p{N}_]";
  Object.keys(KINDS).forEach(function (short) {
    KINDS[short].split("|").forEach(function (name) { KIND_OF[name] = short; });
  });
  var NAMES = Object.keys(KIND_OF).sort(function (a, b) { return b.length - a.length; }).join("|");
  var YEAR = "((?:19|20)\\d\\d)";
  var FULL = "(\\d{1,5})\\s?/\\s?(?:" + YEAR + "\\s?/\\s?)?([a-z]{1,5})\\s?[-–]\\s?([a-z][a-z0-9]*(?:[-–&.][a-z0-9]+)*)(?!" + W + ")";
  var NAMED = "(" + NAMES + ")(?:\\s+so)?\\s{0,2}[:.]?\\s?(\\d{1,5})(?:\\s?/\\s?" + YEAR + ")?(?![\\d%])(?!\\s?[/.,]\\s?\\d)";
  var DAY = "(\\d{1,2})\\s?([/.\\-])\\s?(\\d{1,2})(?:\\s?\\2\\s?" + YEAR + ")?(?![\\d/%]|\\s?%|[.,\\-]\\d)";
  var SPOKEN = "(?:ngay\\s+)?(\\d{1,2})\\s+th[a-z]ng\\s+(\\d{1,2})(?:\\s*,?\\s*n[a-z]m\\s+" + YEAR + ")?(?!\\d)";
  var MONTH = "(?:thang\\s+(\\d{1,2})\\s*(?:/|,?\\s*nam)\\s*|(\\d{1,2})\\s?/\\s?)" + YEAR + "(?!\\d)";
  var QUARTER = "qu[yi]\\s+(iv|i{1,3}|[1-4])(?!" + W + ")";

  /* Every match whose letter before it is none of these (old browsers cannot look behind). */
  function each(pattern, barred, text, take) {
    var search = new RegExp(pattern, "gu"), bar = new RegExp(barred, "u"), match;
    while ((match = search.exec(text))) {
      if (match.index && bar.test(text[match.index - 1])) {
        search.lastIndex = match.index + 1;
      } else {
        take(match, match.index, match.index + match[0].length);
        if (!match[0]) { search.lastIndex += 1; }
      }
    }
  }

  function two(number) { return (number < 10 ? "0" : "") + Number(number); }
  function bare(number) { return number.replace(/^0+/, ""); }

  function codes(text) {
    var folded = fold(text).toLowerCase(), found = [];
    function add(start, end, names) { found.push({ start: start, end: end, names: names }); }
    function numbered(number, kind, year) {
      return (year ? ["n:" + number + "/" + year + "/" + kind] : []).concat("n:" + number + "/" + kind);
    }
    each(FULL, "[\\p{L}\\p{N}_/]", folded, function (m, a, b) {
      var number = bare(m[1]);
      add(a, b, ["n:" + number + "/" + m[3] + "-" + m[4].replace(/[^a-z0-9]/g, "")].concat(numbered(number, m[3], m[2])));
    });
    var full = found.slice();
    each(NAMED, W, folded, function (m, a, b) {
      var number = bare(m[2]);
      if (number && !full.some(function (one) { return a < one.end && one.start < b; })) {
        add(a, b, numbered(number, KIND_OF[m[1]], m[3]));
      }
    });
    function day(a, b, d, m, y) {
      if (d > 0 && d < 32 && m > 0 && m < 13) {
        add(a, b, (y ? ["d:" + y + "-" + two(m) + "-" + two(d)] : []).concat("d:" + two(d) + "/" + two(m)));
      }
    }
    each(DAY, "[\\d/.\\-]", folded, function (m, a, b) { day(a, b, m[1], m[3], m[4]); });
    each(SPOKEN, W, folded, function (m, a, b) { day(a, b, m[1], m[2], m[3]); });
    each(MONTH, W, folded, function (m, a, b) {
      var month = m[1] || m[2];
      if (month > 0 && month < 13 && !/[/.\-]$/.test(folded.slice(0, a))) { add(a, b, ["d:" + m[3] + "-" + two(month)]); }
    });
    each(QUARTER, W, folded, function (m, a, b) {
      add(a, b, ["q:" + ({ i: 1, ii: 2, iii: 3, iv: 4 }[m[1]] || m[1])]);
    });
    return found.sort(function (a, b) { return a.start - b.start || b.end - a.end; });
  }

  /* ---- raw keystrokes ---- */
  var TELEX = { s: 4, f: 1, r: 2, x: 3, j: 5 }, VNI = { 1: 4, 2: 1, 3: 2, 4: 3, 5: 5 };

  function decoded(word) {
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

  tim.fold = fold;
  tim.keys = keys;
  tim.token = token;
  tim.tokens = tokens;
  tim.skeleton = skeleton;
  tim.isSkeleton = isSkeleton;
  tim.codes = codes;
  tim.decoded = decoded;
})();
