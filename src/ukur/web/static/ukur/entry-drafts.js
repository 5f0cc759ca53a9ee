// What was typed and is not yet with the server, kept on this device until it is.
// By account and form: another account on the same device neither sees nor sends it.
"use strict";

const isian = document.getElementById("isian");
const told = JSON.parse(document.getElementById("isian-data").textContent);
const say = (key, facts = {}) =>
  told.words[key].replace(/%\((\w+)\)s/g, (_all, name) => facts[name] ?? "");
const written = (lines) =>
  Object.fromEntries(Object.entries(lines).map(([id, cells]) => [id, JSON.stringify(cells)]));

const drafts = {
  key: told.drafts,
  lines: {},
  // Of lines that left the form, or ask for something else by now: they wait for the person.
  left: {},
  // As this tab last read or wrote them: what lies there otherwise is another tab's.
  stored: {},
  told: {},
  isKept: true,

  // What is left from the last visit.
  read() {
    try {
      const found = JSON.parse(localStorage.getItem(this.key) || "{}");
      this.lines = found.lines || {};
      this.stored = written(this.lines);
      this.told = JSON.parse(sessionStorage.getItem(this.key) || "{}");
      localStorage.setItem(`${this.key}:?`, "1");
      localStorage.removeItem(`${this.key}:?`);
    } catch {
      this.isKept = false;
    }
  },

  // Another tab of the same person may have kept lines of its own since: they stay.
  write() {
    try {
      const found = JSON.parse(localStorage.getItem(this.key) || "{}");
      const isOthers = ([id, cells]) => this.stored[id] !== JSON.stringify(cells);
      const others = Object.fromEntries(Object.entries(found.lines || {}).filter(isOthers));
      const own = { ...this.left, ...this.lines };
      const lines = { ...others, ...own };
      if (Object.keys(lines).length) {
        localStorage.setItem(this.key, JSON.stringify({ lines }));
      } else localStorage.removeItem(this.key);
      this.stored = written(own);
      this.isKept = true;
    } catch {
      this.isKept = false;
    }
  },

  // A page that was asked for while a save was under way is older than what this tab was told of it.
  acknowledge(id, { saves, cells }) {
    this.told[id] = { saves, cells };
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.told));
    } catch {
      // Then such a page shows the older figure, and the next save asks about it.
    }
  },

  catchUp(seen) {
    for (const [id, { saves, cells }] of Object.entries(this.told)) {
      if (saves <= Number(seen.get(id) || 0)) delete this.told[id];
      else if (rowOf(id) && !(id in this.lines)) this.lines[id] = { ...cells, seen: saves };
    }
  },

  leave(id) {
    this.left[id] = this.lines[id];
    delete this.lines[id];
  },

  dismiss(id) {
    delete this.left[id];
    this.write();
  },

  get count() {
    return Object.keys(this.lines).length;
  },
};
drafts.read();
