// Splits stored Markdown into top-level blocks as Python-Markdown does, each with its exact text.
// A block is {kind, raw, gap}: the raws and gaps, one after the other, are the text again.

const BLANK = /^[ \t]*$/;
const INDENTED = /^(?: {4}|\t)/;
const HASH = /^#{1,6}/;
const BULLET = /^[*+-] +/;
const NUMBER = /^\d+\. +/;
const QUOTE = /^ {0,3}>/;
const RULE = /^ {0,3}(?:(?:-+ {0,2}){3,}|(?:_+ {0,2}){3,}|(?:\*+ {0,2}){3,})$/;
const UNDERLINE = /^(?:=+|-+) *$/;
const NOTE = /^\[\^[^\]\s]+\]: /;
const REFERENCE = /^ {0,3}\[[^\]]*\]:/;
const SEPARATOR = /^ *\|?(?: *:?-+:? *\|)* *:?-*:? *\|? *$/;
const END = /^::: *$/m;
const BOX = /^::: *(lien-quan|nen-doc) *$/;

/** Blocks of a text, and what stands before the first of them. */
export function split(text) {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const chunks = [];
  let lead = "";
  for (const line of lines) {
    const bare = line.replace(/\n$/, "");
    const last = chunks.at(-1);
    if (BLANK.test(bare)) {
      if (last) last.gap += line;
      else lead += line;
    } else if (last && !last.gap) last.lines.push(line);
    else chunks.push({ lines: [line], gap: "" });
  }
  return { lead, blocks: joined(chunks.flatMap(parted)).map(closed) };
}

// The newline behind the last line belongs to the gap.
function closed({ kind, raw, gap }) {
  const bare = raw.replace(/\n$/, "");
  return { kind, raw: bare, gap: raw.slice(bare.length) + gap };
}

// A chunk has no blank line inside; headings stand in the middle of one all the same.
function parted({ lines, gap }) {
  const kind = kindOf(lines);
  if (kind !== "paragraph" && kind !== "list") return [{ kind, raw: lines.join(""), gap }];
  const parts = [];
  for (const line of lines) {
    if (HASH.test(line)) parts.push({ kind: "heading", lines: [line] });
    else if (NOTE.test(line) && parts.at(-1)?.kind !== "list") parts.push({ kind: "note", lines: [line] });
    else if (parts.length && ["list", "paragraph"].includes(parts.at(-1).kind)) parts.at(-1).lines.push(line);
    else if (parts.at(-1)?.kind === "note") parts.at(-1).lines.push(line);
    else parts.push({ kind: kindOf([line]), lines: [line] });
  }
  return parts.map((part, at) => ({
    kind: sure(part),
    raw: part.lines.join(""),
    gap: at === parts.length - 1 ? gap : "",
  }));
}

function kindOf(lines) {
  const bare = lines.map((line) => line.replace(/\n$/, ""));
  if (INDENTED.test(bare[0])) return "indented";
  if (BOX.test(bare[0])) return "box";
  if (bare.length > 1 && bare[0].includes("|") && bare[1].includes("-") && SEPARATOR.test(bare[1])) return "table";
  if (bare.some((line, at) => at > 0 && UNDERLINE.test(line))) return "source";
  if (bare.length === 1 && RULE.test(bare[0])) return "rule";
  if (bare.some((line) => RULE.test(line))) return "source";
  if (bare.every((line) => QUOTE.test(line))) return "quote";
  if (bare.some((line) => QUOTE.test(line))) return "source";
  if (BULLET.test(bare[0]) || NUMBER.test(bare[0])) return "list";
  return "paragraph";
}

// What a part is, once all of its lines are known; what is not plain stays as it is written.
function sure({ kind, lines }) {
  if (kind === "note") return lines.length === 1 ? "note" : "source";
  if (kind === "heading") return kind;
  const found = kindOf(lines);
  if (found !== "paragraph") return found;
  if (lines.some((line) => REFERENCE.test(line))) return "source";
  return /^ {1,3}(?:[*+-]|\d+\.) /.test(lines[0]) ? "source" : "paragraph";
}

// Chunks that are one block although blank lines stand between them.
function joined(parts) {
  const found = [];
  let open = null; // a box whose end is still to come
  for (const [at, part] of parts.entries()) {
    const last = found.at(-1);
    if (open || (last && belongs(last, part))) {
      last.raw += last.gap + part.raw;
      last.gap = part.gap;
      if (part.kind === "indented" && !["list", "box"].includes(last.kind)) last.kind = "source";
    } else found.push({ ...part });
    const block = found.at(-1);
    open = block.kind === "box" && !END.test(block.raw) ? block : null;
    if (open && !parts.slice(at + 1, at + 100).some(({ raw }) => END.test(raw))) {
      block.kind = "source"; // it never ends: these are plain words
      open = null;
    }
  }
  for (const block of found) if (block.kind === "indented") block.kind = "source";
  return found;
}

function belongs(last, part) {
  if (part.kind === "indented") return ["list", "note", "indented", "source"].includes(last.kind);
  if (part.kind === "quote") return last.kind === "quote";
  return part.kind === "list" && last.kind === "list" && sort(last.raw) === sort(part.raw);
}

const sort = (raw) => (NUMBER.test(raw) ? "number" : "bullet");
