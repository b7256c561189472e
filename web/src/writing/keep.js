// What is typed is kept on the way, seconds after the last key; the answer says when, who else writes, and what would make
// the text easier to read.
const PAUSE = 4000;
const PRESENCE = 60 * 1000;

export const keep = (form) => {
  const status = document.querySelector("[data-kept]");
  let timer;
  let sent = "";
  let busy = false;
  const content = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
  sent = content();
  const send = async () => {
    clearTimeout(timer);
    if (busy) return;
    const body = content();
    busy = true;
    const changed = body !== sent;
    try {
      const answer = await fetch(form.dataset.keep, {
        method: "POST", body: `${body}&changed=${changed ? 1 : ""}`, credentials: "same-origin",
        headers: { "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true" },
      });
      if (answer.ok) {
        status.innerHTML = await answer.text();
        sent = body;
      } else if (changed) status.textContent = form.dataset.notKept;
    } catch {
      if (changed) status.textContent = form.dataset.notKept;
    }
    busy = false;
    if (content() !== sent) later();
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  };
  form.addEventListener("input", later);
  document.addEventListener("visibilitychange", () => { if (document.hidden && content() !== sent) send(); });
  send();
  setInterval(() => { if (!document.hidden) send(); }, PRESENCE);
};
