// The dialogs: links, pictures, files. Each opens with what the cursor stands in.

import { isSafe } from "./schema.js";
import { attach, attached, findPages, sendFile } from "./sending.js";

const PAUSE = 200; // ms between two keys before the pages are looked for
const field = (dialog, name) => dialog.querySelector(`[data-f="${name}"]`);

/** Bind the dialogs; gives the deeds of the buttons that open them. */
export function bindDialogs(root, form, editor) {
  const link = bindLink(root.dataset.pages, editor);
  const image = bindImage(root.dataset.upload, form, editor);
  const file = bindFile(root.dataset.upload, form, editor);
  return { link, image, file };
}

function opener(dialog, editor, done) {
  document.body.append(dialog); // out of the form: it must neither nest nor be sent
  const shell = dialog.querySelector("form, .dialog-form");
  dialog.addEventListener("close", () => editor.commands.focus());
  dialog.addEventListener("click", (event) => {
    const deed = event.target.closest("[data-close]")?.dataset.close;
    if (deed === "no") dialog.close();
    else if (deed) done(deed);
  });
  shell.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
    if (!event.target.matches("input:not([type=file])")) return;
    event.preventDefault();
    done("yes");
  });
}

function fault(dialog, words) {
  const place = field(dialog, "fault");
  place.textContent = words;
  place.hidden = !words;
}

// ---- links --------------------------------------------------------------------------------------

function bindLink(address, editor) {
  const dialog = document.getElementById("ed-lien-ket");
  const input = field(dialog, "href");
  const shown = field(dialog, "words");
  const list = field(dialog, "pages");
  const state = field(dialog, "state");
  let waiting = 0;
  let asked = 0;

  const options = () => [...list.children];
  const pick = (option) => {
    input.value = option.dataset.url;
    if (!shown.value.trim()) shown.value = option.dataset.title;
    offer([]);
    state.textContent = `Đã chọn: ${option.dataset.title}`;
  };
  const offer = (pages) => {
    list.replaceChildren(...pages.map(drawn));
    input.setAttribute("aria-expanded", String(pages.length > 0));
    input.removeAttribute("aria-activedescendant");
  };
  const look = async () => {
    const words = input.value.trim();
    const turn = (asked += 1);
    if (words.length < 2 || /^(?:[a-z]+:|\/|#)/i.test(words)) return offer([]);
    const { pages, error } = await findPages(address, words);
    if (turn !== asked) return undefined; // a later question has been asked since
    offer(pages ?? []);
    state.textContent = error ?? (pages.length ? `${pages.length} trang; dùng mũi tên xuống để chọn.` : "Không có trang nào tên như vậy; thử ít chữ hơn, hoặc dán địa chỉ đầy đủ.");
    return undefined;
  };
  input.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(look, PAUSE);
  });
  input.addEventListener("compositionend", () => { waiting = setTimeout(look, PAUSE); });
  input.addEventListener("keydown", (event) => walk(event, input, options(), pick));
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) pick(option);
  });
  opener(dialog, editor, (deed) => {
    if (deed === "gone") editor.chain().extendMarkRange("link").unsetMark("link").run();
    else if (!setLink(editor, dialog, input.value.trim(), shown.value.trim())) return;
    dialog.close();
  });
  return () => {
    editor.commands.extendMarkRange("link");
    const { from, to } = editor.state.selection;
    const href = editor.getAttributes("link").href ?? "";
    input.value = href;
    shown.value = editor.state.doc.textBetween(from, to, " ");
    field(dialog, "gone").hidden = !href;
    state.textContent = "";
    fault(dialog, "");
    offer([]);
    dialog.showModal();
    input.focus();
  };
}

