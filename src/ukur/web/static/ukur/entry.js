// The form of a unit: keys, marks on cells that were asked about, and pasting with a preview.
"use strict";

const isian = document.getElementById("isian");

// Enter goes down a column, as in a spreadsheet.
isian?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input.sel")) return;
  event.preventDefault();
  const cells = column(event.target);
  const next = cells[cells.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
  if (next) {
    next.focus();
    next.select();
  } else {
    event.target.blur();
  }
});

// Half of a ratio is not sent while the person is still in its row; leaving the row sends it.
document.body.addEventListener("htmx:beforeRequest", (event) => {
  const row = event.target.closest(".baris-isian");
  if (!row || !event.target.matches("input.sel") || !row.contains(document.activeElement)) return;
  const parts = Array.from(row.querySelectorAll("td.bagian input.sel"));
  if (parts.length === 2 && parts.some((part) => part.value) && !parts.every((part) => part.value)) {
    event.preventDefault();
    row.dataset.waits = event.target.id;
  }
});
isian?.addEventListener("focusout", (event) => {
  const row = event.target.closest(".baris-isian");
  if (!row?.dataset.waits || row.contains(event.relatedTarget)) return;
  const cell = document.getElementById(row.dataset.waits);
  delete row.dataset.waits;
  cell?.dispatchEvent(new Event("change", { bubbles: true }));
});

// Esc closes an explanation and gives the focus back; a click elsewhere closes it too.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeExplanations(null, true);
  if (event.key === "?" && !event.target.closest("input, textarea, select")) {
    event.target.closest(".baris-isian")?.querySelector(".jelaskan summary")?.click();
  }
});
document.addEventListener("click", (event) => closeExplanations(event.target.closest(".jelaskan")));

function closeExplanations(except, refocus = false) {
  document.querySelectorAll("details.jelaskan[open]").forEach((details) => {
    if (details === except) return;
    details.open = false;
    if (refocus) details.querySelector("summary").focus();
  });
}

// What the server asked about is marked on its cell, and only there.
document.body.addEventListener("htmx:afterSettle", markCells);
document.body.addEventListener("htmx:afterRequest", markCells);
function markCells() {
  const wrong = new Set(
    Array.from(document.querySelectorAll("[data-wrong]"), (mark) => mark.dataset.wrong),
  );
  isian?.querySelectorAll(".sel, textarea").forEach((cell) => {
    const isWrong = wrong.has(cell.id);
    cell.classList.toggle("salah", isWrong);
    if (isWrong) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
    const note = cell.closest("details.catatan-isi");
    if (note && isWrong) note.open = true;
  });
  const kept = document.getElementById("simpanan");
  const news = document.getElementById("kabar");
  if (kept && news) news.textContent = kept.textContent.trim().replace(/\s+/g, " ");
}

// A request that did not get through says so and leaves the cell as it was typed.
const TYPED = ".sel, textarea";
document.body.addEventListener("htmx:sendError", (event) => {
  event.target.closest(TYPED)?.classList.add("tunggu");
  showWaiting();
});
document.body.addEventListener("htmx:afterOnLoad", (event) => {
  event.target.closest?.(TYPED)?.classList.remove("tunggu");
  showWaiting();
});
window.addEventListener("online", () => {
  waitingCells().forEach((cell) => cell.dispatchEvent(new Event("change", { bubbles: true })));
});
window.addEventListener("beforeunload", (event) => {
  if (waitingCells().length) event.preventDefault();
});
function waitingCells() {
  return document.querySelectorAll(".tunggu");
}
function showWaiting() {
  const band = document.getElementById("terputus");
  if (band) band.hidden = !waitingCells().length;
}

// A range from a spreadsheet: shown first, kept only when the person says so.
const preview = document.getElementById("pratinjau");
let pasted = [];
isian?.addEventListener("paste", (event) => {
  const start = event.target;
  const text = event.clipboardData?.getData("text/plain") || "";
  if (!preview || !start.matches("input.sel") || !/[\t\n]/.test(text.trimEnd())) return;
  event.preventDefault();
  const rows = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n");
  const cells = column(start);
  const first = cells.indexOf(start);
  pasted = [];
  rows.forEach((row, down) => {
    let cell = cells[first + down];
    row.split("\t").forEach((value) => {
      if (cell) pasted.push([cell, value.trim()]);
      cell = cell && rightOf(cell);
    });
  });
  const body = preview.querySelector("tbody");
  body.replaceChildren(
    ...pasted.map(([cell, value]) => {
      const line = document.createElement("tr");
      const label = document.querySelector(`label[for="${cell.id}"]`);
      [label ? label.textContent.trim().replace(/\s+/g, " ") : cell.id, cell.value, read(value)].forEach(
        (words, at) => {
          const box = document.createElement(at ? "td" : "th");
          if (at) box.className = "ang";
          else box.scope = "row";
          box.textContent = words || "–";
          line.append(box);
        },
      );
      return line;
    }),
  );
  preview.showModal();
});
preview?.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-paste]")?.dataset.paste;
  if (!choice) return;
  preview.close();
  if (choice !== "yes") return;
  const rows = new Map();
  pasted.forEach(([cell, value]) => {
    cell.value = value;
    cell.closest("tbody").dataset.sure = "1";
    rows.set(cell.closest("tbody"), cell);
  });
  // One request a row, once all of its cells are filled in.
  rows.forEach((cell) => cell.dispatchEvent(new Event("change", { bubbles: true })));
});

// What was shown in the preview need not be asked about again.
document.body.addEventListener("htmx:configRequest", (event) => {
  const row = event.target.closest("tbody[data-sure]");
  if (!row) return;
  event.detail.parameters.confirm = row.id.replace("baris-", "");
  delete row.dataset.sure;
});

// A lone dot is read as thousands; the preview says so.
function read(value) {
  return /^[1-9]\d{0,2}\.\d{3}$/.test(value) ? `${value} (${value.replace(".", "")})` : value;
}

function column(cell) {
  const kind = cell.id.replace(/^.*-/, "");
  const table = cell.closest("table");
  const own = `input.sel[id$="-${CSS.escape(kind)}"]`;
  return Array.from(table.querySelectorAll(cell.name.startsWith("line-") ? own : "input.sel"));
}

function rightOf(cell) {
  const cells = Array.from(cell.closest("tr").querySelectorAll("input.sel"));
  return cells[cells.indexOf(cell) + 1] || null;
}
