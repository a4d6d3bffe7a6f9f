/* Asking the index of a static copy: what search_index/ask.py does on the server. */
import { isWeak, load, missing, open, often, postings, textOf, view } from "./files.js";
import { WEAK, eachLayer, plan } from "./plan.js";
import { parse } from "./question.js";
import { narrow, ranked, sifted } from "./ranking.js";
import { snippet } from "./snippet.js";
import { mended, spellings } from "./spelling.js";

const MOST_ROUNDS = 12;

/* Asks until no file is missing. Rejects when one cannot be loaded. */
async function settled(base, attempt) {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const found = attempt();
    if (!missing()) { return found; }
    if (!await load(base)) { break; }
  }
  throw new Error("the files of the index cannot be loaded");
}

/* The hits of a question, best first, with what showing them needs. */
export function search(base, typed) {
  const asked = parse(typed);
  return settled(base, () => {
    if (!open()) { return null; }
    touch(plan(asked, asked.words, []));
    if (missing()) { return null; }
    const words = mended(asked.words);
    if (missing()) { return null; }
    touch(plan(asked, words, []));
    if (missing()) { return null; }
    const spelled = spellings(words);
    if (missing()) { return null; }
    const planned = plan(asked, words, spelled);
    touch(planned);
    [...asked.phrases, ...asked.excluded].forEach(touchPairs);
    if (missing()) { return null; }
    const passages = sifted(planned);
    narrow(asked, passages.answers);
    return { planned, hits: ranked(planned, passages), total: itemsOf(passages.answers) };
  });
}

function itemsOf(answers) {
  const items = new Set();
  answers.forEach((held, number) => { if (held) { items.add(view.item[number]); } });
  return items.size;
}

function touch(planned) { eachLayer(planned.groups, often); }

function touchPairs(words) {
  postings("w", words[0].folded, "");
  words.slice(1).forEach((b, n) => postings("p", `${words[n].folded}_${b.folded}`, ""));
}

/* Some of the hits as a page shows them. */
export function shown(base, answer, from, to) {
  const hits = answer.hits.slice(from, to);
  return settled(base, () => hits.map((hit) => textOf(hit.passage, hit.item)))
    .then((texts) => texts.map(({ row, about }) => described(row, about, answer.planned)));
}

function described([, text, anchors, attachment], [path, title, section, when], planned) {
  const strong = planned.words.filter((word) => !isWeak(word));
  const cut = snippet(text, strong.length ? strong : planned.words, marks(planned));
  const first = cut.start + (cut.marks.length ? cut.marks[0][0] : 0);
  const anchor = anchors.filter(([at]) => at <= first).map(([, name]) => name).pop() || "";
  return { path, title, section, when, text: cut.text, marks: cut.marks, anchor, attachment };
}

/* What a snippet may mark: a group's own words, and others only side by side. */
function marks(planned) {
  const found = new Set();
  planned.groups.forEach((group) => group.variants.forEach((variant, n) => {
    const stream = n === 0 || variant.units.length === 1 ? "w" : "p";
    variant.units.filter((unit) => unit.weight > WEAK).forEach((unit) => unit.layers.forEach((layer) => {
      if (layer.stream === stream) { found.add(layer.exact || layer.term); }
    }));
  }));
  return found;
}