function drawn(page, at) {
  const option = document.createElement("li");
  option.id = `ed-trang-${at}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  Object.assign(option.dataset, { url: page.url, title: page.title });
  const title = document.createElement("b");
  title.textContent = page.title;
  const facts = document.createElement("span");
  facts.className = "soft small";
  facts.textContent = ` ${page.kind}${page.state ? `, ${page.state}` : ""}`;
  option.append(title, facts);
  return option;
}

function walk(event, input, options, pick) {
  if (!options.length) return;
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    pick(options[at]);
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = options[(at + step + options.length) % options.length];
  for (const option of options) option.setAttribute("aria-selected", String(option === next));
  input.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

function setLink(editor, dialog, written, words) {
  const href = /^www\./i.test(written) ? `https://${written}` : written;
  const plain = /^[^\s/:@?#.]+$/.test(href); // words that were looked for, not an address
  if (!href || !isSafe(href) || plain || /\s/.test(href)) {
    fault(dialog, "Chưa có địa chỉ; hãy chọn một trang trong danh sách, hoặc dán địa chỉ bắt đầu bằng https://");
    return false;
  }
  const { from, to, empty } = editor.state.selection;
  const chain = editor.chain().focus();
  if (!empty && editor.state.doc.textBetween(from, to, " ").trim() === words) chain.setMark("link", { href }).run();
  else chain.insertContent({ type: "text", text: words || href, marks: [{ type: "link", attrs: { href } }] }).run();
  return true;
}

// ---- pictures and files -------------------------------------------------------------------------

function choose(dialog, files, current = "") {
  const select = field(dialog, "kept");
  const none = new Option(files.length ? "Chọn trong các tệp của bài" : "Bài chưa có tệp nào", "");
  select.replaceChildren(none, ...files.map((file) => new Option(file.title === file.name ? file.name : `${file.title} (${file.name})`, file.url)));
  select.value = files.some((file) => file.url === current) ? current : "";
}

// The address of the chosen file; a new one is handed in first.
async function chosen(dialog, upload, form) {
  const [file] = field(dialog, "file").files;
  if (!file) return { url: field(dialog, "kept").value };
  fault(dialog, "");
  field(dialog, "busy").hidden = false;
  const answer = await sendFile(upload, form, file);
  field(dialog, "busy").hidden = true;
  if (answer.error) return answer;
  attach(form, [answer]);
  return answer;
}

function bindImage(upload, form, editor) {
  const dialog = document.getElementById("ed-anh");
  const current = () => (editor.isActive("figure") ? editor.getAttributes("figure") : {});
  opener(dialog, editor, async () => {
    const old = current();
    const { url, error } = await chosen(dialog, upload, form);
    const src = url || old.src;
    if (error || !src) return fault(dialog, error ?? "Chưa có ảnh; hãy chọn ảnh trên máy, hoặc một ảnh đã đính kèm.");
    const attrs = { src, alt: field(dialog, "alt").value.trim(), caption: field(dialog, "caption").value.trim() };
    if (old.src) editor.commands.updateAttributes("figure", attrs);
    else editor.commands.insertContent({ type: "figure", attrs });
    return dialog.close();
  });
  return () => {
    const { src, alt, caption } = current();
    field(dialog, "file").value = "";
    field(dialog, "alt").value = alt ?? "";
    field(dialog, "caption").value = caption ?? "";
    choose(dialog, attached(form).filter(({ picture }) => picture), src);
    fault(dialog, "");
    dialog.showModal();
  };
}

function bindFile(upload, form, editor) {
  const dialog = document.getElementById("ed-dinh-kem");
  opener(dialog, editor, async () => {
    const { url, title, error } = await chosen(dialog, upload, form);
    if (error || !url) return fault(dialog, error ?? "Chưa có tệp; hãy chọn tệp trên máy, hoặc một tệp đã đính kèm.");
    const known = attached(form).find((file) => file.url === url);
    const words = field(dialog, "words").value.trim() || title || known?.title || url;
    editor.chain().focus().insertContent({ type: "text", text: words, marks: [{ type: "link", attrs: { href: url } }] }).run();
    return dialog.close();
  });
  return () => {
    field(dialog, "file").value = "";
    field(dialog, "words").value = editor.state.doc.textBetween(editor.state.selection.from, editor.state.selection.to, " ");
    choose(dialog, attached(form));
    fault(dialog, "");
    dialog.showModal();
  };
}
