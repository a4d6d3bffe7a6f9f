// A Word file dropped on the page, or chosen: read by the desk, put into the text after asking.

import { say } from "./said.js";
import { attach, sendFile } from "./sending.js";

const WORD = /\.docx$/i;
const PICTURE = /\.(?:jpe?g|png|webp|gif)$/i;

/** Bind the file field and the page itself; `surface` is the text (see main.js). */
export function bindWord(root, form, surface) {
  const input = document.getElementById("ed-word");
  const read = (file) => take(root, form, surface, file);
  input.addEventListener("change", () => {
    const [file] = input.files;
    input.value = ""; // it is sent by itself, not once more with the form
    if (file) read(file);
  });
  root.querySelector("[data-word-choice]")?.remove();
  const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const onField = (event) => event.target.closest?.("input[type=file]");
  let depth = 0;
  const mark = (on) => document.documentElement.classList.toggle("ed-over", on);
  document.addEventListener("dragenter", (event) => { if (holdsFiles(event)) mark((depth += 1) > 0); });
  document.addEventListener("dragleave", (event) => { if (holdsFiles(event)) mark((depth = Math.max(0, depth - 1)) > 0); });
  document.addEventListener("dragover", (event) => { if (holdsFiles(event) && !onField(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    depth = 0;
    mark(false);
    if (!holdsFiles(event) || onField(event) || event.defaultPrevented) return;
    event.preventDefault();
    dropped([...event.dataTransfer.files], root, form, surface, read);
  });
}

async function dropped(files, root, form, surface, read) {
  const word = files.filter(({ name }) => WORD.test(name));
  if (word.length > 1) return say([{ text: "Mỗi lần chỉ nhận một tệp Word; hãy thả từng tệp.", bad: true }]);
  if (word.length) return read(word[0]);
  return insertFiles(files, root, form, surface);
}

/** Files that are no Word text: pictures go into the text, others among the attachments. */
export async function insertFiles(files, root, form, surface) {
  const told = [];
  for (const file of files) {
    say([{ text: `Đang gửi “${file.name}”…` }]);
    const answer = await sendFile(root.dataset.upload, form, file);
    if (answer.error) {
      told.push({ text: `“${file.name}”: ${answer.error}`, bad: true });
      continue;
    }
    attach(form, [answer]);
    const picture = PICTURE.test(answer.name);
    if (picture) surface.picture(answer.url);
    told.push({ text: picture ? `Đã chèn ảnh “${answer.name}”; hãy bấm ảnh rồi bấm nút Ảnh để ghi lời mô tả.` : `Đã đính kèm “${answer.name}”.` });
  }
  say(told);
}

async function take(root, form, surface, file) {
  if (!WORD.test(file.name)) {
    return say([{ text: `“${file.name}” không phải tệp Word .docx; hãy mở tệp đó bằng Word, chọn Lưu thành, kiểu .docx rồi thả lại.`, bad: true }]);
  }
  const way = surface.text().trim() ? await asked(file.name) : "replace";
  if (!way) return undefined;
  say([{ text: `Đang đọc “${file.name}”… Tệp dài có thể mất một phút.` }]);
  const answer = await sendFile(root.dataset.word, form, file);
  if (answer.error) return say([{ text: answer.error, bad: true }]);
  attach(form, answer.files);
  const title = document.getElementById("ten");
  if (answer.title && !title.value.trim()) {
    title.value = answer.title;
    title.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const old = surface.text();
  const body = answer.title && title.value.trim() !== answer.title ? answer.headed : answer.body;
  surface.put(way === "append" ? `${old.trimEnd()}\n\n${body}` : body);
  const notes = answer.notes.map(({ title: kind, text }) => ({ text: `${kind}: ${text}` }));
  return say([{ text: `Đã đưa “${file.name}” vào bài; chưa lưu. Hoàn tác được bằng nút Hoàn tác.` }, ...notes, ...surface.offer()]);
}

// Replace, append, or neither ("").
function asked(name) {
  const dialog = document.getElementById("ed-hoi");
  document.body.append(dialog);
  dialog.querySelector("[data-f=name]").textContent = name;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    for (const button of dialog.querySelectorAll("[data-way]"))
      button.onclick = () => dialog.close(button.dataset.way);
  });
}
