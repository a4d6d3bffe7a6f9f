// The self-assessment: adds up while one answers, keeps the answers on this device alone, prints,
// saves and opens a file, shares the result when asked to. Classic script: it runs from file:// too.
(function () {
  "use strict";
  var form = document.querySelector("[data-assess]");
  var source = document.getElementById("quy-tac");
  if (!form || !source || !window.scoring) return;
  var rule = JSON.parse(source.textContent);
  var address = source.getAttribute("data-address");
  var key = "tu-danh-gia:" + rule.set + "/" + rule.version + "/" + (rule.supplement || "");
  var store = null;
  try { store = window.localStorage; } catch (denied) { store = null; }

  function one(name) { return form.querySelector("[data-" + name + "]"); }
  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function say(text) { one("said").textContent = text; }

  function answers() {
    var given = {};
    rule.indicators.forEach(function (asked) {
      each(form.querySelectorAll('[name="m-' + asked.id + '"]'), function (field) {
        if (field.type === "radio" ? field.checked : field.value.replace(/\s/g, "")) given[asked.id] = field.value;
      });
    });
    return given;
  }

  function kind() {
    var chosen = form.querySelector('[name="loai"]:checked');
    return chosen ? chosen.value : "";
  }

  function special() {
    var chosen = form.querySelector('[name="muc-dat"]:checked');
    return chosen ? chosen.value : "";
  }

  function put(given, chosen, threshold) {
    rule.indicators.forEach(function (asked) {
      var own = Object.prototype.hasOwnProperty.call(given, asked.id);
      var text = own ? String(given[asked.id]) : "";
      each(form.querySelectorAll('[name="m-' + asked.id + '"]'), function (field) {
        if (field.type === "radio") field.checked = field.value === text;
        else field.value = text.slice(0, 7);
      });
    });
    each(form.querySelectorAll('[name="loai"]'), function (field) { field.checked = field.value === chosen; });
    each(form.querySelectorAll('[name="muc-dat"]'), function (field) { field.checked = field.value === threshold; });
    if (!special()) each(form.querySelectorAll('[name="muc-dat"][value=""]'), function (field) { field.checked = true; });
  }

  function item(sentence, missing) {
    var line = document.createElement("li");
    line.className = "now";
    var anchor = rule.anchors[missing.indicator];
    var text = document.createElement(anchor ? "a" : "span");
    if (anchor) text.setAttribute("href", "#" + anchor);
    text.textContent = sentence;
    line.appendChild(text);
    var proofs = rule.evidence[missing.indicator];
    if (proofs) {
      var more = document.createElement("span");
      more.className = "small soft";
      more.textContent = "Minh chứng có thể dùng: " + proofs.join("; ");
      line.appendChild(document.createElement("br"));
      line.appendChild(more);
    }
    return line;
  }

  function hideOthers(chosen) {
    rule.indicators.forEach(function (asked) {
      var box = form.querySelector('[data-ask="' + asked.id + '"]');
      box.hidden = Boolean(asked.applies_when.length && chosen && asked.applies_when.indexOf(chosen) < 0);
    });
  }

  // A number that cannot be read is said where it stands, not only missed in the sum.
  function mark(given) {
    rule.indicators.forEach(function (asked) {
      var said = document.getElementById("_sai-" + asked.id);
      if (!said) return;
      var wrong = asked.id in given && window.scoring.valueOf(asked, given[asked.id]) === null;
      said.hidden = !wrong;
      form.querySelector('[name="m-' + asked.id + '"]').setAttribute("aria-invalid", String(wrong));
    });
  }

  function total(result) {
    each(form.querySelectorAll("[data-total]"), function (place) {
      var bold = document.createElement("b");
      bold.textContent = window.scoring.points(result.total);
      place.replaceChildren(bold, " / " + window.scoring.points(result.possible) + " điểm");
      place.hidden = false;
    });
  }

  function show() {
    var given = answers(), chosen = kind();
    hideOthers(chosen);
    mark(given);
    var result = window.scoring.assess(rule, given, chosen, special());
    total(result);
    var told = window.scoring.told(rule, result);
    var begun = Object.keys(given).length > 0;
    var bold = document.createElement("b");
    bold.textContent = begun ? told.verdict : "Chưa có câu trả lời nào.";
    document.getElementById("ket-qua").classList.toggle("blank", !begun);
    var verdict = one("verdict");
    if (verdict.textContent !== bold.textContent) verdict.replaceChildren(bold);
    // What is missing is told once all is answered; before that everything is.
    var whole = begun && result.answered === result.asked;
    one("lacks").hidden = !begun || !told.missing.length;
    one("heading").textContent = whole ? told.heading : "Còn lại:";
    var list = one("list");
    list.replaceChildren();
    if (begun) result.missing.forEach(function (missing, n) {
      if (whole || missing.what !== "sum") list.appendChild(item(told.missing[n], missing));
    });
    one("message").hidden = !whole;
    document.getElementById("_loi").value = "Tôi tự chấm " + rule.title + ", phiên bản " + rule.version + ": "
      + told.verdict + " " + rule.no_recognition + " " + address;
    one("share").hidden = !whole;
  }

  function keep() {
    if (!store) return;
    try {
      var given = answers();
      if (Object.keys(given).length) store.setItem(key, JSON.stringify({ answers: given, kind: kind(), special: special() }));
      else store.removeItem(key);
    } catch (full) { store = null; }
  }

  function file() {
    return JSON.stringify({
      "tu-danh-gia": 1, set: rule.set, version: rule.version, title: rule.title,
      supplement: rule.supplement, kind: kind(), special: special(), answers: answers(), note: rule.no_recognition
    }, null, 1);
  }

  function open(text) {
    var data;
    try { data = JSON.parse(text); } catch (broken) { data = null; }
    if (!data || data["tu-danh-gia"] !== 1 || typeof data.answers !== "object" || !data.answers) {
      return say("Tệp này không phải phiếu tự chấm đã lưu từ trang này; hãy chọn tệp khác.");
    }
    if (data.set !== rule.set || data.version !== rule.version || (data.supplement || "") !== rule.supplement) {
      return say("Tệp này là phiếu của “" + String(data.title).slice(0, 100) + "”, phiên bản " + String(data.version).slice(0, 60)
        + (data.supplement ? ", bổ sung " + String(data.supplement).slice(0, 60) : rule.supplement ? ", không có bổ sung" : "")
        + "; hãy mở phiếu của đúng bộ đó.");
    }
    put(data.answers, data.kind, data.special);
    keep();
    show();
    say("Đã mở phiếu đã lưu.");
  }

  each(form.querySelectorAll("[data-print], [data-save], [data-open], [data-clear]"), function (button) { button.hidden = false; });
  each(document.querySelectorAll("[data-with-script]"), function (text) { text.hidden = false; });
  each(document.querySelectorAll("[data-without-script]"), function (text) { text.hidden = true; });

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    show();
    document.getElementById("ket-qua").scrollIntoView();
    document.getElementById("ket-qua").focus({ preventScroll: true });
  });
  form.addEventListener("input", function (event) {
    if (event.target.type === "file") return;
    keep();
    show();
  });
  one("open").querySelector("input").addEventListener("change", function (event) {
    var chosen = event.target.files[0];
    if (!chosen) return;
    var reader = new FileReader();
    reader.onload = function () { open(String(reader.result)); event.target.value = ""; };
    reader.onerror = function () { say("Không đọc được tệp này; hãy chọn tệp khác."); };
    if (chosen.size > 100000) say("Tệp này quá lớn, không phải phiếu tự chấm; hãy chọn tệp khác.");
    else reader.readAsText(chosen);
  });
  one("save").addEventListener("click", function () {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file()], { type: "application/json" }));
    link.download = "tu-cham-" + rule.set + "-" + rule.version + ".json";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    say("Đã lưu phiếu vào máy: " + link.download);
  });
  one("clear").addEventListener("click", function () {
    put({}, "", "");
    keep();
    show();
    say("Đã xóa câu trả lời trên máy này.");
  });
  one("share").addEventListener("click", function () {
    var field = document.getElementById("_loi");
    if (navigator.share) {
      navigator.share({ title: rule.title, text: field.value }).catch(function () {});
    } else {
      field.focus();
      field.select();
      say("Hãy sao chép lời trong ô rồi gửi cho người bạn muốn.");
    }
  });

  // What the address brings (a form that was sent without the script) wins over what was kept.
  if (!Object.keys(answers()).length && store) {
    try {
      var kept = JSON.parse(store.getItem(key) || "null");
      if (kept && kept.answers) put(kept.answers, kept.kind, kept.special);
    } catch (broken) { /* what was kept cannot be read: an empty form */ }
  }
  show();
})();
