// Stored Markdown as a document. A block that cannot be read without doubt stays as it is written,
// in a block of its own kind ("source"); each block remembers its exact text.

import { split } from "./blocks.js";
import { Doubtful, readInline } from "./inline.js";

const NOTE = /^\[\^([^\]\s]+)\]: +(.*)$/s;
const BULLET = /^[*+-] +/;
const NUMBER = /^(\d+)\. +/;
const DEEPEST = 6;

/** The document (ProseMirror JSON) of a text. */
export function readMarkdown(text) {
  const { lead, blocks } = split(text);
  const notes = new Set(
    blocks.map(({ kind, raw }) => kind === "note" && NOTE.exec(raw)?.[1]).filter(Boolean),
  );
  const references = blocks.some(({ raw }) => /^ {0,3}\[(?!\^)[^\]]*\]:/m.test(raw));
  const content = blocks.map(({ kind, raw, gap }, at) => {
    const node = references && raw.includes("[") ? source(raw) : readBlock(kind, raw, notes);
    return { ...node, attrs: { ...node.attrs, raw, gap, place: at } };
  });
  return { type: "doc", attrs: { lead }, content: content.length ? content : [{ type: "paragraph" }] };
}

const source = (raw) => ({ type: "source", content: [{ type: "text", text: raw }] });

function readBlock(kind, raw, notes) {
  try {
    return READERS[kind] && !raw.includes("\t") ? READERS[kind](raw, notes) : source(raw);
  } catch {
    return source(raw); // doubtful, or something nobody thought of: nothing is lost by it
  }
}

const READERS = {
  paragraph: readParagraph,
  heading: readHeading,
  list: (raw, notes) => readList(raw.split("\n"), notes, 0),
  quote: readQuote,
  table: readTable,
  note: readNote,
  box: readBox,
  rule: () => ({ type: "horizontalRule" }),
};

const filled = (node, content) => (content.length ? { ...node, content } : node);

function readParagraph(raw, notes) {
  const content = readInline(raw, notes);
  if (content.length === 1 && content[0].type === "picture" && !content[0].marks)
    return { type: "figure", attrs: content[0].attrs };
  return filled({ type: "paragraph" }, content);
}

