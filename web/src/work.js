// Work screens: htmx, and the keyboard. `/` finds, `N` starts a new one, arrows move in the list, Enter opens.
import htmx from "htmx.org/dist/htmx.esm.js";
import "./common.js";
import { half } from "./session.js";

window.htmx = htmx;
document.addEventListener("htmx:afterSwap", (event) => {
  const first = event.detail.target.querySelector("[data-focus]");
  if (first) first.focus();
});

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "/") {
    const find = document.querySelector("[data-key-find]");
    if (!find) return;
    find.focus();
    find.select();
  } else if (key === "n") {
    const create = document.querySelector("[data-key-new]");
    if (!create) return;
    create.click();
  } else if (key === "arrowdown" || key === "arrowup") {
    const links = [...document.querySelectorAll("[data-key-list] tbody tr a[href]:first-of-type")]
      .filter((link, i, all) => i === 0 || link.closest("tr") !== all[i - 1].closest("tr"));
    if (links.length === 0) return;
    const row = document.activeElement.closest("tr");
    const at = links.findIndex((link) => link.closest("tr") === row);
    const next = key === "arrowdown" ? at + 1 : at < 0 ? links.length - 1 : at - 1;
    links[Math.max(0, Math.min(next, links.length - 1))].focus();
  } else return;
  event.preventDefault();
});

// Half-written forms: leaving asks first. What is sent is no longer half-written; a preview sends nothing away.
const written = new Set();
const previews = (button) => button?.hasAttribute("formtarget") || button?.hasAttribute("data-hx-post");
for (const form of document.querySelectorAll("form[data-unsaved], form:has(#over)")) written.add(form);
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (half(form)) written.add(form);
});
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || previews(event.submitter)) return;
  written.clear();
});
window.addEventListener("beforeunload", (event) => {
  for (const form of written) if (!form.isConnected) written.delete(form);
  if (written.size > 0) event.preventDefault();
});


// The number beside the bell is asked for once a minute while somebody is there. Asking on would keep a session alive
// that its owner has walked away from.
const bell = document.querySelector("[data-bell]");
if (bell) {
  let there = false;
  const present = () => { there = true; };
  for (const sign of ["pointermove", "keydown", "scroll", "touchstart"]) {
    window.addEventListener(sign, present, { passive: true, capture: true });
  }
  setInterval(() => {
    if (!there || document.hidden) return;
    there = false;
    bell.dispatchEvent(new Event("bell"));
  }, 60 * 1000);
}
