// Keys of the desk. Single letters work outside fields only and can be turned off on one machine
// (WCAG 2.1.4); Ctrl+S saves the draft that is being written.
(() => {
  "use strict";
  const OFF = "phim-tat-tat";
  const places = document.body.dataset;
  const read = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
  const write = (off) => { try { off ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF); } catch { /* nothing is kept here */ } };
  const typing = (node) => node.closest?.("input, textarea, select, [contenteditable=true], dialog[open]");
  const go = { n: places.keyNew, v: places.keyBoard, h: places.keyHome, "?": places.keyHelp };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.repeat) return;
    const save = document.querySelector("#bai button[name=act][value=save]");
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s" && save) {
      event.preventDefault();
      save.form.requestSubmit(save);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || read()) return;
    if (event.key === "/") {
      const box = document.getElementById("tim-ban");
      if (box) { event.preventDefault(); box.scrollIntoView({ block: "nearest" }); box.focus(); box.select(); }
    } else if (go[event.key]) location.assign(go[event.key]);
  });

  const box = document.getElementById("phim-mot");
  if (box) {
    box.checked = !read();
    box.closest("label").hidden = false;
    box.addEventListener("change", () => write(!box.checked));
  }
})();
