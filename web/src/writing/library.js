// Dialogs beside the text: the library, a link, what a picture shows. Each answers with what was chosen, or nothing.

export const library = () => {
  const box = document.querySelector("[data-dialogs]");
  if (!box) return { words: {}, open: async () => null, link: async () => null, describe: async () => null };
  const dialog = (name) => box.querySelector(`dialog[data-dialog=${name}]`);
  /** Opens a dialog until it closes; what `answer` makes of it then, if it was not left. */
  const ask = (at, answer) => new Promise((done) => {
    at.returnValue = "";
    at.addEventListener("close", () => done(at.returnValue === "ok" ? answer() : null), { once: true });
    at.showModal();
  });

  const media = dialog("media");
  const found = media.querySelector("[data-found]");
  const find = media.querySelector("input[type=search]");
  const form = media.querySelector("form[data-send]");
  const refused = form.querySelector("[data-refused]");
  let sort = "anh";
  let chosen = null;
  let asked = 0;
  const look = async () => {
    asked += 1;
    const mine = asked;
    const answer = await fetch(`${box.dataset.choose}?loai=${sort}&q=${encodeURIComponent(find.value)}`, { headers: { "HX-Request": "true" }, credentials: "same-origin" }).catch(() => null);
    if (mine !== asked) return;
    if (answer && answer.ok) found.innerHTML = await answer.text();
    else found.textContent = box.dataset.failed;
  };
  let waiting;
  find.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 250);
  });
  find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  const take = (button) => {
    const { media: id, address, title, alt, src } = button.dataset;
    chosen = { media: id, address, title, alt: alt || "", src };
    media.close("ok");
  };
  found.addEventListener("click", (event) => {
    const button = event.target.closest("[data-media]");
    if (button) take(button);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    refused.textContent = "";
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" }, credentials: "same-origin" });
      const made = new DOMParser().parseFromString(await answer.text(), "text/html");
      const item = answer.ok && made.querySelector("[data-media]");
      if (item) {
        form.reset();
        form.elements._key.value = "";
        take(item);
        return;
      }
      refused.innerHTML = answer.status === 422 ? made.body.innerHTML : "";
      if (answer.status !== 422) refused.textContent = (made.querySelector("main p") || {}).textContent || box.dataset.failed;
      refused.querySelector("[data-focus]")?.focus();
    } catch {
      refused.textContent = box.dataset.failed;
    } finally {
      button.disabled = false;
    }
  });

  const link = dialog("link");
  const describe = dialog("describe");
  for (const one of [media, link, describe]) {
    one.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", () => one.close("")));
  }
  for (const one of [link, describe]) {
    one.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      one.close("ok");
    });
  }
  const field = (at, name) => at.querySelector(`[name=${name}]`);

  return {
    words: { anh: box.dataset.pictures, tep: box.dataset.documents },
    /** An item of the library: `anh` or `tep`; with a file that is to be sent first. */
    open(what, file) {
      sort = what;
      chosen = null;
      find.value = "";
      found.textContent = "";
      refused.textContent = "";
      form.reset();
      media.querySelector("[data-alt]").hidden = what !== "anh";
      const send = media.querySelector("details");
      send.open = Boolean(file);
      if (file) {
        const list = new DataTransfer();
        list.items.add(file);
        form.elements.file.files = list.files;
      }
      look();
      const answer = ask(media, () => chosen);
      if (file) form.elements.alt.focus();
      return answer;
    },
    /** Where a link leads, and its words if it has none yet; an empty address takes a link away. */
    link(href, bare) {
      field(link, "link_href").value = href;
      field(link, "link_text").value = "";
      link.querySelector("[data-words]").hidden = !bare;
      return ask(link, () => ({ href: field(link, "link_href").value.trim(), text: field(link, "link_text").value.trim() }));
    },
    /** What a picture shows, and the line below it. */
    describe(alt, title) {
      field(describe, "picture_says").value = alt;
      field(describe, "picture_caption").value = title;
      return ask(describe, () => ({ alt: field(describe, "picture_says").value.trim(), title: field(describe, "picture_caption").value.trim() }));
    },
  };
};
