/* The files of the index: loading them, and posting lists out of them. The twin of
   search_index/{packing,shards,view}.py. A list that is needed and not there is noted; whoever asks
   loads what was noted and asks again. */
import { keys } from "./letters.js";

const PLAIN = 8, NONE = new Map();
const files = {}, lists = {}, rarities = {};
let wanted = {}, lexicon = null;

/* What is known of the copy once its first file is there. */
export const view = {};

/* Every file of the index calls this. */
export function stand(name, value) { files[name] = value; }

function file(name) {
  if (!files[name]) { wanted[name] = true; }
  return files[name];
}

export function missing() { return Object.keys(wanted).length > 0; }

/* Loads what was noted; the promise tells whether all came. base: the folder and, after "?", the
   stamp of the index, so that no browser mixes two of them. */
export function load(base) {
  const [folder, stamp] = base.split("?");
  const names = Object.keys(wanted);
  wanted = {};
  return Promise.all(names.map((name) => new Promise((done) => {
    const script = document.createElement("script");
    script.onload = script.onerror = () => {
      script.remove();
      done(Boolean(files[name]));
    };
    script.src = `${folder}${name}.js?${stamp}`;
    document.head.append(script);
  }))).then((came) => came.every(Boolean));
}

function digit(text, at) {
  const code = text.charCodeAt(at);
  return code - (code > 92 ? 36 : 35);
}

export function numbers(text, take) {
  let value = 0, unit = 1;
  for (let at = 0; at < text.length; at += 1) {
    const one = digit(text, at);
    value += one % 45 * unit;
    unit *= 45;
    if (one < 45) {
      take(value);
      value = 0;
      unit = 1;
    }
  }
}

export function unpack(text) {
  const found = new Map();
  let place = -1;
  if (text[0] === "!") {
    for (let at = 1; at < text.length; at += 1) {
      const bits = digit(text, at);
      for (let bit = 0; bit < 6; bit += 1) {
        if (bits >> bit & 1) { found.set((at - 1) * 6 + bit, PLAIN); }
      }
    }
    return found;
  }
  numbers(text, (value) => {
    place += (value >> 4) + 1;
    found.set(place, value & 15);
  });
  return found;
}

export function shardOf(key, shards) {
  let found = 0;
  for (let at = 0; at < key.length; at += 1) { found = (Math.imul(found, 31) + key.charCodeAt(at)) >>> 0; }
  return found % shards;
}

/* Whether the first file is there; reads it once. */
export function open() {
  const m = file("m");
  if (view.item || !m) { return Boolean(view.item); }
  const of = [], chunks = [];
  let start = 0, items = 0;
  numbers(m.of, (count) => {
    for (let n = 0; n < count; n += 1) { of.push(items); }
    items += 1;
  });
  numbers(m.t, (count) => {
    chunks.push(start);
    start += count;
  });
  Object.assign(view, { m, item: of, items, count: m.n, poor: unpack(m.poor), chunks, weak: {}, weakFolded: {} });
  m.weak.forEach((word) => {
    const key = keys(word);
    view.weak[key.exact] = view.weakFolded[key.folded] = true;
  });
  return true;
}

export function isWeak(word) { return Boolean(word.marked ? view.weak[word.exact] : view.weakFolded[word.folded]); }

/* letter: w words, p pairs, c numbers, s pairs of bad scans. */
function shard(letter, key) {
  const bucket = letter === "p" ? key.slice(0, key.indexOf("_") + 3) : letter === "s" ? key.split("_")[0] : key;
  return file(letter + shardOf(bucket, view.m.shards[letter]));
}

/* What may follow a first word in the name of a place. */
export function places(first) { return (shard("w", first) || {})[`@${first}`] || []; }

/* The passages with a term: number → level of the weight. */
export function postings(letter, term, exact) {
  const key = `${letter}${term} ${exact}`;
  if (lists[key]) { return lists[key]; }
  const held = shard(letter, term);
  if (!held) { return NONE; }
  lists[key] = joined(Object.prototype.hasOwnProperty.call(held, term) ? held[term] : [], term, exact);
  return lists[key];
}

function joined(found, term, exact) {
  if (typeof found === "string") { return unpack(found); }
  const parts = [];
  for (let at = 0; at < found.length; at += 2) {
    if (!exact || (found[at] || term) === exact) { parts.push(unpack(found[at + 1])); }
  }
  if (parts.length < 2) { return parts[0] || NONE; }
  const all = new Map();
  parts.forEach((part) => part.forEach((level, number) => {
    if (level > (all.has(number) ? all.get(number) : -1)) { all.set(number, level); }
  }));
  if (view.count <= 8192 && all.size > 2000) { all.forEach((_level, number) => all.set(number, PLAIN)); }
  return all;
}

export function often(layer) { return postings(layer.stream, layer.term, layer.exact).size; }

/* log2 of (of + 1) / (count + 1/2) in 64ths, straight between powers of two. */
function told(count, of) {
  const ratio = Math.floor((2 * of + 2) * 1024 / (2 * count + 1)), power = 31 - Math.clz32(ratio);
  return (power - 11) * 64 + Math.floor(ratio * 64 / 2 ** power);
}

export function rarity(layer) {
  const { stream, term, exact } = layer, key = `${stream}${term} ${exact}`;
  if (rarities[key] === undefined) {
    const [passages, items] = counted(postings(stream, term, exact), stream, term, exact);
    const found = Math.max(told(passages, view.count), told(items, view.items));
    if (!lists[key]) { return found; }
    rarities[key] = found;
  }
  return rarities[key];
}

/* How many passages and items have a term; told by the file where it holds only some of them. */
function counted(list, stream, term, exact) {
  const cut = (shard(stream, term) || {})[`=${term}`];
  if (!cut) { return [list.size, new Set([...list.keys()].map((number) => view.item[number])).size]; }
  if (!exact || stream === "c" || stream === "s") { return cut; }
  const at = cut.indexOf(exact === term ? "" : exact, 2);
  return at < 0 ? [0, 0] : cut.slice(at + 1);
}

export function layer(stream, term, worth, exact = "", poor = worth) { return { stream, term, exact, worth, poor }; }

export function knowsPair(a, b) { return postings("p", `${a}_${b}`, "").size > 0; }

export function knows(folded) {
  if (lexicon && /^[a-z]+$/.test(folded)) { return Boolean(lexicon.count[folded]); }
  return postings("w", folded, "").size > 0;
}

/* All words, for slips of the finger; asked for only where one is met. */
export function allWords() {
  const data = file("l");
  if (lexicon || !data) { return lexicon; }
  const counts = [];
  let word = "";
  numbers(data[1], (count) => counts.push(count));
  lexicon = { count: Object.create(null), words: [] };
  data[0].split(" ").filter(Boolean).forEach((line, at) => {
    word = word.slice(0, Number(line[0])) + line.slice(1);
    lexicon.words.push(word);
    lexicon.count[word] = counts[at];
  });
  return lexicon;
}

export function mostFrequent(a, b) { return lexicon.count[b] - lexicon.count[a] || (a < b ? -1 : 1); }

export function beginning(prefix, limit) {
  const all = allWords();
  return all ? all.words.filter((word) => word.startsWith(prefix)).sort(mostFrequent).slice(0, limit) : [];
}

/* A passage as it is shown, or undefined while its file is missing. */
export function textOf(passage, item) {
  let at = view.chunks.length - 1;
  while (view.chunks[at] > passage) { at -= 1; }
  const chunk = file(`t${at}`);
  return chunk && { row: chunk.p[passage - view.chunks[at]], about: chunk.i[item] };
}
