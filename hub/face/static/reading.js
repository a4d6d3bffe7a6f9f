/* Smooths what already works without it: copying, printing, and keeping the reading aids. */
(function () {
  "use strict";
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var field = document.getElementById(button.getAttribute("data-copy"));
    button.hidden = false;
    button.addEventListener("click", function () {
      field.focus();
      field.select();
      var done = function () { button.lastChild.textContent = "Đã sao chép"; };
      if (navigator.clipboard && window.isSecureContext) {
        navigator.clipboard.writeText(field.value).then(done, function () {});
      } else if (document.execCommand("copy")) {
        done();
      }
    });
  });
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  document.querySelectorAll("a.anchor").forEach(function (link) {
    link.addEventListener("click", function () {
      if (navigator.clipboard && window.isSecureContext) {
        navigator.clipboard.writeText(link.href).then(function () {
          link.textContent = "# đã sao chép liên kết";
        }, function () {});
      }
    });
  });
  var store;
  try { store = window.localStorage; } catch (denied) { return; }
  document.querySelectorAll(".ease input").forEach(function (input) {
    var key = "de-doc-" + (input.name || input.id);
    if (store.getItem(key) === (input.id || "vua") && store.getItem(key)) { input.checked = true; }
    input.addEventListener("change", function () {
      if (input.type === "checkbox" && !input.checked) { store.removeItem(key); return; }
      store.setItem(key, input.id || "vua");
    });
  });
})();
