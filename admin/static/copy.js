// Copies what a field holds, hands it to another program, and prints. Without this file people select and copy by hand.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        document.execCommand("copy"); // a page without https has no clipboard of its own
      }
      document.querySelector("[data-copied]").hidden = false;
    });
  }
  // A telephone offers its own programs here: Zalo, messages, mail.
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = !navigator.share;
    button.addEventListener("click", () => {
      const text = document.getElementById(button.dataset.share).value;
      navigator.share({ text }).catch(() => {});
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
