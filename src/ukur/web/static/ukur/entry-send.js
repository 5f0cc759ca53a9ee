// Sending: all that waits goes in one request, and stays on this device until the answer is here.
"use strict";

const band = document.getElementById("terputus");
const kept = document.getElementById("simpanan");
const LONGEST_WAIT = 60000;
let isSending = false;
let isStopped = false;
let isGone = false;
let wait = 1000;
let timer = 0;

// A line goes as a whole, with the version of it that the person saw and how it came in.
function stage(id, more = {}) {
  const before = drafts.lines[id] || {};
  drafts.lines[id] = {
    ...cellsOf(id),
    name: titleOf(id),
    seen: before.seen ?? Number(seen.get(id) || 0),
    ...(more.confirmed ? { confirmed: true } : {}),
    ...(more.origin ? { origin: more.origin } : {}),
    ...(before.sent ? { sent: before.sent } : {}),
  };
  delete drafts.lines[id].held;
  markWaiting(id, true);
}

function keepAndSend() {
  drafts.write();
  showState();
  window.clearTimeout(timer);
  timer = window.setTimeout(() => send(), 60);
}

// What the server asked about waits for the person, not for the line.
const pending = () => Object.entries(drafts.lines).filter(([, cells]) => !cells.held);

// What was sent and perhaps never answered: found again at the server, it is nobody else's version.
function noteSent(id, { origin: _origin, name: _name, sent = [], ...cells }) {
  drafts.lines[id].sent = [...sent.slice(-4), cells];
}

function isOwn(id, theirs) {
  const isSame = (cell, typed) =>
    cell === "note" ? typed === theirs.cells[cell] : plain(typed) === plain(theirs.cells[cell]);
  return (drafts.lines[id]?.sent || []).some(
    (cells) =>
      cells.seen + 1 === theirs.saves &&
      Object.keys(LETTERS).every((cell) => !(cell in cells) || isSame(cell, cells[cell])),
  );
}

// A figure as it was typed and as the server writes it back: the same but for its notation.
const plain = (text) =>
  text
    .replace(/^rp|[.\s%+\u00ad\u200b-\u200f\u202a\u202c\u2060\u2066\u2069]|,?[-–—−]$/gi, "")
    .replace(/(,\d*?)0*$/, "$1")
    .replace(/,$/, "")
    .replace(/^0+(?=\d)/, "")
    .toLowerCase();

// One request says one origin: what came in otherwise follows once this is answered.
async function send() {
  if (isGone) leaveAll();
  if (isSending || isStopped) return;
  const originOf = ([, cells]) => cells.origin || "page";
  const origin = pending().map(originOf)[0] || "page";
  const going = pending().filter((line) => originOf(line) === origin);
  if (!going.length) return;
  const [lines, budget] = [{}, {}];
  for (const [id, { origin: _said, name: _name, sent: _sent, ...cells }] of going) {
    if (isMoney(id)) budget[id.slice(1)] = cells;
    else lines[id] = cells;
  }
  const sent = Object.fromEntries(going);
  going.forEach(([id, cells]) => noteSent(id, cells));
  drafts.write();
  isSending = true;
  const patience = new AbortController();
  const limit = window.setTimeout(() => patience.abort(), LONGEST_WAIT);
  try {
    const response = await fetch(told.cells, {
      method: "POST",
      redirect: "manual",
      signal: patience.signal,
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": isian.elements.csrfmiddlewaretoken.value,
      },
      body: JSON.stringify({ lines, budget, origin }),
    });
    await answered(response, sent);
  } catch {
    tryLater(navigator.onLine ? "failed" : "offline");
  } finally {
    // Not before the whole answer is here: a second request would not know what the first one kept.
    isSending = false;
    window.clearTimeout(limit);
  }
}

