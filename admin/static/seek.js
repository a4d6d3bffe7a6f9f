// Suggestions while typing: the search box of the desk ("/" leads there, see keys.js), and fields that name a
// page to lead to. Without this file the box opens a page of results and the fields take typing.
(() => {
  "use strict";
  let made = 0;
  const wait = 180;

  const suggest = (input, choose) => {
    const list = document.createElement("ul");
    const said = document.createElement("span");
    list.id = `goi-y-${++made}`;
    list.className = "hits";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Gợi ý");
    said.className = "sr";
    said.setAttribute("role", "status");
    input.after(list, said);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) input.setAttribute(name, value);
    input.autocomplete = "off";
    input.removeAttribute("list");
    let timer = 0, asked = "", asking = null, at = -1, hits = [];

    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (next) => {
      at = next;
      [...list.querySelectorAll("[role=option]")].forEach((option, number) => {
        option.setAttribute("aria-selected", String(number === at));
        if (number === at) option.scrollIntoView({ block: "nearest" });
      });
      if (at < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    };
    const take = (number) => {
      const hit = hits[number];
      close();
      choose(hit);
    };
    const show = () => {
      let group = "";
      list.replaceChildren(...hits.map((hit, number) => {
        const option = document.createElement("li");
        const title = document.createElement("b");
        const line = document.createElement("span");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        title.textContent = hit.title;
        line.textContent = [hit.group === group ? "" : hit.group, hit.line].filter(Boolean).join(" · ");
        group = hit.group;
        option.append(title, line);
        // The press must not take the focus away from the field.
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => take(number));
        return option;
      }));
      list.hidden = !hits.length;
      input.setAttribute("aria-expanded", String(!!hits.length));
      said.textContent = hits.length ? `${hits.length} gợi ý, dùng mũi tên để chọn` : "Không có gợi ý nào";
      mark(-1);
    };
    const ask = async () => {
      const text = input.value.trim();
      if (text === asked) return;
      asked = text;
      asking?.abort();
      if (text.length < 2 || text.startsWith("/") || text.startsWith("https:")) return close();
      asking = new AbortController();
      try {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: asking.signal });
        if (!answer.ok || document.activeElement !== input) return;
        ({ hits } = await answer.json());
        show();
      } catch { /* the line dropped, or something newer was asked */ }
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, wait);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || list.hidden) return;
      if (event.key === "Escape") close();
      else if (event.key === "ArrowDown") mark(at + 1 < hits.length ? at + 1 : -1);
      else if (event.key === "ArrowUp") mark(at < 0 ? hits.length - 1 : at - 1);
      else if (event.key === "Enter" && at >= 0) take(at);
      else return;
      event.preventDefault();
    });
    input.addEventListener("blur", close);
  };

  const box = document.getElementById("tim-ban");
  if (box) suggest(box, (hit) => { location.href = hit.url; });
  window.hubSuggest = (input) => suggest(input, (hit) => {
    input.value = hit.url;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  for (const input of document.querySelectorAll("input[data-suggest]:not(#tim-ban)")) window.hubSuggest(input);
})();
