// What is pasted from Word and from web pages, cleaned: shapes and words stay; styles, fonts,
// classes, scripts and foreign pictures go. Works on a document that runs nothing.

import { isSafe } from "./schema.js";

const GONE = "script,style,meta,link,title,xml,noscript,template,iframe,object,embed,form > button,svg,math,head,base";
const KEPT = new Set(
  ("P H1 H2 H3 H4 H5 H6 UL OL LI BLOCKQUOTE PRE HR BR STRONG B EM I CODE A IMG SUP FIGURE FIGCAPTION " +
    "TABLE THEAD TBODY TFOOT TR TH TD").split(" "),
);
const BLOCKS = "P,H1,H2,H3,H4,H5,H6,UL,OL,LI,BLOCKQUOTE,PRE,TABLE,DIV,SECTION,ARTICLE,HR,FIGURE".toLowerCase();
const KEEP = {
  A: ["href"], IMG: ["src", "alt", "title"], OL: ["start"], TD: ["align"], TH: ["align"],
  PRE: ["data-source"], DIV: ["data-box"], P: ["data-note"], SUP: ["data-note"],
};
const OWN = /^(?:\/tep\/|\/quan-tri\/chen\/tep\/)/;
const BULLETS = /^[\s\u00a0]*(?:[·•●▪■◦‣⁃o§ü\uf0b7\uf0a7\uf0d8-]|\uf0fc)[\s\u00a0]*/;
const NUMBERS = /^[\s\u00a0]*(?:\d+|[a-zđ]|[ivx]+)[.)][\s\u00a0]*/i;

/** The clean HTML of pasted HTML, and how many pictures had to be left out. */
export function clean(html) {
  const page = new DOMParser().parseFromString(quiet(html), "text/html");
  const { body } = page;
  for (const element of body.querySelectorAll(GONE)) element.remove();
  dropComments(page, body);
  restoreMarks(page, body);
  wordLists(page, body);
  for (const table of body.querySelectorAll("table")) even(page, table);
  const pictures = dropPictures(body);
  const raised = body.querySelector("h1") ? 1 : 0;
  for (const element of [...body.querySelectorAll("*")].reverse()) settle(page, element, raised);
  for (const block of body.querySelectorAll("p,h2,h3,h4")) {
    if (!block.textContent.trim() && !block.querySelector("img")) block.remove();
  }
  return { html: body.innerHTML, pictures };
}

// Styles and handlers never take effect here, but browsers report each one that the policy of the
// desk forbids: they go, or change their names, before the HTML is parsed.
function quiet(html) {
  return html
    .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, "")
    .replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/([\s/"'])on[a-z]+(?=\s*=)/gi, "$1data-on").replace(/([\s/"'])style(?=\s*=)/gi, "$1data-style"));
}

function dropComments(page, body) {
  const walker = page.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const comment of found) comment.remove();
}

// Boldness and slant that stand in styles alone, and those that styles take back.
function restoreMarks(page, body) {
  for (const element of body.querySelectorAll("[data-style]")) {
    const style = element.getAttribute("data-style").toLowerCase();
    if (/display\s*:\s*none|mso-hide\s*:\s*all/.test(style)) {
      element.remove();
      continue;
    }
    const inline = !element.matches(BLOCKS) && !element.querySelector(BLOCKS);
    const weight = /font-weight\s*:\s*(bold|[6-9]00|normal|[1-5]00)/.exec(style)?.[1];
    const heavy = weight && /bold|[6-9]00/.test(weight);
    if (inline && heavy && !element.matches("b,strong")) around(page, element, "strong");
    if (inline && /font-style\s*:\s*italic/.test(style) && !element.matches("i,em")) around(page, element, "em");
    if (element.matches("b,strong") && weight && !heavy) element.replaceWith(...element.childNodes);
    const side = /text-align\s*:\s*(center|right)/.exec(style)?.[1];
    if (side && element.matches("td,th")) element.setAttribute("align", side);
  }
}

function around(page, element, tag) {
  const mark = page.createElement(tag);
  mark.append(...element.childNodes);
  element.append(mark);
}

