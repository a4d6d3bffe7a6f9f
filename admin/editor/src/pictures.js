// Pictures with their caption and alternative text, and footnotes.

import { Node } from "@tiptap/core";

const OWN = /^\/tep\/([0-9a-f]{16}\/[a-z0-9.-]+)$/;
// The desk shows files to whoever is signed in, published or not.
const DESK = "/quan-tri/chen/tep/";

const shown = (src) => (OWN.test(src) ? DESK + OWN.exec(src)[1] : "");
const own = (element) => {
  const src = element.getAttribute("src") ?? "";
  return src.startsWith(DESK) ? `/tep/${src.slice(DESK.length)}` : src;
};

function drawn({ src, alt }) {
  if (!shown(src)) return ["span", { class: "ed-nopicture" }, alt || "Hình ngoài trang, không hiện được"];
  return ["img", { src: shown(src), alt }];
}

const told = (name) => ({ default: "", rendered: false, parseHTML: (element) => element.getAttribute(name) ?? "" });

export const Figure = Node.create({
  name: "figure",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes() {
    return {
      src: { default: "", rendered: false, parseHTML: (element) => own(element.querySelector("img")) },
      alt: { default: "", rendered: false, parseHTML: (element) => element.querySelector("img").getAttribute("alt") ?? "" },
      caption: { default: "", rendered: false, parseHTML: (element) => element.querySelector("figcaption")?.textContent ?? "" },
    };
  },
  parseHTML() {
    return [{ tag: "figure", getAttrs: (element) => OWN.test(own(element.querySelector("img") ?? element)) && null }];
  },
  renderHTML({ node }) {
    const words = node.attrs.caption ? [["figcaption", node.attrs.caption]] : [];
    return ["figure", node.attrs.alt ? {} : { "data-title": "Chưa có lời mô tả ảnh; bấm ảnh rồi bấm nút Ảnh để ghi" }, drawn(node.attrs), ...words];
  },
});

export const Picture = Node.create({
  name: "picture",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes() {
    return {
      src: { default: "", rendered: false, parseHTML: own },
      alt: told("alt"),
      caption: told("title"),
    };
  },
  parseHTML() {
    return [{ tag: "img[src]", getAttrs: (element) => OWN.test(own(element)) && null }];
  },
  renderHTML({ node }) {
    return drawn(node.attrs);
  },
});

const id = {
  default: "1",
  rendered: false,
  parseHTML: (element) => element.dataset.note.replace(/[\]\s]/g, "") || "1",
};

export const NoteMark = Node.create({
  name: "noteMark",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ id }),
  parseHTML: () => [{ tag: "sup[data-note]" }],
  renderHTML: ({ node }) => ["sup", { "data-note": node.attrs.id }, `[${node.attrs.id}]`],
});

export const Note = Node.create({
  name: "note",
  group: "block",
  content: "inline*",
  defining: true,
  addAttributes: () => ({ id }),
  parseHTML: () => [{ tag: "p[data-note]", priority: 60 }],
  renderHTML: ({ node }) => ["p", { "data-note": node.attrs.id, "data-title": `Chú thích ${node.attrs.id}` }, 0],
});
