// The few conveniences of the frame; every page works without them.
"use strict";

// A press counts once: the button of a form that is on its way no longer answers, however slow the
// line, unless somebody stopped it. What opens beside the page, such as a preview, or comes as a file
// leaves the form as it is.
const LONGEST_WAY = 60000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  // The form of figures is not checked by the browser; a file that one of its buttons sends is.
  const asks = (field) => field.type === "file" && !field.checkValidity();
  const file = event.submitter?.formEnctype === "multipart/form-data" && Array.from(form.elements).find(asks);
  if (file) {
    event.preventDefault();
    file.reportValidity();
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "post" && !("download" in form.dataset) && event.submitter?.formTarget !== "_blank") {
    form.dataset.sent = "1";
    window.setTimeout(() => delete form.dataset.sent, LONGEST_WAY);
  }
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// A held button explains itself instead of acting.
document.addEventListener("click", (event) => {
  const held = event.target.closest("[aria-disabled=true]");
  if (!held) return;
  event.preventDefault();
  const reason = document.getElementById(held.getAttribute("aria-describedby") || "");
  if (reason) {
    reason.scrollIntoView({ block: "nearest" });
    document.getElementById("kabar").textContent = reason.textContent.trim();
  }
});

// A file above the limit is refused before it is sent.
document.addEventListener("change", (event) => {
  const input = event.target;
  const limit = Number(input.dataset ? input.dataset.limit : 0);
  if (input.type !== "file" || !limit) return;
  const tooLarge = Array.from(input.files).some((file) => file.size > limit);
  input.setCustomValidity(tooLarge ? input.dataset.limitWords : "");
  if (tooLarge) input.reportValidity();
});

// Choosing a file in the words of the page, not of the browser. The input itself stays where it
// is, over its words: it is reached, pressed and read as ever.
const fileWords = document.getElementById("kata-berkas");
function dressFiles(root) {
  root.querySelectorAll("input[type=file].isian-teks").forEach((input) => {
    if (!fileWords || input.parentElement.classList.contains("berkas-pilih")) return;
    const box = document.createElement("span");
    box.className = "berkas-pilih isian-teks";
    const button = document.createElement("b");
    button.textContent = fileWords.dataset.choose;
    const name = document.createElement("span");
    name.textContent = fileWords.dataset.none;
    button.ariaHidden = name.ariaHidden = "true";
    input.before(box);
    box.append(input, button, name);
    input.addEventListener("change", () => {
      const names = Array.from(input.files, (file) => file.name);
      name.textContent = names.join(", ") || fileWords.dataset.none;
    });
  });
}
dressFiles(document);
document.addEventListener("htmx:load", (event) => dressFiles(event.target));

// Printing and showing a password.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (!button) return;
  if (button.dataset.do === "print") window.print();
  if (button.dataset.do === "show") {
    const field = document.getElementById(button.getAttribute("aria-controls"));
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  }
});

// Keys: "/" searches, "g" then a letter goes to a place; outside of inputs only.
let waiting = false;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (waiting) {
    waiting = false;
    const place = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
    if (place) place.click();
  } else if (event.key === "g") {
    waiting = true;
    window.setTimeout(() => (waiting = false), 1500);
  }
});
// What scrolls sideways can be scrolled with the keyboard too.
function markScrollers() {
  document.querySelectorAll(".gulung, .bingkai-sop").forEach((box) => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  });
}
markScrollers();
window.addEventListener("resize", markScrollers);

// The week is wider than a phone: what shows of it there is today, not the Monday before.
const today = document.querySelector(".pekan .sekarang, .pekan .hari.ini");
if (today) {
  const week = today.closest(".gulung");
  week.scrollLeft = today.getBoundingClientRect().left - week.getBoundingClientRect().left - week.clientWidth / 2;
}

document.documentElement.classList.add("js");
