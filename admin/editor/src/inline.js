// Markdown inside a block, read as Python-Markdown reads it; whatever is doubtful is refused, and
// the block then stays as it is written.

export class Doubtful extends Error {}

const LONGEST = 50_000; // characters
const ESCAPED = "\\`*_{}[]()>#+-.!|";
const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', nbsp: "\u00a0" };
const WORD = /[\p{L}\p{N}_]/u;
const BREAK = /^<br *\/?>/i;
const AUTOLINK = /^<((?:https?|ftp):\/\/[^<>\s]+)>/i;
const ADDRESS = /^<([^<>\s@!]+@[^<>\s@]+\.[^<>\s@]+)>/;
const ENTITY = /^&(#\d{1,6}|#x[\da-f]{1,5}|[a-z\d]+);/i;
const REFERENCE = /^ {0,3}\[[^\]]*\]:/m;

/** ProseMirror nodes (as JSON) of the inside of a block. notes: the footnotes that are defined. */
export function readInline(text, notes) {
  if (REFERENCE.test(text)) throw new Doubtful("reference");
  if (text.length > LONGEST) throw new Doubtful("long");
  const found = new Reader(text.trim(), notes).all();
  if ([found[0], found.at(-1)].some((node) => node?.type === "hardBreak")) throw new Doubtful("break at the edge");
  const href = (node) => node?.marks?.find(({ type }) => type === "link")?.attrs.href;
  const links = found.filter((node, at) => href(node) && href(found[at - 1]) === href(node));
  if (links.length && /\]\([^)]*\)\[|><|\)<|>\[/.test(text)) throw new Doubtful("two links that would be one");
  return found;
}

class Reader {
  constructor(text, notes, marks = []) {
    Object.assign(this, { text, notes, marks, at: 0, words: "", found: [] });
  }

  all() {
    while (this.at < this.text.length) this.step();
    this.flush();
    return this.found;
  }

  get rest() {
    return this.text.slice(this.at);
  }

  step() {
    const sign = this.text[this.at];
    const special = SIGNS[sign];
    if (!special || !special(this)) this.take(1);
  }

  take(count) {
    this.words += this.text.slice(this.at, this.at + count);
    this.at += count;
  }

  say(words, length) {
    this.words += words;
    this.at += length;
    return true;
  }

  flush() {
    if (this.words) this.add({ type: "text", text: this.words });
    this.words = "";
  }

  add(node, length = 0) {
    if (node.type !== "text") this.flush();
    this.found.push(this.marks.length ? { ...node, marks: this.marks } : node);
    this.at += length;
    return true;
  }

  // What stands between two signs, with a mark of its own around it.
  within(inner, mark, length) {
    if (this.marks.some(({ type }) => type === mark.type)) throw new Doubtful("twice");
    this.flush();
    this.found.push(...new Reader(inner, this.notes, [...this.marks, mark]).all());
    this.at += length;
    return true;
  }
}

const SIGNS = {
  "\\": (r) => ESCAPED.includes(r.text[r.at + 1] ?? " ") && r.say(r.text[r.at + 1], 2),
  "`": readCode,
  "\n": readLineEnd,
  "[": readLink,
  "!": readPicture,
  "<": readTag,
  "&": readEntity,
  "*": (r) => readStars(r),
  _: (r) => readUnderlines(r),
};

function readCode(r) {
  const match = /^(`+)([^`]+)\1(?!`)/.exec(r.rest);
  if (!match) throw new Doubtful("backtick");
  r.flush();
  const marks = [...r.marks, { type: "code" }];
  const words = match[2].trim().replace(/\s*\n\s*/g, " ");
  if (!words) throw new Doubtful("empty code");
  r.found.push({ type: "text", text: words, marks });
  r.at += match[0].length;
  return true;
}

function readLineEnd(r) {
  const hard = / {2,}$/.test(r.words);
  r.words = r.words.replace(/[ \t]+$/, "");
  const spaces = /^\n[ \t]*/.exec(r.rest)[0].length;
  return hard ? r.add({ type: "hardBreak" }, spaces) : r.say(" ", spaces);
}

function readTag(r) {
  const rest = r.rest;
  const line = BREAK.exec(rest);
  if (line) {
    r.words = r.words.replace(/[ \t]+$/, "");
    return r.add({ type: "hardBreak" }, line[0].length + /^\s*/.exec(rest.slice(line[0].length))[0].length);
  }
  const address = AUTOLINK.exec(rest) ?? ADDRESS.exec(rest);
  if (address) {
    const href = address[1].includes("://") ? address[1] : `mailto:${address[1]}`;
    r.flush();
    const marks = [...r.marks, { type: "link", attrs: { href } }];
    r.found.push({ type: "text", text: address[1], marks });
    r.at += address[0].length;
    return true;
  }
  if (/^<[a-z/!?]/i.test(rest)) throw new Doubtful("tag");
  return false;
}

function readEntity(r) {
  const match = ENTITY.exec(r.rest);
  if (!match) return false;
  const [whole, name] = match;
  if (name.startsWith("#")) {
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    if (code < 32 || code > 0x10ffff) throw new Doubtful("entity");
    return r.say(String.fromCodePoint(code), whole.length);
  }
  if (!ENTITIES[name]) throw new Doubtful("entity");
  return r.say(ENTITIES[name], whole.length);
}

// ---- links, pictures, footnotes -----------------------------------------------------------------

const TARGET = /^\(\s*(?:<([^<>\n]*)>|([^\s()<>"']+(?:\([^\s()<>"']*\)[^\s()<>"']*)*)?)(?:\s+"([^"\n]*)")?\s*\)/;

function readLink(r) {
  const note = /^\[\^([^\]\s]+)\]/.exec(r.rest);
  if (note && r.notes.has(note[1])) return r.add({ type: "noteMark", attrs: { id: note[1] } }, note[0].length);
  const inner = bracketed(r.rest);
  if (inner === null) throw new Doubtful("open bracket");
  const target = TARGET.exec(r.rest.slice(inner.length + 2));
  if (!target) {
    if (/^ ?[[(]/.test(r.rest.slice(inner.length + 2))) throw new Doubtful("reference");
    return false; // words in brackets; texts with references are never read
  }
  const href = plain(target[1] ?? target[2] ?? "");
  if (!href || target[3]) throw new Doubtful("link");
  return r.within(inner, { type: "link", attrs: { href } }, inner.length + 2 + target[0].length);
}

function readPicture(r) {
  if (r.text[r.at + 1] !== "[") return false;
  const inner = bracketed(r.rest.slice(1));
  const target = inner === null ? null : TARGET.exec(r.rest.slice(inner.length + 3));
  if (!target) throw new Doubtful("picture");
  const attrs = {
    src: plain(target[1] ?? target[2] ?? ""),
    alt: words(inner),
    caption: plain(target[3] ?? ""),
  };
  return r.add({ type: "picture", attrs }, inner.length + 3 + target[0].length);
}

/** What stands in the brackets that a text begins with; null where they do not close. */
function bracketed(text) {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === "[") depth += 1;
    else if (text[at] === "]" && (depth -= 1) === 0) return text.slice(1, at);
  }
  return null;
}

// Alternative text: what is marked up in it means nothing to Python-Markdown either.
function words(inner) {
  if (/[`<&]/.test(inner.replace(/&(?:lt|gt|amp|quot);/g, ""))) throw new Doubtful("alternative text");
  return plain(inner).replace(/\s*\n\s*/g, " ");
}

