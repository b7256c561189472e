// Small comforts every screen has; nothing here is needed to use it.
import { listen } from "./choices.js";
import { suggest } from "./suggest.js";

listen();
document.querySelectorAll("input[data-suggest]").forEach(suggest);

// An error summary or a finished act is read out at once.
const first = document.querySelector("[data-focus]");
if (first) first.focus();

document.addEventListener("click", (event) => {
  const print = event.target.closest("[data-print]");
  if (print) window.print();
  const share = event.target.closest("[data-share]");
  if (share) {
    const link = { title: document.title, url: location.href };
    if (navigator.share) navigator.share(link).catch(() => {});
    else if (navigator.clipboard) {
      navigator.clipboard.writeText(location.href).then(() => { share.querySelector("span").textContent = share.dataset.share; });
    }
  }
  // An open panel closes when the reader turns elsewhere.
  for (const open of document.querySelectorAll("details[data-pop][open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest && event.target.closest("details[data-pop][open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
