// Paragraphs that are bold from end to end look like headings and are none; offered for repair.

const LONGEST = 120;

/** The places of such paragraphs in a document, with their words and the level they seem to have. */
export function fakeHeadings(doc, rules) {
  const found = [];
  doc.forEach((node, offset) => {
    if (node.type.name !== "paragraph" || !node.content.size) return;
    const words = node.textContent.trim();
    let bold = true;
    node.forEach((child) => {
      const blank = child.isText && !child.text.trim();
      bold &&= blank || (child.isText && child.marks.some((mark) => mark.type.name === "bold"));
    });
    if (bold && words && words.length <= LONGEST && !/[.;,]$/.test(words.replace(/\.{3}$/, "")))
      found.push({ at: offset, words, level: levelOf(words, rules) });
  });
  return found;
}

const levelOf = (words, rules) => rules.find(([pattern]) => new RegExp(pattern, "u").test(words))?.[1] ?? 2;

/** Make headings of them, in one step that can be undone. */
export function repair(editor, rules) {
  const { state, view } = editor;
  const { tr, schema } = state;
  for (const { at, level } of fakeHeadings(state.doc, rules)) {
    const node = tr.doc.nodeAt(at);
    tr.setNodeMarkup(at, schema.nodes.heading, { ...node.attrs, level });
    tr.removeMark(at + 1, at + node.nodeSize - 1, schema.marks.bold);
  }
  view.dispatch(tr);
}
