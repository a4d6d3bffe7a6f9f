// The rich editor over the textarea of the writing form. The textarea keeps the truth: every change
// here is written there as Markdown, and what others put there is read again.

import { Editor } from "@tiptap/core";
import { closeHistory } from "@tiptap/pm/history";
import { Slice } from "@tiptap/pm/model";
import { EditorState, TextSelection } from "@tiptap/pm/state";

import { bindDialogs } from "./dialogs.js";
import { fakeHeadings, repair } from "./fakes.js";
import { clean } from "./paste.js";
import { readMarkdown } from "./read.js";
import { say } from "./said.js";
import { BOXES, extensions } from "./schema.js";
import { bindToolbar } from "./toolbar.js";
import { bindWord, insertFiles } from "./word.js";
import { canonOf, writeMarkdown } from "./write.js";

const PAUSE = 250; // ms from the last key to the textarea
const MOST = 200_000; // characters; more than a text may have
const MODE = "hub.soan";

const root = document.getElementById("ed");
const area = document.getElementById("than");
if (root && area) start();

function start() {
  const form = area.form;
  const rules = JSON.parse(root.dataset.rules);
  const canon = new Map();
  const [bar, tableBar] = root.querySelectorAll("[role=toolbar]");
  const toggle = root.querySelector("[data-toggle]");
  const holder = document.createElement("div");
  holder.className = "ed-holder";
  area.after(holder);
  let rich = false;
  let timer = 0;
  let own = false; // the input event is ours
  let stale = false; // the document has changes that the textarea has not

  // What the bars at the edges of the window would cover.
  const free = {
    get top() { return root.querySelector(".ed-bar").offsetHeight + 12; },
    get bottom() { return (form.querySelector(".save")?.offsetHeight ?? 0) + 12; },
    left: 0, right: 0,
  };

  const editor = new Editor({
    element: holder,
    extensions,
    injectCSS: false,
    enablePasteRules: false, // what is pasted as plain text stays plain text
    editorProps: {
      attributes: {
        id: "ed-chu", class: "text prose", role: "textbox", "aria-multiline": "true",
        "aria-label": "Nội dung bài", spellcheck: "true",
      },
      scrollThreshold: free,
      scrollMargin: free,
      transformPastedHTML: (html) => pasted(html),
      handlePaste: (_view, event) => pastedFiles(event),
      handleKeyDown: (_view, event) => ownHistory(event),
      handleDOMEvents: {
        blur: () => { flush(); return false; },
        beforeinput: (_view, event) => ownHistory(event),
      },
    },
    onUpdate: () => {
      stale = true;
      clearTimeout(timer);
      timer = setTimeout(flush, PAUSE);
    },
  });

  // The browser's own history knows nothing of ours, and would tear the text where ours is at its end.
  function ownHistory(event) {
    const key = (event.ctrlKey || event.metaKey) && !event.altKey && event.key?.toLowerCase();
    const back = event.inputType === "historyUndo" || (key === "z" && !event.shiftKey);
    const forth = event.inputType === "historyRedo" || key === "y" || (key === "z" && event.shiftKey);
    if (!back && !forth) return false;
    event.preventDefault();
    if (back) editor.commands.undo();
    else editor.commands.redo();
    return true;
  }

  function flush() {
    clearTimeout(timer);
    if (!rich || !stale) return;
    stale = false;
    const text = writeMarkdown(editor.state.doc, canon);
    if (text === area.value) return;
    area.value = text;
    own = true;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    own = false;
  }

  // The document of a text; null, with the reason told, where the editor cannot hold it exactly.
  function documentOf(text) {
    if (text.length > MOST) return refuse("Bài dài quá mức soạn trực quan được");
    try {
      const json = readMarkdown(text);
      json.attrs.last = text.trim() ? json.content.length - 1 : -1;
      if (json.content.at(-1).type !== "paragraph") json.content.push({ type: "paragraph" }); // to go on in
      const doc = editor.schema.nodeFromJSON(json);
      doc.check();
      if (text.trim()) for (const [raw, fresh] of canonOf(doc)) canon.set(raw, fresh);
      if (text.trim() && writeMarkdown(doc, canon) !== text) return refuse("Bài có cách viết mà khung trực quan không giữ nguyên được");
      return doc;
    } catch {
      return refuse("Bài có cách viết mà khung trực quan không đọc được");
    }
  }

  function refuse(why) {
    say([{ text: `${why}, nên mở ở dạng Markdown để không mất gì; vẫn lưu và đăng như thường.` }]);
    return null;
  }

  function load() {
    const doc = documentOf(area.value);
    if (!doc) return false;
    editor.view.updateState(EditorState.create({ doc, plugins: editor.state.plugins }));
    editor.emit("transaction", { editor, transaction: editor.state.tr });
    stale = false;
    return true;
  }

  // Another text in place of this one, in a step that can be undone.
  function put(text) {
    const doc = rich ? documentOf(text) : null;
    if (!doc) {
      if (rich) show(false);
      area.value = text;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    const tr = closeHistory(editor.state.tr); // one press undoes this, and no more
    tr.replace(0, tr.doc.content.size, new Slice(doc.content, 0, 0));
    for (const [name, value] of Object.entries(doc.attrs)) tr.setDocAttribute(name, value);
    editor.view.dispatch(tr);
    flush();
  }

  function show(wanted) {
    flush();
    rich = wanted && load();
    bar.hidden = !rich;
    tableBar.hidden = !rich || !editor.isActive("table");
    holder.hidden = !rich;
    root.classList.toggle("is-plain", !rich);
    area.classList.toggle("ed-behind", rich);
    area.tabIndex = rich ? -1 : 0;
    if (rich) area.setAttribute("aria-hidden", "true");
    else area.removeAttribute("aria-hidden");
    toggle.textContent = rich ? "MD" : toggle.dataset.plain;
    toggle.setAttribute("aria-label", rich ? toggle.dataset.rich : toggle.dataset.plain);
    toggle.title = toggle.getAttribute("aria-label");
    return rich;
  }

  function pasted(html) {
    const { html: cleaned, pictures } = clean(html);
    if (pictures) say([{ text: `${pictures} ảnh không dán theo được; hãy lưu ảnh về máy rồi chèn bằng nút Ảnh.` }]);
    setTimeout(() => { const offered = offer(); if (offered.length && !pictures) say(offered); });
    return cleaned;
  }

  function pastedFiles(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || event.clipboardData.types.includes("text/html")) return false;
    insertFiles(files, root, form, surface);
    return true;
  }

  function offer() {
    if (!rich) return [];
    const found = fakeHeadings(editor.state.doc, rules);
    if (!found.length) return [];
    const first = found.slice(0, 3).map(({ words }) => `“${words}”`).join(", ");
    return [{
      text: `${found.length} đoạn in đậm trông như tiêu đề (${first}${found.length > 3 ? "…" : ""}): người dùng trình đọc màn hình và mục lục không thấy chúng.`,
      act: ["Đổi thành tiêu đề mục", (line) => { repair(editor, rules); line.replaceChildren("Đã đổi thành tiêu đề mục; Hoàn tác nếu không đúng."); }],
    }];
  }

  const surface = {
    text: () => { flush(); return area.value; },
    put,
    offer,
    picture: (src) => {
      if (rich) editor.chain().focus().insertContent({ type: "figure", attrs: { src } }).run();
      else put(`${area.value.trimEnd()}\n\n![](${src})`.trimStart());
    },
  };

  bindToolbar(tableBar, editor, {});
  bindToolbar(bar, editor, { ...bindDialogs(root, form, editor), ...deeds(editor, () => bar.querySelector("[data-do=link]").click()) });
  bindWord(root, form, surface);
  toggle.addEventListener("click", () => {
    const now = show(!rich);
    try { localStorage.setItem(MODE, now ? "rich" : "plain"); } catch { /* not kept, that is all */ }
    if (now) editor.commands.focus();
    else area.focus();
  });
  area.addEventListener("input", () => { if (rich && !own) { clearTimeout(timer); stale = false; if (!load()) show(false); } });
  for (const name of ["submit", "formdata"]) form.addEventListener(name, flush, true);
  for (const name of ["beforeunload", "pagehide"]) window.addEventListener(name, flush, true);
  document.addEventListener("visibilitychange", flush);
  toggle.hidden = false;
  root.editor = editor; // for scripts that lead to a place in the text
  // For the tests: a document as text, and how each block of a text would be written anew.
  root.write = (json) => writeMarkdown(editor.schema.nodeFromJSON(json), new Map());
  root.rewritten = (text) => {
    const doc = editor.schema.nodeFromJSON(readMarkdown(text));
    return [...canonOf(doc)].map(([raw, fresh]) => ({ raw, fresh }));
  };
  show(remembered() !== "plain");
  document.documentElement.classList.add("ed-ready");
}

