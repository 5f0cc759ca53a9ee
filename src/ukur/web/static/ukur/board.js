// The board of a collection: arrow keys between cells, and how many units a button means.
"use strict";

const map = document.getElementById("peta");

// Only one cell of the map is in the order of Tab; the arrows go on from there.
const lines = Array.from(map?.querySelectorAll("tbody tr") ?? [])
  .map((row) => Array.from(row.querySelectorAll("td:not(.unit)")))
  .filter((cells) => cells.length);
lines.flat().forEach((cell) => cell.firstElementChild?.matches("a.k") && (cell.firstElementChild.tabIndex = -1));
const first = map?.querySelector("a.k");
if (first) first.tabIndex = 0;

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

map?.addEventListener("keydown", (event) => {
  const link = event.target.closest("a.k");
  const step = STEPS[event.key];
  if (!link || (!step && event.key !== "Home" && event.key !== "End")) return;
  event.preventDefault();
  const cell = link.parentElement;
  const row = lines.findIndex((cells) => cells.includes(cell));
  const next = step
    ? onward(row, lines[row].indexOf(cell), step)
    : ends(lines[row], event.key === "Home");
  if (!next || next === link) return;
  link.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
});

// The next cell that is a link, past those that the unit is not asked for.
function onward(row, column, [down, right]) {
  for (let y = row + down, x = column + right; lines[y]?.[x]; y += down, x += right) {
    const link = lines[y][x].querySelector("a.k");
    if (link) return link;
  }
  return null;
}

function ends(cells, isFirst) {
  const links = cells.map((cell) => cell.querySelector("a.k")).filter(Boolean);
  return links.at(isFirst ? 0 : -1);
}

// A button says how many units it means.
for (const form of document.querySelectorAll("form:has([data-count])")) {
  const told = form.querySelector("[data-count]");
  const button = told.closest("button");
  const boxes = Array.from(form.querySelectorAll("input[name=unit]"));
  const count = () => {
    const chosen = boxes.filter((box) => box.checked);
    told.textContent = chosen.reduce((sum, box) => sum + Number(box.dataset.n ?? 1), 0);
    button.disabled = !chosen.length;
  };
  form.addEventListener("change", count);
  count();
}