// Word pastes lists as paragraphs that only look like items.
function wordLists(page, body) {
  const open = [];
  for (const item of [...body.querySelectorAll("p,h1,h2,h3,h4,h5,h6")]) {
    const style = item.getAttribute("data-style") ?? "";
    const level = Number(/mso-list\s*:\s*l\d+\s+level(\d)/i.exec(style)?.[1] ?? 0);
    const follows = open.length && open[0].root.nextElementSibling === item;
    if (!level || !/^p$/i.test(item.tagName)) {
      open.length = 0;
      continue;
    }
    if (!follows) open.length = 0;
    listed(page, item, level, open);
  }
}

function listed(page, item, level, open) {
  const sign = [...item.querySelectorAll("span")].find((span) => /mso-list\s*:\s*ignore/i.test(span.getAttribute("data-style") ?? ""));
  const words = (sign ?? item).textContent;
  const tag = !BULLETS.test(words) && NUMBERS.test(words) ? "ol" : "ul";
  sign?.remove();
  while (open.length && open.at(-1).level > level) open.pop();
  if (open.at(-1)?.level !== level || open.at(-1).list.localName !== tag) {
    if (open.at(-1)?.level === level) open.pop();
    const list = page.createElement(tag);
    const above = open.at(-1)?.list.lastElementChild;
    if (above) above.append(list);
    else item.before(list);
    open.push({ level, list, root: open[0]?.root ?? list });
  }
  const entry = page.createElement("li");
  const paragraph = page.createElement("p");
  paragraph.append(...item.childNodes);
  entry.append(paragraph);
  open.at(-1).list.append(entry);
  item.remove();
}

// Cells that reach over others are given as many cells as they cover.
function even(page, table) {
  const grid = [];
  for (const [at, row] of [...table.rows].entries()) {
    grid[at] ??= [];
    for (const cell of [...row.cells]) {
      const wide = Math.min(cell.colSpan, 50);
      const high = Math.min(cell.rowSpan, table.rows.length - at);
      let column = 0;
      while (grid[at][column]) column += 1;
      for (let down = 0; down < high; down += 1) {
        grid[at + down] ??= [];
        for (let across = 0; across < wide; across += 1)
          grid[at + down][column + across] = down || across ? page.createElement("td") : cell;
      }
    }
  }
  const most = Math.max(0, ...grid.map((row) => row.length));
  for (const [at, row] of [...table.rows].entries()) {
    row.replaceChildren(...Array.from({ length: most }, (_, column) => grid[at][column] ?? page.createElement("td")));
    for (const cell of row.cells) {
      cell.removeAttribute("colspan");
      cell.removeAttribute("rowspan");
    }
  }
}

function dropPictures(body) {
  let dropped = 0;
  for (const image of body.querySelectorAll("img")) {
    if (OWN.test(image.getAttribute("src") ?? "")) continue;
    image.remove();
    dropped += 1;
  }
  return dropped;
}

function settle(page, element, raised) {
  const kept = KEEP[element.tagName] ?? [];
  const stays = KEPT.has(element.tagName) || (element.tagName === "DIV" && element.hasAttribute("data-box"));
  for (const { name } of [...element.attributes]) if (!kept.includes(name)) element.removeAttribute(name);
  if (element.tagName === "A" && !isSafe(element.getAttribute("href") ?? "javascript:")) return unwrap(element);
  if (/^H[1-6]$/.test(element.tagName)) return heading(page, element, raised);
  if (stays) return undefined;
  if (element.matches("div,section,article,center,address,dd,dt") && !element.querySelector(BLOCKS)) {
    const paragraph = page.createElement("p");
    paragraph.append(...element.childNodes);
    return element.replaceWith(paragraph);
  }
  return unwrap(element);
}

const unwrap = (element) => element.replaceWith(...element.childNodes);

function heading(page, element, raised) {
  const level = Math.min(Math.max(Number(element.tagName[1]) + raised, 2), 4);
  const made = page.createElement(`h${level}`);
  made.append(...element.childNodes);
  for (const mark of made.querySelectorAll("b,strong")) unwrap(mark);
  element.replaceWith(made);
}