function remembered() {
  try {
    return localStorage.getItem(MODE);
  } catch {
    return null;
  }
}

// The buttons that make a block of ours.
function deeds(editor, openLink) {
  const box = (kind) => () => {
    if (editor.isActive("box", { kind })) return editor.commands.lift("box");
    editor.chain().focus().insertContent({
      type: "box", attrs: { kind },
      content: [{ type: "bulletList", content: [{ type: "listItem", content: [{ type: "paragraph" }] }] }],
    }).run();
    return openLink();
  };
  return {
    note: () => {
      const taken = new Set();
      editor.state.doc.descendants((node) => { if (/^note/.test(node.type.name)) taken.add(node.attrs.id); });
      let id = 1;
      while (taken.has(String(id))) id += 1;
      const attrs = { id: String(id) };
      editor.chain().focus().insertContent({ type: "noteMark", attrs }).command(({ tr, state }) => {
        let end = tr.doc.content.size;
        const last = tr.doc.lastChild;
        if (last.type.name === "paragraph" && !last.content.size && tr.doc.childCount > 1) end -= last.nodeSize;
        tr.insert(end, state.schema.nodes.note.create(attrs));
        tr.setSelection(TextSelection.create(tr.doc, end + 1)).scrollIntoView();
        return true;
      }).run();
    },
    ...Object.fromEntries(Object.keys(BOXES).map((kind) => [kind, box(kind)])),
  };
}
