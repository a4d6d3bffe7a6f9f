/* What a hit shows of its text: the twin of search_index/snippets.py. */
import { tokens } from "./letters.js";

const LENGTH = 240, LEAD = 40;

/* { text, start, marks }: a true substring of the source and the offsets to mark in it. */
export function snippet(source, asked, others) {
  const words = tokens(source), hits = found(words, asked, others), first = bestStart(words, hits);
  const [a, b] = edges(source, first < 0 ? 0 : words[first].start), text = source.slice(a, b), marks = [];
  words.forEach((word, at) => {
    if (!hits[at] || word.start < a || word.end > b) { return; }
    const last = marks[marks.length - 1], mark = [word.start - a, word.end - a];
    if (last && mark[0] - last[1] <= 1 && !text.slice(last[1], mark[0]).trim()) { last[1] = mark[1]; } else { marks.push(mark); }
  });
  return { text, start: a, marks };
}

/* Which words are hits: place → folded key. */
function found(words, asked, others) {
  const exact = new Set(asked.map((word) => word.exact)), folded = new Set(asked.map((word) => word.folded));
  const present = new Set(words.map((word) => word.exact)), hits = {};
  const strict = new Set(asked.filter((word) => word.marked && present.has(word.exact)).map((word) => word.folded));
  words.slice(1).forEach((second, at) => {
    const first = words[at];
    if (others.has(`${first.exact}_${second.exact}`) || others.has(`${first.folded}_${second.folded}`)) {
      hits[at] = first.folded;
      hits[at + 1] = second.folded;
    }
  });
  words.forEach((word, at) => {
    const asTyped = exact.has(word.exact) || others.has(word.exact), without = folded.has(word.folded) || others.has(word.folded);
    if (asTyped || (without && !strict.has(word.folded))) { hits[at] = word.folded; }
  });
  return hits;
}

/* Where the window begins that has most different hits, then most hits; the earliest such. */
function bestStart(words, hits) {
  const list = Object.keys(hits).map(Number).sort((a, b) => a - b);
  let best = list.length ? list[0] : -1, kinds = 0, most = 0;
  list.forEach((at, head) => {
    const inside = new Set();
    let tail = head;
    while (tail < list.length && words[list[tail]].end - words[at].start <= LENGTH - LEAD) {
      inside.add(hits[list[tail]]);
      tail += 1;
    }
    if (inside.size > kinds || (inside.size === kinds && tail - head > most)) { [best, kinds, most] = [at, inside.size, tail - head]; }
  });
  return best;
}

function edges(source, begin) {
  let a = 0, b = source.length;
  if (b > LENGTH) {
    a = Math.min(begin <= LEAD ? 0 : begin - LEAD, b - LENGTH);
    if (a > 0) { a = afterSpace(source, a, begin); }
    b = Math.min(b, a + LENGTH);
    if (b < source.length) { b = beforeSpace(source, a, b); }
  }
  while (a < b && isSpace(source[a])) { a += 1; }
  while (b > a && isSpace(source[b - 1])) { b -= 1; }
  return [a, b];
}

function isSpace(letter) { return /\s/.test(letter); }

function afterSpace(source, at, most) {
  for (let n = at; n < Math.min(most, at + LEAD); n += 1) { if (isSpace(source[n])) { return n + 1; } }
  return at;
}

function beforeSpace(source, start, at) {
  for (let n = at; n > Math.max(start, at - LEAD); n -= 1) { if (isSpace(source[n])) { return n; } }
  return at;
}
