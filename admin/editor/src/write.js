// A document as Markdown that Python-Markdown reads back as the same. Blocks nobody touched are
// written byte for byte as they were read.

const ENTITY = /&(?=(?:#\d+|#x[\da-f]+|[a-z\d]+);)/gi;
const WORD = /[\p{L}\p{N}]/u;

/** The text of a document. canon: for each text of a block, how an untouched one would be written. */
export function writeMarkdown(doc, canon) {
  const blocks = [];
  doc.forEach((node) => {
    const fresh = writeBlock(node);
    if (!fresh) return;
    const { raw, gap, place } = node.attrs;
    const same = raw !== null && raw !== undefined && canon.get(raw) === fresh;
    blocks.push({ node, text: same ? raw : fresh, gap: gap ?? "", place: place ?? null, same });
  });
  let text = blocks.length ? doc.attrs.lead : "";
  blocks.forEach((block, at) => {
    const next = blocks[at + 1];
    text += block.text + (next ? between(block, next) : ending(block, doc));
  });
  return text;
}

/** How each block of a document just read would be written anew, by its own text. */
export function canonOf(doc) {
  const canon = new Map();
  doc.forEach((node) => canon.set(node.attrs.raw, writeBlock(node)));
  return canon;
}

function between(block, next) {
  const stood = block.place !== null && next.place === block.place + 1;
  if (stood && ((block.same && next.same) || /\n[ \t]*\n/.test(block.gap))) return block.gap;
  return "\n\n";
}

// What stood behind the last block stays there, so that an untouched text ends as it did.
function ending(block, doc) {
  return block.place !== null && block.place === doc.attrs.last ? block.gap : "";
}

// Blocks never change, they are replaced: what one is written as is kept.
const known = new WeakMap();

function writeBlock(node) {
  if (!known.has(node)) known.set(node, WRITERS[node.type.name](node));
  return known.get(node);
}

const WRITERS = {
  paragraph: (node) => opened(writeInline(node)),
  heading: (node) => {
    const text = writeInline(node).replace(/#+$/, (signs) => "\\#".repeat(signs.length));
    return text && `${"#".repeat(node.attrs.level)} ${text}`;
  },
  blockquote: (node) => lined(writeChildren(node).join("\n\n"), "> ", ">"),
  bulletList: (node) => writeList(node),
  orderedList: (node) => writeList(node),
  table: writeTable,
  figure: (node) => writePicture(node.attrs),
  horizontalRule: () => "---",
  note: (node) => `[^${node.attrs.id}]: ${writeInline(node) || "…"}`,
  box: (node) => `::: ${node.attrs.kind}\n${writeChildren(node).join("\n")}\n:::`,
  source: (node) => node.textContent.replace(/^\n+|\n+$/g, ""),
};

function writeChildren(node) {
  const found = [];
  node.forEach((child) => found.push(writeBlock(child)));
  return found.filter(Boolean);
}

const lined = (text, mark, empty) =>
  text.split("\n").map((line) => (line ? mark + line : empty)).join("\n");

// A blank line anywhere makes a whole list loose to Python-Markdown, so it is written as one.
function writeList(node) {
  const items = [];
  node.forEach((item) => {
    const parts = [];
    item.forEach((child) => parts.push({ text: writeBlock(child), list: child.type.name !== "paragraph" }));
    if (parts.some(({ text }) => text)) items.push(parts); // not the line a person is about to write
  });
  const loose = node.attrs.loose || items.some((parts) =>
    parts.some(({ text, list }, at) => text.includes("\n\n") || (at > 0 && text && !list)));
  let number = node.attrs.start ?? 1;
  const ordered = node.type.name === "orderedList";
  const written = items.map(([first, ...more]) => {
    const under = more.filter(({ text }) => text).map(({ text }) => lined(text, "    ", ""));
    return [`${ordered ? `${number++}.` : "-"} ${first.text}`, ...under].join(loose ? "\n\n" : "\n");
  });
  return written.join(loose ? "\n\n" : "\n");
}

function writeTable(node) {
  bordered = true;
  const rows = [];
  node.forEach((row) => {
    const found = [];
    row.forEach((cell) => {
      const parts = [];
      cell.forEach((child) => parts.push(writeInline(child)));
      found.push(parts.filter(Boolean).join("<br>").replace(/\|/g, "\\|"));
    });
    rows.push(found);
  });
  bordered = false;
  const width = Math.max(...rows.map((row) => row.length));
  const aligns = [];
  node.firstChild.forEach((cell) => aligns.push(SEPARATORS[cell.attrs.align] ?? "---"));
  while (aligns.length < width) aligns.push("---");
  for (const row of rows) while (row.length < width) row.push("");
  return [rows[0], aligns, ...rows.slice(1)].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

const SEPARATORS = { left: ":--", center: ":-:", right: "--:" };

function writePicture({ src, alt, caption }) {
  const title = caption ? ` "${writeTitle(caption)}"` : "";
  return `![${escaped((alt ?? "").trim().replace(/\s+/g, " "))}](${address(src)}${title})`;
}

// Inside the quotes of a title nothing but these can be said otherwise.
function writeTitle(words) {
  const quoted = words.replace(/\s+/g, " ").trim().replace(/"([^"]*)"/g, "“$1”").replace(/"/g, "”");
  return quoted.replace(/`/g, "'").replace(ENTITY, "&amp;").replace(/[\\*_[\]]/g, "\\$&");
}

function address(href) {
  const clean = href.replace(/\s/g, "%20").replace(/[<>"'`\\|]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return clean.replace(/[()]/g, (sign) => (sign === "(" ? "%28" : "%29"));
}

// ---- inside a block -----------------------------------------------------------------------------

const MARKS = ["bold", "italic", "link"];

function writeInline(node) {
  const pieces = [];
  node.forEach((child) => {
    const marks = Object.fromEntries(child.marks.map((mark) => [mark.type.name, mark]));
    const before = pieces.at(-1);
    if (before && (marks.link || child.type.name === "noteMark")) before.bang = true;
    pieces.push({ node: child, marks });
  });
  const text = written(pieces, []).replace(/[ \t]*\n[ \t]*/g, " ");
  return text.replace(/^(?:\s|<br>)+|(?:\s|<br>)+$/g, "");
}

// Of the marks that begin at a piece the longest goes outside.
function written(pieces, around) {
  let text = "";
  for (let at = 0; at < pieces.length; ) {
    const name = outermost(pieces, at, around);
    const end = name ? reach(pieces, at, name, around) : at + 1;
    text += name
      ? wrapped(name, pieces[at].marks[name], written(pieces.slice(at, end), [...around, name]))
      : writeLeaf(pieces[at]);
    at = end;
  }
  return text;
}

function outermost(pieces, at, around) {
  let open = MARKS.filter((name) => pieces[at].marks[name] && !around.includes(name));
  if (open.includes("bold")) open = open.filter((name) => name !== "italic");
  const reached = open.map((name) => reach(pieces, at, name, around));
  return open[reached.indexOf(Math.max(...reached))];
}

// Slanted words hold no bold ones: Python-Markdown would end them at the first star.
function reach(pieces, at, name, around) {
  const cut = name === "italic" && !around.includes("bold");
  let end = at + 1;
  while (
    end < pieces.length &&
    same(pieces[end].marks[name], pieces[at].marks[name]) &&
    !(cut && pieces[end].marks.bold)
  ) end += 1;
  return end;
}

const same = (one, other) => (one && other ? one.eq(other) : one === other);

// Spaces at the edges go outside: inside them the signs would mean nothing.
function wrapped(name, mark, inner) {
  const [, before, core, after] = /^((?:\s|<br>)*)(.*?)((?:\s|<br>)*)$/s.exec(inner);
  if (!core) return inner;
  if (name !== "link") {
    const sign = name === "bold" ? "**" : "*";
    return before + sign + core + sign + after;
  }
  const { href } = mark.attrs;
  const bare = core === escaped(href) && /^https?:\/\/[^\s<>"]+$/.test(href);
  return before + (bare ? `<${href}>` : `[${core}](${address(href)})`) + after;
}

function writeLeaf({ node, marks, bang }) {
  switch (node.type.name) {
    case "hardBreak": return "<br>";
    case "noteMark": return `[^${node.attrs.id}]`;
    case "picture": return writePicture(node.attrs);
    default: return marks.code ? writeCode(node.text) : guarded(escaped(node.text), bang);
  }
}

let bordered = false; // within a table, where "|" ends a cell

function writeCode(words) {
  if (words.includes("`") || (bordered && words.includes("|")) || !words.trim()) return escaped(words);
  const [, before, core, after] = /^(\s*)(.*?)(\s*)$/s.exec(words);
  return `${before}\`${core}\`${after}`;
}

// Words whose signs mean nothing; "_" within a word means nothing as it is.
function escaped(words) {
  return words
    .replace(ENTITY, "&amp;")
    .replace(/[\\`*[\]]/g, "\\$&")
    .replace(/<(?=[a-z/!?])/gi, "&lt;")
    .replace(/_/g, (sign, at, all) =>
      WORD.test(all[at - 1] ?? " ") && WORD.test(all[at + 1] ?? " ") ? sign : "\\_");
}

// "!" before a link would make it a picture.
const guarded = (text, bang) => (bang ? text.replace(/!$/, "\\!") : text);

// A beginning that could be taken for a list, a heading, a quote, a rule or a box.
function opened(text) {
  return text
    .replace(/^(\d+)\.(?=\s|$)/, "$1\\.")
    .replace(/^([#>+-])/, "\\$1")
    .replace(/^(\[\^[^\]]*\]):/, "$1&#58;") // a mark of a footnote, not its words
    .replace(/^:(?=::)/, "&#58;");
}
