/* Numbers of documents and dates: the twin of search_index/codes.py. */
import { fold } from "./letters.js";

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

export function codes(text) {
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
