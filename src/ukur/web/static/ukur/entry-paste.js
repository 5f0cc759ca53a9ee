// A range from a spreadsheet: shown first, put in only when the person says so, sent at once.
"use strict";

const preview = document.getElementById("pratinjau");
let pasted = [];
let before = [];
document.getElementById("cara-tempel").hidden = false;

isian.addEventListener("paste", (event) => {
  const start = event.target;
  // Some end their lines with a return alone; a field would let the figures on both sides run together.
  const text = (event.clipboardData?.getData("text/plain") || "").replace(/\r\n?/g, "\n");
  if (!start.matches("input") || !/[\t\n]/.test(text.replace(/\n+$/, ""))) return;
  event.preventDefault();
  const lines = linesOf(text);
  const [cells, beyond] = spread(start, lines);
  pasted = cells;
  document.getElementById("pratinjau-luar").textContent = beyond ? say("outside", { n: beyond }) : "";
  const head = document.getElementById("pratinjau-kepala");
  head.hidden = !isHead(lines[0]);
  head.querySelector("span").textContent = say("head", { row: lines[0].filter(Boolean).join(" · ") });
  preview.querySelector("tbody").replaceChildren(...pasted.map(([field, value]) => previewed(field, value)));
  preview.showModal();
});

// A spreadsheet puts quotes round a cell that holds a line break or a tab; within a field of one
// line the two halves would run together to another figure. Blank lines at the end are no figures.
function linesOf(text) {
  const lines = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/g)) {
    const value = quoted?.replaceAll('""', '"') ?? plain;
    lines.at(-1).push(value.trim().replace(/\s+/g, " "));
    if (end === "\n") lines.push([]);
    if (!end) break;
  }
  while (lines.length > 1 && !lines.at(-1).some(Boolean)) lines.pop();
  return lines;
}

// The heads of the columns, or words in place of figures: the person knows which.
function isHead(line) {
  return line.some((value) => /\p{L}/u.test(value)) && !line.some((value) => /\d/.test(value));
}

// Every value beside its field; what lies beyond the form is counted.
function spread(start, lines) {
  const down = column(start);
  const first = down.indexOf(start);
  const cells = [];
  let beyond = 0;
  lines.forEach((line, at) => {
    let field = down[first + at];
    line.forEach((value) => {
      const taken = field ? takenBy(field, value) : undefined;
      if (taken !== undefined) cells.push([field, taken]);
      else if (value) beyond += 1;
      field = field && rightOf(field);
    });
  });
  return [cells, beyond];
}

// A list takes what it offers; anything else would only blank it.
function takenBy(field, value) {
  if (!field.matches("select")) return value;
  const isIt = (option) => option.value.toLowerCase() === value.toLowerCase();
  return Array.from(field.options).find(isIt)?.value;
}

function previewed(field, value) {
  const line = document.createElement("tr");
  [nameOf(field), field.value, read(value)].forEach((words, at) => {
    const box = document.createElement(at ? "td" : "th");
    if (at) box.className = "ang";
    else box.scope = "row";
    box.textContent = words || "–";
    line.append(box);
  });
  return line;
}

function nameOf(field) {
  const name = field.closest("tr").querySelector("th b, th").textContent.trim();
  const part = field.closest("label").querySelector("i, .sr").textContent.trim();
  return field.name.startsWith("b") ? name : `${name}: ${part}`;
}

preview.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-paste]")?.dataset.paste;
  if (!choice) return;
  preview.close();
  if (choice !== "yes") return;
  before = pasted.map(([field]) => [field, field.value]);
  putIn(pasted, "paste");
});

// What was shown in the preview, or stood in the cells before, need not be asked about again.
function putIn(cells, origin) {
  cells.forEach(([field, value]) => (field.value = value));
  const lines = new Set(cells.map(([field]) => placeOf(field).id));
  lines.forEach((id) => stage(id, { confirmed: true, origin }));
  keepAndSend();
}

// Ctrl Z takes a paste back, until something else is typed; the versions of each cell stay.
document.addEventListener("input", () => (before = []));
document.addEventListener("keydown", (event) => {
  const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
  if (!isUndo || !before.length || preview.open) return;
  event.preventDefault();
  putIn(before, "page");
  before = [];
});

// A lone dot is read as thousands; the preview says so.
function read(value) {
  if (!/^[1-9]\d{0,2}\.\d{3}$/.test(value)) return value;
  return say("readAs", { typed: value, read: value.replace(".", "") });
}
