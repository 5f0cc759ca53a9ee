// The rows of the form: their cells, what stands in them, what is said beside them.
// A line goes by its id, "12"; a budget line, which has a value alone, by "b4".
"use strict";

const LETTERS = { value: "v", numerator: "n", denominator: "d", note: "c" };
const table = isian.querySelector("table.isian-tabel");
const isMoney = (id) => id.startsWith("b");
const rowOf = (id) => document.getElementById(`${isMoney(id) ? "uang" : "baris"}-${id}`);
const idOf = (row) => row.id.replace("baris-", "");
const fieldOf = (id, cell) => {
  if (isMoney(id)) return cell === "value" ? isian.elements[id] : undefined;
  return isian.elements[`${LETTERS[cell]}${id}`];
};
const rows = () => Array.from(table.querySelectorAll("tr[id^=baris-]"));
const seen = new Map(
  isian.elements.seen.value
    .split(" ")
    .filter(Boolean)
    .map((pair) => pair.split(":")),
);
const columnsOf = (row) => row.closest("table").tHead.rows[0].cells.length;

// Which line a field belongs to, and which cell of it.
function placeOf(field) {
  const [, letter, id] = /^([vndcb])(\d+)$/.exec(field.name || "") || [];
  if (!id) return null;
  if (letter === "b") return { id: field.name, cell: "value" };
  return { id, cell: Object.keys(LETTERS).find((cell) => LETTERS[cell] === letter) };
}

// What stands in the cells of a line, as the server takes it.
function cellsOf(id) {
  const cells = {};
  for (const cell of Object.keys(LETTERS)) {
    const field = fieldOf(id, cell);
    if (field) cells[cell] = field.value.trim();
  }
  return cells;
}

// By what a person knows the line; its draft keeps that, in case the line leaves the form.
function titleOf(id) {
  const row = rowOf(id);
  if (isMoney(id)) return `${row.cells[0].textContent.trim()} ${row.cells[1].textContent.trim()}`;
  return row.querySelector("th b").textContent.trim();
}

// Whether all that was typed has its cell: the line may have left the form, or be of another kind.
function fits(id, cells) {
  const hasPlace = (field, text) =>
    field && (!field.matches("select") || Array.from(field.options).some((option) => option.value === text));
  const figures = ["value", "numerator", "denominator"].filter((cell) => cells[cell]);
  return Boolean(rowOf(id)) && figures.every((cell) => hasPlace(fieldOf(id, cell), cells[cell]));
}

function fill(id, cells) {
  for (const [cell, text] of Object.entries(cells)) {
    if (!(cell in LETTERS)) continue;
    if (cell === "note" && text && !fieldOf(id, "note")) openNote(id);
    const field = fieldOf(id, cell);
    if (field) field.value = text;
  }
}

// A field for the note; most lines have none until somebody asks for it.
function openNote(id) {
  const known = fieldOf(id, "note");
  if (known) return known;
  const field = document.createElement("textarea");
  field.name = `c${id}`;
  field.rows = 1;
  field.placeholder = say("noteHint");
  field.setAttribute("aria-label", say("note"));
  rowOf(id).querySelector("td:last-of-type").append(field); // after the figures, for Tab
  field.dataset.kept = "";
  return field;
}

function badge(row, state, words) {
  const mark = row.querySelector("td:last-child b");
  mark.className = `s-${state}`;
  mark.textContent = words;
  const segment = document.querySelector(`.satuan a[href$="baris=${idOf(row)}"]`);
  if (segment) {
    segment.className = `s-${state}`;
    segment.title = words;
  }
}

function markWaiting(id, isWaiting) {
  for (const cell of Object.keys(LETTERS)) fieldOf(id, cell)?.classList.toggle("tunggu", isWaiting);
  rowOf(id)?.classList.toggle("menunggu", isWaiting);
}

// What a line comes to, once the server has said so.
function paint(id, line) {
  const row = rowOf(id);
  if (!row) return;
  if (isMoney(id)) row.lastElementChild.textContent = line.questions.length ? say("held") : line.absorption || "–";
  else paintFigures(row, id, line);
  for (const cell of Object.keys(LETTERS)) {
    const isWrong = line.questions.some((question) => question.cell === cell);
    if (isWrong && cell === "note") openNote(id);
    const field = fieldOf(id, cell);
    if (!field) continue;
    field.classList.toggle("salah", isWrong);
    if (isWrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
  message(id, line);
}

function paintFigures(row, id, line) {
  const cells = row.cells;
  const [result, achieved] = [cells[cells.length - 4], cells[cells.length - 3]];
  if (fieldOf(id, "numerator")) result.textContent = line.questions.length ? "–" : line.realization || "–";
  achieved.replaceChildren(...achievement(id, line));
  badge(row, line.state, line.words);
}

function achievement(id, line) {
  if (line.questions.length) return [say("held")];
  if (line.shown) {
    const link = document.createElement("a");
    link.href = `?baris=${id}`;
    link.dataset.panel = "";
    link.textContent = line.shown;
    return [link];
  }
  const words = document.createElement("small");
  words.textContent = line.why;
  return line.why ? [words] : ["–"];
}

// Questions and a second version stand in a row of their own, below the line.
function message(id, line) {
  const row = rowOf(id);
  const next = row.nextElementSibling;
  if (next?.matches(".pesan:not(.wajar)")) next.remove();
  if (!line.questions.length && !line.theirs) return;
  const box = document.createElement("tr");
  box.className = "pesan";
  const cell = box.insertCell();
  cell.colSpan = columnsOf(row);
  line.questions.forEach((question) => cell.append(asked(id, question)));
  if (line.theirs) cell.append(versions(id, line.theirs));
  row.after(box);
}

function asked(id, question) {
  const answers = question.fills.map((text) => answer(text, { line: id, cell: question.cell, text }));
  if (question.confirms) answers.push(answer(say("yes", { read: question.confirms }), { line: id, sure: "1" }));
  return notice(`${question.name}:`, question.sentence, answers);
}

function versions(id, theirs) {
  const mine = typedWords(cellsOf(id));
  const box = notice(say("versions"), `${say("theirs", theirs)} ${say("mine", { mine })}`, [
    answer(say("keepMine"), { line: id, version: "mine" }),
    answer(say("keepTheirs"), { line: id, version: "theirs" }),
  ]);
  box.theirs = theirs;
  return box;
}

function answer(words, data) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tb tb-kecil";
  button.textContent = words;
  Object.assign(button.dataset, data);
  return button;
}

function notice(title, sentence, answers) {
  const box = document.createElement("div");
  box.className = "tolak";
  const words = document.createElement("span");
  const strong = document.createElement("b");
  strong.textContent = title;
  words.append(strong, ` ${sentence}`);
  box.append(words);
  if (answers.length) {
    const buttons = document.createElement("span");
    buttons.className = "jawaban";
    buttons.append(...answers);
    box.append(buttons);
  }
  return box;
}

// How many lines are ready is counted on the page: their states are the server's.
function countReady() {
  const all = rows();
  const ready = all.filter((row) => row.querySelector("td:last-child b").matches(".s-ready, .s-nil"));
  const box = document.getElementById("kemajuan");
  box.querySelector(".jam-angka").textContent = say("progress", { ready: ready.length, total: all.length });
  box.querySelector("progress").value = ready.length;
}
