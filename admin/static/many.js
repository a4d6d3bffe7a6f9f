// The items list: one tick for the whole page, and how many are chosen. All of it works without.
(() => {
  "use strict";
  for (const form of document.querySelectorAll("form[data-many]")) {
    const every = form.querySelector("[data-every]");
    const said = form.querySelector("[data-count]");
    const boxes = [...form.querySelectorAll("input[name=chon]")];
    if (!every || !boxes.length) continue;
    every.closest("label").hidden = false;
    form.querySelector("[data-no-script]").hidden = true;
    const tell = () => {
      const chosen = boxes.filter((box) => box.checked).length;
      every.checked = chosen === boxes.length;
      every.indeterminate = chosen > 0 && chosen < boxes.length;
      said.textContent = chosen ? `Đã chọn ${chosen} bài` : "";
    };
    every.addEventListener("change", () => {
      for (const box of boxes) box.checked = every.checked;
      tell();
    });
    form.addEventListener("change", tell);
    window.addEventListener("pageshow", tell);
    tell();
  }
})();
