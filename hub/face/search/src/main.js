/* The search page of a static copy: reads the question from its address, asks, and shows what is
   found. `tim.s` is what the files of the index call. */
import { search, shown } from "./engine.js";
import { codes } from "./codes.js";
import { stand } from "./files.js";
import { decoded } from "./keystrokes.js";
import { fold, tokens } from "./letters.js";

const PER_PAGE = 10;

window.tim = { s: stand, search, shown, fold, tokens, codes, decoded };

function begin() {
  const page = document.querySelector("[data-search]");
  if (!page) { return; }
  const typed = (new URLSearchParams(location.search).get("q") || "").normalize("NFC").replace(/\s+/g, " ").trim();
  const part = (name) => page.querySelector(`[data-${name}]`);
  if (!typed) { return; }
  part("start").hidden = true;
  document.querySelector("#q").value = typed;
  document.title = document.title.replace(part("words").dataset.page, `${part("words").dataset.title}: ${typed}`);
  part("status").textContent = part("words").dataset.waiting;
  search(page.dataset.search, typed.slice(0, 300)).then((answer) => show(page, part, typed, answer), () => fail(part));
}

function fail(part) {
  part("status").textContent = part("words").dataset.failed;
  part("start").hidden = false;
}

function show(page, part, typed, answer) {
  const words = part("words").dataset;
  if (!answer.total) {
    part("status").textContent = words.none.replace("{q}", typed);
    part("empty").hidden = false;
    return;
  }
  part("status").textContent = words.found.replace("{n}", String(answer.total).replace(/\B(?=(\d{3})+$)/g, "."));
  part("more").addEventListener("click", () => more(page, part, answer, true));
  more(page, part, answer, false);
}

/* Appends the next rows; the keyboard goes on at the first of them. */
function more(page, part, answer, asked) {
  const list = part("rows"), from = list.children.length;
  shown(page.dataset.search, answer, from, from + PER_PAGE).then((hits) => {
    list.append(...hits.map((hit) => row(part, hit)));
    part("more").hidden = list.children.length >= answer.hits.length;
    if (asked) { list.children[from].querySelector("a").focus(); }
  }, () => fail(part));
}

function row(part, hit) {
  const found = part("row").content.cloneNode(true), field = (name) => found.querySelector(`[data-${name}]`);
  const text = field("text"), link = field("link"), file = field("file");
  field("section").textContent = hit.section;
  field("when").textContent = hit.when;
  link.textContent = hit.title;
  link.href = hit.path + (hit.anchor ? `#${encodeURIComponent(hit.anchor)}` : "");
  let at = 0;
  text.append("… ");
  hit.marks.forEach(([start, end]) => {
    const mark = document.createElement("mark");
    mark.textContent = hit.text.slice(start, end);
    text.append(hit.text.slice(at, start), mark);
    at = end;
  });
  text.append(`${hit.text.slice(at)} …`);
  if (hit.attachment) {
    file.hidden = false;
    file.querySelector("a").href = hit.attachment[0];
    file.querySelector("a").textContent = hit.attachment[1];
  }
  return found;
}

begin();
