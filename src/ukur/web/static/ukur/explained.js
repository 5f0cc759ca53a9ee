// Explanations of figures: Esc closes one and gives the focus back; a click elsewhere closes it too.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeExplanations(null, true);
});
document.addEventListener("click", (event) => closeExplanations(event.target.closest(".jelaskan")));

function closeExplanations(except, refocus = false) {
  document.querySelectorAll("details.jelaskan[open]").forEach((details) => {
    if (details === except) return;
    details.open = false;
    if (refocus) details.querySelector("summary").focus();
  });
}

// A link to a line that lies in a folded part unfolds it; not every browser does that by itself.
function unfold() {
  const folded = document.getElementById(location.hash.slice(1))?.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  document.getElementById(location.hash.slice(1)).scrollIntoView();
}
window.addEventListener("hashchange", unfold);
unfold();
