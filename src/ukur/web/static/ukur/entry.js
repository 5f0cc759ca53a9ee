// The form of a unit: keys, cells kept as they are left, one line at a time on a phone.
"use strict";

const INPUT = "input[name]:not([type=hidden]), select[name], textarea[name]";
const fields = () => Array.from(isian.querySelectorAll(INPUT)).filter((field) => placeOf(field));

fields().forEach((field) => {
  field.dataset.kept = field.value;
  if (field.matches("input:not([placeholder])")) field.inputMode = "decimal";
});

// --- keys --------------------------------------------------------------------------------------

function column(field) {
  const letter = field.name[0];
  const all = fields().filter((other) => other.matches("input, select"));
  if (letter === "b") return all.filter((other) => other.name[0] === "b");
  const wanted = letter === "d" ? "d" : "nv";
  return all.filter((other) => wanted.includes(other.name[0]));
}

function rightOf(field) {
  const own = Array.from(field.closest("tr").querySelectorAll("td input, td select"));
  return own[own.indexOf(field) + 1] || null;
}

function step(field, by) {
  const down = column(field);
  const next = down[down.indexOf(field) + by];
  if (!next) return field.blur();
  show(next.closest("tr"));
  next.focus();
  if (next.select) next.select();
}

isian.addEventListener("keydown", (event) => {
  const field = event.target;
  const place = placeOf(field);
  // Enter and Esc while a word is still being composed belong to the keyboard of the device.
  if (event.isComposing) return undefined;
  if (!place || field.matches("textarea")) return undoCell(event, place);
  const isMove = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (isMove && !(field.matches("select") && event.key !== "Enter")) {
    event.preventDefault();
    step(field, isMove);
  }
  return undoCell(event, place);
});

// Esc gives the cell back what was kept.
function undoCell(event, place) {
  if (event.key !== "Escape" || !place) return;
  const field = event.target;
  event.stopPropagation();
  if (field.value === field.dataset.kept) return;
  field.value = field.dataset.kept ?? "";
  field.select?.();
  if (place.id in drafts.lines) changed(field);
}

// --- cells -------------------------------------------------------------------------------------

isian.addEventListener("change", (event) => changed(event.target));

function changed(field) {
  const place = placeOf(field);
  if (!place) return;
  stage(place.id);
  drafts.write();
  if (!isHalf(place.id) || !rowOf(place.id).contains(document.activeElement)) return keepAndSend();
  halfLine = place.id;
}

// Half of a ratio is not sent while the person is still in its row; leaving the row sends it.
let halfLine = null;
function isHalf(id) {
  const parts = [fieldOf(id, "numerator"), fieldOf(id, "denominator")];
  return parts.every(Boolean) && parts.filter((part) => part.value.trim()).length === 1;
}
isian.addEventListener("focusout", (event) => {
  if (halfLine === null || rowOf(halfLine).contains(event.relatedTarget)) return;
  halfLine = null;
  keepAndSend();
});

isian.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-line]");
  if (!button) return;
  const { line, cell, text, sure, version, note } = button.dataset;
  if (note) return openNote(line).focus();
  if (text) fieldOf(line, cell).value = text;
  if (version) choose(line, version, button.closest(".tolak").theirs);
  else stage(line, { confirmed: Boolean(sure || text) });
  keepAndSend();
});

// Of two versions the person keeps one; the other stays in the history.
function choose(id, version, theirs) {
  delete drafts.lines[id];
  seen.set(id, theirs.saves);
  if (version === "theirs") fill(id, theirs.cells);
  stage(id, { confirmed: true });
}

// What was left on this device is put back into the cells and sent.
function restore() {
  let count = 0;
  drafts.catchUp(seen);
  for (const [id, cells] of Object.entries(drafts.lines)) {
    if (!fits(id, cells)) {
      drafts.leave(id);
      continue;
    }
    fill(id, cells);
    delete cells.held;
    markWaiting(id, true);
    count += 1;
  }
  showLeft(drafts.left, (id) => drafts.dismiss(id));
  if (count) {
    showBand(say("restored", { n: count }));
    keepAndSend();
  } else if (!drafts.isKept) showBand("");
}

// --- one line: on a phone alone, with its panel where somebody asks for it -----------------------

const bar = document.querySelector(".bilah-ponsel");
const isPhone = window.matchMedia("(max-width: 640px)");

