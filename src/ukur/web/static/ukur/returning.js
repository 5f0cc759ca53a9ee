// Counts the figures with a word about them, and leads from the button to each of them.
"use strict";

const box = document.getElementById("ditandai");
const button = document.getElementById("kembalikan-kata");
const list = document.createElement("ul");
list.className = "daftar-tanda kecil";
box.after(list);

function showMarked() {
  const marked = Array.from(document.querySelectorAll(".tandai textarea")).filter((field) => field.value.trim());
  for (const words of [box, button]) {
    const told = marked.length ? words.dataset.some.replace("{n}", marked.length) : words.dataset.none;
    if (words.textContent !== told) words.textContent = told;
  }
  list.replaceChildren(...marked.map(linkTo));
}

function linkTo(field) {
  const [line, link, row] = [document.createElement("li"), document.createElement("a"), field.closest("tr")];
  link.href = `#${row.id}`;
  link.textContent = (row.querySelector("th .kuat") ?? row.querySelector("th").firstChild).textContent;
  link.addEventListener("click", () => {
    field.closest("details.lipat-sepi")?.setAttribute("open", "");
    field.focus();
  });
  line.append(link);
  return line;
}

document.addEventListener("input", (event) => event.target.closest(".tandai") && showMarked());
document.addEventListener("toggle", (event) => {
  if (event.target.matches(".tandai[open]")) event.target.querySelector("textarea").focus();
}, true);
showMarked();
