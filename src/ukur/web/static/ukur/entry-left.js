// A closed form takes no more: what was typed and never sent still lies on this device.
"use strict";

const left = document.getElementById("tertinggal");
const leftKey = left.dataset.key;

try {
  const { lines = {} } = JSON.parse(localStorage.getItem(leftKey) || "{}");
  const count = Object.keys(lines).length;
  left.querySelector("b").textContent = count;
  left.hidden = count === 0;
} catch {
  left.hidden = true;
}

left.querySelector("button").addEventListener("click", () => {
  localStorage.removeItem(leftKey);
  left.hidden = true;
});