function plain(text) {
  return text
    .replace(/\\([\\`*_{}[\]()>#+\-.!|])/g, "$1")
    .replace(/&(lt|gt|amp|quot);/g, (_, name) => ENTITIES[name]);
}

// ---- emphasis -----------------------------------------------------------------------------------

function readStars(r) {
  const run = /^\*+/.exec(r.rest)[0].length;
  if (alone(r, run)) return r.say("*".repeat(run), run);
  if (run === 3) {
    const both = /^\*{3}((?:\\.|[^*\\])+)\*{3}(?!\*)/s.exec(r.rest);
    if (!both) throw new Doubtful("three stars");
    return inside(r, both[1], ["bold", "italic"], both[0].length);
  }
  const match =
    run === 2
      ? /^\*\*((?:\\.|[^*\\]|\*(?!\*)(?:\\.|[^*\\])+\*(?!\*))+)\*\*(?!\*)/s.exec(r.rest)
      : run === 1 && /^\*((?:\\.|[^*\\])+)\*(?!\*)/s.exec(r.rest);
  if (!match) throw new Doubtful("stars");
  return inside(r, match[1], [run === 2 ? "bold" : "italic"], match[0].length);
}

function readUnderlines(r) {
  const run = /^_+/.exec(r.rest)[0].length;
  const before = r.text[r.at - 1] ?? " ";
  const after = r.text[r.at + run] ?? " ";
  if (alone(r, run) || (WORD.test(before) && WORD.test(after))) return r.say("_".repeat(run), run);
  if (run > 2) {
    if (/_/.test(r.text.slice(0, r.at)) || /_/.test(r.text.slice(r.at + run))) throw new Doubtful("lines");
    return r.say("_".repeat(run), run); // a line to write on
  }
  const match =
    run === 2
      ? /^__((?:\\.|[^_\\])+)__(?![\p{L}\p{N}_])/su.exec(r.rest)
      : /^_((?:\\.|[^_\\])+)_(?![\p{L}\p{N}_])/su.exec(r.rest);
  if (!match || WORD.test(before)) throw new Doubtful("underlines");
  return inside(r, match[1], [run === 2 ? "bold" : "italic"], match[0].length);
}

function alone(r, run) {
  const before = r.text[r.at - 1] ?? " ";
  const after = r.text[r.at + run] ?? " ";
  return run <= 3 && /\s/.test(before) && /\s/.test(after);
}

function inside(r, inner, types, length) {
  if (/^\s|\s$/.test(inner)) throw new Doubtful("loose emphasis");
  if (!types.includes("bold") && /\*\*|__/.test(inner)) throw new Doubtful("bold within slanted");
  if (/^<br|<br *\/?>$/i.test(inner)) throw new Doubtful("break at the edge");
  if (hidden(inner).includes(r.text[r.at])) throw new Doubtful("mixed");
  const [type, ...more] = types;
  if (more.length) {
    if (r.marks.some((mark) => types.includes(mark.type))) throw new Doubtful("twice");
    r.flush();
    const marks = [...r.marks, ...types.map((name) => ({ type: name }))];
    r.found.push(...new Reader(inner, r.notes, marks).all());
    r.at += length;
    return true;
  }
  return r.within(inner, { type }, length);
}

// Stars inside code and addresses are no emphasis to Python-Markdown, but are to our patterns.
function hidden(text) {
  return (text.match(/`[^`]*`|\]\([^)]*\)|<[^>]*>/g) ?? []).join("");
}
