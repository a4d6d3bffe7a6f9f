// The checks beside the writing form: asked again a while after the last key, and their links lead
// to the place in the text. Without this file the button asks, and the links lead to the field.
(() => {
  "use strict";
  const panel = document.getElementById("kiem-tra");
  const form = document.getElementById("bai");
  if (!panel || !form) return;
  const PAUSE = 2000; // ms from the last key
  const list = panel.querySelector("[data-list]");
  const status = panel.querySelector("[role=status]");
  const button = panel.querySelector("button[value=check]");
  let timer = 0;
  let asked = 0;

  // Nothing is asked while letters are being put together (Telex, VNI).
  let composing = false;
  form.addEventListener("compositionstart", () => { composing = true; });
  form.addEventListener("compositionend", () => { composing = false; });

  async function ask(aloud) {
    clearTimeout(timer);
    const mine = ++asked;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (typeof value !== "string") data.delete(name);
    try {
      const answer = await fetch(panel.dataset.checks, { method: "POST", body: data, credentials: "same-origin" });
      if (!answer.ok || mine !== asked) return;
      const focused = list.contains(document.activeElement);
      list.innerHTML = await answer.text();
      if (focused) button?.focus();
      if (aloud) status.textContent = `Đã kiểm tra: ${list.querySelector(".badge").textContent}`;
    } catch {
      if (aloud) status.textContent = "Chưa kiểm tra được, mạng đang đứt.";
    }
  }

  form.addEventListener("input", (event) => {
    if (!button || event.target.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(() => (composing ? null : ask(false)), PAUSE);
  });
  button?.addEventListener("click", (event) => { event.preventDefault(); ask(true); });

  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-from]");
    if (!link) return;
    event.preventDefault();
    const { from, to, quoted, words } = link.dataset;
    lead(link.hash.slice(1), Number(from), Number(to), quoted, words);
  });

  function lead(id, from, to, quoted, words) {
    const area = document.getElementById(id);
    if (!area) return;
    const root = document.getElementById("ed");
    if (area.getAttribute("aria-hidden") === "true" && root?.editor) {
      if (leadInEditor(root.editor, words || picture(quoted))) return;
      root.querySelector("[data-toggle]").click(); // only the Markdown has this place
    }
    const text = area.value ?? "";
    if (quoted && text.slice(from, from + quoted.length) !== quoted) {
      const found = nearest(text, quoted, from);
      if (found >= 0) [from, to] = [found, found + quoted.length];
    }
    area.focus();
    if (!area.setSelectionRange) return;
    area.setSelectionRange(from, Math.min(to, text.length));
    reveal(area, from);
  }

  function nearest(text, wanted, near) {
    const before = text.lastIndexOf(wanted, near);
    const after = text.indexOf(wanted, near);
    if (before < 0 || after < 0) return Math.max(before, after);
    return near - before <= after - near ? before : after;
  }

  function picture(quoted) {
    return /\]\(([^)\s]+)/.exec(quoted)?.[1] ?? "";
  }

  function leadInEditor(editor, wanted) {
    if (!wanted) return false;
    let found = null;
    editor.state.doc.descendants((node, at) => {
      if (found) return false;
      const words = node.isTextblock ? node.textContent : "";
      const start = words.indexOf(wanted);
      if (start >= 0) found = { from: at + 1 + start, to: at + 1 + start + wanted.length };
      else if (node.attrs.src === wanted) found = { from: at, to: at + node.nodeSize };
      return !found;
    });
    if (!found) return false;
    editor.chain().focus().setTextSelection(found).scrollIntoView().run();
    return true;
  }

  // A textarea does not scroll to its selection by itself: the lines above are measured.
  function reveal(area, from) {
    const lines = area.value.slice(0, from).split("\n").length;
    const whole = area.value.split("\n").length;
    const share = lines / Math.max(whole, 1);
    if (area.scrollHeight > area.clientHeight) area.scrollTop = area.scrollHeight * share - area.clientHeight / 2;
    const top = area.getBoundingClientRect().top + Math.min(area.clientHeight, area.scrollHeight) * share;
    window.scrollBy({ top: top - window.innerHeight / 3 });
  }

  // From the page before publishing: ?cho=FIELD.FROM.TO
  const wanted = /[?&]cho=([a-z-]+)\.(\d+)\.(\d+)/.exec(location.search);
  if (wanted) window.addEventListener("load", () => {
    const [, id, from, to] = wanted;
    const told = list.querySelector(`a[href="#${id}"][data-from="${from}"]`)?.dataset;
    lead(id, Number(from), Number(to), told?.quoted ?? "", told?.words ?? "");
  });
})();
