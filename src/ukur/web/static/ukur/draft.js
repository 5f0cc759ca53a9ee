// The draft: a name from the list goes where the cursor stood.
"use strict";

let last = null;
document.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea[name=paragraph]")) last = event.target;
});
document.addEventListener("click", (event) => {
  const name = event.target.closest("button[data-name]")?.dataset.name;
  if (!name) return;
  const field = last || document.querySelector("textarea[name=paragraph]");
  if (!field) return;
  field.setRangeText(`{${name}}`, field.selectionStart, field.selectionEnd, "end");
  field.focus();
});
