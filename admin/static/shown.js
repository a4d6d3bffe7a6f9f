// What readers will see of menu and home page, drawn anew while lines are moved and typed.
(() => {
  "use strict";
  const TOP = ["hero", "tasks"], BESIDE = ["events", "topics", "places"];
  const form = document.querySelector("form[data-unsaved]");
  const menu = document.querySelector("[data-shown=menu]");
  const columns = [...document.querySelectorAll("[data-shown=top], [data-shown=main], [data-shown=beside]")];
  const item = (text) => Object.assign(document.createElement("li"), { textContent: text });
  const draw = () => {
    if (menu) {
      const titles = [...form.querySelectorAll("[name=menu_title]")].map((field) => field.value.trim());
      menu.replaceChildren(...titles.filter(Boolean).map(item));
    }
    for (const column of columns) {
      const wanted = [...form.querySelectorAll("[data-arrange=block] > [data-kind]")].filter(({ dataset: { kind } }) =>
        column.dataset.shown === (TOP.includes(kind) ? "top" : BESIDE.includes(kind) ? "beside" : "main"));
      column.replaceChildren(...wanted.map((block) => item(
        (!TOP.includes(block.dataset.kind) && block.querySelector("[name=block_title]")?.value.trim()) || block.dataset.line)));
    }
  };
  if (!form || !(menu || columns.length)) return;
  form.addEventListener("input", draw);
  document.addEventListener("arranged", draw);
})();