function show(row) {
  const all = rows();
  const at = all.indexOf(row);
  if (at < 0) return;
  all.forEach((other) => other.classList.toggle("terpilih", other === row));
  document.querySelectorAll(".satuan a").forEach((link, place) => {
    if (place === at) {
      link.setAttribute("aria-current", "true");
      inSight(link);
    } else link.removeAttribute("aria-current");
  });
  if (!bar) return;
  const [back, on, last] = bar.children;
  turn(back, "back", all[at - 1], at);
  turn(on, "on", all[at + 1], at + 2);
  last.hidden = at + 1 < all.length;
}

// Of many segments the current one is brought into the middle of their strip.
function inSight(link) {
  const strip = link.parentElement;
  strip.scrollLeft = link.offsetLeft - (strip.clientWidth - link.offsetWidth) / 2;
}

function turn(button, key, row, number) {
  button.hidden = !row;
  if (!row) return;
  button.value = idOf(row);
  button.querySelector("span").textContent = say(key, { n: number });
}

bar?.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=go]");
  if (!button) return;
  event.preventDefault();
  goTo(button.value);
});

function goTo(id) {
  const row = rowOf(id);
  if (!row) return;
  show(row);
  window.history.replaceState(null, "", `?baris=${id}`);
  const first = row.querySelector("td input, td select");
  first?.focus();
  row.scrollIntoView({ block: "nearest" });
  if (isPhone.matches) openPanel(id);
}

document.querySelector(".satuan")?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  goTo(new URL(link.href).searchParams.get("baris"));
});

// Not `data-account`: these open below their line, not in a window of their own.
const LEADS = "a[data-panel]";
table.addEventListener("click", (event) => {
  const link = event.target.closest(LEADS);
  if (!link) return;
  event.preventDefault();
  togglePanel(link.closest("tr"), link);
});
document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("tr[id^=baris-]");
  if (event.key === "?" && row && !event.target.matches("input, textarea, select")) togglePanel(row, event.target);
  if (event.key === "Escape" && table.querySelector("tr.panel:not(.tetap)")) closePanel(true);
});

// A save paints the achievement anew, perhaps while its panel is open: its new link gets the focus.
let opener = null;
function closePanel(refocus = false) {
  const panel = table.querySelector("tr.panel");
  const again = opener?.isConnected ? opener : panel && rowOf(panel.dataset.line)?.querySelector(LEADS);
  table.querySelectorAll("tr.panel").forEach((one) => one.remove());
  if (refocus) again?.focus();
}

function togglePanel(row, link) {
  const isOpen = table.querySelector("tr.panel")?.dataset.line === idOf(row);
  closePanel();
  if (isOpen) return;
  opener = link;
  openPanel(idOf(row));
}

// All about a line is fetched when it is asked for.
async function openPanel(id) {
  closePanel();
  const row = rowOf(id);
  const panel = document.createElement("tr");
  panel.className = "panel";
  panel.dataset.line = id;
  const cell = panel.insertCell();
  cell.colSpan = columnsOf(row);
  row.after(panel);
  openNote(id);
  try {
    const response = await fetch(told.line.replace(/0\/$/, `${id}/`), { redirect: "manual" });
    if (!response.ok || isGate(response)) throw new Error(response.status);
    cell.innerHTML = await response.text();
    window.htmx?.process(cell);
    dressFiles(cell);
  } catch {
    cell.textContent = say("noPanel");
  }
}

// --- the beginning -----------------------------------------------------------------------------

// Numerator, denominator, realization, achievement, evidence, state.
const FIGURES = 6;
// Without labels a phone would not tell one figure from another.
const heads = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent.trim().replace(/\s+/g, " "));
rows().forEach((row) => {
  const missing = heads.length - row.cells.length;
  Array.from(row.cells).forEach((cell, at) => {
    if (cell.tagName === "TD") cell.dataset.kepala = heads[at < heads.length - FIGURES ? at : at + missing];
  });
});

restore();
refreshBar(0);
if (isPhone.matches) {
  const current = document.querySelector(".satuan a[aria-current]");
  if (current) inSight(current);
  const chosen = table.querySelector("tr.terpilih");
  if (chosen && !table.querySelector("tr.panel")) openPanel(idOf(chosen));
}
