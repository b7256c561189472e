// Whoever types is still there: the session is told so, at most every ten minutes. Before it ends for want of use, and when
// it has, the page says so; what was typed stays on the screen.
export const half = (form) => form?.matches("form.form[method=post]");

const box = document.querySelector("[data-session]");
const pause = 10 * 60 * 1000;
const warn = 5 * 60 * 1000;
// Other windows of the same session count as well.
const KEY = "used";
let used = 0;
const note = () => {
  used = Date.now();
  try {
    localStorage.setItem(KEY, used);
  } catch {
    // Storage may be refused; then this window speaks for itself alone.
  }
};
const last = () => {
  try {
    return Math.max(used, Math.min(Number(localStorage.getItem(KEY)) || 0, Date.now()));
  } catch {
    return used;
  }
};
let over = false;
const say = (state) => {
  if (box.hidden !== (state === "")) box.hidden = state === "";
  box.querySelector("[data-soon]").hidden = state !== "soon";
  box.querySelector("[data-over]").hidden = state !== "over";
};
const stay = () =>
  fetch("/viec/phien", { headers: { "HX-Request": "true" }, credentials: "same-origin" })
    .then((answer) => {
      over = answer.status === 401;
      if (answer.ok) note();
      say(over ? "over" : "");
    })
    .catch(() => {});

const look = () => {
  const lasts = box.dataset.session * 1000;
  const left = last() + lasts - Date.now();
  if (left <= 0) {
    if (!over) stay();
  } else if (left < Math.min(warn, lasts / 3)) say("soon");
  else if (!over) say("");
};

if (box) {
  note();
  setInterval(look, 15 * 1000);
  document.addEventListener("visibilitychange", look);
  box.querySelector("[data-stay]").addEventListener("click", stay);
  document.addEventListener("input", (event) => {
    if (event.isTrusted && half(event.target.form) && Date.now() - last() >= pause) stay();
  });
}