function readHeading(raw, notes) {
  const match = /^(#{1,6})[ \t]+(\S.*?)[ \t]*$/.exec(raw);
  if (!match || /[#\\]$/.test(match[2])) throw new Doubtful("heading");
  return { type: "heading", attrs: { level: match[1].length }, content: readInline(match[2], notes) };
}

function readNote(raw, notes) {
  const [, id, words] = NOTE.exec(raw) ?? [];
  if (!id || !words.trim()) throw new Doubtful("note");
  return { type: "note", attrs: { id }, content: readInline(words, notes) };
}

function readQuote(raw, notes) {
  const inner = raw.split("\n").map((line) => line.replace(/^> ?/, ""));
  const content = readWithin(inner.join("\n"), notes, ["paragraph", "list"]);
  return { type: "blockquote", content };
}

function readBox(raw, notes) {
  const lines = raw.split("\n");
  if (lines.at(-1).trim() !== ":::" || lines.slice(1, -1).some((line) => /^:::/.test(line))) throw new Doubtful("box");
  const content = readWithin(lines.slice(1, -1).join("\n"), notes, ["list"]);
  if (content.length !== 1 || content[0].type !== "bulletList") throw new Doubtful("box");
  return { type: "box", attrs: { kind: /^::: *([a-z-]+)/.exec(raw)[1] }, content };
}

function readWithin(text, notes, kinds) {
  const { blocks } = split(text);
  if (!blocks.length || blocks.some(({ kind }) => !kinds.includes(kind))) throw new Doubtful("inside");
  const content = blocks.map(({ kind, raw }) => READERS[kind](raw, notes));
  if (content.some(({ type }) => type === "figure")) throw new Doubtful("picture inside");
  return content;
}

// ---- lists --------------------------------------------------------------------------------------
// Two forms are read: no blank line at all; or one between all items, which then hold paragraphs
// and pictures only. In every other form the paragraphs of Python-Markdown depend on each other.

function readList(lines, notes, depth) {
  if (depth > DEEPEST) throw new Doubtful("deep");
  const ordered = NUMBER.test(lines[0]);
  const marker = ordered ? NUMBER : BULLET;
  const items = [];
  for (const line of lines) {
    if (marker.test(line)) items.push([line.replace(marker, "")]);
    else if (/^\S/.test(line) && (BULLET.test(line) || NUMBER.test(line))) throw new Doubtful("mixed list");
    else items.at(-1).push(line);
  }
  const loose = lines.some((line) => !line.trim());
  if (loose && !items.slice(0, -1).every((item) => !item.at(-1).trim())) throw new Doubtful("half loose");
  if (loose && items.length === 1 && items[0].every((line) => line.trim())) throw new Doubtful("loose");
  const read = loose ? readLoose : readTight;
  if (items.some((item) => !item[0].trim())) throw new Doubtful("empty item");
  const content = items.map((item) => ({ type: "listItem", content: read(item, notes, depth) }));
  const attrs = ordered ? { loose, start: Number(NUMBER.exec(lines[0])[1]) } : { loose };
  return { type: ordered ? "orderedList" : "bulletList", attrs, content };
}

function readTight(item, notes, depth) {
  const nested = item.findIndex((line, at) => at > 0 && /^ {4}(?:[*+-]|\d+\.) /.test(line));
  const own = nested < 0 ? item : item.slice(0, nested);
  if (own.slice(1).some((line) => /^\s/.test(line))) throw new Doubtful("indented");
  const content = [readOwn(own.join("\n"), notes)];
  if (nested < 0) return content;
  const inner = item.slice(nested).map((line) => {
    if (!line.startsWith("    ")) throw new Doubtful("lazy");
    return line.slice(4);
  });
  return [...content, readList(inner, notes, depth + 1)];
}

function readLoose(item, notes) {
  while (!item.at(-1).trim()) item.pop();
  const paragraphs = [[]];
  for (const [at, line] of item.entries()) {
    if (!line.trim()) paragraphs.push([]);
    else if (at === 0 || paragraphs.length === 1) paragraphs.at(-1).push(line);
    else if (/^ {4}\S/.test(line)) paragraphs.at(-1).push(line.slice(4));
    else throw new Doubtful("indented");
  }
  if (paragraphs[0].slice(1).some((line) => /^\s/.test(line))) throw new Doubtful("indented");
  return paragraphs.filter((lines) => lines.length).map((lines) => readOwn(lines.join("\n"), notes));
}

// A paragraph of an item: what would begin something else there is doubtful.
function readOwn(text, notes) {
  const { blocks } = split(text);
  if (blocks.length > 1 || (blocks.length && blocks[0].kind !== "paragraph")) throw new Doubtful("item");
  if (/^\[[ xX]\]/.test(text)) throw new Doubtful("task");
  const node = readParagraph(text, notes);
  if (node.type === "figure") return { type: "paragraph", content: [{ type: "picture", attrs: node.attrs }] };
  return node;
}

// ---- tables -------------------------------------------------------------------------------------

function readTable(raw, notes) {
  const lines = raw.split("\n");
  const border = lines[0].startsWith("|") || lines[0].trimEnd().endsWith("|");
  if (!lines.every((line) => /^\|.*\|\s*$/.test(line)) || !border) throw new Doubtful("borders");
  const rows = lines.map(cells);
  const aligns = rows[1].map((cell) => {
    if (!/^:?-+:?$/.test(cell)) throw new Doubtful("separator");
    return { "::": "center", ":": "left", "-:": "right" }[cell.replace(/^(:?)-+(:?)$/, (_, a, b) => (a ? (b ? "::" : ":") : b ? "-:" : ""))] ?? null;
  });
  if (rows.some((row) => row.length !== aligns.length)) throw new Doubtful("ragged");
  const content = [rows[0], ...rows.slice(2)].map((row, at) => ({
    type: "tableRow",
    content: row.map((cell, column) => ({
      type: at ? "tableCell" : "tableHeader",
      attrs: { align: aligns[column] },
      content: [filled({ type: "paragraph" }, readInline(cell, notes))],
    })),
  }));
  return { type: "table", content };
}

function cells(line) {
  if (line.includes("`")) throw new Doubtful("code in a table");
  const inner = line.trimEnd().slice(1, -1);
  if (/\\$/.test(inner)) throw new Doubtful("escaped border");
  return inner.match(/(?:\\.|[^|\\])*(?:\||$)/gs).slice(0, -1).map((cell) => cell.replace(/\|$/, "").trim());
}
