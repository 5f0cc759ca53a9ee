// The review sheet: J goes to the next change, K to the one before.
const changes = () => [...document.querySelectorAll("[data-beda]")].filter((one) => one.offsetParent);

function goToChange(by) {
  const all = changes();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement?.closest("[data-beda]"));
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
  all[next].focus({ preventScroll: true });
  all[next].scrollIntoView({ block: "center", inline: "center" });
}

document.querySelectorAll("[data-next-change]").forEach((button) => {
  button.hidden = !changes().length;
  button.addEventListener("click", () => goToChange(1));
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "j") goToChange(1);
  if (event.key === "k") goToChange(-1);
});
