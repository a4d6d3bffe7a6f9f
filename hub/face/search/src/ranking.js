/* Which passages are worth a look, and what they are worth: the twin of
   search_index/{ranking,sieve,phrases}.py. All figures are whole numbers below 2^53. */
import { often, postings, rarity, view } from "./files.js";
import { eachLayer } from "./plan.js";

const LEVELS = [12, 18, 25, 33, 42, 53, 66, 81, 100, 123, 150, 185, 230, 290, 380, 520];
const SATURATED = LEVELS.map((weight) => Math.floor(64 * weight * 190 / (100 * (weight + 90))));
const ALL = 256, MOST_RARITY = 831, LEAST_COVERAGE = 35, MOST_RANKED = 500;

/* Passages that have enough of the question (a byte each), and how telling what they have is. */
export function sifted(planned) {
  const telling = new Int32Array(view.count), covering = new Int32Array(view.count), answers = new Uint8Array(view.count);
  const words = planned.counts.map(() => new Uint8Array(view.count));
  planned.groups.forEach((group) => {
    const held = new Uint8Array(view.count), weight = Math.max(1, Math.min(63, Math.floor(footing(group)[0] / 2048)));
    eachLayer([group], (layer) => postings(layer.stream, layer.term, layer.exact).forEach((_level, number) => {
      if (!held[number]) {
        held[number] = 1;
        telling[number] += weight;
        group.covers.forEach((at) => { words[at][number] = 1; });
      }
    }));
  });
  const most = Math.max(1, ...planned.counts);
  planned.counts.forEach((count, at) => {
    const weight = Math.max(1, Math.floor(64 * count / most));
    for (let number = 0; number < view.count; number += 1) { covering[number] += words[at][number] * weight; }
  });
  const highest = covering.reduce((a, b) => Math.max(a, b), 0), least = Math.max(1, Math.ceil(highest * LEAST_COVERAGE / 100));
  for (let number = 0; number < view.count; number += 1) { answers[number] = covering[number] >= least ? 1 : 0; }
  return { answers, telling };
}

/* The items that answer best, best first: { item, passage, score, coverage }. */
export function ranked(planned, { answers, telling }) {
  if (!planned.counts.length) { return []; }
  const within = [];
  answers.forEach((held, number) => { if (held) { within.push(number); } });
  const chosen = within.sort((a, b) => telling[b] - telling[a] || a - b).slice(0, MOST_RANKED).sort((a, b) => a - b);
  const { values, covered } = evaluated(planned, chosen), byItem = new Map();
  const total = planned.counts.reduce((a, b) => a + b, 0);
  const coverage = (parts) => Math.floor(parts.reduce((sum, part, at) => sum + planned.counts[at] * part, 0) / total);
  chosen.forEach((number) => {
    const item = view.item[number];
    byItem.set(item, [...(byItem.get(item) || []), number]);
  });
  return [...byItem].map(([item, numbers]) => {
    const all = planned.counts.map((_count, at) => Math.max(...numbers.map((number) => covered.get(number)[at])));
    const whole = coverage(all);
    let best = null;
    numbers.forEach((passage) => {
      const part = coverage(covered.get(passage)), worth = 25 * ALL * ALL + 55 * part * part + 20 * whole * whole;
      const score = Math.floor((values.get(passage) || 0) * worth / (100 * ALL * ALL));
      if (!best || score > best.score) { best = { item, passage, score, coverage: whole }; }
    });
    return best;
  }).sort((a, b) => b.score - a.score || a.item - b.item);
}

function evaluated(planned, chosen) {
  const values = new Map(), covered = new Map(chosen.map((number) => [number, planned.counts.map(() => 0)]));
  const only = new Set(chosen);
  planned.groups.forEach((group) => {
    const hits = hitsOf(group, only);
    hits.values.forEach((value, number) => add(values, number, value));
    hits.covered.forEach((part, number) => {
      const words = covered.get(number);
      group.covers.forEach((at) => { words[at] = Math.max(words[at], part); });
    });
  });
  return { values, covered };
}

