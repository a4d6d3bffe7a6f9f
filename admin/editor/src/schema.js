// What a text may hold: the kinds of blocks and marks, and how each stands in the page.

import { Extension, Mark, Node, mergeAttributes } from "@tiptap/core";
import Blockquote from "@tiptap/extension-blockquote";
import Bold from "@tiptap/extension-bold";
import Code from "@tiptap/extension-code";
import Document from "@tiptap/extension-document";
import HardBreak from "@tiptap/extension-hard-break";
import Heading from "@tiptap/extension-heading";
import HorizontalRule from "@tiptap/extension-horizontal-rule";
import Italic from "@tiptap/extension-italic";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import Paragraph from "@tiptap/extension-paragraph";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import Text from "@tiptap/extension-text";
import { Dropcursor, Gapcursor, Placeholder, TrailingNode, UndoRedo } from "@tiptap/extensions";

import { Figure, Note, NoteMark, Picture } from "./pictures.js";
import { Settled } from "./settled.js";

const BLOCKS = [
  "paragraph", "heading", "blockquote", "bulletList", "orderedList", "table", "figure",
  "horizontalRule", "note", "box", "source",
];
export const BOXES = { "lien-quan": "Liên quan", "nen-doc": "Nên đọc" };
const SAFE = /^(?!\/\/)(?:https?:|mailto:|tel:|\/(?!\/)|#|\?|[^:/?#]*(?:[/?#]|$))/i;

/** Whether an address may stand in a link: what the readers' pages let through. */
export const isSafe = (href) => SAFE.test(href.trim()) && !/[\u0000-\u0020]/.test(href.trim());

const remembered = { default: null, rendered: false, keepOnSplit: false, parseHTML: () => null };

// The text a block was read from, what stood behind it, and which block it was.
const Origin = Extension.create({
  name: "origin",
  addGlobalAttributes() {
    return [
      { types: BLOCKS, attributes: { raw: remembered, gap: remembered, place: remembered } },
      {
        types: ["bulletList", "orderedList"],
        attributes: { loose: { default: false, rendered: false, parseHTML: () => false } },
      },
    ];
  },
});

const Doc = Document.extend({
  addAttributes() {
    return { lead: { default: "" }, last: { default: -1 } };
  },
});

const Link = Mark.create({
  name: "link",
  inclusive: false,
  exitable: true,
  addAttributes() {
    return { href: { default: "" } };
  },
  parseHTML() {
    return [{
      tag: "a[href]",
      getAttrs: (element) => {
        const href = element.getAttribute("href").trim();
        return href && isSafe(href) ? { href } : false;
      },
    }];
  },
  renderHTML({ mark }) {
    return ["a", isSafe(mark.attrs.href) ? { href: mark.attrs.href } : {}, 0];
  },
});

// A block that stays as it is written; its words are Markdown.
const Source = Node.create({
  name: "source",
  group: "block",
  content: "text*",
  marks: "",
  code: true,
  defining: true,
  parseHTML() {
    return [{ tag: "pre[data-source]", preserveWhitespace: "full" }];
  },
  renderHTML() {
    return ["pre", { "data-source": "", "data-title": "Đoạn Markdown, giữ nguyên như đã viết" }, ["code", 0]];
  },
  addKeyboardShortcuts() {
    const here = () => this.editor.isActive("source");
    return {
      Enter: () => here() && this.editor.commands.insertContent({ type: "text", text: "\n" }),
      "Mod-Enter": () => here() && this.editor.commands.exitCode(),
    };
  },
});

// A list of links beside the text.
const Box = Node.create({
  name: "box",
  group: "block",
  content: "bulletList",
  defining: true,
  isolating: true,
  addAttributes() {
    return {
      kind: {
        default: "lien-quan",
        parseHTML: (element) => (BOXES[element.dataset.box] ? element.dataset.box : "lien-quan"),
        rendered: false,
      },
    };
  },
  parseHTML() {
    return [{ tag: "div[data-box]" }];
  },
  renderHTML({ node }) {
    const { kind } = node.attrs;
    return ["div", { "data-box": kind, "data-title": BOXES[kind], role: "group", "aria-label": BOXES[kind] }, 0];
  },
  addKeyboardShortcuts() {
    return { Enter: () => leave(this.editor) };
  },
});

// Enter on an empty last line of a box goes on below it.
function leave(editor) {
  const { $from, empty } = editor.state.selection;
  if (!empty || $from.parent.content.size || $from.depth < 4) return false;
  const depth = $from.depth - 3;
  if ($from.node(depth).type.name !== "box") return false;
  const list = $from.node(depth + 1);
  if ($from.index(depth + 1) !== list.childCount - 1 || list.childCount === 1) return false;
  const after = $from.after(depth);
  return editor.chain()
    .insertContentAt(after, { type: "paragraph" })
    .deleteRange({ from: $from.before(depth + 2), to: $from.after(depth + 2) })
    .setTextSelection(after - $from.node(depth + 2).nodeSize + 1)
    .run();
}

const align = {
  default: null,
  parseHTML: (element) => {
    const found = (element.getAttribute("align") ?? "").toLowerCase();
    return ["left", "center", "right"].includes(found) ? found : null;
  },
  renderHTML: ({ align: side }) => (side ? { class: side } : {}),
};
const spans = { default: 1, rendered: false, parseHTML: () => 1 };
const cell = {
  content: "paragraph+",
  addAttributes: () => ({ align, colspan: spans, rowspan: spans, colwidth: { default: null, rendered: false, parseHTML: () => null } }),
};

export const extensions = [
  Doc, Text, Origin, Settled, Bold, Italic, Code, Link, HardBreak, Source, Box,
  Paragraph.extend({ priority: 1000 }),
  Heading.configure({ levels: [1, 2, 3, 4, 5, 6] }),
  Blockquote.extend({ content: "(paragraph | bulletList | orderedList)+" }),
  HorizontalRule,
  BulletList, OrderedList.extend({ addAttributes() { return { start: this.parent().start }; } }),
  ListItem.extend({ content: "paragraph (paragraph | bulletList | orderedList)*" }), ListKeymap,
  Table.extend({
    renderHTML: ({ HTMLAttributes }) => ["div", { class: "ed-table" }, ["table", mergeAttributes(HTMLAttributes), ["tbody", 0]]],
  }).configure({ resizable: false, View: null }),
  TableRow,
  TableCell.extend(cell),
  TableHeader.extend({ ...cell, renderHTML: ({ HTMLAttributes }) => ["th", mergeAttributes(HTMLAttributes, { scope: "col" }), 0] }),
  Figure, Picture, Note, NoteMark,
  UndoRedo, Dropcursor.configure({ color: false, class: "ed-drop" }), Gapcursor, TrailingNode,
  Placeholder.configure({ placeholder: "Viết ở đây, hoặc thả tệp Word vào trang." }),
];
