// What Markdown holds only in one way is brought to it at once: the first row of a table is its
// head, and lists or quotes that touch each other are one.

import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { canJoin } from "@tiptap/pm/transform";

const TOUCHING = new Set(["bulletList", "orderedList", "blockquote"]);

export const Settled = Extension.create({
  name: "settled",
  addProseMirrorPlugins() {
    return [new Plugin({ appendTransaction: (changes, _old, state) => settle(changes, state) })];
  },
});

function settle(changes, state) {
  if (!changes.some((change) => change.docChanged)) return null;
  const { tr, doc, schema } = state;
  const joints = [];
  doc.forEach((node, offset, index) => {
    if (node.type.name === "table") headed(tr, schema, node, offset);
    const next = index + 1 < doc.childCount ? doc.child(index + 1) : null;
    if (next && TOUCHING.has(node.type.name) && next.type === node.type) joints.push(offset + node.nodeSize);
  });
  for (const joint of joints.reverse()) if (canJoin(tr.doc, joint)) tr.join(joint);
  return tr.docChanged ? tr : null;
}

function headed(tr, schema, table, offset) {
  table.forEach((row, rowOffset, index) => {
    const wanted = index ? schema.nodes.tableCell : schema.nodes.tableHeader;
    row.forEach((cell, cellOffset) => {
      if (cell.type !== wanted) tr.setNodeMarkup(offset + rowOffset + cellOffset + 2, wanted, cell.attrs);
    });
  });
}
