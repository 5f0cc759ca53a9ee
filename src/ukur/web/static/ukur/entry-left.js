// What was typed on this device and has no place in the form: shown, to copy, and gone only by hand.
"use strict";

const leftBox = document.getElementById("tertinggal");

// What was typed into a line, in one row of words.
function typedWords({ value, numerator, denominator, note }) {
  const figure = numerator || denominator ? `${numerator || "–"} / ${denominator || "–"}` : value || "–";
  return note ? `${figure} · ${note}` : figure;
}

function showLeft(lines, dismiss) {
  const model = leftBox.querySelector("template").content.firstElementChild;
  const items = Object.entries(lines).map(([id, cells]) => {
    const item = model.cloneNode(true);
    const words = item.querySelector("span");
    item.querySelector("b").textContent = cells.name || "";
    words.textContent = typedWords(cells);
    item.querySelector("[data-copy]").addEventListener("click", (event) => copy(words, event.currentTarget));
    item.querySelector("[data-dismiss]").addEventListener("click", () => {
      dismiss(id);
      item.remove();
      leftBox.hidden = !leftBox.querySelector("li");
    });
    return item;
  });
  leftBox.querySelector("ul").replaceChildren(...items);
  leftBox.hidden = !items.length;
}

// Selected all the same where the browser does not copy by itself.
function copy(words, button) {
  window.getSelection().selectAllChildren(words);
  if (document.execCommand("copy")) button.textContent = button.dataset.done;
}

// A closed form takes nothing: all that lies here for it is shown.
if (!document.getElementById("isian-data")) {
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(leftBox.dataset.key) || "{}").lines || {};
    } catch {
      return {};
    }
  };
  showLeft(read(), (gone) => {
    const { [gone]: _gone, ...lines } = read();
    if (Object.keys(lines).length) localStorage.setItem(leftBox.dataset.key, JSON.stringify({ lines }));
    else localStorage.removeItem(leftBox.dataset.key);
  });
}
