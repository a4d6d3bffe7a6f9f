// Warns before a form with unsaved text is left; says that a slow form is at work. Everything works
// without this file.
(() => {
  "use strict";
  const forms = [...document.querySelectorAll("form[data-unsaved]")];
  let leaving = false;
  const state = (form) => new URLSearchParams(
    [...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
  const first = new Map(forms.map((form) => [form, state(form)]));
  for (const form of document.forms) form.addEventListener("submit", () => { leaving = true; });
  // Reading files takes a while: say so, and take no second press for the first.
  for (const form of document.querySelectorAll("form[data-slow]")) form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    document.getElementById(form.dataset.slow).hidden = false;
  });
  window.addEventListener("beforeunload", (event) => {
    const changed = forms.some((form) => state(form) !== first.get(form));
    if (changed && !leaving) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
    for (const form of document.querySelectorAll("form[data-slow]")) {
      delete form.dataset.sent;
      document.getElementById(form.dataset.slow).hidden = true;
    }
  });
})();
