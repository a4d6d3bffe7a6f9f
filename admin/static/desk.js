// Warns before a form with unsaved text is left. Everything works without this file.
(() => {
  "use strict";
  const forms = [...document.querySelectorAll("form[data-unsaved]")];
  let leaving = false;
  const state = (form) => new URLSearchParams(
    [...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
  const first = new Map(forms.map((form) => [form, state(form)]));
  for (const form of document.forms) form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    const changed = forms.some((form) => state(form) !== first.get(form));
    if (changed && !leaving) event.preventDefault();
  });
  window.addEventListener("pageshow", () => { leaving = false; });
})();
