/* What is looked up for a question: the twin of search_index/{plan,synonyms}.py. */
import { beginning, isWeak, knows, knowsPair, layer, places, rarity, view } from "./files.js";
import { skeleton, tokens } from "./letters.js";

const FOLDED = 45, FOLDED_POOR = 85, OTHER_SPELLING = 60, SCAN = 50, BEGINNING = 80;
const ABBREVIATION = 95, AMBIGUOUS = 85, SYNONYM = 65;
const WORD = 100, PAIR = 130, CODE = 300, PLACE = 200, INSIDE_CODE = 30;
export const WEAK = 20;

export function plan(asked, words, spelled) {
  const where = placed(words), inCode = words.map((word) => isInside(asked.codes, word));
  const at = { asked, words, spelled, where, inCode };
  const groups = [...wordGroups(at), ...pairGroups(at), ...codeGroups(asked, words)];
  const counts = words.map((word, n) => {
    const count = Math.min(rarity(layer("w", word.folded, 0)), 554) + 46;
    return where[n] ? Math.max(count, 185) * PLACE : count * heft(word);
  });
  return { groups, counts, words };
}

export function eachLayer(groups, take) {
  groups.forEach((group) => group.variants.forEach((variant) => variant.units.forEach((unit) => unit.layers.forEach(take))));
}

function heft(word) { return isWeak(word) ? WEAK : WORD; }
function scaled(weight, part) { return Math.floor(weight * part / 100); }

function isInside(codes, word) { return codes.some((code) => code.start <= word.start && word.end <= code.end); }

/* Which words belong to the name of a place. */
function placed(words) {
  const found = {};
  words.forEach((word, at) => places(word.folded).forEach((rest) => {
    const tail = rest.split(" ");
    if (tail.every((one, n) => words[at + 1 + n] && words[at + 1 + n].folded === one)) {
      for (let n = 0; n <= tail.length; n += 1) { found[at + n] = true; }
    }
  }));
  return found;
}

function wordLayers(word) {
  return word.marked ?
    [layer("w", word.folded, 100, word.exact), layer("w", word.folded, FOLDED, "", FOLDED_POOR)] : [layer("w", word.folded, 100)];
}

function pairLayers(a, b) {
  const key = `${a.folded}_${b.folded}`, letters = /^\p{L}+$/u;
  const found = a.marked || b.marked ?
    [layer("p", key, 100, `${a.exact}_${b.exact}`), layer("p", key, FOLDED, "", FOLDED_POOR)] : [layer("p", key, 100)];
  if (letters.test(a.folded) && letters.test(b.folded)) {
    found.push(layer("s", `${skeleton(a.folded)}_${skeleton(b.folded)}`, SCAN));
  }
  return found;
}

function other(sequence, worth) {
  const units = sequence.map((word) => ({ weight: heft(word), layers: wordLayers(word) }));
  for (let n = 1; n < sequence.length; n += 1) {
    units.push({ weight: PAIR, layers: pairLayers(sequence[n - 1], sequence[n]) });
  }
  return { units, worth };
}

function wordGroups(at) {
  const { words } = at, groups = [];
  for (let start = 0; start < words.length;) {
    const [length, others] = synonyms(words, start), covers = [];
    for (let n = start; n < start + length; n += 1) { covers.push(n); }
    const variants = [{ units: covers.map((n) => ownUnit(at, n)), worth: 100 }, ...others.map((one) => other(one, SYNONYM))];
    if (length === 1) {
      const meant = expansions(words[start].folded);
      variants.push(...meant.map((one) => other(one, meant.length === 1 ? ABBREVIATION : AMBIGUOUS)));
    }
    groups.push({ variants, covers });
    start += length;
  }
  return groups;
}

function ownUnit(at, n) {
  const word = at.words[n], more = [...(at.spelled[n] || [])];
  const isLast = n === at.words.length - 1 && at.asked.open;
  let weight = heft(word);
  if (isLast && word.folded.length > 1 && !knows(word.folded)) { more.push(...beginning(word.folded, 6)); }
  if (at.inCode[n]) { weight = scaled(weight, INSIDE_CODE); }
  if (at.where[n]) { weight = scaled(weight, PLACE); }
  return { weight, layers: [...wordLayers(word), ...more.map((one) => layer("w", one, OTHER_SPELLING))] };
}

function pairGroups(at) {
  const { words, where, inCode } = at;
  return words.slice(1).map((b, n) => {
    const a = words[n];
    let weight = Math.floor(PAIR * [10, 8, 3][isWeak(a) + isWeak(b)] / 10);
    if (inCode[n] && inCode[n + 1]) { weight = scaled(weight, INSIDE_CODE); }
    if (where[n] && where[n + 1]) { weight = scaled(weight, PLACE); }
    return { variants: [{ units: [{ weight, layers: [...pairLayers(a, b), ...otherPairs(at, n)] }], worth: 100 }], covers: [n, n + 1] };
  });
}

function otherPairs(at, n) {
  const firsts = [at.words[n].folded, ...(at.spelled[n] || [])], seconds = [at.words[n + 1].folded, ...(at.spelled[n + 1] || [])];
  const [first, second] = [firsts[0], seconds[0]], found = [];
  firsts.forEach((a) => seconds.forEach((b) => {
    if ((a !== first || b !== second) && knowsPair(a, b)) { found.push(layer("p", `${a}_${b}`, OTHER_SPELLING)); }
  }));
  if (n + 2 === at.words.length && at.asked.open && !knowsPair(first, second)) {
    beginning(second, 24).forEach((word) => {
      if (knowsPair(first, word)) { found.push(layer("p", `${first}_${word}`, BEGINNING)); }
    });
  }
  return found;
}

function codeGroups(asked, words) {
  const groups = [];
  asked.codes.forEach((code) => {
    const covers = words.map((_word, n) => n).filter((n) => code.start <= words[n].start && words[n].end <= code.end);
    if (!covers.length) { return; }
    const ranked = code.names.slice(0, 3).map((name, n) => [name, 100 - 30 * n]);
    const own = ranked.filter(([name]) => name.startsWith("n:")).map(([name, worth]) => [`o:${name.slice(2)}`, worth]);
    [ranked, own].filter((names) => names.length).forEach((names) => {
      const layers = names.map(([name, worth]) => layer("c", name, worth));
      groups.push({ variants: [{ units: [{ weight: CODE, layers }], worth: 100 }], covers });
    });
  });
  return groups;
}

/* The longest known phrase that begins at a place: its length, and what says the same. */
function synonyms(words, at) {
  for (let length = Math.min(6, words.length - at); length > 0; length -= 1) {
    const found = own(view.m.others, words.slice(at, at + length).map((word) => word.folded).join(" "));
    if (found) { return [length, found.map(tokens)]; }
  }
  return [1, []];
}

/* What an abbreviation stands for; a longer one is put together from its parts. */
function expansions(short) {
  const table = view.m.abbreviations, known = own(table, short);
  if (known || short.length < 4) { return (known || []).map(tokens); }
  function parts(rest, most) {
    if (own(table, rest)) { return [rest]; }
    for (let length = rest.length - 2; most > 1 && length > 1; length -= 1) {
      const tail = own(table, rest.slice(0, length)) && parts(rest.slice(length), most - 1);
      if (tail) { return [rest.slice(0, length), ...tail]; }
    }
    return null;
  }
  const found = parts(short, 3);
  return found ? [[].concat(...found.map((one) => tokens(table[one][0])))] : [];
}

function own(table, key) { return Object.prototype.hasOwnProperty.call(table, key) ? table[key] : null; }