// A wifi that wants people to sign in to it sends them to a page of its own, or answers with one.
const SAID_BY_GATES = [401, 403, 404, 407, 511];
const isGate = (response) =>
  response.type === "opaqueredirect" ||
  (!response.headers.has("X-Ukur") && (response.ok || SAID_BY_GATES.includes(response.status)));

async function answered(response, sent) {
  if (isGate(response)) {
    const way = wayTo(say("openPage"), told.tasks);
    way.target = "_blank";
    tryLater("gate", " ", way);
    return;
  }
  const isOurs = (response.headers.get("Content-Type") || "").includes("application/json");
  if (response.status === 401 || (response.status === 403 && !isOurs)) {
    giveUp(stored("signedOut"), say("signIn"), told.signIn);
  } else if (response.status === 404 || response.status === 403) {
    leaveAll();
  } else if (response.ok && isOurs) {
    wait = 1000;
    take(await response.json(), sent);
  } else if (isOurs && response.status < 500) {
    const { refused } = await response.json();
    if (!refused) throw new Error(response.status); // not the answer of this server
    giveUp(`${stored("closed")} ${refused}`, say("reload"), window.location.href);
  } else {
    tryLater("failed");
  }
}

function take(answer, sent) {
  const money = Object.entries(answer.budget).map(([id, line]) => [`b${id}`, line]);
  const lines = { ...answer.lines, ...Object.fromEntries(money) };
  for (const [id, line] of Object.entries(lines)) {
    // Typed again while the answer was on its way: that is still to be sent. Told by the draft
    // itself, which every change makes anew; a clock may stand still between the two.
    const isNewer = drafts.lines[id] && drafts.lines[id] !== sent[id];
    if (!line.kept && line.theirs && isOwn(id, line.theirs)) {
      drafts.lines[id].seen = line.theirs.saves;
      continue;
    }
    if (line.kept) {
      seen.set(id, line.saves);
      drafts.acknowledge(id, line);
      if (isNewer) drafts.lines[id].seen = line.saves;
      else delete drafts.lines[id];
    } else if (!isNewer && drafts.lines[id]) {
      drafts.lines[id].held = true;
    }
    if (isNewer) continue;
    markWaiting(id, false);
    if (line.kept) remember(id, line.cells);
    paint(id, line);
  }
  for (const id of Object.keys(sent)) {
    // The form has no such line any more.
    if (id in lines || !drafts.lines[id]) continue;
    markWaiting(id, false);
    drafts.leave(id);
  }
  showLeft(drafts.left, (id) => drafts.dismiss(id));
  drafts.write();
  isian.elements.seen.value = Array.from(seen, ([id, saves]) => `${id}:${saves}`).join(" ");
  hideBand();
  countReady();
  showState(answer.saved);
  refreshBar();
  if (pending().length) keepAndSend();
}

function remember(id, cells) {
  for (const [cell, text] of Object.entries(cells)) {
    const field = fieldOf(id, cell);
    if (field) field.dataset.kept = text;
    if (field && document.activeElement !== field) field.value = text;
  }
}

