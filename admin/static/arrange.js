// Lists put in order: by dragging a grip (mouse, pen, finger), by its arrow keys, by the buttons.
// Nothing is saved here: the places of the lines go with the form. Without this file the buttons
// send the form, and the server shows the lines moved.
(() => {
  "use strict";
  const EDGE = 60;
  const form = document.querySelector("[data-arrange]")?.closest("form");
  const said = document.createElement("p");
  said.className = "sr";
  said.setAttribute("role", "status");
  document.body.append(said);

  const linesOf = (list) => [...list.children].filter((child) => child.matches("[data-line]"));
  const own = (line, selector) => [...line.querySelectorAll(selector)].filter((part) => part.closest("[data-line]") === line);
  const nameOf = (line) => own(line, "[data-name]")[0]?.value.trim() || line.dataset.line;

  const settle = (list) => {
    const lines = linesOf(list);
    lines.forEach((line, at) => {
      for (const input of own(line, "[data-position]")) input.value = at + 1;
      for (const number of own(line, "[data-number]")) number.textContent = at + 1;
      for (const button of own(line, "[data-move=up]")) button.disabled = at === 0;
      for (const button of own(line, "[data-move=down]")) button.disabled = at === lines.length - 1;
    });
    list.dispatchEvent(new CustomEvent("arranged", { bubbles: true }));
  };
  const tell = (text) => {
    said.textContent = text;
    for (const place of document.querySelectorAll("[data-told]")) place.textContent = text ? `${text} Chưa lưu.` : "";
  };
  const place = (list, line) => {
    const lines = linesOf(list);
    tell(`“${nameOf(line)}” ở chỗ ${lines.indexOf(line) + 1} trên ${lines.length}.`);
  };
  // The neighbour is moved, not the line: what has the focus stays where it is.
  const step = (list, line, way) => {
    const lines = linesOf(list), at = lines.indexOf(line);
    const other = lines[at + (way === "up" ? -1 : 1)];
    if (!other) return;
    if (way === "up") line.after(other);
    else line.before(other);
    settle(list);
    place(list, line);
  };
  const drop = (list, line) => {
    const lines = linesOf(list), at = lines.indexOf(line), name = nameOf(line);
    line.remove();
    settle(list);
    const next = linesOf(list)[Math.min(at, lines.length - 2)];
    (next && own(next, ".grip")[0] || list).focus();
    tell(`Đã bỏ “${name}”.`);
  };

  const drag = (list, line, grip, event) => {
    if (event.button) return;
    event.preventDefault();
    grip.focus({ preventScroll: true });
    grip.setPointerCapture(event.pointerId);
    line.classList.add("held");
    let y = event.clientY, frame = 0;
    const before = linesOf(list).indexOf(line);
    const middle = (other) => {
      const box = other.getBoundingClientRect();
      return box.top + box.height / 2;
    };
    // The others make room: a line that left the page for a moment would lose the pointer.
    const follow = () => {
      const lines = linesOf(list), at = lines.indexOf(line);
      const above = lines[at - 1], below = lines[at + 1];
      if (above && y < middle(above)) line.after(above);
      else if (below && y > middle(below)) line.before(below);
      else return;
      follow();
    };
    const roll = () => {
      const by = y < EDGE ? y - EDGE : y > innerHeight - EDGE ? y - innerHeight + EDGE : 0;
      if (by) { scrollBy(0, by / 4); follow(); }
      frame = requestAnimationFrame(roll);
    };
    const move = (moved) => { y = moved.clientY; follow(); };
    const end = () => {
      cancelAnimationFrame(frame);
      for (const [name, act] of acts) grip.removeEventListener(name, act);
      line.classList.remove("held");
      grip.focus({ preventScroll: true });
      settle(list);
      if (linesOf(list).indexOf(line) !== before) place(list, line);
    };
    const acts = [["pointermove", move], ["pointerup", end], ["pointercancel", end]];
    for (const [name, act] of acts) grip.addEventListener(name, act);
    frame = requestAnimationFrame(roll);
  };

  for (const list of document.querySelectorAll("[data-arrange]")) {
    list.tabIndex = -1;
    for (const line of linesOf(list)) {
      const movers = own(line, ".movers")[0];
      if (!movers) continue;
      const grip = document.createElement("button");
      grip.type = "button";
      grip.className = "grip";
      grip.setAttribute("aria-label", `Đổi chỗ ${nameOf(line)}: kéo, hoặc phím mũi tên lên, xuống`);
      grip.append(...[0, 1, 2].map(() => document.createElement("i")));
      movers.prepend(grip);
      grip.addEventListener("pointerdown", (event) => drag(list, line, grip, event));
      grip.addEventListener("keydown", (event) => {
        const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
        if (!way) return;
        event.preventDefault();
        step(list, line, way);
      });
      for (const button of own(line, "[data-move]")) button.addEventListener("click", (event) => {
        event.preventDefault();
        if (button.dataset.move === "drop") drop(list, line);
        else {
          step(list, line, button.dataset.move);
          if (button.disabled) grip.focus();
        }
      });
    }
    settle(list);
  }
  if (form) form.addEventListener("reset", () => tell(""));
})();
