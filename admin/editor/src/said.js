// What a person is told above the text: one list, with at most one thing to press in each line.

/** Show sentences: {text, bad, act: [label, deed]}; none clears the place. */
export function say(sentences) {
  const place = document.getElementById("ed-bao");
  const list = document.createElement("ul");
  for (const { text, bad, act } of sentences) {
    const line = document.createElement("li");
    if (bad) line.className = "is-bad";
    line.append(text);
    if (act) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = act[0];
      button.addEventListener("click", () => act[1](line));
      line.append(" ", button);
    }
    list.append(line);
  }
  place.replaceChildren(...(sentences.length ? [list, shut(place)] : []));
  place.hidden = !sentences.length;
}

function shut(place) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet plain";
  button.textContent = "Đóng lời nhắn";
  button.addEventListener("click", () => say([]));
  return button;
}
