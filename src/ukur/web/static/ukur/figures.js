// A figure that leads to its account shows it beside the table; without this file the link is followed.
"use strict";

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-account]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  showAccount(link);
});

// "?" explains the figure that has the focus, or the first one of its row.
document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.target.closest("input, textarea, select")) return;
  const link = event.target.closest("a[data-account]");
  (link || event.target.closest("tr")?.querySelector("a[data-account]"))?.click();
});

async function showAccount(link) {
  const place = new URL(link.href);
  try {
    const answer = await fetch(place.pathname, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const account = page.querySelector(`[data-account-of="${CSS.escape(place.hash.slice(1))}"]`);
    if (!account) throw new Error("account");
    open(account, link);
  } catch {
    window.location.assign(link.href);
  }
}

function open(account, link) {
  const box = document.createElement("dialog");
  const heading = account.querySelector("h2");
  account.removeAttribute("id");
  heading.id = "jendela-judul";
  account.setAttribute("aria-labelledby", heading.id);
  box.setAttribute("aria-labelledby", heading.id);
  box.className = "jendela jelas";
  box.append(document.adoptNode(account));
  box.addEventListener("click", (event) => {
    if (event.target === box || event.target.closest("[data-do=close]")) box.close();
  });
  box.addEventListener("close", () => {
    box.remove();
    link.focus();
  });
  document.body.append(box);
  // One account at a time: a figure inside of it takes its place.
  document.querySelectorAll("dialog.jendela[open]").forEach((other) => other.close());
  box.showModal();
  heading.tabIndex = -1;
  heading.focus();
}