/* What a unit is worth where its best known layer is hit. */
function topOf(unit) {
  const known = unit.layers.find(often) || unit.layers[0];
  return unit.weight * Math.min(rarity(known.stream === "s" ? unit.layers[0] : known), MOST_RARITY);
}

/* What the best hit of a group is worth, and each of its variants by itself. */
function footing(group) {
  const tops = group.variants.map((variant) => variant.units.reduce((sum, unit) => sum + topOf(unit), 0));
  const isKnown = group.variants[0].units.some((unit) => unit.layers.some((one) => one.stream !== "s" && often(one)));
  const own = isKnown || tops.length < 2 ? tops[0] : Math.max(...tops.slice(1));
  return [Math.max(own, Math.floor(7 * Math.max(...tops) / 10)), tops];
}

function hitsOf(group, only) {
  const [foot, tops] = footing(group), values = new Map(), covered = new Map();
  group.variants.forEach((variant, n) => {
    const top = tops[n], sums = new Map(), reached = new Map();
    if (top <= 0) { return; }
    variant.units.forEach((unit) => addUnit(unit, only, sums, reached));
    sums.forEach((amount, number) => raise(values, number, Math.floor(variant.worth * amount * foot / (100 * top))));
    reached.forEach((amount, number) => {
      raise(covered, number, Math.floor(variant.worth * Math.min(ALL * 100 * top, ALL * amount) / (10000 * top)));
    });
  });
  return { values, covered };
}

function raise(map, number, value) { if (value > (map.get(number) || 0)) { map.set(number, value); } }
function add(map, number, value) { map.set(number, (map.get(number) || 0) + value); }

function addUnit(unit, only, sums, reached) {
  const best = new Map(), cover = new Map(), top = topOf(unit);
  unit.layers.forEach((layer) => {
    const list = postings(layer.stream, layer.term, layer.exact), rare = Math.min(unit.weight * rarity(layer), top);
    function take(level, number) {
      const worth = view.poor.has(number) ? layer.poor : layer.worth;
      raise(best, number, Math.floor(worth * rare * SATURATED[level] / 6400));
      raise(cover, number, 50 + Math.floor(worth / 2));
    }
    if (list.size < only.size) {
      list.forEach((level, number) => { if (only.has(number)) { take(level, number); } });
    } else {
      only.forEach((number) => { if (list.has(number)) { take(list.get(number), number); } });
    }
  });
  best.forEach((value, number) => add(sums, number, value));
  cover.forEach((part, number) => add(reached, number, top * part));
}

/* ---- phrases, and words that are not wanted ---- */

/* The items with a passage that has the words side by side, as far as pairs tell. */
function having(words, exact) {
  const lists = words.length === 1 ? [postings("w", words[0].folded, exact ? words[0].exact : "")] :
    words.slice(1).map((b, n) => postings("p", `${words[n].folded}_${b.folded}`, exact ? `${words[n].exact}_${b.exact}` : ""));
  const items = new Set();
  lists[0].forEach((_level, number) => { if (lists.every((list) => list.has(number))) { items.add(view.item[number]); } });
  return items;
}

/* Leaves of the answers the passages of items that have every phrase and nothing excluded. */
export function narrow(asked, answers) {
  const isMarked = (words) => words.some((word) => word.marked);
  const leave = (items, wanted) => answers.forEach((held, number) => {
    if (held && items.has(view.item[number]) !== wanted) { answers[number] = 0; }
  });
  asked.excluded.forEach((words) => leave(having(words, isMarked(words)), false));
  asked.phrases.forEach((words) => {
    const exact = having(words, isMarked(words)), any = having(words, false);
    leave(answers.some((held, number) => held && exact.has(view.item[number])) ? exact : any, true);
  });
}
