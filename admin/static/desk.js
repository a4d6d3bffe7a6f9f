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
  // What this browser kept of a person's unsaved text goes once the person has signed out.
  try {
    const out = sessionStorage.getItem("giu-ra");
    sessionStorage.removeItem("giu-ra");
    if (out && document.querySelector("form[action*='/dang-nhap/']")) {
      for (const key of Object.keys(localStorage)) if (key.startsWith(`giu:${out}:`)) localStorage.removeItem(key);
    }
    for (const form of document.querySelectorAll("[data-sign-out]")) form.addEventListener("submit", () => {
      try { sessionStorage.setItem("giu-ra", form.dataset.signOut); } catch { /* then nothing was kept */ }
    });
  } catch { /* a browser that keeps nothing has nothing to forget */ }
  window.addEventListener("pageshow", () => {
    leaving = false;
    for (const form of document.querySelectorAll("form[data-slow]")) {
      delete form.dataset.sent;
      document.getElementById(form.dataset.slow).hidden = true;
    }
  });
})();
