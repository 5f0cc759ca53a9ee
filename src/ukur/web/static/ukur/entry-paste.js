// A range from a spreadsheet: shown first, put in only when the person says so, sent at once.
"use strict";

const preview = document.getElementById("pratinjau");
let pasted = [];
document.getElementById("cara-tempel").hidden = false;

isian.addEventListener("paste", (event) => {
  const start = event.target;
  const text = event.clipboardData?.getData("text/plain") || "";
  if (!start.matches("input") || !/[\t\n]/.test(text.replace(/[\r\n]+$/, ""))) return;
  event.preventDefault();
  const [cells, beyond] = spread(start, linesOf(text.replace(/\r/g, "").replace(/\n+$/, "")));
  pasted = cells;
  document.getElementById("pratinjau-luar").textContent = beyond ? say("outside", { n: beyond }) : "";
  preview.querySelector("tbody").replaceChildren(...pasted.map(([field, value]) => previewed(field, value)));
  preview.showModal();
});

// A spreadsheet puts quotes round a cell that holds a line break or a tab.
function linesOf(text) {
  const lines = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/g)) {
    lines.at(-1).push((quoted ?? plain).replaceAll('""', '"'));
    if (end === "\n") lines.push([]);
    if (!end) break;
  }
  return lines;
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
      if (field) cells.push([field, value.trim()]);
      else if (value.trim()) beyond += 1;
      field = field && rightOf(field);
    });
  });
  return [cells, beyond];
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
  const lines = new Set();
  for (const [field, value] of pasted) {
    field.value = value;
    lines.add(placeOf(field).id);
  }
  // What was shown in the preview need not be asked about again.
  lines.forEach((id) => stage(id, { confirmed: true, origin: "paste" }));
  keepAndSend();
});

// A lone dot is read as thousands; the preview says so.
function read(value) {
  if (!/^[1-9]\d{0,2}\.\d{3}$/.test(value)) return value;
  return say("readAs", { typed: value, read: value.replace(".", "") });
}
