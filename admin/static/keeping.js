// Keeps what is typed: autosaves to the server, a copy in this browser while the server has not got
// it, and honest words about both in the save bar. Without this file the form saves as any form.
(() => {
  "use strict";
  const SOON = 2000, LATEST = 5000, BEAT = 20000, AGAIN = 5000, LIVE = 8000, PATIENCE = 15000;
  const IDLE = 30 * 60000, OLD = 30 * 86400000, BEACON = 60000, DOUBLE = 3000;

  // ---- copies in this browser: giu:PERSON:FORM → the form as it was typed ----
  const kept = {
    put(copy) {
      try { localStorage.setItem(`giu:${copy.person}:${copy.form}`, JSON.stringify(copy)); return true; } catch { return false; }
    },
    drop({ person, form }) {
      try { localStorage.removeItem(`giu:${person}:${form}`); } catch { /* nothing was kept */ }
    },
    of(person) {
      const found = [];
      try {
        for (const key of Object.keys(localStorage)) {
          if (!key.startsWith("giu:")) continue;
          let copy = null;
          try { copy = JSON.parse(localStorage.getItem(key)); } catch { /* not ours to read */ }
          if (!copy || !Array.isArray(copy.pairs) || Date.now() - copy.at > OLD) localStorage.removeItem(key);
          else if (copy.person === person) found.push(copy);
        }
      } catch { /* nothing was kept */ }
      return found.sort((a, b) => b.at - a.at);
    },
  };
  const tab = (key, value) => {
    try {
      if (value !== undefined) sessionStorage.setItem(key, value);
      return sessionStorage.getItem(key) ?? "";
    } catch { return ""; }
  };
  const said = (pairs, name) => (pairs.find(([key]) => key === name) ?? ["", ""])[1];

  // ---- a place of a conflict: whoever types there means it ----
  for (const area of document.querySelectorAll("[data-hand]")) area.addEventListener("input", () => {
    for (const radio of document.getElementsByName(area.dataset.hand)) radio.checked = radio.value === "hand";
  });

  // ---- the page of the copies ----
  const list = document.getElementById("giu-ban");
  if (list) {
    const found = kept.of(list.dataset.person);
    list.querySelector("[data-none]").hidden = found.length > 0;
    for (const copy of found) {
      const card = document.getElementById("giu-mau").content.firstElementChild.cloneNode(true);
      card.querySelector("h2").textContent = said(copy.pairs, "title") || "Bài chưa có tiêu đề";
      card.querySelector("p").textContent = `Giữ lúc ${new Date(copy.at).toLocaleString("vi-VN")}`;
      const [label, area] = [card.querySelector("label"), card.querySelector("textarea")];
      area.id = label.htmlFor = `giu-${copy.form}`;
      area.value = [said(copy.pairs, "summary"), said(copy.pairs, "body")].filter(Boolean).join("\n\n");
      card.querySelector("a").href = copy.page;
      card.querySelector("button").addEventListener("click", () => {
        if (!confirm("Xóa chữ này khỏi máy? Không lấy lại được.")) return;
        kept.drop(copy);
        card.remove();
        list.querySelector("[data-none]").hidden = kept.of(list.dataset.person).length > 0;
      });
      list.append(card);
    }
  }

  const mark = document.getElementById("giu");
  if (!mark) return;
  const { form } = mark;
  const field = form.elements;
  const { url, state, copies, login, person } = mark.dataset;
  const tabKey = `giu-the:${url}`;
  const previous = tab(tabKey).split(",").filter(Boolean);
  let count = Number(field.keep_count.value) || 0;
  let safe = count; // how far the server has it
  let firstUnsent = 0, timer = 0, sending = null, again = false, trouble = "", active = Date.now(), pressed = 0, goOn = false;

  // ---- what stands in the form ----
  const pairs = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf_token");
  const copy = () => ({ person, form: mark.value, url, page: location.pathname, at: Date.now(), count, pairs: pairs() });
  const bodyOf = (values, more = {}) => {
    const body = new FormData();
    for (const [name, value] of values) body.append(name, value);
    for (const [name, value] of Object.entries({ csrf_token: field.csrf_token.value, ...more })) body.append(name, value);
    return body;
  };

  // ---- the words in the save bar ----
  const bar = document.getElementById("giu-tin"), reader = document.getElementById("giu-doc");
  function say(look, words, link) {
    if (!bar) return;
    for (const part of bar.querySelectorAll("[data-look]")) part.hidden = part.dataset.look !== look;
    bar.classList.toggle("is-kept", look === "kept");
    bar.classList.toggle("is-lost", look === "lost");
    const place = bar.querySelector("[data-words]");
    place.textContent = words;
    if (link) {
      const a = Object.assign(document.createElement("a"), { href: link[0], textContent: link[1], target: "_blank", rel: "noopener" });
      place.append(". ", a);
    }
    // Not each minute's "saved" is read out: only that something went wrong, or is well again.
    const heard = look === "kept" ? (reader.textContent ? "Đã tự lưu trở lại" : "") : words;
    if (reader.textContent !== heard) reader.textContent = heard;
  }
  function lose(why, text) {
    trouble = why;
    if (safe === count && (why === "lost" || why === "busy")) {
      say("lost", `${text.split(":")[0]}: cứ viết, chữ sẽ giữ trên máy này`);
      return;
    }
    const holds = safe === count || kept.put(copy());
    const link = why === "out" && login ? [login, "Đăng nhập ở thẻ mới"] : why === "refused" && holds ? [copies, "Xem chữ đang giữ"] : null;
    say("lost", holds ? text : `${text.split(":")[0]}, mà trình duyệt này không giữ được chữ: đừng đóng thẻ này, hãy chép bài ra nơi khác`, link);
  }
  const LOST = "Mất mạng: chữ đang giữ trên máy này";
  const BUSY = "Máy chủ đang bận: chữ đang giữ trên máy này";
  const OUT = "Phiên đã hết: mở tab khác để đăng nhập lại, chữ còn nguyên";
  const OTHER = "Máy này đang đăng nhập người khác: chữ của bạn không gửi đi, còn nguyên ở thẻ này";
  function note(id, words) {
    const place = document.getElementById(id);
    if (!place) return;
    if (place.querySelector("span").textContent !== words) place.querySelector("span").textContent = words;
    place.hidden = !words;
  }

  // ---- asking the server ----
  async function answer(address, options = {}) {
    const limit = AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined;
    const response = await fetch(address, { redirect: "manual", cache: "no-store", signal: limit, ...options });
    const json = (response.headers.get("Content-Type") ?? "").includes("json") ? await response.json() : null;
    return { status: response.status, json };
  }
  // Who is signed in here: a fresh token for the same person; "" when all is well, else the trouble.
  async function checkIn() {
    try {
      const { status, json } = await answer(state);
      if (status === 200 && json) {
        if (String(json.person) !== person) return "other";
        for (const token of document.querySelectorAll("input[name=csrf_token]")) token.value = json.token;
        return "";
      }
      return status >= 500 ? "busy" : json?.state === "refused" ? "refused" : "out";
    } catch { return "lost"; }
  }
  const words = { lost: LOST, busy: BUSY, out: OUT, other: OTHER, refused: "Tài khoản không còn quyền viết bài: chữ đang giữ trên máy này" };

  async function send(text) {
    if (sending) { again = again || text; return; }
    const upTo = count;
    sending = (async () => {
      try {
        let got = await answer(url, { method: "POST", body: bodyOf(pairs(), text ? { keep_text: "1" } : {}) });
        if (!got.json && got.status < 500 && got.status !== 413) {
          const why = await checkIn();
          if (why) return lose(why, words[why]);
          got = await answer(url, { method: "POST", body: bodyOf(pairs(), text ? { keep_text: "1" } : {}) });
        }
        arrived(got, text, upTo);
      } catch { lose("lost", LOST); }
    })();
    await sending;
    sending = null;
    if (again) { again = false; plan(0); }
  }
  function arrived({ status, json }, text, upTo) {
    if (json?.state === "kept") {
      trouble = "";
      note("dang-mo", json.presence);
      note("da-doi", json.changed);
      if (!text) { if (bar?.classList.contains("is-lost")) again = true; return; }
      safe = Math.max(safe, upTo);
      firstUnsent = 0;
      if (safe === count) kept.drop({ person, form: mark.value });
      else plan(SOON);
      say("kept", `Đã tự lưu ${json.at}`);
    } else if (json?.state === "out") lose("out", OUT);
    else if (json?.state === "refused") lose("refused", `${json.sentence}: chữ đang giữ trên máy này`);
    else if (status === 413) lose("refused", "Bài quá dài để tự lưu: chữ đang giữ trên máy này");
    else lose("busy", BUSY);
  }
  function plan(wait) {
    clearTimeout(timer);
    timer = setTimeout(() => { if (safe < count) send(true); }, wait);
  }

  // ---- typing ----
  let copying = 0;
  function typed() {
    active = Date.now();
    count += 1;
    field.keep_count.value = count;
    firstUnsent = firstUnsent || Date.now();
    clearTimeout(copying);
    copying = setTimeout(() => { if (safe < count && !pressed) kept.put(copy()); }, 400);
    if (trouble && trouble !== "refused") lose(trouble, words[trouble]);
    else plan(Math.max(0, Math.min(SOON, firstUnsent + LATEST - Date.now())));
  }
  for (const name of ["input", "change"]) form.addEventListener(name, (event) => {
    if (event.target.type !== "file") typed();
  });
  // Files that a script put among the fields say nothing: their rows are watched.
  new MutationObserver((seen) => {
    if (seen.some(({ addedNodes }) => [...addedNodes].some((node) => node.querySelector?.("[name=file_sha256]")))) typed();
  }).observe(form, { childList: true, subtree: true });
  form.addEventListener("focusout", () => { if (safe < count && !trouble) plan(100); });
  for (const name of ["pointerdown", "keydown", "focus"]) window.addEventListener(name, () => { active = Date.now(); }, { passive: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") { if (safe < count && !pressed && !trouble) plan(0); }
    else beat();
  });
  window.addEventListener("online", () => { if (trouble) retry(); });
  window.addEventListener("offline", () => { if (safe < count) lose("lost", LOST); });
  window.addEventListener("focus", () => { if (trouble) retry(); });

  // ---- being here, and trying again ----
  const isItem = /\d\/$/.test(url);
  function beat() {
    const here = document.visibilityState === "visible" && Date.now() - active < IDLE;
    if (here && !pressed && !trouble && (isItem || safe < count)) send(safe < count);
  }
  async function retry() {
    if (sending || pressed || trouble === "refused") return;
    const why = await checkIn();
    if (why) lose(why, words[why]);
    else { trouble = ""; await send(true); }
  }
  setInterval(beat, BEAT);
  setInterval(() => { if (trouble && document.visibilityState === "visible") retry(); }, AGAIN);

  // ---- sending the form, and leaving ----
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (Date.now() - pressed < DOUBLE) { event.preventDefault(); return; }
    if (safe < count) kept.put(copy());
    if (trouble && trouble !== "refused" && !goOn) {
      event.preventDefault();
      const by = event.submitter;
      checkIn().then((why) => {
        if (why) return lose(why, words[why].replace(": ", ", chưa lưu được: "));
        goOn = true;
        return form.requestSubmit(by);
      });
      return;
    }
    pressed = Date.now();
    clearTimeout(timer);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) { pressed = 0; goOn = false; beat(); }
  });
  // Nobody is warned of losing what is kept; who chose files that were not sent yet is.
  window.addEventListener("beforeunload", (event) => {
    const files = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
    if (!files && (safe === count || kept.put(copy()))) event.stopImmediatePropagation();
  }, true);
  window.addEventListener("pagehide", () => {
    const unsent = safe < count && !pressed;
    if (unsent) kept.put(copy());
    const values = pairs();
    const fits = unsent && values.reduce((sum, [name, value]) => sum + name.length + value.length * 3, 0) < BEACON;
    const tells = fits ? { keep_text: "1", keep_left: "1" } : { keep_left: "1" };
    const hidden = values.filter(([name]) => fits || name.startsWith("keep_") || name === "version");
    if (!pressed && (isItem || fits)) navigator.sendBeacon(url, bodyOf(hidden, tells));
  });

  // ---- coming back: unsent text of this browser goes to the server, and into the form again ----
  const asked = new URLSearchParams(location.search).has("ban");
  const kind = performance.getEntriesByType("navigation")[0]?.type ?? "";
  const cameBack = ["reload", "back_forward"].includes(kind) || /\/(?:dang-nhap|hai-lop|vao)\//.test(document.referrer);
  const goTo = (name) => location.replace(`${location.pathname}?ban=${name}`);

  async function open() {
    try {
      const held = await navigator.locks?.query();
      return new Set((held?.held ?? []).map((lock) => lock.name));
    } catch { return null; }
  }
  async function pushed() {
    const found = kept.of(person).filter((text) => text.form !== mark.value);
    if (!found.length) return [];
    const query = found.slice(0, 20).map((text) => `form=${text.form}`).join("&");
    const { json } = await answer(`${state}?${query}`);
    if (String(json?.person) !== person) return [];
    const gone = [];
    for (const text of found) {
      if (json.saved[text.form] >= text.count) { kept.drop(text); continue; }
      const got = await answer(text.url, { method: "POST", body: bodyOf(text.pairs, { keep_text: "1" }) });
      if (got.json?.state === "kept") { kept.drop(text); gone.push(text); }
      else say("lost", "Máy này còn giữ chữ của bạn mà máy chủ không nhận", [copies, "Xem chữ đang giữ"]);
    }
    return gone;
  }
  async function comeBack() {
    const live = await open();
    const alive = (text) => (live?.size ? live.has(`giu-${text.form}`) : Date.now() - text.at < LIVE);
    const gone = await pushed();
    if (asked || !("fresh" in mark.dataset) || count !== safe) return false;
    const offered = [...document.querySelectorAll("[data-keep-offer]")].map((offer) => offer.dataset.keepOffer);
    const here = gone.filter((text) => text.url === url);
    const known = new Set([...offered, ...here.map((text) => text.form)]);
    const mine = (isItem || cameBack) && previous.find((name) => known.has(name));
    const other = isItem && here.find((text) => !alive(text));
    if (mine || other) { goTo(mine || other.form); return true; }
    if (here.length) { location.reload(); return true; }
    return false;
  }
  navigator.locks?.request(`giu-${mark.value}`, () => new Promise(() => {})).catch(() => {});
  comeBack().catch(() => false).then((leaving) => {
    if (leaving) return;
    if (!trouble && bar && safe === count) say("idle", "Chữ tự lưu trong lúc bạn gõ; bấm Lưu nháp để có một bản trong lịch sử.");
    tab(tabKey, `${mark.value},${field.keep_after.value}`);
    if (asked) history.replaceState(null, "", location.pathname);
    if (!("fresh" in mark.dataset)) typed();
    beat();
  });
})();
