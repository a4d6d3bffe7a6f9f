/* Raw keystrokes, glued words, slips of the finger: the twin of search_index/spelling.py. */
import { allWords, knows, knowsPair, mostFrequent } from "./files.js";
import { decoded } from "./keystrokes.js";
import { isSkeleton, keys, token } from "./letters.js";

const HEADS = "s x|ch tr|d gi|d r|gi r|l n|d v|c k|g gh|ng ngh|c q", TAILS = "n ng|t c|n nh|t ch|i y|o u";
const LETTERS = "abcdeghiklmnopqrstuvxy";

export function mended(words) {
  const found = [];
  words.forEach((word) => {
    if (isDigits(word.folded) || knows(word.folded)) {
      found.push(word);
      return;
    }
    const syllable = decoded(word.text);
    if (syllable && knows(keys(syllable).folded)) {
      found.push(token(syllable, word.start, word.end));
    } else {
      found.push(...parted(word));
    }
  });
  return found;
}

function isDigits(text) { return /^\p{Nd}+$/u.test(text); }

/* A glued word as its syllables, if all of them are known together. */
function parted(word) {
  const text = word.folded;
  let best = null;
  if (word.text.length < 4 || word.text.length > 28 || !allWords()) { return [word]; }
  cuts(text, 0, 5, (ends) => {
    const pieces = sliced(text, ends, text.length).map(([a, b]) => text.slice(a, b));
    const missed = pieces.filter((piece, at) => at && !knowsPair(pieces[at - 1], piece)).length;
    const rank = missed * 10 + pieces.length;
    if (missed < pieces.length - 1 && (!best || rank < best.rank)) { best = { rank, ends }; }
  });
  if (!best) { return [word]; }
  return sliced(text, best.ends, word.text.length).map(([a, b]) => token(word.text.slice(a, b), word.start + a, word.start + b));
}

function sliced(_text, ends, last) { return [...ends, last].map((end, at) => [at ? ends[at - 1] : 0, end]); }

function cuts(text, start, most, take) {
  const good = (piece) => isSkeleton(piece) && knows(piece);
  for (let end = start + 1; end <= Math.min(start + 7, text.length - 1); end += 1) {
    if (good(text.slice(start, end))) {
      if (most > 1 && good(text.slice(end))) { take([end]); }
      if (most > 2) { cuts(text, end, most - 1, (rest) => take([end, ...rest])); }
    }
  }
}

/* Known words that may have been meant. */
function alternatives(folded) {
  const known = knows(folded), seen = new Set(), found = [];
  function offer(word) {
    if (!seen.has(word) && word !== folded && knows(word)) { found.push(word); }
    seen.add(word);
  }
  if (folded.length < 2 || isDigits(folded) || !allWords()) { return []; }
  [[HEADS, true], [TAILS, false]].forEach(([list, atStart]) => list.split("|").forEach((pair) => {
    const [one, other] = pair.split(" ");
    [[one, other], [other, one]].forEach(([here, there]) => {
      if (atStart && folded.startsWith(here)) { offer(there + folded.slice(here.length)); }
      if (!atStart && folded.endsWith(here)) { offer(folded.slice(0, -here.length) + there); }
    });
  }));
  for (let at = 0; at <= folded.length && !known; at += 1) {
    const head = folded.slice(0, at), tail = folded.slice(at);
    if (tail) { offer(head + tail.slice(1)); }
    if (tail.length > 1) { offer(head + tail[1] + tail[0] + tail.slice(2)); }
    [...LETTERS].forEach((letter) => {
      offer(head + letter + tail);
      if (tail) { offer(head + letter + tail.slice(1)); }
    });
  }
  return found;
}

function fits(words, at, folded) {
  return (at > 0 && knowsPair(words[at - 1].folded, folded)) ||
    (at + 1 < words.length && knowsPair(folded, words[at + 1].folded));
}

/* For each word that the texts do not know, or not beside its neighbours, what was meant. */
export function spellings(words) {
  return words.map((word, at) => {
    const known = knows(word.folded);
    if (known && (words.length < 2 || fits(words, at, word.folded))) { return []; }
    const found = alternatives(word.folded).slice(0, 12);
    const fitting = found.filter((other) => fits(words, at, other));
    return (!known && !fitting.length ? found.sort(mostFrequent) : fitting).slice(0, 6);
  });
}