function tryLater(key, ...more) {
  showBand(stored(key), ...more);
  showState();
  window.clearTimeout(timer);
  timer = window.setTimeout(() => send(), wait + Math.random() * 500);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

// Nothing more can be sent from this page: what is kept here waits for the next visit.
function giveUp(words, way, href) {
  isStopped = true;
  showBand(`${words} `, wayTo(way, href));
  showState();
}

function wayTo(words, href) {
  const link = document.createElement("a");
  link.href = href;
  link.rel = "noopener";
  link.textContent = words;
  return link;
}

// The form is not this person's any more, and its page would not open again: what was typed is shown.
function leaveAll() {
  isGone = true;
  for (const id of Object.keys(drafts.lines)) {
    markWaiting(id, false);
    drafts.leave(id);
  }
  showLeft(drafts.left, (id) => drafts.dismiss(id));
  drafts.write();
  giveUp(say("gone"), say("tasks"), told.tasks);
  kept.children[0].textContent = say("notKept");
}

// The sentence that does not promise what this browser cannot do.
const stored = (key, facts) => say(drafts.isKept ? key : `${key}Unkept`, facts);

function showBand(words, ...more) {
  band.hidden = false;
  band.querySelector("span").replaceChildren(drafts.isKept ? words : `${words} ${say("noStore")}`, ...more);
}

function hideBand() {
  band.hidden = drafts.isKept;
  if (!drafts.isKept) showBand("");
}

// What is saved and what is not, always in a sentence.
function showState(saved) {
  const [, big, small] = kept.children;
  const held = Object.values(drafts.lines).filter((cells) => cells.held);
  const waiting = drafts.count - held.length;
  const clock = new Date().toTimeString().slice(0, 5).replace(":", ".");
  big.classList.toggle("t-waspada", !waiting && held.length > 0);
  if (waiting) {
    big.textContent = !band.hidden || !drafts.isKept ? stored("waiting", { at: clock, n: waiting }) : say("sending");
    if (!band.hidden) small.textContent = "";
  } else if (held.length) {
    const isDouble = document.querySelector("[data-version]");
    big.textContent = isDouble ? say("versions") : say("notKept");
    small.textContent = isDouble ? "" : say("answer");
  } else if (saved) {
    big.textContent = saved.at;
    small.textContent = saved.long;
  }
  document.getElementById("kabar").textContent = kept.textContent.trim().replace(/\s+/g, " ");
}

// What still holds the handing in is asked for with the page, and again once typing pauses.
let barTimer = 0;
function refreshBar(pause = 700) {
  window.clearTimeout(barTimer);
  barTimer = window.setTimeout(async () => {
    try {
      const response = await fetch(told.handIn, { redirect: "manual" });
      if (!response.ok) return;
      const answer = await response.json();
      const bar = document.getElementById("kirim");
      const fresh = new DOMParser().parseFromString(answer.bar, "text/html").getElementById("kirim");
      if (bar && fresh && !bar.contains(document.activeElement)) bar.replaceWith(fresh);
      showWarnings(answer.lines);
      showTouched(answer.asked);
    } catch {
      // The bar is asked for again after the next save.
    }
  }, pause);
}

// What looks unusual is kept all the same; it wants a word before the form is handed in.
function showWarnings(lines) {
  document.querySelectorAll("tr.pesan.wajar").forEach((row) => row.remove());
  for (const [id, line] of Object.entries(lines)) {
    const row = rowOf(id);
    if (!row || drafts.lines[id]) continue;
    badge(row, line.state, line.words);
    if (!line.warnings.length) continue;
    const box = document.createElement("tr");
    box.className = "pesan wajar";
    const cell = box.insertCell();
    cell.colSpan = columnsOf(row);
    const button = answer(say("note"), { line: id, note: "1" });
    cell.append(notice("", line.warnings.join(" "), line.state === "comment" ? [button] : []));
    row.after(box);
  }
  countReady();
}

// Of what was asked about: whether it was changed, in the banner and beside the figure.
function showTouched(asked) {
  for (const [id, { changed, words }] of Object.entries(asked)) {
    for (const mark of document.querySelectorAll(`[data-asked="${id}"]`)) {
      mark.textContent = words;
      mark.classList.toggle("sudah", changed);
      mark.classList.toggle("belum", !changed);
    }
  }
}

window.addEventListener("online", () => {
  wait = 1000;
  if (!drafts.count && !isStopped) hideBand();
  send();
});
// Back from the page on which the network was signed in to, nobody waits for the next try.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) send();
});
window.addEventListener("offline", () => {
  // The way back in stays in sight.
  if (isStopped) return;
  if (drafts.count) tryLater("offline");
  else showBand(stored("offline"));
});
window.addEventListener("beforeunload", (event) => {
  if (drafts.count && !drafts.isKept) event.preventDefault();
});
