// The toolbar: one stop for the Tab key, arrows inside; each button says whether it is pressed.

const ACTIONS = {
  h2: [(c) => c.toggleHeading({ level: 2 }), "heading", { level: 2 }],
  h3: [(c) => c.toggleHeading({ level: 3 }), "heading", { level: 3 }],
  h4: [(c) => c.toggleHeading({ level: 4 }), "heading", { level: 4 }],
  bold: [(c) => c.toggleBold(), "bold"],
  italic: [(c) => c.toggleItalic(), "italic"],
  list: [(c) => c.toggleBulletList(), "bulletList"],
  numbers: [(c) => c.toggleOrderedList(), "orderedList"],
  quote: [(c) => c.toggleBlockquote(), "blockquote"],
  undo: [(c) => c.undo()],
  redo: [(c) => c.redo()],
  "row-after": [(c) => c.addRowAfter()],
  "column-after": [(c) => c.addColumnAfter()],
  "row-gone": [(c) => c.deleteRow()],
  "column-gone": [(c) => c.deleteColumn()],
  "table-gone": [(c) => c.deleteTable()],
  table: [(c) => c.insertTable({ rows: 3, cols: 2, withHeaderRow: true })],
};
const PRESSED = { link: "link", image: "figure" };

/** Bind the buttons of a toolbar; `others` are the deeds that need more than the text. */
export function bindToolbar(bar, editor, others) {
  const buttons = [...bar.querySelectorAll("button[data-do]")];
  const shown = () => buttons.filter((button) => button.offsetParent !== null);
  bar.addEventListener("mousedown", (event) => {
    if (event.target.closest("button")) event.preventDefault(); // the text keeps its selection
  });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (!button) return;
    roam(buttons, button);
    const name = button.dataset.do;
    if (others[name]) others[name]();
    else ACTIONS[name][0](editor.chain().focus()).run();
  });
  bar.addEventListener("keydown", (event) => {
    const found = shown();
    const at = found.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: found.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = found[(to + found.length) % found.length];
    roam(buttons, next);
    next.focus();
  });
  const paint = () => {
    for (const button of buttons) {
      const name = button.dataset.do;
      const [, type, attrs] = ACTIONS[name] ?? [null, PRESSED[name]];
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(Boolean(type) && editor.isActive(type, attrs)));
      if (name === "undo" || name === "redo") button.setAttribute("aria-disabled", String(!editor.can()[name]()));
    }
    if (bar.dataset.when) bar.hidden = !editor.isActive(bar.dataset.when);
  };
  editor.on("transaction", paint);
  paint();
  roam(buttons, buttons[0]);
}

function roam(buttons, here) {
  for (const button of buttons) button.tabIndex = button === here ? 0 : -1;
}
